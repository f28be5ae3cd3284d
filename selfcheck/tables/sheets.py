"""A table as values: what is written into a file, and what was read from one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content.characters import composed
from selfcheck.content.characters import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.problems import Sentence

#: The most letters that a cell of a spreadsheet holds.
CELL_LIMIT = 32_767

Cell = str | int | float


class Column(Struct, frozen=True):
    """A column to write: its name, its width in letters; whether its cells may be changed, and whether it is seen."""

    name: str
    width: int = 12
    open: bool = True
    hidden: bool = False


class Sheet(Struct, frozen=True):
    """A table to write. A `locked` one lets only the cells of open columns be changed."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    locked: bool = False


class Row(Struct, frozen=True):
    """A row that was read: its number as the spreadsheet shows it, and its cells by the names of their columns.

    `dated` are the columns in which a spreadsheet made a date of what was typed.
    """

    number: int
    cells: Mapping[str, str]
    dated: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> str:
        """The text of a cell; empty where there is none."""
        return self.cells.get(column, "")


class Grid(Struct, frozen=True):
    """A table that was read: its name, the names of its columns, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def refuse(self, row: int, column: str, message: Sentence, cure: Sentence | None = None) -> Refusal:
        """Why a cell cannot be used; where there is no such column, its row begins with the blame."""
        return Refusal(self.name, row, self.columns.index(column) if column in self.columns else 0, message, cure)


class Refusal(Struct, frozen=True):
    """A cell that cannot be used: where it is, why, and what to do."""

    sheet: str
    row: int
    column: int
    message: Sentence
    cure: Sentence | None = None

    @property
    def cell(self) -> str:
        """What a spreadsheet calls the cell: `B7`."""
        return f"{letters(self.column)}{self.row}"


def letters(number: int) -> str:
    """The letters of a column, counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def make_grid(name: str, lines: list[list[str]], dated: frozenset[tuple[int, int]] = frozenset()) -> Grid:
    """A table from its lines, the first with text being the names of the columns. Empty lines are left out."""
    filled = [(n, line) for n, line in enumerate(lines, 1) if any(cell.strip() for cell in line)]
    if not filled:
        return Grid(name, (), ())
    _, head = filled[0]
    columns = tuple(cell.strip().casefold().replace(" ", "_") for cell in head)
    rows = tuple(
        Row(
            number,
            {column: plain(cell) for column, cell in zip(columns, line, strict=False) if column},
            frozenset(column for n, column in enumerate(columns) if (number, n) in dated),
        )
        for number, line in filled[1:]
    )
    return Grid(name, columns, rows)


#: What XML cannot hold beside what is hidden: a spreadsheet with it would not open.
_UNWRITABLE = re.compile("[\ufffe\uffff]")


def shown(text: str) -> str:
    """A text as a cell can hold it: what is hidden or cannot be written is shown as its code."""
    return _UNWRITABLE.sub(lambda found: f"<U+{ord(found[0]):04X}>", visible(text))


def fitted(text: str) -> str:
    """A text as far as a cell can hold it; one that was cut ends in `…`."""
    whole = shown(text)
    return whole if len(whole) <= CELL_LIMIT else f"{whole[: CELL_LIMIT - 1]}…"


def plain(text: str) -> str:
    """The text of a cell, without what spreadsheets do to letters, line ends and edges."""
    return composed(text).replace("\r\n", "\n").replace("\r", "\n").strip()
