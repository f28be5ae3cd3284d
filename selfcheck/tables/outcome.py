"""What comes of an import, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfcheck.content.folders import PackFile
    from selfcheck.tables.sheets import Refusal


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an import does: what (a column, or `new`), and to which question, choice or document."""

    what: str
    place: str


@dataclass(frozen=True, slots=True)
class Import:
    """Files with new content, what was changed in them, what was refused, and which questions were not in the table."""

    files: tuple[PackFile, ...]
    changes: tuple[Change, ...]
    refusals: tuple[Refusal, ...]
    left: tuple[str, ...] = ()


def in_order(refusals: list[Refusal]) -> tuple[Refusal, ...]:
    """The refusals as a reader goes through the sheet: row by row."""
    return tuple(sorted(refusals, key=lambda refusal: (refusal.sheet, refusal.row, refusal.column)))
