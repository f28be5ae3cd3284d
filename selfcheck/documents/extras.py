"""What a format needs beyond the program itself, and how to get it."""

from __future__ import annotations

from importlib.util import find_spec

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say


def require(library: str, extra: str) -> None:
    """Raises SelfcheckError, with the command that installs it, where a library is not there."""
    if library and find_spec(library) is None:
        raise missing(extra)


def missing(extra: str) -> SelfcheckError:
    """The sentence for a library that is installed on wish; the extra is called as its format is."""
    return SelfcheckError(
        say("The format {name} needs an addition that is not installed.", name=extra),
        say("install it with: {command}", command=f"pip install 'selfcheck[{extra}]'"),
        code=Exit.USAGE,
    )
