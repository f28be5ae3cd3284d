"""A pack as values: sections of questions, the choices they offer, and the advice tied to each choice."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Container
    from collections.abc import Mapping

    from selfcheck.problems import Source

QuestionType = Literal["select_one", "select_multiple", "text", "integer"]
Effort = Literal["hours", "days", "weeks", "months"]
Cost = Literal["none", "low", "high"]

#: Languages that nobody has to write, because they are made from the texts of another.
MADE_FROM = {"sr-Cyrl": "sr"}


def is_told(language: str, written: Container[str]) -> bool:
    """Whether a language is among those that were written, or is made from one of them."""
    return language in written or MADE_FROM.get(language) in written


EFFORTS: tuple[Effort, ...] = ("hours", "days", "weeks", "months")
COSTS: tuple[Cost, ...] = ("none", "low", "high")


class Texts(Struct, frozen=True):
    """One text in the languages it was written in, the pack's own order, and where each of them stands."""

    by_language: Mapping[str, str]
    sources: Mapping[str, Source]
    source: Source

    def within(self, language: str) -> str:
        """The text in `language`, or in the first language it was written in."""
        return (
            self.by_language.get(language) or self._made(language) or next(filter(None, self.by_language.values()), "")
        )

    def _made(self, language: str) -> str:
        """The text in a language that is made from another; nothing where there is none to make it from."""
        written = self.by_language.get(MADE_FROM.get(language, ""), "")
        return _in_cyrillic(written) if written else ""


def list_within(lists: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """The list in `language`, or in the first language there is."""
    if lists.get(language):
        return lists[language]
    made = tuple(_in_cyrillic(text) for text in lists.get(MADE_FROM.get(language, ""), ()))
    return made or next(iter(lists.values()), ())


def _in_cyrillic(text: str) -> str:
    from selfcheck.cyrillic import to_cyrillic  # only for those who read it

    return to_cyrillic(text)


class Clause(Struct, frozen=True):
    """One part of a condition: an earlier question has one of these choices, or none of those."""

    question: str
    any_of: tuple[str, ...]
    none_of: tuple[str, ...]
    source: Source


#: Holds when every clause holds; an empty condition always does.
Condition = tuple[Clause, ...]


class Choice(Struct, frozen=True, kw_only=True):
    """One offered answer. `score` is None where the question is not scored."""

    id: str
    text: Texts
    short: Texts | None
    score: float | None
    exclusive: bool
    source: Source

    def label(self, language: str) -> str:
        """The choice in few words, for lists."""
        return (self.text if self.short is None else self.short).within(language)


class Help(Struct, frozen=True, kw_only=True):
    """What a question's help page says: why it is asked, what to look for, an example."""

    why: Texts | None = None
    look_for: Texts | None = None
    example: Texts | None = None


class Question(Struct, frozen=True, kw_only=True):
    """Something asked. `maximum` limits the number of choices, or an integer; `minimum` an integer.

    `role` marks the question that asks in which role the respondent answers.
    """

    id: str
    type: QuestionType
    text: Texts
    short: Texts | None
    hint: Texts | None
    help: Help
    relevant: Condition
    weight: float
    na: bool
    minimum: int | None
    maximum: int | None
    choices: tuple[Choice, ...]
    source: Source
    role: bool = False

    @property
    def best_score(self) -> float | None:
        """The highest score of its choices; None where the question is not scored."""
        scores = [choice.score for choice in self.choices if choice.score is not None]
        return max(scores) if scores and max(scores) > 0 else None

    @property
    def text_hash(self) -> str:
        """A fingerprint of what was asked, in the pack's first language: it changes when the question does."""
        asked = [self.text, *(choice.text for choice in self.choices)]
        words = "\n".join(next(iter(texts.by_language.values()), "") for texts in asked)
        return hashlib.sha256(words.encode()).hexdigest()[:12]

    def label(self, language: str) -> str:
        """The question in few words, for lists."""
        return (self.text if self.short is None else self.short).within(language)

    def choice(self, choice_id: str) -> Choice | None:
        """The choice with this id, if it is offered."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)


class Section(Struct, frozen=True, kw_only=True):
    """A group of questions. A profile section describes the organisation and is not scored."""

    id: str
    title: Texts
    weight: float
    profile: bool
    questions: tuple[Question, ...]
    source: Source


class Level(Struct, frozen=True, kw_only=True):
    """A band of a score: from `start` (0 to 100) up to the next level."""

    id: str
    start: float
    title: Texts
    source: Source


class Feedback(Struct, frozen=True, kw_only=True):
    """An advice document: for choices of a question, or for a section whose score is in a level's band.

    `chosen` is False for advice that is earned by *not* ticking a choice. `body_line` is the line of the file on which
    the body starts.
    """

    path: str
    language: str
    title: str
    question_id: str | None
    choice_ids: tuple[str, ...]
    chosen: bool
    section_id: str | None
    level: str | None
    actions: tuple[str, ...]
    effort: Effort | None
    cost: Cost | None
    who: str
    relevant: Condition
    reviewed_on: str
    review_by: str
    source_hash: str
    body: str
    body_line: int
    source: Source
    keys: Mapping[str, Source]


class Resource(Struct, frozen=True, kw_only=True):
    """What is known of a link beyond its address."""

    url: str
    title: str
    publisher: str
    language: str
    year: str
    type: str
    source: Source


class Pack(Struct, frozen=True, kw_only=True, dict=True):
    """Questions and feedback, as one folder holds them.

    `languages[0]` is what a plain string is written in; `unread` are the paths of files that could not be understood,
    because what stands in them must not be reported as missing.
    """

    id: str
    version: str
    title: Texts
    languages: tuple[str, ...]
    minutes: int | None
    before: Mapping[str, tuple[str, ...]]
    guidance: Mapping[str, tuple[str, ...]]
    levels: tuple[Level, ...]
    sections: tuple[Section, ...]
    feedback: tuple[Feedback, ...]
    resources: Mapping[str, Resource]
    fingerprint: str
    unread: frozenset[str]
    source: Source

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """The questions by their id; of two with the same id, the first."""
        return {question.id: question for question in reversed(self.questions)}

    @cached_property
    def conditional(self) -> tuple[Question, ...]:
        """The questions that do not always apply."""
        return tuple(question for question in self.questions if question.relevant)

    @cached_property
    def resting_on(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the questions whose condition rests on a question, by the id of that one."""
        found: dict[str, dict[str, None]] = {}
        for question in self.conditional:
            for clause in question.relevant:
                found.setdefault(clause.question, {})[question.id] = None
        return {name: tuple(questions) for name, questions in found.items()}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section that each question stands in, by the question's id."""
        return {question.id: section for section in self.sections for question in section.questions}

    @property
    def role_question(self) -> Question | None:
        """The question that asks for the respondent's role, if there is one."""
        return next((question for question in self.questions if question.role), None)

    def language(self, wanted: str | None) -> str:
        """The language to show this pack in: the wanted one if it is there, else the first."""
        if wanted is not None and (wanted in self.languages or MADE_FROM.get(wanted) in self.languages):
            return wanted
        return self.languages[0]

    def level_at(self, score: float) -> Level | None:
        """The level whose band holds a score from 0 to 1."""
        reached = [level for level in self.levels if level.start <= score * 100 + 1e-9]
        return reached[-1] if reached else None
