"""The organisation's own actions: items with a box that people wrote into the plan themselves."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from selfcheck.plan.dates import read_date
from selfcheck.plan.items import read_item
from selfcheck.plan.items import read_label
from selfcheck.plan.lines import split_lines
from selfcheck.plan.plan import OwnAction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from selfcheck.assessment.response import OwnText
    from selfcheck.content.model import Pack


def own_actions(own: tuple[OwnText, ...], pack: Pack, language: str, today: date) -> tuple[OwnAction, ...]:
    """The actions in what people added, each with the section it was written under, if there is one."""
    return tuple(action for text in own for action in _actions_in(text, pack, language, today))


def question_of(place: str, pack: Pack) -> str:
    """The id of the question that a part of the plan is about, or ""."""
    kind, _, rest = place.partition("/")
    if kind == "action":
        return owner_of(rest, pack)
    return rest if rest in pack.by_id else ""


def owner_of(reference: str, pack: Pack) -> str:
    """The id of the question that an action comes from, or ""."""
    owners = [question_id for question_id in pack.by_id if reference.startswith(f"{question_id}.")]
    return max(owners, key=len, default="")


def _actions_in(own: OwnText, pack: Pack, language: str, today: date) -> Iterator[OwnAction]:
    lines = split_lines(own.text)
    starts = [n for n, line in enumerate(lines) if (item := read_item(line)).mark is not None and item.text]
    section = pack.section_of.get(question_of(own.place, pack))
    for start, end in pairwise([*starts, len(lines)]):
        item = read_item(lines[start])
        filled = dict(reversed([label for line in lines[start + 1 : end] if (label := read_label(line))]))
        by_when = filled.get("by_when", "")
        day = read_date(by_when)
        yield OwnAction(
            text=item.text,
            done=item.done,
            who=filled.get("who", ""),
            by_when=by_when,
            overdue=not item.done and day is not None and day < today,
            section_id=section.id if section else "",
            section=section.title.within(language) if section else "",
            place=own.place,
        )
