"""What comes of an import, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from selfcheck.content.folders import PackFile
    from selfcheck.tables.sheets import Refusal


class Change(Struct, frozen=True):
    """One thing that an import does: what (a column, or `new`), and to which question, choice or document."""

    what: str
    place: str


class Import(Struct, frozen=True):
    """Files with new content, what was changed in them, what was refused, and which questions were not in the table."""

    files: tuple[PackFile, ...]
    changes: tuple[Change, ...]
    refusals: tuple[Refusal, ...]
    left: tuple[str, ...] = ()


def in_order(refusals: list[Refusal]) -> tuple[Refusal, ...]:
    """The refusals as a reader goes through the sheet: row by row."""
    return tuple(sorted(refusals, key=lambda refusal: (refusal.sheet, refusal.row, refusal.column)))
