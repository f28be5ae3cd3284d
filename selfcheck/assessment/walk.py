"""Every way through a pack: which questions are asked, for all the answers that make a difference to that.

Only questions that a condition rests on can change the way; of their choices, those that no condition tells apart
count as one. Where the ways are few, each is walked; where they are many, a sample with a seed.
"""

from __future__ import annotations

import random
from itertools import chain
from itertools import combinations
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.assessment.relevance import holds
from selfcheck.assessment.response import Answer
from selfcheck.content.conditions import answers_for
from selfcheck.content.conditions import share_of_each

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from selfcheck.content.model import Clause
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question

#: More ways than this are not walked one by one; then so many are drawn. Both are fewer where judging one takes long.
MOST_WAYS, SAMPLE, LEAST = 5_000, 2_000, 20
#: So many parts of conditions may be judged in all.
STEPS = 20_000_000
#: Up to so many kinds of choices, every set of them is a way to answer a question of several answers.
MOST_KINDS = 6

Way = dict[str, tuple[str, ...]]


class Run(Struct, frozen=True, kw_only=True):
    """One way: the questions that are asked, and the answers that lead there; a question without any stays open."""

    questions: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]


class Walk(Struct, frozen=True, kw_only=True):
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
    clauses = _clauses(pack)
    gates = [question for question in pack.questions if question.id in clauses]
    options = {gate.id: _options(gate, clauses[gate.id], seed) for gate in gates}
    affordable = STEPS // max(1, sum(map(len, clauses.values())))
    most = max(LEAST, min(MOST_WAYS, affordable))
    ways = list(islice(_ways(gates, options), most + 1))
    sampled = len(ways) > most
    if sampled:
        draw = random.Random(seed)
        number = max(LEAST, min(SAMPLE, affordable))
        ways = [{gate.id: draw.choice(options[gate.id]) for gate in gates} for _ in range(number)]
        if sum(map(len, options.values())) < affordable:
            ways += [_climb(pack, gates, options, fewest) for fewest in (True, False)]
    routes: dict[tuple[str, ...], Way] = {}
    for way in ways:
        hidden = hidden_on(pack, way)
        asked = tuple(question.id for question in pack.questions if question.id not in hidden)
        routes.setdefault(asked, {name: chosen for name, chosen in way.items() if name not in hidden})
    shortest, longest = min(routes, key=len), max(routes, key=len)
    room = share_of_each(len(pack.conditional))
    return Walk(
        ways=len(ways),
        sampled=sampled,
        seed=seed,
        routes=len(routes),
        shortest=Run(questions=shortest, answers=routes[shortest]),
        longest=Run(questions=longest, answers=routes[longest]),
        never_asked=tuple(each.id for each in pack.conditional if answers_for(pack, each.relevant, room) is None),
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


def _clauses(pack: Pack) -> Mapping[str, list[Clause]]:
    """The parts of all conditions, by the question that they rest on."""
    found: dict[str, list[Clause]] = {}
    for question in pack.conditional:
        for clause in question.relevant:
            found.setdefault(clause.question, []).append(clause)
    return found


def _options(gate: Question, clauses: list[Clause], seed: int) -> list[tuple[str, ...]]:
    """The ways to answer a question that make a difference: leaving it open, and one for each kind of choice."""
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


def _ways(gates: list[Question], options: Mapping[str, list[tuple[str, ...]]]) -> Iterator[Way]:
    """All ways; a question that is not asked has only one."""
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
