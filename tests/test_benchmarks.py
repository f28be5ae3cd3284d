"""The benchmark measures what it says, and the README shows what it measured."""

from __future__ import annotations

import os
import sys

import pytest

from tests.benchmarks.processes import compare
from tests.benchmarks.processes import run
from tests.benchmarks.results import Figure
from tests.benchmarks.results import Results
from tests.benchmarks.results import beside
from tests.benchmarks.results import read_results
from tests.benchmarks.results import render_results
from tests.conftest import ROOT

if sys.platform == "win32":
    pytest.skip("measures with POSIX processes", allow_module_level=True)

from tests.benchmarks.windows import until_shown
from tests.benchmarks.windows import waits

ENVIRONMENT = dict(os.environ)

#: Asks twice, works for a fifth of a second before it asks the second time.
ASKS = """
import time
input("first? ")
until = time.process_time() + 0.2
while time.process_time() < until: pass
input("second? ")
"""


def test_the_readme_shows_what_was_measured_last() -> None:
    results = read_results()
    assert results is not None
    assert render_results(results) in (ROOT / "README.md").read_text("utf-8")


def test_what_a_command_costs() -> None:
    idle = run([sys.executable, "-c", "import time; time.sleep(0.3)"], ENVIRONMENT)
    busy = run([sys.executable, "-c", "x = b'x' * 100_000_000\nfor _ in range(4_000_000): pass"], ENVIRONMENT)
    assert idle.wall >= 0.3 > idle.cpu
    assert busy.cpu > idle.cpu
    assert busy.peak > 95 > idle.peak


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(RuntimeError, match="ended with 4"):
        run([sys.executable, "-c", "raise SystemExit(4)"], ENVIRONMENT)


def test_ratios_are_taken_pair_by_pair() -> None:
    costs = [run([sys.executable, "-c", "pass"], ENVIRONMENT) for _ in range(2)]
    raced = compare([(cost, cost) for cost in costs])
    assert (raced.cpu_ratio, raced.wall_ratio) == (1, 1)


def test_how_long_a_person_waits() -> None:
    command = [sys.executable, "-c", ASKS]
    (waited,) = waits(command, ENVIRONMENT, [("first?", "x\r"), ("second?", "\r")])
    assert 0.15 <= waited < 20
    first = until_shown(command, ENVIRONMENT, [("first?", "")])
    both = until_shown(command, ENVIRONMENT, [("first?", "\r"), ("second?", "")])
    assert both.cpu - first.cpu > 0.1


def test_a_page_that_does_not_come_is_shown_instead() -> None:
    with pytest.raises(TimeoutError, match=r"(?s)'third\?' is not on the screen.*first\?"):
        until_shown([sys.executable, "-c", "print('first?')"], ENVIRONMENT, [("third?", "")])


def test_the_run_before_stands_beside_this_one() -> None:
    def figures(*values: float) -> tuple[Figure, ...]:
        names = (("start: 20 ms", "hello: 10 ms"), ("its peak", ""), ("check: 2 ms", "loader: 1 ms"), ("its peak", ""))
        return tuple(
            Figure(what, against, value, "×", 1.5) for (what, against), value in zip(names, values, strict=False)
        )

    last = Results("2026-01-01", 2, "3.11", figures(1, 2, 3, 4), ())
    assert [figure.before for figure in beside(figures(5, 6, 7, 8), last)] == [1, 2, 3, 4]
    assert [figure.before for figure in beside(figures(5), None)] == [None]
    assert [figure.held for figure in figures(1.4, 1.6)] == [True, False]
