"""A plan as values: everything the document says, in the order it says it, in one language."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

if TYPE_CHECKING:
    from selfcheck.assessment.response import ActionState
    from selfcheck.assessment.response import OwnText
    from selfcheck.assessment.scores import Score
    from selfcheck.content.markdown import Block
    from selfcheck.content.model import Cost
    from selfcheck.content.model import Effort

ActionKind = Literal["find_out", "change", "keep"]


class Origin(Struct, frozen=True, kw_only=True):
    """Where an action comes from: the question, the ids of the chosen answers, the document and when it was reviewed.

    `outdated` means that the document should have been looked at again by now.
    """

    question: str
    chosen: str
    document: str = ""
    reviewed_on: str = ""
    review_by: str = ""
    outdated: bool = False


class Action(Struct, frozen=True, kw_only=True):
    """One thing to do. `reference` is question, choice and number (`9.3.1`); `reason` says why it stands where it does.

    `kind` tells what has to be found out first, what is to be changed, and what works and is to be kept alive. `text`
    is the organisation's own wording where it has one (`state.text`), `advised` that of the advice; `hours` is an
    estimate for one person. `new` ones have come since the plan before, `overdue` ones were to be done before today.
    """

    reference: str
    kind: ActionKind
    text: str
    advised: str
    about: str
    section_id: str
    section: str
    effort: Effort | None
    cost: Cost | None
    hours: float
    suggested_for: str
    reason: str
    origin: Origin
    state: ActionState
    new: bool = False
    overdue: bool = False

    @property
    def begun_as(self) -> str:
        """What it was called when it was begun, where the advice calls it something else now, or in this language."""
        said = self.state.said
        return said if said and not self.state.text and said != self.advised else ""


class OwnAction(Struct, frozen=True, kw_only=True):
    """An action that the organisation wrote into the plan itself, in the part of the plan that `place` names."""

    text: str
    done: bool
    who: str
    by_when: str
    overdue: bool
    section_id: str
    section: str
    place: str


class ActionGroup(Struct, frozen=True):
    """Actions that follow one another and share everything but their own words."""

    about: str
    section: str
    effort: Effort | None
    cost: Cost | None
    suggested_for: str
    reason: str
    origin: Origin
    actions: tuple[Action, ...]

    @property
    def facts(self) -> bool:
        """Whether anything is known of what the actions take."""
        return bool(self.effort or self.cost or self.suggested_for)


def _common(action: Action) -> tuple[str, str, Effort | None, Cost | None, str, str, Origin]:
    return (
        action.about,
        action.section,
        action.effort,
        action.cost,
        action.suggested_for,
        action.reason,
        action.origin,
    )


class Progress(Struct, frozen=True, kw_only=True):
    """How many actions of a section, or of everything, are done and open; how many of the open are overdue or new."""

    id: str
    title: str
    done: int
    open: int
    overdue: int
    new: int

    @property
    def total(self) -> int:
        """How many there are."""
        return self.done + self.open

    @property
    def part(self) -> float:
        """The part that is done, from 0 to 1."""
        return self.done / self.total if self.total else 0.0


class Means(Struct, frozen=True):
    """What an organisation has for a beginning: hours, and how much money; None where that does not matter."""

    hours: float | None = None
    cost: Cost | None = None


class FirstSet(Struct, frozen=True, kw_only=True):
    """The actions that fit into some means, and the hours that they take together."""

    means: Means
    actions: tuple[Action, ...]
    hours: float


class AskedQuestion(Struct, frozen=True, kw_only=True):
    """A question to take to somebody, with what they need to answer it."""

    id: str
    text: str
    about: str
    hint: str
    choices: tuple[str, ...]
    look_for: str
    note: str


class Sheet(Struct, frozen=True, kw_only=True):
    """What one person is to be asked; `who` is "" for what nobody was named for."""

    who: str
    questions: tuple[AskedQuestion, ...]


class GoneAnswer(Struct, frozen=True, kw_only=True):
    """An answer to a question that the pack no longer has."""

    id: str
    answer: str
    note: str
    evidence: str
    answered_on: str


class Advice(Struct, frozen=True, kw_only=True):
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


class AnsweredQuestion(Struct, frozen=True, kw_only=True):
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


class PlanSection(Struct, frozen=True, kw_only=True):
    """A section with its score, the name of the level it stands at, and its questions."""

    id: str
    title: str
    profile: bool
    score: Score
    level: str
    advice: tuple[Advice, ...]
    questions: tuple[AnsweredQuestion, ...]


class PlanResource(Struct, frozen=True, kw_only=True):
    """A link worth keeping."""

    url: str
    title: str
    publisher: str
    year: str
    language: str


class ResourceGroup(Struct, frozen=True, kw_only=True):
    """Links of one kind (guides, courses, …) in one language."""

    kind: str
    language: str
    resources: tuple[PlanResource, ...]


class Plan(Struct, frozen=True, kw_only=True):
    """The whole plan. Dates are ISO 8601.

    `number` counts the plans of a response, `response_id` says whose they are; `answered_version` is the version of the
    pack that was answered. `former` are actions that were begun and have since left the advice; `own_texts` is what
    people added, and `own_actions` what there is to do in it.
    """

    response_id: str
    number: int
    organisation: str
    title: str
    pack_id: str
    pack_version: str
    answered_version: str
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
    first_set: FirstSet | None
    former: tuple[Action, ...]
    new_since: str
    own_texts: tuple[OwnText, ...]
    own_actions: tuple[OwnAction, ...]
    progress: tuple[Progress, ...]
    progress_together: Progress
    to_ask: tuple[Sheet, ...]
    gone: tuple[GoneAnswer, ...]
    resources: tuple[ResourceGroup, ...]

    @property
    def signature(self) -> str:
        """How a plan says whose it is, and which one: it is read back by this."""
        return f"selfcheck {self.response_id}#{self.number}"

    @property
    def questions(self) -> tuple[AnsweredQuestion, ...]:
        """Every question that applies, in its order."""
        return tuple(question for section in self.sections for question in section.questions)

    def in_state(self, state: str) -> tuple[AnsweredQuestion, ...]:
        """The questions that are answered, unknown, not applicable or open."""
        return tuple(question for question in self.questions if question.state == state)

    def groups(self, kind: ActionKind) -> tuple[ActionGroup, ...]:
        """The open actions to find out, to change, or to keep, those that belong together side by side."""
        wanted = (action for action in self.actions if action.kind == kind and not action.state.done)
        return tuple(ActionGroup(*common, tuple(actions)) for common, actions in groupby(wanted, _common))

    @property
    def done(self) -> tuple[Action, ...]:
        """The actions that are done, those that have left the advice last."""
        return tuple(action for action in (*self.actions, *self.former) if action.state.done)

    @property
    def no_longer_advised(self) -> tuple[Action, ...]:
        """The actions that were begun, are not done, and are no longer in the advice."""
        return tuple(action for action in self.former if not action.state.done)

    @property
    def overdue(self) -> tuple[Action | OwnAction, ...]:
        """The actions that were to be done before today."""
        actions: tuple[Action | OwnAction, ...] = (*self.actions, *self.former, *self.own_actions)
        return tuple(action for action in actions if action.overdue)

    @property
    def under_way(self) -> bool:
        """Whether there is any progress to show."""
        return bool(self.progress_together.done or self.progress_together.overdue or self.progress_together.new)

    @property
    def strengths(self) -> tuple[AnsweredQuestion, ...]:
        """The questions answered with what can be reached, in their order."""
        return tuple(question for question in self.questions if question.strong)

    @property
    def with_notes(self) -> tuple[AnsweredQuestion, ...]:
        """The questions that carry a note or a piece of evidence."""
        return tuple(question for question in self.questions if question.note or question.evidence)
