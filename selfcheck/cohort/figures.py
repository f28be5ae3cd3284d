"""What is said of many scores: the mean, the quartiles, how far they lie apart.

Scores are counted in whole thousandths, so that every engine gives the same figures.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The highest score.
FULL = 1000


class Spread(Struct, frozen=True):
    """Scores of `organisations`, out of 1000: a quarter of them reach at most `low`, half `middle`, and so on.

    Quartiles are None where they are not to be shown.
    """

    organisations: int
    mean: float
    low: float | None
    middle: float | None
    high: float | None


NOTHING = Spread(0, 0, None, None, None)


def spread_of(scores: Mapping[int, int]) -> Spread:
    """The figures of scores, given how many organisations reach each."""
    total = sum(scores.values())
    if not total:
        return NOTHING
    mean = sum(score * count for score, count in scores.items()) / total
    ranks = [-(-total * quarter // 4) for quarter in (1, 2, 3)]  # rounded up
    quartiles: list[float] = []
    passed = 0
    for score in sorted(scores):
        passed += scores[score]
        while len(quartiles) < len(ranks) and ranks[len(quartiles)] <= passed:
            quartiles.append(score)
    return Spread(total, mean, *quartiles)


def deviation(scores: Mapping[int, int]) -> float:
    """How far scores lie from their mean (standard deviation). In whole numbers: their order must not matter."""
    total = sum(scores.values())
    if not total:
        return 0.0
    together = sum(score * count for score, count in scores.items())
    return sqrt(total * sum(score * score * count for score, count in scores.items()) - together * together) / total
