"""The command of editors who want to see what they wrote: `content preview`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from selfcheck.cli import options
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from selfcheck.terminal.drawing import Glyphs
    from selfcheck.words import Words

QuestionArgument = Annotated[
    str, typer.Argument(metavar=options.words("QUESTION"), help=options.words("A question's id."))
]
ChoiceId = Annotated[
    str | None,
    typer.Option("--choice", metavar=options.words("ID"), help=options.words("Only the advice of this choice.")),
]
Watch = Annotated[bool, typer.Option("--watch", help=options.words("Show it anew whenever a file changes; q stops."))]

#: The width of a page where there is no window.
WIDTH = 80


def preview(
    question: QuestionArgument,
    choice: ChoiceId = None,
    watch: Watch = False,
    pack: options.Pack = None,
    lang: options.Language = None,
    debug: options.Debug = False,
) -> None:
    """Show a question and its advice as a respondent sees them, in every language or in one."""
    import sys

    from selfcheck.cli.editors.packs import pack_at_hand
    from selfcheck.cli.setting import chosen_words
    from selfcheck.terminal.drawing import glyphs_for
    from selfcheck.terminal.printing import print_document

    words = chosen_words(lang)
    place = pack_at_hand(pack)
    glyphs = glyphs_for(getattr(sys.stdout, "encoding", None))

    def lines(width: int) -> Iterator[str]:
        return _lines(place, question, choice, lang, words, width, glyphs)

    if not watch:
        print_document("\n".join(lines(WIDTH)) + "\n")
    elif sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
        _watch_on_screen(place, lambda width: _all_that_can_be_shown(lines(width), words), words)
    else:
        _watch_in_lines(place, lambda width: _all_that_can_be_shown(lines(width), words))


def _lines(
    place: Path, question_id: str, choice_id: str | None, lang: str | None, words: Words, width: int, glyphs: Glyphs
) -> Iterator[str]:
    from selfcheck.cli.editors.wishes import no_such
    from selfcheck.cli.setting import now
    from selfcheck.content.loading import load_pack
    from selfcheck.terminal.editors.preview import preview_lines
    from selfcheck.terminal.printing import render_problem
    from selfcheck.terminal.wrapping import wrap
    from selfcheck.words import LANGUAGES
    from selfcheck.words import Words

    pack, problems = load_pack(place)
    for problem in problems:
        if problem.severity == "error":
            for line in render_problem(problem, words).split("\n"):
                yield from wrap(line, width)
    question = pack.by_id.get(question_id)
    if question is None:
        raise no_such(say("question"), question_id, pack.by_id)
    choice = question.choice(choice_id) if choice_id is not None else None
    if choice_id is not None and choice is None:
        raise no_such(say("choice"), choice_id, [each.id for each in question.choices])
    shown = [code for code in pack.languages if code in LANGUAGES and lang in (None, code)]
    if not shown:
        raise SelfcheckError(
            say(
                "The pack has no text that selfcheck can show: its languages are {codes}.",
                codes=", ".join(pack.languages),
            ),
            say("leave out --lang, or add one of: {codes}", codes=", ".join(LANGUAGES)),
            code=Exit.USAGE,
        )
    for code in shown:
        yield from preview_lines(pack, question, choice, Words(code), now(), min(width, 100), glyphs)
        yield ""


def _all_that_can_be_shown(lines: Iterator[str], words: Words) -> list[str]:
    """The lines, and what is wrong if something is: while one writes, half a file is saved now and then."""
    made = []
    try:
        for line in lines:
            made.append(line)  # noqa: PERF402  # what came before a mistake is shown too
    except SelfcheckError as error:
        made += [words.sentence(each) for each in (error.message, error.hint) if each is not None]
    return made


def _watch_on_screen(place: Path, lines: Callable[[int], list[str]], words: Words) -> None:
    from selfcheck.content.folders import pack_stamp
    from selfcheck.terminal.editors.watching import watch

    if not watch(lines, lambda: pack_stamp(place), words("q stops; ↑ ↓ scroll; shown anew when a file changes")):
        raise typer.Exit(130)


def _watch_in_lines(place: Path, lines: Callable[[int], list[str]]) -> None:
    """For a pipe: print, and print again after each change, until somebody ends it."""
    from selfcheck.content.folders import pack_stamp
    from selfcheck.terminal.printing import print_document

    seen = None
    while True:
        stamp = pack_stamp(place)
        if stamp != seen:
            seen = stamp
            print_document("\n".join([*lines(WIDTH), ""]) + "\n")
        time.sleep(0.3)
