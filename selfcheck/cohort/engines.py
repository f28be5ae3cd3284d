"""Which engine counts: the address says it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.cohort.duck import Duck
    from selfcheck.cohort.reading import Entry
    from selfcheck.cohort.rows import Grid
    from selfcheck.cohort.sql import Query
    from selfcheck.content.model import Pack

POSTGRES = ("postgresql://", "postgres://")
SPARK = "spark://"

#: What stands for a cluster that is this machine.
LOCAL = "local"

#: What a table is called where nothing else is said.
ANSWERS = "answers"


def is_packed(place: str) -> bool:
    """Whether a place is a file made by `cohort pack`."""
    return place.endswith(".parquet") and not is_address(place)


def is_address(place: str) -> bool:
    """Whether a place is the address of a database."""
    return "://" in place


def is_spark(place: str) -> bool:
    """Whether Spark counts at a place."""
    return place.startswith(SPARK)


class Engines:
    """The engines that count for one report, each opened once: what one of them holds can be compared in it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._duck: Duck | None = None
        self._databases: dict[str, Query] = {}

    def open_files(self, name: str, files: Sequence[str], entries: Sequence[Entry], pack: Pack, grid: Grid) -> Query:
        """What runs queries on a table of packed files, and of responses that were read."""
        require("duckdb", "cohort")
        from selfcheck.cohort.duck import Duck

        self._duck = self._duck or Duck()
        self._duck.add(name, [Path(file) for file in files], entries, pack, grid)
        return self._duck.query

    def open_address(self, address: str, name: str) -> tuple[Query, str]:
        """What runs queries on a database, and how the table is called there: `name`, if that is for us to say."""
        if address.startswith(POSTGRES):
            return self._postgres(*_with_table(address))
        if is_spark(address):
            return self._spark(address, name), name
        raise SelfcheckError(
            say("There is no engine for {address}.", address=address.partition("://")[0] + "://"),
            say("use an address that begins with postgresql:// or spark://, or a Parquet file"),
            code=Exit.USAGE,
        )

    def _postgres(self, address: str, table: str) -> tuple[Query, str]:
        require("psycopg", "postgres")
        from selfcheck.cohort.postgres import open_database

        if address not in self._databases:
            self._databases[address] = open_database(address)
        return self._databases[address], table or ANSWERS

    def _spark(self, address: str, name: str) -> Query:
        master, _, path = address.removeprefix(SPARK).partition("/")
        if not master or not path:
            raise SelfcheckError(
                say("The address of a Spark cluster names a file, too."),
                say("write it as spark://HOST:7077/PATH, or spark://local/PATH for this machine alone"),
                code=Exit.USAGE,
            )
        if master == LOCAL and not is_address(path):
            _require_place(Path(f"/{path}"))  # Java takes seconds to say so
        require("pyspark", "spark")
        from selfcheck.cohort.spark import open_spark

        spark = open_spark(None if master == LOCAL else master)
        spark.add(name, path if is_address(path) else f"/{path}")
        return spark.query


def _require_place(path: Path) -> None:
    if not path.exists():
        raise SelfcheckError(say("There is no file {path}.", path=path), code=Exit.FILES)


def _with_table(address: str) -> tuple[str, str]:
    """What stands before and after the sign in `postgresql://host/database#table`; a password may have one too."""
    before, sign, table = address.rpartition("#")
    return (before, table) if sign and "@" not in table else (address, "")


def require(library: str, extra: str) -> None:
    """Raises SelfcheckError, with the command that installs it, where an engine's library is not there."""
    if find_spec(library) is None:
        raise SelfcheckError(
            say("Counting with {name} needs an addition that is not installed.", name=library),
            say("install it with: {command}", command=f"pip install 'selfcheck[{extra}]'"),
            code=Exit.USAGE,
        )
