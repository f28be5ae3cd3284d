"""Where organisations stand: the scores of sections, and which of them may be published.

A score rests on answers whose counts may be hidden, so it is published only where every hidden count of its section can
still be another one: one organisation can be moved so that the rounded figures of the section, and of everything, stay
what they are.
"""

from __future__ import annotations

from itertools import islice
from itertools import product
from typing import TYPE_CHECKING

from selfcheck.assessment.response import Answer
from selfcheck.assessment.scores import question_score
from selfcheck.cohort import privacy
from selfcheck.cohort.figures import FULL
from selfcheck.cohort.figures import Spread
from selfcheck.cohort.figures import spread_of
from selfcheck.cohort.report import SectionReport

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from selfcheck.cohort.privacy import Changes
    from selfcheck.cohort.privacy import Marks
    from selfcheck.cohort.tally import Counts
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section

    #: A question's codes, and from where to where of them one organisation can be moved for the sake of a hidden count.
    Hidden = Callable[[Question], Iterable[tuple[tuple[str, ...], list[tuple[int, int]]]]]

    #: A question's codes, the counts of each group, and what may be shown of them, which is the same in every group.
    Tables = Callable[[Question], Iterable[tuple[tuple[str, ...], Sequence[Sequence[int]], Marks]]]

    #: Two groups of which one organisation each changes places, and by how much the score of the first one's changes.
    Swap = tuple[int, int, float]


#: How many swaps are looked at for each hidden count of a group.
TRIES = 60


def standing(pack: Pack, counts: Counts, hidden: Hidden, public: bool) -> tuple[SectionReport, ...]:
    """How each section stands, and at the end everything."""
    scored = [section for section in pack.sections if not section.profile]
    whole = sum(section.weight for section in scored) or 1.0
    reached = _scores(counts)
    everything: Changes = []
    reports = []
    for section in scored:
        scores = reached.get(section.id, {})
        spread, changes = _spread(scores, _changes(section, hidden, scores) if public else [], public=public)
        reports.append(SectionReport(section.id, spread))
        everything += [[change * section.weight / whole for change in each] for each in changes]
    spread, _ = _spread(reached.get("", {}), everything, public=public)
    return *reports, SectionReport("", spread)


def group_standings(pack: Pack, groups: Sequence[Counts], tables: Tables) -> list[tuple[SectionReport, ...]]:
    """The mean score of each section in each group, where it may be published."""
    scored = [section for section in pack.sections if not section.profile]
    whole = sum(section.weight for section in scored) or 1.0
    reached = [_scores(group) for group in groups]
    reports: list[list[SectionReport]] = [[] for _ in groups]
    left: list[tuple[int, list[Swap]]] = []
    for section in scored:
        means = [spread_of(scores.get(section.id, {})) for scores in reached]
        swaps = list(_swaps(section, tables, [spread.mean / FULL for spread in means]))
        silent, kept = _silent(swaps, means)
        _add(reports, section.id, means, silent)
        part = section.weight / whole
        left += [(group, [(one, other, change * part) for one, other, change in each]) for group, each in kept]
    means = [spread_of(scores.get("", {})) for scores in reached]
    _add(reports, "", means, _silent(left, means)[0])
    return [tuple(report) for report in reports]


def _add(
    reports: Sequence[list[SectionReport]], section: str, spreads: Sequence[Spread], silent: AbstractSet[int]
) -> None:
    for group, (report, spread) in enumerate(zip(reports, spreads, strict=True)):
        shown = group not in silent and spread.organisations >= privacy.MINIMUM
        report.append(
            SectionReport(section, Spread(0, privacy.rounded(spread.mean), None, None, None) if shown else None)
        )


def _silent(
    swaps: Sequence[tuple[int, list[Swap]]], spreads: Sequence[Spread]
) -> tuple[set[int], list[tuple[int, list[Swap]]]]:
    """The groups whose mean must not be shown, so that every hidden count keeps a swap; and the swaps that are kept."""
    silent: set[int] = set()
    while True:
        kept = [(group, [swap for swap in each if _keeps(swap, spreads, silent)]) for group, each in swaps]
        without = {group for group, each in kept if not each}
        if not without:
            return silent, kept
        if without <= silent:  # their partners have to be silent, too
            return set(range(len(spreads))), list(swaps)
        silent |= without


def _keeps(swap: Swap, spreads: Sequence[Spread], silent: AbstractSet[int]) -> bool:
    """Whether the means of both groups are published the same after two of their organisations changed places."""
    one, other, change = swap
    return all(
        group in silent
        or spreads[group].organisations < privacy.MINIMUM
        or privacy.mean_stays(spreads[group].mean, moved / spreads[group].organisations)
        for group, moved in ((one, change), (other, -change))
    )


def _swaps(section: Section, tables: Tables, means: Sequence[float]) -> Iterator[tuple[int, list[Swap]]]:
    """For each hidden count of a group: who can change places, and what that does to the score of the first."""
    weight = sum(question.weight for question in section.questions if question.best_score is not None)
    for question in section.questions:
        if question.best_score is None or not weight:
            continue
        for codes, counts, marks in tables(question):
            hidden = [n for n, mark in enumerate(marks) if mark != privacy.SHOWN]
            scores = [choice_score(question, code) for code in codes]
            for group, column in product(range(len(counts)), hidden):
                if counts[group][column]:
                    found = islice(_partners(group, column, counts, hidden), TRIES)
                    yield (
                        group,
                        [
                            (group, other, _apart(scores, start, end, means[group]) * question.weight / weight * FULL)
                            for other, start, end in found
                        ],
                    )


def _partners(
    group: int, column: int, counts: Sequence[Sequence[int]], hidden: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """The other groups, and from where to where an organisation of this one goes when it changes places."""
    for other, there in product(range(len(counts)), hidden):
        if other != group and there != column:
            for start, end in ((column, there), (there, column)):
                if (
                    counts[group][start]
                    and counts[other][end]
                    and (len(hidden) == len(counts[0]) or _stay_hidden(counts, group, other, start, end))
                ):
                    yield other, start, end


def _stay_hidden(counts: Sequence[Sequence[int]], group: int, other: int, start: int, end: int) -> bool:
    """Whether the answers are hidden for the same reason after two organisations have changed places."""
    for column, change in ((start, -1), (end, 1)):
        before = [row[column] for row in counts]
        after = [n + (change if r == group else -change if r == other else 0) for r, n in enumerate(before)]
        if any(0 < n < privacy.SMALL for n in before) != any(0 < n < privacy.SMALL for n in after):
            return False
    return True


def _apart(scores: Sequence[float | None], start: int, end: int, mean: float) -> float:
    before, after = (mean if score is None else score for score in (scores[start], scores[end]))
    return after - before


def choice_score(question: Question, code: str) -> float | None:
    """The score of one choice, from 0 to 1."""
    return None if question.choice(code) is None else question_score(question, Answer(choice=code))


def _scores(counts: Counts) -> dict[str, dict[int, int]]:
    """How many organisations reach each score, by section."""
    found: dict[str, dict[int, int]] = {}
    for row, n in counts.items():
        if row.kind == "section":
            found.setdefault(row.question, {})[int(row.code)] = n
    return found


def _spread(scores: dict[int, int], changes: Changes, *, public: bool) -> tuple[Spread | None, Changes]:
    """The figures, or None where they must not be shown; and the changes that leave them as they are."""
    if public:
        return privacy.publish_spread(scores, changes)
    spread = spread_of(scores)
    return (spread if spread.organisations else None), changes


def _changes(section: Section, hidden: Hidden, scores: dict[int, int]) -> Changes:
    """By how much the section's score of one organisation changes with each move; no answer is like a mean one."""
    mean = spread_of(scores).mean / FULL
    weight = sum(question.weight for question in section.questions if question.best_score is not None)
    return [
        [change * question.weight / weight * FULL for change in each]
        for question in section.questions
        if question.best_score is not None and weight
        for each in _moved(question, hidden, mean)
    ]


def _moved(question: Question, hidden: Hidden, mean: float) -> Iterator[list[float]]:
    for codes, moves in hidden(question):
        scores = [mean if (score := choice_score(question, code)) is None else score for code in codes]
        yield [scores[end] - scores[start] for start, end in moves]
