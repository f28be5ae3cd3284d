"""Options that several commands share, each described once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from selfcheck.cli import completing
from selfcheck.words import Words
from selfcheck.words import system_language

#: Help texts in the language of the system; the texts themselves are in the catalogues like all others.
words = Words(system_language() or "en")

Pack = Annotated[
    Path | None,
    typer.Option(
        "--pack",
        envvar="SELFCHECK_PACK",
        metavar=words("FOLDER"),
        show_envvar=False,
        help=words("Questions and advice to use: a folder or a zip."),
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        "--lang",
        "-l",
        metavar=words("CODE"),
        autocompletion=completing.languages,
        help=words("Language: en, tr, sr or sr-Cyrl."),
    ),
]
Directory = Annotated[
    Path | None,
    typer.Option("--dir", "-d", metavar=words("FOLDER"), help=words("Where answers and plans are kept.")),
]
Organisation = Annotated[
    str,
    typer.Option("--org", metavar=words("NAME"), help=words("The organisation, or a code name for it.")),
]
Answers = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        "-a",
        metavar=words("FILE"),
        allow_dash=True,
        help=words("Take the answers from a file (- is standard input) and ask nothing."),
    ),
]
From = Annotated[
    Path | None,
    typer.Option(
        "--from", metavar=words("FILE"), help=words("Start from an earlier check: its answers are shown to confirm.")
    ),
]
Internal = Annotated[
    bool, typer.Option("--internal", help=words("Show names, and roles that only one person has. Not to pass on."))
]
Save = Annotated[
    bool, typer.Option("--save", help=words("Keep the answers that stand as a response of the organisation."))
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar=words("FILE"),
        allow_dash=True,
        help=words("Where to write the plan (- is standard output)."),
    ),
]
Formats = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar=words("NAMES"),
        help=words("In which formats: md, html, docx, pdf, json; several with commas."),
    ),
]

Accessible = Annotated[
    bool,
    typer.Option(
        "--accessible", "--screen-reader", "--plain", help=words("Plain numbered questions, for screen readers.")
    ),
]
Projector = Annotated[
    bool,
    typer.Option("--projector", help=words("For a wall: more space, no notes on the screen, . (full stop) hides it.")),
]
ShowResults = Annotated[
    bool, typer.Option("--show-results", help=words("Show each result at once, to everyone in the room."))
]
Yes = Annotated[bool, typer.Option("--yes", help=words("Do not ask."))]
NoInput = Annotated[bool, typer.Option("--no-input", help=words("Never ask; a missing answer is an error."))]
AllowOpen = Annotated[bool, typer.Option("--allow-open", help=words("Write the plan with open questions."))]
LastGood = Annotated[bool, typer.Option("--last-good", help=words("Use the last good copy of a damaged file."))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=words("Say only what went wrong."))]
AsJson = Annotated[bool, typer.Option("--json", help=words("Print one JSON document."))]
Templates = Annotated[
    Path | None,
    typer.Option("--templates", metavar=words("FOLDER"), help=words("Templates of your own for the plan.")),
]
Hours = Annotated[
    float | None,
    typer.Option("--hours", metavar="N", min=0, help=words("Pick what can be done in so many hours.")),
]
Money = Annotated[
    str | None,
    typer.Option("--cost", metavar="none|low|high", help=words("Pick what costs at most so much.")),
]
Handoff = Annotated[
    bool, typer.Option("--handoff", help=words("Write what is to be asked as one sheet per person, to send them."))
]
NoColor = Annotated[
    bool, typer.Option("--no-color", help=words("No colours; the environment's NO_COLOR does the same."))
]
Debug = Annotated[bool, typer.Option("--debug", help=words("Show where the program failed, if it does."))]
File = Annotated[
    Path | None,
    typer.Argument(
        metavar=words("[FILE]"),
        autocompletion=completing.saved_files,
        help=words("A saved response; else the last one."),
    ),
]
ResponseFile = Annotated[
    Path,
    typer.Argument(metavar=words("FILE"), autocompletion=completing.saved_files, help=words("A saved response.")),
]
ResponseFiles = Annotated[
    list[Path], typer.Argument(metavar=words("FILE..."), help=words("Saved responses, or folders of them."))
]
PackArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar=words("[PACK]"),
        envvar="SELFCHECK_PACK",
        show_envvar=False,
        help=words("A folder or a zip; else the pack in this folder, or the shipped one."),
    ),
]
Places = Annotated[
    list[str],
    typer.Argument(
        metavar=words("PLACE..."),
        help=words("Folders, zips, trainings, responses, a Parquet file, or the address of a database."),
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar=words("QUESTION"), help=words("Compare groups: those that answered alike.")),
]
Wheres = Annotated[
    list[str] | None,
    typer.Option(
        "--where", metavar=words("QUESTION=CHOICE"), help=words("Count only those that chose this (or this,that).")
    ),
]
NotForPublication = Annotated[
    bool, typer.Option("--internal", help=words("Show small numbers and notes too; not for publication."))
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar=words("PLACE"), help=words("An earlier cohort, to show what has changed.")),
]
ReportFormats = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar=words("NAMES"),
        help=words("In which formats: md, html, docx, pdf, xlsx, csv, json; several with commas."),
    ),
]
ReportOutput = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar=words("FILE"),
        allow_dash=True,
        help=words("Where to write the report (- is standard output)."),
    ),
]
ParquetOutput = Annotated[
    Path,
    typer.Option("--output", "-o", metavar=words("FILE"), help=words("The file to write, such as answers.parquet.")),
]
