"""Commands of trainers and programmes: `cohort`, which reports, and `cohort pack`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from selfcheck.cli import options

if TYPE_CHECKING:
    from selfcheck.cli.wanted import Target
    from selfcheck.cohort.asking import Asked
    from selfcheck.cohort.asking import Counted
    from selfcheck.cohort.reading import Gathered
    from selfcheck.cohort.report import CohortReport
    from selfcheck.words import Words

#: How many files that are not counted are named on the screen.
NAMED = 200


def report(
    places: options.Places,
    by: options.By = None,
    where: options.Wheres = None,
    internal: options.NotForPublication = False,
    since: options.Since = None,
    formats: options.ReportFormats = None,
    output: options.ReportOutput = None,
    as_json: options.AsJson = False,
    templates: options.Templates = None,
    pack: options.Pack = None,
    lang: options.Language = None,
    dir: options.Directory = None,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Count, hide what must be hidden, compare with what was published before, and write it down."""
    from concurrent.futures import ThreadPoolExecutor

    from msgspec.structs import replace

    from selfcheck.cli.reading import Reading
    from selfcheck.cli.setting import chosen_words
    from selfcheck.cli.setting import now
    from selfcheck.cli.setting import open_questions
    from selfcheck.cli.setting import pack_place
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.cohort.asking import Asked
    from selfcheck.cohort.asking import count
    from selfcheck.cohort.asking import make_cohort_report
    from selfcheck.cohort.engines import is_spark
    from selfcheck.cohort.formats import COHORT_FORMATS
    from selfcheck.content.loading import load_feedback
    from selfcheck.terminal.printing import print_talk

    words = chosen_words(lang)
    if as_json:
        formats, output = "json", output or Path("-")
    elif formats is None and output is None:
        output = Path("-")
    wanted = wanted_formats(formats, output, COHORT_FORMATS)
    place = pack_place(pack)
    asked = Asked.of(open_questions(place, words), by, tuple(where or ()), public=not internal)
    if not quiet and any(is_spark(place) for place in (*places, since or "")):
        print_talk(words("Spark is starting, which takes a while."))
    with ThreadPoolExecutor(1) as meanwhile:  # a database counts, which is not Python's work
        advised = meanwhile.submit(load_feedback, place, asked.pack)
        with Reading([*places, *([since] if since else [])], words, quiet=quiet) as reading:
            counted = count(places, since, asked, reading)
    asked = replace(asked, pack=advised.result()[0])
    _name(counted, words)
    made = make_cohort_report(asked, counted, now().date())
    targets = wanted.targets(lambda ending: Path(f"cohort.{ending}"))
    _hand_out(made, asked, counted, targets, words, templates, dir)
    if any(gathered.damaged for gathered in counted.gathered):
        from selfcheck.problems import Exit

        raise typer.Exit(Exit.INVALID)


def pack(
    places: options.Places,
    output: options.ParquetOutput,
    pack: options.Pack = None,
    lang: options.Language = None,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Read responses once, and keep what a cohort needs of them in one file."""
    from selfcheck.cli.reading import Reading
    from selfcheck.cli.setting import chosen_words
    from selfcheck.cli.setting import open_questions
    from selfcheck.cli.setting import pack_place
    from selfcheck.cohort.asking import gather_all
    from selfcheck.cohort.engines import require
    from selfcheck.cohort.rows import Grid
    from selfcheck.problems import Exit
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.printing import print_talk

    require("duckdb", "cohort")
    from selfcheck.cohort.duck import write_parquet

    words = chosen_words(lang)
    loaded = open_questions(pack_place(pack), words)
    grid = Grid(loaded)
    with Reading(places, words, quiet=quiet) as reading:
        gathered = gather_all(places, grid, reading)
    _name_aside(gathered, words)
    write_parquet(output, gathered.entries, loaded, grid)
    print_result(str(output))
    if not quiet:
        print_talk(words("Organisations: {n}", n=len(gathered.entries)))
        print_talk(words("The file holds single answers: it is not for publication."))
    if gathered.damaged:
        raise typer.Exit(Exit.INVALID)


def _name(counted: Counted, words: Words) -> None:
    from selfcheck.terminal.printing import print_talk

    for gathered in counted.gathered:
        _name_aside(gathered, words)
    if counted.twins:
        print_talk(words("Not counted, since the same organisation is there more than once: {n}", n=counted.twins))


def _name_aside(gathered: Gathered, words: Words) -> None:
    """Say on stderr which files are not counted, and why, and which were changed by somebody."""
    from selfcheck.content.characters import visible
    from selfcheck.terminal.printing import print_talk

    lines = [
        words("{path}: not counted: {reason}", path=each.place, reason=words.sentence(each.reason))
        for each in gathered.aside
    ]
    lines += [words("{path}: counted, but it was changed outside selfcheck", path=e.place) for e in gathered.edited]
    for line in lines[:NAMED]:
        print_talk(visible(line, lines=False))
    if len(lines) > NAMED:
        print_talk(words("And as many more: {n}", n=len(lines) - NAMED))
    if gathered.aside:
        print_talk(words("Counted: {n}. Not counted: {aside}.", n=len(gathered.entries), aside=len(gathered.aside)))


def _hand_out(
    report: CohortReport,
    asked: Asked,
    counted: Counted,
    targets: tuple[Target, ...],
    words: Words,
    templates: Path | None,
    folder: Path | None,
) -> None:
    """Write the report to every target; a public one is put into the register before anybody sees it."""
    from selfcheck.cli.setting import answers_folder
    from selfcheck.cohort.asking import enter
    from selfcheck.cohort.formats import render_cohort
    from selfcheck.cohort.register import NAME
    from selfcheck.files import write_file
    from selfcheck.terminal.printing import print_bytes
    from selfcheck.terminal.printing import print_document
    from selfcheck.terminal.printing import print_result

    rendered = [(target, render_cohort(report, asked.pack, target.format, words, templates)) for target in targets]
    if report.public:
        enter(answers_folder(folder) / NAME, asked, counted)
    for target, data in rendered:
        if target.path is not None:
            write_file(target.path, data)
            print_result(str(target.path))
        elif target.format.text:
            print_document(data.decode("utf-8-sig"))
        else:
            print_bytes(data)
