"""A comparison as a document: the sections side by side, then what moved, question by question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.assessment.comparison import MOVES as ORDER
from selfcheck.documents.document import Chart
from selfcheck.documents.document import Column
from selfcheck.documents.document import Document
from selfcheck.documents.document import Facts
from selfcheck.documents.document import Figures
from selfcheck.documents.document import Passage
from selfcheck.documents.document import Point
from selfcheck.documents.document import Points
from selfcheck.documents.document import Series
from selfcheck.documents.document import Table
from selfcheck.documents.document import Title
from selfcheck.plan.movement import days_of
from selfcheck.plan.movement import signed
from selfcheck.plan.movement import steps_of
from selfcheck.plan.outline import AXES
from selfcheck.plan.wording import MOVES
from selfcheck.plan.wording import point_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence
    from datetime import date

    from selfcheck.assessment.comparison import Comparison
    from selfcheck.assessment.comparison import QuestionOverTime
    from selfcheck.assessment.scores import Score
    from selfcheck.documents.document import Part
    from selfcheck.words import Words


def make_comparison_document(comparison: Comparison, organisation: str, words: Words, today: date) -> Document:
    """The comparison as a document, in the language of `words`."""
    days = days_of(comparison)
    title = words("Earlier and later: {organisation}", organisation=organisation)
    return Document(
        title=title,
        subtitle=f"{comparison.pack.title.within(words.language)}, {' → '.join(days)}",
        header=title,
        language=comparison.pack.language(words.language),
        date=today.isoformat(),
        contents=False,
        parts=(
            *_moments(comparison, days, words),
            *_sections(comparison, days, words),
            *_moves(comparison, days, words),
            *_rest(comparison, words),
        ),
    )


def _moments(comparison: Comparison, days: tuple[str, ...], words: Words) -> Iterator[Part]:
    counts = []
    for n, day in enumerate(days):
        standings = [question.points[n].standing for question in comparison.questions]
        said = sum(standing in ("answered", "gone") for standing in standings)
        asked = sum(standing != "not_asked" for standing in standings)
        counts.append((day, words("{done} of {total} answered", done=said, total=asked)))
    yield Facts(tuple(counts))


def _sections(comparison: Comparison, days: tuple[str, ...], words: Words) -> Iterator[Part]:
    scored = [each for each in comparison.sections if not each.section.profile]
    titles = tuple(each.section.title.within(words.language) for each in scored)
    yield Title(2, words("The sections"))
    yield Passage(
        words(
            "A section is compared on the questions that have a score at every moment and were not reworded, with the"
            " scores that they have today."
        ),
        "lead",
    )
    columns = (
        Column(words("Section"), share=4),
        *(Column(day, "right", 1.2) for day in days),
        Column(words("Change"), "right"),
        Column(words("Rests on"), share=2),
    )
    rows = [
        (title, *_score_cells(each.scores, words), _rests_on(each.scores[-1].questions, each.asked, words))
        for title, each in zip(titles, scored, strict=True)
    ]
    whole = comparison.whole
    total = whole[-1].value is not None
    if total:
        on = words("questions: {n}", n=whole[-1].questions)
        rows.append((words("Everything"), *_score_cells(whole, words), on))
    chart = Chart(
        kind="bars",
        title=words("The sections, earlier and later"),
        description=words("For each section a bar for each moment. The table below has the figures."),
        labels=titles,
        series=tuple(Series(day, tuple(each.scores[n].value for each in scored)) for n, day in enumerate(days)),
    )
    outline = replace(
        chart,
        kind="radar",
        title=words("The shape, earlier and later"),
        description=words(
            "An outline for each moment; the farther out, the higher the score. The table has the figures."
        ),
    )
    charts = (chart, outline) if len(scored) >= AXES else (chart,)
    yield Figures(charts if total else (), Table(columns, tuple(rows), total=total))


def _score_cells(scores: Sequence[Score], words: Words) -> tuple[str, ...]:
    shown = (words("no score") if score.value is None else words.percent(score.value) for score in scores)
    return (*shown, signed(steps_of(scores)))


def _rests_on(compared: int, asked: int, words: Words) -> str:
    if not compared:
        return ""
    return words("questions: {n}", n=compared) if compared == asked else words(
        "questions: {n} of {total}", n=compared, total=asked
    )  # fmt: skip


def _moves(comparison: Comparison, days: tuple[str, ...], words: Words) -> Iterator[Part]:
    columns = (Column(words("Question"), share=3), *(Column(day, share=3) for day in days))
    for move in ORDER:
        moved = comparison.moved(move)
        if moved and move != "same":
            yield Title(2, words.sentence(MOVES[move]))
            if move == "reworded":
                yield Passage(words("The question or its choices have changed. Look at both answers yourself."))
            yield Table(columns, tuple(_row(each, words) for each in moved))


def _row(each: QuestionOverTime, words: Words) -> tuple[str, ...]:
    labels = (point_label(each.question, point, words) for point in each.points)
    return (f"{each.question.label(words.language)} ({each.question.id})", *labels)


def _rest(comparison: Comparison, words: Words) -> Iterator[Part]:
    same = [each for each in comparison.moved("same") if each.now.standing != "not_asked"]
    if same:
        yield Title(2, words.sentence(MOVES["same"]))
        yield Points(
            tuple(
                Point(point_label(each.question, each.now, words), label=f"{each.question.label(words.language)}:")
                for each in same
            )
        )
    if comparison.removed:
        yield Title(2, words("No longer in the questions"))
        yield Passage(words("Their answers stay in the earlier files: {ids}", ids=", ".join(comparison.removed)))
