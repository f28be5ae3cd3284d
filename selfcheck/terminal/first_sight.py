"""The first page, on the screen before the library that draws all pages is loaded, which takes as long as the rest.

While a person looks at the page, `drawn` makes itself ready; then it takes over the screen, with the same page on it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from selfcheck.terminal.drawing import draw
from selfcheck.terminal.drawing import glyphs_for
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pressing import look_at
from selfcheck.terminal.signals import on_signal
from selfcheck.terminal.signals import stop
from selfcheck.terminal.wrapping import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from selfcheck.terminal.drawing import Drawn
    from selfcheck.terminal.pages import Page
    from selfcheck.words import Words

#: Enters the alternate screen and empties it; leaves it for what was there before.
ENTER, LEAVE = "\x1b[?1049h\x1b[H\x1b[2J", "\x1b[?1049l"

#: How styles are said to a terminal. Red waits for `drawn`, which knows who wants no colours.
STYLES = {"bold": "1", "reverse": "7", "error": "1"}


@contextlib.contextmanager
def first_sight(page: Page, words: Words, *, projector: bool = False) -> Iterator[bool]:
    """Show a page until the block ends, and tell whether that is possible here. Raises Stopped for a signal.

    Within the block the alternate screen is entered, and what is typed is kept for whoever reads it next.
    """
    stream = next((each for each in (sys.stdout, sys.stderr) if each is not None and each.isatty()), None)
    if os.name != "posix" or stream is None or not isinstance(page, ListPage | ReadPage):
        yield False
        return
    with on_signal(stop), _keys_kept():
        try:
            _send(stream, ENTER + _painted(page, words, stream, projector=projector))
            yield True
        finally:
            _send(stream, LEAVE)


@contextlib.contextmanager
def _keys_kept() -> Iterator[None]:
    """Let every key wait as it was pressed, Ctrl-C among them: it is not shown, and acted on when its turn comes."""
    import termios

    before = termios.tcgetattr(sys.stdin)
    mode = termios.tcgetattr(sys.stdin)
    mode[0] &= ~termios.ICRNL
    mode[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    termios.tcsetattr(sys.stdin, termios.TCSANOW, mode)
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):  # the window may be closed
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _painted(page: Page, words: Words, stream: TextIO, *, projector: bool) -> str:
    """The page as a terminal takes it, with the cursor where it belongs."""
    size = os.get_terminal_size(stream.fileno())
    width, height = size.columns or 80, size.lines or 24
    drawn = draw(look_at(page, projector=projector), width, height, words, glyphs_for(stream.encoding))
    lines = [
        f"\x1b[{row};1H" + "".join(f"\x1b[{STYLES[style]}m{text}\x1b[m" if style else text for style, text in line)
        for row, line in enumerate(drawn.lines, 1)
    ]
    return "".join(lines) + _cursor(drawn)


def _cursor(drawn: Drawn) -> str:
    row, letters = drawn.cursor
    before = "".join(text for _, text in drawn.lines[row])[:letters]
    return f"\x1b[{row + 1};{width_of(before) + 1}H"


def _send(stream: TextIO, text: str) -> None:
    with contextlib.suppress(OSError):  # the window is gone; the next who writes will notice
        stream.write(text)
        stream.flush()
