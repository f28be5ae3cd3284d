"""What a response adds to a cohort: rows that only need to be counted.

Everything a report says follows from how often each row occurs, so that the same report can be made by counting in
memory or in a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any
from typing import NamedTuple

from msgspec import Struct

from selfcheck.assessment.relevance import holds
from selfcheck.assessment.response import Answer
from selfcheck.assessment.scores import question_score
from selfcheck.cohort.figures import FULL
from selfcheck.content.characters import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.cohort.reading import Entry
    from selfcheck.content.model import Condition
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question

#: Codes for what is no choice; the sign keeps them apart from the ids of choices.
UNKNOWN, NOT_APPLICABLE, OPEN, NOT_ASKED, SAID = "/unknown", "/not_applicable", "/open", "/not_asked", "/said"


class Row(NamedTuple):
    """Something that a response adds once.

    `response`: that it is there. `answer`: a question and the choice, or a code. `score`: a question of several
    choices and its score. `section`: a section and its score; "" is the whole. `focus`: a question that matters now.
    """

    kind: str
    question: str
    code: str


RESPONSE = Row("response", "", "")


class Ticked(Struct):
    """The choices of one answer, as conditions want them."""

    chosen: tuple[str, ...]


class _Column(Struct):
    """What is known of a question beforehand, so that ten thousand responses need only look it up."""

    id: str
    question: Question
    section: str
    weight: float
    relevant: Condition
    asked_for: bool
    choices: dict[str, tuple[Row, float | None]]
    states: dict[str, Row]
    open: Row
    not_asked: Row
    said: Row
    focus: Row


class Grid:
    """A pack, prepared for counting responses to it."""

    def __init__(self, pack: Pack) -> None:
        """Look up once what every response needs."""
        conditions = {clause.question for question in pack.questions for clause in question.relevant}
        self._columns = [
            _column(question, pack.section_of[question.id].id, pack.section_of[question.id].profile, conditions)
            for question in pack.questions
        ]
        self._weights = [(section.id, section.weight) for section in pack.sections if not section.profile]
        self._scores: dict[tuple[str, int], Row] = {}

    def rows(self, entry: Entry) -> list[Row]:
        """Everything that a response adds."""
        answers = entry.answers
        rows = [RESPONSE]
        sums: dict[str, float] = {}
        weights: dict[str, float] = {}
        hidden: set[str] = set()
        ticked: dict[str, Ticked] = {}
        for column in self._columns:
            if column.relevant and not holds(column.relevant, ticked, hidden):
                hidden.add(column.id)
                rows.append(column.not_asked)
                continue
            answer = answers.get(column.id)
            if not answer:
                rows.append(column.open)
                continue
            choice = answer.get("choice")
            if type(choice) is str:  # nearly always: as few steps as there can be
                row, score = column.choices.get(choice, (column.open, None))
                rows.append(row)
            else:
                score = _add(answer, column, rows)
            if column.asked_for:
                ticked[column.id] = Ticked(chosen(answer))
            if score is not None and column.weight > 0:
                sums[column.section] = sums.get(column.section, 0.0) + column.weight * score
                weights[column.section] = weights.get(column.section, 0.0) + column.weight
            if "focus" in answer and answer["focus"] is True:
                rows.append(column.focus)
        self._add_scores(sums, weights, rows)
        return rows

    def _add_scores(self, sums: dict[str, float], weights: dict[str, float], rows: list[Row]) -> None:
        whole = weighed = 0.0
        for section, weight in self._weights:
            if section in sums:
                value = sums[section] / weights[section]
                rows.append(self._score(section, value))
                if weight > 0:
                    whole += weight * value
                    weighed += weight
        if weighed:
            rows.append(self._score("", whole / weighed))

    def _score(self, section: str, value: float) -> Row:
        """The row of a score; each is made once."""
        key = section, round(value * FULL)
        row = self._scores.get(key)
        if row is None:
            row = self._scores[key] = Row("section", section, str(key[1]))
        return row


def chosen(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the choices of an answer as it stands in a file."""
    choice = answer.get("choice")
    if choice is not None:
        return (choice,) if isinstance(choice, str) else ()
    choices = answer.get("choices")
    if not isinstance(choices, list):
        return ()
    return tuple(dict.fromkeys(each for each in choices if isinstance(each, str)))


def said(answer: Mapping[str, Any]) -> str:
    """What was typed, as one line."""
    value = answer.get("value")
    return one_line(str(value)) if isinstance(value, (str, int)) else ""


def _add(answer: Mapping[str, Any], column: _Column, rows: list[Row]) -> float | None:
    """Add the rows of an answer that is not one choice, and give its score.

    A choice that the question has not (any more) is no answer.
    """
    ticks = [each for each in chosen(answer) if each in column.choices]
    if ticks:
        return _add_ticks(ticks, column, rows)
    if not column.choices and said(answer):
        rows.append(_value(answer, column))
        return None
    state = answer.get("state")
    rows.append(column.states.get(state, column.open) if type(state) is str else column.open)
    return None


def _add_ticks(ticks: list[str], column: _Column, rows: list[Row]) -> float | None:
    if column.question.type != "select_multiple":
        ticks = ticks[:1]
    rows += [column.choices[each][0] for each in ticks]
    rows.append(column.said)
    score = question_score(column.question, Answer(choices=tuple(ticks)))
    if score is not None:
        rows.append(Row("score", column.id, str(round(score * FULL))))
    return score


def _value(answer: Mapping[str, Any], column: _Column) -> Row:
    """A number is counted as it is; a text only as said: what people wrote is not for counting."""
    if column.question.type == "integer":
        return Row("answer", column.id, said(answer))
    return column.said


def _column(question: Question, section: str, profile: bool, conditions: set[str]) -> _Column:
    name = question.id
    return _Column(
        id=name,
        question=question,
        section=section,
        weight=0.0 if profile else question.weight,
        relevant=question.relevant,
        asked_for=name in conditions,
        choices={
            choice.id: (Row("answer", name, choice.id), question_score(question, Answer(choice=choice.id)))
            for choice in question.choices
        },
        states={
            "unknown": Row("answer", name, UNKNOWN),
            "not_applicable": Row("answer", name, NOT_APPLICABLE),
        },
        open=Row("answer", name, OPEN),
        not_asked=Row("answer", name, NOT_ASKED),
        said=Row("answer", name, SAID),
        focus=Row("focus", name, ""),
    )
