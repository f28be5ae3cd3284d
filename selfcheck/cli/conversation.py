"""Holding a conversation from a command: which interface shows it, and what is said when it is over."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from functools import partial
from typing import TYPE_CHECKING
from typing import TypeVar

import typer
from msgspec import Struct

from selfcheck.problems import Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfcheck.cli.setting import Interface
    from selfcheck.cli.wanted import Wanted
    from selfcheck.terminal.desk import Desk
    from selfcheck.terminal.interview import Ending
    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.welcome import Wish
    from selfcheck.words import Words

Result = TypeVar("Result")


class Show(Struct, frozen=True):
    """How pages are shown: drawn or in plain lines, why so, and whether a room reads along."""

    interface: Interface
    why: str
    projector: bool = False


def choose_show(*, accessible: bool = False, no_color: bool = False, projector: bool = False) -> Show:
    """How to show pages here. Raises SelfcheckError (E1) where nobody can be asked."""
    from selfcheck.cli.configuration import read_configuration
    from selfcheck.cli.setting import interface
    from selfcheck.cli.setting import no_terminal

    if no_color:  # tell whatever draws in the way that every program understands
        os.environ["NO_COLOR"] = "1"
    configuration = read_configuration()
    how, why = interface(accessible, configured=configuration.accessible)
    if how == "none":
        raise no_terminal()
    return Show(how, why, projector or configuration.projector)


def converse(desk: Desk, flow: Callable[[Show], Flow[Wish | Ending]], show: Show, wanted: Wanted) -> None:
    """Hold the conversation of one check, and say how it ended."""
    from selfcheck.terminal.welcome import Wish

    try:
        ending = show_pages(desk, flow(show), show)
        if isinstance(ending, Wish):
            if ending.what == "plain":
                converse(desk, flow, Show("plain", "menu"), wanted)
            elif ending.what == "interrupted":
                raise typer.Exit(130)
            return
        _say_how_it_ended(desk, ending, show, wanted)
    finally:
        desk.close()


def show_pages(desk: Desk, flow: Flow[Result], show: Show) -> Result:
    """Show the pages of a conversation, drawn or as plain lines, until it or a signal ends it."""
    from selfcheck.terminal.signals import Stopped

    try:
        return show_flow(flow, lambda: desk.words, show, introduced=True)
    except Stopped as stopped:
        if desk.path != desk.folder:
            say_saved(desk, desk.words("Saved."))
        raise typer.Exit(128 + stopped.number) from stopped
    finally:
        if desk.language_chosen:
            from selfcheck.cli.configuration import remember

            remember(lang=desk.language_chosen)


def show_flow(flow: Flow[Result], words: Callable[[], Words], show: Show, *, introduced: bool = False) -> Result:
    """Show pages drawn, or in plain lines, which may be `introduced`. Raises Stopped for a signal."""
    if show.interface == "drawn":
        from selfcheck.terminal.first_sight import first_sight
        from selfcheck.terminal.pages import going_on
        from selfcheck.terminal.printing import print_talk

        try:
            page = next(flow)
        except StopIteration as end:
            result: Result = end.value
            return result
        flow = going_on(page, flow)
        with first_sight(page, words(), projector=show.projector) as entered:
            from selfcheck.terminal.drawn import CannotDrawError
            from selfcheck.terminal.drawn import open_terminal
            from selfcheck.terminal.drawn import show_drawn

            gc.freeze()  # what is there by now stays: no key has to wait while it is searched for garbage
            with contextlib.suppress(CannotDrawError):
                return show_drawn(flow, words, open_terminal(entered=entered), projector=show.projector)
        print_talk(_no_pages(words()))
        show = Show("plain", "window", show.projector)
    from selfcheck.terminal.plain import show_plain
    from selfcheck.terminal.plain import standard_lines

    lines = standard_lines()
    if introduced:
        lines.write(_introduction(show.why, words()))
    return show_plain(flow, words, lines)


def _no_pages(words: Words) -> str:
    return words("This window cannot draw pages, so the questions are asked in plain lines.")


def _introduction(why: str, words: Words) -> str:
    """The first line of a session in plain lines."""
    return words("Plain questions: on ({why}).", why=_reason(why, words))


def _reason(why: str, words: Words) -> str:
    """Why the questions are plain, and how to get the drawn pages back."""
    reasons = {
        "--accessible": words("as asked; without --accessible you get drawn pages"),
        "config": words("as set on this computer; to change it: selfcheck doctor says where"),
        "TERM": words("this window can do no more"),
        "menu": words("as asked; start again for drawn pages"),
        "window": words("this window can do no more"),
    }
    return reasons.get(why, words("as the environment asks: {name}", name=why))


def say_saved(desk: Desk, saved: str) -> None:
    """Nothing is lost (S14)."""
    from selfcheck.terminal.printing import print_talk

    print_talk(saved)
    print_talk(desk.words("To continue:  {command}", command="selfcheck resume"))


def _say_how_it_ended(desk: Desk, ending: Ending, show: Show, wanted: Wanted) -> None:
    from selfcheck.assessment.session import progress

    if ending.unsaved:
        _hand_over(desk, ending)
    if ending.how == "finished":
        _write_and_show(desk, ending, show, wanted)
        return
    done = progress(desk.pack, ending.session.response)
    if not ending.unsaved:
        say_saved(desk, desk.words("Saved. {done} of {total} answered.", done=done.answered, total=done.total))
    if ending.how == "interrupted":
        raise typer.Exit(130)
    if show.interface == "plain" and done.open and not sys.stdin.isatty():
        raise typer.Exit(int(Exit.MISSING))  # a pipe that ended early


def _hand_over(desk: Desk, ending: Ending) -> None:
    """No disk took the answers: give them to the person, in a form that can be read again."""
    from selfcheck.assessment.response_file import encode_response
    from selfcheck.terminal.printing import print_document
    from selfcheck.terminal.printing import print_talk

    print_talk(desk.words("Your answers are not saved. Here they are: copy all of it into a file, answers.json,"))
    print_talk(desk.words("and go on with: selfcheck start --answers answers.json --allow-open"))
    print_document(encode_response(ending.session.response).decode())


def _write_and_show(desk: Desk, ending: Ending, show: Show, wanted: Wanted) -> None:
    from selfcheck.assessment.places import plan_place
    from selfcheck.cli.batch import show_summary
    from selfcheck.cli.wanted import hand_out
    from selfcheck.cli.wanted import markdown_path
    from selfcheck.terminal.reading_back import print_read_back

    targets = wanted.targets(partial(plan_place, desk.path))
    written = desk.write_plan(ending.session.response, markdown_path(targets))
    print_read_back(written.read, desk.words)
    hand_out(written.plan, targets, desk.words)
    show_summary(written, targets, desk.words, desk.path, plain=show.interface == "plain")
    if show.why == "--accessible":
        _ask_to_stay_plain(desk)


def _ask_to_stay_plain(desk: Desk) -> None:
    """Once, after the first check in plain lines: whether it should always be so on this computer."""
    from selfcheck.cli.configuration import read_configuration
    from selfcheck.cli.configuration import remember
    from selfcheck.terminal.opening import always_plain
    from selfcheck.terminal.plain import show_plain
    from selfcheck.terminal.plain import standard_lines

    if read_configuration().accessible is None and sys.stdin.isatty():
        answer = show_plain(always_plain(desk.words), lambda: desk.words, standard_lines())
        if answer is not None:
            remember(accessible=answer)
