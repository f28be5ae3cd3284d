"""In which role somebody answered, and which people may be shown together without showing one of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment.relevance import hidden_questions
from selfcheck.content.characters import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Choice
    from selfcheck.content.model import Condition
    from selfcheck.content.model import Pack

#: The smallest number of people that is shown as a group.
FEWEST = 2


class Group(Struct, frozen=True):
    """People who are shown together, by their places among the responses.

    A group of one `role` has that role's id, or the text that was written for it; those who named `none`, and `others`,
    whose roles are not told, have "".
    """

    kind: Literal["role", "none", "others"]
    role: str
    people: tuple[int, ...]


def role_of(pack: Pack, response: Response) -> str:
    """The role in which a response was given: the respondent's own, else the answer to the question that asks for it.

    A role that is written out is the choice of that question which says the same in any language. "" where none is
    told.
    """
    question = pack.role_question
    said = one_line(response.respondent.role)
    if not said:
        if question is None or question.id in hidden_questions(pack, response):
            return ""
        return next((choice_id for choice_id in response.answer(question.id).chosen if question.choice(choice_id)), "")
    choices = question.choices if question else ()
    return next((choice.id for choice in choices if said == choice.id or said in _texts(choice)), said)


def _texts(choice: Choice) -> set[str]:
    return {text for texts in (choice.text, choice.short) if texts for text in texts.by_language.values()}


def role_label(pack: Pack, role: str, language: str) -> str:
    """What a role is called in a language; one that was written out, as it was written."""
    choice = pack.role_question.choice(role) if pack.role_question else None
    return choice.label(language) if choice else role


def groups_of(roles: Sequence[str], *, internal: bool) -> tuple[Group, ...]:
    """Everybody in groups, none of them of one person: people with a role of their own are `others` together.

    If only one such person is left, the smallest group joins them: else whoever takes the groups that are shown from
    all people has that one person's answers. So everything that is shown, and every difference between two things
    that are shown, is of at least two people. No groups at all where there would be one only. `internal` splits by
    every role.
    """
    held: dict[str, list[int]] = defaultdict(list)
    for place, role in enumerate(roles):
        held[role].append(place)
    shown = sorted(held, key=lambda role: (-len(held[role]), role))
    alone = [] if internal else [role for role in shown if len(held[role]) < FEWEST]
    if 0 < sum(len(held[role]) for role in alone) < FEWEST:
        alone = shown[-len(alone) - 1 :]
    groups = [Group("role" if role else "none", role, tuple(held[role])) for role in shown if role not in alone]
    others = sorted(place for role in alone for place in held[role])
    if others:
        groups.append(Group("others", "", tuple(others)))
    return tuple(groups) if len(groups) > 1 or internal else ()


def without_role(pack: Pack) -> Pack:
    """The pack as a whole organisation answers it: nobody's role is asked, and what depends on a role applies."""
    asked = pack.role_question
    if asked is None:
        return pack
    sections = tuple(
        replace(
            section,
            questions=tuple(
                replace(question, relevant=_without(question.relevant, asked.id))
                for question in section.questions
                if question.id != asked.id
            ),
        )
        for section in pack.sections
    )
    feedback = tuple(
        replace(document, relevant=_without(document.relevant, asked.id))
        for document in pack.feedback
        if document.question_id != asked.id
    )
    return replace(pack, sections=sections, feedback=feedback)


def _without(condition: Condition, question_id: str) -> Condition:
    return tuple(clause for clause in condition if clause.question != question_id)
