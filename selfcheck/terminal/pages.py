"""What can be shown, and what can come back: pages and replies as values.

Whoever decides what comes next is a generator that yields a page and receives a reply. Whoever shows it, draws it or
speaks it; neither knows the other.
"""

from __future__ import annotations

from collections.abc import Generator
from collections.abc import Iterable
from enum import Enum
from typing import TypeVar

from msgspec import Struct


class Command(Enum):
    """What a person can want on any page, besides picking and typing."""

    BACK = "back"
    SKIP = "skip"
    NOTE = "note"
    EVIDENCE = "evidence"
    UNSURE = "unsure"
    FOCUS = "focus"
    HELP = "help"
    MENU = "menu"
    SECTIONS = "sections"
    REVIEW = "review"
    FINISH = "finish"
    STOP = "stop"
    QUIT = "quit"
    END = "end"


#: What every list takes: to leave it, to read what the keys do, to stop.
LIST_COMMANDS = (Command.BACK, Command.HELP, Command.STOP)


class Picked(Struct, frozen=True):
    """These rows were picked, by their values."""

    values: tuple[str, ...]


class Typed(Struct, frozen=True):
    """This was typed."""

    text: str


class Pressed(Struct, frozen=True):
    """A command was given; `text` is what had been typed by then, on a page to type on."""

    command: Command
    text: str | None = None


Reply = Picked | Typed | Pressed


class Heading(Struct, frozen=True, kw_only=True):
    """The top of a page. `done` is the answered part, from 0 to 1, where progress is shown.

    `unsaved` means that what was answered last is on no disk.
    """

    left: str
    right: str = ""
    second_left: str = ""
    second_right: str = ""
    done: float | None = None
    unsaved: bool = False


class Row(Struct, frozen=True, kw_only=True):
    """One line to pick. `key` is what is typed for it, `value` what comes back; a row without value is a title.

    `aside` stands beside it; `said` is what plain mode says in its place, where a sign would not do.
    """

    key: str
    value: str
    text: str
    aside: str = ""
    said: str = ""
    remark: str = ""
    apart: bool = False
    short: str = ""


def numbered(rows: Iterable[tuple[str, str]]) -> tuple[Row, ...]:
    """Rows with the numbers from 1, from pairs of a value and its text."""
    return tuple(Row(key=str(n), value=value, text=text) for n, (value, text) in enumerate(rows, 1))


class ListPage(Struct, frozen=True, kw_only=True):
    """Rows to pick from: a question (`asks`), or a list such as the menu or the review.

    `start` is the value that is highlighted at first; "" highlights nothing. `ticked` rows are those chosen already.
    On a page with `multiple`, up to `most` rows may be ticked, and a row of `alone` only by itself. The last row
    stays in sight if it is `pinned`. `last_time` tells that what is ticked was said last time, and is no answer yet. A
    page with `yes_no` has two rows, yes and no. Drawn, it says what the `signs` beside its rows mean, and something
    else (`cramped`) in a window that is too small.
    """

    heading: Heading
    body: tuple[str, ...] = ()
    hint: str = ""
    rows: tuple[Row, ...]
    asks: bool = False
    start: str = ""
    ticked: tuple[str, ...] = ()
    multiple: bool = False
    most: int | None = None
    alone: tuple[str, ...] = ()
    pinned: bool = False
    yes_no: bool = False
    signs: str = ""
    cramped: str = ""
    last_time: bool = False
    news: str = ""
    error: str = ""
    commands: tuple[Command, ...] = ()

    @property
    def apart(self) -> frozenset[str]:
        """The values that cannot be picked together with any other."""
        return frozenset((*self.alone, *(row.value for row in self.rows if row.value.startswith("state:"))))


class TextPage(Struct, frozen=True, kw_only=True):
    """Something to type: one line, at most `limit` characters. `may_delete` tells that an empty text takes it away.

    `enter` says what Enter does, `escape` is what Esc gives. `last_time` tells that `text` was said last time, and is
    no answer yet. `commands` are those that plain mode takes as a line of one letter; on a drawn page every letter is
    text.
    """

    heading: Heading
    body: tuple[str, ...]
    hint: str = ""
    label: str
    text: str = ""
    limit: int = 1000
    may_delete: bool = False
    last_time: bool = False
    error: str = ""
    news: str = ""
    enter: str = ""
    escape: Command = Command.BACK
    commands: tuple[Command, ...] = ()


class ReadPage(Struct, frozen=True, kw_only=True):
    """Something to read: titles with their texts. Any key leaves it; `leave` says so.

    With `keys` it ends with what can be pressed or typed, which depends on how pages are shown.
    """

    heading: Heading
    parts: tuple[tuple[str, str], ...]
    keys: bool = False
    leave: str


class Wipe(Struct, frozen=True):
    """Not a page but the end of all before it: nothing that was shown or typed so far may be seen again."""


Page = ListPage | TextPage | ReadPage | Wipe

Result = TypeVar("Result")

#: A conversation: yields pages, receives replies, ends with a result.
Flow = Generator[Page, Reply, Result]


def going_on(page: Page, flow: Flow[Result]) -> Flow[Result]:
    """A conversation from a page on that it has given already."""
    while True:
        reply = yield page
        try:
            page = flow.send(reply)
        except StopIteration as end:
            result: Result = end.value
            return result
