"""Where a response stands with a question: what was said, or why nothing was."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Question

#: `not_asked` is a question that did not apply, `gone` an answer with a choice that is offered no longer.
Standing = Literal["answered", "unknown", "not_applicable", "open", "not_asked", "gone"]


def standing(question: Question, response: Response, hidden: AbstractSet[str]) -> Standing:
    """Where a response stands with a question; `hidden` are the questions that do not apply to it."""
    answer = response.answer(question.id)
    if question.id in hidden:
        return "not_asked"
    if answer.is_open:
        return "open"
    if answer.state is not None:
        return answer.state
    return "answered" if all(question.choice(choice_id) for choice_id in answer.chosen) else "gone"
