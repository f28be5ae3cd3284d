"""A table of answers in PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

import psycopg

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable


def open_database(address: str) -> Callable[[str], list[tuple[Any, ...]]]:
    """What runs queries on a database that has a table `answers`; nothing is ever changed in it."""

    def query(text: str) -> list[tuple[Any, ...]]:
        try:
            with psycopg.connect(address) as connection:
                connection.read_only = True
                return connection.execute(text.encode()).fetchall()
        except psycopg.Error as error:
            raise _unreachable(error) from error

    return query


def _unreachable(error: psycopg.Error) -> SelfcheckError:
    """The database's own first line says what is wrong; the address, which may hold a password, is not repeated."""
    lines = str(error).strip().split("\n")
    return SelfcheckError(
        say("The database does not answer: {reason}", reason=lines[0]),
        say("its table 'answers' has the columns of a file made by: selfcheck cohort pack"),
        code=Exit.FILES,
    )
