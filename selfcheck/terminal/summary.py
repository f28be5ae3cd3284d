"""What stays on the screen after the questions: the result, the first things to do, the files, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.plan.wording import how_far
from selfcheck.terminal.wrapping import width_of
from selfcheck.terminal.wrapping import wrap

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.plan.plan import Plan
    from selfcheck.plan.plan import PlanSection
    from selfcheck.terminal.drawing import Glyphs
    from selfcheck.words import Words

BAR = 20

#: Below this width a title has a line of its own.
NARROW = 70


def render_summary(
    plan: Plan,
    words: Words,
    glyphs: Glyphs | None,
    *,
    plan_path: Path | None,
    answers_path: Path | None,
    width: int = 80,
) -> str:
    """The finish screen (S13). Without glyphs, as plain lines: percentages in words, no bars, no columns.

    File names stand alone on their line and are never wrapped, so that they can be copied.
    """
    lines = [
        words(
            "Done. {organisation}: {title}, {date}", organisation=plan.organisation, title=plan.title, date=plan.date
        ),
        how_far(plan, words),
        "",
    ]
    lines += _sections(plan, words, glyphs, width)
    if plan.first:
        lines += ["", words("First three things to do")]
        for n, action in enumerate(plan.first, 1):
            lines += _action(n, f"{action.text} ({action.about})", glyphs, width)
    for title, path in ((words("Your action plan"), plan_path), (words("Your answers"), answers_path)):
        if path is not None:
            lines += ["", title, str(path)]
    if answers_path is not None:
        lines += [
            "",
            words("Next"),
            "  selfcheck open      " + words("read the plan in your browser"),
            "  selfcheck resume    " + words("change an answer and write the plan again"),
        ]
    return "\n".join(lines)


def _sections(plan: Plan, words: Words, glyphs: Glyphs | None, width: int) -> list[str]:
    scored = [section for section in plan.sections if not section.profile]
    if glyphs is None:
        return [
            ", ".join(filter(None, (f"{section.title}: {_spoken(section, words)}", _remarks(section, words))))
            for section in scored
        ]
    if width < NARROW:
        return [line for section in scored for line in _beneath(section, words, glyphs, width)]
    longest = min(max((width_of(section.title) for section in scored), default=0), max(12, width - BAR - 30))
    lines = []
    for section in scored:
        title = wrap(section.title, longest)
        lines += [f"  {line}" for line in title[:-1]]
        name = title[-1] + " " * (longest - width_of(title[-1]))
        if section.score.value is None:
            lines.append(f"  {name}  {_score(section, words)}   {_remarks(section, words)}".rstrip())
            continue
        bar = glyphs.bar(section.score.value, BAR)
        lines.append(f"  {name}  {bar}  {_score(section, words):>5}   {_remarks(section, words)}".rstrip())
    return lines


def _beneath(section: PlanSection, words: Words, glyphs: Glyphs, width: int) -> list[str]:
    """A section's title, and its bar beneath it."""
    value = section.score.value
    bar = "" if value is None else glyphs.bar(value, BAR) + "  "
    title = [f"  {line}" for line in wrap(section.title, width - 2)]
    return [*title, f"    {bar}{_score(section, words)}   {_remarks(section, words)}".rstrip()]


def _score(section: PlanSection, words: Words) -> str:
    return words("no score") if section.score.value is None else words.percent(section.score.value)


def _spoken(section: PlanSection, words: Words) -> str:
    """A score as it is said aloud."""
    value = section.score.value
    return words("no score") if value is None else words("{n} percent", n=round(value * 100))


def _remarks(section: PlanSection, words: Words) -> str:
    counts = {
        state: sum(question.state == state for question in section.questions)
        for state in ("unknown", "open", "not_applicable")
    }
    remarks = []
    if counts["unknown"]:
        remarks.append(words("{n} to find out", n=counts["unknown"]))
    if counts["open"]:
        remarks.append(words("{n} open", n=counts["open"]))
    if counts["not_applicable"]:
        remarks.append(words("{n} does not apply", n=counts["not_applicable"]))
    return ", ".join(remarks)


def _action(n: int, text: str, glyphs: Glyphs | None, width: int) -> list[str]:
    if glyphs is None:
        return [f"{n}. {text}"]
    first, *rest = wrap(text, max(20, width - 5))
    return [f"  {n}. {first}", *(f"     {line}" for line in rest)]
