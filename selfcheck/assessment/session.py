"""Moving through the questions: which one is asked, and which one comes after what a person does.

Every step takes a session and gives the next one. The session knows no terminal and writes no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment.relevance import applicable
from selfcheck.assessment.relevance import hidden_questions
from selfcheck.assessment.response import changed
from selfcheck.assessment.response import stamp
from selfcheck.assessment.response import with_answer

if TYPE_CHECKING:
    from datetime import datetime

    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section


class Session(Struct, frozen=True):
    """A pack, the response to it so far, and whether the question at hand was opened from the review.

    The question at hand is the response's `position`; "" is the review of all answers. `looked_up_from` is the question
    that the review was opened from, if it was, so that going back leads there.
    """

    pack: Pack
    response: Response
    from_review: bool = False
    looked_up_from: str = ""

    @property
    def question(self) -> Question | None:
        """The question at hand, or None at the review."""
        return self.pack.by_id.get(self.response.position)


class Progress(Struct, frozen=True):
    """How far a set of questions is: those that apply, those with an answer or a state, and those still open."""

    total: int
    answered: int
    open: tuple[Question, ...]


def begin(pack: Pack, response: Response) -> Session:
    """Take up a response where it was left, or at its first open question if that place is gone."""
    session = Session(pack, response)
    if response.finished or (response.position == "" and response.answers):
        return _at(session, "")
    here = session.question
    if here is not None and here in applicable(pack, response):
        return session
    return _at(session, first_open(session))


def answer_question(session: Session, given: Answer, now: datetime) -> Session:
    """Answer the question at hand and go on: to the next one, or back to the review it was opened from."""
    question = session.question
    if question is None:
        return session
    response = with_answer(session.response, question, given, now)
    return skip(replace(session, response=response), now)


def skip(session: Session, now: datetime) -> Session:
    """Go on without touching the answer."""
    if session.from_review:
        return review(session, now)
    return _move(session, _neighbour(session, 1), now)


def go_back(session: Session, now: datetime) -> Session:
    """The question before, or the place that this one or the review was opened from. The first question stays."""
    if session.from_review:
        return review(session, now)
    if session.question is None and session.looked_up_from:
        return go_to(session, session.looked_up_from, now)
    before = _neighbour(session, -1)
    return _move(session, before, now) if before else session


def review(session: Session, now: datetime) -> Session:
    """Look at all answers."""
    at = session.looked_up_from if session.from_review else session.response.position
    return replace(_move(session, "", now), from_review=False, looked_up_from=at)


def go_to(session: Session, question_id: str, now: datetime, *, from_review: bool = False) -> Session:
    """Open a question."""
    at = session.looked_up_from if from_review else ""
    return replace(_move(session, question_id, now), from_review=from_review, looked_up_from=at)


def finish(session: Session, now: datetime) -> Session:
    """Mark the response as finished."""
    return replace(session, response=changed(session.response, now, finished=stamp(now), position=""))


def first_open(session: Session) -> str:
    """The id of the first open question, or "" when there is none."""
    still_open = progress(session.pack, session.response).open
    return still_open[0].id if still_open else ""


def progress(pack: Pack, response: Response, section: Section | None = None) -> Progress:
    """How far a response is, as a whole or in one section."""
    if section is None:
        questions = applicable(pack, response)
    else:
        hidden = hidden_questions(pack, response)
        questions = tuple(question for question in section.questions if question.id not in hidden)
    answers = response.answers
    still_open = tuple(
        question for question in questions if (answer := answers.get(question.id)) is None or answer.is_open
    )
    return Progress(len(questions), len(questions) - len(still_open), still_open)


def total_is_certain(pack: Pack, response: Response) -> bool:
    """Whether no answer that is still open can change which questions apply."""
    hidden = hidden_questions(pack, response)
    return not any(name not in hidden and response.answer(name).is_open for name in pack.resting_on)


def sections_that_apply(pack: Pack, response: Response) -> tuple[Section, ...]:
    """The sections with at least one question that applies."""
    hidden = hidden_questions(pack, response)
    return tuple(
        section for section in pack.sections if any(question.id not in hidden for question in section.questions)
    )


def _neighbour(session: Session, step: int) -> str:
    """The id of the applicable question `step` places from the one at hand; "" past the end, or before the start."""
    order = [question.id for question in session.pack.questions]
    hidden = hidden_questions(session.pack, session.response)
    if not session.response.position:
        order, at = order, len(order)
    else:
        at = order.index(session.response.position)
    rest = order[at + 1 :] if step > 0 else reversed(order[:at])
    return next((question_id for question_id in rest if question_id not in hidden), "")


def _move(session: Session, position: str, now: datetime) -> Session:
    if session.response.position == position:
        return session
    return replace(session, response=changed(session.response, now, position=position))


def _at(session: Session, position: str) -> Session:
    """The session at a place, without counting it as a change."""
    return replace(session, response=replace(session.response, position=position))
