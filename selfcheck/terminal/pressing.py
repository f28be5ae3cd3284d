"""What a key does on a page, as a step from one view to the next, or to a reply. Knows no terminal.

Digits highlight, Enter confirms: number and Enter work the same on every page and in plain mode, and a wrong digit
never answers anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.terminal.keys import ALWAYS
from selfcheck.terminal.keys import command_for
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import TextPage

if TYPE_CHECKING:
    from selfcheck.terminal.pages import Page
    from selfcheck.terminal.pages import Reply
    from selfcheck.terminal.pages import Row
    from selfcheck.words import Words


#: Hides the screen of a projector; presentation programs use the same key.
HIDE = "."


class View(Struct, frozen=True):
    """A page and what the person has done on it: highlight, ticks, digits typed so far, scrolling.

    `top` is the first line in sight; None leaves that to the highlight. On a `projector` the page is drawn larger and
    can be `hidden` for as long as people talk.
    """

    page: Page
    highlighted: int | None = None
    ticked: frozenset[str] = frozenset()
    digits: str = ""
    top: int | None = None
    error: str = ""
    projector: bool = False
    hidden: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of a list; nothing on other pages."""
        return self.page.rows if isinstance(self.page, ListPage) else ()


def look_at(page: Page, *, projector: bool = False) -> View:
    """A page as it is first seen."""
    if not isinstance(page, ListPage):
        return View(page, error=page.error if isinstance(page, TextPage) else "", projector=projector)
    values = [row.value for row in page.rows]
    at = values.index(page.start) if page.start and page.start in values else None
    return View(page, at, frozenset(page.ticked), error=page.error, projector=projector)


def press(view: View, key: str, words: Words, *, top: int = 0, sight: int = 10) -> View | Reply:
    """The view after a key, or the reply that it gives.

    For paging, `top` is the first line that is in sight now, and `sight` how many there are.

    Keys are single characters, or the names `up`, `enter`, `s-tab`, `c-c`, `f1` and the like. What means nothing
    here is ignored.
    """
    always = command_for(key, ALWAYS)
    if always is not None:
        return Pressed(always)
    if view.hidden or (key == HIDE and view.projector and not isinstance(view.page, TextPage)):
        return replace(view, hidden=not view.hidden)
    if isinstance(view.page, ReadPage):
        return _scrolled(view, key, top, sight) or Pressed(Command.BACK)
    if isinstance(view.page, ListPage):
        scrolled = _scrolled(view, key, top, sight, by_line=False)
        return _press_in_list(view, view.page, key, words) if scrolled is None else scrolled
    return view


def _press_in_list(view: View, page: ListPage, key: str, words: Words) -> View | Reply:
    if key in ("up", "down", "tab"):
        return _moved(view, -1 if key == "up" else 1)
    if key.isascii() and key.isdigit():
        return _typed(view, key)
    if key == "enter":
        return _entered(view, page, words)
    if key == " " and page.multiple:
        return _toggled(view, page, words)
    command = command_for(key, page.commands)
    if command is None and command_for(key, (Command.MENU,)) and Command.BACK in page.commands:
        command = Command.BACK  # Esc leaves a list
    return view if command is None else Pressed(command)


def _scrolled(view: View, key: str, top: int, sight: int, *, by_line: bool = True) -> View | None:
    """The view with other lines in sight; the highlight stays where it is. None for a key that does not scroll."""
    moves = {"pageup": top - sight, "pagedown": top + sight, "home": 0, "end": 1_000_000}
    if by_line:
        moves |= {"up": top - 1, "down": top + 1}
    return replace(view, top=max(0, moves[key])) if key in moves else None


def _moved(view: View, step: int) -> View:
    """The highlight one row on, past titles, around the end."""
    places = [n for n, row in enumerate(view.rows) if row.value]
    if not places:
        return view
    if view.highlighted is None:
        at = places[0 if step > 0 else -1]
    else:
        at = places[(places.index(view.highlighted) + step) % len(places)]
    return replace(view, highlighted=at, digits="", top=None, error="")


def _typed(view: View, digit: str) -> View:
    """The highlight on the row whose number has been typed: 1 and then 4 is 14 where there is one."""
    keys = {row.key: n for n, row in enumerate(view.rows) if row.value and row.key}
    for typed in (view.digits + digit, digit):
        if typed in keys:
            return replace(view, highlighted=keys[typed], digits=typed, top=None, error="")
        if any(key.startswith(typed) for key in keys):
            return replace(view, digits=typed, error="")
    return view


def _entered(view: View, page: ListPage, words: Words) -> View | Reply:
    """Confirm: the ticked rows, or the highlighted one."""
    row = None if view.highlighted is None else view.rows[view.highlighted]
    if page.multiple:
        ticked = tuple(each.value for each in view.rows if each.value in view.ticked)
        if row is not None and row.value.startswith("state:"):
            return Picked((row.value,))
        ticked = tuple(value for value in ticked if not value.startswith("state:"))
        if ticked:
            return Picked(ticked)
    if row is None:
        return replace(view, error=words("Choose an answer first: press its number, or use the arrow keys."))
    return Picked((row.value,))


def _toggled(view: View, page: ListPage, words: Words) -> View:
    """Tick the highlighted row or take its tick away; what cannot stand together is taken away with it."""
    if view.highlighted is None:
        return replace(view, error=words("Choose an answer first: press its number, or use the arrow keys."))
    value = view.rows[view.highlighted].value
    if value in view.ticked:
        return replace(view, ticked=view.ticked - {value}, digits="", error="")
    ticked = frozenset({value}) if value in page.apart else (view.ticked - page.apart) | {value}
    if page.most is not None and len(ticked) > page.most:
        return replace(view, error=words("At most {n} answers: take one away first.", n=page.most))
    return replace(view, ticked=ticked, digits="", error="")
