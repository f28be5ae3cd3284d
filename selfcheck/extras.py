"""What a format needs beyond the program itself, and how to get it."""

from __future__ import annotations

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say


def missing(what: str, extra: str) -> SelfcheckError:
    """The sentence for a library that is installed on wish and is not there. `extra` is its name in pip's brackets."""
    return SelfcheckError(
        say("{what} needs an addition that is not installed.", what=what),
        say("install it with: {command}", command=f"pip install 'selfcheck[{extra}]'"),
        code=Exit.USAGE,
    )
