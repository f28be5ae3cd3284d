"""Changes to a YAML file that leave every other byte of it alone: comments, blank lines, quotes, line ends.

A change is said as what a map should hold; where it holds that already, nothing is done.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.content.yaml_marks import read_marks
from selfcheck.content.yaml_meaning import says_the_same
from selfcheck.content.yaml_writing import USUAL
from selfcheck.content.yaml_writing import Flow
from selfcheck.content.yaml_writing import render_entry
from selfcheck.content.yaml_writing import render_flow
from selfcheck.content.yaml_writing import render_item
from selfcheck.content.yaml_writing import render_key
from selfcheck.content.yaml_writing import render_scalar
from selfcheck.content.yaml_writing import render_value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from selfcheck.content.yaml_marks import Marked
    from selfcheck.content.yaml_writing import Value

BREAK = re.compile(r"\r\n|\r|\n")


class Edit(Struct, frozen=True):
    """A stretch of a text, and what is to stand there instead."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with its changes. Several that are put in at one place stay in the order in which they were made."""
    parts, at = [], 0
    newline = newline_of(text)
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            raise ValueError("two changes of one place")
        parts += [text[at : edit.start], edit.text.replace("\n", newline)]
        at = edit.end
    return "".join([*parts, text[at:]])


def edited(text: str, edits: Iterable[Edit]) -> tuple[str, Marked] | None:
    """The text with its changes, and the node that it reads back as; None where there is no safe place for them."""
    try:
        text = apply_edits(text, edits)
    except ValueError:
        return None
    node = read_marks(text)
    return None if node is None else (text, node)


def newline_of(text: str) -> str:
    """The line end that a text has most of."""
    found = Counter(BREAK.findall(text))
    return found.most_common(1)[0][0] if found else "\n"


def change_map(text: str, node: Marked, wanted: Mapping[str, Value | None], order: Iterable[str] = ()) -> list[Edit]:
    """What makes a map hold the wanted values; None takes a key away. Keys that are not named stay as they are.

    A new key is put behind the last of those that come before it in `order`.
    """
    edits: list[Edit] = []
    wanted = {key: None if _empties(node, key, value) else value for key, value in wanted.items()}
    kept = {key for key in node.entries if wanted.get(key, "") is not None}
    for key, value in wanted.items():
        if key in node.entries and value is None:
            edits.append(_remove_entry(text, node, key, kept))
        elif key in node.entries and value is not None:
            edits += _change_entry(text, node, key, value)
    fresh = {key: value for key, value in wanted.items() if key not in node.entries and value is not None}
    places = {key: n for n, key in enumerate(order)}
    for key, value in sorted(fresh.items(), key=lambda item: places.get(item[0], len(places))):
        before = [
            each for each in node.entries if each in kept and places.get(each, -1) <= places.get(key, len(places))
        ]
        edits.append(_insert_entry(text, node, before[-1] if before else None, key, value, kept))
    return edits


def _empties(node: Marked, key: str, value: Value | None) -> bool:
    """Whether nothing would be left of the map behind a key: then the key goes too."""
    if not isinstance(value, dict):
        return False
    found = node.entries[key][1] if key in node.entries else None
    inside = found.entries if found is not None and found.is_map else {}
    left = {name for name in inside if value.get(name, "") is not None}
    return not left and all(item is None for item in value.values())


def _change_entry(text: str, node: Marked, key: str, value: Value) -> list[Edit]:
    mark, found = node.entries[key]
    if isinstance(value, dict) and found.is_map:
        return change_map(text, found, value, value)
    if isinstance(value, list) and found.items is not None:
        return change_list(text, found, value)
    if isinstance(value, str) and found.text is not None:
        if says_the_same(found.text, value):
            return []
        if found.start < found.end:
            fresh = render_scalar(value, flow=node.flow, quote=found.quote, indent=column_of(text, mark.start))
            return [Edit(found.start, found.end, fresh)]
    colon = text.index(":", mark.end) + 1
    fresh = f" {render_flow(value)}" if node.flow else render_value(value, column_of(text, mark.start))
    return [Edit(colon, max(colon, found.end), fresh)]


def _insert_entry(text: str, node: Marked, before: str | None, key: str, value: Value, kept: set[str]) -> Edit:
    """What puts a key behind another, or before all that stay."""
    first = next((mark.start for name, (mark, _) in node.entries.items() if name in kept), node.start + 1)
    if node.flow:
        entry = f"{render_key(key)}: {render_flow(value)}"
        if before is None:
            return Edit(first, first, f"{entry}, " if kept else entry)
        end = node.entries[before][1].end
        return Edit(end, end, f", {entry}")
    column = column_of(text, first)
    entry = render_entry(key, value, column)
    if before is None:
        return Edit(first, first, f"{entry}\n{' ' * column}")
    end = line_end(text, node.entries[before][1].end)
    return Edit(end, end, f"\n{' ' * column}{entry}")


def _remove_entry(text: str, node: Marked, key: str, kept: set[str]) -> Edit:
    """What takes a key away, so that those of its neighbours may go in the same step."""
    keys = list(node.entries)
    n = keys.index(key)
    mark, value = node.entries[key]
    line = line_start(text, node.entries[keys[0]][0].start)
    shares_a_line = node.flow or text[line : node.entries[keys[0]][0].start].strip()  # braces, or the dash of a list
    if shares_a_line and not kept.intersection(keys[:n]):
        return Edit(mark.start, node.entries[keys[n + 1]][0].start if n + 1 < len(keys) else value.end, "")
    if node.flow:
        return Edit(node.entries[keys[n - 1]][1].end, value.end, "")
    end = line_end(text, max(mark.end, value.end))
    found = BREAK.match(text, end)
    return Edit(line_start(text, mark.start), found.end() if found else end, "")


def change_list(text: str, node: Marked, wanted: list[Value]) -> list[Edit]:
    """What makes a list of texts hold the wanted ones: those in the same place are changed, others put behind them."""
    items = node.items or []
    if len(items) > len(wanted) or any(item.text is None for item in items) or not items:
        return [Edit(node.start, node.end, render_flow(wanted))] if node.flow else _new_items(text, node, wanted)
    edits = []
    for item, value in zip(items, wanted, strict=False):
        if isinstance(value, str) and item.text is not None and not says_the_same(item.text, value):
            column = column_of(text, item.start) - 2
            edits.append(
                Edit(item.start, item.end, render_scalar(value, flow=node.flow, quote=item.quote, indent=column))
            )
    return edits + [insert_item(text, node, len(items) - 1, value) for value in wanted[len(items) :]]


def _new_items(text: str, node: Marked, wanted: list[Value]) -> list[Edit]:
    """All items anew, from the first dash to the end of the last item."""
    column = column_of(text, node.start)
    return [Edit(node.start, node.end, f"\n{' ' * column}".join(render_item(each, column) for each in wanted))]


def insert_item(text: str, node: Marked, after: int, value: Value, *, apart: bool | None = None) -> Edit:
    """What puts a new item behind one of a list's, in the form that the list's items have.

    `apart` sets it off with an empty line; left out, where the list's other items are.
    """
    assert node.items
    item = node.items[after]
    if node.flow:
        return Edit(item.end, item.end, f", {render_flow(value)}")
    dash = text.rfind("-", 0, item.start)
    column = column_of(text, dash)
    end = line_end(text, item.end)
    fresh = Flow(value) if item.flow and isinstance(value, dict) else value
    gap = "\n" if (is_apart(text, node) if apart is None else apart) else ""
    written = render_item(fresh, column, replace(USUAL, gap=item.start - dash))
    return Edit(end, end, f"{gap}\n{' ' * column}{written}")


def is_apart(text: str, node: Marked) -> bool:
    """Whether empty lines stand between the items of a list."""
    between = [text[one.end : other.start] for one, other in pairwise(node.items or [])]
    return any("\n\n" in BREAK.sub("\n", gap) for gap in between)


def column_of(text: str, at: int) -> int:
    """How many characters stand before a place in its line."""
    return at - line_start(text, at)


def line_start(text: str, at: int) -> int:
    """Where the line that `at` is in begins."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_end(text: str, at: int) -> int:
    """The end of the line that `at` is in, with what stands behind the value: a comment."""
    found = BREAK.search(text, at)
    return found.start() if found else len(text)
