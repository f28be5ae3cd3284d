"""What to do, in which order, and why: the rules of the design, section 5, said in words.

What the organisation marked as important now comes first; then what weighs most and lacks most; then what takes less
effort; then the pack's order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfcheck.assessment.response import ActionState
from selfcheck.assessment.scores import question_score
from selfcheck.content.model import EFFORTS
from selfcheck.plan.plan import Action
from selfcheck.problems import Sentence
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section
    from selfcheck.plan.plan import ActionKind
    from selfcheck.words import Words

#: How many things to do first.
FIRST = 3

UNTOUCHED = ActionState()


@dataclass(frozen=True, slots=True)
class Ranked:
    """An action and its place in the order: smaller comes first."""

    action: Action
    rank: tuple[bool, float, float]


def actions_for(
    section: Section,
    question: Question,
    response: Response,
    documents: Iterable[Feedback],
    words: Words,
) -> list[Ranked]:
    """The actions that an answer leads to. An unknown one leads to finding out."""
    answer = response.answer(question.id)
    about, title = question.label(words.language), section.title.within(words.language)
    weight = section.weight * question.weight
    if answer.state == "unknown":
        reference = f"{question.id}.unknown"
        text = words("Find out: {about}", about=about)
        reason = words.sentence(_reason(None, question.weight, answer, None))
        action = Action(
            reference=reference,
            kind="find_out",
            text=text,
            about=about,
            section=title,
            effort=None,
            cost=None,
            suggested_for=answer.unsure or "",
            reason=reason,
            state=response.actions.get(reference, UNTOUCHED),
        )
        return [_ranked(action, answer, weight)]
    score = question_score(question, answer)
    gap = None if score is None else 1 - score
    kind: ActionKind = "keep" if gap == 0 else "change"
    ranked = []
    numbers: dict[str, int] = {}
    for document in documents:
        choice_id = next((name for name in answer.chosen if name in document.choice_ids), document.choice_ids[0])
        texts = document.actions or _reading(document, kind, words)
        for text in texts:
            numbers[choice_id] = numbers.get(choice_id, 0) + 1
            reference = f"{question.id}.{choice_id}.{numbers[choice_id]}"
            action = Action(
                reference=reference,
                kind=kind,
                text=text,
                about=about,
                section=title,
                effort=document.effort,
                cost=document.cost,
                suggested_for=document.who,
                reason=words.sentence(_reason(gap, question.weight, answer, document.effort)),
                state=response.actions.get(reference, UNTOUCHED),
            )
            ranked.append(_ranked(action, answer, weight * (gap or 0.0)))
    return ranked


def _reading(document: Feedback, kind: ActionKind, words: Words) -> tuple[str, ...]:
    """What there is to do where a document names no actions: read it and choose."""
    if kind == "keep":
        return ()
    return (words("Read the advice “{title}” and choose one step.", title=document.title.rstrip(".")),)


def in_order(ranked: Iterable[Ranked]) -> tuple[Action, ...]:
    """The actions as the plan lists them; equal ones stay in the pack's order."""
    return tuple(item.action for item in sorted(ranked, key=lambda item: item.rank))


def first_things(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The first things to do: the first action of each of the three questions that come first."""
    first: dict[str, Action] = {}
    for action in actions:
        if action.kind != "keep" and not action.state.done:
            first.setdefault(action.reference.split(".")[0], action)
    return tuple(first.values())[:FIRST]


def _ranked(action: Action, answer: Answer, urgency: float) -> Ranked:
    effort = EFFORTS.index(action.effort) if action.effort else 1.5  # unknown: neither easy nor hard
    return Ranked(action, (not answer.focus, -urgency, effort))


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
