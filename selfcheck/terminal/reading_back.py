"""Reading back the plan that lies on the disk, whatever became of it there, and saying what was found."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.content.loading import load_feedback
from selfcheck.files import read_file
from selfcheck.problems import SelfcheckError
from selfcheck.problems import Sentence
from selfcheck.problems import say
from selfcheck.terminal.printing import print_talk
from selfcheck.words import Words

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Pack
    from selfcheck.plan.lines import Known
    from selfcheck.plan.plan import Means
    from selfcheck.plan.plan import Plan
    from selfcheck.plan.reading import Edits

#: What old editors save in where they do not save in UTF-8: Turkish, Serbian, Western.
CODE_PAGES = ("cp1254", "cp1250", "cp1252")

#: How many lines are quoted that were not understood.
QUOTED = 3

#: Of the lines of a plan that was hardly touched, the part that the program remembers, at least.
FAMILIAR = 2 / 3

#: Of the lines of anything that may be called a plan, the part that the program remembers, at least.
RECOGNISED = 1 / 5


class Drawer(Struct, frozen=True):
    """What plans are made with, and where the plan of a response usually lies."""

    pack: Pack
    pack_folder: Path
    words: Words
    now: datetime
    usual: Path | None = None
    templates: Path | None = None
    means: Means | None = None

    def filled(self) -> Drawer:
        """The same, with the advice of the pack."""
        if self.pack.feedback:
            return self
        pack, _ = load_feedback(self.pack_folder, self.pack)
        return replace(self, pack=pack)

    def plan(self, response: Response, words: Words | None = None) -> Plan:
        """The plan of a response, in the language at hand or another one."""
        from selfcheck.plan.making import make_plan

        return make_plan(self.pack, response, words or self.words, self.now.date(), self.means)


class ReadBack(Struct, frozen=True):
    """A response with what was done to its plan; what was read, and what could not be, in sentences."""

    response: Response
    news: Sentence | None = None
    warnings: tuple[Sentence, ...] = ()


def print_read_back(read: ReadBack, words: Words, *, quiet: bool = False) -> None:
    """Say what was found in a plan; where it is to be quiet, only what could not be understood."""
    for sentence in (*((read.news,) if read.news and not quiet else ()), *read.warnings):
        print_talk(words.sentence(sentence))


def read_back(drawer: Drawer, response: Response, path: Path | None) -> ReadBack:
    """The response with what people did to its plan: to the one at `path`, and to the usual one if it is the newest."""
    read = ReadBack(response)
    if drawer.usual is not None and drawer.usual != path and drawer.usual.is_file():
        edits = _edits_in(drawer, response, drawer.usual)
        if not isinstance(edits, Sentence) and edits.number == response.plan.number:
            read = _taken_over(response, edits, drawer.usual)
    if path is None or not path.is_file():
        return read
    edits = _edits_in(drawer, read.response, path)
    if isinstance(edits, Sentence):
        return replace(read, warnings=(*read.warnings, edits))
    other = _taken_over(read.response, edits, path)
    return ReadBack(other.response, other.news or read.news, (*read.warnings, *other.warnings))


def _taken_over(response: Response, edits: Edits, path: Path) -> ReadBack:
    from selfcheck.plan.edits import take_over

    after = take_over(response, edits)
    actions = sum(state != response.actions.get(reference) for reference, state in after.actions.items())
    said_before = {line for text in response.plan.own for line in text.text.split("\n")}
    said = [line for text in after.plan.own for line in text.text.split("\n") if line.strip()]
    lines = sum(line not in said_before for line in said)
    news = say(
        "Read in {path}: changed actions: {actions}; lines of your own: {lines}.",
        path=path.name,
        actions=actions,
        lines=lines,
    )
    unclear = [line for line in edits.unclear if line not in {each.strip() for each in said_before}]
    warning = say("Not understood in {path}, so kept word for word: {lines}", path=path.name, lines=_quoted(unclear))
    return ReadBack(after, news if actions or lines else None, (warning,) if unclear else ())


def _quoted(lines: list[str]) -> str:
    return " · ".join([*lines[:QUOTED], *(["…"] if len(lines) > QUOTED else [])])


def _edits_in(drawer: Drawer, response: Response, path: Path) -> Edits | Sentence:
    """What people did to a plan, or why nothing can be read in the file."""
    from selfcheck.plan.lines import known_before

    try:
        data = read_file(path)
    except SelfcheckError as error:
        return error.message
    if not data.strip():
        return say("{path} is empty, so nothing was read in it. It is kept.", path=path.name)
    known = known_before(response.plan)
    found = [_edits(drawer, response, text, known) for text in _texts(data)]
    edits = max(found, key=lambda edits: edits.known, default=None)
    if edits is None or (len(found) > 1 and not _is_plan(edits)):
        return say("{path} is not saved as UTF-8 text, so nothing was read in it. It is kept.", path=path.name)
    if edits.response_id and edits.response_id != response.id:
        return say(
            "{path} is the plan of another response ({other}), so nothing was read in it. It is kept.",
            path=path.name,
            other=edits.response_id,
        )
    if not _is_plan(edits):
        return say("{path} is not a plan of this response, so nothing was read in it. It is kept.", path=path.name)
    return edits


def _edits(drawer: Drawer, response: Response, text: str, known: Known) -> Edits:
    """What was done to a plan. One that is hardly remembered is held against the plans that could be written now."""
    from selfcheck.plan.lines import known_from
    from selfcheck.plan.reading import read_plan
    from selfcheck.plan.rendering import render_lines

    wordings = dict.fromkeys(response.plan.seen, "") | {key: state.text for key, state in response.actions.items()}
    edits = read_plan(text, known, wordings)
    if edits.known >= edits.total * FAMILIAR:
        return edits
    for language in drawer.pack.languages:
        words = Words(language)
        plan = drawer.plan(response, words)
        wordings = dict.fromkeys((action.reference for action in plan.actions), "") | wordings
        known |= known_from(render_lines(plan, words, drawer.templates))
    return read_plan(text, known, wordings)


def _is_plan(edits: Edits) -> bool:
    return bool(edits.response_id or edits.entries) or edits.known >= edits.total * RECOGNISED


def _texts(data: bytes) -> list[str]:
    """What the bytes may say: one text, one for each code page that they may be written in, none for a picture."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    encoding = next((name for mark, name in marks if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeError:
        pages = () if b"\x00" in data else CODE_PAGES
        return [data.decode(page, "replace") for page in pages]
    return [] if "\x00" in text else [text]
