"""A document's two halves: the keys between two lines `---`, and the body after them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content import mistakes
from selfcheck.content.nodes import Mapping
from selfcheck.content.nodes import Scalar
from selfcheck.content.nodes import Sequence
from selfcheck.content.yaml_lines import read_nodes
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.content.nodes import Node
    from selfcheck.problems import Problem


class Document(Struct, frozen=True):
    """Front matter as a map of nodes, the Markdown after it, and the line on which that starts."""

    keys: Mapping
    body: str
    body_line: int


#: The text of a document as it stands, its keys as the first group, its body behind the match.
HALVES = re.compile(r"---\r?\n(.*?\n)---(?:\r?\n|\Z)", re.DOTALL)

#: `key: value` and `- value`, the value plain or in quotes. Of escapes only `\u00e9` is known, as programs write it.
_VALUE = r"""(?:"((?:[^"\\\n]++|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4})*+)"|'([^'\n]*)'|([^\W_][^\n]*))?"""
_ESCAPE = re.compile(r"\\u(....)")
_KEY_LINE = re.compile(rf"([a-z_]+):(?: {_VALUE})?")
_ITEM_LINE = re.compile(rf"( *)- {_VALUE}")


def simple_keys(header: str) -> Mapping | None:
    """The keys of front matter as most of it is written, or None where only YAML can tell.

    It makes the nodes that `read_nodes` makes, in a tenth of the time; a test compares the two.
    """
    if not header.replace("\n", "").isprintable():
        return None
    found = Mapping({}, 2, 1)
    items: Sequence | None = None  # the list whose items are being read
    indent = ""
    for line, text in enumerate(header.split("\n")[:-1], 2):
        match = _KEY_LINE.fullmatch(text)
        if match is not None:
            if items is not None and not items.items:
                return None  # a key that says nothing
            key = match[1]
            node: Scalar | Sequence | None = _scalar(line, match)
            items = None
            if node is None:
                if len(text) > len(key) + 1:
                    return None
                node = items = Sequence([], line, 1)
            if key in found.entries:
                return None
            found.entries[key] = (Scalar(key, line, 1), node)
            continue
        match = _ITEM_LINE.fullmatch(text)
        item = _scalar(line, match) if match is not None else None
        if match is None or item is None or items is None or (items.items and match[1] != indent):
            return None
        if not items.items:
            indent = match[1]
            items.line, items.column = line, len(indent) + 1
        items.items.append(item)
    return found if found.entries and (items is None or items.items) else None


def _scalar(line: int, match: re.Match[str]) -> Scalar | None:
    """The value of a line as a node; None where it has none, or one that YAML would read otherwise.

    Before the value stands one group; of its own three, for each way to write it, only one can have matched.
    """
    way = match.lastindex
    if way is None or way == 1:
        return None
    value, column = match[way], match.start(way) + 1
    if way < 4:
        if way == 2 and "\\" in value:
            value = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), value)
        return Scalar(value, line, column - 1, plain=False)
    plain = value.rstrip(" ")
    if ": " in plain or " #" in plain or plain.endswith(":") or "\t" in plain:
        return None
    return Scalar(plain, line, column)


def read_document(text: str, path: str) -> tuple[Document | None, list[Problem]]:
    """Split a document. Without well-formed front matter there is no document: a header must never become advice."""
    start = Source(path)
    if not text.startswith("---\n"):
        return None, [mistakes.front_matter(start, say("The first line is not '---'."))]
    end = text.find("\n---\n", 3)
    if end < 0:
        if not text.endswith("\n---"):
            return None, [mistakes.front_matter(start, say("The front matter is never closed."))]
        end = len(text) - 4
    header, body = text[4 : end + 1], text[end + 5 :]
    node: Node | None = simple_keys(header)
    problems: list[Problem] = []
    if node is None:
        node, problems = read_nodes(header, path, first_line=2)
    if problems and node is None:
        return None, problems
    if not isinstance(node, Mapping):
        reason = say("The front matter is not a list of keys with their values.")
        return None, [*problems, mistakes.front_matter(Source(path, 2), reason)]
    return Document(node, body, text.count("\n", 0, end + 5) + 1), problems
