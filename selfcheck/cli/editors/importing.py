"""The command that takes a table back into a pack, `content import`, and what every import ends with."""

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
    from collections.abc import Iterable

    from selfcheck.content.folders import PackFile
    from selfcheck.problems import Sentence
    from selfcheck.tables.outcome import Import
    from selfcheck.tables.sheets import Grid
    from selfcheck.tables.sheets import Refusal
    from selfcheck.words import Words

Table = Annotated[Path, typer.Argument(metavar=options.words("FILE"), help=options.words("A table: XLSX, ODS or CSV."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=options.words("Show what would change, and write nothing."))]
AcceptRest = Annotated[
    bool, typer.Option("--accept-rest", help=options.words("Leave out what cannot be used, and write the rest."))
]


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
    from selfcheck.cli.editors.packs import named_pack
    from selfcheck.cli.editors.tables import open_question_files
    from selfcheck.cli.setting import chosen_words
    from selfcheck.tables.importing import import_questions
    from selfcheck.tables.questions import SHEET
    from selfcheck.terminal.printing import print_talk

    words = chosen_words(lang)
    place = named_pack(pack)
    loaded, files = open_question_files(place, words, empty=True)
    grids, guess = read_table(file)
    grid = next((each for each in grids if each.name.casefold() == SHEET), grids[0])
    found = import_questions(grid, files, loaded.languages)
    if guess is not None:
        print_talk(words.sentence(guess))
    finish_import(place, files, found, words, dry_run=dry_run, accept_rest=accept_rest, as_json=as_json)


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


def finish_import(
    place: Path,
    files: Iterable[PackFile],
    found: Import,
    words: Words,
    *,
    dry_run: bool,
    accept_rest: bool,
    as_json: bool,
) -> None:
    """Write what an import made of the files as they were, unless something was refused, and say what was done."""
    from selfcheck.cli.editors.packs import write_additions
    from selfcheck.content.additions import Addition

    writes = not dry_run and (accept_rest or not found.refusals)
    if writes:
        before = {file.path: file.data for file in files}
        write_additions(place, [Addition(file.path, file.data, before.get(file.path)) for file in found.files])
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


def _print_json(found: Import, words: Words, *, written: bool) -> None:
    from selfcheck.terminal.printing import print_json

    print_json(
        files=[file.path for file in found.files if written],
        changes=[{"where": change.place, "what": change.what} for change in found.changes],
        refused=[
            {
                "sheet": refusal.sheet,
                "cell": refusal.cell,
                "message": words.sentence(refusal.message),
                "hint": words.sentence(refusal.cure) if refusal.cure else None,
            }
            for refusal in found.refusals
        ],
        left=list(found.left),
    )
