"""A plan as Markdown that people go on writing in, through a template of its own.

The template sees one variable, `plan`; every text of it that is printed is escaped on the way. With `place` it says
which part of the plan begins on a line, so that what people add is known by where it stands; with `filled` that a line
holds what people write.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selfcheck.content.characters import visible
from selfcheck.documents.charts import bar
from selfcheck.documents.markdown import escape_text
from selfcheck.documents.markdown import render_blocks
from selfcheck.documents.markdown import render_link
from selfcheck.documents.templates import render_template
from selfcheck.plan.lines import Line
from selfcheck.plan.weaving import weave
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selfcheck.assessment.response import ActionState
    from selfcheck.content.markdown import Block
    from selfcheck.plan.plan import Plan
    from selfcheck.plan.plan import PlanResource
    from selfcheck.plan.plan import Sheet
    from selfcheck.words import Words

#: What the front matter's words for effort and cost are called.
EFFORT = {
    "hours": say("a few hours"),
    "days": say("a few days"),
    "weeks": say("some weeks"),
    "months": say("some months"),
}
COST = {
    "none": say("no money needed"),
    "low": say("a little money needed"),
    "high": say("a budget needed"),
}


#: Signs of our own, which every text is rid of: round the name of a part of the plan that begins on a line, and on a
#: line that holds what people write.
_PLACE = re.compile("\x1f([^\x1f]*)\x1f")
_FILLED = "\x1e"


class Markdown(str):
    """Text that is Markdown already, and is printed as it stands."""

    __slots__ = ()


def render_markdown(plan: Plan, words: Words, templates: Path | None = None) -> str:
    """The plan as Markdown, with what people added to it."""
    return joined(render_lines(plan, words, templates))


def joined(lines: tuple[Line, ...]) -> str:
    """Lines as one text."""
    return "\n".join(line.text for line in lines)


def render_lines(plan: Plan, words: Words, templates: Path | None = None) -> tuple[Line, ...]:
    """The plan as lines of Markdown: those of the program, and among them those that people added."""
    marked = _render("plan.md.j2", words, templates, plan=plan)
    return weave([_unmarked(line) for line in marked.split("\n")], plan.own_texts, words("Our own notes"))


def render_sheet(sheet: Sheet, plan: Plan, words: Words, templates: Path | None = None) -> str:
    """The questions for one person, as Markdown to send them."""
    return _render("sheet.md.j2", words, templates, plan=plan, sheet=sheet)


def _render(name: str, words: Words, templates: Path | None, **values: object) -> str:
    filters: dict[str, Callable[..., object]] = {
        "blocks": _blocks,
        "bar": bar,
        "link": _link,
        "effort": lambda effort: words.sentence(EFFORT[effort]),
        "cost": lambda cost: words.sentence(COST[cost]),
        "percent": words.percent,
        "hours": lambda hours: f"{hours:.0f}" if hours >= 1 else "1",
        "as_it_is": Markdown,
        "own": _own,
        "box": _box,
        "place": _place,
    }
    filled = Markdown(_FILLED)
    return render_template(name, words, templates, filters=filters, printed=_printed, filled=filled, **values)


def _blocks(blocks: tuple[Block, ...], under: int) -> Markdown:
    return Markdown(_without_marks(render_blocks(blocks, under)))


def _link(resource: PlanResource) -> Markdown:
    return Markdown(_without_marks(render_link(resource.url, resource.title)))


def _without_marks(text: str) -> str:
    """What editors wrote, with our own signs shown as their codes."""
    return re.sub("[\x1e\x1f]", lambda found: visible(found[0]), text)


def _place(name: str) -> Markdown:
    """The mark of a line on which a part of the plan begins."""
    return Markdown(f"\x1f{visible(name, lines=False)}\x1f")


def _unmarked(line: str) -> Line:
    found = _PLACE.search(line)
    text = _PLACE.sub("", line).replace(_FILLED, "")
    return Line(text, found[1] if found else "", filled=_FILLED in line)


def _own(text: str) -> Markdown:
    """What people wrote into one line of the plan, as they wrote it."""
    return Markdown(visible(text, lines=False))


def _box(state: ActionState) -> Markdown:
    """What stands in the box of an action."""
    return Markdown("x" if state.done else visible(state.mark, lines=False)[:3] or " ")


def _printed(value: object) -> object:
    """What the template prints: Markdown as it is, everything else as words."""
    return value if isinstance(value, Markdown) else escape_text(str(value))
