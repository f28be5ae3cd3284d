"""What an editor asks for with options, as values, and what is left to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.additions import next_id
from selfcheck.content.additions import usual_choices
from selfcheck.content.characters import one_line
from selfcheck.content.fields import LANGUAGE_CODE
from selfcheck.content.fields import is_id
from selfcheck.content.grammar import SELECTS
from selfcheck.content.grammar import TYPES
from selfcheck.content.mistakes import did_you_mean
from selfcheck.content.scaffold import NewQuestion
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.terminal.editors.form import Field
from selfcheck.words import LANGUAGES
from selfcheck.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Mapping

    from selfcheck.content.model import Pack
    from selfcheck.content.model import Section


def question_fields(pack: Pack, given: Mapping[str, object], words: Words) -> list[Field]:
    """What is not known of a new question yet."""
    fields = []
    if given["section"] is None and len(pack.sections) > 1:
        rows = tuple((each.id, each.title.within(words.language)) for each in pack.sections)
        fields.append(Field(key="section", question=words("Into which section?"), rows=rows))
    if given["id"] is None:
        taken = list(pack.by_id)
        fields.append(
            Field(
                key="id",
                question=words("The id of the question"),
                start=next_id(pack),
                refuse=lambda value: refuse_id(value, taken, words),
            )
        )
    if given["type"] is None:
        kinds = (words("one answer"), words("several answers"), words("a line of text"), words("a number"))
        fields.append(
            Field(
                key="type",
                question=words("How is it answered?"),
                rows=tuple(zip(TYPES, kinds, strict=True)),
                start=TYPES[0],
            )
        )
    if given["choices"] is None:
        last = pack.sections[-1] if pack.sections else None
        fields.append(
            Field(
                key="choices",
                question=words("How many choices does it offer?"),
                start=str(usual_choices(last) if last else 4),
                refuse=lambda value: (
                    "" if value.isdecimal() and 2 <= int(value) <= 20 else words("Type a number from 2 to 20.")
                ),
                when=lambda known: (given["type"] or known.get("type")) in SELECTS,
            )
        )

    def in_language(code: str) -> str:
        return words("The question in '{language}'", language=code)

    return fields + text_fields("text", in_language, pack.languages, as_typed(given), words)


def as_typed(given: Mapping[str, object]) -> dict[str, str]:
    """What was given with options, as it would be typed into the fields that ask for the rest."""
    return {key: str(value) for key, value in given.items() if value is not None}


def text_fields(
    key: str, question: Callable[[str], str], languages: tuple[str, ...], known: Mapping[str, str], words: Words
) -> list[Field]:
    """A text to ask for in every language that it is not known in."""
    hint = words("Leave it empty to write it later.")
    return [
        Field(key=f"{key}:{code}", question=question(code), hint=hint)
        for code in languages
        if f"{key}:{code}" not in known
    ]


def make_question(
    pack: Pack, section: Section | None, known: Mapping[str, str], *, scored: bool | None = None
) -> NewQuestion:
    """The question that was described."""
    kind = next((each for each in TYPES if each == known.get("type", TYPES[0])), None)
    if kind is None:
        raise no_such(say("type"), known["type"], TYPES)
    question_id = known.get("id") or next_id(pack)
    require_id(question_id)
    usual = usual_choices(section) if section else 4
    if scored is None:
        scored = section is not None and not section.profile and kind == "select_one"
    return NewQuestion(
        id=question_id,
        type=kind,
        text=by_language("text", known),
        choices=int(known.get("choices") or usual),
        scored=scored,
    )


def find_section(pack: Pack, section_id: str | None) -> Section:
    """The section that was named, or the only one there is."""
    if section_id is None:
        if len(pack.sections) != 1:
            raise what_is_missing("--section", [each.id for each in pack.sections])
        return pack.sections[0]
    found = next((each for each in pack.sections if each.id == section_id), None)
    if found is None:
        raise no_such(say("section"), section_id, [each.id for each in pack.sections])
    return found


def no_such(thing: object, name: str, known: Iterable[str]) -> SelfcheckError:
    """What to say where a name is not known."""
    return SelfcheckError(
        say("There is no {thing} '{id}'.", thing=thing, id=name), did_you_mean(name, known), code=Exit.USAGE
    )


def what_is_missing(option: str, known: Iterable[str] = ()) -> SelfcheckError:
    """What to say where nobody can be asked and something must be known."""
    words = ", ".join(known)
    return SelfcheckError(
        say("Nobody can be asked here, and {option} is missing.", option=option),
        say("use one of: {words}", words=words) if words else say("name it: {option} …", option=option),
        code=Exit.USAGE,
    )


def parse_texts(entries: list[str] | None, languages: tuple[str, ...], key: str) -> dict[str, str]:
    """`--text en=…` as `text:en`; without a code it is in the pack's first language."""
    found = {}
    for entry in entries or ():
        code, sign, text = entry.partition("=")
        if not sign or code not in languages:
            raise SelfcheckError(
                say("'{entry}' does not begin with a language of the pack.", entry=entry),
                say(
                    'write it so: --{key} {code}="…"; languages are: {codes}',
                    key=key,
                    code=languages[0],
                    codes=", ".join(languages),
                ),
                code=Exit.USAGE,
            )
        found[f"{key}:{code}"] = one_line(text)
    return found


def by_language(key: str, known: Mapping[str, str]) -> dict[str, str]:
    """The texts of a key, by language."""
    return {name.partition(":")[2]: text for name, text in known.items() if name.startswith(f"{key}:") and text}


def refuse_id(value: str, taken: list[str], words: Words) -> str:
    """What is wrong with a new id, or nothing."""
    if not is_id(value):
        return words("Write a number or a word, without spaces, dots, colons, slashes or quotes.")
    return words("The id '{id}' is taken.", id=value) if value in taken else ""


def require_id(value: str) -> None:
    """Raise SelfcheckError where a text cannot be an id."""
    if not is_id(value):
        raise SelfcheckError(
            say("'{id}' cannot be an id.", id=value),
            say("write a number or a word, without spaces, dots, colons, slashes or quotes"),
            code=Exit.USAGE,
        )


def refuse_codes(value: str, words: Words) -> str:
    """What is wrong with codes of languages, or nothing."""
    try:
        parse_codes(value)
    except SelfcheckError as error:
        return words.sentence(error.message)
    return ""


def parse_codes(value: str) -> tuple[str, ...]:
    """Codes of languages as they are typed: with commas or spaces between them."""
    codes = tuple(dict.fromkeys(value.replace(",", " ").split()))
    if not codes or not all(LANGUAGE_CODE.match(code) for code in codes):
        raise SelfcheckError(
            say("'{codes}' are not codes of languages.", codes=value), say("write them so: en,tr"), code=Exit.USAGE
        )
    return codes


def level_titles(codes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """What the levels of a new pack are called, in the languages that the program speaks."""
    spoken = {code: Words(code) for code in codes if code in LANGUAGES}
    return {
        code: (words("First steps"), words("Partly"), words("Established practice")) for code, words in spoken.items()
    }
