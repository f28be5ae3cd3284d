"""A combination and a comparison as content for other programs: ids instead of words, figures instead of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

from selfcheck.plan.agenda import make_agenda
from selfcheck.plan.movement import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.assessment.combination import Combination
    from selfcheck.assessment.combination import Shared
    from selfcheck.assessment.combination import Spread
    from selfcheck.assessment.comparison import Comparison
    from selfcheck.assessment.comparison import Point
    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.scores import Score
    from selfcheck.words import Words


def combination_content(combination: Combination, words: Words) -> dict[str, Any]:
    """What several people answered together; texts in the language of `words`."""
    return {
        "format": "selfcheck-combination/1",
        "organisation": combination.response.organisation,
        "pack": combination.pack.id,
        "internal": combination.internal,
        "people": combination.people,
        "groups": [
            {"kind": group.kind, "role": group.role, "people": len(group.people)} for group in combination.groups
        ],
        **({"names": list(combination.names)} if combination.internal else {}),
        "agree": [shared.question.id for shared in combination.agreed],
        "differ": [shared.question.id for shared in combination.differing],
        "nobody_knows": [shared.question.id for shared in combination.nobody_knows],
        "questions": [_shared(shared) for shared in combination.questions],
        "agenda": [
            {"title": item.title, "minutes": item.minutes, "how": item.how} for item in make_agenda(combination, words)
        ],
    }


def _shared(shared: Shared) -> dict[str, Any]:
    return {
        "id": shared.question.id,
        "spread": None if shared.spread is None else _spread(shared.spread),
        "groups": [_spread(spread) for spread in shared.by_group],
        "difference": shared.difference,
        "stands": _said(shared.answer),
        "focus": shared.answer.focus,
        "notes": [{"text": note.text, "group": note.group} for note in shared.notes],
        "outdated": shared.outdated,
    }


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "asked": spread.asked,
        "choices": dict(spread.choices),
        "values": dict(sorted(spread.values.items())),
        "unknown": spread.unknown,
        "not_applicable": spread.not_applicable,
        "open": spread.open,
        "gone": spread.gone,
    }


def _said(answer: Answer) -> dict[str, Any]:
    return {"choices": list(answer.chosen), "value": answer.value, "state": answer.state}


def comparison_content(comparison: Comparison, organisation: str) -> dict[str, Any]:
    """What moved between several moments."""
    return {
        "format": "selfcheck-comparison/1",
        "organisation": organisation,
        "pack": comparison.pack.id,
        "moments": [{"id": response.id, "day": day_of(response)} for response in comparison.responses],
        "whole": _scores(comparison.whole),
        "sections": [
            {"id": each.section.id, "asked": each.asked, "scores": _scores(each.scores)}
            for each in comparison.sections
            if not each.section.profile
        ],
        "questions": [
            {"id": each.question.id, "move": each.move, "moments": [_point(point) for point in each.points]}
            for each in comparison.questions
        ],
        "removed": list(comparison.removed),
    }


def _scores(scores: Sequence[Score]) -> list[dict[str, Any]]:
    return [{"value": score.value, "questions": score.questions} for score in scores]


def _point(point: Point) -> dict[str, Any]:
    return {"standing": point.standing, **_said(point.answer), "score": point.score}
