"""Commands of editors who write: `content new question`, `section`, `feedback`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Annotated

import typer

from selfcheck.cli import options
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.terminal.editors.form import Field

NewId = Annotated[
    str | None,
    typer.Option(
        "--id", metavar=options.words("ID"), help=options.words("A number or a word; else the next free number.")
    ),
]
OwnId = Annotated[
    str | None, typer.Option("--id", metavar=options.words("ID"), help=options.words("A number or a word."))
]
SectionId = Annotated[
    str | None, typer.Option("--section", metavar=options.words("ID"), help=options.words("The section, by its id."))
]
Text = Annotated[
    list[str] | None,
    typer.Option(
        "--text",
        metavar=options.words("CODE=TEXT"),
        help=options.words('The question in one language, for example en="Do we meet?".'),
    ),
]
Title = Annotated[
    list[str] | None,
    typer.Option(
        "--title",
        metavar=options.words("CODE=TEXT"),
        help=options.words('The title in one language, for example en="People".'),
    ),
]
Type = Annotated[
    str | None,
    typer.Option(
        "--type", metavar=options.words("TYPE"), help=options.words("select_one, select_multiple, text or integer.")
    ),
]
Choices = Annotated[
    int | None,
    typer.Option(
        "--choices", min=2, max=20, metavar=options.words("N"), help=options.words("How many choices it offers.")
    ),
]
Profile = Annotated[
    bool, typer.Option("--profile", help=options.words("Its questions describe the organisation and are not scored."))
]
QuestionArgument = Annotated[
    str | None,
    typer.Argument(metavar=options.words("[QUESTION]"), help=options.words("A question's id; else all of them.")),
]
ChoiceId = Annotated[
    str | None, typer.Option("--choice", metavar=options.words("ID"), help=options.words("Only for this choice."))
]
LevelId = Annotated[
    str | None,
    typer.Option("--level", metavar=options.words("ID"), help=options.words("Only for this level of the section.")),
]


def question(
    section: SectionId = None,
    id: NewId = None,
    text: Text = None,
    type: Type = None,
    choices: Choices = None,
    pack: options.Pack = None,
    lang: options.Language = None,
    accessible: options.Accessible = False,
    no_input: options.NoInput = False,
    debug: options.Debug = False,
) -> None:
    """Put a question behind the last one of a section, with a stub in the place of every text."""
    from selfcheck.cli.editors.asking import ask_fields
    from selfcheck.cli.editors.packs import open_to_write
    from selfcheck.cli.editors.packs import pack_to_write
    from selfcheck.cli.editors.packs import say_where
    from selfcheck.cli.editors.packs import write_additions
    from selfcheck.cli.editors.wishes import as_typed
    from selfcheck.cli.editors.wishes import find_section
    from selfcheck.cli.editors.wishes import make_question
    from selfcheck.cli.editors.wishes import parse_texts
    from selfcheck.cli.editors.wishes import question_fields
    from selfcheck.cli.setting import chosen_words
    from selfcheck.content.additions import add_question

    words = chosen_words(lang)
    place = pack_to_write(pack)
    opened = open_to_write(place)
    given = {
        "section": section,
        "id": id,
        "type": type,
        "choices": choices,
        **parse_texts(text, opened.languages, "text"),
    }
    answers = ask_fields(words("New question"), question_fields(opened, given, words), words, accessible, no_input)
    known = {**as_typed(given), **answers}
    chosen = find_section(opened, known.get("section"))
    addition = add_question(place, opened, chosen, make_question(opened, chosen, known))
    write_additions(place, [addition])
    say_where([addition], words)


def section(
    id: OwnId = None,
    title: Title = None,
    profile: Profile = False,
    text: Text = None,
    type: Type = None,
    choices: Choices = None,
    pack: options.Pack = None,
    lang: options.Language = None,
    accessible: options.Accessible = False,
    no_input: options.NoInput = False,
    debug: options.Debug = False,
) -> None:
    """Begin a section in a file of its own, with its first question."""
    from selfcheck.cli.editors.asking import ask_fields
    from selfcheck.cli.editors.packs import open_to_write
    from selfcheck.cli.editors.packs import pack_to_write
    from selfcheck.cli.editors.packs import say_where
    from selfcheck.cli.editors.packs import write_additions
    from selfcheck.cli.editors.wishes import as_typed
    from selfcheck.cli.editors.wishes import by_language
    from selfcheck.cli.editors.wishes import make_question
    from selfcheck.cli.editors.wishes import parse_texts
    from selfcheck.cli.editors.wishes import refuse_id
    from selfcheck.cli.editors.wishes import require_id
    from selfcheck.cli.editors.wishes import text_fields
    from selfcheck.cli.editors.wishes import what_is_missing
    from selfcheck.cli.setting import chosen_words
    from selfcheck.content.additions import add_section
    from selfcheck.content.scaffold import NewSection
    from selfcheck.terminal.editors.form import Field

    words = chosen_words(lang)
    place = pack_to_write(pack)
    opened = open_to_write(place)
    titles = parse_texts(title, opened.languages, "title")
    taken = [each.id for each in opened.sections]
    fields: list[Field] = []
    if id is None:
        fields.append(
            Field(
                key="id", question=words("The id of the section"), refuse=lambda value: refuse_id(value, taken, words)
            )
        )
    fields += text_fields(
        "title", lambda code: words("Its title in '{language}'", language=code), opened.languages, titles, words
    )
    answers = ask_fields(words("New section"), fields, words, accessible, no_input)
    section_id = id or answers.get("id")
    if section_id is None:
        raise what_is_missing("--id")
    require_id(section_id)
    known = as_typed({"type": type, "choices": choices, **parse_texts(text, opened.languages, "text")})
    first = make_question(opened, None, known, scored=not profile)
    fresh = NewSection(
        id=section_id, title=by_language("title", {**titles, **answers}), profile=profile, question=first
    )
    addition = add_section(place, opened, fresh)
    write_additions(place, [addition])
    say_where([addition], words)


def feedback(
    question: QuestionArgument = None,
    choice: ChoiceId = None,
    section: SectionId = None,
    level: LevelId = None,
    pack: options.Pack = None,
    lang: options.Language = None,
    debug: options.Debug = False,
) -> None:
    """Write the documents that are missing, for one question or for all, or for the levels of a section."""
    from selfcheck.cli.editors.packs import open_to_write
    from selfcheck.cli.editors.packs import pack_to_write
    from selfcheck.cli.editors.packs import say_where
    from selfcheck.cli.editors.packs import write_additions
    from selfcheck.cli.editors.wishes import find_section
    from selfcheck.cli.editors.wishes import no_such
    from selfcheck.cli.setting import chosen_words
    from selfcheck.content.additions import add_feedback
    from selfcheck.terminal.printing import print_talk

    words = chosen_words(lang)
    place = pack_to_write(pack)
    opened = open_to_write(place)
    if question is not None:
        asked = opened.by_id.get(question)
        if asked is None:
            raise no_such(say("question"), question, opened.by_id)
        if choice is not None and asked.choice(choice) is None:
            raise no_such(say("choice"), choice, [each.id for each in asked.choices])
    if section is not None:
        find_section(opened, section)
        if level is not None and level not in [each.id for each in opened.levels]:
            raise no_such(say("level"), level, [each.id for each in opened.levels])
    additions = add_feedback(place, opened, question=question, choice=choice, section=section, level=level)
    if not additions:
        print_talk(words("There is advice for all of it already."))
        return
    write_additions(place, additions)
    say_where(additions, words)
