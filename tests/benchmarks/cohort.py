"""Measures the reports on many responses against the least that must be done for them.

`python -m tests.benchmarks.cohort [RESPONSES] [TIMES]` writes RESPONSES files (10,000) into a folder of its own, packs
them, and repeats the packed rows TIMES times (25: ten million answers). Each figure is the best of three runs, of whole
processes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from tests.cohorts import write_cohort

DECODE = """\
import msgspec, os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            msgspec.json.decode(file.read())
"""
GROUP = """\
import duckdb, sys
duckdb.execute("SELECT question, code, by_legal_form, COUNT(*) FROM read_parquet(?) GROUP BY ALL", sys.argv[1:]).fetchall()
"""
REPEAT = """\
import duckdb, sys
duckdb.execute('''COPY (
    SELECT t.* REPLACE ((response + k * 7919) % 2147483647 AS response)
    FROM read_parquet('{}') t, range({}) r(k)
) TO '{}' (FORMAT parquet, COMPRESSION zstd)'''.format(*sys.argv[1:]))
"""


def measure(*arguments: str | Path) -> tuple[float, float, int]:
    """CPU seconds, wall seconds and peak memory in MB of a program."""
    runs = []
    for _ in range(3):
        start = perf_counter()
        quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        command = [sys.executable, *map(str, arguments)]
        child = os.posix_spawn(sys.executable, command, os.environ, file_actions=quiet)
        _, status, used = os.wait4(child, 0)
        assert status == 0
        runs.append((used.ru_utime + used.ru_stime, perf_counter() - start, used.ru_maxrss // 1024))
    return min(run[0] for run in runs), min(run[1] for run in runs), max(run[2] for run in runs)


def main(responses: int = 10_000, times: int = 25) -> None:
    """Print a line for each figure."""
    with TemporaryDirectory() as name:
        home = Path(name)
        os.environ["SELFCHECK_DIR"] = name
        write_cohort(home / "all", load_pack(shipped_pack())[0], responses, seed=1)
        cohort = ("-P", "-m", "selfcheck", "cohort")
        least = measure("-c", DECODE, home / "all")
        whole = measure(*cohort, home / "all", "-q", "-o", home / "report.json")
        show(f"{responses} files, CPU against decoding them", whole[0] / least[0], whole)
        measure(*cohort, "pack", home / "all", "-q", "-o", home / "one.parquet")
        one, many = home / "one.parquet", home / "many.parquet"
        measure("-c", REPEAT, one, str(times), many)
        least = measure("-c", GROUP, many)
        whole = measure(*cohort, many, "--by", "legal_form", "-o", home / "report.json")
        show(f"{responses * times} responses in Parquet, wall against the bare group-by", whole[1] / least[1], whole)


def show(what: str, ratio: float, run: tuple[float, float, int]) -> None:
    """A figure as a line."""
    sys.stdout.write(f"{what}: {ratio:.2f} x ({run[0]:.2f} s CPU, {run[1]:.2f} s, {run[2]} MB)\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
