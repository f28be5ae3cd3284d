"""Between two moments: which days they are, and by how much something moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.assessment.comparison import Comparison
    from selfcheck.assessment.response import Response
    from selfcheck.assessment.scores import Score


def day_of(response: Response) -> str:
    """The day that a response stands for: when it was finished, else last changed."""
    return (response.finished or response.changed or response.started)[:10]


def days_of(comparison: Comparison) -> tuple[str, ...]:
    """The moments by their days; by the minute, where two share a day."""
    days = [day_of(response) for response in comparison.responses]
    if len(set(days)) == len(days):
        return tuple(days)
    exact = [(response.finished or response.changed or response.started)[:16] for response in comparison.responses]
    return tuple(stamp.replace("T", " ") for stamp in exact)


def steps_of(scores: Sequence[Score]) -> int | None:
    """By how many points of a hundred a score moved; None where there is none."""
    before, now = scores[0].value, scores[-1].value
    return None if before is None or now is None else round(now * 100) - round(before * 100)


def signed(steps: int | None) -> str:
    """Points with their sign: +17, −5, 0."""
    return "" if steps is None else f"+{steps}" if steps > 0 else f"−{-steps}" if steps else "0"
