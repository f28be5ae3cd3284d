"""Whether a condition can hold at all, and with which answers.

A condition asks for choices of earlier questions; each of those is only asked where its own condition holds, and so on
back to the first. What a question must have chosen is gathered along that way. A question that nothing asks for can
stay open, so what is excluded there never stands in the way.

How far back that is followed has a limit, so that no pack can keep the program busy: past it the rest is taken to hold.
Whoever asks about every condition of a pack grants each its share; the answer is exact for all that people write.
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

#: So many choices and clauses are looked at for one condition, and for all conditions of a pack together.
ROOM, ROOM_FOR_ALL = 20_000, 2_000_000


def asked_by(condition: Condition) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """What a condition asks for, wherever it is written: two that ask for the same are equal."""
    return tuple((clause.question, clause.any_of, clause.none_of) for clause in condition)


def choice_ids(pack: Pack) -> Mapping[str, frozenset[str]]:
    """What each question offers."""
    return {name: frozenset(choice.id for choice in question.choices) for name, question in pack.by_id.items()}


def share_of_each(conditions: int) -> int:
    """How much may be looked at for each of so many conditions, where all of them are asked about."""
    return min(ROOM, ROOM_FOR_ALL // max(1, conditions))


def answers_for(pack: Pack, condition: Iterable[Clause], room: int = ROOM) -> Mapping[str, tuple[str, ...]] | None:
    """Choices of questions with which every clause holds, or None where no answers make it so."""
    wanted: dict[str, list[tuple[str, ...]]] = {}
    excluded: dict[str, set[str]] = {}
    for clause in _with_all_it_takes(pack, condition, room):
        if clause.any_of:
            wanted.setdefault(clause.question, []).append(clause.any_of)
        excluded.setdefault(clause.question, set()).update(clause.none_of)
    found = {}
    for question_id, groups in wanted.items():
        question = pack.by_id.get(question_id)
        picked = None if question is None else _pick(question, groups, excluded[question_id], room)
        if picked is None:
            return None
        found[question_id] = picked
    return found


def depends_on(pack: Pack, condition: Iterable[Clause], room: int = ROOM) -> tuple[str, ...]:
    """The questions that a condition rests on, directly or by way of others, each once."""
    return tuple(dict.fromkeys(clause.question for clause in _with_all_it_takes(pack, condition, room)))


def is_sound(pack: Pack, condition: Iterable[Clause], room: int = ROOM) -> bool:
    """Whether a condition rests only on questions and choices that exist; others are mistakes of their own."""
    for clause in _with_all_it_takes(pack, condition, room):
        question = pack.by_id.get(clause.question)
        if question is None:
            return False
        offered = {choice.id for choice in question.choices}
        if not offered.issuperset(clause.any_of) or not offered.issuperset(clause.none_of):
            return False
    return True


def _with_all_it_takes(pack: Pack, condition: Iterable[Clause], room: int) -> list[Clause]:
    """The clauses, and those of every question that must have been asked for them to hold, as far as there is room."""
    clauses = list(islice(condition, room))
    seen: set[str] = set()
    for n, clause in enumerate(clauses):  # grows while it is read
        question = pack.by_id.get(clause.question)
        room -= 1 + len(clause.any_of) + len(clause.none_of) + (0 if question is None else len(question.choices))
        if room < 0:
            return clauses[:n]
        if clause.any_of and question is not None and question.id not in seen:
            seen.add(question.id)
            clauses += question.relevant[: max(0, room - len(clauses))]
    return clauses


def _pick(question: Question, groups: list[tuple[str, ...]], excluded: set[str], room: int) -> tuple[str, ...] | None:
    """Choices that can stand together, with one of each group among them and none that is excluded."""
    in_every_group = set(groups[0]).intersection(*groups[1:]) - excluded
    for choice in question.choices:
        if choice.id in in_every_group:
            return (choice.id,)
    together = [choice.id for choice in question.choices if choice.id not in excluded and not choice.exclusive]
    if question.type != "select_multiple" or any(set(together).isdisjoint(group) for group in groups):
        return None
    one_each = {next(name for name in together if name in group) for group in groups}
    picked = tuple(name for name in together if name in one_each)
    most = question.maximum or len(together)
    if len(picked) <= most:
        return picked
    tries = room // len(groups)
    ways = combinations(together, most)
    for n, way in enumerate(ways):
        if n == tries:
            return picked  # one of the many ways is taken to exist
        if not any(set(way).isdisjoint(group) for group in groups):
            return way
    return None
