"""Nodes to model: the grammar of a pack, and every way in which a file can miss it.

Nothing is raised. What can be understood becomes a value; what cannot becomes a problem, and its place stays empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content import grammar
from selfcheck.content import mistakes
from selfcheck.content.fields import A_LIST
from selfcheck.content.fields import A_MAP
from selfcheck.content.fields import LANGUAGE_CODE
from selfcheck.content.fields import Fields
from selfcheck.content.model import COSTS
from selfcheck.content.model import EFFORTS
from selfcheck.content.model import Choice
from selfcheck.content.model import Feedback
from selfcheck.content.model import Help
from selfcheck.content.model import Level
from selfcheck.content.model import Question
from selfcheck.content.model import Resource
from selfcheck.content.model import Section
from selfcheck.content.model import Texts
from selfcheck.content.nodes import Mapping
from selfcheck.content.nodes import Scalar
from selfcheck.content.nodes import Sequence
from selfcheck.problems import Problem
from selfcheck.problems import Sentence
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.content.front_matter import Document
    from selfcheck.content.model import Cost
    from selfcheck.content.model import Effort
    from selfcheck.content.model import QuestionType
    from selfcheck.content.nodes import Node


class PackHead(Struct, frozen=True):
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


def parse_pack_head(node: Node | None, path: str) -> tuple[PackHead, list[Problem]]:
    """The pack's own description. What is missing is filled in, so that the rest can still be read and checked."""
    problems: list[Problem] = []
    if not isinstance(node, Mapping):
        if node is not None:
            problems.append(mistakes.wrong_type(Source(path, node.line), "pack.yaml", A_MAP))
        node = Mapping({}, 1, 1)
    languages = _languages(node, path, problems)
    fields = Fields(node, path, say("The pack"), grammar.PACK, languages, problems)
    return PackHead(
        id=fields.id("pack") or "pack",
        version=fields.word("version"),
        title=_or_none(fields.texts("title"), fields),
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
    fields = Fields(node, path, say("The pack"), grammar.PACK, ("en",), problems)
    entry = fields.take("languages", "codes")
    if entry is None:
        return ("en",)
    items = entry.items if isinstance(entry, Sequence) else [entry]
    found = []
    for item in items:
        if isinstance(item, Scalar) and LANGUAGE_CODE.match(item.text):
            found.append(item.text)
        else:
            fields.wrong("languages", item, say("write language codes here, for example [tr, en]"))
    return tuple(dict.fromkeys(found)) or ("en",)


def _levels(fields: Fields) -> tuple[Level, ...]:
    levels = []
    for node in fields.maps("levels"):
        each = Fields(node, fields.path, say("A level"), grammar.LEVEL, fields.languages, fields.problems)
        level_id, start = each.id("id"), each.number("from", 0.0)
        title = each.texts("title")
        if level_id is not None:
            levels.append(Level(id=level_id, start=start or 0.0, title=_or_none(title, each), source=each.source))
    return tuple(levels)


def parse_section(node: Node | None, path: str, languages: tuple[str, ...]) -> tuple[Section | None, list[Problem]]:
    """One file of questions."""
    problems: list[Problem] = []
    if not isinstance(node, Mapping):
        line = 1 if node is None else node.line
        problems.append(mistakes.wrong_type(Source(path, line), "section", A_MAP))
        return None, problems
    fields = Fields(node, path, say("The section"), grammar.SECTION, languages, problems)
    section_id = fields.id("section") or path
    return Section(
        id=section_id,
        title=_or_none(fields.texts("title"), fields),
        weight=_weight(fields),
        profile=fields.flag("profile"),
        questions=tuple(
            question for item in fields.maps("questions") if (question := _question(item, fields)) is not None
        ),
        source=fields.source,
    ), problems


def _weight(fields: Fields) -> float:
    weight = fields.number("weight", 1.0)
    return 1.0 if weight is None else weight


def _question(node: Mapping, section: Fields) -> Question | None:
    owner = say("Question '{id}'", id=_peek(node, "id"))
    fields = Fields(node, section.path, owner, grammar.QUESTION, section.languages, section.problems)
    question_id = fields.id("id")
    kind = _type(fields)
    choices = fields.maps("choices", required=kind in grammar.SELECTS)
    text = fields.texts("text")
    question_help = fields.map("help")
    question = Question(
        id=question_id or "",
        type=kind,
        text=_or_none(text, fields),
        short=fields.texts("short"),
        hint=fields.texts("hint"),
        help=Help(**{key: question_help.texts(key) for key in grammar.HELP.keys}) if question_help else Help(),
        relevant=fields.condition(),
        weight=_weight(fields),
        na=fields.flag("na"),
        role=fields.flag("role"),
        minimum=fields.whole("min"),
        maximum=fields.whole("max"),
        choices=tuple(choice for item in choices if (choice := _choice(item, fields, owner)) is not None),
        source=fields.source,
    )
    return question if question_id is not None else None


def _type(fields: Fields) -> QuestionType:
    """The type of a question; where a wrong one is written, the one that its keys speak for."""
    found = fields.one_of("type")
    guess: QuestionType = (
        "select_one" if found is None and ("choices" in fields.entries or "type" not in fields.entries) else "text"
    )
    return next((kind for kind in grammar.TYPES if kind == found), guess)


def _choice(node: Mapping, question: Fields, owner: Sentence) -> Choice | None:
    words = say("{owner}: choice '{id}'", owner=owner, id=_peek(node, "id"))
    fields = Fields(node, question.path, words, grammar.CHOICE, question.languages, question.problems)
    choice_id = fields.id("id")
    text = fields.texts("text")
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
    fields = Fields(document.keys, path, owner, grammar.FEEDBACK, languages, problems)
    for_section = "section_id" in fields.entries
    question_id = fields.id("question_id", required=not for_section)
    choice_ids = fields.ids("choice_id", required=not for_section)
    section_id = fields.id("section_id", required=for_section)
    level = fields.id("level", required=for_section)
    feedback = Feedback(
        path=path,
        language=fields.one_of("language", languages) or language_of(path, languages),
        title=fields.word("title"),
        question_id=None if for_section else question_id,
        choice_ids=() if for_section else choice_ids,
        chosen=fields.flag("chosen", default=True),
        section_id=section_id,
        level=level if for_section else None,
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
    found = fields.one_of("effort")
    return next((effort for effort in EFFORTS if effort == found), None) if found else None


def _cost(fields: Fields) -> Cost | None:
    found = fields.one_of("cost")
    return next((cost for cost in COSTS if cost == found), None) if found else None


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
        problems.append(mistakes.wrong_type(Source(path, node.line), "resources", A_LIST))
        return {}, problems
    resources: dict[str, Resource] = {}
    for item in node.items:
        if not isinstance(item, Mapping):
            problems.append(mistakes.wrong_type(Source(path, item.line), "resources", A_MAP))
            continue
        fields = Fields(item, path, say("A resource"), grammar.RESOURCE, ("en",), problems)
        url = fields.word("url")
        if url:
            resources[url] = Resource(
                url=url,
                title=fields.word("title"),
                publisher=fields.word("publisher"),
                language=fields.word("language"),
                year=fields.word("year"),
                type=fields.word("type"),
                source=fields.source,
            )
    return resources, problems
