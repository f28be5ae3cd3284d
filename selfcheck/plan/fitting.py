"""Which actions fit into the hours and the money that an organisation has: a first set to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.model import COSTS
from selfcheck.plan.plan import FirstSet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.content.model import Cost
    from selfcheck.plan.plan import Action
    from selfcheck.plan.plan import Means

#: What the efforts of the advice are taken for, in hours of one person. They are estimates to choose by, not to hold
#: anybody to: an evening, two working days, a working week and a half, a month of one person.
HOURS = {"hours": 3.0, "days": 16.0, "weeks": 60.0, "months": 160.0}

#: Asking somebody who knows: a call or a mail, and writing down what they said.
ASKING = 1.0


def hours_for(effort: str | None, actions: int) -> float:
    """The hours of one of the actions that share an advice's effort; where none is named, a few days are meant."""
    return HOURS[effort or "days"] / max(1, actions)


def first_set(actions: Iterable[Action], means: Means) -> FirstSet:
    """The open actions that fit, in the order of the plan; one that is too large lets the next ones pass."""
    chosen: list[Action] = []
    total = 0.0
    for action in actions:
        if action.kind == "keep" or action.state.done or not _affordable(action, means.cost):
            continue
        if means.hours is None or total + action.hours <= means.hours + 1e-9:
            chosen.append(action)
            total += action.hours
    return FirstSet(means=means, actions=tuple(chosen), hours=total)


def _affordable(action: Action, most: Cost | None) -> bool:
    """Whether an action costs at most so much; one whose cost is not known is left out where money is short."""
    if most is None:
        return True
    cost = "none" if action.kind == "find_out" else action.cost
    return cost is not None and COSTS.index(cost) <= COSTS.index(most)
