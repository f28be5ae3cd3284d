"""Nodes to model: the grammar of a pack, and every way in which a file can miss it.

Nothing is raised. What can be understood becomes a value; what cannot becomes a problem, and its place stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfcheck.content import mistakes
from selfcheck.content.model import COSTS
from selfcheck.content.model import EFFORTS
from selfcheck.content.model import Choice
from selfcheck.content.model import Clause
from selfcheck.content.model import Feedback
from selfcheck.content.model import Help
from selfcheck.content.model import Level
from selfcheck.content.model import Question
from selfcheck.content.model import Resource
from selfcheck.content.model import Section
from selfcheck.content.model import Texts
from selfcheck.content.yaml_nodes import Mapping
from selfcheck.content.yaml_nodes import Scalar
from selfcheck.content.yaml_nodes import Sequence
from selfcheck.problems import Problem
from selfcheck.problems import Sentence
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.content.front_matter import Document
    from selfcheck.content.model import Condition
    from selfcheck.content.model import Cost
    from selfcheck.content.model import Effort
    from selfcheck.content.model import QuestionType
    from selfcheck.content.yaml_nodes import Node

PACK_KEYS = ("pack", "version", "title", "languages", "minutes", "before", "guidance", "levels")
LEVEL_KEYS = ("id", "from", "title")
SECTION_KEYS = ("section", "title", "weight", "profile", "questions")
QUESTION_KEYS = (
    "id", "type", "text", "short", "hint", "help", "relevant", "weight", "na", "min", "max", "choices",
)  # fmt: skip
HELP_KEYS = ("why", "look_for", "example")
CHOICE_KEYS = ("id", "text", "short", "score", "exclusive")
FEEDBACK_KEYS = (
    "title", "question_id", "choice_id", "section_id", "level", "language", "chosen", "actions", "effort",
    "cost", "who", "relevant", "reviewed_on", "review_by", "source_hash",
)  # fmt: skip
RESOURCE_KEYS = ("url", "title", "publisher", "language", "year", "type")
TYPES: tuple[QuestionType, ...] = ("select_one", "select_multiple", "text", "integer")

_NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?\Z", re.ASCII)
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z", re.ASCII)
_ID = re.compile(r"[^\s/\\:.\[\]{}|`<>\"'*]{1,64}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?\Z", re.ASCII)

_A_TEXT = say("write a text here")
_A_LIST = say("write a list here, one item per line, each starting with '- '")
_A_MAP = say("write keys with their values here")
_A_NUMBER = say("write a number here, for example 2 or 1.5")
_AN_ID = say("write a number or a word here, without spaces, dots, colons, slashes or quotes")
_TRUE_FALSE = say("write true or false here")
_A_DATE = say("write a date here, for example 2026-11-24")
_A_CONDITION = say("write the id of an earlier question and its choices, for example: {{9: [1, 2]}}")


@dataclass(frozen=True, slots=True)
class PackHead:
    """What `pack.yaml` says."""

    id: str
    version: str
    title: Texts
    languages: tuple[str, ...]
    minutes: int | None
    before: dict[str, tuple[str, ...]]
    guidance: dict[str, tuple[str, ...]]
    levels: tuple[Level, ...]
    source: Source


class Fields:
    """The entries of one map, taken one by one; each taker notes what is wrong and gives back what there is."""

    def __init__(
        self,
        node: Mapping,
        path: str,
        owner: Sentence,
        known: tuple[str, ...],
        languages: tuple[str, ...],
        problems: list[Problem],
    ) -> None:
        """Take from `node`; `owner` is what the map describes, in words. Unknown keys are noted at once."""
        self.entries = node.entries
        self.path = path
        self.owner = owner
        self.languages = languages
        self.problems = problems
        self.source = Source(path, node.line, node.column)
        for key, (at, _) in node.entries.items():
            if key not in known:
                problems.append(mistakes.unknown_key(self.place(at), owner, key, known))

    def place(self, node: Node) -> Source:
        """Where a node stands."""
        return Source(self.path, node.line, node.column)

    def take(self, key: str, *, required: bool = False) -> Node | None:
        """The node of a key; None where it is missing or says nothing."""
        entry = self.entries.get(key)
        if entry is None:
            if required:
                self.problems.append(mistakes.missing_key(self.source, self.owner, key))
            return None
        node = entry[1]
        return None if _says_nothing(node) and not required else node

    def wrong(self, key: str, node: Node, expected: Sentence) -> None:
        """Note that the value of `key` is of the wrong kind."""
        self.problems.append(mistakes.wrong_type(self.place(node), key, expected))

    def word(self, key: str, *, required: bool = False) -> str:
        """A text that is the same in every language."""
        node = self.take(key, required=required)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.wrong(key, node, _A_TEXT)
            return ""
        return node.text.strip()

    def id(self, key: str, *, required: bool = True) -> str | None:
        """An id: a number or a word."""
        node = self.take(key, required=required)
        return None if node is None else self._id(key, node)

    def ids(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """One id, or a list of them."""
        node = self.take(key, required=required)
        items = node.items if isinstance(node, Sequence) else [] if node is None else [node]
        found = (self._id(key, item) for item in items)
        return tuple(dict.fromkeys(item for item in found if item is not None))

    def _id(self, key: str, node: Node) -> str | None:
        if isinstance(node, Scalar) and _ID.match(node.text):
            return node.text
        self.wrong(key, node, _AN_ID)
        return None

    def number(self, key: str, default: float | None = None) -> float | None:
        """A number that is not negative; 0 in the place of something else."""
        node = self.take(key)
        if node is None:
            return default
        if isinstance(node, Scalar) and _NUMBER.match(node.text):
            return float(node.text)
        self.wrong(key, node, _A_NUMBER)
        return 0.0

    def whole(self, key: str) -> int | None:
        """A whole number."""
        found = self.number(key)
        return None if found is None else int(found)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        node = self.take(key)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.text in ("true", "false"):
            return node.text == "true"
        self.wrong(key, node, _TRUE_FALSE)
        return default

    def date(self, key: str) -> str:
        """A day, as YYYY-MM-DD."""
        node = self.take(key)
        if node is None:
            return ""
        if isinstance(node, Scalar) and _DATE.match(node.text):
            return node.text
        self.wrong(key, node, _A_DATE)
        return ""

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str | None:
        """One of a few fixed words."""
        node = self.take(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text in allowed:
            return node.text
        self.wrong(key, node, say("write one of: {words}", words=", ".join(allowed)))
        return None

    def texts(self, key: str, *, required: bool = False) -> Texts | None:
        """A text in one language or several."""
        node = self.take(key, required=required)
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
        node = self.take(key)
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
            self.wrong(key, node, _A_LIST)
        found = {}
        for language, value in by_language.items():
            if language not in self.languages:
                owner = say("The list '{key}'", key=key)
                self.problems.append(mistakes.unknown_key(self.place(value), owner, language, self.languages))
            elif isinstance(value, Sequence):
                items = [item for item in value.items if isinstance(item, Scalar)]
                found[language] = tuple(item.text.strip() for item in items)
            else:
                self.wrong(language, value, _A_LIST)
        return found

    def sentences(self, key: str) -> tuple[str, ...]:
        """A text, or a list of texts, in one language."""
        node = self.take(key)
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
        node = self.take(key, required=required)
        if node is None:
            return []
        if not isinstance(node, Sequence):
            self.wrong(key, node, _A_LIST)
            return []
        found = []
        for item in node.items:
            if isinstance(item, Mapping):
                found.append(item)
            else:
                self.wrong(key, item, _A_MAP)
        return found

    def map(self, key: str, known: tuple[str, ...]) -> Fields | None:
        """A map of its own."""
        node = self.take(key)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.wrong(key, node, _A_MAP)
            return None
        owner = say("The map '{key}'", key=key)
        return Fields(node, self.path, owner, known, self.languages, self.problems)

    def condition(self, key: str = "relevant") -> Condition:
        """Which choices of earlier questions must be there, or must not."""
        node = self.take(key)
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


def parse_pack_head(node: Node | None, path: str) -> tuple[PackHead, list[Problem]]:
    """The pack's own description. What is missing is filled in, so that the rest can still be read and checked."""
    problems: list[Problem] = []
    if not isinstance(node, Mapping):
        if node is not None:
            problems.append(mistakes.wrong_type(Source(path, node.line), "pack.yaml", _A_MAP))
        node = Mapping({}, 1, 1)
    languages = _languages(node, path, problems)
    fields = Fields(node, path, say("The pack"), PACK_KEYS, languages, problems)
    return PackHead(
        id=fields.id("pack") or "pack",
        version=fields.word("version", required=True),
        title=_or_none(fields.texts("title", required=True), fields),
        languages=languages,
        minutes=fields.whole("minutes"),
        before=fields.lists("before"),
        guidance=fields.lists("guidance"),
        levels=_levels(fields),
        source=fields.source,
    ), problems


def _or_none(text: Texts | None, fields: Fields) -> Texts:
    """The text, or one that says nothing where it is missing: that was noted already."""
    return Texts({}, {}, fields.source) if text is None else text


def _languages(node: Mapping, path: str, problems: list[Problem]) -> tuple[str, ...]:
    fields = Fields(node, path, say("The pack"), tuple(node.entries), ("en",), problems)
    entry = fields.take("languages", required=True)
    if entry is None:
        return ("en",)
    items = entry.items if isinstance(entry, Sequence) else [entry]
    found = []
    for item in items:
        if isinstance(item, Scalar) and _LANGUAGE.match(item.text):
            found.append(item.text)
        else:
            fields.wrong("languages", item, say("write language codes here, for example [tr, en]"))
    return tuple(dict.fromkeys(found)) or ("en",)


def _levels(fields: Fields) -> tuple[Level, ...]:
    levels = []
    for node in fields.maps("levels"):
        each = Fields(node, fields.path, say("A level"), LEVEL_KEYS, fields.languages, fields.problems)
        level_id, start = each.id("id"), each.number("from", 0.0)
        title = each.texts("title", required=True)
        if level_id is not None:
            levels.append(Level(id=level_id, start=start or 0.0, title=_or_none(title, each), source=each.source))
    return tuple(levels)


def parse_section(node: Node | None, path: str, languages: tuple[str, ...]) -> tuple[Section | None, list[Problem]]:
    """One file of questions."""
    problems: list[Problem] = []
    if not isinstance(node, Mapping):
        line = 1 if node is None else node.line
        problems.append(mistakes.wrong_type(Source(path, line), "section", _A_MAP))
        return None, problems
    fields = Fields(node, path, say("The section"), SECTION_KEYS, languages, problems)
    section_id = fields.id("section") or path
    return Section(
        id=section_id,
        title=_or_none(fields.texts("title", required=True), fields),
        weight=_weight(fields),
        profile=fields.flag("profile"),
        questions=tuple(
            question
            for item in fields.maps("questions", required=True)
            if (question := _question(item, fields)) is not None
        ),
        source=fields.source,
    ), problems


def _weight(fields: Fields) -> float:
    weight = fields.number("weight", 1.0)
    return 1.0 if weight is None else weight


def _question(node: Mapping, section: Fields) -> Question | None:
    owner = say("Question '{id}'", id=_peek(node, "id"))
    fields = Fields(node, section.path, owner, QUESTION_KEYS, section.languages, section.problems)
    question_id = fields.id("id")
    kind = _type(fields)
    choices = fields.maps("choices", required=kind in ("select_one", "select_multiple"))
    text = fields.texts("text", required=True)
    question_help = fields.map("help", HELP_KEYS)
    question = Question(
        id=question_id or "",
        type=kind,
        text=_or_none(text, fields),
        short=fields.texts("short"),
        hint=fields.texts("hint"),
        help=Help(**{key: question_help.texts(key) for key in HELP_KEYS}) if question_help else Help(),
        relevant=fields.condition(),
        weight=_weight(fields),
        na=fields.flag("na"),
        minimum=fields.whole("min"),
        maximum=fields.whole("max"),
        choices=tuple(choice for item in choices if (choice := _choice(item, fields, owner)) is not None),
        source=fields.source,
    )
    return question if question_id is not None else None


def _type(fields: Fields) -> QuestionType:
    """The type of a question; where a wrong one is written, the one that its keys speak for."""
    found = fields.one_of("type", TYPES)
    guess: QuestionType = (
        "select_one" if found is None and ("choices" in fields.entries or "type" not in fields.entries) else "text"
    )
    return next((kind for kind in TYPES if kind == found), guess)


def _choice(node: Mapping, question: Fields, owner: Sentence) -> Choice | None:
    words = say("{owner}: choice '{id}'", owner=owner, id=_peek(node, "id"))
    fields = Fields(node, question.path, words, CHOICE_KEYS, question.languages, question.problems)
    choice_id = fields.id("id")
    text = fields.texts("text", required=True)
    choice = Choice(
        id=choice_id or "",
        text=_or_none(text, fields),
        short=fields.texts("short"),
        score=fields.number("score"),
        exclusive=fields.flag("exclusive"),
        source=fields.source,
    )
    return choice if choice_id is not None else None


def _peek(node: Mapping, key: str) -> str:
    """What to call a map in a message: the value of its id key, in its author's own words."""
    entry = node.entries.get(key)
    return entry[1].text if entry and isinstance(entry[1], Scalar) else "?"


def parse_feedback(document: Document, path: str, languages: tuple[str, ...]) -> tuple[Feedback | None, list[Problem]]:
    """One document of advice. It belongs to choices of a question, or to a section's level."""
    problems: list[Problem] = []
    owner = say("This document")
    fields = Fields(document.keys, path, owner, FEEDBACK_KEYS, languages, problems)
    for_section = "section_id" in fields.entries
    question_id = None if for_section else fields.id("question_id")
    choice_ids = () if for_section else fields.ids("choice_id", required=True)
    section_id = fields.id("section_id") if for_section else None
    level = fields.id("level") if for_section else None
    feedback = Feedback(
        path=path,
        language=fields.one_of("language", languages) or language_of(path, languages),
        title=fields.word("title", required=True),
        question_id=question_id,
        choice_ids=choice_ids,
        chosen=fields.flag("chosen", default=True),
        section_id=section_id,
        level=level,
        actions=fields.sentences("actions"),
        effort=_effort(fields),
        cost=_cost(fields),
        who=fields.word("who"),
        relevant=fields.condition(),
        reviewed_on=fields.date("reviewed_on"),
        review_by=fields.date("review_by"),
        source_hash=fields.word("source_hash"),
        body=document.body,
        body_line=document.body_line,
        source=fields.source,
        keys={key: fields.place(value) for key, (_, value) in fields.entries.items()},
    )
    belongs = (section_id and level) if for_section else (question_id and choice_ids)
    return (feedback if belongs else None), problems


def _effort(fields: Fields) -> Effort | None:
    found = fields.one_of("effort", EFFORTS)
    return next((effort for effort in EFFORTS if effort == found), None)


def _cost(fields: Fields) -> Cost | None:
    found = fields.one_of("cost", COSTS)
    return next((cost for cost in COSTS if cost == found), None)


def language_of(path: str, languages: tuple[str, ...]) -> str:
    """The nearest folder of a document that is one of the pack's languages, else the pack's first."""
    folders = path.split("/")[:-1]
    return next((name for name in reversed(folders) if name in languages), languages[0])


def parse_resources(node: Node | None, path: str) -> tuple[dict[str, Resource], list[Problem]]:
    """The descriptions of links, by their address."""
    problems: list[Problem] = []
    if node is None:
        return {}, problems
    if not isinstance(node, Sequence):
        problems.append(mistakes.wrong_type(Source(path, node.line), "resources", _A_LIST))
        return {}, problems
    resources: dict[str, Resource] = {}
    for item in node.items:
        if not isinstance(item, Mapping):
            problems.append(mistakes.wrong_type(Source(path, item.line), "resources", _A_MAP))
            continue
        fields = Fields(item, path, say("A resource"), RESOURCE_KEYS, ("en",), problems)
        url = fields.word("url", required=True)
        if url:
            resources[url] = Resource(
                url=url,
                title=fields.word("title", required=True),
                publisher=fields.word("publisher"),
                language=fields.word("language"),
                year=fields.word("year"),
                type=fields.word("type"),
                source=fields.source,
            )
    return resources, problems
