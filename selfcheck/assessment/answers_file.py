"""Answers from a file instead of a person: YAML or JSON of question ids and choice ids, or a whole response.

9: 3
10: {choice: 2, note: ask Ayşe}
field_of_work: [migration, education]
11: unknown
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment.relevance import applicable
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import with_answer
from selfcheck.content import mistakes
from selfcheck.content.characters import composed
from selfcheck.content.mistakes import did_you_mean
from selfcheck.content.nodes import Mapping as MapNode
from selfcheck.content.nodes import Scalar
from selfcheck.content.nodes import Sequence
from selfcheck.content.yaml_lines import read_nodes
from selfcheck.problems import Problem
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.nodes import Node

#: What a person may write instead of a choice.
STATES = {"unknown": "unknown", "na": "not_applicable", "not_applicable": "not_applicable"}

ENTRY_KEYS = ("choice", "choices", "value", "state", "note", "evidence", "unsure", "focus")


class Given(Struct, frozen=True):
    """What an answers file says: answers by question id, and the organisation if it is named."""

    answers: Mapping[str, Answer]
    organisation: str


def parse_answers(text: str, path: str, pack: Pack) -> tuple[Given, list[Problem]]:
    """The answers in a text, and everything in it that does not fit the pack."""
    node, problems = read_nodes(composed(text), path)
    if problems:
        return Given({}, ""), problems
    if not isinstance(node, MapNode):
        expected = say("write one line per question: its id, a colon, and the id of a choice")
        return Given({}, ""), [mistakes.wrong_type(Source(path), "answers", expected)]
    answers: dict[str, Answer] = {}
    organisation = ""
    for key, (at, value) in node.entries.items():
        question = pack.by_id.get(key)
        if question is not None:
            answer = _answer(question, value, path, problems)
            if answer is not None:
                answers[key] = answer
        elif key == "organisation" and isinstance(value, Scalar):
            organisation = value.text.strip()
        else:
            message = say("There is no question '{id}'.", id=key)
            source = Source(path, at.line, at.column)
            problems.append(Problem(source, "unknown-question", message, did_you_mean(key, pack.by_id)))
    return Given(answers, organisation), problems


def _answer(question: Question, node: Node, path: str, problems: list[Problem]) -> Answer | None:
    if isinstance(node, MapNode):
        return _entry(question, node, path, problems)
    items = node.items if isinstance(node, Sequence) else [node]
    words = [item.text.strip() for item in items if isinstance(item, Scalar)]
    place = Source(path, node.line, node.column)
    fault = _fault(question, words) if len(words) == len(items) else "?"
    if fault is not None:
        known = [*(choice.id for choice in question.choices), *STATES]
        message = say("Question '{id}' has no choice '{choice}'.", id=question.id, choice=fault)
        hint = did_you_mean(fault, known) if question.choices else say("write a number or a text")
        problems.append(Problem(place, "unknown-choice", message, hint))
        return None
    return _from_words(question, words)


def _fault(question: Question, words: list[str]) -> str | None:
    """The first word that is no answer to this question, or None."""
    if len(words) == 1 and words[0] in STATES and question.choice(words[0]) is None:
        return words[0] if STATES[words[0]] == "not_applicable" and not question.na else None
    if question.type == "text":
        return None if len(words) == 1 else "?"
    if question.type == "integer":
        return None if len(words) == 1 and is_integer(question, words[0]) else ", ".join(words) or "?"
    if not words or (question.type == "select_one" and len(words) > 1):
        return ", ".join(words) or "?"
    unknown = next((word for word in words if question.choice(word) is None), None)
    return unknown if unknown is not None or goes_together(question, words) else ", ".join(words)


def is_integer(question: Question, text: str) -> bool:
    """Whether a text is a whole number that the question takes."""
    if not re.fullmatch(r"-?[0-9]{1,15}", text):
        return False
    low, high = question.minimum, question.maximum
    return (low is None or int(text) >= low) and (high is None or int(text) <= high)


def goes_together(question: Question, choice_ids: list[str]) -> bool:
    """Whether these choices may be ticked together: not too many, and an exclusive one alone."""
    exclusive = any(choice.exclusive for choice in question.choices if choice.id in choice_ids)
    too_many = question.maximum is not None and len(set(choice_ids)) > question.maximum
    return not too_many and not (exclusive and len(set(choice_ids)) > 1)


def _from_words(question: Question, words: list[str]) -> Answer:
    if len(words) == 1 and words[0] in STATES and question.choice(words[0]) is None:
        return Answer(state="unknown" if STATES[words[0]] == "unknown" else "not_applicable")
    if question.type == "text":
        return Answer(value=words[0])
    if question.type == "integer":
        return Answer(value=int(words[0]))
    return choose(question, *words)


def _entry(question: Question, node: MapNode, path: str, problems: list[Problem]) -> Answer | None:
    """An answer written as a map: what was chosen, with a note and marks."""
    owner = say("The answer to question '{id}'", id=question.id)
    answer: Answer | None = None
    for key, (at, value) in node.entries.items():
        if key not in ENTRY_KEYS:
            source = Source(path, at.line, at.column)
            problems.append(mistakes.unknown_key(source, owner, key, ENTRY_KEYS))
        elif key in ("choice", "choices", "value", "state"):
            answer = _answer(question, value, path, problems) if not isinstance(value, MapNode) else None
    texts = {key: value.text.strip() for key, (_, value) in node.entries.items() if isinstance(value, Scalar)}
    return replace(
        answer or Answer(),
        note=texts.get("note", ""),
        evidence=texts.get("evidence", ""),
        unsure=texts.get("unsure"),
        focus=texts.get("focus") == "true",
    )


def fill_in(pack: Pack, response: Response, given: Given, now: datetime) -> Response:
    """The response with the given answers. Those that do not apply are kept too; they do not count."""
    for question_id, answer in given.answers.items():
        response = with_answer(response, pack.by_id[question_id], answer, now)
    return replace(response, position="", revision=1)


def missing_answers(pack: Pack, response: Response) -> tuple[str, ...]:
    """The ids of the questions that apply and have no answer. A free text may be left out."""
    return tuple(
        question.id
        for question in applicable(pack, response)
        if question.type != "text" and response.answer(question.id).is_open
    )
