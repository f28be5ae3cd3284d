"""What was measured last, as values, as a file, and as the tables of the README."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured against what, and came out as so many of a unit; `before` is the figure of the run before.

    No goal means that it is told, and held to nothing.
    """

    what: str
    against: str
    value: float
    unit: str
    goal: float | None
    before: float | None = None

    @property
    def name(self) -> str:
        """What was measured, without how long it took."""
        return self.what.partition(": ")[0]

    @property
    def held(self) -> bool:
        """Whether the goal is reached."""
        return self.goal is None or self.value <= self.goal


@dataclass(frozen=True, slots=True)
class Point:
    """What something costs at one size: seconds of processor time, and peak memory in MB."""

    what: str
    size: int
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run: its day, the machine's processors, the version of Python, and what was found."""

    date: str
    cores: int
    python: str
    figures: tuple[Figure, ...]
    points: tuple[Point, ...]


def read_results(path: Path = FILE) -> Results | None:
    """What was measured last, if ever."""
    return msgspec.json.decode(path.read_bytes(), type=Results) if path.exists() else None


def write_results(results: Results, path: Path = FILE) -> None:
    """Keep what was measured."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")


def beside(figures: tuple[Figure, ...], last: Results | None) -> tuple[Figure, ...]:
    """The figures, each with what it was in the run before. Two of one name are told apart by what stands before them."""
    keys = _keyed(last.figures) if last else {}
    return tuple(
        replace(figure, before=keys[key].value if key in keys else None) for key, figure in _keyed(figures).items()
    )


def _keyed(figures: tuple[Figure, ...]) -> dict[tuple[str, str], Figure]:
    keyed: dict[tuple[str, str], Figure] = {}
    above = ""
    for figure in figures:
        above = figure.name if figure.against else above
        keyed[above, figure.name] = figure
    return keyed


def render_results(results: Results) -> str:
    """The tables, as they stand in the README."""
    figures = [
        f"| {figure.what} | {figure.against} | {_number(figure.value)} {figure.unit} "
        f"| {'' if figure.goal is None else f'{figure.goal:g} {figure.unit}'}{'' if figure.held else ', **missed**'} "
        f"| {'' if figure.before is None else _number(figure.before)} |"
        for figure in results.figures
    ]
    points = [
        f"| {point.what} | {point.size:,} | {point.cpu:.2f} s | {point.cpu / point.size * 1000:.2f} ms | {point.peak:.0f} MB |"
        for point in results.points
    ]
    return "\n".join(
        [
            f"Measured on {results.date}, {results.cores} cores, Python {results.python}. Medians; processor time unless a row says otherwise.",
            "",
            "| what | against | here | goal, at most | before |",
            "|---|---|--:|--:|--:|",
            *figures,
            "",
            "| what | size | processor time | for each | peak memory |",
            "|---|--:|--:|--:|--:|",
            *points,
        ]
    )


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 20 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
