"""The entries of one map of a pack's file, taken one by one.

Each taker gives back what there is and notes what is wrong with it; nothing is raised.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from selfcheck.content import mistakes
from selfcheck.content.model import Clause
from selfcheck.content.model import Texts
from selfcheck.content.nodes import Mapping
from selfcheck.content.nodes import Scalar
from selfcheck.content.nodes import Sequence
from selfcheck.problems import Problem
from selfcheck.problems import Sentence
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.content.grammar import Grammar
    from selfcheck.content.grammar import Kind
    from selfcheck.content.model import Condition
    from selfcheck.content.nodes import Node

NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?\Z", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}\Z", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_ID = re.compile(r"[^\s/\\:.\[\]{}|`<>\"'*]{1,64}\Z")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?\Z", re.ASCII)

_A_TEXT = say("write a text here")
A_LIST = say("write a list here, one item per line, each starting with '- '")
A_MAP = say("write keys with their values here")
_A_NUMBER = say("write a number here, for example 2 or 1.5")
_A_WHOLE = say("write a whole number here, for example 3")
_AN_ID = say("write a number or a word here, without spaces, dots, colons, slashes or quotes")
_TRUE_FALSE = say("write true or false here")
_A_DATE = say("write a date here, for example 2026-11-24")
_A_CONDITION = say("write the id of an earlier question and its choices, for example: {{9: [1, 2]}}")


def is_id(text: str) -> bool:
    """Whether a text can be an id: a number or a word."""
    return _ID.match(text) is not None


def _is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, as YYYY-MM-DD: there is no 30 February."""
    try:
        return _DATE.match(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


class Fields:
    """The entries of one map, taken one by one; each taker notes what is wrong and gives back what there is."""

    def __init__(
        self,
        node: Mapping,
        path: str,
        owner: Sentence,
        grammar: Grammar,
        languages: tuple[str, ...],
        problems: list[Problem],
    ) -> None:
        """Take from `node`; `owner` is what the map describes, in words. Unknown keys are noted at once."""
        self.entries = node.entries
        self.keys = grammar.keys
        self.path = path
        self.owner = owner
        self.languages = languages
        self.problems = problems
        self.source = Source(path, node.line, node.column)
        for key, (at, _) in node.entries.items():
            if key not in self.keys:
                problems.append(mistakes.unknown_key(self.place(at), owner, key, self.keys))

    def place(self, node: Node) -> Source:
        """Where a node stands."""
        return Source(self.path, node.line, node.column)

    def take(self, key: str, kind: Kind, *, required: bool = False) -> Node | None:
        """The node of a key that is of this kind in the grammar; None where it is missing or says nothing.

        `required` asks for a key that only some maps must have.
        """
        known = self.keys[key]
        if known.kind != kind:
            raise TypeError(f"'{key}' is {known.kind}, not {kind}")
        entry = self.entries.get(key)
        if entry is None:
            if required or known.required:
                self.problems.append(mistakes.missing_key(self.source, self.owner, key))
            return None
        node = entry[1]
        return None if _says_nothing(node) and not (required or known.required) else node

    def wrong(self, key: str, node: Node, expected: Sentence) -> None:
        """Note that the value of `key` is of the wrong kind."""
        self.problems.append(mistakes.wrong_type(self.place(node), key, expected))

    def word(self, key: str) -> str:
        """A text that is the same in every language."""
        node = self.take(key, "word")
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.wrong(key, node, _A_TEXT)
            return ""
        return node.text.strip()

    def id(self, key: str, *, required: bool = False) -> str | None:
        """An id: a number or a word."""
        node = self.take(key, "id", required=required)
        return None if node is None else self._id(key, node)

    def ids(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """One id, or a list of them."""
        node = self.take(key, "ids", required=required)
        items = node.items if isinstance(node, Sequence) else [] if node is None else [node]
        if node is not None and not items:
            self.wrong(key, node, _AN_ID)
        found = (self._id(key, item) for item in items)
        return tuple(dict.fromkeys(item for item in found if item is not None))

    def _id(self, key: str, node: Node) -> str | None:
        if isinstance(node, Scalar) and is_id(node.text):
            return node.text
        self.wrong(key, node, _AN_ID)
        return None

    def number(self, key: str, default: float | None = None) -> float | None:
        """A number that is not negative; 0 in the place of something else."""
        node = self.take(key, "number")
        if node is None:
            return default
        if isinstance(node, Scalar) and NUMBER.match(node.text):
            return float(node.text)
        self.wrong(key, node, _A_NUMBER)
        return 0.0

    def whole(self, key: str) -> int | None:
        """A whole number that is not negative; 0 in the place of something else."""
        node = self.take(key, "whole")
        if node is None:
            return None
        if isinstance(node, Scalar) and _WHOLE.match(node.text):
            return int(node.text)
        self.wrong(key, node, _A_WHOLE)
        return 0

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        node = self.take(key, "flag")
        if node is None:
            return default
        if isinstance(node, Scalar) and node.text in ("true", "false"):
            return node.text == "true"
        self.wrong(key, node, _TRUE_FALSE)
        return default

    def date(self, key: str) -> str:
        """A day, as YYYY-MM-DD."""
        node = self.take(key, "date")
        if node is None:
            return ""
        if isinstance(node, Scalar) and _is_day(node.text):
            return node.text
        self.wrong(key, node, _A_DATE)
        return ""

    def one_of(self, key: str, allowed: tuple[str, ...] = ()) -> str | None:
        """One of a few fixed words: those of the grammar, where none are named."""
        node = self.take(key, "word")
        if node is None:
            return None
        allowed = allowed or self.keys[key].allowed
        if isinstance(node, Scalar) and node.text in allowed:
            return node.text
        self.wrong(key, node, say("write one of: {words}", words=", ".join(allowed)))
        return None

    def texts(self, key: str) -> Texts | None:
        """A text in one language or several."""
        node = self.take(key, "texts")
        if node is None:
            return None
        place = self.place(node)
        if isinstance(node, Scalar):
            first = self.languages[0]
            return Texts({first: node.text.strip()}, {first: place}, place)
        if not isinstance(node, Mapping):
            self.wrong(key, node, say("write a text, or one text per language: {{tr: …, en: …}}"))
            return None
        found: dict[str, tuple[str, Source]] = {}
        for language, (at, value) in node.entries.items():
            if language not in self.languages:
                owner = say("The text '{key}'", key=key)
                self.problems.append(mistakes.unknown_key(self.place(at), owner, language, self.languages))
            elif isinstance(value, Scalar):
                found[language] = (value.text.strip(), self.place(value))
            else:
                self.wrong(language, value, _A_TEXT)
        if not node.entries:
            found[self.languages[0]] = ("", place)
        order = [language for language in self.languages if language in found]
        return Texts(
            {language: found[language][0] for language in order},
            {language: found[language][1] for language in order},
            place,
        )

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A list of texts per language, or one list in the pack's first language."""
        node = self.take(key, "lists")
        if node is None:
            return {}
        by_language = (
            {self.languages[0]: node}
            if isinstance(node, Sequence)
            else {language: value for language, (_, value) in node.entries.items()}
            if isinstance(node, Mapping)
            else {}
        )
        if not by_language:
            self.wrong(key, node, A_LIST)
        found = {}
        for language, value in by_language.items():
            if language not in self.languages:
                owner = say("The list '{key}'", key=key)
                self.problems.append(mistakes.unknown_key(self.place(value), owner, language, self.languages))
            elif isinstance(value, Sequence):
                found[language] = self._lines(language, value)
            else:
                self.wrong(language, value, A_LIST)
        return found

    def _lines(self, key: str, value: Sequence) -> tuple[str, ...]:
        for item in value.items:
            if not isinstance(item, Scalar):
                self.wrong(key, item, _A_TEXT)
        return tuple(item.text.strip() for item in value.items if isinstance(item, Scalar))

    def sentences(self, key: str) -> tuple[str, ...]:
        """A text, or a list of texts, in one language."""
        node = self.take(key, "words")
        if node is None:
            return ()
        items = node.items if isinstance(node, Sequence) else [node]
        found = []
        for item in items:
            if isinstance(item, Scalar):
                found.append(" ".join(item.text.split()))
            else:
                self.wrong(key, item, _A_TEXT)
        return tuple(found)

    def maps(self, key: str, *, required: bool = False) -> list[Mapping]:
        """A list of maps."""
        node = self.take(key, "maps", required=required)
        if node is None:
            return []
        if not isinstance(node, Sequence):
            self.wrong(key, node, A_LIST)
            return []
        found = []
        for item in node.items:
            if isinstance(item, Mapping):
                found.append(item)
            else:
                self.wrong(key, item, A_MAP)
        return found

    def map(self, key: str) -> Fields | None:
        """A map of its own."""
        node = self.take(key, "map")
        if node is None:
            return None
        inside = self.keys[key].inside
        if not isinstance(node, Mapping) or inside is None:
            self.wrong(key, node, A_MAP)
            return None
        owner = say("The map '{key}'", key=key)
        return Fields(node, self.path, owner, inside, self.languages, self.problems)

    def condition(self, key: str = "relevant") -> Condition:
        """Which choices of earlier questions must be there, or must not."""
        node = self.take(key, "condition")
        if node is None:
            return ()
        if not isinstance(node, Mapping):
            self.wrong(key, node, _A_CONDITION)
            return ()
        clauses = (self._clause(at, value) for at, value in node.entries.values())
        return tuple(clause for clause in clauses if clause is not None)

    def _clause(self, question: Scalar, value: Node) -> Clause | None:
        wanted, negated = value, False
        if isinstance(value, Mapping):
            if set(value.entries) != {"not"}:
                self.wrong(question.text, value, say("write a list of choices, or {{not: [...]}}"))
                return None
            wanted, negated = value.entries["not"][1], True
        items = wanted.items if isinstance(wanted, Sequence) else [wanted]
        choices = tuple(item.text for item in items if isinstance(item, Scalar) and item.text)
        if len(choices) != len(items) or not choices:
            self.wrong(question.text, wanted, _A_CONDITION)
            return None
        source = self.place(question)
        if negated:
            return Clause(question.text, (), choices, source)
        return Clause(question.text, choices, (), source)


def _says_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text in ("", "~", "null")
