"""What is to be asked, as files to hand on: one for each person, beside the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.places import slug
from selfcheck.files import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.plan.plan import Plan
    from selfcheck.words import Words


def write_sheets(plan: Plan, words: Words, plan_path: Path, templates: Path | None = None) -> list[Path]:
    """Write a sheet for everybody who is to be asked; one that somebody wrote in is kept as `NAME.1.md`."""
    from selfcheck.plan.rendering import render_sheet

    start = plan_path.name.removesuffix(".md").removesuffix(".plan")
    written: list[Path] = []
    for n, sheet in enumerate(plan.to_ask, 1):
        path = plan_path.with_name(f"{start}.ask-{slug(sheet.who) if sheet.who else n}.md")
        if path in written:  # two names that look alike in a file name
            path = plan_path.with_name(f"{start}.ask-{slug(sheet.who)}-{n}.md")
        data = render_sheet(sheet, plan, words, templates).encode()
        if not path.is_file() or path.read_bytes() != data:
            write_file(path, data, keep=(path.with_name(f"{path.stem}.1.md"),))
        written.append(path)
    return written
