"""Measures everything: `python -m tests.benchmarks [--only WORD] [--keep FOLDER]`."""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from tests.benchmarks.lines import LINES
from tests.benchmarks.results import Results
from tests.benchmarks.results import beside
from tests.benchmarks.results import read_results
from tests.benchmarks.results import render_results
from tests.benchmarks.results import write_results
from tests.benchmarks.rows import ROWS
from tests.benchmarks.setting import make_setting
from tests.conftest import ROOT

Measured = TypeVar("Measured")

README = ROOT / "README.md"

#: The part of the README that the tables stand in.
TABLES = re.compile(r"(?<=\n)Measured on .*?(?=\n\n[^|\n])", re.S)


def main() -> None:
    """Measure, print as it comes, and write the tables unless only some rows were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="measure only rows whose name holds this")
    parser.add_argument("--keep", type=Path, help="make the environment and the inputs here, and leave them")
    options = parser.parse_args()

    def wanted(measure: Callable[..., object]) -> bool:
        return not options.only or any(word in measure.__name__ for word in options.only)

    with nullcontext(str(options.keep)) if options.keep else TemporaryDirectory() as home:
        setting = make_setting(Path(home))
        figures = tuple(told for row in ROWS if wanted(row) for told in map(_tell, row(setting)))
        points = tuple(told for line in LINES if wanted(line) for told in map(_tell, line(setting)))
    last = read_results()
    results = Results(
        date=datetime.now(UTC).date().isoformat(),
        cores=len(os.sched_getaffinity(0)),
        python=platform.python_version(),
        figures=beside(figures, last),
        points=points,
    )
    sys.stdout.write(render_results(results) + "\n")
    if not options.only:
        write_results(results)
        README.write_text(TABLES.sub(lambda _: render_results(results), README.read_text("utf-8")), "utf-8")


def _tell(found: Measured) -> Measured:
    """Show that something has been measured, and pass it on."""
    sys.stderr.write(f"{found}\n")
    return found


if __name__ == "__main__":
    main()
