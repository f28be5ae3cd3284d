"""Where advice is missing: choices and levels that earn none, and in which languages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content.model import is_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.model import Choice
    from selfcheck.content.model import Level
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section


class ChoiceGap(Struct, frozen=True):
    """A choice without advice, in these languages."""

    question: Question
    choice: Choice
    languages: tuple[str, ...]


class LevelGap(Struct, frozen=True):
    """A level that a section has no advice for, in these languages, while it has some for another."""

    section: Section
    level: Level
    languages: tuple[str, ...]


def choices_without_advice(pack: Pack, *, unscored: bool = False) -> Iterator[ChoiceGap]:
    """The choices of scored questions that earn nothing; with `unscored`, those of all questions."""
    served: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for document in pack.feedback:
        for choice_id in document.choice_ids:
            served[document.question_id, choice_id].add(document.language)
    for question in pack.questions:
        for choice in question.choices if unscored or question.best_score is not None else ():
            written = served.get((question.id, choice.id), set())
            missing = tuple(code for code in pack.languages if not is_told(code, written))
            if missing:
                yield ChoiceGap(question, choice, missing)


def levels_without_advice(pack: Pack) -> Iterator[LevelGap]:
    """The holes in the advice of sections: a section without any has none, which is a decision."""
    served: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for document in pack.feedback:
        served[document.section_id, document.level].add(document.language)
    advised = {document.section_id for document in pack.feedback if document.section_id is not None}
    for section in pack.sections:
        for level in pack.levels if section.id in advised else ():
            written = served.get((section.id, level.id), set())
            missing = tuple(code for code in pack.languages if not is_told(code, written))
            if missing:
                yield LevelGap(section, level, missing)
