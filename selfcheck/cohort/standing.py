"""Where organisations stand: the scores of sections, and which of them may be published.

A score rests on answers whose counts may be hidden, so it is published only where every hidden count of its section can
still be another one: one organisation can be moved so that the rounded figures of the section, and of everything, stay
what they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.response import Answer
from selfcheck.assessment.scores import question_score
from selfcheck.cohort import privacy
from selfcheck.cohort.figures import FULL
from selfcheck.cohort.figures import spread_of
from selfcheck.cohort.report import SectionReport

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from selfcheck.cohort.figures import Spread
    from selfcheck.cohort.privacy import Changes
    from selfcheck.cohort.tally import Counts
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section

    #: A question's codes, and from where to where of them one organisation can be moved for the sake of a hidden count.
    Hidden = Callable[[Question], Iterable[tuple[tuple[str, ...], list[tuple[int, int]]]]]


def standing(pack: Pack, counts: Counts, hidden: Hidden, public: bool) -> tuple[SectionReport, ...]:
    """How each section stands, and at the end everything."""
    scored = [section for section in pack.sections if not section.profile]
    whole = sum(section.weight for section in scored) or 1.0
    everything: Changes = []
    reports = []
    for section in scored:
        scores = _scores(counts, section.id)
        spread, changes = _spread(scores, _changes(section, hidden, scores) if public else [], public=public)
        reports.append(SectionReport(section.id, spread))
        everything += [[change * section.weight / whole for change in each] for each in changes]
    spread, _ = _spread(_scores(counts, ""), everything, public=public)
    return *reports, SectionReport("", spread)


def choice_score(question: Question, code: str) -> float | None:
    """The score of one choice, from 0 to 1."""
    return None if question.choice(code) is None else question_score(question, Answer(choice=code))


def _scores(counts: Counts, section: str) -> dict[int, int]:
    """How many organisations reach each score."""
    return {int(row.code): n for row, n in counts.items() if row.kind == "section" and row.question == section}


def _spread(scores: dict[int, int], changes: Changes, *, public: bool) -> tuple[Spread | None, Changes]:
    """The figures, or None where they must not be shown; and the changes that leave them as they are."""
    if public:
        return privacy.publish_spread(scores, changes)
    spread = spread_of(scores)
    return (spread if spread.organisations else None), changes


def _changes(section: Section, hidden: Hidden, scores: dict[int, int]) -> Changes:
    """By how much the section's score of one organisation changes with each move; no answer is like a mean one."""
    mean = spread_of(scores).mean / FULL
    weight = sum(question.weight for question in section.questions if question.best_score is not None)
    return [
        [change * question.weight / weight * FULL for change in each]
        for question in section.questions
        if question.best_score is not None and weight
        for each in _moved(question, hidden, mean)
    ]


def _moved(question: Question, hidden: Hidden, mean: float) -> Iterator[list[float]]:
    for codes, moves in hidden(question):
        scores = [mean if (score := choice_score(question, code)) is None else score for code in codes]
        yield [scores[end] - scores[start] for start, end in moves]
