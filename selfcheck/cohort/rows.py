"""What a response adds to a cohort: rows that only need to be counted.

Everything a report says follows from how often each row occurs, so that the same report can be made by counting in
memory or in a database.

Ten thousand organisations give few different answers to one question. So the rows of each answer, and the score of each
section, are made once, as a cell, and a response is kept as the cells that it consists of.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING
from typing import NamedTuple

from msgspec import Struct

from selfcheck.assessment.relevance import holds
from selfcheck.assessment.response import Answer
from selfcheck.assessment.scores import question_score
from selfcheck.cohort.figures import FULL
from selfcheck.content.characters import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping
    from collections.abc import Sequence

    from selfcheck.cohort.contents import Given
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


class Cell(Struct, eq=False):
    """What one answer adds, or the score of one section. Whoever answers alike shares it, so it equals only itself."""

    rows: tuple[Row, ...]
    score: float | None = None
    chosen: tuple[str, ...] = ()
    said: str = ""


#: What every response adds.
PRESENT = Cell((RESPONSE,))


class Grid:
    """A pack, prepared for counting responses to it."""

    def __init__(self, pack: Pack) -> None:
        """Look up once what every response needs."""
        self.pack_id = pack.id
        self.place = {question.id: n for n, question in enumerate(pack.questions)}
        self._columns = [_Column(question) for question in pack.questions]
        self._ids = list(self.place)
        asked_for = {clause.question for question in pack.conditional for clause in question.relevant}
        self._sources = [self.place[name] for name in asked_for if name in self.place]
        self._conditional = [(self.place[question.id], question) for question in pack.conditional]
        self._hidden: dict[tuple[Cell, ...], tuple[int, ...]] = {}
        self._scores = [
            _SectionScore(
                section.id,
                section.weight,
                [
                    (self.place[question.id], question.weight)
                    for question in section.questions
                    if question.weight > 0 and question.best_score is not None
                ],
            )
            for section in pack.sections
            if not section.profile
        ]
        self._whole: dict[int, Cell] = {}

    def cells(self, answers: Mapping[str, Given]) -> tuple[Cell, ...]:
        """Everything that a response adds: answer by answer in the order of the questions, then the rest."""
        cells = []
        focus = []
        for column, answer in zip(self._columns, map(answers.get, self._ids), strict=True):
            if answer is None:
                cells.append(column.open)
                continue
            cells.append(column.by_choice.get(answer.choice) or column.other(answer))
            if answer.focus is True:
                focus.append(column.focus)
        for place in self._not_asked(cells):
            column = self._columns[place]
            cells[place] = column.not_asked
            focus = [cell for cell in focus if cell is not column.focus]
        return (*cells, *self._scored(cells), PRESENT, *focus)

    def _not_asked(self, cells: Sequence[Cell]) -> tuple[int, ...]:
        """The places of the questions whose condition does not hold."""
        sources = tuple([cells[place] for place in self._sources])
        hidden = self._hidden.get(sources)
        if hidden is None:
            answers = {self._ids[place]: cells[place] for place in self._sources}
            names: set[str] = set()
            for _, question in self._conditional:  # in their order: a condition points only to earlier questions
                if not holds(question.relevant, answers, names):
                    names.add(question.id)
            hidden = self._hidden[sources] = tuple(place for place, each in self._conditional if each.id in names)
        return hidden

    def _scored(self, cells: Sequence[Cell]) -> list[Cell]:
        """The score of each section, and of the whole."""
        scored = []
        whole = weighed = 0.0
        for section in self._scores:
            answers = section.pick(cells)
            cell = section.found.get(answers) or section.score(answers)
            scored.append(cell)
            score = cell.score
            if score is not None and section.weight > 0:
                whole += section.weight * score
                weighed += section.weight
        if weighed:
            value = round(whole / weighed * FULL)
            if value not in self._whole:
                self._whole[value] = Cell((Row("section", "", str(value)),))
            scored.append(self._whole[value])
        return scored


def choices_of(question: Question, answer: Cell) -> tuple[str, ...]:
    """The choices of a question that an answer makes; one that the question has not (any more) is none."""
    known = tuple(each for each in answer.chosen if question.choice(each))
    return known if question.type == "select_multiple" else known[:1]


class _Column:
    """A question, and the cells of the answers that were given to it so far."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.open = Cell((self._row(OPEN),))
        self.not_asked = Cell((self._row(NOT_ASKED),))
        self.focus = Cell((Row("focus", question.id, ""),))
        self.by_choice: dict[object, Cell] = {choice.id: self._choice(choice.id) for choice in question.choices}
        self._others: dict[tuple[object, ...], Cell] = {}

    def other(self, answer: Given) -> Cell:
        """The cell of an answer that is none of the choices."""
        key = (answer.choice, tuple(answer.choices or ()), answer.value, answer.state)
        cell = self._others.get(key)
        if cell is None:
            cell = self._others[key] = self._other(answer)
        return cell

    def _row(self, code: str) -> Row:
        return Row("answer", self.question.id, code)

    def _choice(self, choice: str) -> Cell:
        return Cell((self._row(choice),), question_score(self.question, Answer(choice=choice)), (choice,))

    def _other(self, answer: Given) -> Cell:
        said = one_line(str(answer.value)) if isinstance(answer.value, (str, int)) else ""
        if isinstance(answer.choice, str):  # one that the question has not (any more) is no answer
            return Cell((self._row(OPEN),), None, (answer.choice,), said)
        chosen = tuple(dict.fromkeys(answer.choices or ()))
        ticks = [each for each in chosen if each in self.by_choice]
        if ticks:
            return Cell(*self._ticks(ticks), chosen, said)
        if said and not self.question.choices:
            # a number is counted as it is; a text only as said: what people wrote is not for counting
            return Cell((self._row(said if self.question.type == "integer" else SAID),), None, chosen, said)
        code = {"unknown": UNKNOWN, "not_applicable": NOT_APPLICABLE}.get(str(answer.state), OPEN)
        return Cell((self._row(code),), None, chosen, said)

    def _ticks(self, ticks: list[str]) -> tuple[tuple[Row, ...], float | None]:
        if self.question.type != "select_multiple":
            ticks = ticks[:1]
        rows = [*map(self._row, ticks), self._row(SAID)]
        score = question_score(self.question, Answer(choices=tuple(ticks)))
        if score is not None:
            rows.append(Row("score", self.question.id, str(round(score * FULL))))
        return tuple(rows), score


class _SectionScore:
    """A section: how to pick the cells of its questions, and the scores found for such picks so far.

    Where there is no score, the cell has no rows.
    """

    __slots__ = ("_name", "_weights", "found", "pick", "weight")

    def __init__(self, name: str, weight: float, questions: list[tuple[int, float]]) -> None:
        places = [place for place, _ in questions]
        self._name = name
        self._weights = [weight for _, weight in questions]
        self.weight = weight
        self.pick: Callable[[Sequence[Cell]], tuple[Cell, ...]] = _picker(places)
        self.found: dict[tuple[Cell, ...], Cell] = {}

    def score(self, answers: tuple[Cell, ...]) -> Cell:
        """The cell of answers that nobody gave before."""
        reached = weighed = 0.0
        for answer, weight in zip(answers, self._weights, strict=True):
            if answer.score is not None:
                reached += weight * answer.score
                weighed += weight
        row = Row("section", self._name, str(round(reached / weighed * FULL))) if weighed else None
        cell = Cell(()) if row is None else Cell((row,), reached / weighed)
        self.found[answers] = cell
        return cell


def _picker(places: list[int]) -> Callable[[Sequence[Cell]], tuple[Cell, ...]]:
    """What takes the items at some places; the one that Python has gives no tuple for a single place."""
    return itemgetter(*places) if len(places) > 1 else lambda cells: tuple([cells[place] for place in places])
