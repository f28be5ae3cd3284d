"""What comes of working with a plan, as parts of its document: progress, whom to ask, people's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.markdown import parse_blocks
from selfcheck.documents.document import Blocks
from selfcheck.documents.document import Chart
from selfcheck.documents.document import Check
from selfcheck.documents.document import Checklist
from selfcheck.documents.document import Column
from selfcheck.documents.document import Figures
from selfcheck.documents.document import Passage
from selfcheck.documents.document import Point
from selfcheck.documents.document import Points
from selfcheck.documents.document import Series
from selfcheck.documents.document import Table
from selfcheck.documents.document import Title
from selfcheck.plan.plan import OwnAction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.documents.document import Part
    from selfcheck.plan.plan import Action
    from selfcheck.plan.plan import Plan
    from selfcheck.plan.plan import Progress
    from selfcheck.words import Words


def progress_parts(plan: Plan, words: Words) -> Iterator[Part]:
    """How far it is, once anything is done, overdue or new."""
    if not plan.under_way:
        return
    yield Title(2, words("Progress"))
    columns = (
        Column(words("Section"), share=4),
        Column(words("Done"), "right"),
        Column(words("Open"), "right"),
        Column(words("Overdue"), "right"),
        Column(words("New"), "right"),
    )
    rows = (*plan.progress, plan.progress_together)
    chart = Chart(
        kind="bars",
        title=words("What is done in each section"),
        description=words(
            "For each section a bar as long as the part that is done. The numbers are in the table below."
        ),
        labels=tuple(row.title for row in rows),
        series=(Series(words("Done"), tuple(row.part for row in rows)),),
    )
    yield Figures((chart,), Table(columns, tuple(_counts(row) for row in rows), total=True))
    if plan.overdue:
        yield Passage(words("Overdue:"))
        yield Points(tuple(_overdue(action) for action in plan.overdue))


def first_set_parts(plan: Plan, words: Words) -> Iterator[Part]:
    """What fits into the hours and the money there are."""
    if plan.first_set is None:
        return
    means, hours = plan.first_set.means, max(1, round(plan.first_set.hours))
    yield Title(2, words("A first set"))
    if means.hours is not None:
        yield Passage(words("You have about {n} h.", n=f"{means.hours:.0f}"))
    if means.cost in ("none", "low"):
        sentence = words("There is no money to spend.") if means.cost == "none" else words("There is a little money.")
        yield Passage(sentence)
    if not plan.first_set.actions:
        yield Passage(words("No open action fits. Take more time, or begin with a part of the first one."))
        return
    yield Passage(
        words("In the order of this plan, these actions fit; together they take one person about {n} h:", n=hours)
    )
    yield Checklist(
        tuple(
            Check(
                action.text,
                label=action.reference,
                detail=", ".join((action.about, words("about {n} h", n=max(1, round(action.hours))))),
            )
            for action in plan.first_set.actions
        )
    )


def ask_parts(plan: Plan, words: Words) -> Iterator[Part]:
    """What is to be asked, person by person."""
    if not plan.to_ask:
        return
    yield Title(2, words("To ask"))
    for sheet in plan.to_ask:
        yield Title(3, sheet.who or words("Nobody named yet"))
        for question in sheet.questions:
            yield Passage(f"{question.text} ({question.id})", "strong")
            if question.choices:
                yield Checklist(tuple(Check(choice) for choice in question.choices))
            if question.look_for:
                yield Passage(question.look_for, "quiet")


def gone_parts(plan: Plan, words: Words) -> Iterator[Part]:
    """The answers to questions that are no longer asked."""
    if not plan.gone:
        return
    yield Title(2, words("No longer asked"))
    yield Passage(words("The questions have changed since. These answers stay in your file:"))
    points = []
    for answer in plan.gone:
        said = ". ".join(filter(None, (answer.answer, answer.note, answer.evidence)))
        label = words("Question {question}", question=answer.id)
        points.append(Point(said, label=f"{label}:", detail=answer.answered_on))
    yield Points(tuple(points))


def own_parts(plan: Plan, words: Words) -> Iterator[Part]:
    """What people added to the Markdown plan, all in one place."""
    if not plan.own_texts:
        return
    yield Title(2, words("Our own notes"))
    own = [action for action in plan.own_actions if action.section]
    for text in plan.own_texts:
        about = next((action.section for action in own if action.place == text.place), "")
        if about:
            yield Passage(about, "quiet")
        yield Blocks(parse_blocks(text.text), under=2)


def _counts(row: Progress) -> tuple[str, ...]:
    return row.title, str(row.done), str(row.open), str(row.overdue), str(row.new)


def _overdue(action: Action | OwnAction) -> Point:
    said = action if isinstance(action, OwnAction) else action.state
    label = "" if isinstance(action, OwnAction) else action.reference
    return Point(action.text, label=label, detail=", ".join(filter(None, (said.by_when, said.who))))
