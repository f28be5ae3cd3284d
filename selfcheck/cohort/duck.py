"""Cohorts in duckdb: Parquet files, read and written, and responses beside them."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from tempfile import gettempdir
from typing import TYPE_CHECKING
from typing import Any

import duckdb

from selfcheck.cohort.rows import RESPONSE
from selfcheck.cohort.rows import Row
from selfcheck.cohort.sql import as_name
from selfcheck.cohort.sql import as_text
from selfcheck.cohort.table import NUMBER
from selfcheck.cohort.table import STATE
from selfcheck.cohort.table import TEXT
from selfcheck.cohort.table import columns
from selfcheck.cohort.table import not_ours
from selfcheck.cohort.table import require_ours
from selfcheck.cohort.table import shared
from selfcheck.files import cannot_write
from selfcheck.files import read_file
from selfcheck.files import write_file
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from collections.abc import Sequence

    from selfcheck.cohort.reading import Entry
    from selfcheck.cohort.rows import Cell
    from selfcheck.cohort.rows import Grid
    from selfcheck.cohort.table import Cell as Value
    from selfcheck.content.model import Pack

#: How many responses are handed over at a time.
BATCH = 5_000


class Duck:
    """A database in memory. What it has tables of are files, which it reads as it counts, and responses."""

    def __init__(self) -> None:
        """Begin with no table."""
        self._connection = _connect()

    def add(self, name: str, paths: Sequence[Path], entries: Sequence[Entry], pack: Pack, grid: Grid) -> None:
        """A table of what is in some files, and of some responses. Raises SelfcheckError where a file is not ours."""
        for path in paths:
            self._require_ours(path)
        parts = []
        if paths:
            files = ", ".join(as_text(str(path)) for path in paths)
            parts.append(f"SELECT * FROM read_parquet([{files}], union_by_name = true)")
        if entries:
            parts.append(f"({_fill(self._connection, name, entries, pack, grid)})")
        self._connection.execute(f"CREATE VIEW {as_name(name)} AS {' UNION ALL BY NAME '.join(parts)}")

    def query(self, text: str) -> list[tuple[Any, ...]]:
        """The rows that a query gives. Raises SelfcheckError where a file cannot be counted after all."""
        try:
            return self._connection.execute(text).fetchall()
        except duckdb.Error as error:
            raise SelfcheckError(
                say("The packed file cannot be counted: {reason}", reason=str(error).split("\n")[0]),
                say("make one with: selfcheck cohort pack FOLDER -o answers.parquet"),
            ) from error

    def _require_ours(self, path: Path) -> None:
        if not path.is_file():
            raise SelfcheckError(say("There is no file {path}.", path=path), code=Exit.FILES)
        try:
            found = self._connection.execute(f"DESCRIBE SELECT * FROM read_parquet({as_text(str(path))})").fetchall()
        except duckdb.Error as error:
            raise not_ours(path) from error
        require_ours((name for name, *_ in found), path)


def write_parquet(path: Path, entries: Iterable[Entry], pack: Pack, grid: Grid) -> None:
    """Write the table of entries as one Parquet file. Raises SelfcheckError where that cannot be done."""
    connection = _connect()
    answers = _fill(connection, "answers", entries, pack, grid)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            fresh = Path(folder) / "answers.parquet"
            connection.execute(f"COPY ({answers}) TO {as_text(str(fresh))} (FORMAT parquet, COMPRESSION zstd)")
            write_file(path, read_file(fresh, limit=None))
    except OSError as error:
        raise cannot_write(path, error) from error
    except duckdb.IOException as error:
        reason = str(error).partition("\n")[0]
        raise SelfcheckError(
            say("The file {path} cannot be written: {reason}.", path=path, reason=reason), code=Exit.FILES
        ) from error


def _connect() -> duckdb.DuckDBPyConnection:
    """A database in memory; what does not fit lies among temporary files, and not where somebody stands."""
    try:
        beside = str(Path(gettempdir(), f"selfcheck-{os.getpid()}"))
    except OSError:  # no place takes a file: then all of it has to fit
        beside = ""
    return duckdb.connect(config={"temp_directory": beside})


def _fill(connection: duckdb.DuckDBPyConnection, name: str, entries: Iterable[Entry], pack: Pack, grid: Grid) -> str:
    """Hand responses over, and give the table of them as SQL.

    What is the same in all rows of a response is handed over once, and so is each cell, with its rows, that many of
    them share. The rows that say that a response is there come first: the register needs no others, and finds them
    without looking through the whole table.
    """
    responses, rows, ours = (as_name(f"{name} {part}") for part in ("responses", "rows", "cells of responses"))
    kinds = {column: kind for column, kind in columns(pack).items() if column not in Row._fields}
    _create(connection, responses, {"n": NUMBER, **kinds})
    _create(connection, ours, {"n": NUMBER, "r": NUMBER})
    known: dict[Cell, int] = {}
    numbered = enumerate(entries)
    while batch := list(islice(numbered, BATCH)):
        head = [(n, *shared(entry, pack, grid)) for n, entry in batch]
        _insert(connection, responses, [NUMBER, *kinds.values()], head)
        pairs = [(n, known.setdefault(cell, len(known))) for n, entry in batch for cell in entry.cells]
        _insert(connection, ours, [NUMBER, NUMBER], pairs)
    _create(connection, rows, {"r": NUMBER, **dict.fromkeys(Row._fields, TEXT)})
    lines = [(r, *row) for cell, r in known.items() for row in cell.rows if row != RESPONSE]
    _insert(connection, rows, [NUMBER, TEXT, TEXT, TEXT], lines)
    first = {column: f"'{value}'" for column, value in RESPONSE._asdict().items()}
    others = dict.fromkeys(STATE, "NULL")
    return (
        f"SELECT {_select(pack, first)} FROM {responses} UNION ALL "
        f"SELECT {_select(pack, others)} FROM {ours} JOIN {responses} USING (n) JOIN {rows} USING (r)"
    )


def _select(pack: Pack, known: Mapping[str, str]) -> str:
    """Every column, of which some are known."""
    return ", ".join(
        f"{known[column]}::{kind} AS {as_name(column)}" if column in known else as_name(column)
        for column, kind in columns(pack).items()
    )


def _create(connection: duckdb.DuckDBPyConnection, table: str, kinds: Mapping[str, str]) -> None:
    described = ", ".join(f"{as_name(column)} {kind}" for column, kind in kinds.items())
    connection.execute(f"CREATE TABLE {table} ({described})")


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, kinds: Sequence[str], rows: Sequence[tuple[Value, ...]]
) -> None:
    parts = ", ".join(f"unnest(${n}::{kind}[])" for n, kind in enumerate(kinds, 1))
    if rows:
        connection.execute(f"INSERT INTO {table} SELECT {parts}", [list(column) for column in zip(*rows, strict=True)])
