"""What people did to a plan, taken over into the response.

A plan that is the last one written says everything: what is unticked or deleted in it was unticked or deleted by
somebody. An older copy, or one that cannot be told, only adds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment.response import ActionState
from selfcheck.assessment.response import OwnText
from selfcheck.plan.lines import OWN
from selfcheck.plan.lines import essence
from selfcheck.plan.weaving import ACTION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from selfcheck.assessment.response import Response
    from selfcheck.plan.reading import Edits
    from selfcheck.plan.reading import Entry

UNTOUCHED = ActionState()


class Taken(Struct, frozen=True):
    """The parts of a response that a plan speaks of: the states of its actions, and what people added."""

    actions: Mapping[str, ActionState]
    own: tuple[OwnText, ...]


def take_over(response: Response, edits: Edits) -> Response:
    """The response with what was done to its plan. It is the same one where nothing was."""
    newest = edits.response_id == response.id and edits.number == response.plan.number
    taken = _newest(response, edits) if newest else _older(response, edits)
    kept = {key: state for key, state in taken.actions.items() if state != UNTOUCHED or key in response.actions}
    return replace(response, actions=kept, plan=replace(response.plan, own=taken.own))


def _newest(response: Response, edits: Edits) -> Taken:
    actions = dict(response.actions)
    for reference, entry in edits.entries.items():
        actions[reference] = _as_written(actions.get(reference, UNTOUCHED), entry)
    return Taken(actions, tuple(_where_it_was(text, response.plan.own) for text in edits.own))


def _as_written(state: ActionState, entry: Entry) -> ActionState:
    if entry.mark is not None:
        state = replace(state, done=entry.done, mark="" if entry.done else entry.mark)
    return _named(
        replace(
            state,
            who=state.who if entry.who is None else entry.who,
            by_when=state.by_when if entry.by_when is None else entry.by_when,
            text=entry.text or "",
        ),
        entry,
    )


def _named(state: ActionState, entry: Entry) -> ActionState:
    """What was begun keeps the name under which it was begun: advice may change, and differs between languages."""
    return replace(state, said=entry.said) if state.touched and entry.said and not state.said else state


def _where_it_was(text: OwnText, before: Iterable[OwnText]) -> OwnText:
    """What had lost its part of the plan goes back there as soon as the part is there again."""
    if text.place != OWN:
        return text
    return next((old for old in before if old.text == text.text), text)


def _older(response: Response, edits: Edits) -> Taken:
    actions = dict(response.actions)
    other: list[OwnText] = []
    for reference, entry in edits.entries.items():
        state = actions.get(reference, UNTOUCHED)
        added = replace(
            state,
            done=state.done or entry.done,
            who=state.who or entry.who or "",
            by_when=state.by_when or entry.by_when or "",
            text=state.text or entry.text or "",
        )
        actions[reference] = _named(added, entry)
        other += _other_words(reference, actions[reference], entry)
    have = {line for text in response.plan.own for line in _essences(text)}
    fresh = [text for text in (*other, *edits.own) if not _essences(text) <= have]
    return Taken(actions, (*response.plan.own, *fresh))


def _essences(text: OwnText) -> set[str]:
    return {essence(line) for line in text.text.split("\n")}


def _other_words(reference: str, state: ActionState, entry: Entry) -> list[OwnText]:
    """What an older copy says otherwise: it is kept beside what the response says."""
    pairs = ((entry.who, state.who), (entry.by_when, state.by_when), (entry.text, state.text))
    return [
        OwnText(place=ACTION + reference, text=f"  - {said}", tight=True)
        for said, kept in pairs
        if said and said != kept
    ]
