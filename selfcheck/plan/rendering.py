"""A plan to a document, through a template. The one home of Jinja.

The template sees one variable, `plan`; every text of it that is printed is escaped on the way. Nothing of a pack or a
response is ever read as template.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader
from jinja2 import StrictUndefined
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from selfcheck.plan.markdown import escape_text
from selfcheck.plan.markdown import render_blocks
from selfcheck.plan.markdown import render_link
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.content.markdown import Block
    from selfcheck.plan.plan import Plan
    from selfcheck.plan.plan import PlanResource
    from selfcheck.words import Words

BAR = 20

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


def shipped_templates() -> Path:
    """The program's own templates: inside the installed package, or at the top level of the checkout."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def render_markdown(plan: Plan, words: Words, templates: Path | None = None) -> str:
    """The plan as Markdown."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates or shipped_templates()),
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals = {"_": words}
    environment.filters["blocks"] = _blocks
    environment.filters["bar"] = bar
    environment.filters["link"] = _link
    environment.filters["effort"] = lambda effort: words.sentence(EFFORT[effort])
    environment.filters["cost"] = lambda cost: words.sentence(COST[cost])
    environment.filters["percent"] = words.percent
    try:
        return environment.get_template("plan.md.j2").render(plan=plan)
    except TemplateError as error:
        raise SelfcheckError(
            say("The template plan.md.j2 cannot be used: {reason}.", reason=error.message or type(error).__name__),
            say("mend it, or leave out --templates"),
            code=Exit.INVALID,
        ) from error


def bar(score: float, width: int = BAR) -> str:
    """A score from 0 to 1 as a bar of full and empty blocks."""
    full = round(score * width)
    return "█" * full + "░" * (width - full)


def _blocks(blocks: tuple[Block, ...], under: int) -> Markdown:
    return Markdown(render_blocks(blocks, under))


def _link(resource: PlanResource) -> Markdown:
    return Markdown(render_link(resource.url, resource.title))


def _printed(value: object) -> object:
    """What the template prints: Markdown as it is, everything else as words."""
    return value if isinstance(value, Markdown) else escape_text(str(value))
