"""The keys: which one gives which command. The footer of every page is made from the same table.

Each letter also answers to the Serbian Cyrillic key in its place or with its sound. Letters are compared one by one,
never by changing their case: a Turkish I is not an i.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.problems import Sentence
from selfcheck.problems import say
from selfcheck.terminal.pages import Command

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping


class Binding(Struct, frozen=True):
    """A command, the keys that give it, how the footer shows the first of them, and what it does in a word."""

    command: Command
    keys: tuple[str, ...]
    shown: str
    does: Sentence


BINDINGS = (
    Binding(Command.BACK, ("left", "backspace", "s-tab"), "←", say("back")),
    Binding(Command.SKIP, ("right",), "→", say("skip")),
    Binding(Command.NOTE, ("n", "N", "н", "Н"), "n", say("note")),
    Binding(Command.EVIDENCE, ("e", "E", "е", "Е"), "e", say("evidence")),
    Binding(Command.UNSURE, ("u", "U", "у", "У"), "u", say("not sure")),
    Binding(Command.FOCUS, ("f", "F", "ф", "Ф"), "f", say("matters now")),
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

#: Commands that every page takes, whether its footer has room to say so or not.
ALWAYS = (Command.QUIT, Command.END)

#: What plain mode types instead of the arrows: `+` skips, `b` goes back.
PLAIN = {**dict.fromkeys("bBбБ", Command.BACK), "+": Command.SKIP}

#: What plain mode takes for yes and for no, in every language and both scripts, in small letters and in capitals.
YES = frozenset(("y", "yes", "e", "evet", "d", "da", "д", "да", "Y", "Yes", "YES", "E", "Evet", "EVET"))
YES |= frozenset(("D", "Da", "DA", "Д", "Да", "ДА"))
NO = frozenset(("n", "no", "h", "hayır", "hayir", "ne", "н", "не", "N", "No", "NO", "H", "Hayır", "Hayir"))
NO |= frozenset(("HAYIR", "Ne", "NE", "Н", "Не", "НЕ"))


def _by_key() -> Mapping[str, tuple[Command, ...]]:
    """The commands of each key; one key may mean one thing on a question and another on a list."""
    found: dict[str, list[Command]] = defaultdict(list)
    for binding in BINDINGS:
        for key in binding.keys:
            found[key].append(binding.command)
    return {key: tuple(commands) for key, commands in found.items()}


BY_KEY = _by_key()


def command_for(key: str, commands: Iterable[Command]) -> Command | None:
    """The command that a key gives on a page that takes these commands."""
    taken = (*commands, *ALWAYS)
    return next((command for command in BY_KEY.get(key, ()) if command in taken), None)


def plain_command(text: str, commands: Iterable[Command]) -> Command | None:
    """The command that a line of one letter gives in plain mode, on a page that takes these commands."""
    if text in PLAIN:
        return PLAIN[text] if PLAIN[text] in commands else None
    return command_for(text, commands) if len(text) == 1 else None
