"""What every command needs before it can begin: a pack without mistakes, words, a clock, a folder."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Literal

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import has_errors
from selfcheck.problems import in_order
from selfcheck.problems import say
from selfcheck.words import LANGUAGES
from selfcheck.words import Words
from selfcheck.words import known_language
from selfcheck.words import system_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.content.model import Pack
    from selfcheck.plan.plan import Means
    from selfcheck.problems import Problem

Interface = Literal["drawn", "plain", "none"]


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now().astimezone()


def chosen_language(option: str | None) -> str | None:
    """The language that was asked for, by option or by the system; None where it has to be asked."""
    if option is not None:
        code = known_language(option)
        if code is None:
            raise SelfcheckError(
                say("There is no language '{code}'.", code=option),
                say("use one of: {codes}", codes=", ".join(LANGUAGES)),
                code=Exit.USAGE,
            )
        return code
    named = known_language(os.environ.get("SELFCHECK_LANG", ""))
    if named is not None:
        return named
    from selfcheck.cli.configuration import read_configuration

    return read_configuration().lang or system_language()


def chosen_words(option: str | None) -> Words:
    """The words of the language that was asked for, else English ones."""
    return Words(chosen_language(option) or "en")


def words_for(option: str | None, language: str) -> Words:
    """The words of the language that was asked for by option, else those of `language`."""
    return Words((chosen_language(option) if option else None) or language)


def answers_folder(option: Path | None) -> Path:
    """Where responses are kept: as asked, as the environment or the settings say, or the usual place."""
    from selfcheck.assessment.places import response_folder

    if option is None and not os.environ.get("SELFCHECK_DIR"):
        from selfcheck.cli.configuration import read_configuration

        option = read_configuration().dir
    return response_folder(option)


def pack_place(option: Path | None) -> Path:
    """The pack that was named, or the one that comes with the program."""
    from selfcheck.content.loading import shipped_pack

    return option or shipped_pack()


def shelf_at(place: Path) -> tuple[tuple[tuple[Path, Pack], ...], tuple[str, ...]]:
    """The packs that lie side by side in a folder, each with its place, and the names of those with mistakes.

    Nothing where the folder is a pack itself. Raises SelfcheckError where none of them can be asked.
    """
    from selfcheck.content.checks import check_questions
    from selfcheck.content.folders import packs_in
    from selfcheck.content.loading import load_questions

    shelf, left_out = [], []
    for path in packs_in(place):
        pack, problems = load_questions(path)
        if has_errors(in_order([*problems, *check_questions(pack)])):
            left_out.append(path.name)
        else:
            shelf.append((path, pack))
    if left_out and not shelf:
        raise SelfcheckError(
            say("None of the packs in {path} can be asked: {names}", path=place, names=", ".join(left_out)),
            say("look at each with: selfcheck content check {path}", path=place / left_out[0]),
        )
    return tuple(shelf), tuple(left_out)


def open_questions(place: Path, words: Words, *, asked: bool = True) -> Pack:
    """The questions of a pack that can be trusted. Raises SelfcheckError with every mistake if it cannot.

    `asked` says whether they are to be asked, or used in another way.
    """
    from selfcheck.content.checks import check_questions
    from selfcheck.content.folders import packs_in
    from selfcheck.content.loading import load_questions

    side_by_side = packs_in(place)
    if side_by_side:
        raise SelfcheckError(
            say("{path} holds several packs.", path=place),
            say("name one of them: --pack {path}", path=side_by_side[0]),
            code=Exit.USAGE,
        )
    pack, problems = load_questions(place)
    refuse_broken(place, in_order([*problems, *check_questions(pack)]), words, asked=asked)
    return pack


def means(hours: float | None, cost: str | None) -> Means | None:
    """The hours and the money that a first set of actions is to fit into; None where it does not matter."""
    from selfcheck.content.model import COSTS
    from selfcheck.plan.plan import Means

    known = next((each for each in COSTS if each == cost), None)
    if cost is not None and known is None:
        raise SelfcheckError(
            say("There is no cost '{name}'.", name=cost),
            say("use one of: {codes}", codes=", ".join(COSTS)),
            code=Exit.USAGE,
        )
    return None if hours is None and cost is None else Means(hours, known)


def refuse_broken(place: Path, problems: tuple[Problem, ...], words: Words, *, asked: bool = True) -> None:
    """Stop where a pack has mistakes: nobody must meet half a questionnaire, or make something of one."""
    if has_errors(problems):
        from selfcheck.terminal.printing import print_talk
        from selfcheck.terminal.printing import render_problem

        for problem in problems:
            if problem.severity == "error":  # without its feedback, a pack warns of every choice
                print_talk(render_problem(problem, words))
        raise SelfcheckError(
            say("The questions in {path} have mistakes, so nothing is asked.", path=place)
            if asked
            else say("The pack in {path} has mistakes, so nothing was done.", path=place),
            say("mend them, and look again with: selfcheck content check {path}", path=place),
        )


def interface(
    accessible: bool, environment: Mapping[str, str] = os.environ, *, configured: bool | None = None
) -> tuple[Interface, str]:
    """How to ask, and why: the table of the specification, 3.1, row by row. `configured` is what the settings say."""
    asked = environment.get("ACCESSIBLE", "")
    if sys.stdin is None or sys.stdin.closed:
        return "none", "stdin"
    if accessible:
        return "plain", "--accessible"
    if asked and asked not in ("0", "false", "no", "off"):
        return "plain", "ACCESSIBLE"
    if configured and not asked:
        return "plain", "config"
    if environment.get("TERM") in ("dumb", "unknown"):
        return "plain", "TERM"
    if not sys.stdin.isatty():
        return "none", "stdin"
    if not any(stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr)):
        return "none", "stdout"
    return "drawn", "terminal"


def no_terminal() -> SelfcheckError:
    """What to do where nobody can be asked (E1)."""
    return SelfcheckError(
        say("selfcheck needs a terminal to ask questions, and this is not one."),
        say(
            "use one of these:\n"
            "  selfcheck start --answers FILE      take the answers from a file\n"
            "  selfcheck start --accessible        read numbers from standard input\n"
            "  winpty selfcheck                    (Git Bash on Windows)"
        ),
        code=Exit.USAGE,
    )
