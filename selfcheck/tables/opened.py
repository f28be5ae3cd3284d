"""A YAML file of a pack while changes to it are collected; what comes out is read again before it may be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import field

from selfcheck.content.folders import PackFile
from selfcheck.content.yaml_edits import change_map
from selfcheck.content.yaml_edits import edited
from selfcheck.content.yaml_edits import insert_item
from selfcheck.content.yaml_marks import read_marks
from selfcheck.content.yaml_meaning import meant
from selfcheck.content.yaml_meaning import said_by
from selfcheck.content.yaml_meaning import said_with
from selfcheck.content.yaml_meaning import says_the_same
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.content.yaml_edits import Edit
    from selfcheck.content.yaml_marks import Marked
    from selfcheck.content.yaml_writing import Value

BOM = b"\xef\xbb\xbf"

#: What is wanted of a map: a value for each key that is to change, None for one that goes.
Wanted = dict[str, "Value | None"]


class Opened(Struct):
    """A file, its text without a byte order mark, its node, and the edits so far.

    `wanted` and `added` remember what they are for, by the id of the node that changes.
    """

    file: PackFile
    text: str
    node: Marked
    edits: list[Edit] = field(default_factory=list)
    wanted: dict[int, Wanted] = field(default_factory=dict)
    added: dict[tuple[int, int], list[Value]] = field(default_factory=dict)

    def change(self, node: Marked, wanted: Wanted, languages: tuple[str, ...], order: Iterable[str]) -> None:
        """Have a map of the file hold what is wanted."""
        whole = {key: whole_text(node, key, value, languages) for key, value in wanted.items()}
        self.edits += change_map(self.text, node, whole, order)
        self.wanted[id(node)] = whole

    def add(self, node: Marked, after: int, value: Value, *, apart: bool | None = None) -> None:
        """Have a list of the file hold one more item, behind another."""
        self.edits.append(insert_item(self.text, node, after, value, apart=apart))
        self.added.setdefault((id(node), after), []).append(value)

    def result(self) -> tuple[PackFile, Marked]:
        """The file after its changes, and its node. Raises SelfcheckError unless it says just what was wanted."""
        found = edited(self.text, self.edits)
        if found is None or not says_the_same(said_by(found[1]), self._expected(self.node)):
            raise no_place(self.file.path)
        text, node = found
        mark = BOM if self.file.data.startswith(BOM) else b""
        return PackFile(self.file.path, mark + text.encode()), node

    def _expected(self, node: Marked) -> object:
        """What a node of the file is to say after the changes."""
        if node.text is not None:
            return node.text
        if node.items is not None:
            items: list[object] = []
            for n, item in enumerate(node.items):
                items += [self._expected(item), *map(meant, self.added.get((id(node), n), []))]
            return items
        inside = {key: self._expected(value) for key, (_, value) in node.entries.items()}
        return said_with(inside, self.wanted.get(id(node), {}))


def open_yaml(file: PackFile) -> Opened:
    """A file to change. Raises SelfcheckError where it has mistakes."""
    text = text_of(file)
    node = read_marks(text)
    if node is None or not node.is_map:
        raise SelfcheckError(
            say("{path} has mistakes, so nothing can be put into it.", path=file.path),
            say("look at it with: selfcheck content check"),
        )
    return Opened(file, text, node)


def text_of(file: PackFile) -> str:
    """The text of a file as it stands, but for a byte order mark."""
    return file.data.decode("utf-8-sig")


def no_place(path: str) -> SelfcheckError:
    """The sentence for a file that cannot be changed without harm."""
    return SelfcheckError(
        say("Nothing was written: {path} is written in a way that leaves no safe place for the changes.", path=path),
        say("make them in the file itself"),
    )


def items_of(node: Marked, key: str) -> list[Marked]:
    """The maps in a list below a key."""
    entry = node.entries.get(key)
    return [item for item in (entry[1].items or [] if entry else []) if item.is_map]


def id_of(node: Marked, key: str = "id") -> str:
    """The id of a section, question or choice, as it is written."""
    entry = node.entries.get(key)
    return (entry[1].text or "") if entry else ""


def put(wanted: Wanted, path: tuple[str, ...], value: Value | None) -> None:
    """Want a value at a path of keys."""
    for key in path[:-1]:
        inner = wanted.setdefault(key, {})
        assert isinstance(inner, dict)
        wanted = inner
    wanted[path[-1]] = value


def whole_text(node: Marked, key: str, value: Value | None, languages: tuple[str, ...]) -> Value | None:
    """Where a text is a plain string, in the first language, it stays one until it gets a second language."""
    found = node.entries[key][1] if key in node.entries else None
    if found is None or not isinstance(value, dict):
        return value
    if found.is_map:
        return {inner: whole_text(found, inner, item, languages) for inner, item in value.items()}
    texts: dict[str, Value | None] = {languages[0]: found.text, **value}
    filled: dict[str, Value | None] = {language: text for language in languages if (text := texts.get(language))}
    return filled[languages[0]] if list(filled) == [languages[0]] else filled or None
