"""The command of editors who write in a spreadsheet, or ask on paper or a phone: `content export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from selfcheck.cli import options
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.content.folders import PackFile
    from selfcheck.content.model import Pack
    from selfcheck.words import Words

FORMATS = ("xlsx", "csv", "xlsform", "paper")
#: What a questionnaire on paper can be written as, by the ending of its file.
PAPERS = ("md", "html", "docx", "pdf")

Format = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar=options.words("FORMAT"),
        help=options.words("xlsx or csv (a table), xlsform (KoboToolbox, ODK), paper (md, html, docx, pdf)."),
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar=options.words("FILE"), help=options.words("Where to write it.")),
]
Template = Annotated[
    bool, typer.Option("--template", help=options.words("An empty table with an example, to write new questions in."))
]


def export(
    format: Format = "",
    output: Output = None,
    template: Template = False,
    lang: options.Language = None,
    pack: options.Pack = None,
    debug: options.Debug = False,
) -> None:
    """Write the questions of a pack in another form."""
    from selfcheck.cli.editors.packs import pack_at_hand
    from selfcheck.cli.setting import chosen_words
    from selfcheck.terminal.printing import print_result

    format, ending = _wanted(format, output)
    words = chosen_words(lang if format != "paper" else None)
    place = pack_at_hand(pack)
    if format == "xlsform":
        name, data = _form(place, words)
    elif format == "paper":
        name, data = _paper(place, lang, ending, words)
    else:
        name, data = _table(place, format, words, template=template)
    print_result(str(write_export(output, name, data)))


def _wanted(format: str, output: Path | None) -> tuple[str, str]:
    """The form that was asked for, by its name or by the file's ending, and the ending of a paper."""
    ending = output.suffix.removeprefix(".").casefold() if output is not None else ""
    format = format or (ending if ending in FORMATS else "paper" if ending in PAPERS else "xlsx")
    if format not in FORMATS:
        raise SelfcheckError(
            say("There is no format '{name}'.", name=format),
            say("use one of: {codes}", codes=", ".join(FORMATS)),
            code=Exit.USAGE,
        )
    return format, ending or "md"


def _form(place: Path, words: Words) -> tuple[str, bytes]:
    """A form for phones, looked at by pyxform if that is there."""
    from importlib.util import find_spec

    from selfcheck.cli.setting import open_questions
    from selfcheck.tables.xlsform import xlsform_sheets
    from selfcheck.tables.xlsform_check import form_warnings
    from selfcheck.tables.xlsx import write_xlsx
    from selfcheck.terminal.printing import print_talk

    loaded = open_questions(place, words, asked=False)
    sheets = xlsform_sheets(loaded)
    data = write_xlsx(sheets)
    if find_spec("pyxform") is None:
        command = "pip install 'selfcheck[xlsform]'"
        print_talk(words("The form was not checked. To have it checked: {command}", command=command))
    else:
        for warning in form_warnings(sheets):
            print_talk(warning)
    return f"{loaded.id}-form.xlsx", data


def _paper(place: Path, lang: str | None, ending: str, words: Words) -> tuple[str, bytes]:
    """A questionnaire to print, in the language that was asked for, else the pack's first."""
    from selfcheck.cli.setting import open_questions
    from selfcheck.documents.formats import find_format
    from selfcheck.documents.formats import render_document
    from selfcheck.tables.paper import paper_document
    from selfcheck.words import Words

    loaded = open_questions(place, words, asked=False)
    if lang is not None and lang not in loaded.languages:
        raise SelfcheckError(
            say("The pack has no language '{code}'.", code=lang),
            say("use one of: {codes}", codes=", ".join(loaded.languages)),
            code=Exit.USAGE,
        )
    language = loaded.language(lang or words.language)
    spoken = Words(language)
    data = render_document(paper_document(loaded, language, spoken), find_format(ending), spoken)
    return f"{loaded.id}-{language}.{ending}", data


def _table(place: Path, format: str, words: Words, *, template: bool) -> tuple[str, bytes]:
    """The questions as a table, or an empty one with an example."""
    from selfcheck.tables.comma import write_csv
    from selfcheck.tables.questions import questions_sheet
    from selfcheck.tables.questions import template_sheet
    from selfcheck.tables.xlsx import write_xlsx

    loaded, files = open_question_files(place, words, empty=template)
    sheet = template_sheet(loaded.languages) if template else questions_sheet(files, loaded.languages)
    name = f"{loaded.id}-{'template' if template else 'questions'}.{format}"
    return name, write_csv(sheet) if format == "csv" else write_xlsx((sheet,))


def open_question_files(place: Path, words: Words, *, empty: bool = False) -> tuple[Pack, list[PackFile]]:
    """A pack's questions and the files they stand in. Raises SelfcheckError where they have mistakes.

    With `empty` there may be none yet, if the pack has a name.
    """
    from selfcheck.cli.setting import refuse_broken
    from selfcheck.content.folders import question_files
    from selfcheck.content.loading import load_questions

    loaded, problems = load_questions(place)
    bare = [problem for problem in problems if problem.rule == "missing-file" and problem.source.path == "questions"]
    left = tuple(problem for problem in problems if not (empty and problem in bare))
    refuse_broken(place, left, words, asked=False)
    return loaded, question_files(place)[0]


def write_export(output: Path | None, usual: str, data: bytes) -> Path:
    """Write a file where it was asked for, else under its usual name, where there must be none yet."""
    from selfcheck.files import write_file

    target = output or Path(usual)
    if output is None and target.exists():
        raise SelfcheckError(
            say("There is a file {path} already.", path=target),
            say("name the file to write: -o FILE"),
            code=Exit.USAGE,
        )
    write_file(target, data)
    return target
