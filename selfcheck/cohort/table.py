"""A cohort as a table, which any database can count.

It has a row for every row of every response: `pack`, `response` (a number that stands for one state of one response),
`organisation` (a number that stands for its name), `kind`, `question`, `code`, and a column for each question about the
organisation, `by_<id>`: the choice, what was typed, or |all|choices|.

The row of kind `response` says besides what it takes to count each organisation once, if the table was made of several:
`id` (a number that stands for the response in all its states), `revision`, `edited` (1 if its checksum does not fit),
`finished` (1 if it is), `changed` (in seconds), and the `version` of the questionnaire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.cohort.register import NUMBERS
from selfcheck.cohort.register import number_of
from selfcheck.cohort.rows import Row
from selfcheck.cohort.rows import choices_of
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.cohort.reading import Entry
    from selfcheck.cohort.rows import Cell as Answered
    from selfcheck.cohort.rows import Grid
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question

TEXT, NUMBER = "VARCHAR", "BIGINT"

#: What only the row of kind `response` says.
STATE = {"id": NUMBER, "revision": NUMBER, "edited": NUMBER, "finished": NUMBER, "changed": NUMBER, "version": TEXT}

#: The columns of every table, and of what kind they are.
FIXED = {
    "pack": TEXT,
    "response": NUMBER,
    "organisation": NUMBER,
    **dict.fromkeys(Row._fields, TEXT),
    **STATE,
}

Cell = str | int | None


def columns(pack: Pack) -> dict[str, str]:
    """All columns, by name, and of what kind they are."""
    return {**FIXED, **{column_of(question): TEXT for question in profile_of(pack)}}


def require_ours(names: Iterable[str], place: object) -> None:
    """Raises SelfcheckError where a table at some place, with columns of these names, is none that we made."""
    if not FIXED.keys() <= set(names):
        raise not_ours(place)


def not_ours(place: object) -> SelfcheckError:
    """What is said of a place that holds no table of ours."""
    return SelfcheckError(
        say("{path} is not a file that selfcheck can count.", path=place),
        say("make one with: selfcheck cohort pack FOLDER -o answers.parquet"),
    )


def profile_of(pack: Pack) -> tuple[Question, ...]:
    """The questions about the organisation."""
    return tuple(question for section in pack.sections if section.profile for question in section.questions)


def column_of(question: Question) -> str:
    """The column that a question about the organisation has."""
    return f"by_{question.id}"


def shared(entry: Entry, pack: Pack, grid: Grid) -> tuple[Cell, ...]:
    """What the table says of a response, but for its rows: the other columns, in their order."""
    return (
        pack.id,
        entry.number,
        entry.name,
        number_of(entry.id),
        max(-NUMBERS, min(entry.revision, NUMBERS)),  # a file may say anything
        int(entry.edited),
        int(bool(entry.finished)),
        entry.moment,
        entry.version,
        *(_value(question, entry.cells[grid.place[question.id]]) for question in profile_of(pack)),
    )


def _value(question: Question, answer: Answered) -> str:
    choices = choices_of(question, answer)
    if question.type == "select_multiple":
        return f"|{'|'.join(choices)}|" if choices else ""
    return choices[0] if choices else answer.said
