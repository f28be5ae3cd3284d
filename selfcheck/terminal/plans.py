"""Plans on the disk: the one that is there is read back into the response before the next one takes its place.

Nothing is lost: the response is saved before the plan is written, and two older plans are kept beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment.response import changed
from selfcheck.files import write_file
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.terminal.reading_back import read_back

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from selfcheck.assessment.response import Response
    from selfcheck.plan.plan import Plan
    from selfcheck.terminal.reading_back import Drawer
    from selfcheck.terminal.reading_back import ReadBack

#: How often a plan is looked at again that somebody is writing in just now.
PATIENCE = 3


class Written(Struct, frozen=True):
    """A plan, its text, the file it was written to, and what was read in the plan before it."""

    plan: Plan
    text: str
    path: Path | None
    read: ReadBack


def write_plan(drawer: Drawer, response: Response, path: Path | None, *, save: Callable[[Response], object]) -> Written:
    """Read the plan that is there, make the next one, and write it to `path`, if there is one.

    What was there is kept as `NAME.1.md`, and the one before as `NAME.2.md`. `save` keeps the response.
    """
    from selfcheck.plan.record import remember
    from selfcheck.plan.rendering import joined
    from selfcheck.plan.rendering import render_lines

    drawer = drawer.filled()
    for _ in range(PATIENCE):
        there = _bytes_of(path)
        read = read_back(drawer, response, path)
        plan = drawer.plan(read.response)
        if path is None:
            return Written(plan, joined(render_lines(plan, drawer.words, drawer.templates)), path, read)
        after = replace(plan, number=plan.number + 1)
        lines = render_lines(after, drawer.words, drawer.templates)
        text = joined(lines)
        before = text.replace(after.signature, plan.signature)
        same = there == before.encode() and not path.is_symlink()
        if _bytes_of(path) != there:
            continue  # somebody is writing in it just now
        kept = read.response if same else remember(read.response, after, lines)
        if kept != response:
            save(_as_changed(response, kept, drawer.now))
        if not same:
            write_file(path, text.encode(), keep=older_plans(path))
        return Written(plan, before, path, read) if same else Written(after, text, path, read)
    raise SelfcheckError(
        say("{path} is being changed by another program, so it was left as it is.", path=path),
        say("close the plan there, and try again"),
        code=Exit.FILES,
    )


def older_plans(path: Path) -> tuple[Path, Path]:
    """Where the plans before the one at `path` are kept, newest first."""
    return path.with_name(f"{path.stem}.1{path.suffix}"), path.with_name(f"{path.stem}.2{path.suffix}")


def _as_changed(before: Response, after: Response, now: datetime) -> Response:
    """The response, marked as changed if anybody did something to its plan; what is only remembered is no change."""
    if (before.actions, before.plan.own) == (after.actions, after.plan.own):
        return after
    return changed(after, now)


def _bytes_of(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path is not None and path.is_file() else None
    except OSError:
        return None  # not there, or not to be read: writing it will tell
