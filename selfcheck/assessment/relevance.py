"""Which questions apply: those whose condition holds for the answers that count."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Protocol

from msgspec import Struct

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


class _Found(Struct, frozen=True):
    """What was found last: which questions of a pack do not apply with these answers."""

    pack: Pack
    answers: Mapping[str, Chosen]
    hidden: frozenset[str]


#: A page asks several times what applies, and from one answer to the next little of that changes.
_last: _Found | None = None


def hidden_questions(pack: Pack, response: Response) -> frozenset[str]:
    """The ids of the questions that do not apply. Their answers stay in the file and do not count."""
    global _last
    last = _last
    if last is None or last.pack is not pack:
        last = _Found(pack, {}, _hidden(pack, {}, frozenset(), {question.id for question in pack.conditional}))
    if last.answers is not response.answers:
        changes = _changes(last.answers, response.answers)
        doubtful = {name for changed in changes for name in pack.resting_on.get(changed, ())}
        hidden = _hidden(pack, response.answers, last.hidden, doubtful) if doubtful else last.hidden
        last = _Found(pack, response.answers, hidden)
    _last = last
    return last.hidden


def _changes(before: Mapping[str, Chosen], after: Mapping[str, Chosen]) -> list[str]:
    """The ids of the questions whose answers are not the same object any more."""
    gone = [name for name in before if name not in after]
    return gone + [name for name, answer in after.items() if before.get(name) is not answer]


def _hidden(pack: Pack, answers: Mapping[str, Chosen], before: frozenset[str], doubtful: set[str]) -> frozenset[str]:
    """The questions that do not apply: judged anew where it is doubtful, and where it rests on what turned out anew."""
    hidden: set[str] = set()
    for question in pack.conditional:  # in their order: a condition points only to earlier questions
        hides = was_hidden = question.id in before
        if question.id in doubtful:
            hides = not holds(question.relevant, answers, hidden)
            if hides != was_hidden:
                doubtful.update(pack.resting_on.get(question.id, ()))
        if hides:
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
