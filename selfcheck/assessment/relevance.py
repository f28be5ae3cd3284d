"""Which questions apply: those whose condition holds for the answers that count."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Condition
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question


class Chosen(Protocol):
    """Whatever has chosen choices: an answer, or what a cohort keeps of one."""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the chosen choices."""


def hidden_questions(pack: Pack, response: Response) -> frozenset[str]:
    """The ids of the questions that do not apply. Their answers stay in the file and do not count."""
    hidden: set[str] = set()
    for question in pack.conditional:  # in their order: a condition points only to earlier questions
        if not holds(question.relevant, response.answers, hidden):
            hidden.add(question.id)
    return frozenset(hidden)


def applicable(pack: Pack, response: Response) -> tuple[Question, ...]:
    """The questions that apply, in their order."""
    hidden = hidden_questions(pack, response)
    return tuple(question for question in pack.questions if question.id not in hidden)


def holds(condition: Condition, answers: Mapping[str, Chosen], hidden: AbstractSet[str]) -> bool:
    """Whether every clause of a condition holds. A question that is open or hidden has chosen nothing."""
    for clause in condition:
        answer = None if clause.question in hidden else answers.get(clause.question)
        chosen = answer.chosen if answer is not None else ()
        if clause.any_of and not any(choice_id in clause.any_of for choice_id in chosen):
            return False
        if any(choice_id in clause.none_of for choice_id in chosen):
            return False
    return True
