"""Responses of several people to one combination: what may be told of each question, and what stands for all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.assessment.combination import Combination
from selfcheck.assessment.combination import Remark
from selfcheck.assessment.combination import Shared
from selfcheck.assessment.combination import Spread
from selfcheck.assessment.differences import difference
from selfcheck.assessment.middle import middle_answer
from selfcheck.assessment.moments import age
from selfcheck.assessment.names import without_names
from selfcheck.assessment.relevance import hidden_questions
from selfcheck.assessment.response import OPEN
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import is_outdated
from selfcheck.assessment.roles import FEWEST
from selfcheck.assessment.roles import groups_of
from selfcheck.assessment.roles import role_of
from selfcheck.assessment.roles import without_role
from selfcheck.assessment.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from selfcheck.assessment.roles import Group
    from selfcheck.assessment.standing import Standing
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question


def combine(pack: Pack, responses: Iterable[Response], *, organisation: str, internal: bool = False) -> Combination:
    """The responses of one organisation as one. One that is there twice counts once, and their order never matters."""
    people = distinct(responses)
    if not internal:
        names = [response.respondent.name for response in people]
        people = tuple(without_names(response, names) for response in people)
    groups = groups_of([role_of(pack, response) for response in people], internal=internal)
    hidden = [hidden_questions(pack, response) for response in people]
    whole = without_role(pack)
    shared = []
    for question in whole.questions:
        standings = [standing(question, *each) for each in zip(people, hidden, strict=True)]
        asked = [n for n, each in enumerate(standings) if each != "not_asked"]
        told = internal or len(people) < FEWEST or len(asked) != 1
        split = told and (internal or all(len({*group.people} & {*asked}) != 1 for group in groups))
        shared.append(_share(question, people, standings, groups if split else (), told=told))
    return Combination(
        pack=pack,
        whole=whole,
        response=_as_one(pack, people, shared, organisation),
        people=len(people),
        groups=groups,
        names=tuple(sorted(filter(None, (response.respondent.name for response in people)))) if internal else (),
        internal=internal,
        questions=tuple(shared),
    )


def distinct(responses: Iterable[Response]) -> tuple[Response, ...]:
    """Each response once, the one with more changes of two with the same id; sorted by what is in them."""
    newest: dict[str, Response] = {}
    for response in sorted(responses, key=lambda response: (response.id, *age(response))):
        newest[response.id] = response
    return tuple(newest.values())


def _share(
    question: Question,
    people: Sequence[Response],
    standings: Sequence[Standing],
    groups: Sequence[Group],
    *,
    told: bool,
) -> Shared:
    """What people said to one question; nothing of it unless it may be told."""
    if not told:
        return Shared(
            question=question, spread=None, by_group=(), difference=None, answer=OPEN, notes=(), outdated=0
        )  # fmt: skip
    answers = [response.answer(question.id) for response in people]
    asked = [answers[n] for n, each in enumerate(standings) if each != "not_asked"]
    said = [answers[n] for n, each in enumerate(standings) if each not in ("not_asked", "gone")]
    everybody = range(len(people))
    return Shared(
        question=question,
        spread=_spread(question, answers, standings, everybody),
        by_group=tuple(_spread(question, answers, standings, group.people) for group in groups),
        difference=difference(question, said),
        answer=_stands(question, asked),
        notes=_remarks(answers, groups),
        outdated=sum(is_outdated(question, answer) for answer in asked),
    )


def _spread(
    question: Question, answers: Sequence[Answer], standings: Sequence[Standing], people: Iterable[int]
) -> Spread:
    counted = Counter(standings[n] for n in people)
    given = [answers[n] for n in people if standings[n] == "answered"]
    chosen = Counter(choice_id for answer in given for choice_id in answer.chosen)
    return Spread(
        asked=counted.total() - counted["not_asked"],
        choices={choice.id: chosen[choice.id] for choice in question.choices},
        values=Counter(str(answer.value) for answer in given if answer.value is not None),
        unknown=counted["unknown"],
        not_applicable=counted["not_applicable"],
        open=counted["open"],
        gone=counted["gone"],
    )


def _stands(question: Question, answers: Sequence[Answer]) -> Answer:
    """The answer that stands for all, with everything that was written beside theirs."""
    unsure = [answer.unsure for answer in answers if answer.unsure is not None]
    hashes = {answer.text_hash for answer in answers if not answer.is_open}
    return replace(
        middle_answer(question, answers),
        note=_joined(answer.note for answer in answers),
        evidence=_joined(answer.evidence for answer in answers),
        unsure=_joined(unsure) if unsure else None,
        focus=any(answer.focus for answer in answers),
        text_hash=min(hashes, key=lambda each: (each in ("", question.text_hash), each), default=""),
    )


def _joined(texts: Iterable[str]) -> str:
    """Each text once, in an order that tells nothing of who wrote it."""
    return "; ".join(sorted({text for text in texts if text}))


def _remarks(answers: Sequence[Answer], groups: Sequence[Group]) -> tuple[Remark, ...]:
    """The notes, those of a group together, and sorted by their words: their order must not tell who wrote them."""
    place = {person: n for n, group in enumerate(groups) for person in group.people}
    notes = {Remark(answer.note, place.get(n)) for n, answer in enumerate(answers) if answer.note}
    return tuple(sorted(notes, key=lambda remark: (-1 if remark.group is None else remark.group, remark.text)))


def _as_one(pack: Pack, people: Sequence[Response], questions: Iterable[Shared], organisation: str) -> Response:
    """The response that stands for all; that of a single person stays what it is."""
    if len(people) == 1:
        return replace(people[0], organisation=organisation)
    spoken = Counter(response.language for response in people)
    return Response(
        id="",
        pack=PackReference(id=pack.id, version=pack.version, fingerprint=pack.fingerprint),
        language=min(spoken, key=lambda language: (-spoken[language], language)),
        organisation=organisation,
        answers={shared.question.id: shared.answer for shared in questions if shared.answer != OPEN},
    )
