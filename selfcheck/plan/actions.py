"""What to do, in which order, and why: the rules of the design, section 5, said in words.

What the organisation marked as important now comes first; then what weighs most and lacks most; then what takes less
effort; then what costs less; then the pack's order. The size of an organisation needs no rule of its own: a pack has
documents for some organisations only (`relevant`), each with its own effort, cost and actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

from msgspec import Struct

from selfcheck.assessment.response import ActionState
from selfcheck.assessment.scores import question_score
from selfcheck.content.model import COSTS
from selfcheck.content.model import EFFORTS
from selfcheck.plan.dates import read_date
from selfcheck.plan.fitting import ASKING
from selfcheck.plan.fitting import hours_for
from selfcheck.plan.own import owner_of
from selfcheck.plan.plan import Action
from selfcheck.plan.plan import Origin
from selfcheck.problems import Sentence
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section
    from selfcheck.words import Words

#: How many things to do first.
FIRST = 3

UNTOUCHED = ActionState()


class Ranked(Struct, frozen=True):
    """An action and its place in the order: smaller comes first."""

    action: Action
    rank: tuple[bool, float, float, float]


class Actions:
    """Draws actions from answers, for one response on one day."""

    def __init__(self, response: Response, words: Words, today: date) -> None:
        """Look at what the response says of its actions, and at the day they are to be done by."""
        self.response = response
        self.words = words
        self.today = today

    def ranked(self, section: Section, question: Question, documents: Iterable[Feedback]) -> list[Ranked]:
        """The actions that an answer leads to. An unknown one leads to finding out."""
        answer = self.response.answer(question.id)
        weight = section.weight * question.weight
        if answer.state == "unknown":
            return [_ranked(self._find_out(section, question, answer), answer, weight)]
        score = question_score(question, answer)
        gap = None if score is None else 1 - score
        ranked = []
        numbers: dict[str, int] = {}
        for document in documents:
            choice_id = next((name for name in answer.chosen if name in document.choice_ids), document.choice_ids[0])
            texts = document.actions or self._reading(document, gap)
            for text in texts:
                numbers[choice_id] = numbers.get(choice_id, 0) + 1
                action = self._action(
                    reference=f"{question.id}.{choice_id}.{numbers[choice_id]}",
                    kind="keep" if gap == 0 else "change",
                    text=text,
                    about=question.label(self.words.language),
                    section_id=section.id,
                    section=section.title.within(self.words.language),
                    effort=document.effort,
                    cost=document.cost,
                    hours=hours_for(document.effort, len(texts)),
                    suggested_for=document.who,
                    reason=self.words.sentence(_reason(gap, question.weight, answer, document.effort)),
                    origin=origin_of(answer, question.id, document, self.today),
                )
                ranked.append(_ranked(action, answer, weight * (gap or 0.0)))
        return ranked

    def former(self, pack: Pack, earned: Iterable[Action]) -> tuple[Action, ...]:
        """What was begun and has left the advice since: the answer, or the pack, is another one now."""
        still = {action.reference for action in earned}
        return tuple(
            self._former(pack, reference, state)
            for reference, state in self.response.actions.items()
            if state.touched and reference not in still
        )

    def _find_out(self, section: Section, question: Question, answer: Answer) -> Action:
        about = question.label(self.words.language)
        return self._action(
            reference=f"{question.id}.unknown",
            kind="find_out",
            text=self.words("Find out: {about}", about=about),
            about=about,
            section_id=section.id,
            section=section.title.within(self.words.language),
            effort=None,
            cost=None,
            hours=ASKING,
            suggested_for=answer.unsure or "",
            reason=self.words.sentence(_reason(None, question.weight, answer, None)),
            origin=Origin(question=question.id, chosen=""),
        )

    def _former(self, pack: Pack, reference: str, state: ActionState) -> Action:
        owner = owner_of(reference, pack)
        question, section = pack.by_id.get(owner), pack.section_of.get(owner)
        return self._action(
            reference=reference,
            kind="change",
            text=state.said or reference,
            about=question.label(self.words.language) if question else "",
            section_id=section.id if section else "",
            section=section.title.within(self.words.language) if section else "",
            effort=None,
            cost=None,
            hours=hours_for(None, 1),
            suggested_for="",
            reason="",
            origin=Origin(question=owner, chosen=""),
        )

    def _action(self, *, reference: str, text: str, **facts: Any) -> Action:
        state = self.response.actions.get(reference, UNTOUCHED)
        record = self.response.plan
        day = read_date(state.by_when)
        unseen = record.number > 0 and reference not in record.seen
        return Action(
            reference=reference,
            text=state.text or text,
            advised=text,
            state=state,
            new=not state.done and (unseen or reference in record.new),
            overdue=not state.done and day is not None and day < self.today,
            **facts,
        )

    def _reading(self, document: Feedback, gap: float | None) -> tuple[str, ...]:
        """What there is to do where a document names no actions: read it and choose."""
        if gap == 0:
            return ()
        return (self.words("Read the advice “{title}” and choose one step.", title=document.title.rstrip(".")),)


def origin_of(answer: Answer, question_id: str, document: Feedback, today: date) -> Origin:
    """Where the actions of a document come from."""
    return Origin(
        question=question_id,
        chosen=", ".join(answer.chosen),
        document=document.path,
        reviewed_on=document.reviewed_on,
        review_by=document.review_by,
        outdated=bool(document.review_by) and document.review_by < today.isoformat(),
    )


def in_order(ranked: Iterable[Ranked]) -> tuple[Action, ...]:
    """The actions as the plan lists them; equal ones stay in the pack's order."""
    return tuple(item.action for item in sorted(ranked, key=lambda item: item.rank))


def first_things(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The first things to do: the first action of each of the three questions that come first."""
    first: dict[str, Action] = {}
    for action in actions:
        if action.kind != "keep" and not action.state.done:
            first.setdefault(action.origin.question, action)
    return tuple(first.values())[:FIRST]


def _ranked(action: Action, answer: Answer, urgency: float) -> Ranked:
    effort = EFFORTS.index(action.effort) if action.effort else 1.5  # unknown: neither easy nor hard
    cost = COSTS.index(action.cost) if action.cost else 1.0
    return Ranked(action, (not answer.focus, -urgency, effort, cost))


def _reason(gap: float | None, weight: float, answer: Answer, effort: str | None) -> Sentence:
    if answer.focus:
        return say("You said that this matters to you now.")
    if answer.state == "unknown":
        return say("You answered “I do not know yet”.")
    if gap is None:
        return say("It follows from your answer.")
    if gap == 0:
        return say("This works; it is about keeping it alive.")
    if weight > 1:
        return (
            say("Much else depends on this.")
            if gap < 0.6
            else say("Much else depends on this, and little is in place.")
        )
    if effort == "hours":
        return say("Little effort, and a good start.")
    if gap >= 0.6:
        return say("There is a long way to go, and this is the beginning.")
    return say("A part of the way is done; this takes you further.")
