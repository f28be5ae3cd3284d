"""What a response remembers of a plan, so that the next one can tell what people changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.plan.lines import known_before
from selfcheck.plan.lines import known_from
from selfcheck.plan.lines import remembered

if TYPE_CHECKING:
    from selfcheck.assessment.response import ActionState
    from selfcheck.assessment.response import Response
    from selfcheck.plan.lines import Line
    from selfcheck.plan.plan import Plan


def remember(response: Response, plan: Plan, lines: tuple[Line, ...]) -> Response:
    """The response that remembers this plan: its number, its actions, which of them are new, and its lines."""
    record = response.plan
    unseen = tuple(action.reference for action in plan.actions if action.reference not in record.seen)
    fingerprints, places = remembered(known_before(record) | known_from(lines))
    return replace(
        response,
        actions=_named(response, plan),
        plan=replace(
            record,
            number=plan.number,
            seen=(*record.seen, *unseen),
            new=unseen if unseen and record.number else record.new,
            new_since=plan.new_since,
            lines=fingerprints,
            places=places,
        ),
    )


def _named(response: Response, plan: Plan) -> dict[str, ActionState]:
    """The states of the actions, those that were begun with what the advice calls them, if that was not noted yet."""
    advised = {action.reference: action.advised for action in plan.actions}
    return {
        reference: replace(state, said=state.said or advised.get(reference, "")) if state.touched else state
        for reference, state in response.actions.items()
    }
