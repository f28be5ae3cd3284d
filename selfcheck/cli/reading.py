"""How far a long reading is: one line that grows on a terminal, a few lines in a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfcheck.words import Words


class Reading:
    """Told how many responses were read so far; it ends the line when it is left."""

    def __init__(self, places: list[str], words: Words, *, quiet: bool) -> None:
        """Look how many files there are, where somebody watches and that can be known beforehand."""
        from selfcheck.cohort.engines import is_address
        from selfcheck.cohort.engines import is_packed
        from selfcheck.cohort.sources import expected

        self._words = words
        self._quiet = quiet
        watched = not quiet and sys.stderr is not None and sys.stderr.isatty()
        read = [place for place in places if not is_address(place) and not is_packed(place)]
        self._total = expected(read) if watched else None
        self._before = self._now = 0
        self._drawn = False

    def __enter__(self) -> Reading:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the line, however the reading ended."""
        if self._drawn:
            self._draw(last=True)

    def __call__(self, n: int) -> None:
        """So many were read of the cohort that is being read: the second one begins anew."""
        from selfcheck.terminal.printing import print_talk

        if n < self._now:
            self._before += self._now
        self._now = n
        if self._quiet:
            return
        self._drawn = self._draw(last=False)
        if not self._drawn and is_milestone(self._before + n):
            print_talk(self._said())

    def _draw(self, *, last: bool) -> bool:
        from selfcheck.terminal.drawing import BAR
        from selfcheck.terminal.drawing import glyphs_for
        from selfcheck.terminal.printing import print_in_place

        glyphs = glyphs_for(getattr(sys.stderr, "encoding", None))
        part = min(1.0, (self._before + self._now) / self._total) if self._total else None
        return print_in_place(self._said() if part is None else f"{glyphs.bar(part, BAR)} {self._said()}", last=last)

    def _said(self) -> str:
        n = self._before + self._now
        if self._total:
            return self._words("Read so far: {n} of {total}", n=n, total=max(n, self._total))
        return self._words("Read so far: {n}", n=n)


def is_milestone(n: int) -> bool:
    """Whether a line in a pipe says so: 10,000, 20,000, 50,000, 100,000 and so on, so that there are never many."""
    digits = str(n)
    return n >= 10_000 and digits[0] in "125" and not digits[1:].strip("0")
