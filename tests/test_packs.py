"""Every rule has a folder with its mistake in `tests/packs`, and the folder's problems stand in `problems.txt`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from selfcheck.content import mistakes
from selfcheck.content.checks import CHECKS
from selfcheck.content.checks import TEXT_CHECKS
from selfcheck.content.checks import check_pack
from selfcheck.content.loading import load_pack
from selfcheck.problems import Problem
from selfcheck.problems import in_order
from selfcheck.terminal.printing import render_problem
from selfcheck.words import Words

PACKS = Path(__file__).parent / "packs"

#: Mistakes that no folder in a repository can hold; `test_folders.py` makes them.
MADE_ELSEWHERE = {"unreadable", "too-large", "bad-zip"}

FOLDERS = sorted(path.name for path in PACKS.iterdir())


def problems_of(folder: Path) -> tuple[Problem, ...]:
    pack, found = load_pack(folder)
    return in_order([*found, *check_pack(pack)])


def rules() -> set[str]:
    makers = [
        function
        for _, function in inspect.getmembers(mistakes, inspect.isfunction)
        if function.__module__ == mistakes.__name__ and inspect.signature(function).return_annotation == "Problem"
    ]
    names = [function.__name__ for function in makers]
    names += [check.__name__ for check in CHECKS]
    names += [check.__name__ for check in TEXT_CHECKS]
    return {name.replace("_", "-") for name in names}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_problems_of_each_pack(name: str, golden: Callable[[str, str], None]) -> None:
    problems = problems_of(PACKS / name)

    text = "".join(f"{render_problem(problem, Words('en'))}\n" for problem in problems)
    golden(text, f"../packs/{name}/problems.txt")
    if name == "no-problem":
        assert problems == ()
    else:
        assert {problem.rule for problem in problems} == {name}


def test_every_rule_has_a_pack() -> None:
    assert rules() - MADE_ELSEWHERE == set(FOLDERS) - {"no-problem"}


def test_every_rule_is_explained() -> None:
    for function in (*CHECKS, *TEXT_CHECKS):
        assert function.__doc__
        assert function.__doc__.splitlines()[0].endswith(".")
