"""What answers, groups of people and movements are called, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.roles import role_label
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.assessment.comparison import Move
    from selfcheck.assessment.comparison import Point
    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.roles import Group
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.plan.plan import Plan
    from selfcheck.problems import Sentence
    from selfcheck.words import Words

MOVES: Mapping[Move, Sentence] = {
    "improved": say("What improved"),
    "fell_back": say("What fell back"),
    "known_now": say("What you know now"),
    "unknown_now": say("What you no longer know"),
    "changed": say("What is different"),
    "applies_now": say("What applies now"),
    "applies_no_longer": say("What no longer applies"),
    "asked_now": say("Not asked then"),
    "asked_no_longer": say("No longer asked"),
    "answered_now": say("Answered since"),
    "open_now": say("Left open this time"),
    "reworded": say("Reworded in between, so not compared"),
    "same": say("Unchanged"),
}


def answer_label(question: Question, answer: Answer, words: Words) -> str:
    """An answer in a few words. A choice that is offered no longer is told by its id."""
    if answer.state == "unknown":
        return words("I do not know yet")
    if answer.state == "not_applicable":
        return words("Does not apply")
    if answer.value is not None:
        return str(answer.value)
    if answer.is_open:
        return words("Not answered")
    labels = {choice.id: choice.label(words.language) for choice in question.choices}
    return ", ".join(labels.get(choice_id, f"({choice_id})") for choice_id in answer.chosen)


def point_label(question: Question, point: Point, words: Words) -> str:
    """What was said at one moment, in a few words."""
    return words("Not asked") if point.standing == "not_asked" else answer_label(question, point.answer, words)


def how_far(plan: Plan, words: Words) -> str:
    """How many questions are answered, and what became of the others."""
    return words(
        "Answered: {n} of {total}. I do not know yet: {unknown}. Does not apply: {na}. Open: {open}.",
        n=plan.answered,
        total=plan.total,
        unknown=len(plan.in_state("unknown")),
        na=len(plan.in_state("not_applicable")),
        open=len(plan.in_state("open")),
    )


def group_label(pack: Pack, group: Group, words: Words) -> str:
    """What a group of people is called."""
    if group.kind == "role":
        return role_label(pack, group.role, words.language)
    return words("No role told") if group.kind == "none" else words("Other people")
