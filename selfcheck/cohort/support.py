"""Which support a cohort asks for: what the advice that its answers earn points to, by kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selfcheck.cohort.report import AtLeast
from selfcheck.cohort.report import SupportReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.cohort.report import QuestionReport
    from selfcheck.cohort.report import SupportKind
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack

#: What the types of resources offer.
KINDS: dict[str, SupportKind] = {
    "course": "training",
    "video": "training",
    "help desk": "coaching",
    "funding": "funding",
    "network": "network",
    "toolkit": "reading",
    "template": "reading",
    "guide": "reading",
    "database": "reading",
    "law": "reading",
    "report": "reading",
    "article": "reading",
}

ORDER: tuple[SupportKind, ...] = ("training", "coaching", "funding", "network", "reading")

#: How many questions are named for each kind.
TOP = 3

_ADDRESS = re.compile(r"https?://[^\s<>\]\"]+")


def make_support(pack: Pack, questions: Sequence[QuestionReport]) -> tuple[SupportReport, ...]:
    """What is asked for most, first: answers below the best one whose advice points to support of each kind."""
    offered = _offered(pack)
    found: dict[SupportKind, list[tuple[str, AtLeast]]] = {}
    for question in questions:
        best = pack.by_id[question.id].best_score
        if best is None:
            continue
        scores = {choice.id: choice.score or 0.0 for choice in pack.by_id[question.id].choices}
        for kind in ORDER:
            wanted = [
                answer.count
                for answer in question.answers
                if scores.get(answer.code, best) < best and kind in offered.get((question.id, answer.code), ())
            ]
            if wanted:
                number = sum(count.number or 0 for count in wanted)
                found.setdefault(kind, []).append(
                    (question.id, AtLeast(number, any(count.number is None for count in wanted)))
                )
    reports = [
        SupportReport(
            kind,
            AtLeast(sum(each.number for _, each in parts), any(each.hidden for _, each in parts)),
            tuple(sorted((part for part in parts if part[1].number), key=lambda part: -part[1].number)[:TOP]),
        )
        for kind, parts in found.items()
    ]
    return tuple(sorted(reports, key=lambda report: (-report.answers.number, ORDER.index(report.kind))))


def _offered(pack: Pack) -> dict[tuple[str, str], set[SupportKind]]:
    """The kinds of support that the advice for each choice points to, in any language."""
    offered: dict[tuple[str, str], set[SupportKind]] = {}
    for document in pack.feedback:
        if document.question_id is not None and document.chosen:
            kinds = _kinds_in(document, pack)
            for choice in document.choice_ids:
                offered.setdefault((document.question_id, choice), set()).update(kinds)
    return offered


def _kinds_in(document: Feedback, pack: Pack) -> set[SupportKind]:
    found: set[SupportKind] = set()
    for address in _ADDRESS.findall(document.body):
        resource = pack.resources.get(address) or pack.resources.get(address.rstrip(").,;"))
        if resource is not None and resource.type in KINDS:
            found.add(KINDS[resource.type])
    return found
