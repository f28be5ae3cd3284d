"""A few things asked one after another: a page for each, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content.characters import one_line
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Heading
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import numbered

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.pages import Page
    from selfcheck.words import Words


class Field(Struct, frozen=True, kw_only=True):
    """One thing to ask: something to pick, if there are `rows` (value and text), else something to type.

    `start` is what Enter alone gives. `refuse` says what is wrong with a value, or "". It is asked only where `when`
    holds for what is known by then.
    """

    key: str
    question: str
    rows: tuple[tuple[str, str], ...] = ()
    start: str = ""
    hint: str = ""
    refuse: Callable[[str], str] = lambda value: ""
    when: Callable[[Mapping[str, str]], bool] = lambda known: True


def fill_in(title: str, fields: tuple[Field, ...], words: Words) -> Flow[dict[str, str] | Command]:
    """Ask every field; gives what was answered by key, or the command that ended it."""
    known: dict[str, str] = {}
    at, error = 0, ""
    while at < len(fields):
        field = fields[at]
        if not field.when(known):
            at += 1
            continue
        reply = yield _page(title, field, known.get(field.key, field.start), at, len(fields), error, words)
        error = ""
        if isinstance(reply, Pressed):
            if reply.command in (Command.QUIT, Command.END, Command.STOP):
                return reply.command
            earlier = [n for n in range(at) if fields[n].when(known)]
            if not earlier:
                return Command.BACK
            at = earlier[-1]
            continue
        value = reply.values[0] if isinstance(reply, Picked) else one_line(reply.text)
        error = field.refuse(value)
        if not error:
            known[field.key] = value
            at += 1
    return {field.key: known[field.key] for field in fields if field.when(known) and field.key in known}


def _page(title: str, field: Field, start: str, at: int, total: int, error: str, words: Words) -> Page:
    heading = Heading(left=title, right=words("{n} of {total}", n=at + 1, total=total))
    if field.rows:
        return ListPage(
            heading=heading,
            body=(field.question,),
            hint=field.hint,
            rows=numbered(field.rows),
            start=start,
            error=error,
            commands=(Command.BACK, Command.STOP),
        )
    return TextPage(
        heading=heading,
        body=(field.question,),
        hint=field.hint,
        label=words("Answer:"),
        text=start,
        error=error,
        enter=words("go on"),
    )
