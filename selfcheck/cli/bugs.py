"""What happens when something happens that must not: everything is saved already, so say where the log is."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import datetime
from typing import TYPE_CHECKING

from selfcheck import __version__
from selfcheck.assessment.places import response_folder
from selfcheck.files import write_file
from selfcheck.problems import SelfcheckError
from selfcheck.terminal.printing import print_talk

if TYPE_CHECKING:
    from selfcheck.words import Words


def report_bug(error: BaseException, words: Words) -> None:
    """Write a log without any answer in it, and tell the person what to do with it (E9)."""
    path = response_folder(None) / f"log-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.txt"
    print_talk(words("Something went wrong. Your answers are saved."))
    try:
        write_file(path, _log(error).encode())
    except SelfcheckError:
        print_talk(_log(error))
        return
    print_talk(words("Please send this file to the people who gave you selfcheck:"))
    print_talk(str(path))


def _log(error: BaseException) -> str:
    """Where it happened: files, lines and kinds of errors, but none of their messages, which may quote an answer."""
    lines = [f"selfcheck {__version__}, Python {platform.python_version()}, {sys.platform}", ""]
    chain: BaseException | None = error
    while chain is not None:
        lines += [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(chain.__traceback__)
        ]
        lines += [type(chain).__name__, ""]
        chain = chain.__cause__ or chain.__context__
    return "\n".join(lines)
