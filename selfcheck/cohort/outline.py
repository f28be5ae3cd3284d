"""A cohort's report as a document: what stands in it, in which order, before any format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.cohort.figures import FULL
from selfcheck.cohort.privacy import MINIMUM
from selfcheck.cohort.privacy import SMALL
from selfcheck.cohort.wording import SUPPORT
from selfcheck.cohort.wording import Wording
from selfcheck.documents.document import Chart
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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from selfcheck.cohort.report import AtLeast
    from selfcheck.cohort.report import CohortReport
    from selfcheck.cohort.report import GroupReport
    from selfcheck.cohort.report import QuestionReport
    from selfcheck.cohort.report import SectionReport
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Section
    from selfcheck.documents.document import Part
    from selfcheck.words import Words

#: How many needs, strengths and questions that set organisations apart are listed.
TOP = 8

#: How many groups a picture has room for.
GROUPS = 5


def make_cohort_document(report: CohortReport, pack: Pack, words: Words) -> Document:
    """The report as a document, in the language of `words`."""
    wording = Wording(report, pack, words)
    title = ": ".join((words("Cohort report"), pack.title.within(wording.language)))
    warning = "" if report.public else words("Not for publication")
    return Document(
        title=title,
        subtitle=", ".join(filter(None, (words("Organisations: {n}", n=report.size), report.date, warning))),
        header=" – ".join(filter(None, (warning, title))),
        language=wording.language,
        date=report.date,
        parts=tuple(_warned(report, words, _parts(wording))),
    )


def _parts(wording: Wording) -> Iterator[Part]:
    yield from _heading(wording)
    yield from _who(wording)
    yield from _standing(wording)
    yield from _ranked(wording)
    yield from _support(wording)
    yield from _apart(wording)
    yield from _groups(wording)
    yield from _changes(wording)
    yield from _questions(wording)
    yield from _notes(wording)
    yield from _aside(wording)


def _warned(report: CohortReport, words: Words, parts: Iterator[Part]) -> Iterator[Part]:
    """The parts; where they are not for publication, every chapter says so: pages get separated."""
    if not report.public:
        yield Note(_not_for_publication(words), kind="warning")
    for part in parts:
        yield part
        if not report.public and isinstance(part, Title) and part.level == 2:
            yield Passage(words("Not for publication"), "strong")


def _not_for_publication(words: Words) -> str:
    return words("Not for publication: this report shows small numbers, and with them single organisations.")


def _heading(wording: Wording) -> Iterator[Part]:
    report, words = wording.report, wording.words
    for question_id, choices in report.only:
        question = wording.pack.by_id[question_id]
        chosen = ", ".join(wording.answer(question, choice) for choice in choices)
        yield Facts(((words("Only"), f"{wording.question(question_id)}: {chosen}"),))
    if report.public:
        yield Passage(
            words(
                "Numbers from 1 to {most} are shown as < {small}, and * stands for a number or a score "
                "that would give one of them away. Nothing is shown of fewer than {least} organisations.",
                most=SMALL - 1,
                small=SMALL,
                least=MINIMUM,
            ),
            "quiet",
        )
    if len(report.versions) > 1 or any(version != report.pack_version for version, _ in report.versions):
        versions = ", ".join(f"{version or '?'}: {n}" for version, n in report.versions)
        yield Note(words("Several versions of the questionnaire were answered: {versions}.", versions=versions))


def _who(wording: Wording) -> Iterator[Part]:
    yield Title(2, wording.words("Who took part"))
    for section in wording.pack.sections:
        if section.profile:
            for question in _of(wording.report.questions, section):
                if question.answers:
                    yield Title(3, wording.question(question.id))
                    yield from _counted(wording, question)


def _of(questions: Sequence[QuestionReport], section: Section) -> list[QuestionReport]:
    return [question for question in questions if question.section == section.id]


def _counted(wording: Wording, question: QuestionReport) -> Iterator[Part]:
    """A question's answers as a table; rows nobody chose are left out where they are no choice."""
    words, asked = wording.words, wording.pack.by_id[question.id]
    if not question.shown:
        yield Passage(words("Hidden: too many organisations gave the same answer, or too few gave any other."), "quiet")
        return
    columns = (
        Column(words("Answer"), share=4),
        Column(words("Organisations"), "right", 1.3),
        Column(words("Share"), "right", 1),
    )
    rows = tuple(
        (
            wording.answer(asked, answer.code),
            wording.count(answer.count),
            wording.share(answer.count, wording.report.size),
        )
        for answer in question.answers
        if answer.count.number != 0 or asked.choice(answer.code) is not None
    )
    yield Table(columns, rows)


def _standing(wording: Wording) -> Iterator[Part]:
    report, words = wording.report, wording.words
    yield Title(2, words("Where they stand"))
    yield Passage(words("A score says where organisations stand today; it is no mark. Look at how far they lie apart."))
    shown = [section for section in report.sections if section.spread is not None or report.public]
    known = [section for section in shown if section.spread is not None]
    columns = (
        Column(words("Section"), share=4),
        Column(words("Mean"), "right", 1),
        Column(words("A quarter is below"), "right", 1.4),
        Column(words("Half is below"), "right", 1.3),
        Column(words("A quarter is above"), "right", 1.4),
    )
    table = Table(columns, tuple(_standing_row(wording, section) for section in shown), words("Scores"))
    if not known:
        yield table
        return
    chart = Chart(
        kind="bars",
        title=words("The mean score of each section"),
        description=words("A bar for each section, as long as its mean score. The table below has the figures."),
        labels=tuple(wording.section(section.id) for section in known),
        series=(Series(words("Mean"), tuple(section.spread.mean / FULL for section in known if section.spread)),),
    )
    yield Figures((chart,), table)


def _standing_row(wording: Wording, section: SectionReport) -> tuple[str, ...]:
    spread = section.spread
    figures = (None,) * 4 if spread is None else (spread.mean, spread.low, spread.middle, spread.high)
    return wording.section(section.id), *(wording.score(figure) for figure in figures)


def _ranked(wording: Wording) -> Iterator[Part]:
    words = wording.words
    scored = [question for question in wording.report.questions if wording.pack.by_id[question.id].best_score]
    needs = sorted((q for q in scored if q.low.number), key=lambda q: (-q.low.number, -(q.focus.number or 0)))
    strengths = sorted((q for q in scored if q.best.number), key=lambda q: -q.best.number)
    yield Title(2, words("What is needed most"))
    yield Passage(words("The questions in which most organisations reach half of the best score at most."))
    yield from _ranking(wording, [(q, q.low) for q in needs[:TOP]], focus=True)
    yield Title(2, words("What works"))
    yield Passage(words("The questions in which most organisations reach the best score."))
    yield from _ranking(wording, [(q, q.best) for q in strengths[:TOP]])


def _ranking(
    wording: Wording, found: Sequence[tuple[QuestionReport, AtLeast]], *, focus: bool = False
) -> Iterator[Part]:
    words = wording.words
    if not found:
        yield Passage(words("Nothing that can be shown."), "quiet")
        return
    columns = [Column(words("Question"), share=3.5), Column(words("Section"), share=3)]
    columns += [Column(words("Organisations"), "right", 1.5)]
    columns += [Column(words("Matters to us now"), "right", 1.3)] if focus else []
    yield Table(
        tuple(columns),
        tuple(
            (
                wording.question(question.id),
                wording.section(question.section),
                wording.at_least(number),
                *([wording.count(question.focus)] if focus else []),
            )
            for question, number in found
        ),
    )


def _support(wording: Wording) -> Iterator[Part]:
    report, words = wording.report, wording.words
    if not report.support:
        return
    yield Title(2, words("Which support is asked for"))
    yield Passage(
        words(
            "How many answers below the best one earned advice that points to support of each kind, "
            "and the questions that did so most."
        )
    )
    columns = (
        Column(words("Support"), share=2.5),
        Column(words("Answers"), "right", 1.3),
        Column(words("Most of all for"), share=5),
    )
    rows = tuple(
        (
            words.sentence(SUPPORT[support.kind]),
            wording.at_least(support.answers),
            "; ".join(
                f"{wording.question(question)} ({wording.at_least(number)})" for question, number in support.questions
            ),
        )
        for support in report.support
    )
    yield Table(columns, rows)


def _apart(wording: Wording) -> Iterator[Part]:
    words = wording.words
    found = sorted(
        (question for question in wording.report.questions if question.apart), key=lambda q: -(q.apart or 0)
    )[:TOP]
    if not found:
        return
    yield Title(2, words("Where organisations differ most"))
    yield Passage(words("Here those who have come far can help those who begin."))
    yield _stacked(wording, found, words("Questions in which organisations differ most"))


def _stacked(wording: Wording, questions: Sequence[QuestionReport], title: str) -> Figures:
    """Questions with the same number of choices, from the lowest score to the highest, as bars cut into pieces."""
    words = wording.words
    most = max(len(_by_score(wording, question)) for question in questions)
    names = tuple(words("Answer {n}", n=n) for n in range(1, most + 1))
    counts = [_by_score(wording, question) for question in questions]
    chart = Chart(
        kind="stacked",
        title=title,
        description=words("A bar for each question, cut into its answers from the lowest to the highest score."),
        labels=tuple(wording.question(question.id) for question in questions),
        series=tuple(
            Series(name, tuple(float(row[n]) if n < len(row) else None for row in counts))
            for n, name in enumerate(names)
        ),
        unit="count",
    )
    columns = (Column(words("Question"), share=4), *(Column(name, "right", 1) for name in names))
    rows = tuple(
        (wording.question(question.id), *(str(row[n]) if n < len(row) else "" for n in range(most)))
        for question, row in zip(questions, counts, strict=True)
    )
    return Figures((chart,), Table(columns, rows))


def _by_score(wording: Wording, question: QuestionReport) -> list[int]:
    """How many chose each choice, the lowest score first."""
    choices = sorted(wording.pack.by_id[question.id].choices, key=lambda choice: choice.score or 0.0)
    numbers = {answer.code: answer.count.number or 0 for answer in question.answers}
    return [numbers.get(choice.id, 0) for choice in choices]


def _groups(wording: Wording) -> Iterator[Part]:
    report, words = wording.report, wording.words
    if not report.by:
        return
    yield Title(2, words("By group: {question}", question=wording.by()))
    if report.too_small:
        yield Passage(
            words("There are not two groups of at least {least} organisations, so no group is shown.", least=MINIMUM)
        )
        return
    sizes = tuple((wording.group(group.name), str(group.size)) for group in report.groups)
    columns = (Column(words("Group"), share=4), Column(words("Organisations"), "right", 1.3))
    yield Table(columns, sizes)
    pictures = -(-len(report.groups) // GROUPS)
    for n in range(pictures):  # none of them with a single group that was left over
        first, last = (len(report.groups) * k // pictures for k in (n, n + 1))
        yield _heat(wording, report.groups[first:last])


def _heat(wording: Wording, groups: Sequence[GroupReport]) -> Figures:
    report, words = wording.report, wording.words
    sections = [section.id for section in report.sections]
    means = [
        {section.id: None if section.spread is None else section.spread.mean for section in group.sections}
        for group in groups
    ]
    title = words("Mean score of each section by group")
    names = [wording.group(group.name) for group in groups]
    chart = Chart(
        kind="heat",
        title=title,
        description=words("A row for each section, a column for each group; the darker, the higher the mean score."),
        labels=tuple(wording.section(section) for section in sections),
        series=tuple(
            Series(name, tuple(None if (mean := row.get(section)) is None else mean / FULL for section in sections))
            for name, row in zip(names, means, strict=True)
        ),
    )
    columns = (Column(words("Section"), share=3), *(Column(name, "right", 1) for name in names))
    rows = tuple(
        (wording.section(section), *(wording.score(row.get(section)) for row in means)) for section in sections
    )
    return Figures((chart,), Table(columns, rows, title))


def _changes(wording: Wording) -> Iterator[Part]:
    report, words = wording.report, wording.words
    if not report.matched:
        return
    yield Title(2, words("Since the earlier cohort"))
    if not report.changes:
        yield Passage(words("Too few organisations took part both times to show anything of it."))
        return
    if not report.public:
        yield Passage(words("Organisations that took part both times: {n}", n=report.matched))
    columns = (
        Column(words("Section"), share=4),
        Column(words("Then"), "right"),
        Column(words("Now"), "right"),
        Column(words("Higher"), "right"),
        Column(words("Same"), "right"),
        Column(words("Lower"), "right"),
    )
    rows = tuple(
        (
            wording.section(change.section),
            wording.percent(change.before.mean),
            wording.percent(change.after.mean),
            *(wording.count(count) for count in (change.up, change.same, change.down)),
        )
        for change in report.changes
    )
    yield Table(columns, rows)


def _questions(wording: Wording) -> Iterator[Part]:
    yield Title(2, wording.words("All questions"))
    for section in wording.pack.sections:
        if section.profile:
            continue
        yield Title(3, wording.section(section.id))
        questions = _of(wording.report.questions, section)
        whole = [question for question in questions if question.spread is not None]
        if whole:
            yield _stacked(wording, whole, wording.section(section.id))
        for question in questions:
            if question.answers:
                yield Title(4, f"{wording.question(question.id)} ({question.id})")
                yield Passage(wording.pack.by_id[question.id].text.within(wording.language))
                yield from _counted(wording, question)


def _notes(wording: Wording) -> Iterator[Part]:
    if wording.report.notes:
        yield Title(2, wording.words("Notes"))
        yield Points(
            tuple(
                Point(
                    note.note, label=f"{wording.question(note.question)} ({note.question}):", detail=note.organisation
                )
                for note in wording.report.notes
            )
        )


def _aside(wording: Wording) -> Iterator[Part]:
    words = wording.words
    if wording.report.aside:
        yield Title(2, words("Not counted"))
        yield Points(tuple(Point(words.sentence(reason), label=f"{place}:") for place, reason in wording.report.aside))
