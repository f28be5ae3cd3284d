"""YAML as nodes that know their place: every scalar is the text its author wrote. The one home of PyYAML.

`no`, `09` and `1_000` stay text. Anchors, tags, bombs and bottomless nesting are refused while the events stream by,
before anything is built from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

import yaml
from msgspec import Struct

from selfcheck.content import mistakes
from selfcheck.problems import Source

if TYPE_CHECKING:
    from selfcheck.problems import Problem

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEPTH = 20


class Scalar(Struct):
    """A text. `plain` tells an unquoted one, of which an empty one says nothing at all."""

    text: str
    line: int
    column: int
    plain: bool = True


class Sequence(Struct):
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


class Mapping(Struct):
    """Keys with their nodes, in the order they were written."""

    entries: dict[str, tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


class _RefusedError(Exception):
    """Something in the stream that must not be built."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read_nodes(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """The one document in `text` as a node, and what was wrong with it.

    `first_line` is the line of the file on which `text` starts. Where there is a problem other than a duplicate key,
    there is no node: half a document would only report mistakes that nobody made.
    """
    builder = _Builder(path, first_line)
    try:
        for event in yaml.parse(text, Loader=Loader):
            builder.take(event)
    except _RefusedError as refused:
        return None, [*builder.problems, refused.problem]
    except yaml.YAMLError as error:
        return None, [*builder.problems, _syntax_problem(error, path, first_line)]
    except (ValueError, UnicodeError, OverflowError) as error:  # PyYAML lets a few of its own through
        return None, [*builder.problems, mistakes.yaml_syntax(Source(path, first_line), str(error))]
    return builder.root, builder.problems


class _Builder:
    """Builds nodes from events, keeping the open containers on a stack of its own: depth is counted, never recursed."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []  # per open container: the key that waits for its value
        self.documents = 0

    def take(self, event: Any) -> None:
        """Take in the next event. Raises _RefusedError for what has no place in a pack."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            line, column = self.place(event)
            self.put(Scalar(event.value, line, column, not event.style))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            line, column = self.place(event)
            if len(self.stack) >= DEPTH:
                raise _RefusedError(mistakes.too_deep(Source(self.path, line, column), DEPTH))
            node = Mapping({}, line, column) if kind is yaml.MappingStartEvent else Sequence([], line, column)
            self.put(node)
            self.stack.append(node)
            self.keys.append(None)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.stack.pop()
            self.keys.pop()
        elif kind is yaml.AliasEvent:
            self.place(event)
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                where = Source(self.path, event.start_mark.line + self.first_line)
                raise _RefusedError(mistakes.yaml_syntax(where, "a second document starts here"))

    def place(self, event: Any) -> tuple[int, int]:
        """Line and column of a node's event, which must carry neither anchor nor tag."""
        mark = event.start_mark
        line, column = mark.line + self.first_line, mark.column + 1
        if event.anchor is not None:
            raise _RefusedError(mistakes.anchor(Source(self.path, line, column)))
        if event.tag is not None:
            raise _RefusedError(
                mistakes.tag(Source(self.path, line, column), event.tag.replace("tag:yaml.org,2002:", "!!"))
            )
        return line, column

    def put(self, node: Node) -> None:
        """Hand a node to the container that is open: as an item, as a key, or as the value of the key before it."""
        if not self.stack:
            self.root = node
            return
        container = self.stack[-1]
        if isinstance(container, Sequence):
            container.items.append(node)
            return
        key = self.keys[-1]
        if key is not None:
            self.keys[-1] = None
            first = container.entries.setdefault(key.text, (key, node))[0]
            if first is not key:
                here = Source(self.path, key.line, key.column)
                there = Source(self.path, first.line, first.column)
                self.problems.append(mistakes.duplicate_key(here, key.text, there))
        elif isinstance(node, Scalar):
            self.keys[-1] = node
        else:
            where = Source(self.path, node.line, node.column)
            raise _RefusedError(mistakes.yaml_syntax(where, "a list or map cannot be a key"))


def _syntax_problem(error: yaml.YAMLError, path: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is None:
        return mistakes.yaml_syntax(Source(path, first_line), reason.splitlines()[0])
    return mistakes.yaml_syntax(Source(path, mark.line + first_line, mark.column + 1), reason)
