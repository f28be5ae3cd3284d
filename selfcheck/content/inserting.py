"""A question put at the end of a file's list: everything around it stays as it is, byte for byte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selfcheck.content.yaml_edits import BREAK
from selfcheck.content.yaml_edits import Edit
from selfcheck.content.yaml_edits import column_of
from selfcheck.content.yaml_edits import edited
from selfcheck.content.yaml_edits import is_apart
from selfcheck.content.yaml_edits import line_end
from selfcheck.content.yaml_edits import line_start
from selfcheck.content.yaml_marks import read_marks
from selfcheck.content.yaml_meaning import meant
from selfcheck.content.yaml_meaning import said_by
from selfcheck.content.yaml_meaning import says_the_same
from selfcheck.content.yaml_writing import render_flow
from selfcheck.content.yaml_writing import render_item
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.content.yaml_marks import Marked
    from selfcheck.content.yaml_writing import Layout
    from selfcheck.content.yaml_writing import Value

_END_OF_DOCUMENT = re.compile(r"^\.\.\.(?=\s|\Z)", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)


def append_question(text: str, path: str, value: Value, layout: Layout) -> str:
    """The text with an item put at the end of its list `questions`.

    What comes out is read again: unless it says exactly what was there, and the item, nothing is to be written, and
    SelfcheckError shows the lines to put there by hand.
    """
    node = read_marks(text)
    edit = _appended(text, node, value, layout) if node is not None else None
    found = edited(text, [edit]) if edit is not None else None
    if node is None or found is None or not _is_one_more(node, found[1], value):
        raise SelfcheckError(
            say("Nothing was put into {path}: it is written in a way that leaves no safe place for it.", path=path),
            say("put these lines under 'questions:' yourself:\n{lines}", lines=render_item(value, 0, layout)),
        )
    return found[0]


def _appended(text: str, node: Marked, value: Value, layout: Layout) -> Edit | None:
    if "questions" not in node.entries:
        return None
    key, questions = node.entries["questions"]
    if questions.items is None:
        if questions.quote or questions.text != "":
            return None
        end, column, gap = line_end(text, key.end), column_of(text, key.start) + layout.dash, ""
    elif questions.flow:
        return _put_before_bracket(text, questions, value)
    else:
        column = column_of(text, questions.start)
        end = _end_of_list(text, questions, column, _end_of_entry(text, node, key))
        gap = "\n" if is_apart(text, questions) else ""
    return Edit(end, end, f"{gap}\n{' ' * column}{render_item(value, column, layout)}")


def _put_before_bracket(text: str, questions: Marked, value: Value) -> Edit:
    """The item before the bracket that closes the list; a list on one line stays on it."""
    close = questions.end - 1
    items = questions.items or []
    ends_with_comma = items and "," in _COMMENT.sub("", text[items[-1].end : close])
    return Edit(close, close, f"{', ' if items and not ends_with_comma else ''}{render_flow(value)}")


def _end_of_entry(text: str, node: Marked, key: Marked) -> int:
    """Where what follows a key belongs to something else: the line of the next key, or the end of the document."""
    later = [line_start(text, other.start) for other, _ in node.entries.values() if other.start > key.start]
    mark = _END_OF_DOCUMENT.search(text, key.end)
    return min([*later, mark.start() if mark else len(text)])


def _end_of_list(text: str, questions: Marked, column: int, stop: int) -> int:
    """The end of a list's last line, with the comments behind it, but for those that stand further left than it."""
    end = at = line_end(text, questions.end)
    while (found := BREAK.match(text, at)) and found.end() < stop:
        start, at = found.end(), line_end(text, found.end())
        line = text[start:at].lstrip(" ")
        indent = at - start - len(line)
        if line.strip() and (indent > column or indent == column > 0):
            end = at
    return end


def _is_one_more(before: Marked, after: Marked, value: Value) -> bool:
    """Whether the second says what the first does, with one more question at the end, and nothing else."""
    old, new = said_by(before), said_by(after)
    assert isinstance(old, dict)
    assert isinstance(new, dict)
    return [*new] == [*old] and says_the_same(new, {**old, "questions": [*(old["questions"] or []), meant(value)]})
