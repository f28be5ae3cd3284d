"""A response as a file: JSON that people can read, with a checksum that tells a damaged copy from a good one.

The checksum is taken over the content, not the bytes: a copy with other line ends or indentation is still the same. Two
older generations lie hidden beside the file.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment.response import ActionState
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import LastTime
from selfcheck.assessment.response import OwnText
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import PlanRecord
from selfcheck.assessment.response import Respondent
from selfcheck.assessment.response import Response
from selfcheck.files import read_kept_file
from selfcheck.files import write_file
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import Sentence
from selfcheck.problems import say

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "selfcheck-response/1"
_FORMAT_NAME, _, _FORMAT_NUMBER = FORMAT.partition("/")

_MAPS = {"answers": Answer, "actions": ActionState}


class Loaded(Struct, frozen=True):
    """A response from a file, with its bytes; `edited` where its checksum does not fit: somebody changed it."""

    response: Response
    edited: bool
    data: bytes


class DamagedError(SelfcheckError):
    """The file at `path` cannot be read. `last_good` is the newest older generation that can, if there is one."""

    def __init__(self, path: Path, reason: str, last_good: Path | None) -> None:
        """Say which file, and what to do."""
        hint = (
            say("the last good copy can be used: selfcheck resume {path} --last-good", path=f'"{path}"')
            if last_good
            else say("use a copy of the file, if there is one; this one is left as it is")
        )
        super().__init__(say("{path} is damaged: {reason}.", path=path, reason=reason), hint)
        self.path = path
        self.last_good = last_good


class NewerError(SelfcheckError):
    """A response file was written by a version of selfcheck that came after this one: it is left as it is."""

    def __init__(self, path: Path) -> None:
        """Say which file, and what to do."""
        super().__init__(
            say("{path} was written by a newer version of selfcheck, so it was left as it is.", path=path),
            say("install the newer version to go on with it"),
            code=Exit.INVALID,
        )


class NewerFormat(ValueError):  # noqa: N818  # it is no error of the file
    """What stands in a file is of a format that came after this version."""


def encode_response(response: Response) -> bytes:
    """The file's bytes."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "id": response.id,
        "pack": _whole(response.pack),
        "language": response.language,
        "organisation": response.organisation,
        "respondent": _whole(response.respondent),
        "started": response.started,
        "changed": response.changed,
        "finished": response.finished,
        "position": response.position,
        "revision": response.revision,
        "answers": {key: _filled(answer) for key, answer in response.answers.items()},
        "actions": {key: _filled(state) for key, state in response.actions.items()},
        **({"last_time": _remembered(response.last_time)} if response.last_time else {}),
        **({"plan": _filled_record(response.plan)} if response.plan != PlanRecord() else {}),
        **response.extra,
    }
    content["checksum"] = checksum(content)
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def _whole(value: PackReference | Respondent) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(value)
    extra = built.pop("extra")
    return {**built, **extra}


def _remembered(last_time: LastTime) -> dict[str, Any]:
    answers = {key: _filled(answer) for key, answer in last_time.answers.items()}
    return {"id": last_time.id, "date": last_time.date, "answers": answers, **last_time.extra}


def _filled(value: Answer | ActionState | OwnText | PlanRecord) -> dict[str, Any]:
    """What an entry says, without what it leaves open.

    "Not sure" is said even where nobody is named to ask, and an answer even where somebody made it an empty text.
    """
    built: dict[str, Any] = msgspec.to_builtins(value)
    extra = built.pop("extra")
    empty: tuple[object, ...] = ("", [], {})
    said = {
        key: item
        for key, item in built.items()
        if item is not None and item is not False and (item not in empty or key in ("unsure", "value", "choice"))
    }
    return {**said, **extra}


def _filled_record(record: PlanRecord) -> dict[str, Any]:
    said = _filled(record)
    return {**said, "own": [_filled(text) for text in record.own]} if record.own else said


def checksum(content: dict[str, Any]) -> str:
    """A fingerprint of a file's content, whatever its layout."""
    rest = {key: value for key, value in content.items() if key != "checksum"}
    return fingerprint(msgspec.json.encode(rest, order="deterministic"))


def fingerprint(canonical: bytes) -> str:
    """The checksum of a content that stands in the one layout that checksums are made of."""
    return f"sha256:{hashlib.sha256(canonical).hexdigest()[:32]}"


def decode_response(data: bytes) -> Loaded:
    """A response from a file's bytes. Raises ValueError with the reason where it is none."""
    content, edited = decode_content(data)
    try:
        return Loaded(_built(content), edited, data)
    except (msgspec.ValidationError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def decode_content(data: bytes) -> tuple[dict[str, Any], bool]:
    """What stands in a response file, not yet taken apart, and whether somebody changed it.

    Raises ValueError with the reason where it is no response.
    """
    try:
        content = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(content, dict) or not str(content.get("format", "")).startswith(_FORMAT_NAME + "/"):
        raise ValueError("it is not a selfcheck response")
    if str(content["format"]) != FORMAT:
        raise NewerFormat("it was written by a newer version of selfcheck")
    edited = content.pop("checksum", None) != checksum(content)
    del content["format"]
    return content, edited


def _built(content: dict[str, Any]) -> Response:
    known = set(Response.__struct_fields__)
    apart = {*_MAPS, "pack", "respondent", "last_time", "plan", "extra"}
    extra = {key: value for key, value in content.items() if key not in known or key == "extra"}
    values = {key: value for key, value in content.items() if key in known and key not in apart}
    pack = _entry(content["pack"], PackReference)
    response = msgspec.convert({**values, "pack": {"id": pack.id}}, Response)
    return replace(
        response,
        pack=pack,
        respondent=_entry(content.get("respondent", {}), Respondent),
        answers={key: _entry(value, Answer) for key, value in content.get("answers", {}).items()},
        actions={key: _entry(value, ActionState) for key, value in content.get("actions", {}).items()},
        last_time=_last_time(content["last_time"]) if content.get("last_time") else None,
        plan=_record(content.get("plan", {})),
        extra=extra,
    )


def _last_time(value: dict[str, Any]) -> LastTime:
    answers = {key: _entry(answer, Answer) for key, answer in value.get("answers", {}).items()}
    rest: LastTime = _entry({key: item for key, item in value.items() if key != "answers"}, LastTime)
    return replace(rest, answers=answers)


def _record(value: dict[str, Any]) -> PlanRecord:
    own = tuple(_entry(text, OwnText) for text in value.get("own", ()))
    record: PlanRecord = _entry({key: item for key, item in value.items() if key != "own"}, PlanRecord)
    return replace(record, own=own)


def _entry(value: dict[str, Any], kind: type[Any]) -> Any:
    known = set(kind.__struct_fields__) - {"extra"}
    extra = {key: item for key, item in value.items() if key not in known}
    return replace(msgspec.convert({key: value[key] for key in value if key in known}, kind), extra=extra)


def read_response(path: Path) -> Loaded:
    """A response from its file.

    Raises DamagedError, which names the last good generation, NewerError, or SelfcheckError.
    """
    data = read_kept_file(path)
    try:
        return decode_response(data)
    except NewerFormat as error:
        raise NewerError(path) from error
    except ValueError as error:
        raise DamagedError(path, str(error), last_good(path)) from error


def write_response(path: Path, response: Response, *, unless: bytes | None = None) -> bytes:
    """Save a response, keeping two older generations; gives the file's bytes. Those in `unless` are there already."""
    data = encode_response(response)
    if data != unless:
        write_file(path, data, keep=generations(path))
    return data


def generations(path: Path) -> tuple[Path, Path]:
    """Where the older copies of a response lie, newest first."""
    return path.with_name(f".{path.name}.1"), path.with_name(f".{path.name}.2")


def last_good(path: Path) -> Path | None:
    """The newest older generation that can be read."""
    for older in generations(path):
        try:
            decode_response(read_kept_file(older))
        except (SelfcheckError, ValueError):
            continue
        return older
    return None


def recover(path: Path) -> Loaded:
    """Put the last good generation in the place of a damaged file, which is kept as `NAME.damaged` or a number more.

    A file that is good stays, so that a recovery that was cut short can be done again. Raises NewerError where the file
    is not damaged, only newer than this version.
    """
    try:
        loaded = read_response(path)
    except NewerError:
        raise
    except SelfcheckError:
        pass
    else:
        if not loaded.edited:
            return loaded
    good = last_good(path)
    if good is None:
        raise SelfcheckError(_no_copy(path), code=Exit.INVALID)
    data = read_kept_file(good)
    write_file(path, data, keep=(_name_for_damaged(path),))
    return decode_response(data)


def _name_for_damaged(path: Path) -> Path:
    """Where a damaged file is kept: under a name that is free, or has the same in it."""
    damaged = path.read_bytes() if path.is_file() else b""
    names = (path.with_name(f"{path.name}.damaged{n or ''}") for n in range(10_000))
    return next(name for name in names if not name.exists() or name.read_bytes() == damaged)


def _no_copy(path: Path) -> Sentence:
    return say("There is no older copy of {path} that can be read.", path=path)
