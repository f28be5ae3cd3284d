"""The command over the years of one organisation: `compare`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from selfcheck.cli import options
from selfcheck.cli.several import beside
from selfcheck.cli.several import read_gathered
from selfcheck.cli.several import tell
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.assessment.comparison import Comparison
    from selfcheck.assessment.places import Saved
    from selfcheck.cli.wanted import Wanted
    from selfcheck.words import Words

#: Days within which several people probably answered, rather than the same ones again.
CLOSE = 14


def compare(
    files: options.ResponseFiles,
    org: options.Organisation = "",
    formats: options.Formats = None,
    lang: options.Language = None,
    output: options.Output = None,
    as_json: options.AsJson = False,
    accessible: options.Accessible = False,
    quiet: options.Quiet = False,
    pack: options.Pack = None,
    debug: options.Debug = False,
) -> None:
    """Show what moved between earlier and later responses, on the screen or as a document."""
    from selfcheck.assessment.comparison import compare as compare_responses
    from selfcheck.assessment.gathering import one_organisation
    from selfcheck.assessment.moments import in_time
    from selfcheck.cli.setting import chosen_words
    from selfcheck.cli.setting import words_for

    words = chosen_words(lang)
    wanted = None
    if formats is not None or output is not None:
        from selfcheck.cli.wanted import wanted_formats

        wanted = wanted_formats(formats, output)
    opened, _, found = read_gathered(files, pack, org.strip(), words)
    if len(found) < 2:
        raise SelfcheckError(
            say("To compare, name at least two different responses."),
            say("those that are saved: selfcheck saved"),
            code=Exit.USAGE,
        )
    saved, news = in_time(found)
    organisation = one_organisation(saved, org.strip())
    tell(news, words)
    if _are_of_one_time(saved) and not quiet:
        tell([say("These were answered at about the same time. If several people answered: selfcheck combine")], words)
    words = words_for(lang, saved[-1].response.language)
    comparison = compare_responses(opened, [item.response for item in saved])
    if as_json:
        from selfcheck.plan.side_by_side import comparison_content
        from selfcheck.terminal.printing import print_json

        print_json(comparison=comparison_content(comparison, organisation))
    elif wanted is not None:
        _write_comparison(comparison, organisation, wanted, saved[-1].path, words, quiet=quiet)
    else:
        _show_comparison(comparison, organisation, words, plain=accessible or not _is_drawn())


def _write_comparison(
    comparison: Comparison, organisation: str, wanted: Wanted, path: Path, words: Words, *, quiet: bool
) -> None:
    """A document of what moved, where it was asked for, or beside the last response."""
    from selfcheck.cli.batch import print_paths
    from selfcheck.cli.setting import now
    from selfcheck.cli.wanted import deliver
    from selfcheck.plan.formats import render_comparison

    today = now().date()
    targets = wanted.targets(beside(path.with_name(_stem(path)), "compared"))
    deliver(targets, lambda format_: render_comparison(comparison, organisation, format_, words, today), words)
    if not quiet:
        print_paths(targets)


def _show_comparison(comparison: Comparison, organisation: str, words: Words, *, plain: bool) -> None:
    """What moved, on stdout: drawn for a person, plain lines for a screen reader and for a pipe."""
    import sys
    from shutil import get_terminal_size

    from selfcheck.terminal.drawing import glyphs_for
    from selfcheck.terminal.over_time import render_comparison
    from selfcheck.terminal.printing import print_result

    glyphs = None if plain else glyphs_for(sys.stdout.encoding)
    width = min(100, get_terminal_size().columns)
    print_result(render_comparison(comparison, organisation, words, glyphs, width=width))


def _are_of_one_time(saved: Iterable[Saved]) -> bool:
    """Whether these look like several people rather than several years: begun close together, none from another."""
    from selfcheck.assessment.moments import days_between

    items = tuple(saved)
    days = days_between(items)
    return days is not None and days <= CLOSE and all(item.response.last_time is None for item in items)


def _is_drawn() -> bool:
    """Whether a person looks at the output."""
    import sys

    from selfcheck.cli.setting import interface

    how, _ = interface(accessible=False)
    return how != "plain" and sys.stdout is not None and sys.stdout.isatty()


def _stem(path: Path) -> str:
    from selfcheck.assessment.places import ENDING

    return path.name.removesuffix(ENDING).removesuffix(".json")
