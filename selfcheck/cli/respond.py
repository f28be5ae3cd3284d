"""Commands of respondents: the start page, `start` and `resume`."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from selfcheck.cli import options
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfcheck.cli.wanted import Wanted
    from selfcheck.terminal.desk import Desk
    from selfcheck.terminal.interview import Ending
    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.welcome import Wish


def start_page(context: typer.Context) -> None:
    """Open the start page where there is a terminal; else say what there is."""
    from selfcheck.cli.setting import interface
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.welcome import visit

    how, _ = interface(accessible=False)
    if how == "none":
        print_result(context.get_help())
        raise typer.Exit
    desk, ask_language = _desk(None, None, None)
    wanted = wanted_formats(None, None)
    _converse(desk, lambda: visit(desk, ask_language=ask_language), plain=how == "plain", wanted=wanted)


def start(
    org: options.Organisation = "",
    lang: options.Language = None,
    answers: options.Answers = None,
    formats: options.Formats = None,
    output: options.Output = None,
    accessible: options.Accessible = False,
    no_input: options.NoInput = False,
    allow_open: options.AllowOpen = False,
    no_color: options.NoColor = False,
    quiet: options.Quiet = False,
    pack: options.Pack = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Begin a check: in pages, in plain lines, or from a file of answers."""
    from selfcheck.cli.setting import interface
    from selfcheck.cli.setting import no_terminal
    from selfcheck.cli.wanted import wanted_formats

    _choose_colour(no_color)
    wanted = wanted_formats(formats, output)
    if answers is not None:
        from selfcheck.cli.batch import answer_from_file

        answer_from_file(answers, org, lang, wanted, pack, dir, allow_open=allow_open, quiet=quiet)
        return
    if no_input:
        raise SelfcheckError(
            say("There are no answers, and --no-input forbids to ask."),
            say("name a file: --answers FILE"),
            code=Exit.USAGE,
        )
    how, _ = interface(accessible)
    if how == "none":
        raise no_terminal()
    from selfcheck.terminal.welcome import check

    desk, ask_language = _desk(pack, lang, dir)
    _converse(desk, lambda: check(desk, org.strip(), ask_language=ask_language), plain=how == "plain", wanted=wanted)


def resume(
    file: options.File = None,
    lang: options.Language = None,
    accessible: options.Accessible = False,
    no_input: options.NoInput = False,
    last_good: options.LastGood = False,
    no_color: options.NoColor = False,
    formats: options.Formats = None,
    output: options.Output = None,
    pack: options.Pack = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Continue the named check, or the last one that was changed."""
    from selfcheck.assessment.places import last_changed
    from selfcheck.assessment.response_file import recover
    from selfcheck.cli.setting import interface
    from selfcheck.cli.setting import no_terminal
    from selfcheck.cli.wanted import wanted_formats

    _choose_colour(no_color)
    wanted = wanted_formats(formats, output)
    how, _ = interface(accessible)
    if how == "none" or no_input:
        raise no_terminal()
    desk, _ = _desk(pack, lang, dir)
    path = file or last_changed(desk.folder).path
    if last_good:
        recover(path)
    from selfcheck.terminal.welcome import Wish
    from selfcheck.terminal.welcome import follow

    _converse(desk, lambda: follow(desk, Wish("open", path=path), language=lang), plain=how == "plain", wanted=wanted)


def _choose_colour(no_color: bool) -> None:
    """Tell whatever draws that no colours are wanted, in the way that every program understands."""
    if no_color:
        os.environ["NO_COLOR"] = "1"


def _desk(pack: Path | None, language: str | None, folder: Path | None) -> tuple[Desk, bool]:
    """The desk to work at, and whether the language has to be asked first."""
    from selfcheck.assessment.places import response_folder
    from selfcheck.cli.setting import chosen_language
    from selfcheck.cli.setting import now
    from selfcheck.cli.setting import open_questions
    from selfcheck.cli.setting import pack_place
    from selfcheck.terminal.desk import Desk
    from selfcheck.words import Words

    code = chosen_language(language)
    words = Words(code or "en")
    place = pack_place(pack)
    return Desk(open_questions(place, words), place, response_folder(folder), words, now), code is None


def _converse(desk: Desk, flow: Callable[[], Flow[Wish | Ending]], *, plain: bool, wanted: Wanted) -> None:
    """Hold a conversation, and say how it ended."""
    from selfcheck.terminal.welcome import Wish

    try:
        ending = _show(desk, flow(), plain=plain)
        if isinstance(ending, Wish):
            if ending.what == "plain":
                _converse(desk, flow, plain=True, wanted=wanted)
            elif ending.what == "interrupted":
                raise typer.Exit(130)
            return
        _say_how_it_ended(desk, ending, plain=plain, wanted=wanted)
    finally:
        desk.close()


def _show(desk: Desk, flow: Flow[Wish | Ending], *, plain: bool) -> Wish | Ending:
    """Show the pages of a conversation, drawn or as plain lines, until it or a signal ends it."""
    from selfcheck.terminal.signals import Stopped

    try:
        if plain:
            from selfcheck.terminal.plain import show_plain
            from selfcheck.terminal.plain import standard_lines

            lines = standard_lines()
            lines.write(desk.words("Plain questions: on. To go back to drawn pages, start without --accessible."))
            return show_plain(flow, lambda: desk.words, lines)
        from selfcheck.terminal.drawn import show_drawn

        return show_drawn(flow, lambda: desk.words)
    except Stopped as stopped:
        if desk.path != desk.folder:
            _say_saved(desk, desk.words("Saved."))
        raise typer.Exit(128 + stopped.number) from stopped


def _say_saved(desk: Desk, saved: str) -> None:
    """Nothing is lost (S14)."""
    from selfcheck.terminal.printing import print_talk

    print_talk(saved)
    print_talk(desk.words("To continue:  {command}", command="selfcheck resume"))


def _say_how_it_ended(desk: Desk, ending: Ending, *, plain: bool, wanted: Wanted) -> None:
    from selfcheck.assessment.session import progress

    if ending.how == "finished":
        _write_and_show(desk, ending, plain=plain, wanted=wanted)
        return
    done = progress(desk.pack, ending.session.response)
    _say_saved(desk, desk.words("Saved. {done} of {total} answered.", done=done.answered, total=done.total))
    if ending.how == "interrupted":
        raise typer.Exit(130)
    if plain and done.open and not sys.stdin.isatty():
        raise typer.Exit(int(Exit.MISSING))  # a pipe that ended early


def _write_and_show(desk: Desk, ending: Ending, *, plain: bool, wanted: Wanted) -> None:
    from selfcheck.assessment.places import plan_place
    from selfcheck.cli.batch import show_summary
    from selfcheck.cli.wanted import hand_out
    from selfcheck.cli.wanted import markdown_path
    from selfcheck.terminal.reading_back import print_read_back

    targets = wanted.targets(partial(plan_place, desk.path))
    written = desk.write_plan(ending.session.response, markdown_path(targets))
    print_read_back(written.read, desk.words)
    hand_out(written.plan, targets, desk.words)
    show_summary(written, targets, desk.words, desk.path, plain=plain)
