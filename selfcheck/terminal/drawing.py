"""What stands where: a view and a size become lines. Pure: the same for a test, a picture and a real terminal.

Everything wraps here, at every redraw, so a window can be resized at any time. When room is short, things give way in
this order: the empty lines between choices, the rule under the heading, the bar, then the question scrolls with its
choices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple

from selfcheck.content.characters import visible
from selfcheck.terminal.keys import BY_COMMAND
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import Wipe
from selfcheck.terminal.wrapping import shorten
from selfcheck.terminal.wrapping import width_of
from selfcheck.terminal.wrapping import wrap

if TYPE_CHECKING:
    from selfcheck.terminal.pages import Heading
    from selfcheck.terminal.pages import Page
    from selfcheck.terminal.pages import Row
    from selfcheck.terminal.pressing import View
    from selfcheck.words import Words

WIDEST = 100
BAR = 20

#: Columns before the text of a row, on a laptop and on a projector.
INDENT, PROJECTED = 6, 8

#: A window lower than this shows what can be picked, and of all the rest only the first line each.
LOW = 8

#: With no more lines than these, none is given to the marks that there is more above or below.
MARKS = 2

#: Columns and rows below which a page asks for a larger window.
CRAMPED = (40, 12)

#: Commands that the footer of a question leaves to the menu, so that it stays short.
IN_MENU = (
    Command.SECTIONS, Command.REVIEW, Command.STOP, Command.EVIDENCE, Command.UNSURE, Command.FOCUS,
)  # fmt: skip


class Glyphs(Struct, frozen=True):
    """The few signs of the interface, all of them in every Windows console font."""

    pointer: str = "►"
    full: str = "█"
    empty: str = "░"
    rule: str = "─"
    up: str = "↑"
    down: str = "↓"
    left: str = "←"
    right: str = "→"
    more: str = "…"
    gained: str = "▓"
    lost: str = "▒"

    def bar(self, part: float, cells: int) -> str:
        """A part of a whole, from 0 to 1, as a bar of so many cells."""
        full = round(part * cells)
        return self.full * full + self.empty * (cells - full)


ASCII = Glyphs(
    pointer=">", full="#", empty=".", rule="-", up="^", down="v", left="<-", right="->", more="...",
    gained="+", lost="-",
)  # fmt: skip


def glyphs_for(encoding: str | None) -> Glyphs:
    """The signs that an encoding can say."""
    try:
        "".join(astuple(Glyphs())).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return Glyphs()


#: A line: pieces of text, each with its style ("", "bold", "reverse", "error").
Line = tuple[tuple[str, str], ...]


class Drawn(Struct, frozen=True):
    """A page as lines.

    `cursor` is where the cursor belongs (line, column); `top` and `sight` are the first line in sight of the part that
    scrolls, and how many there are.
    """

    lines: tuple[Line, ...]
    cursor: tuple[int, int]
    top: int
    sight: int

    def text(self) -> str:
        """The lines without their styles."""
        return "\n".join("".join(piece for _, piece in line) for line in self.lines)


class Body(Struct, frozen=True):
    """The lines between heading and footer, before it is known how many fit.

    `focus` are those to keep in sight; `starts` those that something begins with, where the part in sight may begin.
    """

    lines: list[Line]
    focus: tuple[int, int]
    starts: frozenset[int] = frozenset((0,))


def draw(view: View, width: int, height: int, words: Words, glyphs: Glyphs) -> Drawn:
    """The whole page: heading, what scrolls, one line for messages, the keys."""
    page = view.page
    if view.hidden or isinstance(page, Wipe):
        return _blank(words("Screen hidden. Press any key.") if view.hidden else "", height)
    bottom = draw_footer(view, width, height, words, glyphs)
    width = max(8, min(width, WIDEST))
    top = draw_heading(page.heading, width, glyphs, ruled=height >= 20)
    top = top[:1] if height < LOW else top
    room = max(1, height - len(top) - len(bottom))
    pinned: list[Line] = []
    if isinstance(page, ListPage):
        if page.pinned:
            pinned = [(("", ""),), *_row_lines(view, len(page.rows) - 1, width, glyphs)]
            room = max(1, room - len(pinned))
        fixed, body = _list_body(view, page, width, room, words, glyphs)
    elif isinstance(page, ReadPage):
        fixed, body = [], Body(_read_lines(page, width, words), (0, 0))
    else:
        fixed, body = [], Body(_paragraphs(page.body, width, "bold"), (0, 0))
    seen = _in_sight(body, room - len(fixed), view.top, words, glyphs)
    lines = [*top, *fixed, *seen.lines]
    cursor = (len(top) + len(fixed) + seen.focus, 1 if view.highlighted is not None else 0)
    if view.highlighted is not None and page_is_pinned(page, view.highlighted):
        cursor = (len(top) + room + 1, 1)
    elif view.highlighted is None:
        cursor = (len(top), 0)
    lines += [(("", ""),)] * (len(top) + room - len(lines))
    return Drawn(tuple([*lines, *pinned, *bottom][:height]), cursor, seen.first, max(1, seen.count))


def _blank(text: str, height: int) -> Drawn:
    """Nothing to be seen but one sentence."""
    lines: list[Line] = [(("", ""),)] * max(1, height - 1)
    return Drawn((*lines, (("", text),)), (len(lines), 0), 0, 1)


def page_is_pinned(page: Page, highlighted: int) -> bool:
    """Whether the highlighted row is the one that stays in sight."""
    return isinstance(page, ListPage) and page.pinned and highlighted == len(page.rows) - 1


def draw_heading(heading: Heading, width: int, glyphs: Glyphs, *, ruled: bool) -> list[Line]:
    """The top lines: what this is, how far it is, where in it one stands."""
    right = visible(heading.right, lines=False)
    if heading.done is not None and width >= 50:
        cells = BAR if width >= 70 else BAR // 2
        right = f"{right}   {glyphs.bar(heading.done, cells)}"
    lines: list[Line] = [_two_sided(heading.left, right, width, glyphs)]
    if heading.second_left or heading.second_right:
        lines.append(_two_sided(heading.second_left, visible(heading.second_right, lines=False), width, glyphs))
    if ruled:
        lines.append((("", glyphs.rule * width),))
    return lines


def _two_sided(left: str, right: str, width: int, glyphs: Glyphs) -> Line:
    left, right = visible(left, lines=False), shorten(right, width, glyphs.more)
    left = shorten(left, width - width_of(right) - (2 if right else 0), glyphs.more)
    return (("", f"{left}{' ' * (width - width_of(left) - width_of(right))}{right}".rstrip()),)


def draw_footer(view: View, width: int, height: int, words: Words, glyphs: Glyphs) -> list[Line]:
    """The message line, and the keys that do something here."""
    page = view.page
    news = page.news if isinstance(page, ListPage | TextPage) else ""
    if isinstance(page, ListPage):
        news = news or page.signs
    if isinstance(page, ListPage) and page.cramped and (width < CRAMPED[0] or height < CRAMPED[1]):
        news = page.cramped
    width = max(8, min(width, WIDEST))
    if view.error:
        messages: list[Line] = [(("error", line),) for line in wrap(f"! {visible(view.error, lines=False)}", width)]
    else:
        first, *rest = wrap(visible(news, lines=False), width)
        messages = [(("", first),)]
        messages += [(("", shorten(" ".join(rest), width, glyphs.more)),)] if rest else []
    keys: list[Line] = [(("", line),) for line in wrap_keys(_key_words(page, words, glyphs), width)]
    if height < LOW:
        messages, keys = [line for line in messages if line[0][1]][:1], keys[:1]
    return [*messages, *keys]


def _key_words(page: Page, words: Words, glyphs: Glyphs) -> list[str]:
    if isinstance(page, ReadPage):
        return [page.leave]
    if isinstance(page, TextPage):
        return ["Enter " + page.enter, "Esc " + words.sentence(BY_COMMAND[page.escape].does)]
    if not isinstance(page, ListPage):
        return []
    keys = ["Enter " + words("choose")]
    if page.multiple:
        keys.insert(0, words("Space: tick"))
    signs = {"←": glyphs.left, "→": glyphs.right}
    for command in page.commands:
        binding = BY_COMMAND[command]
        if page.asks and command in IN_MENU:
            continue
        shown = "Esc" if command is Command.BACK and not page.asks else signs.get(binding.shown, binding.shown)
        keys.append(f"{shown} {words.sentence(binding.does)}")
    return keys


def wrap_keys(keys: list[str], width: int) -> list[str]:
    """The keys on as few lines as hold them, none of them torn apart unless it is wider than the window."""
    lines = [""]
    for key in keys:
        longer = f"{lines[-1]}   {key}" if lines[-1] else key
        if width_of(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(key)
    return [piece for line in lines for piece in wrap(line, width)]


def _list_body(
    view: View, page: ListPage, width: int, room: int, words: Words, glyphs: Glyphs
) -> tuple[list[Line], Body]:
    """The text that stays and the rows that scroll; with little room, both scroll."""
    intro = _paragraphs(page.body, width, "bold" if page.asks else "")
    after = _paragraphs((page.hint,), width, "") if page.hint else []
    if page.asks:
        intro += after
    if page.multiple:
        intro += _paragraphs((words("Several answers are possible: tick each one with the space bar."),), width, "")
    if intro:
        intro.append((("", ""),))
    last = len(page.rows) - (1 if page.pinned else 0)
    rows = _rows(view, last, width, glyphs, airy=page.asks)
    if len(intro) + len(rows.lines) > room and not view.projector:
        rows = _rows(view, last, width, glyphs, airy=False)
    airy, focus = rows.lines, rows.focus
    if not page.asks and after:
        airy += [(("", ""),), *after]
    tall = focus[1] - focus[0]
    if len(intro) + len(airy) <= room or len(intro) + tall <= room * 3 // 4:
        return intro, rows
    above = len(intro)
    moved = (focus[0] + above, focus[1] + above) if tall else (0, 0)
    return [], Body([*intro, *airy], moved, frozenset((0, *(start + above for start in rows.starts))))


def _rows(view: View, last: int, width: int, glyphs: Glyphs, *, airy: bool) -> Body:
    """The rows as lines, with those of the highlighted one in focus."""
    lines: list[Line] = []
    starts = [0]
    focus = (0, 0)
    column = _aside_column(view.rows, width, _indent(view))
    for n, row in enumerate(view.rows[:last]):
        if airy and lines:
            lines.append((("", ""),))
        if row.apart:
            lines.append((("", f"   {glyphs.rule * 3}"),))
        start = len(lines)
        starts.append(start)
        lines += _row_lines(view, n, width, glyphs, column)
        if n == view.highlighted:
            focus = (start, len(lines))
    return Body(lines, focus, frozenset(starts))


def _indent(view: View) -> int:
    return PROJECTED if view.projector else INDENT


def _aside_column(rows: tuple[Row, ...], width: int, indent: int) -> int:
    """Where what stands beside the rows begins; 0 where it takes a line of its own."""
    beside = [row for row in rows if row.aside]
    if not beside:
        return 0
    column = indent + max(width_of(row.text) for row in beside) + 2
    if column + max(width_of(row.aside) for row in beside) <= width:
        return column
    if width < 70:
        return 0
    return column if column + 16 <= width else min(column, width // 2)


def _row_lines(view: View, n: int, width: int, glyphs: Glyphs, column: int = 0) -> list[Line]:
    row = view.rows[n]
    text = visible(row.text, lines=False)
    if not row.value:
        return [(("bold", f" {line}"),) for line in wrap(text, width - 1)]
    here = n == view.highlighted
    page = view.page
    box = ""
    if isinstance(page, ListPage) and page.multiple and not row.apart and not row.value.startswith("state:"):
        box = "[x] " if row.value in view.ticked else "[ ] "
    words = " ".join(filter(None, (box + text, visible(row.remark, lines=False))))
    style = "reverse" if here else ""
    margin = _indent(view)
    start = f" {glyphs.pointer if here else ' '} {row.key}".ljust(margin)
    indent = margin + len(box)
    aside = visible(row.aside, lines=False)
    room = (column or width) - margin - (2 if column else 0)
    fill = width - margin if here and view.projector else 0
    left = wrap(words, max(8, room - len(box)))
    left = [left[0], *((" " * len(box)) + line for line in left[1:])]
    if not aside:
        return _pointed(start, left, style, fill)
    if column:
        right = wrap(aside, max(8, width - column))
        height = max(len(left), len(right))
        left += [""] * (height - len(left))
        right += [""] * (height - len(right))
        gap = column - margin
        pairs = [f"{a}{' ' * (gap - width_of(a))}{b}".rstrip() for a, b in zip(left, right, strict=True)]
        return _pointed(start, pairs, style, fill)
    beneath = [f"  {line}" for line in wrap(aside, max(8, width - indent - 2))]
    return _pointed(start, [*left, *beneath], style, fill)


def _pointed(start: str, texts: list[str], style: str, fill: int) -> list[Line]:
    """Lines with the pointer and the number before the first of them, filled up to `fill` columns of style."""
    first, *rest = (text + " " * (fill - width_of(text)) for text in texts)
    lines: list[Line] = [(("", start), (style, first))]
    lines += [(("", " " * len(start)), (style, text)) for text in rest]
    return lines


def _paragraphs(texts: tuple[str, ...], width: int, style: str) -> list[Line]:
    return [((style, line),) for text in texts if text for line in wrap(visible(text), width)]


def _read_lines(page: ReadPage, width: int, words: Words) -> list[Line]:
    lines: list[Line] = []
    for title, text in (*page.parts, _keys_part(words)) if page.keys else page.parts:
        if lines:
            lines.append((("", ""),))
        if title:
            lines += [(("bold", line),) for line in wrap(visible(title, lines=False), width)]
        indent = "  " if title else ""
        for paragraph in visible(text).split("\n"):
            bullet = "- " if paragraph.startswith("- ") else ""
            first, *rest = wrap(paragraph.removeprefix(bullet), width - len(indent + bullet))
            lines.append((("", indent + bullet + first),))
            lines += [(("", indent + " " * len(bullet) + line),) for line in rest]
    return lines


def _keys_part(words: Words) -> tuple[str, str]:
    lines = (
        words("1 to 9, 0 and Enter: choose an answer"),
        words("← or Backspace: previous question; →: skip for now"),
        words("n: note; e: evidence; u: not sure, ask somebody; f: this matters to us now"),
        words("s: sections; r: all my answers; there, f: finish"),
        words("Esc: menu; q: save and stop"),
    )
    return words("Keys"), "\n".join(lines)


class InSight(Struct, frozen=True):
    """What of a body is seen: lines with marks, the first of the body's own and their count, where the focus starts."""

    lines: list[Line]
    first: int
    count: int
    focus: int


def _in_sight(body: Body, room: int, wanted: int | None, words: Words, glyphs: Glyphs) -> InSight:
    """The lines that fit, with a mark where more are above or below."""
    lines, room = body.lines, max(1, room)
    if len(lines) <= room:
        return InSight(lines, 0, len(lines), body.focus[0])
    first = _first_line(body, room) if wanted is None else min(wanted, len(lines) - room + 1)
    up = first > 0 and room > MARKS
    fits = room - up
    down = first + fits < len(lines) and room > MARKS
    fits -= down
    shown = lines[first : first + fits]
    more = words("more")
    above: list[Line] = [(("", f"   {glyphs.up} {more}"),)] if up else []
    below: list[Line] = [(("", f"   {glyphs.down} {more}"),)] if down else []
    return InSight([*above, *shown, *below], first, len(shown), max(0, body.focus[0] - first + up))


def _first_line(body: Body, room: int) -> int:
    """The first line to show so that the highlighted row is whole, or at the top where it is taller than the room."""
    start, end = body.focus
    for first in range(start + 1):
        fits = room - (first > 0 and room > MARKS)
        fits -= first + fits < len(body.lines) and room > MARKS
        if end <= first + fits and first in body.starts:
            return first
    return start


def draw_input(page: TextPage, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """What stands above the line a person types on."""
    width = max(8, min(width, WIDEST))
    top = draw_heading(page.heading, width, glyphs, ruled=height >= 20)
    body = [*_paragraphs(page.body, width, "bold"), *_paragraphs((page.hint,), width, ""), (("", ""),)]
    room = max(1, height - len(top) - 4)
    return [*top, *body[:room]]
