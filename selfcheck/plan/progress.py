"""How far an organisation is with its plan: what is done, open, overdue and new, per section."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from selfcheck.plan.plan import Action
from selfcheck.plan.plan import OwnAction
from selfcheck.plan.plan import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable


def progress_of(
    sections: Iterable[tuple[str, str]], actions: Iterable[Action], own: Iterable[OwnAction], others: str
) -> tuple[Progress, ...]:
    """The progress of each section that has actions, in their order; `others` names the row for what stands in none."""
    by_section: dict[str, list[Action | OwnAction]] = defaultdict(list)
    rows = dict(sections)
    everything: tuple[Action | OwnAction, ...] = (*actions, *own)
    for action in everything:
        by_section[action.section_id if action.section_id in rows else ""].append(action)
    titled = [*rows.items(), ("", others)]
    return tuple(_count(name, title, by_section[name]) for name, title in titled if by_section[name])


def together(parts: Iterable[Progress], title: str) -> Progress:
    """The progress of everything."""
    rows = tuple(parts)
    return Progress(
        id="",
        title=title,
        done=sum(row.done for row in rows),
        open=sum(row.open for row in rows),
        overdue=sum(row.overdue for row in rows),
        new=sum(row.new for row in rows),
    )


def _count(section_id: str, title: str, actions: list[Action | OwnAction]) -> Progress:
    done = sum(action.done if isinstance(action, OwnAction) else action.state.done for action in actions)
    return Progress(
        id=section_id,
        title=title,
        done=done,
        open=len(actions) - done,
        overdue=sum(action.overdue for action in actions),
        new=sum(isinstance(action, Action) and action.new for action in actions),
    )
