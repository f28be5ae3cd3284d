"""What became of the organisations of an earlier cohort: their scores then and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from selfcheck.cohort.reading import Entry


class Changes(Struct, frozen=True):
    """How many organisations went from one score to another, by section; and how many there were in all."""

    earlier: int
    later: int
    matched: int
    scores: Mapping[str, Mapping[tuple[int, int], int]]


def count_changes(earlier: Iterable[Entry], later: Iterable[Entry]) -> Changes:
    """Match the organisations by their names, and count."""
    before = {entry.organisation: _scores(entry) for entry in earlier if entry.organisation}
    after = {entry.organisation: _scores(entry) for entry in later if entry.organisation}
    scores: dict[str, dict[tuple[int, int], int]] = {}
    for name in before.keys() & after.keys():
        for section in before[name].keys() & after[name].keys():
            pair = before[name][section], after[name][section]
            counts = scores.setdefault(section, {})
            counts[pair] = counts.get(pair, 0) + 1
    return Changes(len(before), len(after), len(before.keys() & after.keys()), scores)


def _scores(entry: Entry) -> dict[str, int]:
    return {row.question: int(row.code) for cell in entry.cells for row in cell.rows if row.kind == "section"}
