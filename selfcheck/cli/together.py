"""Commands over several responses of one organisation: `combine` its people, `compare` its years."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from selfcheck.cli import options
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from datetime import datetime

    from selfcheck.assessment.combination import Combination
    from selfcheck.assessment.places import Saved
    from selfcheck.content.model import Pack
    from selfcheck.problems import Sentence
    from selfcheck.words import Words

#: Days after which two people probably did not answer at the same moment, and within which they probably did.
APART, CLOSE = 90, 14


def combine(
    files: options.ResponseFiles,
    org: options.Organisation = "",
    internal: options.Internal = False,
    save: options.Save = False,
    formats: options.Formats = None,
    lang: options.Language = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
    pack: options.Pack = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Make one document and one plan of what several people of an organisation answered."""
    from selfcheck.assessment.combining import combine as combine_responses
    from selfcheck.assessment.gathering import one_organisation
    from selfcheck.assessment.gathering import people_only
    from selfcheck.assessment.moments import days_between
    from selfcheck.assessment.moments import latest_only
    from selfcheck.cli.batch import print_paths
    from selfcheck.cli.setting import chosen_language
    from selfcheck.cli.setting import now
    from selfcheck.cli.wanted import deliver
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.content.loading import load_feedback
    from selfcheck.plan.formats import render_combination
    from selfcheck.words import Words

    words = Words(chosen_language(lang) or "en")
    wanted = wanted_formats(formats, output)
    opened, place, found = _gathered(files, pack, words)
    people, left_out = people_only(found)
    saved, news = latest_only(people)
    _tell((*left_out, *news), words)
    if len(saved) < 2:
        raise SelfcheckError(
            say("These files hold the answers of one person only."),
            say("for a plan of them: selfcheck plan {path}", path=f'"{found[0].path}"'),
            code=Exit.USAGE,
        )
    organisation = one_organisation(saved, org.strip())
    days = days_between(saved)
    if days is not None and days > APART and not quiet:
        far = say("Days between the first and the last: {n}. For earlier and later: selfcheck compare", n=days)
        _tell([far], words)
    opened, _ = load_feedback(place, opened)
    responses = [item.response for item in saved]
    combination = combine_responses(opened, responses, organisation=organisation, internal=internal)
    words = Words((chosen_language(lang) if lang else None) or combination.response.language)
    moment = now()
    targets = wanted.targets(_beside(saved[0].path.with_name(f"{opened.id}-{moment:%Y-%m-%d}"), "together"))
    deliver(targets, lambda format_: render_combination(combination, format_, words, moment.date()), words)
    if not quiet:
        print_paths(targets)
        _tell([_counted(combination)], words)
    if save:
        _keep(combination, opened, dir, moment, words, quiet=quiet)


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
    from selfcheck.cli.batch import print_paths
    from selfcheck.cli.setting import chosen_language
    from selfcheck.cli.setting import now
    from selfcheck.cli.wanted import deliver
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.plan.formats import render_comparison as render_document
    from selfcheck.words import Words

    words = Words(chosen_language(lang) or "en")
    wanted = wanted_formats(formats, output) if formats is not None or output is not None else None
    opened, _, found = _gathered(files, pack, words)
    if len(found) < 2:
        raise SelfcheckError(
            say("To compare, name at least two different responses."),
            say("those that are saved: selfcheck saved"),
            code=Exit.USAGE,
        )
    saved, news = in_time(found)
    organisation = one_organisation(saved, org.strip())
    _tell(news, words)
    if _are_of_one_time(saved) and not quiet:
        _tell([say("These were answered at about the same time. If several people answered: selfcheck combine")], words)
    words = Words((chosen_language(lang) if lang else None) or saved[-1].response.language)
    comparison = compare_responses(opened, [item.response for item in saved])
    if as_json:
        from selfcheck.plan.side_by_side import comparison_content

        _print_json("comparison", comparison_content(comparison, organisation))
    elif wanted is not None:
        today = now().date()
        targets = wanted.targets(_beside(saved[-1].path.with_name(_stem(saved[-1].path)), "compared"))
        deliver(targets, lambda format_: render_document(comparison, organisation, format_, words, today), words)
        if not quiet:
            print_paths(targets)
    else:
        import sys
        from shutil import get_terminal_size

        from selfcheck.terminal.drawing import glyphs_for
        from selfcheck.terminal.over_time import render_comparison
        from selfcheck.terminal.printing import print_result

        plain = accessible or not _is_drawn()
        glyphs = None if plain else glyphs_for(sys.stdout.encoding)
        width = min(100, get_terminal_size().columns)
        print_result(render_comparison(comparison, organisation, words, glyphs, width=width))


def _gathered(files: list[Path], pack: Path | None, words: Words) -> tuple[Pack, Path, tuple[Saved, ...]]:
    """The pack, where it is, and the responses in the files; every fault is told before it stops."""
    from selfcheck.assessment.gathering import gather
    from selfcheck.assessment.gathering import refuse_faults
    from selfcheck.cli.setting import open_questions
    from selfcheck.cli.setting import pack_place

    place = pack_place(pack)
    opened = open_questions(place, words)
    gathered = gather(files, opened.id)
    _tell((*gathered.news, *gathered.faults), words)
    refuse_faults(gathered)
    return opened, place, gathered.saved


def _tell(sentences: Iterable[Sentence], words: Words) -> None:
    from selfcheck.terminal.printing import print_talk

    for sentence in sentences:
        print_talk(words.sentence(sentence))


def _counted(combination: Combination) -> Sentence:
    return say(
        "People: {people}. Agreed: {agreed}. Different: {different}. Nobody knows: {unknown}.",
        people=combination.people,
        agreed=len(combination.agreed),
        different=len(combination.differing),
        unknown=len(combination.nobody_knows),
    )


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


def _beside(path: Path, kind: str) -> Callable[[str], Path]:
    """Where a document goes if no file is named: beside `path`, with its kind and the ending of its format."""
    return lambda ending: path.with_name(f"{path.name}.{kind}.{ending}")


def _keep(
    combination: Combination, pack: Pack, folder: Path | None, moment: datetime, words: Words, *, quiet: bool
) -> None:
    """Keep what stands for all as a response of its own, which can be resumed, planned from and compared."""
    from dataclasses import replace

    from selfcheck.assessment.gathering import COMBINED
    from selfcheck.assessment.places import new_id
    from selfcheck.assessment.places import new_place
    from selfcheck.assessment.places import response_folder
    from selfcheck.assessment.response import stamp
    from selfcheck.assessment.response_file import write_response
    from selfcheck.terminal.printing import print_result

    stamped = stamp(moment)
    path = new_place(response_folder(folder), combination.response.organisation, pack.id, moment.date())
    response = replace(
        combination.response, id=new_id(path, moment), language=words.language, started=stamped, changed=stamped,
        finished=stamped, revision=1, extra={COMBINED: combination.people},
    )  # fmt: skip
    write_response(path, response)
    if not quiet:
        print_result(str(path))


def _stem(path: Path) -> str:
    from selfcheck.assessment.places import ENDING

    return path.name.removesuffix(ENDING).removesuffix(".json")


def _print_json(name: str, content: dict[str, object]) -> None:
    import json

    from selfcheck.terminal.printing import print_result

    print_result(json.dumps({"schema": "selfcheck/1", name: content}, ensure_ascii=False, indent=2))
