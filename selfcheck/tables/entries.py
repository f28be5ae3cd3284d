"""The rows of a table of questions, put together: sections with their questions, questions with their choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import field

from selfcheck.content.mistakes import did_you_mean
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.tables.questions import REMARK

if TYPE_CHECKING:
    from selfcheck.problems import Sentence
    from selfcheck.tables.layout import Level
    from selfcheck.tables.layout import Place
    from selfcheck.tables.sheets import Grid
    from selfcheck.tables.sheets import Refusal
    from selfcheck.tables.sheets import Row


class Entry(Struct):
    """A section, question or choice of a table: its cells, from all the rows that are about it.

    `rows` tells for each cell the row that it stands in; `broken` are the columns whose cells were refused.
    """

    level: Level
    id: str
    grid: Grid
    row: int
    owner: Entry | None = None
    cells: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    inside: list[Entry] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def __getitem__(self, column: str) -> str:
        """The text of a cell; empty where no row has one."""
        return self.cells.get(column, "")

    @property
    def key(self) -> tuple[str, ...]:
        """What tells this entry from all others."""
        above = (self.owner.id,) if self.level == "choice" and self.owner else ()
        return (self.level, *above, self.id)

    @property
    def name(self) -> str:
        """What to call it: `9`, and `9.3` for its third choice."""
        return ".".join(self.key[1:])

    def refuse(self, column: str, message: Sentence, cure: Sentence | None = None) -> Refusal:
        """Why a cell of this entry cannot be used."""
        row = self.rows.get(column, self.row)
        return self.grid.refuse(row, column, message, cure)


def read_entries(grid: Grid, columns: tuple[Place, ...]) -> tuple[list[Entry], list[Refusal]]:
    """The sections of a table, in its order, and the cells that cannot be understood.

    Raises SelfcheckError where its columns are not those of a table of questions.
    """
    _check_columns(grid, columns)
    reader = _Reader(grid, columns)
    for row in grid.rows:
        if not next(iter(row.cells.values()), "").startswith(REMARK):
            reader.take(row)
    return list(reader.sections.values()), reader.refusals


def _check_columns(grid: Grid, columns: tuple[Place, ...]) -> None:
    known = [column.name for column in columns]
    if "question" not in grid.columns:
        raise SelfcheckError(
            say("The sheet '{sheet}' has no column 'question'.", sheet=grid.name),
            say("start from a template: selfcheck content export --format xlsx --template"),
        )
    for name in grid.columns:
        if name and name not in known and not name.startswith(REMARK):
            raise SelfcheckError(
                say(
                    "The sheet '{sheet}' has a column '{column}' that no question knows.", sheet=grid.name, column=name
                ),
                did_you_mean(name, known) or say("begin its name with # to have it left out"),
            )
    twice = [name for n, name in enumerate(grid.columns) if name and name in grid.columns[:n]]
    if twice:
        raise SelfcheckError(say("The sheet '{sheet}' has two columns '{column}'.", sheet=grid.name, column=twice[0]))


class _Reader:
    """Puts rows together. A row without an id belongs to what the row above it belongs to."""

    def __init__(self, grid: Grid, columns: tuple[Place, ...]) -> None:
        self.grid = grid
        self.columns = [column for column in columns if column.name in grid.columns and not column.is_id]
        self.refusals: list[Refusal] = []
        self.sections: dict[str, Entry] = {}
        self.questions: dict[str, Entry] = {}
        self.section: Entry | None = None
        self.question: Entry | None = None

    def take(self, row: Row) -> None:
        """Take in the next row."""
        for column in row.dated:
            message = say("The spreadsheet made a date of what was typed here.")
            cure = say("format the cell as text, and type it again")
            self.refusals.append(self.grid.refuse(row.number, column, message, cure))
        section, question, choice = row["section"], row["question"], row["choice"]
        if section and (self.section is None or self.section.id != section):
            self.section = self.sections.setdefault(section, Entry("section", section, self.grid, row.number))
            self.question = None
        if self.section is None:  # questions that exist know their section
            self.section = self.sections.setdefault("", Entry("section", "", self.grid, row.number))
        self.fill(self.section, row)
        if question and (self.question is None or self.question.id != question):
            self.question = self.opened(question, row)
        if self.question is None:
            if choice:
                message = say("This choice belongs to no question.")
                self.refuse(row, "question", message, say("write the id of its question"))
            return
        self.fill(self.question, row)
        if choice:
            self.put_choice(self.question, choice, row)

    def opened(self, question: str, row: Row) -> Entry:
        """The question of this id, which may go on from rows further up."""
        assert self.section is not None
        found = self.questions.get(question)
        if found is None:
            found = Entry("question", question, self.grid, row.number, self.section)
            self.questions[question] = found
            self.section.inside.append(found)
        elif found.owner is not self.section:
            message = say("Question '{id}' is in two sections here (first in row {row}).", id=question, row=found.row)
            self.refuse(row, "section", message, say("give one of them another id"))
        return found

    def put_choice(self, question: Entry, choice: str, row: Row) -> None:
        """Add a choice to its question."""
        twin = next((each for each in question.inside if each.id == choice), None)
        if twin is not None:
            message = say("Choice '{id}' is there twice (first in row {row}).", id=choice, row=twin.row)
            self.refuse(row, "choice", message, say("give one of them another id"))
            return
        entry = Entry("choice", choice, self.grid, row.number, question)
        question.inside.append(entry)
        self.fill(entry, row)

    def fill(self, entry: Entry, row: Row) -> None:
        """Take the cells of a row that are about an entry; two rows must not contradict each other."""
        for column in self.columns:
            text = row[column.name]
            if column.level != entry.level or not text:
                continue
            if column.name in row.dated:
                entry.broken.add(column.name)
                continue
            if entry[column.name] not in ("", text):
                message = say("This differs from row {row}, which is about the same.", row=entry.rows[column.name])
                self.refuse(row, column.name, message, say("write it once, and leave the other cell empty"))
                continue
            entry.cells[column.name] = text
            entry.rows.setdefault(column.name, row.number)

    def refuse(self, row: Row, column: str, message: Sentence, cure: Sentence) -> None:
        """Note a cell that cannot be used."""
        self.refusals.append(self.grid.refuse(row.number, column, message, cure))
