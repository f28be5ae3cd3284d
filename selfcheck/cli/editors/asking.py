"""Asking an editor what is not known yet, in the way that suits the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from selfcheck.problems import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.terminal.editors.form import Field
    from selfcheck.words import Words


def ask_fields(title: str, fields: Iterable[Field], words: Words, accessible: bool, no_input: bool) -> dict[str, str]:
    """What a person says to the fields; nothing where nobody can be asked. Ends the command where they stop."""
    from selfcheck.cli.conversation import Show
    from selfcheck.cli.conversation import show_flow
    from selfcheck.cli.setting import interface
    from selfcheck.terminal.editors.form import fill_in
    from selfcheck.terminal.pages import Command
    from selfcheck.terminal.printing import print_talk
    from selfcheck.terminal.signals import Stopped

    wanted = tuple(fields)
    how, why = interface(accessible)
    if no_input or how == "none" or not wanted:
        return {}
    try:
        answers = show_flow(fill_in(title, wanted, words), lambda: words, Show(how, why))
    except Stopped as stopped:
        raise typer.Exit(128 + stopped.number) from stopped
    if isinstance(answers, Command):
        print_talk(words("Nothing was written."))
        raise typer.Exit({Command.QUIT: 130, Command.END: int(Exit.MISSING)}.get(answers, 0))
    return answers
