"""What a format needs beyond the program itself, and how to get it."""

from __future__ import annotations

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say


def missing(extra: str) -> SelfcheckError:
    """The sentence for a library that is installed on wish; the extra is called as its format is."""
    return SelfcheckError(
        say("The format {name} needs an addition that is not installed.", name=extra),
        say("install it with: {command}", command=f"pip install 'selfcheck[{extra}]'"),
        code=Exit.USAGE,
    )
