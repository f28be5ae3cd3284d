"""The command of editors who begin a pack: `content new pack`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from selfcheck.cli import options
from selfcheck.cli.editors.writing import Choices
from selfcheck.cli.editors.writing import OwnId
from selfcheck.cli.editors.writing import SectionId
from selfcheck.cli.editors.writing import Title
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

Languages = Annotated[
    str | None,
    typer.Option(
        "--languages",
        metavar=options.words("CODES"),
        help=options.words("The languages of the pack, for example en,tr."),
    ),
]
Folder = Annotated[Path, typer.Argument(metavar=options.words("FOLDER"), help=options.words("The folder to make."))]


def pack(
    folder: Folder,
    id: OwnId = None,
    title: Title = None,
    languages: Languages = None,
    section: SectionId = None,
    choices: Choices = None,
    lang: options.Language = None,
    accessible: options.Accessible = False,
    no_input: options.NoInput = False,
    debug: options.Debug = False,
) -> None:
    """Make a pack that can be asked at once, with a stub in the place of every text."""
    from selfcheck.assessment.places import slug
    from selfcheck.cli.editors.asking import ask_fields
    from selfcheck.cli.editors.packs import HEAD
    from selfcheck.cli.editors.packs import say_where
    from selfcheck.cli.editors.packs import write_additions
    from selfcheck.cli.editors.wishes import by_language
    from selfcheck.cli.editors.wishes import level_titles
    from selfcheck.cli.editors.wishes import parse_codes
    from selfcheck.cli.editors.wishes import parse_texts
    from selfcheck.cli.editors.wishes import refuse_codes
    from selfcheck.cli.editors.wishes import require_id
    from selfcheck.cli.editors.wishes import text_fields
    from selfcheck.cli.setting import chosen_words
    from selfcheck.content.additions import make_pack_files
    from selfcheck.content.scaffold import NewPack
    from selfcheck.content.scaffold import NewQuestion
    from selfcheck.content.scaffold import NewSection
    from selfcheck.terminal.editors.form import Field

    words = chosen_words(lang)
    if (folder / HEAD).exists():
        raise SelfcheckError(
            say("There is a pack in {path} already.", path=folder),
            say("add to it with: selfcheck content new section --pack {path}", path=folder),
            code=Exit.USAGE,
        )
    fields = []
    if languages is None:
        hint = words("Their codes with commas between them, the one you write in first.")
        fields.append(
            Field(
                key="languages",
                question=words("In which languages?"),
                hint=hint,
                start=words.language,
                refuse=lambda value: refuse_codes(value, words),
            )
        )
    answers = ask_fields(words("New pack"), fields, words, accessible, no_input)
    codes = parse_codes(languages or answers.get("languages") or words.language)
    titles = parse_texts(title, codes, "title")
    answers |= ask_fields(
        words("New pack"),
        text_fields("title", lambda code: words("Its title in '{language}'", language=code), codes, titles, words),
        words,
        accessible,
        no_input,
    )
    pack_id = id or slug(folder.resolve().name)
    require_id(pack_id)
    require_id(section or "basics")
    fresh = NewPack(
        id=pack_id, title=by_language("title", {**titles, **answers}), languages=codes, levels=level_titles(codes)
    )
    first = NewSection(id=section or "basics", question=NewQuestion(id="1", choices=choices or 4))
    additions = make_pack_files(fresh, first)
    write_additions(folder, additions)
    say_where(additions, words)
