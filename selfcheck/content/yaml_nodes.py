"""YAML as nodes that know their place: every scalar is the text its author wrote. The one home of PyYAML.

`no`, `09` and `1_000` stay text. Anchors, tags, bombs and bottomless nesting are refused while the events stream by,
before anything is built from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

import yaml

from selfcheck.content import mistakes
from selfcheck.content.nodes import Mapping
from selfcheck.content.nodes import Scalar
from selfcheck.content.nodes import Sequence
from selfcheck.problems import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.content.nodes import Node
    from selfcheck.problems import Problem

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEPTH = 20


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
        loader = Loader(text)
        try:
            builder.take_all(iter(loader.get_event, None))
        finally:
            loader.dispose()
    except _RefusedError as refused:
        return None, [*builder.problems, refused.problem]
    except yaml.YAMLError as error:
        return None, [*builder.problems, _syntax_problem(error, path, first_line, text)]
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

    def take_all(self, events: Iterable[Any]) -> None:
        """Take in a stream of events. Raises _RefusedError for what has no place in a pack."""
        first_line = self.first_line
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:  # nine of ten, so it comes first and is short
                if event.anchor is not None or event.tag is not None:
                    raise self.refusal(event)
                mark = event.start_mark
                self.put(Scalar(event.value, mark.line + first_line, mark.column + 1, not event.style))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.open(event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
                self.keys.pop()
            elif kind is yaml.AliasEvent:
                raise self.refusal(event)
            elif kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    where = Source(self.path, event.start_mark.line + first_line)
                    raise _RefusedError(mistakes.yaml_syntax(where, "a second document starts here"))

    def open(self, event: Any) -> None:
        """Open a list or map."""
        if event.anchor is not None or event.tag is not None:
            raise self.refusal(event)
        mark = event.start_mark
        line, column = mark.line + self.first_line, mark.column + 1
        if len(self.stack) >= DEPTH:
            raise _RefusedError(mistakes.too_deep(Source(self.path, line, column), DEPTH))
        node = Mapping({}, line, column) if type(event) is yaml.MappingStartEvent else Sequence([], line, column)
        self.put(node)
        self.stack.append(node)
        self.keys.append(None)

    def refusal(self, event: Any) -> _RefusedError:
        """What to raise for a node with an anchor or a tag."""
        mark = event.start_mark
        here = Source(self.path, mark.line + self.first_line, mark.column + 1)
        if event.anchor is not None:
            return _RefusedError(mistakes.anchor(here))
        return _RefusedError(mistakes.tag(here, event.tag.replace("tag:yaml.org,2002:", "!!")))

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


def _syntax_problem(error: yaml.YAMLError, path: str, first_line: int, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is None:  # a letter that YAML does not know, of which it tells no place
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)
        at = found.start() if found else 0
        where = Source(path, text.count("\n", 0, at) + first_line, at - text.rfind("\n", 0, at))
        return mistakes.yaml_syntax(where, reason.splitlines()[0])
    last = len(text.rstrip("\n").split("\n"))  # what ends too early is found behind the last line
    return mistakes.yaml_syntax(Source(path, min(mark.line, last - 1) + first_line, mark.column + 1), reason)
