"""Commands of editors: `content check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from selfcheck.cli import options
from selfcheck.problems import Exit

if TYPE_CHECKING:
    from selfcheck.problems import Problem
    from selfcheck.words import Words


def check(
    pack: options.PackArgument = None,
    as_json: options.AsJson = False,
    lang: options.Language = None,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Read a pack, check it, and report everything at once."""
    from selfcheck.cli.editors.packs import pack_at_hand
    from selfcheck.cli.setting import chosen_words
    from selfcheck.content.checks import check_pack
    from selfcheck.content.loading import load_pack
    from selfcheck.problems import has_errors
    from selfcheck.problems import in_order
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.printing import print_talk
    from selfcheck.terminal.printing import render_problem

    words = chosen_words(lang)
    loaded, found = load_pack(pack_at_hand(pack))
    problems = in_order([*found, *check_pack(loaded)])
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        _print_json(problems, words)
    else:
        for problem in problems:
            if problem.severity == "error" or not quiet:
                print_result(render_problem(problem, words))
        files = len(loaded.sections) + len(loaded.feedback) + 1
        numbers = {"errors": errors, "warnings": len(problems) - errors, "files": files}
        if problems:
            print_talk(words("Errors: {errors}. Warnings: {warnings}. Files: {files}.", **numbers))
        else:
            print_talk(words("Files: {files}, no problems.", **numbers))
    if has_errors(problems):
        raise typer.Exit(int(Exit.INVALID))


def _print_json(problems: tuple[Problem, ...], words: Words) -> None:
    from selfcheck.terminal.printing import print_json

    entries = [
        {
            "path": problem.source.path,
            "line": problem.source.line,
            "column": problem.source.column,
            "severity": problem.severity,
            "rule": problem.rule,
            "message": words.sentence(problem.message),
            "hint": words.sentence(problem.hint) if problem.hint else None,
        }
        for problem in problems
    ]
    print_json(problems=entries)
