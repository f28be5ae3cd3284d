"""The keys: which one gives which command. The footer of every page is made from the same table.

Each letter also answers to the Serbian Cyrillic key in its place or with its sound. Letters are compared one by one,
never by changing their case: a Turkish I is not an i.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfcheck.problems import Sentence
from selfcheck.problems import say
from selfcheck.terminal.pages import Command

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Binding:
    """A command, the keys that give it, how the footer shows the first of them, and what it does in a word."""

    command: Command
    keys: tuple[str, ...]
    shown: str
    does: Sentence


BINDINGS = (
    Binding(Command.BACK, ("left", "backspace", "s-tab"), "←", say("back")),
    Binding(Command.SKIP, ("right",), "→", say("skip")),
    Binding(Command.NOTE, ("n", "N", "н", "Н"), "n", say("note")),
    Binding(Command.SECTIONS, ("s", "S", "с", "С"), "s", say("sections")),
    Binding(Command.REVIEW, ("r", "R", "р", "Р"), "r", say("all answers")),
    Binding(Command.FINISH, ("f", "F", "ф", "Ф"), "f", say("finish")),
    Binding(Command.HELP, ("?", "h", "H", "х", "Х", "f1"), "?", say("help")),
    Binding(Command.STOP, ("q", "Q", "љ", "Љ"), "q", say("stop")),
    Binding(Command.MENU, ("escape", "m", "M", "м", "М"), "Esc", say("menu")),
    Binding(Command.QUIT, ("c-c",), "Ctrl-C", say("stop at once")),
    Binding(Command.END, ("c-d",), "Ctrl-D", say("stop at once")),
)

BY_COMMAND: Mapping[Command, Binding] = {binding.command: binding for binding in BINDINGS}
BY_KEY: Mapping[str, Command] = {key: binding.command for binding in BINDINGS for key in binding.keys}

#: Commands that every page takes, whether its footer has room to say so or not.
ALWAYS = (Command.QUIT, Command.END)

#: The letters of plain mode; `+` stands for the arrow that skips, `b` for the one that goes back.
LETTERS: Mapping[str, Command] = {
    **{key: command for key, command in BY_KEY.items() if len(key) == 1 and command is not Command.MENU},
    **dict.fromkeys("bBбБ", Command.BACK),
    "+": Command.SKIP,
}
