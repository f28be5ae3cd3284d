"""A report for other programs: as JSON, and as rows for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import msgspec

from selfcheck.cohort.wording import SUPPORT
from selfcheck.cohort.wording import Wording
from selfcheck.content.characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.cohort.figures import Spread
    from selfcheck.cohort.report import CohortReport
    from selfcheck.cohort.report import QuestionReport
    from selfcheck.content.model import Pack
    from selfcheck.words import Words

FORMAT = "selfcheck-cohort/1"

#: What a spreadsheet would take for a formula, also in the wide forms of East Asian keyboards.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n\0＝＋－＠]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")

Sheet = tuple[str, list[tuple[str, ...]]]


def render_json(report: CohortReport) -> str:
    """The whole report as one JSON document. Scores are out of 1000; a hidden count has no number, and a mark."""
    content = {
        "format": FORMAT,
        **msgspec.structs.asdict(report),
        "aside": [(place, str(reason)) for place, reason in report.aside],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"


def render_csv(report: CohortReport, pack: Pack, words: Words) -> str:
    """Every count and every score as a row of one table."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    wording = Wording(report, pack, words)
    if not report.public:
        writer.writerow([words("Not for publication")])
    writer.writerow(
        [words("Group"), words("Section"), words("Question"), words("Answer"), words("Organisations"), words("Score")]
    )
    for row in _rows(wording):
        writer.writerow([harmless(cell) for cell in row])
    return buffer.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: what looks like a formula gets a sign in front that makes it text."""
    shown = visible(cell, lines=False)
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.match(shown) else shown


def sheets(report: CohortReport, pack: Pack, words: Words) -> list[Sheet]:
    """The report as named sheets, each a list of rows that begins with its heads."""
    wording = Wording(report, pack, words)
    names = (words("Group"), words("Section"), words("Question"), words("Answer"), words("Organisations"))
    found: list[Sheet] = [
        (words("Sections"), [_section_heads(words), *_sections(wording)]),
        (words("Questions"), [names[1:], *(row[1:5] for row in _rows(wording) if row[3] and not row[0])]),
        (words("Support"), [(words("Support"), words("Answers"), words("Most of all for")), *_support(wording)]),
    ]
    if report.groups:
        found.append((words("Groups"), [names, *(row[:5] for row in _rows(wording) if row[3] and row[0])]))
    if report.notes:
        notes = [(wording.question(note.question), note.organisation, note.note) for note in report.notes]
        found.append((words("Notes"), [(words("Question"), words("Organisation"), words("Note")), *notes]))
    return found


def _section_heads(words: Words) -> tuple[str, ...]:
    return (
        words("Group"),
        words("Organisations"),
        words("Section"),
        words("Mean"),
        words("A quarter is below"),
        words("Half is below"),
        words("A quarter is above"),
    )


def _sections(wording: Wording) -> Iterator[tuple[str, ...]]:
    report = wording.report
    scopes = [(wording.words("All"), report.size, report.sections)]
    scopes += [(wording.group(group.name), group.size, group.sections) for group in report.groups]
    for name, size, sections in scopes:
        for section in sections:
            yield name, str(size), wording.section(section.id), *_four(wording, section.spread)


def _four(wording: Wording, spread: Spread | None) -> tuple[str, ...]:
    figures = (None,) * 4 if spread is None else (spread.mean, spread.low, spread.middle, spread.high)
    return tuple(wording.score(figure) for figure in figures)


def _support(wording: Wording) -> Iterator[tuple[str, ...]]:
    for support in wording.report.support:
        named = "; ".join(
            f"{wording.question(question)} ({wording.at_least(number)})" for question, number in support.questions
        )
        yield wording.words.sentence(SUPPORT[support.kind]), wording.at_least(support.answers), named


def _rows(wording: Wording) -> Iterator[tuple[str, ...]]:
    """Group, section, question, answer, how many, score: sections first, then each answer of each question."""
    report = wording.report
    scopes = [("", report.sections, report.questions)]
    scopes += [(wording.group(group.name), group.sections, group.questions) for group in report.groups]
    for name, sections, questions in scopes:
        for section in sections:
            mean = None if section.spread is None else section.spread.mean
            yield name, wording.section(section.id), "", "", "", wording.score(mean)
        for question in questions:
            yield from _answers(wording, name, question)


def _answers(wording: Wording, name: str, question: QuestionReport) -> Iterator[tuple[str, ...]]:
    asked = wording.pack.by_id[question.id]
    title = f"{wording.question(question.id)} ({question.id})"
    for answer in question.answers:
        count = wording.count(answer.count)
        yield name, wording.section(question.section), title, wording.answer(asked, answer.code), count, ""
