"""How a pack is written: the style of its files of questions, and where its documents stand."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from typing import Literal

from msgspec.structs import replace

from selfcheck.content.yaml_edits import column_of
from selfcheck.content.yaml_edits import newline_of
from selfcheck.content.yaml_marks import read_marks
from selfcheck.content.yaml_writing import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.yaml_marks import Marked

Shape = Literal["plain", "flow", "block"]

#: Where documents stand if a pack has none to follow.
USUAL_LAYOUT = "feedback/{language}/{question}/{choice}.md"
SECTION_LAYOUT = "feedback/{language}/sections/{section}-{level}.md"

#: Of so many documents it is clear where a pack keeps them.
ENOUGH = 200


class Style(Layout, frozen=True, kw_only=True):
    """How the maps and texts of a file of questions are written.

    `texts` is the shape of a text in several languages, `choices` that of one choice. The rest says which quotes texts
    and ids are in, and which of the optional keys a question has here.
    """

    newline: str = "\n"
    texts: Shape = "block"
    choices: Shape = "block"
    quote: str = ""
    id_quote: str = ""
    short: bool = False
    hint: bool = False
    help: tuple[str, ...] = ()
    choice_short: bool = False


def style_of(text: str, usual: Style) -> Style:
    """The style of a file of questions: of its list and the last question in it; what it does not say is as usual."""
    node = read_marks(text)
    style = replace(usual, newline=newline_of(text))
    key, questions = (node.entries.get("questions") if node else None) or (None, None)
    if key is None or questions is None or questions.items is None or questions.flow:
        return style
    column = column_of(text, questions.start)
    style = replace(style, dash=max(0, column - column_of(text, key.start)))
    items = [item for item in questions.items if item.is_map]
    if not items or items[-1].flow:
        return style
    style = replace(style, gap=max(2, column_of(text, items[-1].start) - column))
    return _style_of_question(text, items[-1], style)


def _style_of_question(text: str, question: Marked, style: Style) -> Style:
    asked = _value(question, "text")
    choices = _value(question, "choices")
    choice = choices.items[-1] if choices is not None and choices.items else None
    step = style.step
    if asked is not None and _shape(asked) == "block":
        step = column_of(text, asked.start) - column_of(text, question.start)
    help_map = _value(question, "help")
    return replace(
        style,
        step=max(1, step),
        texts=_shape(asked),
        choices="flow" if choice is not None and choice.flow else "block",
        quote=quote_of(asked),
        id_quote=quote_of(_value(question, "id")),
        short="short" in question.entries,
        hint="hint" in question.entries,
        help=tuple(help_map.entries) if help_map is not None else (),
        choice_short=choice is not None and "short" in choice.entries,
    )


def _value(node: Marked, key: str) -> Marked | None:
    entry = node.entries.get(key)
    return entry[1] if entry else None


def _shape(node: Marked | None) -> Shape:
    if node is None or not node.is_map:
        return "plain"
    return "flow" if node.flow else "block"


def quote_of(node: Marked | None) -> str:
    """The quotes that a text is in; of several, those that all of them are in."""
    if node is None:
        return ""
    if node.text is not None:
        return node.quote if node.quote in ("'", '"') else ""
    inside = node.items if node.items is not None else [value for _, value in node.entries.values()]
    quotes = {quote_of(each) for each in inside}
    return quotes.pop() if len(quotes) == 1 else ""


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
