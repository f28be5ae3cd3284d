"""Which answer stands for an organisation when several people answered: the middle one.

By score, and of two middle ones the lower: a plan must not build on what half of the people do not see. Without scores
it is the answer of most. Not knowing stands only where more people do not know than know: what one colleague knows, the
organisation can know. That something does not apply stands where more than half of those who know say so.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from selfcheck.assessment.response import OPEN
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import choose
from selfcheck.content.grammar import SELECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.content.model import Question


def middle_answer(question: Question, answers: Sequence[Answer]) -> Answer:
    """The answer that stands, without notes and marks; an open one where nobody said anything."""
    said = [answer for answer in answers if not answer.is_open and _is_offered(question, answer)]
    known = [answer for answer in said if answer.state != "unknown"]
    if not said:
        return OPEN
    if len(said) - len(known) > len(known):
        return Answer(state="unknown")
    applying = [answer for answer in known if answer.state is None]
    if len(known) - len(applying) > len(applying):
        return Answer(state="not_applicable")
    if question.type == "select_one":
        return choose(question, _one(question, [answer.chosen[0] for answer in applying]))
    if question.type == "select_multiple":
        return choose(question, *_several(question, [answer.chosen for answer in applying]))
    return Answer(value=_value([answer.value for answer in applying if answer.value is not None]))


def _is_offered(question: Question, answer: Answer) -> bool:
    """Whether an answer is one that can be given to the question as it is now."""
    chosen = question.type in SELECTS
    fits = answer.state is not None or bool(answer.chosen if chosen else answer.value is not None)
    return fits and all(question.choice(choice_id) for choice_id in answer.chosen)


def _one(question: Question, chosen: list[str]) -> str:
    places = {choice.id: n for n, choice in enumerate(question.choices)}
    if question.best_score is None:
        counted = Counter(chosen)
        return min(counted, key=lambda choice_id: (-counted[choice_id], places[choice_id]))
    scores = {choice.id: choice.score or 0.0 for choice in question.choices}
    ordered = sorted(chosen, key=lambda choice_id: (scores[choice_id], places[choice_id]))
    return ordered[(len(ordered) - 1) // 2]


def _several(question: Question, chosen: list[tuple[str, ...]]) -> list[str]:
    """What more than half ticked, or what most did; what can only stand alone gives way to anything else."""
    places = {choice.id: n for n, choice in enumerate(question.choices)}
    alone = {choice.id for choice in question.choices if choice.exclusive}
    counted = Counter(choice_id for each in chosen for choice_id in each)
    most = max(counted.values())
    enough = [choice_id for choice_id in counted if counted[choice_id] >= min(most, len(chosen) // 2 + 1)]
    ordered = sorted(enough, key=lambda choice_id: (choice_id in alone, -counted[choice_id], places[choice_id]))
    if ordered[0] in alone:
        return ordered[:1]
    return [choice_id for choice_id in ordered if choice_id not in alone][: question.maximum]


def _value(values: list[str | int]) -> str | int:
    """The middle number, or the text of most; where no text is said more often than another, all of them."""
    numbers = sorted(value for value in values if isinstance(value, int))
    if len(numbers) == len(values):
        return numbers[(len(numbers) - 1) // 2]
    counted = Counter(str(value) for value in values)
    most = max(counted.values())
    return "; ".join(sorted(text for text in counted if counted[text] == most))
