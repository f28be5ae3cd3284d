"""Lines on the whole screen that are made anew when something changes, until `q` or Ctrl-C."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import FormattedTextControl
from prompt_toolkit.layout import Layout
from prompt_toolkit.layout import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent
    from prompt_toolkit.output import Output

#: Seconds between two looks at the files.
LOOK = 0.5


class _Watch:
    """What is shown, and from which line on."""

    def __init__(self, make: Callable[[int], list[str]], stamp: Callable[[], int], footer: str) -> None:
        self.make = make
        self.stamp = stamp
        self.footer = footer
        self.seen: tuple[int, int] | None = None
        self.lines: list[str] = []
        self.top = 0
        self.size = (80, 24)

    def text(self) -> str:
        """As much as fits, made anew where a file or the width of the window has changed."""
        columns, rows = self.size
        now = (self.stamp(), columns)
        if now != self.seen:
            self.seen = now
            self.lines = self.make(columns)
        room = max(1, rows - 1)
        self.top = max(0, min(self.top, len(self.lines) - room))
        shown = self.lines[self.top : self.top + room]
        return "\n".join([*shown, *([""] * (room - len(shown))), self.footer[: columns - 1]])


def watch(
    make: Callable[[int], list[str]],
    stamp: Callable[[], int],
    footer: str,
    input: Input | None = None,
    output: Output | None = None,
) -> bool:
    """Show the lines that `make` gives for a width, again whenever `stamp` changes; whether `q` ended it."""
    shown = _Watch(make, stamp, footer)
    keys = KeyBindings()

    def size() -> tuple[int, int]:
        found = application.output.get_size()
        return found.columns, found.rows

    def text() -> str:
        shown.size = size()
        return shown.text()

    def move(key: str, lines: int, windows: int = 0) -> None:
        @keys.add(key)
        def _(event: KeyPressEvent) -> None:
            shown.top += lines + windows * (size()[1] - 2)

    move("up", -1)
    move("down", 1)
    move("pageup", 0, -1)
    move("pagedown", 0, 1)
    keys.add("home")(lambda event: setattr(shown, "top", 0))
    keys.add("end")(lambda event: setattr(shown, "top", len(shown.lines)))
    keys.add("q")(lambda event: event.app.exit(result=True))
    keys.add("escape", eager=True)(lambda event: event.app.exit(result=True))
    keys.add("c-c")(lambda event: event.app.exit(result=False))
    application: Application[bool] = Application(
        layout=Layout(Window(FormattedTextControl(text, focusable=True, show_cursor=False))),
        key_bindings=keys,
        full_screen=True,
        refresh_interval=LOOK,
        input=input,
        output=output,
    )
    return application.run()
