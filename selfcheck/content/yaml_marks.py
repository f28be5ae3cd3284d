"""YAML as stretches of its text: where each node begins and ends, so that one can be changed and the rest stays."""

from __future__ import annotations

from typing import Any

import yaml
from msgspec import Struct
from msgspec import field

from selfcheck.content.yaml_lines import read_nodes
from selfcheck.content.yaml_nodes import Loader


class Marked(Struct):
    """A node, and the stretch of text that it was written as, from `start` up to `end`.

    A scalar has a `text` and the `quote` it was written with (`"`, `'`, `|`, `>` or none); a list has `items`, a map
    `entries`. `flow` tells one in brackets or braces.
    """

    start: int
    end: int
    flow: bool = False
    text: str | None = None
    quote: str = ""
    items: list[Marked] | None = None
    entries: dict[str, tuple[Marked, Marked]] = field(default_factory=dict)

    @property
    def is_map(self) -> bool:
        """Whether this is a map."""
        return self.text is None and self.items is None


def read_marks(text: str) -> Marked | None:
    """The document in `text`; None where it has mistakes, or says nothing.

    The positions count in `text` as it is given: with its own line ends, its letters composed or not.
    """
    node, problems = read_nodes(text, "")  # refuses what must not be built
    if node is None or problems:
        return None
    return _marked(yaml.compose(text, Loader=Loader), text)


def _marked(node: Any, text: str) -> Marked:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        end = start + len(text[start:end].rstrip())  # a block of lines claims the empty ones behind it
        return Marked(start, end, text=node.value, quote=node.style or "")
    found = Marked(start, end, flow=bool(node.flow_style))
    if isinstance(node, yaml.SequenceNode):
        found.items = [_marked(item, text) for item in node.value]
        last = found.items[-1].end if found.items else end
    else:
        found.entries = {key.value: (_marked(key, text), _marked(value, text)) for key, value in node.value}
        last = max((value.end for _, value in found.entries.values()), default=end)
    if not found.flow:
        found.end = last  # a block ends with what is in it, not where the next one begins
    return found
