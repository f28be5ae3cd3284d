"""Commands for translators: `content translate export`, `content translate import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from selfcheck.cli import options
from selfcheck.cli.editors.importing import AcceptRest
from selfcheck.cli.editors.importing import DryRun
from selfcheck.cli.editors.tables import Output
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

Into = Annotated[str, typer.Option("--to", metavar=options.words("CODE"), help=options.words("The language to write."))]
From = Annotated[
    str | None,
    typer.Option("--from", metavar=options.words("CODE"), help=options.words("The language to read; else the first.")),
]
Filled = Annotated[Path, typer.Argument(metavar=options.words("FILE"), help=options.words("The sheet, filled in."))]


def export(
    to: Into,
    from_: From = None,
    output: Output = None,
    lang: options.Language = None,
    pack: options.Pack = None,
    debug: options.Debug = False,
) -> None:
    """Write every text of a pack into a sheet for a translator."""
    from selfcheck.cli.editors.packs import pack_at_hand
    from selfcheck.cli.editors.tables import write_export
    from selfcheck.cli.setting import chosen_words
    from selfcheck.cli.setting import refuse_broken
    from selfcheck.content.loading import load_pack
    from selfcheck.tables.translating import translation_sheets
    from selfcheck.tables.xlsx import write_xlsx
    from selfcheck.terminal.printing import print_result

    words = chosen_words(lang)
    place = pack_at_hand(pack)
    loaded, problems = load_pack(place)
    refuse_broken(place, problems, words, asked=False)
    source = from_ or next((language for language in loaded.languages if language != to), loaded.languages[0])
    for language in (source, to):
        if language not in loaded.languages:
            raise SelfcheckError(
                say("The pack has no language '{code}'.", code=language),
                say("add it to 'languages' in questions/pack.yaml"),
                code=Exit.USAGE,
            )
    if source == to:
        raise SelfcheckError(say("Both languages are '{code}'.", code=to), code=Exit.USAGE)
    data = write_xlsx(translation_sheets(loaded, source, to, words))
    print_result(str(write_export(output, f"{loaded.id}-{source}-{to}.xlsx", data)))


def import_(
    file: Filled,
    dry_run: DryRun = False,
    accept_rest: AcceptRest = False,
    as_json: options.AsJson = False,
    lang: options.Language = None,
    pack: options.Pack = None,
    debug: options.Debug = False,
) -> None:
    """Take a translator's sheet into the files of a pack; only what was changed in it is written."""
    from selfcheck.cli.editors.importing import finish_import
    from selfcheck.cli.editors.importing import read_table
    from selfcheck.cli.editors.packs import named_pack
    from selfcheck.cli.setting import chosen_words
    from selfcheck.cli.setting import refuse_broken
    from selfcheck.content.folders import feedback_files
    from selfcheck.content.folders import question_files
    from selfcheck.content.loading import load_pack
    from selfcheck.tables.translated import import_translation

    words = chosen_words(lang)
    place = named_pack(pack)
    loaded, problems = load_pack(place)
    refuse_broken(place, problems, words, asked=False)
    grids, _ = read_table(file)
    files = [*question_files(place)[0], *feedback_files(place)[0]]
    found = import_translation(grids, loaded, files)
    finish_import(place, files, found, words, dry_run=dry_run, accept_rest=accept_rest, as_json=as_json)
