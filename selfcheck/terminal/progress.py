"""How far an organisation is with its plan, on the screen: what is done, open, overdue and new."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import to_builtins

from selfcheck.plan.plan import OwnAction
from selfcheck.terminal.wrapping import width_of
from selfcheck.terminal.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.plan.plan import Plan
    from selfcheck.plan.plan import Progress
    from selfcheck.terminal.drawing import Glyphs
    from selfcheck.words import Words

BAR = 20

#: Below this width a title has a line of its own.
NARROW = 70

#: How many overdue actions are named; the plan names them all.
NAMED = 5


def render_progress(plan: Plan, words: Words, glyphs: Glyphs | None, *, width: int = 80) -> str:
    """Every section with its bar, then what is overdue. Without glyphs, as plain lines."""
    all_of_it = plan.progress_together
    lines = [
        words("{organisation}: {title}, {date}", organisation=plan.organisation, title=plan.title, date=plan.date),
        words("Done: {done} of {total}.", done=all_of_it.done, total=all_of_it.total),
        "",
    ]
    rows = (*plan.progress, *((all_of_it,) if len(plan.progress) > 1 else ()))
    lines += _drawn(rows, words, glyphs, width) if glyphs else [_spoken(row, words) for row in rows]
    if plan.overdue:
        lines += ["", words("Overdue:"), *_overdue(plan, glyphs, width)]
    if plan.gone:
        lines += ["", words("No longer asked") + ":", *(f"  {answer.id}: {answer.answer}" for answer in plan.gone)]
    if not rows:
        lines += [words("There is nothing to do yet: answer some questions first.")]
    return "\n".join(lines)


def progress_as_json(plan: Plan) -> str:
    """The same for a program: the counts of each section and of everything, and what is overdue."""
    overdue = [
        {"reference": "", "text": action.text, "who": action.who, "by_when": action.by_when}
        if isinstance(action, OwnAction)
        else {
            "reference": action.reference,
            "text": action.text,
            "who": action.state.who,
            "by_when": action.state.by_when,
        }
        for action in plan.overdue
    ]
    content = {
        "response": plan.response_id,
        "organisation": plan.organisation,
        "pack": plan.pack_id,
        "date": plan.date,
        "sections": [to_builtins(row) for row in plan.progress],
        "together": to_builtins(plan.progress_together),
        "overdue": overdue,
    }
    return json.dumps({"schema": "selfcheck/1", "progress": content}, ensure_ascii=False, indent=2)


def _spoken(row: Progress, words: Words) -> str:
    counts = words("done {done} of {total}", done=row.done, total=row.total)
    return ". ".join(filter(None, [f"{row.title}: {counts}", _remarks(row, words)]))


def _drawn(rows: tuple[Progress, ...], words: Words, glyphs: Glyphs, width: int) -> list[str]:
    longest = min(max(width_of(row.title) for row in rows), max(12, width - BAR - 36)) if rows else 0
    lines = []
    for row in rows:
        counts = f"{row.done}/{row.total}"
        bar = f"{glyphs.bar(row.part, BAR)}  {counts:>7}   {_remarks(row, words)}".rstrip()
        if width < NARROW:
            lines += [*(f"  {line}" for line in wrap(row.title, width - 2)), f"    {bar}"]
            continue
        *above, last = wrap(row.title, longest)
        lines += [f"  {line}" for line in above]
        lines.append(f"  {last}{' ' * (longest - width_of(last))}  {bar}")
    return lines


def _remarks(row: Progress, words: Words) -> str:
    remarks = []
    if row.overdue:
        remarks.append(words("overdue: {n}", n=row.overdue))
    if row.new:
        remarks.append(words("new: {n}", n=row.new))
    return ", ".join(remarks)


def _overdue(plan: Plan, glyphs: Glyphs | None, width: int) -> Iterator[str]:
    for action in plan.overdue[:NAMED]:
        said = action if isinstance(action, OwnAction) else action.state
        named = ", ".join(filter(None, [said.by_when, said.who]))
        first, *rest = wrap(f"{action.text} ({named})", max(20, width - 4)) if glyphs else [f"{action.text} ({named})"]
        yield f"- {first}" if glyphs is None else f"  - {first}"
        yield from (f"    {line}" for line in rest)
    if len(plan.overdue) > NAMED:
        yield "…" if glyphs is None else f"  {glyphs.more}"
