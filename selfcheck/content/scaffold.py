"""What is to be written, as files with a stub in every place: questions, sections, documents, a whole pack.

A stub is `…`: it is there, it can be asked, the check names it as unwritten, and writing replaces it. Whatever exists
stays as it is, byte for byte; a question is put behind the last one of its section. Nothing is written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import field

from selfcheck.content.grammar import SELECTS
from selfcheck.content.texts import STUB
from selfcheck.content.yaml_writing import Bare
from selfcheck.content.yaml_writing import Flow
from selfcheck.content.yaml_writing import Quoted
from selfcheck.content.yaml_writing import as_name
from selfcheck.content.yaml_writing import render_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.content.model import QuestionType
    from selfcheck.content.styles import Style
    from selfcheck.content.yaml_writing import Value

#: The levels of a new pack, and the scores that they start from.
LEVELS = (("starting", 0), ("partly", 34), ("established", 67))


class NewQuestion(Struct, frozen=True, kw_only=True):
    """A question to be written: what is known of it already, and how many choices it will offer."""

    id: str
    type: QuestionType = "select_one"
    text: Mapping[str, str] = field(default_factory=dict)
    choices: int = 4
    scored: bool = True


class NewSection(Struct, frozen=True, kw_only=True):
    """A section to be written, with its first question."""

    id: str
    title: Mapping[str, str] = field(default_factory=dict)
    profile: bool = False
    question: NewQuestion


class NewPack(Struct, frozen=True, kw_only=True):
    """A pack to be written, with its first section. `levels` are the titles of its levels, by language."""

    id: str
    title: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def stubs(languages: tuple[str, ...], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """A text in every language: what is known of it, and stubs."""
    return {code: (known or {}).get(code) or STUB for code in languages}


def question_value(question: NewQuestion, languages: tuple[str, ...], style: Style) -> dict[str, Value | None]:
    """A question as an item of its section's list."""
    empty = _text(stubs(languages), style)
    offers = question.type in SELECTS
    return {
        "id": as_name(question.id, style.id_quote),
        "type": question.type if question.type != "select_one" else None,
        "text": _text(stubs(languages, question.text), style),
        "short": empty if style.short else None,
        "hint": empty if style.hint else None,
        "help": dict.fromkeys(style.help, empty) if style.help else None,
        "choices": [_choice(n, question, empty, style) for n in range(question.choices)] if offers else None,
    }


def _choice(number: int, question: NewQuestion, empty: Value, style: Style) -> dict[str, Value | None]:
    choice: dict[str, Value | None] = {
        "id": as_name(str(number + 1), style.id_quote),
        "text": empty,
        "short": empty if style.choice_short else None,
        "score": Bare(str(number)) if question.scored else None,
    }
    return Flow(choice) if style.choices == "flow" else choice


def _text(texts: Mapping[str, str], style: Style) -> Value:
    """A text, or one per language."""
    quoted: dict[str, Value | None] = {code: Quoted(text, style.quote) for code, text in texts.items()}
    if len(texts) == 1 and style.texts == "plain":
        return Quoted(next(iter(texts.values())), style.quote)
    return Flow(quoted) if style.texts == "flow" else quoted


def section_text(section: NewSection, languages: tuple[str, ...], style: Style) -> str:
    """A file of questions with one question in it."""
    value: dict[str, Value | None] = {
        "section": as_name(section.id),
        "title": _text(stubs(languages, section.title), style),
        "profile": Bare("true") if section.profile else None,
        "questions": [question_value(section.question, languages, style)],
    }
    return _file(value, style)


def pack_text(pack: NewPack, style: Style) -> str:
    """The head of a pack: `questions/pack.yaml`."""
    levels: list[Value] = []
    for n, (name, start) in enumerate(LEVELS):
        title = _text(stubs(pack.languages, {code: titles[n] for code, titles in pack.levels.items()}), style)
        levels.append({"id": name, "from": Bare(str(start)), "title": title})
    value: dict[str, Value | None] = {
        "pack": as_name(pack.id),
        "version": Bare("0.1.0"),
        "title": _text(stubs(pack.languages, pack.title), style),
        "languages": Bare(f"[{', '.join(pack.languages)}]"),
        "levels": levels,
    }
    return _file(value, style)


def _file(value: dict[str, Value | None], style: Style) -> str:
    return f"{render_map(value, 0, style)}\n".replace("\n", style.newline)
