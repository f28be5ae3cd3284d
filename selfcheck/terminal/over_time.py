"""What moved, on the screen: the sections as bars with what was gained and lost, then the questions by their moves.

Without glyphs as plain lines: one thought each, no bars, no columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.comparison import MOVES as ORDER
from selfcheck.plan.movement import days_of
from selfcheck.plan.movement import signed
from selfcheck.plan.movement import steps_of
from selfcheck.plan.wording import MOVES
from selfcheck.plan.wording import point_label
from selfcheck.terminal.wrapping import width_of
from selfcheck.terminal.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from selfcheck.assessment.comparison import Comparison
    from selfcheck.assessment.comparison import QuestionOverTime
    from selfcheck.assessment.scores import Score
    from selfcheck.terminal.drawing import Glyphs
    from selfcheck.words import Words

BAR = 10

#: Below this width a title has a line of its own.
NARROW = 76


def render_comparison(
    comparison: Comparison, organisation: str, words: Words, glyphs: Glyphs | None, *, width: int = 80
) -> str:
    """The comparison in lines of at most `width` columns."""
    arrow = glyphs.right if glyphs else ","
    days = days_of(comparison)
    spoken = ", ".join(days) if glyphs is None else f" {arrow} ".join(days)
    title = words("Earlier and later: {organisation}", organisation=organisation)
    lines = [title, f"{comparison.pack.title.within(words.language)}, {spoken}", ""]
    lines += _spoken(comparison, days, words) if glyphs is None else _drawn(comparison, words, glyphs, width)
    for move in ORDER:
        moved = comparison.moved(move)
        if moved and move != "same":
            lines += ["", f"{words.sentence(MOVES[move])}: {len(moved)}"]
            lines += [line for each in moved for line in _question(each, words, glyphs)]
    same = [each for each in comparison.moved("same") if each.now.standing != "not_asked"]
    lines += ["", f"{words.sentence(MOVES['same'])}: {len(same)}"]
    if comparison.removed:
        lines.append(words("No longer in the questions") + ": " + ", ".join(comparison.removed))
    return "\n".join(lines if glyphs is None else [piece for line in lines for piece in _wrapped(line, width)])


def _wrapped(line: str, width: int) -> list[str]:
    """A line that fits; what does not goes on below its first word, two steps in."""
    if width_of(line) <= width:
        return [line]
    indent = len(line) - len(line.lstrip())
    first, *rest = wrap(line.strip(), width - indent)
    rest = [piece for each in rest for piece in wrap(each, width - indent - 2)]
    return [" " * indent + first, *(" " * (indent + 2) + piece for piece in rest)]


def _rows(comparison: Comparison, words: Words) -> Iterator[tuple[str, Sequence[Score], int]]:
    for each in comparison.sections:
        if not each.section.profile:
            yield each.section.title.within(words.language), each.scores, each.asked
    yield words("Everything"), comparison.whole, comparison.whole[-1].questions


def _spoken(comparison: Comparison, days: tuple[str, ...], words: Words) -> Iterator[str]:
    none, unchanged = words("no score"), words("unchanged")
    for title, scores, asked in _rows(comparison, words):
        steps = steps_of(scores)
        if steps is None:
            yield f"{title}: {none}."
            continue
        moments = ", ".join(
            words("{n} percent on {day}", n=round((score.value or 0) * 100), day=day)
            for score, day in zip(scores, days, strict=True)
        )
        change = words("up by {n}", n=steps) if steps > 0 else words("down by {n}", n=-steps)
        rests = _rests_on(scores[-1].questions, asked, words)
        yield f"{title}: {moments}; {change if steps else unchanged}; {rests}."


def _rests_on(compared: int, asked: int, words: Words) -> str:
    if compared == asked:
        return words("questions: {n}", n=compared)
    return words("questions: {n} of {total}", n=compared, total=asked)


def _drawn(comparison: Comparison, words: Words, glyphs: Glyphs, width: int) -> Iterator[str]:
    rows = list(_rows(comparison, words))
    figures = [_figures(scores, asked, words, glyphs) for _, scores, asked in rows]
    cells = [max(width_of(row[n]) for row in figures) for n in range(len(figures[0]))]
    taken = sum(cells) + 2 * len(cells)
    wide = width >= NARROW and width - taken - 2 >= 16
    room = min(max(width_of(title) for title, *_ in rows), width - taken - 2) if wide else width - 2
    for (title, *_), row in zip(rows, figures, strict=True):
        trail, bar, change, rests = (
            f"{' ' * (cell - width_of(text))}{text}" if n in (0, 2) else f"{text}{' ' * (cell - width_of(text))}"
            for n, (text, cell) in enumerate(zip(row, cells, strict=True))
        )
        figure = f"{bar}  {trail}  {change}  {rests}".rstrip()
        first, *more = wrap(title, max(8, room))
        if not wide:
            yield from (f"  {line}" for line in (first, *more))
            yield f"    {figure}"
            continue
        yield f"  {first}{' ' * (room - width_of(first))}  {figure}"
        yield from (f"  {line}" for line in more)
    gained, lost = words("gained"), words("lost")
    legend = (f"{glyphs.gained} {gained}", f"{glyphs.lost} {lost}", words("(n): the number of questions it rests on"))
    yield "  " + "   ".join(legend)


def _figures(scores: Sequence[Score], asked: int, words: Words, glyphs: Glyphs) -> tuple[str, str, str, str]:
    """A section's percentages, bar, change, and what it rests on."""
    steps = steps_of(scores)
    if steps is None:
        return words("no score"), glyphs.empty * BAR, "", ""
    trail = f" {glyphs.right} ".join(words.percent(score.value or 0.0) for score in scores)
    sign = glyphs.up if steps > 0 else glyphs.down if steps < 0 else "="
    number = signed(steps).replace("−", "-") if glyphs.full.isascii() else signed(steps)
    compared = scores[-1].questions
    rests = f"({compared})" if compared == asked else f"({compared}/{asked})"
    return trail, _bar(scores, glyphs), f"{sign} {number}" if steps else sign, rests


def _bar(scores: Sequence[Score], glyphs: Glyphs) -> str:
    """What was there at both ends, then what was gained or lost between them."""
    before, now = (round((score.value or 0.0) * BAR) for score in (scores[0], scores[-1]))
    kept, moved = min(before, now), abs(now - before)
    sign = glyphs.gained if now > before else glyphs.lost
    return glyphs.full * kept + sign * moved + glyphs.empty * (BAR - kept - moved)


def _question(each: QuestionOverTime, words: Words, glyphs: Glyphs | None) -> list[str]:
    labels = [point_label(each.question, point, words) for point in each.points]
    about = f"{each.question.label(words.language)} ({each.question.id})"
    if glyphs is None:
        then, now = "; ".join(labels[:-1]), labels[-1]
        return [f"{about}: " + words("then: {then}; now: {now}", then=then, now=now)]
    return [f"  {about}: " + f" {glyphs.right} ".join(labels)]
