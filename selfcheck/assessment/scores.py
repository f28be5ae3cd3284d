"""What answers score: a question against its best choice, a section as the weighted mean of its questions.

What is unknown, does not apply, is open or hidden counts in neither direction, and every score says how many questions
it rests on. The rules are those of the design, section 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.assessment.relevance import hidden_questions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section


class Score(Struct, frozen=True):
    """A score from 0 to 1, or None where there is none, and the number of questions it rests on."""

    value: float | None
    questions: int


class Scores(Struct, frozen=True):
    """The score of the whole, and of each section by its id."""

    whole: Score
    sections: dict[str, Score]


def question_score(question: Question, answer: Answer) -> float | None:
    """The score of an answer, from 0 to 1; None where the question or the answer has none.

    Of several choices the scores add up, against the best that could be ticked together.
    """
    best = question.best_score
    if best is None or not answer.chosen:
        return None
    scores = {choice.id: choice.score or 0.0 for choice in question.choices}
    if any(choice_id not in scores for choice_id in answer.chosen):
        return None
    reached = sum(scores[choice_id] for choice_id in answer.chosen)
    if question.type == "select_multiple":
        together = sorted((choice.score or 0.0 for choice in question.choices if not choice.exclusive), reverse=True)
        best = max(best, sum(together[: question.maximum]))
    return min(1.0, reached / best)


def score_response(pack: Pack, response: Response, *, without: AbstractSet[str] = frozenset()) -> Scores:
    """The scores of a response; some questions may be left out of them."""
    hidden = hidden_questions(pack, response) | without
    sections = {
        section.id: section_score(section, response, hidden) for section in pack.sections if not section.profile
    }
    parts = [
        (section.weight, score.value)
        for section in pack.sections
        if (score := sections.get(section.id)) is not None and score.value is not None
    ]
    return Scores(Score(_mean(parts), sum(score.questions for score in sections.values())), sections)


def section_score(section: Section, response: Response, hidden: AbstractSet[str]) -> Score:
    """The weighted mean of the questions of a section that have a score."""
    parts = [
        (question.weight, score)
        for question in section.questions
        if question.id not in hidden and (score := question_score(question, response.answer(question.id))) is not None
    ]
    return Score(_mean(parts), len(parts))


def _mean(parts: Iterable[tuple[float, float]]) -> float | None:
    """The weighted mean of (weight, value) pairs; None where nothing weighs anything."""
    weighed = [(weight, value) for weight, value in parts if weight > 0]
    total = sum(weight for weight, _ in weighed)
    return sum(weight * value for weight, value in weighed) / total if weighed else None
