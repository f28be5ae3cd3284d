"""New YAML lines in the style of their neighbours. What exists never passes through here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal

from selfcheck.content.yaml_nodes import Mapping
from selfcheck.content.yaml_nodes import Scalar
from selfcheck.content.yaml_nodes import read_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as AnyMapping

Shape = Literal["plain", "flow", "block"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the maps and texts of a file of questions are written.

    `step` is how far a map stands under its key, `dash` how far a list does, `gap` from a dash to what it lists.
    `texts` is the shape of a text in several languages, `choices` that of one choice. The rest says which of the
    optional keys a question has here.
    """

    newline: str = "\n"
    step: int = 2
    dash: int = 2
    gap: int = 2
    texts: Shape = "block"
    choices: Shape = "block"
    quote: str = ""
    id_quote: str = ""
    apart: bool = False
    short: bool = False
    hint: bool = False
    help: tuple[str, ...] = ()
    choice_short: bool = False


def scalar(text: str, quote: str = "", *, flow: bool = False) -> str:
    """A text as YAML that is read back letter by letter; without quotes only where none are needed."""
    if not quote and _is_read_back(text, flow=flow):
        return text
    if quote == "'" and text.isprintable():
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    return json.dumps(text, ensure_ascii=False)


def _is_read_back(text: str, *, flow: bool) -> bool:
    line = f"{{k: {text}}}" if flow else f"k: {text}"
    node, problems = read_nodes(line, "")
    value = node.entries.get("k") if isinstance(node, Mapping) and len(node.entries) == 1 else None
    return not problems and value is not None and isinstance(value[1], Scalar) and value[1].text == text and bool(text)


def text_lines(key: str, texts: AnyMapping[str, str], style: Style) -> list[str]:
    """A key with a text, or with one per language."""
    if len(texts) == 1 and style.texts == "plain":
        return [f"{key}: {scalar(next(iter(texts.values())), style.quote)}"]
    if style.texts == "flow":
        return [f"{key}: {_flow_texts(texts, style)}"]
    return [f"{key}:", *(f"{' ' * style.step}{code}: {scalar(text, style.quote)}" for code, text in texts.items())]


def flow_text(key: str, texts: AnyMapping[str, str], style: Style) -> str:
    """The same inside a map that stands on one line."""
    if len(texts) == 1 and style.texts == "plain":
        return f"{key}: {scalar(next(iter(texts.values())), style.quote, flow=True)}"
    return f"{key}: {_flow_texts(texts, style)}"


def _flow_texts(texts: AnyMapping[str, str], style: Style) -> str:
    inside = ", ".join(f"{code}: {scalar(text, style.quote, flow=True)}" for code, text in texts.items())
    return f"{{{inside}}}"


def item_lines(lines: Iterable[str], style: Style) -> list[str]:
    """The lines of a map as an item of a list."""
    first, *rest = lines
    return [f"-{' ' * (style.gap - 1)}{first}", *indented(rest, style.gap)]


def indented(lines: Iterable[str], columns: int) -> list[str]:
    """The lines further to the right; empty ones stay empty."""
    return [f"{' ' * columns}{line}" if line else "" for line in lines]
