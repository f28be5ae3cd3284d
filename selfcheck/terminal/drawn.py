"""Drawn pages on a real terminal: one prompt_toolkit application, from the first page to the last. Its one home.

The alternate screen is entered once; a new page is a new value to draw, not a new application, so no key that is typed
ahead is lost and nothing flickers.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING
from typing import Any
from typing import TypeVar

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.clipboard import InMemoryClipboard
from prompt_toolkit.cursor_shapes import CursorShape
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import BufferControl
from prompt_toolkit.layout import ConditionalContainer
from prompt_toolkit.layout import FormattedTextControl
from prompt_toolkit.layout import HSplit
from prompt_toolkit.layout import Layout
from prompt_toolkit.layout import Window
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from selfcheck.content.characters import HIDDEN
from selfcheck.content.characters import composed
from selfcheck.terminal.drawing import draw
from selfcheck.terminal.drawing import draw_footer
from selfcheck.terminal.drawing import draw_input
from selfcheck.terminal.drawing import glyphs_for
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import Typed
from selfcheck.terminal.pages import Wipe
from selfcheck.terminal.pressing import View
from selfcheck.terminal.pressing import look_at
from selfcheck.terminal.pressing import press
from selfcheck.terminal.printing import FORGET
from selfcheck.terminal.signals import HANGUP
from selfcheck.terminal.signals import Stopped
from selfcheck.terminal.signals import on_signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent
    from prompt_toolkit.output import Output

    from selfcheck.terminal.drawing import Line
    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.pages import Reply
    from selfcheck.words import Words

Result = TypeVar("Result")

#: Seconds to wait whether an Esc is the key or the beginning of another one.
ESCAPE_WAIT = 0.1

STYLE = Style.from_dict({"bold": "bold", "reverse": "reverse", "error": "ansired bold"})

#: prompt_toolkit's names of keys, as ours.
NAMES: dict[str, str] = {
    Keys.Up: "up",
    Keys.Down: "down",
    Keys.Left: "left",
    Keys.Right: "right",
    Keys.Tab: "tab",
    Keys.BackTab: "s-tab",
    Keys.Enter: "enter",
    Keys.ControlJ: "enter",  # what Enter is while the terminal still reads whole lines: typed ahead of the first page
    Keys.Backspace: "backspace",
    Keys.Escape: "escape",
    Keys.PageUp: "pageup",
    Keys.PageDown: "pagedown",
    Keys.Home: "home",
    Keys.End: "end",
    Keys.F1: "f1",
    Keys.ControlC: "c-c",
    Keys.ControlD: "c-d",
}


class CannotDrawError(Exception):
    """This terminal cannot show pages."""


def open_terminal(*, entered: bool = False) -> tuple[Input, Output]:
    """The terminal to draw on: stdout, or stderr where stdout goes elsewhere. Raises CannotDrawError.

    Where the alternate screen is `entered` already, whoever did it also leaves it.
    """
    try:
        input, output = create_input(always_prefer_tty=True), create_output(always_prefer_tty=True)
    except Exception as error:  # what a console that is none raises differs from system to system
        raise CannotDrawError from error
    if entered:
        output.enter_alternate_screen = lambda: output.cursor_goto(0, 0)  # type: ignore[method-assign]
        output.quit_alternate_screen = lambda: None  # type: ignore[method-assign]
    return input, output


def show_drawn(
    flow: Flow[Result], words: Callable[[], Words], terminal: tuple[Input, Output], *, projector: bool = False
) -> Result:
    """Draw the pages of a conversation until it ends. Raises Stopped for a signal.

    `words` gives the words of the moment: the language may change on the way. On a `projector`, everything stands
    further apart and `.` hides it.
    """
    stage = _Stage(flow, words, *terminal, projector=projector)
    result: Result = stage.run()
    return result


class _Stage:
    """The application, and the page that is on it."""

    def __init__(
        self, flow: Flow[Any], words: Callable[[], Words], input: Input, output: Output, *, projector: bool
    ) -> None:
        self.flow = flow
        self.words = words
        self.projector = projector
        self.glyphs = glyphs_for(output.encoding())
        self.view: View
        self.stopped: Stopped | None = None
        self.sight = 10
        self.top = 0
        self.buffer = Buffer(multiline=False, on_text_changed=self.tidy)
        typing = Condition(lambda: isinstance(self.view.page, TextPage))
        self.list_window = Window(
            FormattedTextControl(self.page_text, focusable=True, show_cursor=True, key_bindings=self.list_keys()),
            always_hide_cursor=False,
        )
        self.input_window = Window(
            BufferControl(self.buffer, [BeforeInput(self.label)], key_bindings=self.input_keys()),
            wrap_lines=True,
            dont_extend_height=True,
        )
        text_page = HSplit(
            [
                Window(FormattedTextControl(self.text_above), dont_extend_height=True),
                self.input_window,
                Window(),
                Window(FormattedTextControl(self.text_below), dont_extend_height=True),
            ]
        )
        self.application: Application[Any] = Application(
            layout=Layout(
                HSplit(
                    [
                        ConditionalContainer(text_page, typing),
                        ConditionalContainer(self.list_window, ~typing),
                    ]
                ),
                focused_element=self.list_window,
            ),
            style=STYLE,
            full_screen=True,
            mouse_support=False,
            input=input,
            output=output,
            cursor=CursorShape.BLOCK,
            enable_page_navigation_bindings=False,
        )
        self.application.ttimeoutlen = self.application.timeoutlen = ESCAPE_WAIT

    def run(self) -> Any:
        """Show the first page, and follow the replies to the last."""
        try:
            self.turn(next(self.flow))
        except StopIteration as end:
            return end.value
        with on_signal(self.stop):
            try:
                return self.application.run(handle_sigint=False)
            except Exception as error:
                if self.stopped is None and not isinstance(error, EOFError) and error.args[:1] != (errno.EIO,):
                    raise
                # The window was closed: there is no screen left to restore, or to read keys from.
                raise self.stopped or Stopped(HANGUP) from error

    def stop(self, number: int) -> None:
        """End the application from within its own loop, so that the screen is restored."""
        self.stopped = Stopped(number)
        loop = self.application.loop
        if loop is not None and self.application.is_running:
            loop.call_soon_threadsafe(lambda: self.application.exit(exception=Stopped(number)))

    def turn(self, page: Any) -> None:
        """Put a page on the stage."""
        while isinstance(page, Wipe):
            self.wipe()
            page = self.flow.send(Pressed(Command.BACK))
        self.view = look_at(page, projector=self.projector)
        self.top = 0
        if isinstance(page, TextPage):
            self.buffer.reset(Document(_typed(page.text, page.limit)))  # with nothing of an earlier page left to undo
            self.application.layout.focus(self.input_window)
        else:
            self.application.layout.focus(self.list_window)

    def wipe(self) -> None:
        """Leave nothing of the pages so far: on the screen, in what scrolled away, or in what was cut."""
        self.buffer.reset()
        self.application.clipboard = InMemoryClipboard()
        output = self.application.output
        if isinstance(getattr(output, "vt100_output", output), Vt100_Output):  # an old console knows no such code
            output.write_raw(FORGET)
        self.redraw()

    def redraw(self) -> None:
        """Draw everything anew on an empty screen, without leaving it."""
        output = self.application.output
        output.erase_screen()
        output.cursor_goto(0, 0)
        output.flush()
        self.application.renderer.reset(leave_alternate_screen=False)
        self.application.invalidate()

    def reply(self, reply: Reply) -> None:
        """Send a reply, and show the page that answers it; the end of the conversation ends the application."""
        try:
            self.turn(self.flow.send(reply))
        except StopIteration as end:
            self.application.exit(result=end.value)
        except BaseException as error:  # a bug: let the terminal be restored first
            self.application.exit(exception=error)

    def size(self) -> tuple[int, int]:
        """Columns and rows of the window."""
        size = self.application.output.get_size()
        return size.columns, size.rows

    def page_text(self) -> StyleAndTextTuples:
        """The page, drawn for the window as it is now."""
        if isinstance(self.view.page, TextPage):
            return []
        drawn = draw(self.view, *self.size(), self.words(), self.glyphs)
        self.sight, self.top = drawn.sight, drawn.top
        return _fragments(drawn.lines, drawn.cursor)

    def text_above(self) -> StyleAndTextTuples:
        """What stands above the line to type on."""
        page = self.view.page
        return _fragments(draw_input(page, *self.size(), self.glyphs)) if isinstance(page, TextPage) else []

    def text_below(self) -> StyleAndTextTuples:
        """The message and the keys."""
        return _fragments(draw_footer(self.view, *self.size(), self.words(), self.glyphs))

    def label(self) -> str:
        """What stands before the typed text."""
        page = self.view.page
        return f" {page.label} " if isinstance(page, TextPage) else ""

    def escape(self) -> Command:
        """What Esc gives on this page to type on."""
        page = self.view.page
        return page.escape if isinstance(page, TextPage) else Command.BACK

    def tidy(self, buffer: Buffer) -> None:
        """Keep what is typed to one line of letters: a paste may bring line ends and hidden characters."""
        page = self.view.page
        limit = page.limit if isinstance(page, TextPage) else 0
        text = _typed(buffer.text, limit)
        if text != buffer.text:
            buffer.set_document(Document(text, min(buffer.cursor_position, len(text))), bypass_readonly=True)

    def list_keys(self) -> KeyBindings:
        """Keys on every page but those to type on: ours decide, everything else is ignored."""
        keys = KeyBindings()

        @keys.add(Keys.Any)
        def _(event: KeyPressEvent) -> None:
            self.pressed(event.key_sequence[0].key)

        for key in NAMES:
            keys.add(key)(lambda event: self.pressed(event.key_sequence[0].key))
        keys.add(Keys.ControlL)(lambda event: self.redraw())
        keys.add(Keys.BracketedPaste)(lambda event: None)
        return keys

    def pressed(self, key: str) -> None:
        """Let a key do what it does on this page."""
        name = NAMES.get(key, key)
        step = press(self.view, name, self.words(), top=self.top, sight=self.sight)
        if isinstance(step, View):
            self.view = step
        else:
            self.reply(step)

    def input_keys(self) -> KeyBindings:
        """Keys on a page to type on: Enter, Esc and the keys that stop; the rest edits the text."""
        keys = KeyBindings()
        for enter in (Keys.Enter, Keys.ControlJ):
            keys.add(enter, eager=True)(lambda event: self.reply(Typed(self.buffer.text)))
        keys.add(Keys.Escape, eager=True)(lambda event: self.reply(Pressed(self.escape(), self.buffer.text)))
        keys.add(Keys.ControlC, eager=True)(lambda event: self.reply(Pressed(Command.QUIT, self.buffer.text)))
        keys.add(Keys.ControlD, eager=True)(lambda event: self.reply(Pressed(Command.END, self.buffer.text)))
        return keys


def _fragments(lines: tuple[Line, ...] | list[Line], cursor: tuple[int, int] | None = None) -> StyleAndTextTuples:
    """Drawn lines in prompt_toolkit's own form."""
    fragments: StyleAndTextTuples = []
    for n, line in enumerate(lines):
        if n:
            fragments.append(("", "\n"))
        if cursor is not None and n == cursor[0]:
            before = line[0][1][: cursor[1]]
            line = (("", before), ("[SetCursorPosition]", ""), (line[0][0], line[0][1][cursor[1] :]), *line[1:])
        fragments += [
            (style if style.startswith("[") else f"class:{style}" if style else "", text) for style, text in line
        ]
    return fragments


def _typed(text: str, limit: int) -> str:
    """A text as it can be typed: one line of letters, none of them hidden, whoever wrote it."""
    return composed(HIDDEN.sub("", text.replace("\n", " ").replace("\r", " ").replace("\t", " ")))[:limit]
