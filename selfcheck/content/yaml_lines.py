"""YAML as most of it is written, read line by line; where a line could mean anything else, PyYAML reads the file.

Loading PyYAML and letting it read the questions of a pack takes as long as everything else up to the first page. Most
files need no more than keys with their values, lists and indentation. The reader of lines may give up too often, it
must never be wrong: a test compares the two on thousands of texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selfcheck.content.nodes import Mapping
from selfcheck.content.nodes import Scalar
from selfcheck.content.nodes import Sequence

if TYPE_CHECKING:
    from selfcheck.content.nodes import Node
    from selfcheck.problems import Problem

#: `key: value`, `- value`, `- key: value`; the value plain, in brackets, or in quotes with no escapes but \".
_LINE = re.compile(
    r"( *)(- )?(?:([A-Za-z0-9_][\w-]{0,60}):(?: (?=.)|\Z))?"
    r"""(?:"((?:[^"\\]|\\")*)"|'([^']*)'|([.+]*[^\W_].*)|([\[{].*))?"""
)

#: Within brackets, a key, and a value without brackets of its own.
_INNER_KEY = re.compile(r"([A-Za-z0-9_][\w-]{0,60}): ")
_INNER_VALUE = re.compile(r""""([^"\\]*)"|'([^']*)'|([^\W_][^,\[\]{}:#?"']*)""")

#: How deep lists and maps may lie in each other; PyYAML's reader says what is wrong with those that lie deeper.
_DEPTH = 15


def read_nodes(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """The one document in `text` as a node, and what was wrong with it; see `yaml_nodes.read_nodes`."""
    node = read_lines(text, first_line)
    if node is not None:
        return node, []
    from selfcheck.content import yaml_nodes

    return yaml_nodes.read_nodes(text, path, first_line)


def read_lines(text: str, first_line: int = 1) -> Node | None:
    """The map or list that a text holds, or None where only YAML can tell."""
    if not text.replace("\n", "").isprintable():
        return None
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), first_line):
        written = line.lstrip(" ")
        if written and not written.startswith("#") and not reader.take(line, number):
            return None
    return reader.root if reader.waiting is None else None


class _Reader:
    """The lists and maps that are open, each with its indentation, and the key whose value comes on the next line."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[tuple[int, Mapping | Sequence]] = []
        self.waiting: Scalar | None = None

    def take(self, line: str, number: int) -> bool:
        """Take in the next line that says something; False where it could be anything but what it looks like."""
        match = _LINE.fullmatch(line)
        if match is None:
            return False
        spaces, dash, key = match.group(1, 2, 3)
        indent = len(spaces)
        if not self.turn_to(indent, number, listed=dash is not None):
            return False
        value = _value(match, number)
        if key is None:
            container = self.open[-1][1]
            if value is None or not isinstance(container, Sequence):
                return False
            container.items.append(value)
            return True
        if dash is not None:
            indent += 2
            self.begin(indent, Mapping({}, number, indent + 1))
        mapping = self.open[-1][1]
        if not isinstance(mapping, Mapping) or key in mapping.entries:
            return False
        name = Scalar(key, number, indent + 1)
        if value is not None:
            mapping.entries[key] = (name, value)
        elif match.end(3) + 1 == len(line):
            self.waiting = name
        return value is not None or self.waiting is not None

    def turn_to(self, indent: int, number: int, *, listed: bool) -> bool:
        """Make the container the open one that a line of this indentation belongs to."""
        if self.waiting is not None or not self.open:
            at = self.open[-1][0] if self.open else -1
            if indent < at + (not listed) or len(self.open) > _DEPTH:
                return False
            self.begin(indent, Sequence([], number, indent + 1) if listed else Mapping({}, number, indent + 1))
            return True
        while self.open[-1][0] > indent or (
            self.open[-1][0] == indent and not listed and isinstance(self.open[-1][1], Sequence)
        ):
            self.open.pop()
            if not self.open:
                return False
        return self.open[-1][0] == indent and isinstance(self.open[-1][1], Sequence) is listed

    def begin(self, indent: int, node: Mapping | Sequence) -> None:
        """Open a list or a map: as the value of the key that waits, as the next item, or as the whole."""
        container = self.open[-1][1] if self.open else None
        if isinstance(container, Sequence):
            container.items.append(node)
        elif isinstance(container, Mapping) and self.waiting is not None:
            container.entries[self.waiting.text] = (self.waiting, node)
            self.waiting = None
        else:
            self.root = node
        self.open.append((indent, node))


def _value(match: re.Match[str], number: int) -> Node | None:
    """The value that stands on a line; None where there is none, or one that YAML would read otherwise."""
    if match[4] is not None:
        return Scalar(match[4].replace('\\"', '"'), number, match.start(4), plain=False)
    if match[5] is not None:
        return Scalar(match[5], number, match.start(5), plain=False)
    if match[6] is not None:
        plain = match[6].rstrip(" ")
        if ": " in plain or " #" in plain or plain.endswith(":"):
            return None
        return Scalar(plain, number, match.start(6) + 1)
    if match[7] is not None:
        node, end = _in_brackets(match.string, match.start(7), number)
        return node if end == len(match.string) else None
    return None


def _in_brackets(text: str, at: int, number: int, depth: int = 0) -> tuple[Node | None, int]:
    """The value that begins at this place of a line, and where it ends; None where only YAML can tell."""
    if text[at] not in "[{":
        return _inner_value(text, at, number)
    node: Mapping | Sequence = Sequence([], number, at + 1) if text[at] == "[" else Mapping({}, number, at + 1)
    key = None
    while depth < _DEPTH:
        at += 1
        if isinstance(node, Mapping):
            key = _INNER_KEY.match(text, at)
            if key is None or key[1] in node.entries:
                break
            at = key.end()
        inner, end = _in_brackets(text, at, number, depth + 1) if at < len(text) else (None, at)
        if inner is None:
            break
        if isinstance(node, Sequence):
            node.items.append(inner)
        elif key is not None:
            node.entries[key[1]] = (Scalar(key[1], number, key.start() + 1), inner)
        at = end
        if text.startswith("]" if isinstance(node, Sequence) else "}", at):
            return node, at + 1
        if not text.startswith(", ", at):
            break
        at += 1
    return None, at


def _inner_value(text: str, at: int, number: int) -> tuple[Scalar | None, int]:
    match = _INNER_VALUE.match(text, at)
    if match is None or text[match.end() - 1] == " ":
        return None, at
    plain = match[3] is not None
    return Scalar(match[match.lastindex or 0], number, at + 1, plain), match.end()
