"""What may be published of counts, so that nobody is pointed at.

Whom we think of: somebody who has the whole report in all its formats, and earlier ones; who knows how this module
works, which organisations took part and in which group each of them is; and who wants to know what one of them
answered. He may add, subtract and solve. What he is not: a member who tells others what he answered himself, or
somebody with the response files.

What holds:

- Fewer than `MINIMUM` organisations are not published at all, as a whole or as a group. Groups that are too small
  are put together, and with them the smallest of the others, until what is put together is large enough.
- A count from 1 to `SMALL` - 1 is hidden, and another with it, so that no hidden count can be told: for each there is
  another number with which all sums of the table, and every mark in it, are the same.
- Where all organisations, or all but a few, gave the same answer to a scored question, nothing is shown of that
  question: who takes part would be known to have answered so. That a question is missing does not tell which answer.
- What follows from counts (sums, needs, means of a question) is made of the counts that are shown.
- Only the scores of sections rest on more than shown counts. They are rounded to steps of 5 of 100, and shown only
  where every hidden count of the section can still be another one without a rounded figure becoming another.
  In groups, one organisation of each of two groups has to be moved, so that the whole stays what it is.
- What is left out of the scores is not itself taken to tell anything.
- Two reports on nearly the same organisations are kept apart by `register`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

from selfcheck.cohort.figures import FULL
from selfcheck.cohort.figures import Spread
from selfcheck.cohort.figures import spread_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

#: The fewest organisations of whom anything is published.
MINIMUM = 10

#: Counts below this, but 0, are hidden.
SMALL = 5

#: Scores are published in steps of so many of 1000.
STEP = 50

#: How many scores are tried, to see whether quartiles stay.
TRIES = 24

Mark = Literal["shown", "small", "hidden"]
Numbers = tuple[int, ...]
Marks = tuple[Mark, ...]

#: For each hidden count, by how much the score of one organisation can change.
Changes = list[list[float]]

SHOWN: Mark = "shown"
SMALL_ONE: Mark = "small"
HIDDEN: Mark = "hidden"


class Table(Struct, frozen=True):
    """How many gave each answer, as a whole and by group. Where there are groups, they add up to the whole."""

    whole: Numbers
    groups: tuple[Numbers, ...] = ()


class Masked(Struct, frozen=True):
    """What may be shown of a table, in its own order."""

    whole: Marks
    groups: tuple[Marks, ...] = ()


def large_groups(
    sizes: Mapping[str, int], concealed: AbstractSet[str] = frozenset()
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The groups that may stand alone, largest first, and those that are put together as the others.

    `concealed` are those whose size is hidden where the question itself is reported: they must not stand alone here.
    None where there is nothing to compare: fewer than two groups would be left.
    """
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    alone = [name for name in names if sizes[name] >= MINIMUM and name not in concealed and name]
    others = [name for name in names if name not in alone]
    while alone and 0 < sum(sizes[name] for name in others) < MINIMUM:
        others.insert(0, alone.pop())
    if len(alone) + bool(others) < 2:
        return None
    return tuple(alone), tuple(others)


def mask(table: Table, *, sensitive: bool) -> Masked:
    """What of a table may be shown. `sensitive`: that all gave the same answer is not for everyone to know."""
    whole = mask_row(table.whole, sensitive=sensitive)
    return Masked(whole, _mask_groups(table.groups, whole, sensitive) if table.groups else ())


def mask_row(counts: Sequence[int], *, sensitive: bool) -> Marks:
    """What of one row may be shown, whose sum is known.

    Which counts are hidden beside small ones follows from places, and how many from sums, never from single counts:
    who knows how it is done would read them from what is hidden.
    """
    small = [n for n, count in enumerate(counts) if 0 < count < SMALL]
    hidden = list(small)
    if sensitive and is_unanimous(counts):
        hidden = list(range(len(counts)))
    elif len(small) == 1:
        around = (n % len(counts) for n in range(small[0] + 1, small[0] + len(counts)))
        hidden += [n for n in around if counts[n] >= SMALL][:1]
    if not all(_moves(n, hidden, counts) for n in small):
        hidden = list(range(len(counts)))
    if len(hidden) == len(counts):
        return (HIDDEN,) * len(counts)
    return tuple(SMALL_ONE if n in small else HIDDEN if n in hidden else SHOWN for n in range(len(counts)))


def moves(counts: Sequence[int], marks: Marks) -> Iterator[list[tuple[int, int]]]:
    """For each hidden count that is not 0: from where to where one organisation can go, and no mark changes."""
    hidden = [n for n, mark in enumerate(marks) if mark != SHOWN]
    free = SMALL_ONE not in marks  # then nothing says how large a hidden count is
    for n in hidden:
        if counts[n]:
            there = [(a, b) for other in hidden if other != n for a, b in ((n, other), (other, n))]
            yield [(a, b) for a, b in there if (counts[a] > 0 if free else _can_move(a, b, counts))]


def is_unanimous(counts: Sequence[int]) -> bool:
    """Whether all, or all but a few, gave the same answer."""
    return sum(counts) - max(counts, default=0) < SMALL


def _moves(n: int, hidden: Sequence[int], counts: Sequence[int]) -> bool:
    """Whether one organisation can be moved between this hidden count and another, and no mark changes."""
    return any(_can_move(n, other, counts) or _can_move(other, n, counts) for other in hidden if other != n)


def _can_move(start: int, end: int, counts: Sequence[int]) -> bool:
    return _stays(counts[start], -1) and _stays(counts[end], 1)


def _stays(count: int, change: int) -> bool:
    """Whether a count is hidden for the same reason after a change: as a small one, or beside a small one."""
    before, after = count, count + change
    return 0 < after < SMALL if 0 < before < SMALL else after >= SMALL if before >= SMALL else False


def _mask_groups(groups: tuple[Numbers, ...], whole: Marks, sensitive: bool) -> tuple[Marks, ...]:
    """Answers that are hidden in the whole, or small in any group, are hidden in every group, and never one alone.

    Two answers hidden everywhere are enough, with all sums known: each was given by somebody, so an organisation of
    one group and one of another can change places.
    """
    width = len(whole)
    columns = {n for n in range(width) if whole[n] != SHOWN or any(0 < row[n] < SMALL for row in groups)}
    if sensitive and any(is_unanimous(row) for row in groups):
        columns = set(range(width))
    if len(columns) == 1:
        (alone,) = columns
        around = (n % width for n in range(alone + 1, alone + width))
        columns |= set([n for n in around if any(row[n] for row in groups)][:1])
    return tuple(tuple(HIDDEN if n in columns else SHOWN for n in range(width)) for _ in groups)


def rounded(score: float) -> int:
    """A score out of 1000, in steps; halves go up, whatever the number before them."""
    return int((score + STEP / 2) // STEP) * STEP


def publish_spread(scores: Mapping[int, int], changes: Changes) -> tuple[Spread | None, Changes]:
    """What may be published of `scores` (how many organisations reach each), and the changes that leave it as it is.

    `changes` has an entry for each hidden count: by how much the score of one organisation may change when it is moved
    into that count or out of it. One of them at least must leave every figure. There are no quartiles where a quarter
    is too small a group itself.
    """
    size = sum(scores.values())
    if size < MINIMUM:
        return None, changes
    mean = spread_of(scores).mean
    kept = [[change for change in each if mean_stays(mean, change / size)] for each in changes]
    if not all(kept):
        return None, changes
    if size >= 4 * MINIMUM:
        firm = [[change for change in each if _quartiles_stay(scores, change)] for each in kept]
        if all(firm):
            return Spread(0, rounded(mean), *_quartiles(scores)), firm
    return Spread(0, rounded(mean), None, None, None), kept


def mean_stays(mean: float, change: float) -> bool:
    """Whether a mean is published the same after a change, also after one that is twice as large.

    An answer counts for more where somebody left others out.
    """
    return rounded(mean + change) == rounded(mean + 2 * change) == rounded(mean)


def _quartiles(scores: Mapping[int, int]) -> tuple[int, ...]:
    spread = spread_of(scores)
    return tuple(rounded(value or 0) for value in (spread.low, spread.middle, spread.high))


def _quartiles_stay(scores: Mapping[int, int], change: float) -> bool:
    """Whether quartiles are published the same, whichever organisation's score changes by so much."""
    published, known = _quartiles(scores), sorted(scores)
    for score in known[:: max(1, len(known) // TRIES)]:
        there = min(FULL, max(0, round(score + 2 * change)))
        moved = {**scores, score: scores[score] - 1}
        moved[there] = moved.get(there, 0) + 1
        if _quartiles(moved) != published:
            return False
    return True
