"""Which engine counts: the address says it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable

POSTGRES = ("postgresql://", "postgres://")


def is_engine(place: str) -> bool:
    """Whether a place is counted by a database."""
    return place.endswith(".parquet") or "://" in place


def connect(place: str) -> Callable[[str], list[tuple[Any, ...]]]:
    """What runs queries on a place. Raises SelfcheckError where it cannot be reached."""
    if place.startswith(POSTGRES):
        require("psycopg", "postgres")
        from selfcheck.cohort.postgres import open_database

        return open_database(place)
    if "://" in place:
        raise SelfcheckError(
            say("There is no engine for {address}.", address=place.partition("://")[0] + "://"),
            say("use an address that begins with postgresql://, or a Parquet file"),
            code=Exit.USAGE,
        )
    require("duckdb", "cohort")
    from selfcheck.cohort.duck import open_parquet

    return open_parquet(Path(place))


def require(library: str, extra: str) -> None:
    """Raises SelfcheckError, with the command that installs it, where an engine's library is not there."""
    if find_spec(library) is None:
        raise SelfcheckError(
            say("Counting with {name} needs an addition that is not installed.", name=library),
            say("install it with: {command}", command=f"pip install 'selfcheck[{extra}]'"),
            code=Exit.USAGE,
        )
