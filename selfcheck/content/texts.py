"""Every text and every condition of a pack, one after another, and which of the texts are still to be written."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from selfcheck.content.conditions import asked_by
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from selfcheck.content.model import Choice
    from selfcheck.content.model import Condition
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section
    from selfcheck.content.model import Texts
    from selfcheck.problems import Sentence

#: What stands in the place of a text that is still to be written. It is replaced, never deleted.
STUB = "…"
STUBS = frozenset([STUB, "..."])
#: No body longer than this is a stub.
STUB_ROOM = 20


def is_written(text: str) -> bool:
    """Whether a text says something: it is there, and more than the mark of a stub."""
    return bool(text) and text.strip() not in STUBS


def all_texts(pack: Pack) -> Iterator[tuple[Sentence, str, Texts]]:
    """Every text of the question files: whose it is, of which kind, and the text."""
    yield say("The pack"), "title", pack.title
    for level in pack.levels:
        yield say("Level '{id}'", id=level.id), "title", level.title
    for section in pack.sections:
        yield from section_texts(section)


def section_texts(section: Section) -> Iterator[tuple[Sentence, str, Texts]]:
    """Those of one section."""
    yield say("Section '{id}'", id=section.id), "title", section.title
    for question in section.questions:
        owner = say("Question '{id}'", id=question.id)
        yield owner, "question", question.text
        for kind, texts in (
            ("short question", question.short),
            ("hint", question.hint),
            ("help", question.help.why),
            ("help", question.help.look_for),
            ("help", question.help.example),
        ):
            if texts is not None:
                yield owner, kind, texts
        for choice in question.choices:
            yield from _choice_texts(question, choice)


def _choice_texts(question: Question, choice: Choice) -> Iterator[tuple[Sentence, str, Texts]]:
    owner = say("Question '{id}': choice '{choice}'", id=question.id, choice=choice.id)
    yield owner, "choice", choice.text
    if choice.short is not None:
        yield owner, "short choice", choice.short


def all_conditions(pack: Pack) -> Iterator[tuple[Sentence, Condition, str | None]]:
    """Every condition: whose it is, and the question that it decides on (None: a document)."""
    for question in pack.conditional:
        yield say("Question '{id}'", id=question.id), question.relevant, question.id
    for document in pack.feedback:
        if document.relevant:
            yield say("This document"), document.relevant, None


def all_read(pack: Pack, folder: str) -> bool:
    """Whether every file below a folder was understood; else what seems to be missing may stand in one that was not."""
    return not any(path.startswith(folder) for path in pack.unread)


def line_of(document: Feedback, line: int) -> Source:
    """The place of a line of a body, counted from 0, in its file."""
    return Source(document.path, document.body_line + line)


def documents_by_place(pack: Pack) -> Mapping[tuple[object, ...], Mapping[str, Feedback]]:
    """The documents by what they belong to, and there by language: the versions of one advice."""
    places: dict[tuple[object, ...], dict[str, Feedback]] = defaultdict(dict)
    for document in pack.feedback:
        condition = asked_by(document.relevant)
        of = (
            document.question_id,
            document.choice_ids,
            document.chosen,
            document.section_id,
            document.level,
            condition,
        )
        places[of].setdefault(document.language, document)
    return places
