"""Where advice is missing: choices and levels that earn none, and in which languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.model import Choice
    from selfcheck.content.model import Level
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section


@dataclass(frozen=True, slots=True)
class ChoiceGap:
    """A choice without advice, in these languages."""

    question: Question
    choice: Choice
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelGap:
    """A level that a section has no advice for, in these languages, while it has some for another."""

    section: Section
    level: Level
    languages: tuple[str, ...]


def choices_without_advice(pack: Pack, *, unscored: bool = False) -> Iterator[ChoiceGap]:
    """The choices of scored questions that earn nothing; with `unscored`, those of all questions."""
    served = {
        (document.question_id, choice_id, document.language)
        for document in pack.feedback
        for choice_id in document.choice_ids
    }
    for question in pack.questions:
        for choice in question.choices if unscored or question.best_score is not None else ():
            missing = tuple(code for code in pack.languages if (question.id, choice.id, code) not in served)
            if missing:
                yield ChoiceGap(question, choice, missing)


def levels_without_advice(pack: Pack) -> Iterator[LevelGap]:
    """The holes in the advice of sections: a section without any has none, which is a decision."""
    served = {(document.section_id, document.level, document.language) for document in pack.feedback}
    advised = {document.section_id for document in pack.feedback if document.section_id is not None}
    for section in pack.sections:
        for level in pack.levels if section.id in advised else ():
            missing = tuple(code for code in pack.languages if (section.id, level.id, code) not in served)
            if missing:
                yield LevelGap(section, level, missing)
