"""Every way through a pack: which questions are asked, for all the answers that make a difference to that.

Only questions that a condition rests on can change the way; of their choices, those that no condition tells apart
count as one. Where the ways are few, each is walked; where they are many, a sample with a seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import chain
from itertools import combinations
from typing import TYPE_CHECKING

from selfcheck.assessment.relevance import holds
from selfcheck.assessment.response import Answer
from selfcheck.content.conditions import answers_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question

#: More ways than this are not walked one by one; then so many are drawn.
MOST_WAYS, SAMPLE = 5_000, 2_000
#: Up to so many kinds of choices, every set of them is a way to answer a question of several answers.
MOST_KINDS = 6

Way = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One way: the questions that are asked, and the answers that lead there; a question without any stays open."""

    questions: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What was seen on all ways, or on a sample of them; `routes` counts the different sets of questions asked."""

    ways: int
    sampled: bool
    seed: int
    routes: int
    shortest: Run
    longest: Run
    never_asked: tuple[str, ...]


def walk_pack(pack: Pack, seed: int = 1) -> Walk:
    """Walk every way through a pack, or a sample of them."""
    gates = [question for question in pack.questions if question.id in _gate_ids(pack)]
    options = {gate.id: _options(pack, gate, seed) for gate in gates}
    ways = _first_ways(gates, options)
    sampled = len(ways) > MOST_WAYS
    if sampled:
        draw = random.Random(seed)
        ways = [{gate.id: draw.choice(options[gate.id]) for gate in gates} for _ in range(SAMPLE)]
        ways += [_climb(pack, gates, options, fewest) for fewest in (True, False)]
    routes: dict[tuple[str, ...], Way] = {}
    for way in ways:
        hidden = hidden_on(pack, way)
        asked = tuple(question.id for question in pack.questions if question.id not in hidden)
        routes.setdefault(asked, {name: chosen for name, chosen in way.items() if name not in hidden})
    shortest, longest = min(routes, key=len), max(routes, key=len)
    return Walk(
        ways=len(ways),
        sampled=sampled,
        seed=seed,
        routes=len(routes),
        shortest=Run(questions=shortest, answers=routes[shortest]),
        longest=Run(questions=longest, answers=routes[longest]),
        never_asked=tuple(each.id for each in pack.conditional if answers_for(pack, each.relevant) is None),
    )


def hidden_on(pack: Pack, way: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The questions that are not asked on a way."""
    answers = {name: Answer(choices=chosen) for name, chosen in way.items()}
    hidden: set[str] = set()
    for question in pack.conditional:
        if not holds(question.relevant, answers, hidden):
            hidden.add(question.id)
    return frozenset(hidden)


def _climb(pack: Pack, gates: list[Question], options: Mapping[str, list[tuple[str, ...]]], fewest: bool) -> Way:
    """A way with very few or very many questions: each answer in turn is the one that hides the most, or the least."""
    way: Way = {}
    for gate in gates:
        pick = max if fewest else min
        way[gate.id] = pick(options[gate.id], key=lambda chosen: len(hidden_on(pack, {**way, gate.id: chosen})))
    return way


def _gate_ids(pack: Pack) -> frozenset[str]:
    return frozenset(clause.question for question in pack.conditional for clause in question.relevant)


def _options(pack: Pack, gate: Question, seed: int) -> list[tuple[str, ...]]:
    """The ways to answer a question that make a difference: leaving it open, and one for each kind of choice."""
    clauses = [clause for each in pack.conditional for clause in each.relevant if clause.question == gate.id]
    kinds: dict[tuple[bool, ...], str] = {}
    for choice in gate.choices:
        kind = (choice.exclusive, *(choice.id in (*clause.any_of, *clause.none_of) for clause in clauses))
        kinds.setdefault(kind, choice.id)
    names = list(kinds.values())
    if gate.type != "select_multiple":
        return [(), *((name,) for name in names)]
    alone = {choice.id for choice in gate.choices if choice.exclusive}
    together = [name for name in names if name not in alone]
    most = min(gate.maximum or len(together), len(together))
    if len(together) <= MOST_KINDS:
        sets = list(chain.from_iterable(combinations(together, n) for n in range(most + 1)))
    else:
        draw = random.Random(seed)
        drawn = (draw.sample(together, draw.randint(1, most)) for _ in range(2**MOST_KINDS))
        sets = [(), *((name,) for name in together), *(tuple(sorted(each)) for each in drawn)]
    return [*sets, *((name,) for name in names if name in alone)]


def _first_ways(gates: list[Question], options: Mapping[str, list[tuple[str, ...]]]) -> list[Way]:
    """All ways, a question that is not asked having only one; no more than one too many to be walked."""
    ways: list[Way] = []
    for way in _ways(gates, options):
        ways.append(way)
        if len(ways) > MOST_WAYS:
            break
    return ways


def _ways(gates: list[Question], options: Mapping[str, list[tuple[str, ...]]]) -> Iterator[Way]:
    stack: list[tuple[int, Way, frozenset[str]]] = [(0, {}, frozenset())]
    while stack:
        at, way, hidden = stack.pop()
        if at == len(gates):
            yield way
            continue
        gate = gates[at]
        answers = {name: Answer(choices=chosen) for name, chosen in way.items()}
        if gate.relevant and not holds(gate.relevant, answers, hidden):
            stack.append((at + 1, way, hidden | {gate.id}))
            continue
        stack += [(at + 1, {**way, gate.id: chosen}, hidden) for chosen in reversed(options[gate.id])]
