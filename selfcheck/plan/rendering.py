"""A plan as Markdown that people go on writing in, through a template of its own.

The template sees one variable, `plan`; every text of it that is printed is escaped on the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.documents.charts import bar
from selfcheck.documents.markdown import escape_text
from selfcheck.documents.markdown import render_blocks
from selfcheck.documents.markdown import render_link
from selfcheck.documents.templates import render_template
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selfcheck.content.markdown import Block
    from selfcheck.plan.plan import Plan
    from selfcheck.plan.plan import PlanResource
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


class Markdown(str):
    """Text that is Markdown already, and is printed as it stands."""

    __slots__ = ()


def render_markdown(plan: Plan, words: Words, templates: Path | None = None) -> str:
    """The plan as Markdown."""
    filters: dict[str, Callable[..., object]] = {
        "blocks": _blocks,
        "bar": bar,
        "link": _link,
        "effort": lambda effort: words.sentence(EFFORT[effort]),
        "cost": lambda cost: words.sentence(COST[cost]),
        "percent": words.percent,
    }
    return render_template("plan.md.j2", words, templates, filters=filters, printed=_printed, plan=plan)


def _blocks(blocks: tuple[Block, ...], under: int) -> Markdown:
    return Markdown(render_blocks(blocks, under))


def _link(resource: PlanResource) -> Markdown:
    return Markdown(render_link(resource.url, resource.title))


def _printed(value: object) -> object:
    """What the template prints: Markdown as it is, everything else as words."""
    return value if isinstance(value, Markdown) else escape_text(str(value))
