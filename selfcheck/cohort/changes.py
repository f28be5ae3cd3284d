"""What became of the organisations of an earlier cohort: their scores then and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    #: The scores of each organisation, by section; a number stands for its name.
    Scores = Mapping[int, Mapping[str, int]]


class Changes(Struct, frozen=True):
    """How many organisations went from one score to another, by section; and how many there were in all."""

    earlier: int
    later: int
    matched: int
    scores: Mapping[str, Mapping[tuple[int, int], int]]


def count_changes(earlier: Scores, later: Scores) -> Changes:
    """Match the organisations, and count."""
    both = earlier.keys() & later.keys()
    scores: dict[str, dict[tuple[int, int], int]] = {}
    for name in both:
        for section in earlier[name].keys() & later[name].keys():
            pair = earlier[name][section], later[name][section]
            counts = scores.setdefault(section, {})
            counts[pair] = counts.get(pair, 0) + 1
    return Changes(len(earlier), len(later), len(both), scores)
