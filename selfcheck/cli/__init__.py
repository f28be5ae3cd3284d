"""The commands: parse, call, print, and say with the exit code how it went."""

from __future__ import annotations

import errno
import os
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.problems import SelfcheckError
    from selfcheck.words import Words


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code. What is expected is said in a sentence; a bug leaves a log."""
    from selfcheck.terminal.printing import prepare_streams

    arguments = [_readable(argument) for argument in (sys.argv[1:] if argv is None else argv)]
    prepare_streams()
    try:
        from selfcheck.cli.app import tree

        tree(arguments, prog_name="selfcheck")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BrokenPipeError:  # whoever read our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from selfcheck.problems import Exit
        from selfcheck.problems import SelfcheckError

        expected = error if isinstance(error, SelfcheckError) else _too_long(error)
        if expected is not None:
            from selfcheck.terminal.printing import print_error

            print_error(expected, _words(arguments))
            return int(expected.code)
        if "--debug" in arguments or os.environ.get("SELFCHECK_DEBUG"):
            raise
        from selfcheck.cli.bugs import report_bug

        report_bug(error, _words(arguments))
        return int(Exit.BUG)
    return 0


def _too_long(error: Exception) -> SelfcheckError | None:
    """The sentence for a path that no file can have, wherever it was looked at first; None for any other error."""
    from selfcheck.problems import Exit
    from selfcheck.problems import SelfcheckError
    from selfcheck.problems import say

    if not isinstance(error, OSError) or error.errno != errno.ENAMETOOLONG:
        return None
    return SelfcheckError(
        say("The name {path} is too long for a file.", path=error.filename),
        say("choose a shorter one"),
        code=Exit.FILES,
    )


def _readable(argument: str) -> str:
    """An argument as it was typed: a system that names no charset hands over UTF-8 in disguise."""
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


def _words(arguments: list[str]) -> Words:
    from selfcheck.words import Words
    from selfcheck.words import system_language

    for option, value in pairwise(arguments):
        if option in ("--lang", "-l"):
            return Words(value)
    return Words(system_language() or "en")
