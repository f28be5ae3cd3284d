"""What can be wrong, and how it is said.

Two kinds, never mixed: a mistake in content is a `Problem`, a value that is collected with all the others; anything
else that can be expected is one `SelfcheckError`, raised where it is noticed and caught once. Everything beyond that
is a bug.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct
from msgspec import field

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["error", "warning"]


class Sentence(Struct, frozen=True):
    """Something to say to a person, before the language is known: a text with `{names}`, and their values."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in English, which is the language the texts are written in."""
        return self.text.format_map(self.values)


def say(text: str, /, **values: object) -> Sentence:
    """A sentence for a person. The name marks its text for the message catalogues."""
    return Sentence(text, values)


class Source(Struct, frozen=True, order=True):
    """A place in a file: the path as it is shown, and line and column, both counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """The place as editors and terminals understand it: `path:line:column`."""
        return f"{self.path}:{self.line}:{self.column}"


class Problem(Struct, frozen=True):
    """A mistake in content: where, which rule, what is wrong, and what to do about it."""

    source: Source
    rule: str
    message: Sentence
    hint: Sentence | None = None
    severity: Severity = "error"


class Exit(IntEnum):
    """What the program's end tells the program that called it."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INVALID = 3
    MISSING = 4
    FILES = 5


class SelfcheckError(Exception):
    """Something expected went wrong: what happened, what to do about it, and the exit code that says so."""

    def __init__(self, message: Sentence, hint: Sentence | None = None, *, code: Exit = Exit.INVALID) -> None:
        """Keep the sentences untranslated: the language is chosen where they are shown."""
        super().__init__(str(message))
        self.message = message
        self.hint = hint
        self.code = code


def has_errors(problems: tuple[Problem, ...]) -> bool:
    """Whether anything is wrong that must be mended before the content can be trusted."""
    return any(problem.severity == "error" for problem in problems)


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """The problems as a reader wants them: file by file, from the top, each said once."""
    unique = {(problem.source, problem.rule, str(problem.message)): problem for problem in problems}
    return tuple(unique[key] for key in sorted(unique))
