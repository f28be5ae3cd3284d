"""Parquet, read and written with duckdb."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from typing import Any

import duckdb

from selfcheck.cohort.sql import FIXED
from selfcheck.cohort.sql import columns
from selfcheck.cohort.sql import table_rows
from selfcheck.files import cannot_write
from selfcheck.files import read_file
from selfcheck.files import write_file
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

    from selfcheck.cohort.reading import Entry
    from selfcheck.cohort.rows import Grid
    from selfcheck.content.model import Pack

#: How many rows are handed over at a time.
BATCH = 100_000


def open_parquet(path: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """What runs queries on a Parquet file. Raises SelfcheckError where it is none of ours."""
    if not path.is_file():
        raise SelfcheckError(say("There is no file {path}.", path=path), code=Exit.FILES)
    connection = duckdb.connect()
    try:
        quoted = str(path).replace("'", "''")
        connection.execute(f"CREATE VIEW answers AS SELECT * FROM read_parquet('{quoted}')")
        found = {name for name, *_ in connection.execute("DESCRIBE answers").fetchall()}
    except duckdb.Error as error:
        raise _not_ours(path) from error
    if not found.issuperset(FIXED):
        raise _not_ours(path)

    def query(text: str) -> list[tuple[Any, ...]]:
        try:
            return connection.execute(text).fetchall()
        except duckdb.Error as error:
            raise _not_ours(path) from error

    return query


def write_parquet(path: Path, entries: Iterable[Entry], pack: Pack, grid: Grid) -> None:
    """Write the table of entries as one Parquet file. Raises SelfcheckError where that cannot be done."""
    connection = duckdb.connect()
    names = columns(pack)
    numbers = ("response", "organisation")
    kinds = ", ".join(f"{_quoted(name)} {'BIGINT' if name in numbers else 'VARCHAR'}" for name in names)
    connection.execute(f"CREATE TABLE answers ({kinds})")
    parts = ", ".join(
        f"unnest(${n}::{'BIGINT' if name in numbers else 'VARCHAR'}[])" for n, name in enumerate(names, 1)
    )
    rows = table_rows(entries, pack, grid)
    while batch := list(islice(rows, BATCH)):
        connection.execute(f"INSERT INTO answers SELECT {parts}", [list(column) for column in zip(*batch, strict=True)])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            fresh = Path(folder) / "answers.parquet"
            quoted = str(fresh).replace("'", "''")
            connection.execute(f"COPY answers TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
            write_file(path, read_file(fresh, limit=None))
    except OSError as error:
        raise cannot_write(path, error) from error
    except duckdb.IOException as error:
        reason = str(error).partition("\n")[0]
        raise SelfcheckError(
            say("The file {path} cannot be written: {reason}.", path=path, reason=reason), code=Exit.FILES
        ) from error


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _not_ours(path: Path) -> SelfcheckError:
    return SelfcheckError(
        say("{path} is not a file that selfcheck can count.", path=path),
        say("make one with: selfcheck cohort pack FOLDER -o answers.parquet"),
    )
