"""How long a plan can become: the words of real plans, for the fewest and the most that answers can earn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.content.status import count_words
from selfcheck.plan.making import make_plan
from selfcheck.plan.rendering import render_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from selfcheck.assessment.response import Response
    from selfcheck.assessment.walk import Run
    from selfcheck.content.model import Choice
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.words import Words


def plan_words(pack: Pack, run: Run, words: Words, now: datetime, *, most: bool) -> int:
    """The words of a plan for a way through a pack, each question answered with what earns the most, or the least."""
    response = answered(pack, run, words.language, now, most=most)
    return count_words(render_markdown(make_plan(pack, response, words, now.date()), words))


def answered(pack: Pack, run: Run, language: str, now: datetime, *, most: bool) -> Response:
    """A response to the questions of a way. Those that lead there are answered as they must be, or stay unknown."""
    weights = _weights(pack, pack.language(language))
    response = new_response(pack, organisation="-", language=language, response_id="-", now=now)
    for question in pack.questions:
        if question.id in run.questions:
            given = run.answers.get(question.id)
            response = with_answer(response, question, _answer(question, given, weights, most=most), now)
    return response


def _answer(
    question: Question, given: tuple[str, ...] | None, weights: Mapping[tuple[str, str], int], *, most: bool
) -> Answer:
    if given is not None:
        return choose(question, *given) if given else Answer(state="unknown")
    if not question.choices:
        return Answer(state="unknown")

    def weight(choice: Choice) -> int:
        return weights.get((question.id, choice.id), 0)

    if question.type == "select_multiple" and most:
        together = sorted((each for each in question.choices if not each.exclusive), key=weight, reverse=True)
        if together:
            return choose(question, *(each.id for each in together[: question.maximum]))
    pick = max if most else min
    return choose(question, pick(question.choices, key=weight).id)


def _weights(pack: Pack, language: str) -> Mapping[tuple[str, str], int]:
    """The words of the advice for each choice."""
    found: dict[tuple[str, str], int] = {}
    for document in pack.feedback:
        if document.question_id is not None and document.language == language and document.chosen:
            for choice_id in document.choice_ids:
                place = document.question_id, choice_id
                found[place] = found.get(place, 0) + count_words(document.body)
    return found
