"""The program as a tree of commands."""

from __future__ import annotations

from typing import Annotated

import typer

from selfcheck import __version__
from selfcheck.cli import cohort as cohorts
from selfcheck.cli import combining
from selfcheck.cli import comparing
from selfcheck.cli import forget
from selfcheck.cli import respond
from selfcheck.cli import results
from selfcheck.cli import support
from selfcheck.cli import trainer
from selfcheck.cli.editors import beginning
from selfcheck.cli.editors import editing
from selfcheck.cli.editors import importing
from selfcheck.cli.editors import linking
from selfcheck.cli.editors import previewing
from selfcheck.cli.editors import reviewing
from selfcheck.cli.editors import schema
from selfcheck.cli.editors import tables
from selfcheck.cli.editors import translate
from selfcheck.cli.editors import writing
from selfcheck.cli.options import Debug
from selfcheck.cli.options import words
from selfcheck.cli.tree import make_tree
from selfcheck.terminal.printing import print_result

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 80}

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings=SETTINGS,
    help=words(
        "Answer questions about how your organisation works and get a written action plan.\n\n"
        "\b\n"
        "Start here:\n"
        "  selfcheck                        open the start page\n"
        "  selfcheck start --lang tr        begin a check in Turkish\n"
        "  selfcheck resume                 continue where you stopped\n"
        "  selfcheck start --accessible     plain numbered questions (screen readers)\n"
        "  selfcheck demo                   see what comes out, with made-up answers\n\n"
        "Your answers stay on this computer. Nothing is sent anywhere."
    ),
)

content = typer.Typer(
    rich_markup_mode=None,
    context_settings=SETTINGS,
    no_args_is_help=True,
    help=words("Write and check questions and advice (for editors)."),
)

cohort = typer.Typer(
    cls=cohorts.ReportFirst,
    rich_markup_mode=None,
    context_settings=SETTINGS,
    no_args_is_help=True,
    help=words(
        "What many responses have in common (for trainers and programmes).\n\n"
        "\b\n"
        "  selfcheck cohort FOLDER                 the report, without small numbers\n"
        "  selfcheck cohort FOLDER --internal      everything, for your own eyes\n"
        "  selfcheck cohort FOLDER --by legal_form -f pdf,xlsx"
    ),
)

translation = typer.Typer(
    rich_markup_mode=None,
    context_settings=SETTINGS,
    no_args_is_help=True,
    help=words("Give the texts of a pack to a translator, and take the translation in."),
)

new = typer.Typer(
    rich_markup_mode=None,
    context_settings=SETTINGS,
    no_args_is_help=True,
    help=words("Write what is missing, with a stub in the place of every text."),
)


def _version(wanted: bool) -> None:
    if wanted:
        print_result(f"selfcheck {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def selfcheck(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help=words("Show the version and stop.")),
    ] = False,
    debug: Debug = False,
) -> None:
    """The start page, where no command is named; without a terminal, the help."""
    if context.invoked_subcommand is None:
        respond.start_page(context)


app.command("start", help=words("Begin a check, or continue one that is not finished."))(respond.start)
app.command("resume", help=words("Continue a check, or change its answers."))(respond.resume)
app.command("continue", hidden=True)(respond.resume)
app.command("plan", help=words("Write the action plan from saved answers."))(results.plan)
app.command("progress", help=words("Show how far the plan is: done, open, overdue, new."))(results.progress)
app.command("open", help=words("Show the action plan in the browser."))(results.open_plan)
app.command("combine", help=words("Put the answers of several people together, with an agenda and one plan."))(
    combining.combine
)
app.command("compare", help=words("Show what moved between earlier and later answers."))(comparing.compare)
app.command("saved", help=words("Show saved checks and where they are."))(results.saved)
app.command("forget", help=words("Delete a response and its plans."))(forget.forget)
app.command("trainer", help=words("Run checks for several organisations, one after another."))(trainer.trainer)
app.command("demo", help=words("Write a plan from the answers of a made-up organisation."))(results.demo)
app.add_typer(content, name="content")
content.command("check", help=words("Find every mistake in a pack, with its place and its cure."))(editing.check)
app.add_typer(cohort, name="cohort")
cohort.command("report", help=words("Report over many responses; 'selfcheck cohort FOLDER' is short for it."))(
    cohorts.report
)
cohort.command("pack", help=words("Put many responses into one file, for speed."))(cohorts.pack)
content.command("status", help=words("Show how far a pack is: written, translated, up to date."))(reviewing.status)
content.command("walk", help=words("Walk every way through the questions, and draw them."))(reviewing.walk)
content.command("links", help=words("Visit every link of a pack, politely, and say which lead nowhere."))(linking.links)
content.command("preview", help=words("Show a question and its advice as a respondent sees them."))(previewing.preview)
content.add_typer(new, name="new")
new.command("question", help=words("Put a question behind the last one of a section."))(writing.question)
new.command("section", help=words("Begin a section, with its first question."))(writing.section)
new.command("feedback", help=words("Write the documents that are missing."))(writing.feedback)
new.command("pack", help=words("Make a pack that can be asked at once."))(beginning.pack)
content.command("schema", help=words("Print the JSON Schema of a pack's files and of saved answers."))(schema.schema)
content.command("export", help=words("Write the questions as a table, a form for phones, or on paper."))(tables.export)
content.command("import", help=words("Take questions from a table into the pack."))(importing.import_)
content.add_typer(translation, name="translate")
translation.command("export", help=words("Write every text of a pack into a sheet for a translator."))(translate.export)
translation.command("import", help=words("Take a translator's sheet into the pack."))(translate.import_)
app.command("doctor", help=words("Show what this terminal can do, and where files are kept."))(support.doctor)

tree = make_tree(app)
