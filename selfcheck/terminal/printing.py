"""The one door through which text reaches a stream: a character that could play tricks is shown, not sent."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING
from typing import TextIO

from selfcheck.content.characters import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.problems import Problem
    from selfcheck.problems import SelfcheckError
    from selfcheck.words import Words


#: Clears what has scrolled out of the screen, so that nobody can scroll back to it.
FORGET = "\x1b[3J"


def prepare_streams(environment: Mapping[str, str] = os.environ) -> None:
    """Speak UTF-8 on every stream, and never fail on a letter.

    A system that names another charset on purpose keeps it on a terminal: there, a letter that it lacks becomes a `?`.
    """
    named = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG") or ""
    charset = named.partition(".")[2].partition("@")[0].replace("-", "")
    other = charset not in ("", "UTF8", "utf8")
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if stream is None or not hasattr(stream, "reconfigure"):
            continue
        if other and stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")


def wipe_terminal(environment: Mapping[str, str] = os.environ) -> bool:
    """Leave nothing on the screen nor in what scrolled out of it. False where no terminal would understand.

    The one place where plain questions send a code: what another organisation said must not stay to be read.
    """
    dumb = environment.get("TERM", "dumb") in ("dumb", "unknown") and os.name != "nt"
    if dumb or sys.stdout is None or not sys.stdout.isatty():
        return False
    sys.stdout.write("\x1b[H\x1b[2J" + FORGET)
    sys.stdout.flush()
    return True


def print_result(text: str, end: str = "\n") -> None:
    """Print a result, on stdout."""
    _write(sys.stdout, text + end)


def print_talk(text: str) -> None:
    """Print something about what is being done, on stderr, so that stdout stays the result."""
    _write(sys.stderr, text + "\n")


def print_in_place(text: str, *, last: bool) -> bool:
    """Print a line on stderr in the place of the one before, until the `last`. False where no terminal can do that."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") in ("dumb", "unknown"):
        return False
    sys.stderr.write("\r" + visible(text, lines=False) + ("\n" if last else ""))
    sys.stderr.flush()
    return True


def print_document(text: str) -> None:
    """Print a document on stdout, as it is written into a file."""
    _write(sys.stdout, text)


def print_json(**content: object) -> None:
    """Print one JSON document on stdout, which names its schema."""
    import json

    print_result(json.dumps({"schema": "selfcheck/1", **content}, ensure_ascii=False, indent=2))


def print_bytes(data: bytes) -> None:
    """Send a file that is no text to stdout, to be kept by whoever reads it."""
    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def print_error(error: SelfcheckError, words: Words) -> None:
    """Say what went wrong, and what to do."""
    print_talk(words.sentence(error.message))
    if error.hint is not None:
        hint = words.sentence(error.hint)
        print_talk(f"  {hint}")


def render_problem(problem: Problem, words: Words) -> str:
    """A problem as people and editors read it: `path:line:column: severity: sentence [rule]`, then the hint."""
    severity = words("error") if problem.severity == "error" else words("warning")
    lines = [f"{problem.source}: {severity}: {words.sentence(problem.message)} [{problem.rule}]"]
    if problem.hint is not None:
        lines.append(words("hint") + ": " + words.sentence(problem.hint))
    return "\n  ".join(visible(line, lines=False) for line in lines)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        stream.write(visible(text))
        stream.flush()
    except OSError as error:
        from selfcheck.problems import Exit
        from selfcheck.problems import SelfcheckError
        from selfcheck.problems import say

        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # what is left in the buffer must not fail again
        if stream is sys.stderr:
            return  # there is nowhere left to say so, and the result is on stdout
        if isinstance(error, BrokenPipeError):
            raise SystemExit(int(Exit.DONE)) from error  # whoever read our output has had enough
        raise SelfcheckError(
            say("The output cannot be written: {reason}.", reason=error.strerror),
            say("free some space, or send the output elsewhere"),
            code=Exit.FILES,
        ) from error
