"""A combination as a document: where people agree and differ, what to talk about, an agenda, and the plan of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.documents.document import Column
from selfcheck.documents.document import Details
from selfcheck.documents.document import Document
from selfcheck.documents.document import Facts
from selfcheck.documents.document import Note
from selfcheck.documents.document import PageBreak
from selfcheck.documents.document import Passage
from selfcheck.documents.document import Point
from selfcheck.documents.document import Points
from selfcheck.documents.document import Table
from selfcheck.documents.document import Title
from selfcheck.plan.agenda import GUIDE
from selfcheck.plan.agenda import how
from selfcheck.plan.agenda import make_agenda
from selfcheck.plan.agenda import topics
from selfcheck.plan.making import make_plan
from selfcheck.plan.outline import make_document
from selfcheck.plan.spreads import labels_of
from selfcheck.plan.spreads import spread_figures
from selfcheck.plan.wording import answer_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from selfcheck.assessment.combination import Combination
    from selfcheck.assessment.combination import Remark
    from selfcheck.assessment.combination import Shared
    from selfcheck.assessment.response import Response
    from selfcheck.documents.document import Part
    from selfcheck.plan.plan import Plan
    from selfcheck.words import Words


def make_combined_plan(combination: Combination, words: Words, today: date) -> Plan:
    """The plan that the answers of all earn."""
    plan = make_plan(combination.whole, _with_roles(combination, words), words, today)
    return replace(plan, respondent=words("people: {n}", n=combination.people))


def make_combined_document(combination: Combination, plan: Plan, words: Words) -> Document:
    """The combination, then the plan."""
    of_plan = make_document(plan, words)
    parts: list[Part] = [*_head(combination, words), *_agreed(combination, words), *_differing(combination, words)]
    parts += [*_unknown(combination, words), *_facts(combination, words), *_agenda(combination, words)]
    parts += [*_all_questions(combination, words), *_before_the_plan(words), *of_plan.parts]
    return replace(
        of_plan,
        title=words("Several people, one organisation: {organisation}", organisation=plan.organisation),
        header=plan.organisation,
        parts=tuple(parts),
    )


def _with_roles(combination: Combination, words: Words) -> Response:
    """The response that stands for all, each note with the group it comes from."""
    response = combination.response
    answers = dict(response.answers)
    for shared in combination.questions:
        if shared.question.id in answers and combination.people > 1:
            note = "; ".join(_signed(remark, combination, words) for remark in shared.notes)
            answers[shared.question.id] = replace(answers[shared.question.id], note=note)
    return replace(response, answers=answers)


def _signed(remark: Remark, combination: Combination, words: Words) -> str:
    if remark.group is None:
        return remark.text
    return f"{remark.text} ({labels_of(combination, words)[remark.group]})"


def _head(combination: Combination, words: Words) -> Iterator[Part]:
    people = [(words("People"), str(combination.people))]
    labels = labels_of(combination, words)
    people += [(label, str(len(group.people))) for label, group in zip(labels, combination.groups, strict=True)]
    if combination.names:
        people.append((words("Names"), ", ".join(combination.names)))
    yield Facts(tuple(people))
    if combination.internal:
        yield Note(
            words("It shows names, and roles that only one person has. Do not pass it on."),
            words("For internal use:"),
            kind="warning",
        )
        return
    yield Note(
        words(
            "Your names are left out, also of notes where they were recognised, and so is a role that only one of you"
            " has. Still, whoever knows what all the others said can work out the last answer, and whoever has an older"
            " version with one person less can see what that person said: so make it once, when everybody has answered."
        ),
        words("Good to know:"),
    )


def _agreed(combination: Combination, words: Words) -> Iterator[Part]:
    yield Title(2, words("Where you agree"))
    if not combination.agreed:
        yield Passage(words("There is no question yet on which you all see the same."))
        return
    yield Passage(words("All of you, or nearly all, gave the same answer."), "lead")
    yield Points(tuple(_answered(shared, words) for shared in combination.agreed))


def _answered(shared: Shared, words: Words) -> Point:
    return Point(_about(shared, words) + ": " + answer_label(shared.question, shared.answer, words))


def _about(shared: Shared, words: Words) -> str:
    return shared.question.label(words.language)


def _differing(combination: Combination, words: Words) -> Iterator[Part]:
    yield Title(2, words("Where you differ most"))
    if not combination.differing:
        yield Passage(words("You see the organisation alike: there is no question with a difference worth a meeting."))
        return
    yield Passage(
        words(
            "Pick any two of you: so far are your answers apart, from 0 (the same) to 100 (the two ends). Not knowing"
            " counts as half way."
        ),
        "lead",
    )
    chosen = topics(combination)
    for shared in chosen:
        yield from _topic(shared, combination, words)
    rest = combination.differing[len(chosen) :]
    if rest:
        yield Title(3, words("Where you differ too"))
        yield Points(tuple(Point(_about(shared, words), detail=_apart(shared, words)) for shared in rest))


def _apart(shared: Shared, words: Words) -> str:
    return words("Apart: {n} of 100", n=round(100 * (shared.difference or 0.0)))


def _topic(shared: Shared, combination: Combination, words: Words) -> Iterator[Part]:
    question = shared.question
    yield Title(3, f"{_about(shared, words)} ({question.id})")
    yield Passage(question.text.within(words.language), "strong")
    yield spread_figures(shared, combination, words)
    stands = words("Stands in the plan: {answer}", answer=answer_label(question, shared.answer, words))
    yield Passage(f"{_apart(shared, words)}. {stands}.", "quiet")
    if shared.outdated:
        yield Note(words("People who answered before the question was reworded: {n}", n=shared.outdated))
    yield Passage(how(shared, words))
    if shared.notes:
        yield Points(tuple(Point(_signed(remark, combination, words)) for remark in shared.notes))


def _unknown(combination: Combination, words: Words) -> Iterator[Part]:
    if combination.nobody_knows:
        yield Title(2, words("What nobody knows yet"))
        yield Points(tuple(Point(_about(shared, words)) for shared in combination.nobody_knows))


def _facts(combination: Combination, words: Words) -> Iterator[Part]:
    if combination.facts:
        yield Title(2, words("Facts to look up"))
        yield Passage(words("You described the organisation itself differently. Look it up before the meeting."))
        for shared in combination.facts:
            yield Title(3, _about(shared, words))
            yield spread_figures(shared, combination, words).table


def _agenda(combination: Combination, words: Words) -> Iterator[Part]:
    items = make_agenda(combination, words)
    yield Title(2, words("Agenda for the meeting"))
    yield Passage(words("Minutes in all: {n}", n=sum(item.minutes for item in items)), "lead")
    yield Points(
        tuple(Point(item.how, label=f"{item.title}:", detail=words("minutes: {n}", n=item.minutes)) for item in items),
        numbered=True,
    )
    yield Title(3, words("How to talk about a difference"))
    yield Points(tuple(Point(words.sentence(sentence)) for sentence in GUIDE))


def _all_questions(combination: Combination, words: Words) -> Iterator[Part]:
    columns = (
        Column(words("Question"), share=3),
        Column(words("Stands in the plan"), share=3),
        Column(words("Apart"), "right"),
        Column(words("Asked"), "right"),
    )
    rows = tuple(
        (
            f"{_about(shared, words)} ({shared.question.id})",
            answer_label(shared.question, shared.answer, words),
            "–" if shared.difference is None else str(round(100 * shared.difference)),
            str(shared.spread.asked),
        )
        for shared in combination.questions
        if shared.spread is not None and shared.spread.asked
    )
    hidden = sum(shared.spread is None for shared in combination.questions)
    parts: list[Part] = [Table(columns, rows)]
    if hidden:
        parts.append(Passage(words("Questions that only one of you was asked, and that are not shown: {n}", n=hidden)))
    yield Title(2, words("All questions side by side"))
    yield Details(words("Show all questions"), tuple(parts))


def _before_the_plan(words: Words) -> Iterator[Part]:
    yield PageBreak()
    yield Title(2, words("The plan of all of you"))
    yield Passage(
        words(
            "For each question the middle answer stands, and of two middle ones the lower: a plan must not build on"
            " what half of you do not see. “I do not know yet” stands only where more of you do not know than know."
        ),
        "lead",
    )
