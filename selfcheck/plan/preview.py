"""What an answer earns, before anybody has given it: the advice of one choice, as a plan would show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.content.conditions import answers_for
from selfcheck.plan.making import make_plan

if TYPE_CHECKING:
    from datetime import datetime

    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Choice
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.plan.plan import Action
    from selfcheck.plan.plan import AnsweredQuestion
    from selfcheck.words import Words


def response_at(pack: Pack, question: Question, language: str, now: datetime) -> Response:
    """A response that has just come to a question: what the question rests on is answered, nothing else."""
    response = new_response(pack, organisation="-", language=language, response_id="-", now=now)
    for name, chosen in (answers_for(pack, question.relevant) or {}).items():
        response = with_answer(response, pack.by_id[name], choose(pack.by_id[name], *chosen), now)
    return response


def earned_by(
    pack: Pack, question: Question, choice: Choice, words: Words, now: datetime
) -> tuple[AnsweredQuestion | None, tuple[Action, ...]]:
    """The question as a plan shows it, and the actions, for this choice; nothing where it cannot be asked."""
    response = response_at(pack, question, words.language, now)
    response = with_answer(response, question, choose(question, choice.id), now)
    plan = make_plan(pack, response, words, now.date())
    found = next((each for each in plan.questions if each.id == question.id), None)
    return found, tuple(action for action in plan.actions if action.reference.startswith(f"{question.id}."))
