"""A response as values: what one person filled in, held by ids so that texts and order may change around it."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  # msgspec reads the annotations
from datetime import UTC
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Any
from typing import Literal

from msgspec import Struct
from msgspec import field
from msgspec.structs import replace

if TYPE_CHECKING:
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question

State = Literal["unknown", "not_applicable"]

NOTE_LIMIT = 1000


class Answer(Struct, frozen=True, kw_only=True):
    """One entry of a response.

    Exactly one of `choice`, `choices`, `value` and `state` says what was answered; with none of them the question is
    open, and the entry only carries a note. `unsure` names whom to ask (it may be empty), `focus` says that this
    matters to the organisation now. `extra` keeps what a newer version of the program wrote.
    """

    choice: str | None = None
    choices: tuple[str, ...] = ()
    value: str | int | None = None
    state: State | None = None
    note: str = ""
    evidence: str = ""
    unsure: str | None = None
    focus: bool = False
    answered_at: str = ""
    text_hash: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the chosen choices, however many the question allows."""
        return self.choices if self.choice is None else (self.choice,)

    @property
    def is_open(self) -> bool:
        """Whether nothing has been answered yet."""
        return self.choice is None and not self.choices and self.value is None and self.state is None


class PackReference(Struct, frozen=True, kw_only=True):
    """Which pack was answered."""

    id: str
    version: str = ""
    fingerprint: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


class Respondent(Struct, frozen=True, kw_only=True):
    """Who answered; both may be left out."""

    role: str = ""
    name: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


class ActionState(Struct, frozen=True, kw_only=True):
    """What became of one action of the plan, in the organisation's own words.

    `text` is how they reworded it; `mark` what they put into the box instead of an x (`[-]`, `[/]`); `said` what the
    plan last called it, so that it can be named when it is no longer in the advice.
    """

    done: bool = False
    who: str = ""
    by_when: str = ""
    text: str = ""
    mark: str = ""
    said: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def touched(self) -> bool:
        """Whether anybody has done or written anything about the action."""
        return bool(self.done or self.who or self.by_when or self.text or self.mark)


class OwnText(Struct, frozen=True, kw_only=True):
    """Lines that people added to the plan, word for word.

    `place` is the part of the plan they stand in (`advice/9`), `after` the fingerprint of the line before them, `tight`
    says that no empty line stood between.
    """

    place: str
    text: str
    after: str = ""
    tight: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


class PlanRecord(Struct, frozen=True, kw_only=True):
    """What is remembered of the plans written so far, so that what people change in them can be told apart.

    `number` counts the plans. `seen` are the actions that have stood in one, `new` those of them that the last change
    brought, on the day `new_since`. `lines` are the fingerprints of every line that the program wrote, `places` tells
    the parts of the plan by the fingerprints of their first lines.
    """

    number: int = 0
    seen: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    new_since: str = ""
    own: tuple[OwnText, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    lines: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


class LastTime(Struct, frozen=True, kw_only=True):
    """What was said last time: the id of that response, its day, and its answers.

    They are kept to be shown beside the questions. None of them is an answer before it is confirmed.
    """

    id: str
    date: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


class Response(Struct, frozen=True, kw_only=True):
    """What one person filled in. One that was started from an earlier one remembers what was said `last_time`.

    `position` is the id of the question to go on with; "" is the review of all answers. `revision` counts the
    changes, so that the newest of two copies can be told without trusting a clock. Times are ISO 8601 with their zone.
    """

    id: str
    pack: PackReference
    language: str
    organisation: str
    respondent: Respondent = Respondent()
    started: str = ""
    changed: str = ""
    finished: str = ""
    position: str = ""
    revision: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    actions: Mapping[str, ActionState] = field(default_factory=dict)
    last_time: LastTime | None = None
    plan: PlanRecord = PlanRecord()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def answer(self, question_id: str) -> Answer:
        """The answer to a question; an open one where there is none."""
        return self.answers.get(question_id, OPEN)

    def suggestion(self, question_id: str) -> Answer:
        """What was said last time to a question that is open now; an open answer where there is nothing to suggest."""
        if self.last_time is None or not self.answer(question_id).is_open:
            return OPEN
        return self.last_time.answers.get(question_id, OPEN)


OPEN = Answer()


def new_response(pack: Pack, *, organisation: str, language: str, response_id: str, now: datetime) -> Response:
    """An empty response to a pack."""
    moment = stamp(now)
    return Response(
        id=response_id,
        pack=PackReference(id=pack.id, version=pack.version, fingerprint=pack.fingerprint),
        language=language,
        organisation=organisation,
        started=moment,
        changed=moment,
        position=pack.questions[0].id if pack.questions else "",
    )


def start_from(earlier: Response, fresh: Response) -> Response:
    """A new response that starts from the last one.

    Its notes and what became of its actions go on; what it answered is remembered, and every question is open until
    somebody says it again.
    """
    notes = {key: Answer(note=answer.note) for key, answer in earlier.answers.items() if answer.note}
    day = (earlier.finished or earlier.changed)[:10]
    said = {key: answer for key, answer in earlier.answers.items() if not answer.is_open}
    last_time = LastTime(id=earlier.id, date=day, answers=said)
    return replace(fresh, answers=notes, actions=earlier.actions, last_time=last_time)


def with_answer(response: Response, question: Question, given: Answer, now: datetime) -> Response:
    """The response with this answer. Notes, evidence and marks of an earlier answer stay unless they are given anew."""
    before = response.answer(question.id)
    answer = replace(
        before,
        choice=given.choice,
        choices=given.choices,
        value=given.value,
        state=given.state,
        note=given.note or before.note,
        evidence=given.evidence or before.evidence,
        unsure=before.unsure if given.unsure is None else given.unsure,
        focus=given.focus or before.focus,
        answered_at=stamp(now),
        text_hash=question.text_hash,
    )
    return changed(response, now, answers={**response.answers, question.id: answer})


def with_remark(response: Response, question: Question, now: datetime, **remark: Any) -> Response:
    """The response with another `note`, `evidence`, `unsure` or `focus` on a question; the answer itself stays."""
    answer = replace(response.answer(question.id), **remark)
    answers = {**response.answers, question.id: answer}
    if answer == OPEN:
        del answers[question.id]
    return changed(response, now, answers=answers)


def changed(response: Response, now: datetime, **changes: Any) -> Response:
    """The response with changes, and the marks that it changed."""
    return replace(response, changed=stamp(now), revision=response.revision + 1, **changes)


def choose(question: Question, *choice_ids: str) -> Answer:
    """The answer that picks these choices of a question."""
    if question.type == "select_multiple":
        ticked = set(choice_ids)
        return Answer(choices=tuple(choice.id for choice in question.choices if choice.id in ticked))
    return Answer(choice=choice_ids[0])


def is_outdated(question: Question, answer: Answer) -> bool:
    """Whether the question was reworded after it was answered, or no longer offers what was chosen."""
    if answer.is_open:
        return False
    if any(question.choice(choice_id) is None for choice_id in answer.chosen):
        return True
    return bool(answer.text_hash) and answer.text_hash != question.text_hash


def stamp(now: datetime) -> str:
    """A moment as it is written into files: to the second, with its zone."""
    return now.isoformat(timespec="seconds")


def by_time(stamped: str) -> tuple[datetime, str]:
    """What stamps are sorted by: the moment, whatever its zone; those that tell none come first."""
    return moment_of(stamped) or datetime.min.replace(tzinfo=UTC), stamped


def moment_of(stamped: str) -> datetime | None:
    """A stamp as a moment; None where it is none, or names no zone and cannot be put beside others."""
    try:
        moment = datetime.fromisoformat(stamped)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
