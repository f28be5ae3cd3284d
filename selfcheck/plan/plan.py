"""A plan as values: everything the document says, in the order it says it, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from typing import Literal

if TYPE_CHECKING:
    from selfcheck.assessment.response import ActionState
    from selfcheck.assessment.scores import Score
    from selfcheck.content.markdown import Block
    from selfcheck.content.model import Cost
    from selfcheck.content.model import Effort

ActionKind = Literal["find_out", "change", "keep"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do. `reference` is question, choice and number (`9.3.1`); `reason` says why it stands where it does.

    `kind` tells what has to be found out first, what is to be changed, and what works and is to be kept alive.
    """

    reference: str
    kind: ActionKind
    text: str
    about: str
    section: str
    effort: Effort | None
    cost: Cost | None
    suggested_for: str
    reason: str
    state: ActionState


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """Actions that follow one another and share everything but their own words."""

    about: str
    section: str
    effort: Effort | None
    cost: Cost | None
    suggested_for: str
    reason: str
    actions: tuple[Action, ...]

    @property
    def facts(self) -> bool:
        """Whether anything is known of what the actions take."""
        return bool(self.effort or self.cost or self.suggested_for)


def _common(action: Action) -> tuple[str, str, Effort | None, Cost | None, str, str]:
    return action.about, action.section, action.effort, action.cost, action.suggested_for, action.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A document that was earned. `overdue` means that it should have been looked at again by now.

    `language` is named only where the document is not in the plan's own language; `code` is always its code.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str
    code: str
    path: str
    reviewed_on: str
    review_by: str
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuestion:
    """A question, what was answered, and what that earned.

    `number` is its place among those that apply, from 1; `chosen` the ids of the choices; `again` means that it was
    reworded since; `strong` that the answer has the highest score there is.
    """

    number: int
    id: str
    text: str
    about: str
    answer: str
    chosen: str
    state: Literal["answered", "unknown", "not_applicable", "open"]
    note: str
    evidence: str
    unsure: str | None
    focus: bool
    again: bool
    strong: bool
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSection:
    """A section with its score, the name of the level it stands at, and its questions."""

    id: str
    title: str
    profile: bool
    score: Score
    level: str
    advice: tuple[Advice, ...]
    questions: tuple[AnsweredQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResource:
    """A link worth keeping."""

    url: str
    title: str
    publisher: str
    year: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceGroup:
    """Links of one kind (guides, courses, …) in one language."""

    kind: str
    language: str
    resources: tuple[PlanResource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole plan. Dates are ISO 8601."""

    organisation: str
    title: str
    pack_id: str
    pack_version: str
    language: str
    date: str
    next_review: str
    respondent: str
    score: Score
    total: int
    answered: int
    sections: tuple[PlanSection, ...]
    actions: tuple[Action, ...]
    first: tuple[Action, ...]
    resources: tuple[ResourceGroup, ...]

    @property
    def questions(self) -> tuple[AnsweredQuestion, ...]:
        """Every question that applies, in its order."""
        return tuple(question for section in self.sections for question in section.questions)

    def in_state(self, state: str) -> tuple[AnsweredQuestion, ...]:
        """The questions that are answered, unknown, not applicable or open."""
        return tuple(question for question in self.questions if question.state == state)

    def groups(self, kind: ActionKind) -> tuple[ActionGroup, ...]:
        """The actions to find out, to change, or to keep, those that belong together side by side."""
        wanted = (action for action in self.actions if action.kind == kind)
        return tuple(ActionGroup(*common, tuple(actions)) for common, actions in groupby(wanted, _common))

    @property
    def strengths(self) -> tuple[AnsweredQuestion, ...]:
        """The questions answered with what can be reached, in their order."""
        return tuple(question for question in self.questions if question.strong)

    @property
    def with_notes(self) -> tuple[AnsweredQuestion, ...]:
        """The questions that carry a note or a piece of evidence."""
        return tuple(question for question in self.questions if question.note or question.evidence)
