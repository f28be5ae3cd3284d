"""A table of answers in PostgreSQL."""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING
from typing import Any

import psycopg

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable


def open_database(address: str) -> Callable[[str], list[tuple[Any, ...]]]:
    """What runs queries on a database. Nothing is ever changed in it, and all of them see the state it is in now.

    Raises SelfcheckError where it does not answer.
    """
    try:
        connection = psycopg.connect(address)
    except psycopg.Error as error:
        raise _unreachable(error) from error
    atexit.register(connection.close)
    connection.read_only = True
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

    def query(text: str) -> list[tuple[Any, ...]]:
        try:
            return connection.execute(text.encode()).fetchall()
        except psycopg.Error as error:
            raise _unreachable(error) from error

    return query


def _unreachable(error: psycopg.Error) -> SelfcheckError:
    """The database's own first line says what is wrong; the address, which may hold a password, is not repeated."""
    lines = str(error).strip().split("\n")
    return SelfcheckError(
        say("The database does not answer: {reason}", reason=lines[0]),
        say(
            "its table, which is 'answers' or stands after # in the address, has the columns of a file made by: "
            "selfcheck cohort pack"
        ),
        code=Exit.FILES,
    )
