"""Commands of editors who look a pack over: `content status` and `content walk`."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING
from typing import Annotated

import typer
from msgspec import to_builtins

from selfcheck.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.content.model import Pack
    from selfcheck.terminal.editors.tables import Report
    from selfcheck.words import Words


class ReportFormat(Enum):
    """How a report is written."""

    TEXT = "text"
    MARKDOWN = "md"


AsReport = Annotated[ReportFormat, typer.Option("--format", help=options.words("text, or md for a pull request."))]


def status(
    pack: options.PackArgument = None,
    as_json: options.AsJson = False,
    format: AsReport = ReportFormat.TEXT,
    lang: options.Language = None,
    debug: options.Debug = False,
) -> None:
    """Say how far a pack is: written, translated, up to date, reachable."""
    from selfcheck.cli.setting import now
    from selfcheck.content.status import status_of
    from selfcheck.terminal.editors.reports import status_report
    from selfcheck.terminal.opening import minutes
    from selfcheck.terminal.printing import print_json

    opened, words = open_to_review(pack, lang)
    found = status_of(opened, now().date())
    if as_json:
        facts = {"pack": opened.id, "version": opened.version, "minutes": minutes(opened), **to_builtins(found)}
        print_json(status=facts)
        return
    print_report(status_report(opened, found, minutes(opened), words), format, words)


class WalkFormat(Enum):
    """How the ways through a pack are shown."""

    TEXT = "text"
    MARKDOWN = "md"
    MERMAID = "mermaid"
    HTML = "html"


AsWalk = Annotated[
    WalkFormat, typer.Option("--format", help=options.words("text, md, mermaid, or html: a page with a picture of it."))
]
Seed = Annotated[
    int, typer.Option("--seed", metavar=options.words("N"), help=options.words("What a sample is drawn with."))
]


def walk(
    pack: options.PackArgument = None,
    as_json: options.AsJson = False,
    format: AsWalk = WalkFormat.TEXT,
    seed: Seed = 1,
    lang: options.Language = None,
    debug: options.Debug = False,
) -> None:
    """Walk every way through the questions, and say how long it is and what nobody gets to see."""
    from selfcheck.assessment.walk import walk_pack
    from selfcheck.cli.setting import now
    from selfcheck.content.status import unreached_documents
    from selfcheck.plan.lengths import plan_words
    from selfcheck.terminal.editors.diagrams import render_flow_html
    from selfcheck.terminal.editors.diagrams import render_mermaid
    from selfcheck.terminal.editors.reports import walk_report
    from selfcheck.terminal.editors.reports import walk_summary
    from selfcheck.terminal.opening import minutes
    from selfcheck.terminal.printing import print_document
    from selfcheck.terminal.printing import print_json

    opened, words = open_to_review(pack, lang)
    if format is WalkFormat.MERMAID and not as_json:
        print_document(render_mermaid(opened, words))
        return
    found = walk_pack(opened, seed)
    unreached = unreached_documents(opened)
    plans = (
        plan_words(opened, found.shortest, words, now(), most=False),
        plan_words(opened, found.longest, words, now(), most=True),
    )
    per_question = minutes(opened) / max(1, len(opened.questions))
    if as_json:
        lengths = {"minutes_per_question": per_question, "plan_words": plans, "never_reached": unreached}
        print_json(walk={"pack": opened.id, "version": opened.version, **to_builtins(found), **lengths})
        return
    summary = walk_summary(found, plans, per_question, words)
    if format is WalkFormat.HTML:
        print_document(render_flow_html(opened, summary, words))
        return
    report = walk_report(opened, found, unreached, summary, words)
    print_report(report, ReportFormat.MARKDOWN if format is WalkFormat.MARKDOWN else ReportFormat.TEXT, words)


def open_to_review(pack: Path | None, lang: str | None) -> tuple[Pack, Words]:
    """The pack as far as it can be read, and the words to speak of it; what cannot be read is said on stderr."""
    from selfcheck.cli.editors.packs import pack_at_hand
    from selfcheck.cli.setting import chosen_words
    from selfcheck.content.loading import load_pack
    from selfcheck.problems import has_errors
    from selfcheck.terminal.printing import print_talk

    words = chosen_words(lang)
    opened, problems = load_pack(pack_at_hand(pack))
    if has_errors(problems):
        print_talk(
            words("Some of this pack cannot be read, and is left out here. To see what: selfcheck content check")
        )
    return opened, words


def print_report(report: Report, format: ReportFormat, words: Words) -> None:
    """Print a report in the wanted form, on stdout."""
    from selfcheck.terminal.editors.tables import render_report_lines
    from selfcheck.terminal.editors.tables import render_report_markdown
    from selfcheck.terminal.printing import print_document

    if format is ReportFormat.MARKDOWN:
        print_document(render_report_markdown(report))
    else:
        print_document(render_report_lines(report, words("and {n} more; --json shows all of them", n="{n}")) + "\n")
