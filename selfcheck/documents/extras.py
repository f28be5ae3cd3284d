"""What a format needs beyond the program itself, and how to get it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.documents.formats import Format


def require(format_: Format) -> None:
    """Raises SelfcheckError, with the command that installs it, where a format's library is not there."""
    if format_.library and find_spec(format_.library) is None:
        raise missing(format_.name)


def missing(extra: str) -> SelfcheckError:
    """The sentence for a library that is installed on wish; the extra is called as its format is."""
    return SelfcheckError(
        say("The format {name} needs an addition that is not installed.", name=extra),
        say("install it with: {command}", command=f"pip install 'selfcheck[{extra}]'"),
        code=Exit.USAGE,
    )
