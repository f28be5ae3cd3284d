"""How a pack is written: the style of its files of questions, and where its documents stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from selfcheck.content.yaml_nodes import Mapping
from selfcheck.content.yaml_nodes import Scalar
from selfcheck.content.yaml_nodes import Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.emitting import Shape
    from selfcheck.content.emitting import Style
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.yaml_nodes import Node

#: Where documents stand if a pack has none to follow.
USUAL_LAYOUT = "feedback/{language}/{question}/{choice}.md"
SECTION_LAYOUT = "feedback/{language}/sections/{section}-{level}.md"

#: Of so many documents it is clear where a pack keeps them.
ENOUGH = 200

BREAK = re.compile(r"\r\n|\r|\n")


def newline_of(text: str) -> str:
    """The line end that a text has most of."""
    found = Counter(BREAK.findall(text))
    return found.most_common(1)[0][0] if found else "\n"


def style_of(text: str, node: Mapping, usual: Style) -> Style:
    """The style of a file of questions: of its list and the last question in it; what it does not say is as usual."""
    lines = BREAK.split(text)
    style = replace(usual, newline=newline_of(text))
    key, questions = node.entries.get("questions", (None, None))
    if key is None or not isinstance(questions, Sequence) or sign_at(lines, questions) == "[":
        return style
    style = replace(style, dash=max(0, questions.column - key.column))
    items = [item for item in questions.items if isinstance(item, Mapping)]
    if not items or sign_at(lines, items[-1]) == "{":
        return style
    before = lines[items[-1].line - 2].strip() if len(items) > 1 else "-"
    style = replace(style, gap=max(2, items[-1].column - questions.column), apart=not before)
    return _style_of_question(lines, items[-1], style)


def _style_of_question(lines: list[str], question: Mapping, style: Style) -> Style:
    text = _value(question, "text")
    choices = _value(question, "choices")
    choice = choices.items[-1] if isinstance(choices, Sequence) and choices.items else None
    step = text.column - question.column if _shape(lines, text) == "block" and isinstance(text, Mapping) else style.step
    help_map = _value(question, "help")
    return replace(
        style,
        step=max(1, step),
        texts=_shape(lines, text),
        choices="flow" if choice is not None and sign_at(lines, choice) == "{" else "block",
        quote=_quote(lines, text),
        id_quote=_quote(lines, _value(question, "id")),
        short=_value(question, "short") is not None,
        hint=_value(question, "hint") is not None,
        help=tuple(help_map.entries) if isinstance(help_map, Mapping) else (),
        choice_short=isinstance(choice, Mapping) and "short" in choice.entries,
    )


def _value(node: Mapping, key: str) -> Node | None:
    entry = node.entries.get(key)
    return entry[1] if entry else None


def sign_at(lines: list[str], node: Node) -> str:
    """The first character of a node, which tells how it is written."""
    line = lines[node.line - 1] if node.line <= len(lines) else ""
    return line[node.column - 1 : node.column]


def _shape(lines: list[str], node: Node | None) -> Shape:
    if not isinstance(node, Mapping):
        return "plain"
    return "flow" if sign_at(lines, node) == "{" else "block"


def _quote(lines: list[str], node: Node | None) -> str:
    """The quotes that a text is in; of a text in several languages, those that all of them are in."""
    if isinstance(node, Scalar):
        sign = sign_at(lines, node)
        return sign if sign in ("'", '"') else ""
    if isinstance(node, Mapping) and node.entries:
        quotes = {_quote(lines, value) for _, value in node.entries.values()}
        return quotes.pop() if len(quotes) == 1 else ""
    return ""


def layout_of(pack: Pack) -> str:
    """Where documents stand in this pack: a path with `{language}`, `{question}`, `{choice}` in it."""
    found = Counter(_question_layouts(pack))
    return found.most_common(1)[0][0] if found else USUAL_LAYOUT


def section_layout_of(pack: Pack) -> str:
    """Where the advice for the levels of sections stands: a path with `{language}`, `{section}`, `{level}` in it."""
    found = Counter(_section_layouts(pack))
    return found.most_common(1)[0][0] if found else SECTION_LAYOUT


def _question_layouts(pack: Pack) -> Iterator[str]:
    for document in [each for each in pack.feedback if each.question_id][:ENOUGH]:
        if document.question_id and len(document.choice_ids) == 1:
            section = pack.section_of.get(document.question_id)
            named = {"question": document.question_id, "choice": document.choice_ids[0], "language": document.language}
            optional = {"section": section.id} if section else {}
            yield from _layout(document, named, optional, len(pack.languages) == 1)


def _section_layouts(pack: Pack) -> Iterator[str]:
    for document in [each for each in pack.feedback if each.section_id][:ENOUGH]:
        if document.section_id and document.level:
            named = {"section": document.section_id, "level": document.level, "language": document.language}
            yield from _layout(document, named, {}, len(pack.languages) == 1)


def _layout(document: Feedback, named: dict[str, str], optional: dict[str, str], one_language: bool) -> Iterator[str]:
    """The path with its names taken out; nothing where they are not all there."""
    parts = [part.replace("{", "").replace("}", "") for part in document.path.removesuffix(".md").split("/")[1:]]
    for name, value in (*named.items(), *optional.items()):
        places = range(len(parts))  # what is wider comes first: language, section, question, choice
        for n in reversed(places) if name in ("choice", "level") else places:
            found = _bounded(value).search(parts[n])
            if found:
                parts[n] = f"{parts[n][: found.start()]}{{{name}}}{parts[n][found.end() :]}"
                break
        else:
            if name not in optional and not (name == "language" and one_language):
                return
    yield f"feedback/{'/'.join(parts)}.md"


def _bounded(value: str) -> re.Pattern[str]:
    """A name as a whole: `9` is found in `9-3` and `q9`, not in `19` or in another name."""
    name = re.escape(value)
    return re.compile(rf"(?<![0-9{{]){name}(?![0-9}}])" if value.isdigit() else rf"(?<![\w{{]){name}(?![\w}}])")
