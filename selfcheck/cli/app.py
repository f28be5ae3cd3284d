"""The program as a tree of commands."""

from __future__ import annotations

from typing import Annotated

import typer

from selfcheck import __version__
from selfcheck.cli.options import Debug
from selfcheck.cli.options import words
from selfcheck.cli.tree import SETTINGS
from selfcheck.cli.tree import command
from selfcheck.cli.tree import group
from selfcheck.cli.tree import make_tree

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
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


def _version(wanted: bool) -> None:
    if wanted:
        from selfcheck.terminal.printing import print_result

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
        from selfcheck.cli.respond import start_page

        start_page(context)


new = {
    "question": command("editors.writing.question", words("Put a question behind the last one of a section.")),
    "section": command("editors.writing.section", words("Begin a section, with its first question.")),
    "feedback": command("editors.writing.feedback", words("Write the documents that are missing.")),
    "pack": command("editors.beginning.pack", words("Make a pack that can be asked at once.")),
}

translation = {
    "export": command("editors.translate.export", words("Write every text of a pack into a sheet for a translator.")),
    "import": command("editors.translate.import_", words("Take a translator's sheet into the pack.")),
}

content = {
    "check": command("editors.editing.check", words("Find every mistake in a pack, with its place and its cure.")),
    "status": command("editors.reviewing.status", words("Show how far a pack is: written, translated, up to date.")),
    "walk": command("editors.reviewing.walk", words("Walk every way through the questions, and draw them.")),
    "links": command(
        "editors.linking.links", words("Visit every link of a pack, politely, and say which lead nowhere.")
    ),
    "preview": command(
        "editors.previewing.preview", words("Show a question and its advice as a respondent sees them.")
    ),
    "schema": command("editors.schema.schema", words("Print the JSON Schema of a pack's files and of saved answers.")),
    "export": command(
        "editors.tables.export", words("Write the questions as a table, a form for phones, or on paper.")
    ),
    "import": command("editors.importing.import_", words("Take questions from a table into the pack.")),
    "new": group(words("Write what is missing, with a stub in the place of every text."), new),
    "translate": group(words("Give the texts of a pack to a translator, and take the translation in."), translation),
}

cohort = {
    "report": command("cohort.report", words("Report over many responses; 'selfcheck cohort FOLDER' is short for it.")),
    "pack": command("cohort.pack", words("Put many responses into one file, for speed.")),
}

tree = make_tree(
    app,
    {
        "start": command("respond.start", words("Begin a check, or continue one that is not finished.")),
        "resume": command("respond.resume", words("Continue a check, or change its answers.")),
        "continue": command("respond.resume", hidden=True),
        "plan": command("results.plan", words("Write the action plan from saved answers.")),
        "progress": command("results.progress", words("Show how far the plan is: done, open, overdue, new.")),
        "open": command("results.open_plan", words("Show the action plan in the browser.")),
        "combine": command(
            "combining.combine", words("Put the answers of several people together, with an agenda and one plan.")
        ),
        "compare": command("comparing.compare", words("Show what moved between earlier and later answers.")),
        "saved": command("results.saved", words("Show saved checks and where they are.")),
        "forget": command("forget.forget", words("Delete a response and its plans.")),
        "trainer": command("trainer.trainer", words("Run checks for several organisations, one after another.")),
        "demo": command("results.demo", words("Write a plan from the answers of a made-up organisation.")),
        "doctor": command("support.doctor", words("Show what this terminal can do, and where files are kept.")),
        "content": group(words("Write and check questions and advice (for editors)."), content),
        "cohort": group(
            words(
                "What many responses have in common (for trainers and programmes).\n\n"
                "\b\n"
                "  selfcheck cohort FOLDER                 the report, without small numbers\n"
                "  selfcheck cohort FOLDER --internal      everything, for your own eyes\n"
                "  selfcheck cohort FOLDER --by legal_form -f pdf,xlsx"
            ),
            cohort,
            otherwise="report",
        ),
    },
)
