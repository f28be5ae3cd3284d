"""What stands in a response file, held against its checksum: at once where this program wrote it, else part by part.

Nearly every file is one that this program wrote, with all keys that it knows and no other. Such a file is decoded into
records whose fields stand in the order of the alphabet, so that encoding them again gives the very bytes that its
checksum was made of, with nothing to sort: that takes half the time. Of any other file a cohort learns the same, later.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET
from msgspec import UnsetType

from selfcheck.assessment.response_file import FORMAT
from selfcheck.assessment.response_file import checksum
from selfcheck.assessment.response_file import decode_content
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import fingerprint


class Given(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One answer as it stands in a file. What does not stand there is UNSET."""

    answered_at: str | UnsetType = UNSET
    choice: str | UnsetType | None = UNSET
    choices: list[str] | UnsetType = UNSET
    evidence: str | UnsetType = UNSET
    focus: bool | UnsetType = UNSET
    note: str | UnsetType = UNSET
    state: str | UnsetType | None = UNSET
    text_hash: str | UnsetType = UNSET
    unsure: str | UnsetType | None = UNSET
    value: str | int | UnsetType | None = UNSET


class PackName(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Which pack was answered."""

    fingerprint: str | UnsetType = UNSET
    id: str
    version: str


class Content(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The whole of a file. What a cohort does not need is only carried along, for the checksum's sake."""

    actions: Any = UNSET
    answers: dict[str, Given]
    changed: str
    checksum: str | UnsetType = UNSET
    finished: str
    format: str
    id: str
    language: Any = UNSET
    last_time: Any = UNSET
    organisation: str
    pack: PackName
    plan: Any = UNSET
    position: Any = UNSET
    respondent: Any = UNSET
    revision: int
    started: Any = UNSET


_decode = msgspec.json.Decoder(Content).decode
_encode = msgspec.json.Encoder(order="deterministic").encode


def read_content(data: bytes) -> tuple[Content, str, bool]:
    """What stands in a file, the checksum that fits it, and whether somebody changed it.

    Raises ValueError with the reason where it is no response, and without one where its parts cannot be used.
    """
    try:
        content = _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _part_by_part(data)
    stated, content.checksum = content.checksum, UNSET
    fitting = fingerprint(_encode(content))
    if stated != fitting or content.format != FORMAT:
        return _part_by_part(data)
    return content, fitting, False


def _part_by_part(data: bytes) -> tuple[Content, str, bool]:
    content, edited = decode_content(data)
    if edited:  # then its parts may be anything
        decode_response(data)
    try:
        parts = {
            "answers": {name: given(answer) for name, answer in content.get("answers", {}).items() if answer != {}},
            "changed": content.get("changed", ""),
            "finished": content.get("finished", ""),
            "format": FORMAT,
            "id": content["id"],
            "organisation": content.get("organisation", ""),
            "pack": {"id": content["pack"]["id"], "version": content["pack"].get("version", "")},
            "revision": content.get("revision", 0),
        }
        return msgspec.convert(parts, Content), checksum({**content, "format": FORMAT}), edited
    except (msgspec.ValidationError, TypeError, KeyError, AttributeError) as error:
        raise ValueError from error


def given(answer: dict[str, Any]) -> Given:
    """An answer of which a newer program may have written parts; what cannot be used is left out."""
    get = answer.get
    choices = get("choices")
    return Given(
        choice=_text(get("choice")),
        choices=[each for each in choices if isinstance(each, str)] if isinstance(choices, list) else UNSET,
        focus=get("focus") is True or UNSET,
        note=str(get("note")) if get("note") else UNSET,
        state=_text(get("state")),
        value=str(get("value")) if isinstance(get("value"), (str, int)) else UNSET,
    )


def _text(value: Any) -> str | UnsetType:
    return value if isinstance(value, str) else UNSET
