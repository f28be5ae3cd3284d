"""A question put into a file that exists: everything around it stays as it is, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.emitting import scalar
from selfcheck.content.styles import BREAK
from selfcheck.content.styles import sign_at
from selfcheck.content.yaml_nodes import Mapping
from selfcheck.content.yaml_nodes import Scalar
from selfcheck.content.yaml_nodes import Sequence
from selfcheck.content.yaml_nodes import read_nodes
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.content.emitting import Style
    from selfcheck.content.yaml_nodes import Node


def insert_item(text: str, path: str, lines: list[str], style: Style) -> str:
    """The text with an item put at the end of its list `questions`.

    What comes out is read again: unless it holds exactly what was there, and the item, nothing is to be written, and
    SelfcheckError shows the lines to put there by hand.
    """
    before, _ = read_nodes(text, path)
    after = _inserted(text, before, lines, style) if isinstance(before, Mapping) else None
    if after is None or not _is_one_more(before, read_nodes(after, path)[0]):
        raise SelfcheckError(
            say("Nothing was put into {path}: it is written in a way that leaves no safe place for it.", path=path),
            say("put these lines under 'questions:' yourself:\n{lines}", lines="\n".join(lines)),
        )
    return after


def _inserted(text: str, node: Mapping, lines: list[str], style: Style) -> str | None:
    entry = node.entries.get("questions")
    if entry is None:
        return None
    key, questions = entry
    rows = BREAK.split(text)
    later = [other.line for other, _ in node.entries.values() if other.line > key.line]
    stop = min([*later, _end_of_document(rows)]) - 1  # rows from here on belong to something else
    if isinstance(questions, Scalar):
        at = key.line if questions.plain and not questions.text else None
        return None if at is None else _with_rows(text, rows, at, _aside(lines, key.column - 1 + style.dash), style)
    if not isinstance(questions, Sequence):
        return None
    if sign_at(rows, questions) == "[":
        return _inserted_in_brackets(text, rows, stop, lines, empty=not questions.items)
    column = questions.column - 1
    last = max(n for n in range(key.line, stop) if _belongs(rows[n], column))
    gap = [""] if style.apart else []
    return _with_rows(text, rows, last + 1, [*gap, *_aside(lines, column)], style)


def _belongs(row: str, column: int) -> bool:
    """Whether a row is part of a list whose dashes stand in `column`; its comments are, those further left are not."""
    start = len(row) - len(row.lstrip(" "))
    if not row.strip():
        return False
    return not row.lstrip(" ").startswith("#") or start > column or start == column > 0


def _end_of_document(rows: list[str]) -> int:
    """The line of the mark that ends a document, else the one after the last."""
    return next((n for n, row in enumerate(rows, 1) if row == "..." or row.startswith("... ")), len(rows) + 1)


def _aside(lines: list[str], columns: int) -> list[str]:
    return [f"{' ' * columns}{line}" if line else "" for line in lines]


def _with_rows(text: str, rows: list[str], at: int, added: list[str], style: Style) -> str:
    """The text with rows put in after the first `at`."""
    ends = [match.end() for match in BREAK.finditer(text)]
    block = style.newline.join(added)
    if at <= len(ends):
        offset = ends[at - 1]
        return f"{text[:offset]}{block}{style.newline}{text[offset:]}"
    return f"{text}{style.newline}{block}"  # the last row ends without a line end, and so does the new one


def _inserted_in_brackets(text: str, rows: list[str], stop: int, lines: list[str], *, empty: bool) -> str | None:
    """The text with the item before the bracket that closes the list; a list on one line gets one more line."""
    ends = [0, *(match.end() for match in BREAK.finditer(text)), len(text)]
    close = text.rfind("]", 0, ends[min(stop, len(ends) - 1)])
    node, _ = read_nodes("\n".join(lines), "")
    if close < 0 or not isinstance(node, Sequence):
        return None
    comma = "" if empty or text[:close].rstrip().endswith(",") else ", "
    return f"{text[:close]}{comma}{_flow(node.items[0])}{text[close:]}"


def _flow(node: Node) -> str:
    if isinstance(node, Scalar):
        return scalar(node.text, flow=True)
    if isinstance(node, Sequence):
        return f"[{', '.join(_flow(item) for item in node.items)}]"
    inside = ", ".join(f"{scalar(key.text, flow=True)}: {_flow(value)}" for key, value in node.entries.values())
    return f"{{{inside}}}"


def _is_one_more(before: Node | None, after: Node | None) -> bool:
    """Whether the second is the first with one more question at the end, and nothing else."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping) or list(before.entries) != list(after.entries):
        return False
    rest = [key for key in before.entries if key != "questions"]
    if any(_value(before.entries[key][1]) != _value(after.entries[key][1]) for key in rest):
        return False
    old, new = (node.entries["questions"][1] for node in (before, after))
    known = [_value(item) for item in old.items] if isinstance(old, Sequence) else []
    now = [_value(item) for item in new.items] if isinstance(new, Sequence) else []
    return len(now) == len(known) + 1 and now[:-1] == known


def _value(node: Node) -> object:
    """What a node says, without its place."""
    if isinstance(node, Scalar):
        return node.text, node.plain
    if isinstance(node, Sequence):
        return [_value(item) for item in node.items]
    return [(key, _value(value)) for key, (_, value) in node.entries.items()]
