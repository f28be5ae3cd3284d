"""Which column of the table of questions holds which key: made from the grammar, so that no key is without one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

from selfcheck.content import grammar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.grammar import Grammar
    from selfcheck.content.grammar import Kind

Level = Literal["section", "question", "choice"]

#: The map that each level's columns are about, and its key that is the id.
GRAMMARS: dict[Level, tuple[Grammar, str]] = {
    "section": (grammar.SECTION, "section"),
    "question": (grammar.QUESTION, "id"),
    "choice": (grammar.CHOICE, "id"),
}

_WIDTHS = {"texts": 40, "condition": 24}


class Place(Struct, frozen=True):
    """What a column holds: a key of a section, question or choice, in one language where it is a text.

    `path` leads to the value: `("help", "why", "tr")`.
    """

    name: str
    level: Level
    path: tuple[str, ...]
    kind: Kind
    grammar: Grammar
    required: bool
    language: str = ""

    @property
    def key(self) -> str:
        """The key, in the map that holds it."""
        return self.path[-2] if self.language else self.path[-1]

    @property
    def is_id(self) -> bool:
        """Whether this column says which section, question or choice a row is about."""
        return self.name == self.level

    @property
    def width(self) -> int:
        """How wide the column is to be, in letters."""
        return _WIDTHS.get(self.kind, 12)


def places(languages: tuple[str, ...]) -> tuple[Place, ...]:
    """The columns of the table of a pack in these languages, in the order in which they are written."""
    return tuple(place for level in GRAMMARS for place in _level_places(level, languages))


def _level_places(level: Level, languages: tuple[str, ...]) -> Iterator[Place]:
    keys, id_key = GRAMMARS[level]
    prefix = "" if level == "question" else f"{level}_"
    for name, key in keys.keys.items():
        if name == id_key:
            yield Place(level, level, (name,), key.kind, keys, required=True)
        elif key.kind == "map" and key.inside is not None:
            for inner, inner_key in key.inside.keys.items():
                for language in languages:
                    column = f"{prefix}{name}_{inner}_{language.casefold()}"
                    yield Place(column, level, (name, inner, language), inner_key.kind, key.inside, False, language)
        elif key.kind == "texts":
            for language in languages:
                column = f"{prefix}{name}_{language.casefold()}"
                yield Place(column, level, (name, language), key.kind, keys, key.required, language)
        elif key.kind != "maps":
            yield Place(f"{prefix}{name}", level, (name,), key.kind, keys, required=False)
