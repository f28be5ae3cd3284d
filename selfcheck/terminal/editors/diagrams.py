"""The questions as a picture: in their order, by section, with what each depends on. As Mermaid, and as SVG in HTML."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from selfcheck.content.characters import visible
from selfcheck.terminal.wrapping import shorten

if TYPE_CHECKING:
    from selfcheck.content.model import Clause
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.words import Words

#: The measures of the picture: a row, a box, how far a box with a condition stands to the right.
ROW, GAP, WIDE, ASIDE, LEFT = 44, 14, 470, 34, 16
LETTERS = 62

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:52rem;padding:0 1rem;color:#1a1a1a;"
    "background:#fff}svg{max-width:100%;height:auto}text{font:14px system-ui,sans-serif;fill:#1a1a1a}"
    ".s{font-weight:bold;font-size:16px}.c{font-size:12px;fill:#444}rect{fill:#fff;stroke:#1a1a1a}"
    ".if rect{stroke-dasharray:5 4;fill:#f4f4f4}path{fill:none;stroke:#666}"
)


def render_mermaid(pack: Pack, words: Words) -> str:
    """The questions as a Mermaid flow chart; those with a condition have six corners."""
    names = {question.id: f"q{n}" for n, question in enumerate(pack.questions, 1)}
    lines = ["flowchart TD"]
    for n, section in enumerate(pack.sections, 1):
        lines.append(f'  subgraph s{n}["{_label(section.title.within(words.language))}"]')
        for question in section.questions:
            label = _label(f"{question.id}: {question.label(words.language)}")
            start, end = ("{{", "}}") if question.relevant else ("[", "]")
            lines.append(f'    {names[question.id]}{start}"{label}"{end}')
        lines.append("  end")
    order = [names[question.id] for question in pack.questions]
    lines += [f"  {before} --> {after}" for before, after in pairwise(order)]
    for question in pack.conditional:
        for clause in question.relevant:
            if clause.question in names:
                label = _label(_choices(pack, clause, words))
                lines.append(f'  {names[clause.question]} -. "{label}" .-> {names[question.id]}')
    return "\n".join([*lines, ""])


_SIGNS = str.maketrans({sign: f"#{ord(sign)};" for sign in '#"<>&`{}[]|\\'})


def _label(text: str) -> str:
    """A text inside the quotes of Mermaid, where nothing in it is read as a sign."""
    return visible(text, lines=False).translate(_SIGNS)


def _choices(pack: Pack, clause: Clause, words: Words) -> str:
    """What a clause asks for, in words."""
    question = pack.by_id.get(clause.question)
    labels = [
        choice.label(words.language) if question and (choice := question.choice(name)) else name
        for name in clause.any_of or clause.none_of
    ]
    listed = " / ".join(labels)
    return listed if clause.any_of else words("not: {choices}", choices=listed)


def render_flow_html(pack: Pack, summary: tuple[str, ...], words: Words) -> str:
    """The questions as a page with a picture: it needs nothing else and runs nothing."""
    title = _html(words("{title}: how the questions follow each other", title=pack.title.within(words.language)))
    paragraphs = "\n".join(f"<p>{_html(line)}</p>" for line in summary)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(words.language)}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{paragraphs}\n"
        f"{_svg(pack, words)}\n</body>\n</html>\n"
    )


def _svg(pack: Pack, words: Words) -> str:
    parts: list[str] = []
    places: dict[str, int] = {}
    y = GAP
    for section in pack.sections:
        parts.append(f'<text class="s" x="{LEFT}" y="{y + 24}">{_html(section.title.within(words.language))}</text>')
        y += ROW
        for question in section.questions:
            places[question.id] = y
            parts.append(_box(pack, question, y, words))
            y += ROW + GAP
    lanes = 0
    for question in pack.conditional:
        for clause in question.relevant:
            if clause.question in places:
                lanes += 1
                parts.append(_arrow(places[clause.question], places[question.id], lanes))
    width = LEFT + ASIDE + WIDE + 40 + 7 * lanes
    arrow = (
        '<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" style="fill:#666;stroke:none"/></marker></defs>'
    )
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}">{arrow}\n{inside}\n</svg>'
    )


def _box(pack: Pack, question: Question, y: int, words: Words) -> str:
    left = LEFT + (ASIDE if question.relevant else 0)
    text = _html(shorten(visible(f"{question.id}: {question.label(words.language)}", lines=False), LETTERS))
    full = _html(question.text.within(words.language))
    middle = y + (18 if question.relevant else 27)
    lines = [f'<text x="{left + 10}" y="{middle}">{text}</text>']
    if question.relevant:
        needs = "; ".join(_condition(pack, clause, words) for clause in question.relevant)
        short = shorten(visible(words("only if {condition}", condition=needs), lines=False), LETTERS + 10)
        lines.append(f'<text class="c" x="{left + 10}" y="{y + 35}">{_html(short)}</text>')
    kind = "if" if question.relevant else "q"
    box = f'<rect x="{left}" y="{y}" width="{WIDE}" height="{ROW}" rx="5"/>'
    return f'<g class="{kind}"><title>{full}</title>{box}{"".join(lines)}</g>'


def _condition(pack: Pack, clause: Clause, words: Words) -> str:
    question = pack.by_id.get(clause.question)
    label = question.label(words.language) if question else clause.question
    return f"{label}: {_choices(pack, clause, words)}"


def _arrow(start: int, end: int, lane: int) -> str:
    """From the right of a box round to the right of another one below it, each arrow in a lane of its own."""
    left, right, lane_x = LEFT + WIDE, LEFT + WIDE + ASIDE, LEFT + WIDE + ASIDE + 20 + 7 * lane
    top, bottom = start + ROW // 2, end + ROW // 2
    return f'<path d="M{left} {top} H{lane_x} V{bottom} H{right + 2}" marker-end="url(#a)"/>'


def _html(text: str) -> str:
    return escape(visible(text, lines=False))
