"""The command over the people of one organisation: `combine`."""

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
    from datetime import datetime

    from selfcheck.assessment.combination import Combination
    from selfcheck.content.model import Pack
    from selfcheck.problems import Sentence
    from selfcheck.words import Words

#: Days after which two people probably did not answer at the same moment.
APART = 90


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
    from selfcheck.cli.setting import chosen_words
    from selfcheck.cli.setting import now
    from selfcheck.cli.setting import words_for
    from selfcheck.cli.wanted import deliver
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.content.loading import load_feedback
    from selfcheck.plan.formats import render_combination

    words = chosen_words(lang)
    wanted = wanted_formats(formats, output)
    opened, place, found = read_gathered(files, pack, org.strip(), words)
    people, left_out = people_only(found)
    saved, news = latest_only(people)
    tell((*left_out, *news), words)
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
        tell([far], words)
    opened, _ = load_feedback(place, opened)
    responses = [item.response for item in saved]
    combination = combine_responses(opened, responses, organisation=organisation, internal=internal)
    words = words_for(lang, combination.response.language)
    moment = now()
    targets = wanted.targets(beside(saved[0].path.with_name(f"{opened.id}-{moment:%Y-%m-%d}"), "together"))
    deliver(targets, lambda format_: render_combination(combination, format_, words, moment.date()), words)
    if not quiet:
        print_paths(targets)
        tell([_counted(combination)], words)
    if save:
        _keep(combination, opened, dir, moment, words, quiet=quiet)


def _counted(combination: Combination) -> Sentence:
    return say(
        "People: {people}. Agreed: {agreed}. Different: {different}. Nobody knows: {unknown}.",
        people=combination.people,
        agreed=len(combination.agreed),
        different=len(combination.differing),
        unknown=len(combination.nobody_knows),
    )


def _keep(
    combination: Combination, pack: Pack, folder: Path | None, moment: datetime, words: Words, *, quiet: bool
) -> None:
    """Keep what stands for all as a response of its own, which can be resumed, planned from and compared."""
    from msgspec.structs import replace

    from selfcheck.assessment.gathering import COMBINED
    from selfcheck.assessment.places import new_id
    from selfcheck.assessment.places import new_place
    from selfcheck.assessment.response import stamp
    from selfcheck.assessment.response_file import write_response
    from selfcheck.cli.setting import answers_folder
    from selfcheck.terminal.printing import print_result

    stamped = stamp(moment)
    path = new_place(answers_folder(folder), combination.response.organisation, pack.id, moment.date())
    response = replace(
        combination.response, id=new_id(path, moment), language=words.language, started=stamped, changed=stamped,
        finished=stamped, revision=1, extra={COMBINED: combination.people},
    )  # fmt: skip
    write_response(path, response)
    if not quiet:
        print_result(str(path))
