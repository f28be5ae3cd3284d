"""Commands of editors who write in a spreadsheet, or ask on paper or a phone: `content export`, `content import`."""

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
    from selfcheck.problems import Problem
    from selfcheck.problems import Sentence
    from selfcheck.tables.outcome import Import
    from selfcheck.tables.sheets import Grid
    from selfcheck.tables.sheets import Refusal
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
Table = Annotated[Path, typer.Argument(metavar=options.words("FILE"), help=options.words("A table: XLSX, ODS or CSV."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=options.words("Show what would change, and write nothing."))]
AcceptRest = Annotated[
    bool, typer.Option("--accept-rest", help=options.words("Leave out what cannot be used, and write the rest."))
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
    from selfcheck.cli.setting import chosen_language
    from selfcheck.cli.setting import pack_place
    from selfcheck.terminal.printing import print_result
    from selfcheck.words import Words

    format, ending = _wanted(format, output)
    words = Words(chosen_language(lang if format != "paper" else None) or "en")
    place = pack_place(pack)
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

    from selfcheck.tables.xlsform import xlsform_sheets
    from selfcheck.tables.xlsform_check import form_warnings
    from selfcheck.tables.xlsx import write_xlsx
    from selfcheck.terminal.printing import print_talk

    loaded = sound_questions(place, words)
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
    from selfcheck.documents.formats import find_format
    from selfcheck.documents.formats import render_document
    from selfcheck.tables.paper import paper_document
    from selfcheck.words import Words

    loaded = sound_questions(place, words)
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


def import_(
    file: Table,
    dry_run: DryRun = False,
    accept_rest: AcceptRest = False,
    as_json: options.AsJson = False,
    lang: options.Language = None,
    pack: options.Pack = None,
    debug: options.Debug = False,
) -> None:
    """Take questions from a table into the files of a pack; what is the same already stays untouched."""
    from selfcheck.cli.setting import chosen_language
    from selfcheck.tables.importing import import_questions
    from selfcheck.tables.questions import SHEET
    from selfcheck.terminal.printing import print_talk
    from selfcheck.words import Words

    words = Words(chosen_language(lang) or "en")
    place = writable_pack(pack)
    loaded, files = open_question_files(place, words, empty=True)
    grids, guess = read_table(file)
    grid = next((each for each in grids if each.name.casefold() == SHEET), grids[0])
    found = import_questions(grid, files, loaded.languages)
    if guess is not None:
        print_talk(words.sentence(guess))
    finish_import(place, found, words, dry_run=dry_run, accept_rest=accept_rest, as_json=as_json)


def open_question_files(place: Path, words: Words, *, empty: bool = False) -> tuple[Pack, list[PackFile]]:
    """A pack's questions and the files they stand in. Raises SelfcheckError where they have mistakes.

    With `empty` there may be none yet, if the pack has a name.
    """
    from selfcheck.content.folders import question_files
    from selfcheck.content.loading import load_questions

    loaded, problems = load_questions(place)
    bare = [problem for problem in problems if problem.rule == "missing-file" and problem.source.path == "questions"]
    refuse_mistakes(place, tuple(problem for problem in problems if not (empty and problem in bare)), words)
    return loaded, question_files(place)[0]


def sound_questions(place: Path, words: Words) -> Pack:
    """A pack's questions, which fit each other too. Raises SelfcheckError where they do not."""
    from selfcheck.content.checks import check_pack
    from selfcheck.content.loading import load_questions
    from selfcheck.problems import in_order

    loaded, problems = load_questions(place)
    refuse_mistakes(place, in_order([*problems, *check_pack(loaded)]), words)
    return loaded


def refuse_mistakes(place: Path, problems: tuple[Problem, ...], words: Words) -> None:
    """Stop where a pack has mistakes: what is made of it, or put into it, would have them too."""
    from selfcheck.problems import has_errors
    from selfcheck.terminal.printing import print_talk
    from selfcheck.terminal.printing import render_problem

    if has_errors(problems):
        for problem in problems:
            if problem.severity == "error":
                print_talk(render_problem(problem, words))
        raise SelfcheckError(
            say("The pack in {path} has mistakes, so nothing was done.", path=place),
            say("mend them, and look again with: selfcheck content check {path}", path=place),
        )


def writable_pack(option: Path | None) -> Path:
    """The pack to write into: always one that was named, and never a zip."""
    if option is None:
        raise SelfcheckError(say("Which pack is this for?"), say("name its folder: --pack FOLDER"), code=Exit.USAGE)
    if option.is_file():
        raise SelfcheckError(
            say("{path} is a zip, and a zip is only read.", path=option),
            say("unpack it, and name its folder with --pack"),
            code=Exit.USAGE,
        )
    return option


def read_table(file: Path) -> tuple[tuple[Grid, ...], Sentence | None]:
    """The sheets of a table file, and a sentence where its letters had to be guessed."""
    from selfcheck.files import read_file
    from selfcheck.tables.comma import read_csv
    from selfcheck.tables.xlsx import read_xlsx

    data = read_file(file)
    if data.startswith(b"PK"):
        grids = read_xlsx(data, file.name)
        guess = None
    else:
        grid, guess = read_csv(data, file.name)
        grids = (grid,)
    if not any(grid.columns for grid in grids):
        raise SelfcheckError(say("There is nothing in {path}.", path=file))
    return grids, guess


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


def finish_import(place: Path, found: Import, words: Words, *, dry_run: bool, accept_rest: bool, as_json: bool) -> None:
    """Write what an import made, unless something was refused, and say what was done."""
    writes = not dry_run and (accept_rest or not found.refusals)
    if writes:
        _write_into(place, found.files)
    if as_json:
        _print_json(found, words, written=writes)
    else:
        _print_outcome(place, found, words, written=writes, dry_run=dry_run)
    if found.refusals and not accept_rest:
        raise typer.Exit(int(Exit.INVALID))


def _print_outcome(place: Path, found: Import, words: Words, *, written: bool, dry_run: bool) -> None:
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.printing import print_talk

    for refusal in found.refusals:
        print_result(render_refusal(refusal, words))
    for change in found.changes if dry_run else ():
        print_result(f"{change.place}: {change.what}")
    for file in found.files if written else ():
        print_result(str(place / file.path))
    print_talk(words("Changes: {n}. Refused: {refused}.", n=len(found.changes), refused=len(found.refusals)))
    if not found.changes and not found.refusals:
        print_talk(words("The pack says all this already, so nothing was written."))
    elif not written and not dry_run:
        print_talk(words("Nothing was written. Mend these cells, or use --accept-rest to write all the others."))
    elif written and found.files:
        print_talk(words("Now look at it with: selfcheck content check {path}", path=place))
    if found.left:
        print_talk(words("Questions that are not in the table stay as they are: {n}.", n=len(found.left)))


def render_refusal(refusal: Refusal, words: Words) -> str:
    """A cell that cannot be used, as people read it: `sheet!B7: sentence`, then what to do."""
    line = f"{refusal.sheet}!{refusal.cell}: {words.sentence(refusal.message)}"
    if refusal.cure is None:
        return line
    hint = words("hint")
    return f"{line}\n  {hint}: {words.sentence(refusal.cure)}"


def _write_into(place: Path, files: tuple[PackFile, ...]) -> None:
    """Write files of a pack; none of them may lie outside it, whatever is linked where."""
    from selfcheck.files import write_file

    home = place.resolve()
    for file in files:
        if not (place / file.path).parent.resolve().is_relative_to(home):
            raise SelfcheckError(
                say("{path} is a link to another place, so nothing was written.", path=(place / file.path).parent),
                code=Exit.FILES,
            )
    for file in files:
        write_file(place / file.path, file.data)


def _print_json(found: Import, words: Words, *, written: bool) -> None:
    import json

    from selfcheck.terminal.printing import print_result

    said = {
        "schema": "selfcheck/1",
        "files": [file.path for file in found.files if written],
        "changes": [{"where": change.place, "what": change.what} for change in found.changes],
        "refused": [
            {
                "sheet": refusal.sheet,
                "cell": refusal.cell,
                "message": words.sentence(refusal.message),
                "hint": words.sentence(refusal.cure) if refusal.cure else None,
            }
            for refusal in found.refusals
        ],
        "left": list(found.left),
    }
    print_result(json.dumps(said, ensure_ascii=False, indent=2))
