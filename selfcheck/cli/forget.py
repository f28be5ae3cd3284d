"""The command that deletes: `forget`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from selfcheck.cli import options
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.words import Words


def forget(
    file: options.ResponseFile,
    yes: options.Yes = False,
    lang: options.Language = None,
    accessible: options.Accessible = False,
    debug: options.Debug = False,
) -> None:
    """Delete a response with its plans and older copies, after showing which files these are."""
    from selfcheck.assessment.places import ENDING
    from selfcheck.assessment.places import documents_of_several
    from selfcheck.assessment.places import forget as forget_files
    from selfcheck.assessment.places import traces
    from selfcheck.assessment.response_file import DamagedError
    from selfcheck.assessment.response_file import NewerError
    from selfcheck.assessment.response_file import read_response
    from selfcheck.assessment.training import forget_response
    from selfcheck.cli.setting import chosen_language
    from selfcheck.files import hold
    from selfcheck.terminal.printing import print_talk
    from selfcheck.words import Words

    try:
        language = read_response(file).response.language
    except (DamagedError, NewerError):
        if not file.name.endswith(ENDING):  # it may be anybody's file
            raise
        language = "en"
    words = Words(chosen_language(lang) or language)
    with hold(file):
        going = [path for path in traces(file) if not path.name.endswith(".lock")]
        if not yes and not _sure(going, words, accessible=accessible):
            print_talk(words("Nothing was deleted."))
            return
        forget_response(file)
        forget_files(file)
    print_talk(words("Deleted. Files: {n}", n=len(going)))
    for path in documents_of_several(file.parent):
        print_talk(words("{path} was made of several responses. If this one was among them, delete it too.", path=path))


def _sure(going: list[Path], words: Words, *, accessible: bool) -> bool:
    """Whether the person means it. Raises SelfcheckError where nobody can be asked."""
    from selfcheck.cli.conversation import choose_show
    from selfcheck.terminal.opening import really_forget
    from selfcheck.terminal.plain import show_plain
    from selfcheck.terminal.plain import standard_lines

    try:
        choose_show(accessible=accessible)
    except SelfcheckError as error:
        raise SelfcheckError(
            say("Nobody can be asked here whether to delete {path}.", path=going[0]),
            say("say so beforehand: --yes"),
            code=Exit.USAGE,
        ) from error
    from selfcheck.terminal.signals import Stopped

    try:
        return show_plain(really_forget(going, words), lambda: words, standard_lines())
    except Stopped as stopped:
        raise typer.Exit(128 + stopped.number) from stopped
