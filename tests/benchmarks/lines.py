"""Straight lines: what a pack and a cohort cost that are ten and a hundred times as large."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator

from tests.benchmarks.processes import Command
from tests.benchmarks.processes import middle
from tests.benchmarks.processes import run
from tests.benchmarks.results import Point
from tests.benchmarks.setting import Setting

PACKS = (30, 300, 3_000)
COHORTS = (1_000, 10_000, 100_000)

TIMES = 3


def packs(setting: Setting) -> Iterator[Point]:
    """Checking a pack, and a plan from its answers."""
    for size in PACKS:
        yield _point(
            "`content check`, questions", size, [setting.selfcheck, "content", "check", setting.pack(size)], setting
        )
    for size in PACKS:
        answers = setting.home / f"answers-{size}.yaml"
        answers.write_text("".join(f"{n}: {n % 5 + 1}\n" for n in range(1, size + 1)), "utf-8")
        pack = setting.pack(size)
        start: Command = [
            setting.selfcheck,
            "start",
            "--pack",
            pack,
            "--answers",
            answers,
            "--org",
            f"Line {size}",
            "-q",
        ]
        yield _point("answers from a file to a plan, questions", size, start, setting)


def cohorts(setting: Setting) -> Iterator[Point]:
    """The report on folders of responses."""
    for size in COHORTS:
        report: Command = [setting.selfcheck, "cohort", setting.cohort(size), "-q", "-o", setting.home / "report.json"]
        yield _point("`cohort`, response files", size, report, setting)


def _point(what: str, size: int, command: Command, setting: Setting) -> Point:
    cost = middle([run(command, setting.environment) for _ in range(TIMES)])
    return Point(what, size, cost.cpu, cost.peak)


#: Every line, as the rows.
LINES: tuple[Callable[[Setting], Iterator[Point]], ...] = (packs, cohorts)
