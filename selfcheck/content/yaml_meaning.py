"""What YAML says, whichever way it is written: before a change, and after it, so that the two can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.characters import composed
from selfcheck.content.yaml_marks import read_marks
from selfcheck.content.yaml_writing import Bare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.content.yaml_marks import Marked
    from selfcheck.content.yaml_writing import Value


def said_by(node: Marked) -> object:
    """What a node says: a text, a list or a map."""
    if node.text is not None:
        return node.text
    if node.items is not None:
        return [said_by(item) for item in node.items]
    return {key: said_by(value) for key, (_, value) in node.entries.items()}


def said_with(old: object, wanted: Mapping[str, Value | None]) -> dict[str, object]:
    """What a map says once it holds what is wanted; of a map in it that nothing is left of, its key goes too."""
    new: dict[str, object] = dict(old) if isinstance(old, dict) else {}
    for key, value in wanted.items():
        fresh = said_with(new.get(key), value) if isinstance(value, dict) else None if value is None else meant(value)
        new.pop(key, None)
        if fresh not in (None, {}):
            new[key] = fresh
    return new


def meant(value: Value) -> object:
    """What a value says once it is written."""
    if isinstance(value, Bare):
        node = read_marks(str(value))
        return str(value) if node is None else said_by(node)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {key: meant(item) for key, item in value.items() if item is not None}
    return [meant(item) for item in value]


def says_the_same(old: object, new: object) -> bool:
    """Whether nothing differs but how the letters of texts are composed, and what stands around them."""
    if isinstance(old, str) and isinstance(new, str):
        return old == new or composed(old).strip() == composed(new).strip()
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(says_the_same, old, new))
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(says_the_same(value, new[key]) for key, value in old.items())
    return False
