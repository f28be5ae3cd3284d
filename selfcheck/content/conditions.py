"""Whether a condition can hold at all, and with which answers.

A condition asks for choices of earlier questions; each of those is only asked where its own condition holds, and so on
back to the first. What a question must have chosen is gathered along that way. A question that nothing asks for can
stay open, so what is excluded there never stands in the way: the answer is exact, but for conditions that rest on more
than a thousand others, of which the nearest thousand are looked at.
"""

from __future__ import annotations

from itertools import combinations
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from selfcheck.content.model import Clause
    from selfcheck.content.model import Condition
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question

#: So many ways to tick a limited number of choices are tried; after that one is taken to exist.
TRIES = 10_000
#: So many clauses of a condition, and of those that it rests on, are looked at.
CLAUSES = 1_000


def asked_by(condition: Condition) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """What a condition asks for, wherever it is written: two that ask for the same are equal."""
    return tuple((clause.question, clause.any_of, clause.none_of) for clause in condition)


def answers_for(pack: Pack, condition: Iterable[Clause]) -> Mapping[str, tuple[str, ...]] | None:
    """Choices of questions with which every clause holds, or None where no answers make it so."""
    wanted: dict[str, list[tuple[str, ...]]] = {}
    excluded: dict[str, set[str]] = {}
    for clause in _with_all_it_takes(pack, condition):
        if clause.any_of:
            wanted.setdefault(clause.question, []).append(clause.any_of)
        excluded.setdefault(clause.question, set()).update(clause.none_of)
    found = {}
    for question_id, groups in wanted.items():
        question = pack.by_id.get(question_id)
        picked = None if question is None else _pick(question, groups, excluded[question_id])
        if picked is None:
            return None
        found[question_id] = picked
    return found


def depends_on(pack: Pack, condition: Iterable[Clause]) -> tuple[str, ...]:
    """The questions that a condition rests on, directly or by way of others, each once."""
    return tuple(dict.fromkeys(clause.question for clause in _with_all_it_takes(pack, condition)))


def is_sound(pack: Pack, condition: Iterable[Clause]) -> bool:
    """Whether a condition rests only on questions and choices that exist; others are mistakes of their own."""
    for clause in _with_all_it_takes(pack, condition):
        question = pack.by_id.get(clause.question)
        if question is None or any(question.choice(name) is None for name in (*clause.any_of, *clause.none_of)):
            return False
    return True


def _with_all_it_takes(pack: Pack, condition: Iterable[Clause]) -> list[Clause]:
    """The clauses, and those of every question that must have been asked for them to hold."""
    clauses = list(islice(condition, CLAUSES))
    seen: set[str] = set()
    for clause in clauses:  # grows while it is read
        question = pack.by_id.get(clause.question)
        if clause.any_of and question is not None and question.id not in seen:
            seen.add(question.id)
            clauses += question.relevant[: max(0, CLAUSES - len(clauses))]
    return clauses


def _pick(question: Question, groups: list[tuple[str, ...]], excluded: set[str]) -> tuple[str, ...] | None:
    """Choices that can stand together, with one of each group among them and none that is excluded."""
    allowed = [choice for choice in question.choices if choice.id not in excluded]
    for choice in allowed:
        if all(choice.id in group for group in groups):
            return (choice.id,)
    together = [choice.id for choice in allowed if not choice.exclusive]
    if question.type != "select_multiple" or any(not set(group) & set(together) for group in groups):
        return None
    one_each = tuple(next(name for name in together if name in group) for group in groups)
    picked = tuple(name for name in together if name in one_each)
    most = question.maximum or len(together)
    if len(picked) <= most:
        return picked
    ways = combinations(together, most)
    for n, way in enumerate(islice(ways, TRIES)):
        if all(set(way) & set(group) for group in groups):
            return way
        if n == TRIES - 1:
            return picked
    return None
