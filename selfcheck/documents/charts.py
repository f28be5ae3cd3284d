"""Figures as SVG: small drawings of rows, outlines and cells, the same on the screen and on paper.

They are drawn 360 units wide, so that letters keep their size on a phone and two stand side by side on a page. Colours
are attributes, and classes beside them let a style sheet have its way. Every value is written out.
"""

from __future__ import annotations

import html
from itertools import accumulate
from itertools import pairwise
from math import cos
from math import pi
from math import sin
from typing import TYPE_CHECKING

from selfcheck.content.characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.documents.document import Chart
    from selfcheck.words import Words

WIDTH = 360

#: How many signs a bar has where there is only text.
BAR = 20

#: Letters in a line of this width, at the size labels have: a cautious mean.
LETTERS = 46

#: How many lines a label may take beside an outline, and how many letters each has.
CORNER = (4, 13)

#: Dark to light: shades that differ without their colours too.
SHADES = ("#0b5563", "#c2703d", "#7a8f3c", "#8d6b94", "#5b7fa3", "#a3a3a3")
INK = "#1d2730"
QUIET = "#55636e"
LINE = "#c9d2d8"
TRACK = "#e6ecef"


def render_chart(chart: Chart, words: Words, name: str = "chart") -> str:
    """The chart as SVG. `name` is the start of its ids, unique in a page."""
    drawn, height = _DRAWN[chart.kind](chart, words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}" width="{WIDTH}"'
        f' height="{_n(height)}" role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc"'
        f' font-family="{FONTS}" font-size="13">'
        f'<title id="{name}-title">{_say(chart.title)}</title><desc id="{name}-desc">{_say(chart.description)}</desc>'
        f"{drawn}</svg>"
    )


#: What a page on the screen has, then what a printed one has.
FONTS = "system-ui, sans-serif, Libertinus Serif"


def bar(score: float, width: int = BAR) -> str:
    """A score from 0 to 1 as a bar of full and empty blocks."""
    full = round(score * width)
    return "█" * full + "░" * (width - full)


def shown_value(chart: Chart, value: float | None, words: Words) -> str:
    """A value as it is written."""
    if value is None:
        return words("no score") if chart.unit == "percent" else "–"
    return words.percent(value) if chart.unit == "percent" else f"{value:g}"


def _bars(chart: Chart, words: Words) -> tuple[str, float]:
    """A label above its bars, so that it has the whole width."""
    pieces, y = _legend(chart)
    full = _highest(chart)
    for n, label in enumerate(chart.labels):
        lines = _lines(label, LETTERS)
        for line in lines:
            y += 17
            pieces.append(_text(0, y, line))
        for k, series in enumerate(chart.series):
            y += 8
            value = series.values[n]
            pieces.append(_rect(0, y, WIDTH - 60, 10, TRACK, "track", 5))
            if value is not None and value > 0:
                pieces.append(
                    _rect(0, y, max(4, (WIDTH - 60) * min(1, value / full)), 10, SHADES[k % 6], f"s{k % 6}", 5)
                )
            pieces.append(_text(WIDTH, y + 10, shown_value(chart, value, words), "end", strong=value is not None))
            y += 10
        y += 9
    return "".join(pieces), y


def _stacked(chart: Chart, words: Words) -> tuple[str, float]:
    pieces, y = _legend(chart)
    totals = [sum(series.values[n] or 0 for series in chart.series) for n in range(len(chart.labels))]
    full = chart.highest or max(totals, default=1) or 1
    for n, label in enumerate(chart.labels):
        for line in _lines(label, LETTERS):
            y += 17
            pieces.append(_text(0, y, line))
        y += 6
        values = [series.values[n] or 0 for series in chart.series]
        edges = list(accumulate(values, initial=0.0))
        pieces.append(_rect(0, y, WIDTH, 20, TRACK, "track", 3))
        for k, (start, end) in enumerate(pairwise(edges)):
            if end > start:
                x, wide = WIDTH * start / full, WIDTH * (end - start) / full
                pieces.append(_rect(x, y, max(1, wide - 1), 20, SHADES[k % 6], f"s{k % 6}", 3))
                written = shown_value(chart, values[k], words)
                if wide > 8 * len(written):
                    pieces.append(_text(x + wide / 2, y + 14.5, written, "middle", colour="#ffffff", name="on"))
        y += 29
    return "".join(pieces), y


def _radar(chart: Chart, words: Words) -> tuple[str, float]:
    """An axis for each label, from the top and clockwise; the outer ring is what can be reached."""
    head, top = _legend(chart)
    radius, middle = 90.0, WIDTH / 2
    rows, letters = CORNER
    height = top + 2 * radius + 2 * (rows * 14 + 6)
    centre = top + radius + rows * 14 + 6
    full = _highest(chart)
    angles = [2 * pi * n / len(chart.labels) - pi / 2 for n in range(len(chart.labels))]

    def at(angle: float, share: float) -> tuple[float, float]:
        return middle + radius * share * cos(angle), centre + radius * share * sin(angle)

    pieces = list(head)
    for share in (0.25, 0.5, 0.75, 1):
        ring = " ".join(_point(*at(angle, share)) for angle in angles)
        pieces.append(f'<polygon points="{ring}" fill="none" stroke="{LINE}" class="grid"/>')
    for angle in angles:
        x, y = at(angle, 1)
        pieces.append(
            f'<line x1="{_n(middle)}" y1="{_n(centre)}" x2="{_n(x)}" y2="{_n(y)}" stroke="{LINE}" class="grid"/>'
        )
    for k, series in enumerate(chart.series):
        known = [(angle, min(1, v / full)) for angle, v in zip(angles, series.values, strict=True) if v is not None]
        outline = " ".join(_point(*at(angle, share)) for angle, share in known)
        dashes = "" if k == 0 else f' stroke-dasharray="{2 + 3 * k} 3"'
        pieces.append(
            f'<polygon points="{outline}" fill="{SHADES[k % 6]}" fill-opacity="0.15" stroke="{SHADES[k % 6]}"'
            f' stroke-width="2" stroke-linejoin="round"{dashes} class="s{k % 6}"/>'
        )
        for angle, share in known:
            x, y = at(angle, share)
            pieces.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3" fill="{SHADES[k % 6]}" class="s{k % 6}"/>')
    for angle, label in zip(angles, chart.labels, strict=True):
        pieces += _corner(*at(angle, 1.08), angle, _lines(label, letters)[:rows])
    return "".join(pieces), height


def _corner(x: float, y: float, angle: float, lines: list[str]) -> Iterator[str]:
    """A label at the end of an axis, on the outer side of it."""
    across, down = cos(angle), sin(angle)
    anchor = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
    y += 14 * (len(lines) * (down - 1) / 2) + 11
    for n, line in enumerate(lines):
        yield _text(x, y + 14 * n, line, anchor, size=11)


def _heat(chart: Chart, words: Words) -> tuple[str, float]:
    pieces: list[str] = []
    columns = max(1, len(chart.series))
    wide = min(80.0, (WIDTH * 0.62) / columns)
    left = WIDTH - wide * columns
    heads = [_lines(series.name, max(4, int(wide / 7))) for series in chart.series]
    y = 15.0 * max((len(lines) for lines in heads), default=0) + 4
    for k, lines in enumerate(heads):
        for n, line in enumerate(lines):
            pieces.append(_text(left + wide * (k + 0.5), y - 4 - 15 * (len(lines) - 1 - n), line, "middle", size=12))
    full = _highest(chart)
    for n, label in enumerate(chart.labels):
        lines = _lines(label, max(8, int(left / 7.2)))
        high = max(26, 15 * len(lines) + 8)
        for k, line in enumerate(lines):
            pieces.append(_text(0, y + high / 2 + 4.5 + 15 * (k - (len(lines) - 1) / 2), line, size=12))
        for k, series in enumerate(chart.series):
            pieces += _cell(left + wide * k, y, wide, high, series.values[n], full, chart, words)
        y += high
    return "".join(pieces), y


def _cell(
    x: float, y: float, wide: float, high: float, value: float | None, full: float, chart: Chart, words: Words
) -> Iterator[str]:
    share = 0.0 if value is None else min(1.0, max(0.0, value / full))
    step = round(share * 4)
    paint = ("#edf2f4", "#c8dde1", "#8fb8c0", "#3f808d", "#0b5563")[step] if value is not None else "none"
    name = f"h{step}" if value is not None else "none"
    yield _rect(x + 1, y + 1, wide - 2, high - 2, paint, name, 3)
    written = "–" if value is None else shown_value(chart, value, words)
    dark = value is not None and step > 2
    yield _text(
        x + wide / 2, y + high / 2 + 4.5, written, "middle", size=12, colour="#ffffff" if dark else INK,
        name="on" if dark else "cell",
    )  # fmt: skip


_DRAWN = {"bars": _bars, "stacked": _stacked, "radar": _radar, "heat": _heat}


def _legend(chart: Chart) -> tuple[list[str], float]:
    """Which shade is which, where there is more than one."""
    pieces: list[str] = []
    x, y = 0.0, 0.0
    if len(chart.series) < 2:
        return pieces, y
    y = 14
    for k, series in enumerate(chart.series):
        wide = 24 + 7.2 * len(series.name)
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 19
        pieces.append(_rect(x, y - 10, 12, 12, SHADES[k % 6], f"s{k % 6}", 2))
        pieces.append(_text(x + 17, y, series.name, size=12))
        x += wide + 8
    return pieces, y + 8


def _highest(chart: Chart) -> float:
    if chart.highest:
        return chart.highest
    if chart.unit == "percent":
        return 1
    return max((value for series in chart.series for value in series.values if value is not None), default=1) or 1


def _lines(text: str, letters: int) -> list[str]:
    """The text in lines of about so many letters; a longer word is cut."""
    lines = [""]
    for word in visible(text, lines=False).split():
        fits = f"{lines[-1]} {word}".strip()
        if len(fits) <= letters or not lines[-1]:
            lines[-1] = fits
        else:
            lines.append(word)
    return [line if len(line) <= letters + 4 else f"{line[: letters + 3]}…" for line in lines]


def _text(
    x: float, y: float, text: str, anchor: str = "start", *, size: int = 13, strong: bool = False,
    colour: str = INK, name: str = "ink",
) -> str:  # fmt: skip
    weight = ' font-weight="600"' if strong else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{size}"{weight} fill="{colour}"'
        f' class="{name}">{_say(text)}</text>'
    )


def _rect(x: float, y: float, wide: float, high: float, colour: str, name: str, round_: float) -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" rx="{_n(round_)}" fill="{colour}"'
        f' class="{name}"/>'
    )


def _point(x: float, y: float) -> str:
    return f"{_n(x)},{_n(y)}"


def _n(number: float) -> str:
    """A number in as few digits as the eye can tell, the same on every machine."""
    return f"{round(number, 1):g}"


def _say(text: str) -> str:
    return html.escape(visible(text, lines=False))
