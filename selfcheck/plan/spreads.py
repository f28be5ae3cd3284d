"""How the answers to one question are spread: a row for each answer, a column for each group and one for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.documents.document import Chart
from selfcheck.documents.document import Column
from selfcheck.documents.document import Figures
from selfcheck.documents.document import Series
from selfcheck.documents.document import Table
from selfcheck.plan.wording import group_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.assessment.combination import Combination
    from selfcheck.assessment.combination import Shared
    from selfcheck.assessment.combination import Spread
    from selfcheck.words import Words


def labels_of(combination: Combination, words: Words) -> tuple[str, ...]:
    """What the groups are called."""
    return tuple(group_label(combination.pack, group, words) for group in combination.groups)


def spread_figures(shared: Shared, combination: Combination, words: Words) -> Figures:
    """The spread of all as a chart, and of each group in the table; answers that nobody gave are left out."""
    whole = shared.spread
    spreads = [*shared.by_group, *([whole] if whole else [])]
    labels = [*(labels_of(combination, words) if shared.by_group else ()), words("Everybody")]
    rows = [(name, [_count(spread, key) for spread in spreads]) for key, name in _rows(shared, words)]
    kept = [(name, counts) for name, counts in rows if any(counts)]
    chart = Chart(
        kind="bars",
        title=words("How your answers are spread"),
        description=words("How many people gave each answer. The table below has the figures."),
        labels=tuple(name for name, _ in kept),
        series=(Series(words("Everybody"), tuple(float(counts[-1]) for _, counts in kept)),),
        unit="count",
        highest=float(whole.asked) if whole else None,
    )
    columns = (Column(words("Answer"), share=3), *(Column(label, "right") for label in labels))
    return Figures((chart,), Table(columns, tuple((name, *map(str, counts)) for name, counts in kept)))


def _rows(shared: Shared, words: Words) -> Iterator[tuple[str, str]]:
    """What can have been said to a question, by a key, and what it is called."""
    for choice in shared.question.choices:
        yield f"choice:{choice.id}", choice.label(words.language)
    for value in sorted(shared.spread.values if shared.spread else ()):
        yield f"value:{value}", value
    yield "unknown", words("I do not know yet")
    yield "not_applicable", words("Does not apply")
    yield "open", words("Not answered")
    yield "gone", words("An answer that is offered no longer")


def _count(spread: Spread, key: str) -> int:
    kind, _, name = key.partition(":")
    counts = {
        "unknown": spread.unknown,
        "not_applicable": spread.not_applicable,
        "open": spread.open,
        "gone": spread.gone,
    }
    return spread.choices[name] if kind == "choice" else spread.values.get(name, 0) if kind == "value" else counts[kind]
