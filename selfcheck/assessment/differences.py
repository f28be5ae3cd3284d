"""How far the answers of several people to one question are apart.

The measure is the mean distance between two people drawn at random, from 0 (all say the same) to 1. A range would let
one person decide it, and a variance has no unit that anybody could picture; this one reads "pick any two of us: so far
are we apart". The distance between two people is

- the difference of their scores, where both have one: two steps apart is worse than one;
- else 0 for the same answer and 1 for another; of several choices, the part that they do not share;
- 1 between an answer and "does not apply": they are not speaking of the same organisation;
- one half between anything and "I do not know": there is something to tell, but nothing to contradict. Two who do not
  know agree in that.

Open questions, and those that somebody was not asked, count in neither direction. A free text has no distance.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from selfcheck.assessment.scores import question_score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.assessment.response import Answer
    from selfcheck.content.model import Question

#: Up to here people agree: one of five who stands a step beside the others does not make a difference.
AGREE = 0.15


def difference(question: Question, answers: Iterable[Answer]) -> float | None:
    """How far the answers are apart, from 0 to 1; None where fewer than two people said anything comparable."""
    if question.type == "text":
        return None
    kinds: dict[tuple[object, ...], Answer] = {}
    counted: Counter[tuple[object, ...]] = Counter()
    for answer in answers:
        key = (frozenset(answer.chosen), answer.value, answer.state)
        kinds.setdefault(key, answer)
        counted[key] += not answer.is_open
    people = counted.total()
    if people < 2:
        return None
    apart = sum(
        counted[one] * counted[other] * distance(question, kinds[one], kinds[other])
        for one, other in combinations(kinds, 2)
    )
    return apart / (people * (people - 1) / 2)


def distance(question: Question, one: Answer, other: Answer) -> float:
    """How far two answers are apart, from 0 to 1."""
    states = {one.state, other.state}
    if states != {None}:
        return 0.0 if len(states) == 1 else 0.5 if "unknown" in states else 1.0
    if isinstance(one.value, int) and isinstance(other.value, int):
        largest = max(abs(one.value), abs(other.value), 1)
        return min(1.0, abs(one.value - other.value) / largest)
    scores = question_score(question, one), question_score(question, other)
    if scores[0] is not None and scores[1] is not None:
        return abs(scores[0] - scores[1])
    here, there = set(one.chosen), set(other.chosen)
    return 1 - len(here & there) / len(here | there) if here | there else float(one.value != other.value)
