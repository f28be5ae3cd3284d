"""A plan that people worked on, read back: what they ticked, filled in and reworded, and every line of their own.

A line is the program's if the program remembers having written it; what it does not remember is somebody's, and is kept
word for word. So nothing has to be understood to be kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment.response import OwnText
from selfcheck.plan.items import looks_like_action
from selfcheck.plan.items import read_item
from selfcheck.plan.items import read_label
from selfcheck.plan.items import read_reference
from selfcheck.plan.lines import SIGNATURE
from selfcheck.plan.lines import TOP
from selfcheck.plan.lines import digest
from selfcheck.plan.lines import essence
from selfcheck.plan.lines import split_lines
from selfcheck.plan.weaving import ACTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.plan.items import Item
    from selfcheck.plan.lines import Known

#: How many lines an editor may have made of one.
WRAPPED = 12

_FENCE = re.compile(r"\s*(?:```|~~~)")


class Entry(Struct, frozen=True):
    """What a plan says of an action; None where it says nothing. `text` is its new wording, `said` its old one."""

    mark: str | None = None
    done: bool = False
    who: str | None = None
    by_when: str | None = None
    text: str | None = None
    said: str = ""


class Edits(Struct, frozen=True):
    """What was read in a plan.

    `response_id` and `number` say whose plan it is and which one, if its last line is still there. `unclear` are lines
    that look as if they were to be understood, and were not. `known` of `total` lines are the program's.
    """

    response_id: str
    number: int
    entries: Mapping[str, Entry]
    own: tuple[OwnText, ...]
    unclear: tuple[str, ...]
    known: int
    total: int


def read_plan(text: str, known: Known, wordings: Mapping[str, str]) -> Edits:
    """What people did to a plan, of whose lines `known` were the program's.

    `wordings` are the references of the actions that may stand in it, with the organisation's own wording of each.
    """
    return _Reader(split_lines(text), known, wordings).edits()


class _Reader:
    """Goes through the lines once, from the top, and remembers where it is."""

    def __init__(self, lines: list[str], known: Known, wordings: Mapping[str, str]) -> None:
        self.lines = lines
        self.known = known
        self.references = wordings.keys()
        self.essences = [essence(line) for line in lines]
        self.marks = [digest(said) for said in self.essences]
        found = [self._reference(n) for n in range(len(lines))]
        self.settled = {each[0] for each in found if each and each[1] and wordings[each[0]] == each[1]}
        self.untouched = {each[0] for n, each in enumerate(found) if each and self._is_known(n)}
        self.wordings = wordings
        self.place = TOP
        self.after = ""
        self.action = ""
        self.blank = False
        self.entries: dict[str, Entry] = {}
        self.own: list[OwnText] = []
        self.run: list[str] = []
        self.home: tuple[str, str, bool] = (TOP, "", True)
        self.unclear: list[str] = []
        self.count = 0

    def edits(self) -> Edits:
        """Read every line, and say what was found."""
        n = 0
        while n < len(self.lines):
            n += self._read(n)
        self._finish_run()
        signed = SIGNATURE.findall("\n".join(self.lines))
        return Edits(
            response_id=signed[-1][0] if signed else "",
            number=int(signed[-1][1][:9]) if signed else 0,
            entries=self.entries,
            own=tuple(self.own),
            unclear=tuple(self.unclear),
            known=self.count,
            total=sum(bool(line.strip()) for line in self.lines),
        )

    def _read(self, n: int) -> int:
        """Read a line, and say how many lines it turned out to be."""
        line = self.lines[n]
        if not line.strip():
            if self.run:
                self.run.append(line)
            self.blank = True
            return 1
        taken = self._read_said(n)
        self.blank = False
        return taken

    def _read_said(self, n: int) -> int:
        fenced = self._fenced(n)
        if fenced:
            for at in range(n, n + fenced):
                self._keep(at)
            return fenced
        item, found, label = read_item(self.lines[n]), self._reference(n), read_label(self.lines[n])
        wrapped = 1 if self._is_known(n) else self._wrapped(n)
        if found and (wrapped or self._is_its_wording(*found)):
            said = " ".join([found[1], *(line.strip() for line in self.lines[n + 1 : n + wrapped])])
            self._take_action(found[0], item, said if wrapped else "", "" if wrapped else found[1])
            self.count += 1
            return wrapped or 1
        if label and not found and self._take_label(*label):
            return 1
        if wrapped and not self._belongs_to_run(n):
            self._pass(n, wrapped)
            return wrapped
        if looks_like_action(item) or (label and self.action):
            self.unclear.append(self.lines[n].strip())
        self._keep(n)
        return 1

    def _is_its_wording(self, reference: str, said: str) -> bool:
        """Whether a line is how people worded an action: of several, the known wording, or else the first."""
        if reference in self.untouched or reference in self.entries:
            return False
        return reference not in self.settled or said == self.wordings[reference]

    def _reference(self, n: int) -> tuple[str, str] | None:
        return read_reference(read_item(self.lines[n]), self.references)

    def _is_known(self, n: int) -> bool:
        return self.marks[n] in self.known.lines

    def _take_action(self, reference: str, item: Item, said: str, text: str) -> None:
        """Note what an action's line says. One that was copied is done if either of the two is ticked."""
        self._finish_run()
        before = self.entries.get(reference, Entry())
        mark = before.mark if item.mark is None or before.done else item.mark
        self.entries[reference] = replace(
            before,
            mark=mark,
            done=before.done or item.done,
            text=text or before.text,
            said=unescaped(said) or before.said,
        )
        self.action = reference

    def _take_label(self, name: str, value: str) -> bool:
        """Note who or by when, once for each action; say whether there was nothing else to do with the line."""
        if not self.action:
            return not value and not self.run
        entry = self.entries[self.action]
        if getattr(entry, name) is None:
            self._finish_run()
            self.entries[self.action] = replace(entry, who=value) if name == "who" else replace(entry, by_when=value)
            self.count += 1
            return True
        return not value and not self.run

    def _pass(self, n: int, lines: int) -> None:
        """Go past what the program wrote, and note which part of the plan begins there."""
        self._finish_run()
        self.count += lines
        mark = digest("".join(self.essences[n : n + lines]))
        names = self.known.places.get(mark)
        if names:
            here = _chapter(self.place)
            place = next((name for name in names if _chapter(name) == here), names[0])
            if place.startswith(ACTION):  # its box and its stars are gone, its words are there
                self.action = place.removeprefix(ACTION)
                self.entries.setdefault(self.action, Entry())
                return
            self.place, self.action = place, ""
        if not self.action:
            self.after = mark

    def _wrapped(self, n: int) -> int:
        """How many lines an editor made of a line of the program that begins here; 0 if none does."""
        said = self.essences[n]
        for end in range(n + 1, min(n + WRAPPED, len(self.lines))):
            if not self.lines[end].strip():
                return 0
            said += self.essences[end]
            if digest(said) in self.known.lines:
                return end + 1 - n
        return 0

    def _fenced(self, n: int) -> int:
        """The number of lines of a fenced block that somebody added and that begins here, or 0."""
        if not _FENCE.match(self.lines[n]) or (
            self._is_known(n) and (n + 1 >= len(self.lines) or not self.marks[n + 1] or self._is_known(n + 1))
        ):
            return 0
        for end in range(n + 1, len(self.lines)):
            if self.marks[end] in self.known.places:
                return 0
            if _FENCE.match(self.lines[end]):
                return end + 1 - n
        return 0

    def _belongs_to_run(self, n: int) -> bool:
        """Whether a line without words goes with somebody's line above it, not with the program's below."""
        above = bool(self.run) and not self.blank and not any(sign.isalnum() for sign in self.lines[n])
        return above and not (n + 1 < len(self.lines) and self.marks[n + 1] and self._is_known(n + 1))

    def _keep(self, n: int) -> None:
        """Keep a line word for word, with those of its own kind before it."""
        line = self.lines[n]
        place, after = self._home(read_item(line))
        if self.run and self.home[:2] != (place, after):
            self._finish_run()
        if not self.run:
            self.home = (place, after, not self.blank)
        self.run.append(line)

    def _home(self, item: Item) -> tuple[str, str]:
        """Where a line belongs: to the action above it if it is indented or goes on with it, else to the part."""
        if self.action:
            if item.indent >= 2 or not (self.blank or item.bullet or item.mark is not None):
                return ACTION + self.action, ""
            self.action, self.after = "", self.action
        return self.place, self.after

    def _finish_run(self) -> None:
        if not self.run:
            return
        while not self.run[-1].strip():
            self.run.pop()
        place, after, tight = self.home
        self.own.append(OwnText(place=place, text="\n".join(self.run), after=after, tight=tight))
        self.run = []


def unescaped(text: str) -> str:
    """The words of a line that the program wrote, without the signs that keep them from being read as Markdown."""
    return re.sub(r"\\([^\w\s])", r"\1", text)


def _chapter(place: str) -> str:
    """The chapter of the plan that a part of it belongs to: sections have the same titles in several."""
    return re.split("[:/]", place, maxsplit=1)[0]
