"""What a command costs: its processor time, how long it takes, how much memory it needs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Command = Sequence[str | Path]

#: Starts a command and tells what it has cost. A process of its own, because a peak cannot be told that is lower than
#: the memory of whoever starts the process.
MEASURE = """\
import os, sys, time
quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
begun = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - begun
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run, the whole process with its children: seconds of processor time, seconds, peak memory in MB."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True, slots=True)
class Race:
    """Two costs, each the medians of several runs, and the median of the ratios of the runs made one after the other."""

    ours: Cost
    theirs: Cost
    cpu_ratio: float
    wall_ratio: float


def run(command: Command, environment: dict[str, str]) -> Cost:
    """Run a command to its end, its output thrown away. Raises RuntimeError where it fails."""
    words = [str(word) for word in command]
    measure = [sys.executable, "-I", "-S", "-c", MEASURE, *words]
    done = subprocess.run(measure, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    code, cpu, wall, peak = done.stdout.split()
    if code != "0":
        raise RuntimeError(f"{' '.join(words)} ended with {code}")
    return Cost(float(cpu), float(wall), float(peak))


def race(ours: Command, theirs: Command, environment: dict[str, str], times: int) -> Race:
    """Run two commands in turn, after one run of each that does not count."""
    run(ours, environment), run(theirs, environment)
    return compare([(run(ours, environment), run(theirs, environment)) for _ in range(times)])


def compare(pairs: list[tuple[Cost, Cost]]) -> Race:
    """The medians of some pairs of costs."""
    return Race(
        ours=middle([ours for ours, _ in pairs]),
        theirs=middle([theirs for _, theirs in pairs]),
        cpu_ratio=median(ours.cpu / theirs.cpu for ours, theirs in pairs),
        wall_ratio=median(ours.wall / theirs.wall for ours, theirs in pairs),
    )


def middle(costs: list[Cost]) -> Cost:
    """The medians of time, and the highest peak."""
    return Cost(median(each.cpu for each in costs), median(each.wall for each in costs), max(c.peak for c in costs))
