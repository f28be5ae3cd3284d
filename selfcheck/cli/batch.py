"""Answers from a file, without a question asked: for scripts, for paper, for a whole workshop typed in afterwards."""

from __future__ import annotations

import sys
from functools import partial
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.assessment.answers_file import Given
from selfcheck.assessment.answers_file import fill_in
from selfcheck.assessment.answers_file import missing_answers
from selfcheck.assessment.answers_file import parse_answers
from selfcheck.assessment.places import new_id
from selfcheck.assessment.places import new_place
from selfcheck.assessment.places import plan_place
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import stamp
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import write_response
from selfcheck.cli.setting import answers_folder
from selfcheck.cli.setting import chosen_words
from selfcheck.cli.setting import now
from selfcheck.cli.setting import open_questions
from selfcheck.cli.setting import pack_place
from selfcheck.cli.wanted import hand_out
from selfcheck.cli.wanted import markdown_path
from selfcheck.content.characters import one_line
from selfcheck.files import READ_LIMIT
from selfcheck.files import read_file
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.terminal.desk import require_pack
from selfcheck.terminal.drawing import glyphs_for
from selfcheck.terminal.plans import write_plan
from selfcheck.terminal.printing import print_result
from selfcheck.terminal.printing import print_talk
from selfcheck.terminal.printing import render_problem
from selfcheck.terminal.reading_back import Drawer
from selfcheck.terminal.reading_back import print_read_back
from selfcheck.terminal.summary import render_summary

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.cli.wanted import Target
    from selfcheck.cli.wanted import Wanted
    from selfcheck.content.model import Pack
    from selfcheck.terminal.plans import Written
    from selfcheck.words import Words


def answer_from_file(
    answers: Path,
    organisation: str,
    language: str | None,
    wanted: Wanted,
    pack_option: Path | None,
    folder: Path | None,
    *,
    allow_open: bool,
    quiet: bool,
    summary: bool = False,
) -> None:
    """Take answers from a file, keep the response, write the plan and print where it is.

    Raises SelfcheckError, with nothing written, where an answer is not valid or missing.
    """
    words = chosen_words(language)
    place = pack_place(pack_option)
    pack = open_questions(place, words)
    given = _read_given(answers, pack, words)
    name = one_line(organisation) or one_line(given.organisation)
    if not name:
        raise SelfcheckError(say("The organisation has no name."), say("name it: --org NAME"), code=Exit.USAGE)
    moment = now()
    path = new_place(answers_folder(folder), name, pack.id, moment.date())
    response = new_response(
        pack,
        organisation=name,
        language=words.language,
        response_id=new_id(path, moment),
        now=moment,
    )
    response = fill_in(pack, response, given, moment)
    missing = missing_answers(pack, response)
    if missing and not allow_open:
        raise _answers_missing(pack, missing, answers, words)
    if not missing:
        response = replace(response, finished=stamp(moment))
    write_response(path, response)
    targets = wanted.targets(partial(plan_place, path))
    drawer = Drawer(pack, place, words, moment)
    written = write_plan(drawer, response, markdown_path(targets), save=lambda planned: write_response(path, planned))
    print_read_back(written.read, words, quiet=quiet)
    hand_out(written.plan, targets, words)
    if summary:
        show_summary(written, targets, words, path, plain=False)
    elif not quiet:
        print_paths(targets)


def print_paths(targets: tuple[Target, ...]) -> None:
    """Each file that was written, on a line of its own."""
    for target in targets:
        if target.path is not None:
            print_result(str(target.path))


def show_summary(written: Written, targets: tuple[Target, ...], words: Words, answers: Path, *, plain: bool) -> None:
    """The finish screen, on stdout: drawn for a person, plain lines for a screen reader.

    Not where the plan itself went there. A second format's file is named below it.
    """
    first, *more = targets
    if first.path is None:
        return
    glyphs = None if plain else glyphs_for(sys.stdout.encoding if sys.stdout else None)
    width = min(100, get_terminal_size().columns)
    print_result(render_summary(written.plan, words, glyphs, plan_path=first.path, answers_path=answers, width=width))
    print_paths(tuple(more))


def _read_given(answers: Path, pack: Pack, words: Words) -> Given:
    """The answers of a file: a whole response, or ids with their choices."""
    if str(answers) == "-":
        name, data = "stdin", sys.stdin.buffer.read(READ_LIMIT) if sys.stdin else b""
    else:
        name, data = str(answers), read_file(answers)
    if b'"selfcheck-response/' in data:
        try:
            response = decode_response(data).response
        except ValueError as error:
            raise SelfcheckError(say("{path} is damaged: {reason}.", path=name, reason=error)) from error
        require_pack(response, pack)
        known = {key: answer for key, answer in response.answers.items() if key in pack.by_id}
        return Given(known, response.organisation)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SelfcheckError(
            say("{path} is not saved as UTF-8.", path=name), say("save it again with the encoding UTF-8")
        ) from error
    given, problems = parse_answers(text.replace("\r\n", "\n").replace("\r", "\n"), name, pack)
    if problems:
        for problem in sorted(problems, key=lambda problem: problem.source):
            print_talk(render_problem(problem, words))
        raise SelfcheckError(say("The answers in {path} do not fit the questions, so nothing was written.", path=name))
    return given


def _answers_missing(pack: Pack, missing: tuple[str, ...], answers: Path, words: Words) -> SelfcheckError:
    """Name the questions without an answer (E4)."""
    print_talk(words("Answers are missing in {path}: {n}", path=answers, n=len(missing)))
    longest = max(len(question_id) for question_id in missing)
    for question_id in missing:
        print_talk(f"  {question_id:<{longest}}  {pack.by_id[question_id].label(words.language)}")
    return SelfcheckError(
        say("Add them to {path}, or use --allow-open to write the plan with open questions.", path=answers),
        code=Exit.MISSING,
    )
