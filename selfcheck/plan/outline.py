"""A plan as a document: what stands in it, in which order, before any format.

The Markdown plan has a template of its own, because people go on writing in it; every other format comes from here.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.documents.document import ActionRow
from selfcheck.documents.document import ActionRows
from selfcheck.documents.document import ActionTable
from selfcheck.documents.document import Blocks
from selfcheck.documents.document import Chart
from selfcheck.documents.document import Check
from selfcheck.documents.document import Checklist
from selfcheck.documents.document import Column
from selfcheck.documents.document import Document
from selfcheck.documents.document import Facts
from selfcheck.documents.document import Figures
from selfcheck.documents.document import Note
from selfcheck.documents.document import Passage
from selfcheck.documents.document import Point
from selfcheck.documents.document import Points
from selfcheck.documents.document import Series
from selfcheck.documents.document import Table
from selfcheck.documents.document import Title
from selfcheck.plan.follow_up import ask_parts
from selfcheck.plan.follow_up import first_set_parts
from selfcheck.plan.follow_up import gone_parts
from selfcheck.plan.follow_up import own_parts
from selfcheck.plan.follow_up import progress_parts
from selfcheck.plan.plan import Origin
from selfcheck.plan.rendering import COST
from selfcheck.plan.rendering import EFFORT
from selfcheck.plan.wording import how_far

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from selfcheck.documents.document import Part
    from selfcheck.plan.plan import Action
    from selfcheck.plan.plan import ActionGroup
    from selfcheck.plan.plan import ActionKind
    from selfcheck.plan.plan import Advice
    from selfcheck.plan.plan import AnsweredQuestion
    from selfcheck.plan.plan import Plan
    from selfcheck.plan.plan import PlanSection
    from selfcheck.words import Words

#: How many sections an outline with an axis for each needs, to be more than a line.
AXES = 3


def make_document(plan: Plan, words: Words) -> Document:
    """The plan as a document, in the language of `words`."""
    title = ": ".join((words("Action plan"), plan.organisation))
    return Document(
        title=title,
        subtitle=f"{plan.title}, {plan.date} ({plan.pack_id} {plan.pack_version})",
        header=f"{title}, {plan.date}",
        language=plan.language,
        date=plan.date,
        parts=(
            *_heading(plan, words),
            *progress_parts(plan, words),
            *_summary(plan, words),
            *_first(plan, words),
            *first_set_parts(plan, words),
            *_actions(plan, words),
            *ask_parts(plan, words),
            *_advice(plan, words),
            *_resources(plan, words),
            *_notes(plan, words),
            *gone_parts(plan, words),
            *_review(plan, words),
            *_answers(plan, words),
            *own_parts(plan, words),
        ),
    )


def _heading(plan: Plan, words: Words) -> Iterator[Part]:
    profile = [question for section in plan.sections if section.profile for question in section.questions]
    facts = [(question.about, question.answer) for question in profile if question.state == "answered"]
    if plan.respondent:
        facts.append((words("Answered by"), plan.respondent))
    if facts:
        yield Facts(tuple(facts))
    yield Passage(how_far(plan, words), "quiet")


def _summary(plan: Plan, words: Words) -> Iterator[Part]:
    yield Title(2, words("Summary"))
    yield _figures(plan, words)
    yield Passage(
        words(
            "A score says where you stand today; it is no mark. "
            "A lower one can be the right place for a young or small organisation."
        ),
        "quiet",
    )
    if plan.strengths:
        yield Title(3, words("What works"))
        yield Points(tuple(Point(question.answer, label=f"{question.about}:") for question in plan.strengths))
    if unknown := plan.in_state("unknown"):
        yield Title(3, words("What to find out"))
        yield Points(tuple(_to_ask(question, words) for question in unknown))
    if left := plan.in_state("open"):
        yield Title(3, words("Open questions"))
        yield Points(tuple(Point(question.about) for question in left))


def _to_ask(question: AnsweredQuestion, words: Words) -> Point:
    return Point(question.about, detail=words("ask: {who}", who=question.unsure) if question.unsure else "")


def _figures(plan: Plan, words: Words) -> Figures:
    sections = [section for section in plan.sections if not section.profile]
    columns = (
        Column(words("Section"), share=4),
        Column(words("Score"), "right", share=1),
        Column(words("Level"), share=2.4),
        Column(words("Rests on"), share=1.6),
    )
    rows = [_score_row(section, words) for section in sections]
    if plan.score.value is not None:
        rows.append((words("Everything"), words.percent(plan.score.value), "", _rests_on(plan.score.questions, words)))
    labels = tuple(section.title for section in sections)
    scores = (Series(words("Score"), tuple(section.score.value for section in sections)),)
    bars = Chart(
        kind="bars",
        title=words("The score of each section"),
        description=words("A bar for each section, as long as its score. The table below has the figures."),
        labels=labels,
        series=scores,
    )
    radar = Chart(
        kind="radar",
        title=words("The shape of the organisation"),
        description=words(
            "An axis for each section; the farther out, the higher its score. The table below has the figures."
        ),
        labels=labels,
        series=scores,
    )
    known = sum(section.score.value is not None for section in sections)
    charts = (bars, radar) if known >= AXES else (bars,) if known else ()
    return Figures(charts, Table(columns, tuple(rows), words("Scores"), total=plan.score.value is not None))


def _score_row(section: PlanSection, words: Words) -> tuple[str, ...]:
    value = section.score.value
    if value is None:
        return section.title, words("no score"), "", ""
    return section.title, words.percent(value), section.level, _rests_on(section.score.questions, words)


def _rests_on(questions: int, words: Words) -> str:
    return words("questions: {n}", n=questions)


def _first(plan: Plan, words: Words) -> Iterator[Part]:
    yield Title(2, words("First three things to do"))
    if not plan.first:
        yield Passage(words("Nothing waits to be changed. Keep what works alive, and look again at the next review."))
        return
    yield Checklist(
        tuple(
            Check(
                action.text, done=action.state.done, label=action.reference, detail=f"{action.about}. {action.reason}"
            )
            for action in plan.first
        )
    )


def _actions(plan: Plan, words: Words) -> Iterator[Part]:
    kinds: tuple[tuple[ActionKind, str], ...] = (
        ("find_out", words("To find out")),
        ("change", words("To change")),
        ("keep", words("To keep alive")),
    )
    yield Title(2, words("What to do"))
    yield Passage(words("Tick what is done, and write who does it and by when."))
    for kind, title in kinds:
        if groups := plan.groups(kind):
            yield Title(3, title)
            yield ActionTable(tuple(_group(group, words) for group in groups))
    asked = {question.id for question in plan.questions}
    for actions, title in (
        (plan.no_longer_advised, words("No longer in the advice")),
        (plan.done, words("Done")),
    ):
        if actions:
            yield Title(3, title)
            rows = groupby(actions, lambda action: (action.about, action.section))
            yield ActionTable(
                tuple(
                    ActionRows(about, section, tuple(_settled(_row(action, words), action, asked) for action in group))
                    for (about, section), group in rows
                )
            )


def _group(group: ActionGroup, words: Words) -> ActionRows:
    takes = []
    if group.cost:
        takes.append(words.sentence(COST[group.cost]))
    if group.suggested_for:
        takes.append(words("for: {who}", who=group.suggested_for))
    facts = f" ({'; '.join(takes)})" if takes else ""
    detail = f"{group.section}. {group.reason}{facts} {_origin(group.origin, words)}"
    return ActionRows(group.about, detail, tuple(_row(action, words) for action in group.actions))


def _row(action: Action, words: Words) -> ActionRow:
    return ActionRow(
        reference=action.reference,
        text=action.text,
        who=action.state.who,
        by_when=action.state.by_when,
        effort=words.sentence(EFFORT[action.effort]) if action.effort else "",
        done=action.state.done,
        remark=_remark(action, words),
        anchor=_anchor(action.origin.question),
    )


def _settled(row: ActionRow, action: Action, asked: AbstractSet[str]) -> ActionRow:
    """The row of an action that is done, or no longer advised: its question may not be asked any more."""
    return row if action.origin.question in asked else replace(row, anchor="")


def _remark(action: Action, words: Words) -> str:
    """A word that stands out beside an action."""
    begun = words("You began it as: {text}", text=action.begun_as) if action.begun_as else ""
    overdue = words("Overdue") if action.overdue else ""
    return "; ".join(filter(None, (overdue, words("New") if action.new else "", begun)))


def _anchor(question_id: str) -> str:
    return f"question-{question_id}"


def _advice(plan: Plan, words: Words) -> Iterator[Part]:
    yield Title(2, words("Advice"))
    for section in plan.sections:
        if not section.profile:
            yield Title(3, section.title)
            for advice in section.advice:
                yield Passage(advice.title, "strong")
                yield from _document(advice, words)
            for question in section.questions:
                yield from _question(question, words)


def _question(question: AnsweredQuestion, words: Words) -> Iterator[Part]:
    yield Title(4, f"{question.about} ({question.id})", anchor=_anchor(question.id))
    yield Passage(question.text)
    yield Passage(question.answer, "quote")
    if question.again:
        yield Note(words("The question has changed since it was answered: look at it again."), kind="warning")
    if question.note:
        yield Note(words("Note: {note}", note=question.note))
    for advice in question.advice:
        yield from _document(advice, words)
        yield Passage(_trace(question, advice, words), "quiet")


def _document(advice: Advice, words: Words) -> Iterator[Part]:
    if advice.language:
        yield Passage(words("In {language}, because there is no translation yet:", language=advice.language), "quiet")
    yield Blocks(advice.blocks, under=4, language=advice.code if advice.language else "")


def _trace(question: AnsweredQuestion, advice: Advice, words: Words) -> str:
    """Where an advice comes from: question, answer, document, and when it was looked at."""
    origin = Origin(
        question=question.id,
        chosen=question.chosen,
        document=advice.path,
        reviewed_on=advice.reviewed_on,
        review_by=advice.review_by,
        outdated=advice.overdue,
    )
    return _origin(origin, words)


def _origin(of: Origin, words: Words) -> str:
    if not of.document:
        return words("Question {question}", question=of.question)
    pieces = [
        words(
            "Question {question}, answer {answer}, {document}",
            question=of.question,
            answer=of.chosen,
            document=of.document,
        )
    ]
    if of.reviewed_on:
        pieces.append(words("reviewed on {date}", date=of.reviewed_on))
    if of.outdated:
        pieces.append(
            words("this advice is past its review date, {date}: check what may have changed", date=of.review_by)
        )
    return "; ".join(pieces)


def _resources(plan: Plan, words: Words) -> Iterator[Part]:
    if plan.resources:
        yield Title(2, words("Resources"))
    for group in plan.resources:
        yield Title(3, f"{group.kind} ({group.language})" if group.language else group.kind)
        yield Points(
            tuple(
                Point(link.title, url=link.url, detail=", ".join(filter(None, (link.publisher, link.year))))
                for link in group.resources
            )
        )


def _notes(plan: Plan, words: Words) -> Iterator[Part]:
    if plan.with_notes:
        yield Title(2, words("Notes and evidence"))
        yield Points(
            tuple(
                Point(
                    question.note,
                    label=f"{question.about} ({question.id}):",
                    detail=words("(evidence: {evidence})", evidence=question.evidence) if question.evidence else "",
                )
                for question in plan.with_notes
            )
        )


def _review(plan: Plan, words: Words) -> Iterator[Part]:
    yield Title(2, words("Next review"))
    yield Passage(words("Answer the questions again on {date} and compare.", date=plan.next_review))


def _answers(plan: Plan, words: Words) -> Iterator[Part]:
    columns = (Column(words("No."), "right", 0.4), Column(words("Question"), share=3), Column(words("Answer"), share=3))
    yield Title(2, words("All questions and answers"))
    for section in plan.sections:
        yield Title(3, section.title)
        rows = tuple((str(question.number), question.text, question.answer) for question in section.questions)
        yield Table(columns, rows)
