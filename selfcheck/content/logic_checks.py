"""Rules about what can happen: questions and advice that nobody can reach, scores that point the wrong way."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from selfcheck.content.conditions import answers_for
from selfcheck.content.conditions import choice_ids
from selfcheck.content.conditions import depends_on
from selfcheck.content.conditions import is_sound
from selfcheck.content.conditions import share_of_each
from selfcheck.content.gaps import levels_without_advice
from selfcheck.content.model import Clause
from selfcheck.content.texts import all_conditions
from selfcheck.content.texts import all_read
from selfcheck.problems import Problem
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.model import Condition
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question


def unreachable_question(pack: Pack) -> Iterator[Problem]:
    """Every question can be reached: some answers make its condition hold, and those of the questions it rests on."""
    room = share_of_each(len(pack.conditional))
    for question in pack.conditional:
        if answers_for(pack, question.relevant, room) is None and is_sound(pack, question.relevant, room):
            message = say("Question '{id}' is never asked: no answers make its condition hold.", id=question.id)
            rests = ", ".join(depends_on(pack, question.relevant, room)[:12])
            hint = say("look at its condition together with those of the questions it rests on: {ids}.", ids=rests)
            yield Problem(question.relevant[0].source, "unreachable-question", message, hint)


def contradictory_condition(pack: Pack) -> Iterator[Problem]:
    """A condition excludes neither every choice of a question nor the answer that its own document belongs to."""
    offered = choice_ids(pack)
    for owner, condition, _ in all_conditions(pack):
        for clause in condition:
            question = pack.by_id.get(clause.question)
            if question and question.choices and offered[question.id] <= set(clause.none_of):
                message = say("{owner} excludes every choice of question '{id}'.", owner=owner, id=question.id)
                hint = say("leave out at least one of them, or the whole line")
                yield Problem(clause.source, "contradictory-condition", message, hint)
    conditional = [document for document in pack.feedback if document.relevant]
    room = share_of_each(len(conditional))
    for document in conditional:
        if not can_be_earned(pack, document, room):
            question = pack.by_id.get(document.question_id or "")
            if question is not None and answers_for(pack, question.relevant, room) is None:
                continue  # nobody is asked, and that is said already
            message = say("This document is never shown: its condition excludes the answer that it belongs to.")
            hint = say("mend 'relevant', or tie the document to another choice")
            yield Problem(document.relevant[0].source, "contradictory-condition", message, hint)


def can_be_earned(pack: Pack, document: Feedback, room: int) -> bool:
    """Whether some answers earn a document. What rests on something that does not exist is a mistake of its own."""
    condition = earning_condition(pack, document)
    return answers_for(pack, condition, room) is not None or not is_sound(pack, condition, room)


def earning_condition(pack: Pack, document: Feedback) -> Condition:
    """All that must hold before a document is earned: its own condition, and the answer that it belongs to."""
    question = pack.by_id.get(document.question_id or "")
    if question is None:
        return document.relevant
    if document.chosen:
        return (*document.relevant, Clause(question.id, document.choice_ids, (), document.source))
    every = tuple(choice.id for choice in question.choices)
    if len(document.choice_ids) > 1:  # one of them that was not ticked is enough
        return (*document.relevant, Clause(question.id, every, (), document.source))
    return (*document.relevant, Clause(question.id, every, document.choice_ids, document.source))


def level_without_advice(pack: Pack) -> Iterator[Problem]:
    """A section that has advice for one level has it for every level, in every language of the pack."""
    for gap in levels_without_advice(pack) if all_read(pack, "feedback/") else ():
        message = say(
            "No advice for section '{id}', level '{level}' in: {languages}.",
            id=gap.section.id, level=gap.level.id, languages=", ".join(gap.languages),
        )  # fmt: skip
        hint = say("write it with: selfcheck content new feedback --section {id}", id=gap.section.id)
        yield Problem(gap.section.source, "level-without-advice", message, hint, "warning")


def falling_score(pack: Pack) -> Iterator[Problem]:
    """The scores of a question's choices go one way, from the first to the last, as in the pack's other questions."""
    ways = {question.id: _way(question) for question in pack.questions if question.type == "select_one"}
    ladders = [ways[question.id] for question in pack.questions if question.id in ways and len(question.choices) > 2]
    falling_is_odd = ladders.count("rising") > ladders.count("falling")
    for question in pack.questions:
        way = ways.get(question.id, "")
        if way == "mixed" or (way == "falling" and falling_is_odd and len(question.choices) > 2):
            scores = ", ".join(f"{choice.score:g}" for choice in question.choices if choice.score is not None)
            message = say(
                "The scores of question '{id}' do not rise with its choices: {scores}.", id=question.id, scores=scores
            )
            hint = say("put the choices in their order, from the lowest level to the highest, or mend the scores")
            yield Problem(question.source, "falling-score", message, hint, "warning")


def _way(question: Question) -> str:
    """Which way the scores of a question go: `rising`, `falling`, `mixed`, or nowhere."""
    scores = [choice.score for choice in question.choices if choice.score is not None]
    steps = {(after > before) - (after < before) for before, after in pairwise(scores)} - {0}
    return {frozenset({1}): "rising", frozenset({-1}): "falling", frozenset({1, -1}): "mixed"}.get(frozenset(steps), "")
