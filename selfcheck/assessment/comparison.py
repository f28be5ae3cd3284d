"""Earlier and later: what moved between two or more responses of one organisation.

Everything is counted with the pack as it is now, so that a score means the same at every moment. A section is compared
on the questions that have a score at all of them and were not reworded in between; nothing else would be a movement of
the organisation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment.relevance import hidden_questions
from selfcheck.assessment.scores import Score
from selfcheck.assessment.scores import question_score
from selfcheck.assessment.scores import score_response
from selfcheck.assessment.standing import standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.response import Response
    from selfcheck.assessment.standing import Standing
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section

#: What can have become of a question, in the order in which it is told.
Move = Literal[
    "improved", "fell_back", "known_now", "unknown_now", "changed", "applies_now", "applies_no_longer", "asked_now",
    "asked_no_longer", "answered_now", "open_now", "reworded", "same",
]  # fmt: skip

MOVES: tuple[Move, ...] = get_args(Move)

#: What it means to arrive at a standing from another one; leaving it for an answer is named in `_FROM`.
_TO: Mapping[Standing, Move] = {
    "not_asked": "asked_no_longer",
    "not_applicable": "applies_no_longer",
    "unknown": "unknown_now",
    "open": "open_now",
}
_FROM: Mapping[Standing, Move] = {
    "not_asked": "asked_now",
    "not_applicable": "applies_now",
    "unknown": "known_now",
    "open": "answered_now",
}


class Point(Struct, frozen=True):
    """One question at one moment."""

    standing: Standing
    answer: Answer
    score: float | None


class QuestionOverTime(Struct, frozen=True):
    """One question at all moments, and what became of it from the first to the last."""

    question: Question
    points: tuple[Point, ...]
    move: Move

    @property
    def before(self) -> Point:
        """The first moment."""
        return self.points[0]

    @property
    def now(self) -> Point:
        """The last moment."""
        return self.points[-1]


class SectionOverTime(Struct, frozen=True):
    """One section at all moments, scored on the same questions; `asked` is how many apply now."""

    section: Section
    scores: tuple[Score, ...]
    asked: int
    questions: tuple[QuestionOverTime, ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """What moved. `removed` are the ids of questions that were answered and are no longer in the pack."""

    pack: Pack
    responses: tuple[Response, ...]
    whole: tuple[Score, ...]
    sections: tuple[SectionOverTime, ...]
    removed: tuple[str, ...]

    @property
    def questions(self) -> tuple[QuestionOverTime, ...]:
        """All questions, in their order."""
        return tuple(question for section in self.sections for question in section.questions)

    def moved(self, move: Move) -> tuple[QuestionOverTime, ...]:
        """The questions that moved so; of scores, the largest steps first."""
        found = [each for each in self.questions if each.move == move]
        if move in ("improved", "fell_back"):
            return tuple(sorted(found, key=lambda each: -abs((each.now.score or 0.0) - (each.before.score or 0.0))))
        return tuple(found)


def compare(pack: Pack, responses: Sequence[Response]) -> Comparison:
    """What moved between responses, which are in the order of time."""
    hidden = [hidden_questions(pack, response) for response in responses]
    points = {
        question.id: tuple(
            _point(pack, question, response, each) for response, each in zip(responses, hidden, strict=True)
        )
        for question in pack.questions
    }
    over_time = {question.id: _over_time(question, points[question.id]) for question in pack.questions}
    incomparable = frozenset(
        question.id
        for question in pack.questions
        if over_time[question.id].move == "reworded" or any(point.score is None for point in points[question.id])
    )
    scores = [score_response(pack, response, without=incomparable) for response in responses]
    return Comparison(
        pack=pack,
        responses=tuple(responses),
        whole=tuple(each.whole for each in scores),
        sections=tuple(
            SectionOverTime(
                section=section,
                scores=tuple(each.sections.get(section.id, Score(None, 0)) for each in scores),
                asked=sum(question.id not in hidden[-1] for question in section.questions),
                questions=tuple(over_time[question.id] for question in section.questions),
            )
            for section in pack.sections
        ),
        removed=tuple(
            dict.fromkeys(
                question_id
                for response in responses
                for question_id, answer in response.answers.items()
                if question_id not in pack.by_id and not answer.is_open
            )
        ),
    )


def _point(pack: Pack, question: Question, response: Response, hidden: AbstractSet[str]) -> Point:
    """A question at one moment. One that is open in an answered older version was not there to be asked."""
    answer = response.answer(question.id)
    stands = standing(question, response, hidden)
    if stands == "open" and response.finished and response.pack.version != pack.version:
        stands = "not_asked"
    return Point(stands, answer, question_score(question, answer) if stands == "answered" else None)


def _over_time(question: Question, points: tuple[Point, ...]) -> QuestionOverTime:
    said = [point for point in points if point.standing in ("answered", "gone")]
    hashes = {point.answer.text_hash for point in said if point.answer.text_hash}
    reworded = len(said) > 1 and (len(hashes) > 1 or any(point.standing == "gone" for point in said))
    return QuestionOverTime(question, points, "reworded" if reworded else _move(points[0], points[-1]))


def _move(before: Point, now: Point) -> Move:
    if before.standing != now.standing:
        return _FROM.get(before.standing, "changed") if now.standing in ("answered", "gone") else _TO[now.standing]
    if before.score is not None and now.score is not None and before.score != now.score:
        return "improved" if now.score > before.score else "fell_back"
    same = _said(before.answer) == _said(now.answer)
    return "same" if same or before.standing != "answered" else "changed"


def _said(answer: Answer) -> Answer:
    """What was answered, without what was written beside it."""
    return replace(answer, note="", evidence="", unsure=None, focus=False, answered_at="", text_hash="", extra={})
