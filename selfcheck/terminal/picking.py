"""A list that can be left for a moment, to read what the keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.terminal import screens
from selfcheck.terminal.keys import ALWAYS
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Pressed

if TYPE_CHECKING:
    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.pages import ListPage
    from selfcheck.terminal.pages import Reply
    from selfcheck.words import Words


def pick(page: ListPage, words: Words) -> Flow[Reply]:
    """Show a list until something else than help is wanted of it."""
    while True:
        reply = yield page
        if not (isinstance(reply, Pressed) and reply.command is Command.HELP):
            return reply
        left = yield screens.keys_page(words)
        if isinstance(left, Pressed) and left.command in ALWAYS:
            return left
