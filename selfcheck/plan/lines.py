"""The lines of a plan's text, and how one is known again after people and editors were at it.

Only letters and digits tell lines apart: editors change bullets, escapes, quotes, widths of tables and ends of lines.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.assessment.response import PlanRecord

#: Letters of a fingerprint: among ten thousand lines, two that differ are taken for one once in five million plans.
LENGTH = 6

TOP = "top"
OWN = "own"

#: What begins an item of a list, and the box that may follow.
ITEM = r"(?:[-*+•–·]|\d{1,3}[.)])"
BOX = r"\\?\[(?P<mark>[^\]\n]{0,3}?)\\?\]|(?P<sign>[☐☑☒✓✔✅])"

#: How a plan says whose it is, and which one: `selfcheck 20261124-acik-kapi#3`.
SIGNATURE = re.compile(r"selfcheck\W+([^\s#\\]+)\\?#(\d+)")

_BEGINNING = re.compile(rf"[\s>]*(?:{ITEM}\s+)?(?:(?:{BOX})\s*)?")
_SIGNS = re.compile(r"[\W_]+")
_RUN = re.compile(r"(\W)\1+")


class Line(Struct, frozen=True):
    """A line that the program writes. `place` names the part of the plan that begins here.

    `filled` lines hold what people write (their own wording of an action, its "Who:"), so their words tell nothing.
    """

    text: str
    place: str = ""
    filled: bool = False


class Known(Struct, frozen=True):
    """What the program has written before: the fingerprints of its lines, and of those that begin a place."""

    lines: frozenset[str] = frozenset()
    places: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __or__(self, other: Known) -> Known:
        """Both together."""
        places = {
            mark: tuple(dict.fromkeys((*self.places.get(mark, ()), *other.places.get(mark, ()))))
            for mark in (*self.places, *other.places)
        }
        return Known(self.lines | other.lines, places)


def fingerprint(line: str) -> str:
    """A few letters that stand for what a line says; "" for an empty line."""
    return digest(essence(line))


def essence(line: str) -> str:
    """The letters and digits of a line, without its bullet and box; of one that has none, its signs, each run once."""
    plain = SIGNATURE.sub(r"\1", unicodedata.normalize("NFC", line))
    letters = _SIGNS.sub("", _BEGINNING.sub("", plain, count=1))
    return letters or _RUN.sub(r"\1", "".join(plain.split()))


def digest(text: str) -> str:
    """The fingerprint of an essence, or of those of several lines that were one."""
    return urlsafe_b64encode(hashlib.sha256(text.encode("utf-8", "replace")).digest())[:LENGTH].decode() if text else ""


def known_from(lines: Iterable[Line]) -> Known:
    """What can be known again of a plan's lines."""
    marks: set[str] = set()
    places: dict[str, tuple[str, ...]] = {}
    for line in lines:
        mark = fingerprint(line.text)
        if line.filled or not mark:
            continue
        marks.add(mark)
        if line.place:
            places[mark] = (*places.get(mark, ()), line.place)
    return Known(frozenset(marks), places)


def known_before(record: PlanRecord) -> Known:
    """What a response remembers of its plans."""
    marks = frozenset(record.lines[n : n + LENGTH] for n in range(0, len(record.lines), LENGTH))
    return Known(marks, {mark: tuple(names.split("\n")) for mark, names in record.places.items()})


def remembered(known: Known) -> tuple[str, dict[str, str]]:
    """What is known as a response keeps it: the fingerprints in a row, and the places by theirs."""
    return "".join(sorted(known.lines)), {mark: "\n".join(known.places[mark]) for mark in sorted(known.places)}


def split_lines(text: str) -> list[str]:
    """The lines of a text from any editor, without their ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
