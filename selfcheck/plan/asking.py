"""What is to be asked, and whom: one sheet for each person who was named beside an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.characters import one_line
from selfcheck.plan.plan import AskedQuestion
from selfcheck.plan.plan import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Question


def sheets_for(questions: Iterable[Question], response: Response, language: str) -> tuple[Sheet, ...]:
    """The sheets, in the order in which their people were named first; what nobody was named for comes last."""
    by_person: dict[str, list[AskedQuestion]] = {}
    for question in questions:
        answer = response.answer(question.id)
        if answer.state == "unknown" or answer.unsure is not None:
            person = one_line(answer.unsure or "")
            by_person.setdefault(person, []).append(_asked(question, answer.note, language))
    nobody = by_person.pop("", None)
    sheets = [Sheet(who=who, questions=tuple(asked)) for who, asked in by_person.items()]
    return (*sheets, Sheet(who="", questions=tuple(nobody))) if nobody else tuple(sheets)


def _asked(question: Question, note: str, language: str) -> AskedQuestion:
    return AskedQuestion(
        id=question.id,
        text=question.text.within(language),
        about=question.label(language),
        hint=question.hint.within(language) if question.hint else "",
        choices=tuple(choice.text.within(language) for choice in question.choices),
        look_for=question.help.look_for.within(language) if question.help.look_for else "",
        note=note,
    )
