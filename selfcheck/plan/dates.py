"""The dates that people write: 2026-12-01, 1.12.2026, 01/12/2026, 1 Aralık 2026, 1. decembra 2026."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How the names of the months begin in Turkish, English and Serbian.
MONTHS = (
    ("oca", "jan"),
    ("şub", "feb"),
    ("mar",),
    ("nis", "apr"),
    ("may", "maj"),
    ("haz", "jun"),
    ("tem", "jul"),
    ("ağu", "aug", "avg"),
    ("eyl", "sep"),
    ("eki", "oct", "okt"),
    ("kas", "nov"),
    ("ara", "dec"),
)

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{4})(?!\d)")
_NAMED = re.compile(r"(?<!\d)(\d{1,2})\.?\s+([^\W\d_]{3,})\.?,?\s+(\d{4})(?!\d)")


def read_date(text: str) -> date | None:
    """The day that a text names, the last one where it names several; None where it names no day."""
    return max(_days(text), default=None)


def _days(text: str) -> Iterator[date]:
    parts = [(year, month, day) for year, month, day in _YEAR_FIRST.findall(text)]
    parts += [(year, month, day) for day, month, year in _DAY_FIRST.findall(text)]
    parts += [(year, _month(name), day) for day, name, year in _NAMED.findall(text)]
    for year, month, day in parts:
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:  # the 31st of February, a month that is none
            continue


def _month(name: str) -> str:
    start = name.casefold().replace("\u0307", "")[:3]
    return next((str(n) for n, names in enumerate(MONTHS, 1) if start in names), "0")
