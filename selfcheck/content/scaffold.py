"""What is to be written, as files with a stub in every place: questions, sections, documents, a whole pack.

A stub is `…`: it is there, it can be asked, the check names it as unwritten, and writing replaces it. Whatever exists
stays as it is, byte for byte; a question is put behind the last one of its section. Nothing is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from typing import TYPE_CHECKING

from selfcheck.content.emitting import Style
from selfcheck.content.emitting import flow_text
from selfcheck.content.emitting import indented
from selfcheck.content.emitting import item_lines
from selfcheck.content.emitting import scalar
from selfcheck.content.emitting import text_lines
from selfcheck.content.texts import STUB

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.content.model import QuestionType

#: The levels of a new pack, and the scores that they start from.
LEVELS = (("starting", 0), ("partly", 34), ("established", 67))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question to be written: what is known of it already, and how many choices it will offer."""

    id: str
    type: QuestionType = "select_one"
    text: Mapping[str, str] = field(default_factory=dict)
    choices: int = 4
    scored: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSection:
    """A section to be written, with its first question."""

    id: str
    title: Mapping[str, str] = field(default_factory=dict)
    profile: bool = False
    question: NewQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPack:
    """A pack to be written, with its first section. `levels` are the titles of its levels, by language."""

    id: str
    title: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def stubs(languages: tuple[str, ...], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """A text in every language: what is known of it, and stubs."""
    return {code: (known or {}).get(code) or STUB for code in languages}


def question_lines(question: NewQuestion, languages: tuple[str, ...], style: Style) -> list[str]:
    """A question as an item of its section's list."""
    empty = stubs(languages)
    lines = [f"id: {scalar(question.id, style.id_quote)}"]
    if question.type != "select_one":
        lines.append(f"type: {question.type}")
    lines += text_lines("text", stubs(languages, question.text), style)
    lines += text_lines("short", empty, style) if style.short else []
    lines += text_lines("hint", empty, style) if style.hint else []
    if style.help:
        lines.append("help:")
        for key in style.help:
            lines += indented(text_lines(key, empty, style), style.step)
    if question.type in ("select_one", "select_multiple"):
        lines.append("choices:")
        for n in range(question.choices):
            item = item_lines(_choice_lines(n, question, empty, style), style)
            lines += indented(item, style.dash)
    return item_lines(lines, style)


def _choice_lines(n: int, question: NewQuestion, empty: Mapping[str, str], style: Style) -> list[str]:
    name = scalar(str(n + 1), style.id_quote)
    shorts = ["short"] if style.choice_short else []
    if style.choices == "flow":
        texts = [flow_text(key, empty, style) for key in ("text", *shorts)]
        inside = ", ".join([f"id: {name}", *texts, *([f"score: {n}"] if question.scored else [])])
        return [f"{{{inside}}}"]
    lines = [f"id: {name}"]
    for key in ("text", *shorts):
        lines += text_lines(key, empty, style)
    return [*lines, *([f"score: {n}"] if question.scored else [])]


def section_text(section: NewSection, languages: tuple[str, ...], style: Style) -> str:
    """A file of questions with one question in it."""
    lines = [f"section: {scalar(section.id)}", *text_lines("title", stubs(languages, section.title), style)]
    lines += ["profile: true"] if section.profile else []
    lines += ["questions:", *indented(question_lines(section.question, languages, style), style.dash)]
    return style.newline.join([*lines, ""])


def pack_text(pack: NewPack, style: Style) -> str:
    """The head of a pack: `questions/pack.yaml`."""
    lines = [f"pack: {scalar(pack.id)}", "version: 0.1.0"]
    lines += text_lines("title", stubs(pack.languages, pack.title), style)
    lines += [f"languages: [{', '.join(pack.languages)}]", "levels:"]
    for n, (name, start) in enumerate(LEVELS):
        known = {code: titles[n] for code, titles in pack.levels.items()}
        title = text_lines("title", stubs(pack.languages, known), style)
        lines += indented(item_lines([f"id: {name}", f"from: {start}", *title], style), style.dash)
    return style.newline.join([*lines, ""])
