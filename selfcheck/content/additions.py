"""What is added to a pack, as files: which one, what stood there, what will. Nothing is written here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.content.documents import documents_for_choices
from selfcheck.content.documents import documents_for_levels
from selfcheck.content.folders import feedback_files
from selfcheck.content.folders import question_files
from selfcheck.content.inserting import append_question
from selfcheck.content.scaffold import NewQuestion
from selfcheck.content.scaffold import NewSection
from selfcheck.content.scaffold import pack_text
from selfcheck.content.scaffold import question_value
from selfcheck.content.scaffold import section_text
from selfcheck.content.styles import Style
from selfcheck.content.styles import style_of
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.content.folders import PackFile
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Section
    from selfcheck.content.scaffold import NewPack

BOM = "\ufeff"


class Addition(Struct, frozen=True):
    """A file that comes, or grows: its path in the pack, and its bytes after and before (None: it was not there)."""

    path: str
    data: bytes
    before: bytes | None = None


def next_id(pack: Pack) -> str:
    """The next free number for a question, as wide as the others are written."""
    numbers = [question.id for question in pack.questions if question.id.isascii() and question.id.isdigit()]
    width = max((len(number) for number in numbers if number.startswith("0")), default=1)
    return str(max((int(number) for number in numbers), default=0) + 1).zfill(width)


def usual_choices(section: Section) -> int:
    """How many choices a question has here: as many as the last one that offers any, else four."""
    return next((len(question.choices) for question in reversed(section.questions) if question.choices), 4)


def add_question(place: Path, pack: Pack, section: Section, question: NewQuestion) -> Addition:
    """A question behind the last one of a section."""
    _require_free(question.id, [each.id for each in pack.questions])
    files = question_files(place)[0]
    file = next(file for file in files if file.path == section.source.path)
    text = _text(file)
    bare = text.removeprefix(BOM)
    style = style_of(bare, _usual_style(files, pack))
    grown = append_question(bare, file.path, question_value(question, pack.languages, style), style)
    return Addition(file.path, f"{text[: len(text) - len(bare)]}{grown}".encode(), file.data)


def add_section(place: Path, pack: Pack, section: NewSection) -> Addition:
    """A section in a file of its own, after the last one."""
    _require_free(section.id, [each.id for each in pack.sections])
    _require_free(section.question.id, [each.id for each in pack.questions])
    files = question_files(place)[0]
    text = section_text(section, pack.languages, _usual_style(files, pack))
    return Addition(_next_path([file.path for file in files], section.id), text.encode())


def add_feedback(
    place: Path, pack: Pack, *, question: str | None = None, choice: str | None = None, section: str | None = None,
    level: str | None = None,
) -> tuple[Addition, ...]:  # fmt: skip
    """The documents that are missing: for the choices of one question or of all, or for the levels of a section."""
    texts = {file.path: _text(file).removeprefix(BOM) for file in feedback_files(place)[0]}
    if section is not None:
        found = documents_for_levels(pack, texts, section, level)
    else:
        found = documents_for_choices(pack, texts, question, choice)
    return tuple(Addition(path, text.encode()) for path, text in found)


def make_pack_files(pack: NewPack, section: NewSection) -> tuple[Addition, ...]:
    """A whole pack: its head, and a section with one question."""
    style = Style(texts="plain" if len(pack.languages) == 1 else "block")
    first = Addition("questions/pack.yaml", pack_text(pack, style).encode())
    return first, Addition(_next_path([], section.id), section_text(section, pack.languages, style).encode())


def _text(file: PackFile) -> str:
    """The text of a file as it stands. Raises SelfcheckError where it is not UTF-8."""
    try:
        return file.data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SelfcheckError(
            say("{path} is not saved as UTF-8.", path=file.path), say("look at it with: selfcheck content check")
        ) from error


def _usual_style(files: list[PackFile], pack: Pack) -> Style:
    """The style of the pack's files, each following the one before it, so that the last word is the last file's."""
    style = Style(texts="plain" if len(pack.languages) == 1 else "block")
    for file in files:
        if not file.path.endswith("/pack.yaml"):
            style = style_of(file.data.decode("utf-8-sig", "replace"), style)
    return style if len(pack.languages) == 1 or style.texts != "plain" else replace(style, texts="block")


_NUMBERED = re.compile(r"questions/(\d{1,6})([^/]*?)(\.ya?ml)\Z")


def _next_path(files: list[str], section_id: str) -> str:
    """A name that comes after all others, numbered as they are."""
    numbers = [match for match in map(_NUMBERED.match, files) if match]
    width = max((len(match[1]) for match in numbers), default=3)
    highest = max((int(match[1]) for match in numbers), default=0)
    step = 10 if width > 2 else 1
    ending = numbers[-1][3] if numbers else ".yaml"
    return f"questions/{(highest // step + 1) * step:0{width}}-{section_id}{ending}"


def _require_free(name: str, taken: list[str]) -> None:
    if name in taken:
        hint = say("leave it out, and the next free one is used")
        raise SelfcheckError(say("The id '{id}' is taken.", id=name), hint, code=Exit.USAGE)
