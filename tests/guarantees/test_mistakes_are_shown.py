"""G7: mistakes in content are shown as file, line and cure, all of them in one run; never a traceback, never a hang.

`tests/fuzzing.py` has the readers and the children that they run in, `tests/accidents.py` what is done to the files.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from selfcheck.content.checks import check_pack
from selfcheck.content.loading import load_pack
from selfcheck.problems import Problem
from selfcheck.problems import in_order
from selfcheck.terminal.printing import render_problem
from selfcheck.words import LANGUAGES
from selfcheck.words import Words
from tests import fuzzing
from tests.conftest import write_tree
from tests.fuzzing import READERS
from tests.fuzzing import Bench
from tests.fuzzing import Reader
from tests.fuzzing import hunt
from tests.fuzzing import kept
from tests.fuzzing import read_kept
from tests.test_assessment import FILES as GOOD

#: The same files with every run of the tests; how many, and how many at night.
SEED = 20261124
FILES = {"packs": 4_000, "documents": 3_000, "responses": 2_850, "plans": 150}
AT_NIGHT = {"packs": 300_000, "documents": 250_000, "responses": 430_000, "plans": 20_000}


def faults(reader: str, seed: int, files: int, patience: float) -> list[str]:
    """What goes wrong, and where each file that it goes wrong with is kept from now on."""
    return [f"{finding.keep()} (seed {seed}):\n{finding.fault}" for finding in hunt(reader, seed, files, patience)]


@pytest.mark.timeout(300)
@pytest.mark.guarantee("G7.1")
@pytest.mark.parametrize("reader", READERS)
def test_ten_thousand_broken_files_end_in_values_and_problems(reader: str) -> None:
    """Whatever became of a file, reading it ends in a value or in mistakes with their lines: no traceback, no hang.

    Its bytes and its parts had accidents, always the same ones; the process may take 1 GB and one second a file.
    """
    assert faults(reader, SEED, FILES[reader], 290) == []


@pytest.mark.nightly
@pytest.mark.timeout(3000)
@pytest.mark.guarantee("G7.1")
@pytest.mark.parametrize("reader", READERS)
def test_a_million_broken_files_end_in_values_and_problems(reader: str) -> None:
    """Every night a million other files are broken; the seed of the night stands with what is found."""
    assert faults(reader, random.SystemRandom().randrange(2**32), AT_NIGHT[reader], 2900) == []


@pytest.mark.timeout(300)
@pytest.mark.guarantee("G7.2", "G7.5")
def test_every_file_that_ever_failed_is_read_with_every_run(golden: Callable[[str, str], None]) -> None:
    """What was ever found to break a reader, or could, is a file of the corpus and breaks none.

    Those that are to be refused are, for what is wrong with them, each within a second and 50 MB; the others are read.
    """
    wrong: list[object] = []
    reasons = []
    for file, outcome in read_kept():
        place = f"{file.reader}/{file.told}/{file.name}"
        refused = outcome.get("refused", [])
        if "fault" in outcome or outcome["memory"] > 50:
            wrong.append((place, outcome))
        elif file.told == "refused" and not refused:
            wrong.append((place, "is read"))
        elif file.told == "read" and refused and file.reader != "plans":
            wrong.append((place, refused))
        elif file.told == "refused" and file.reader in ("packs", "documents"):
            first = re.fullmatch(r"[^:]+(:\d+:\d+): .*(\[[a-z0-9-]+\])(\n.*)?", refused[0])
            reasons.append(f"{place}{first[1]} {first[2]}\n" if first else f"{place}: {refused[0]}\n")
    assert wrong == []
    golden("".join(sorted(reasons)), "corpus.txt")
    assert len(reasons) > 120


class _Sick:
    """A reader with faults to be found: it raises, it hangs, and it kills the process it runs in."""

    @staticmethod
    def read(_: Bench, data: bytes) -> list[str]:
        if data.startswith(b"raise"):
            raise KeyError("sick")
        while data.startswith(b"hang"):
            pass
        if data.startswith(b"die"):
            os.abort()
        return []

    @staticmethod
    def make(_: Bench, rng: random.Random) -> bytes:
        return rng.choice([b"fine"] * 9 + [b"raise", b"hang", b"die"])


#: The children of the test below find it by the name of this module.
SICK = Reader(".txt", _Sick.make, _Sick.read)


@pytest.mark.guarantee("G7.5")
def test_what_is_found_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A traceback, a hang and a crash are each found, told with the file that led to them, and kept in the corpus."""
    monkeypatch.setattr(fuzzing, "CORPUS", tmp_path)
    found = hunt(f"{__name__}:SICK", 1, 30, 50)
    assert {finding.data for finding in found} == {b"raise", b"hang", b"die"}
    for finding in found:
        assert {b"raise": "KeyError", b"hang": "longer than", b"die": "died: -6"}[finding.data] in finding.fault
        assert finding.keep().read_bytes() == finding.data
    assert sorted((file.reader, file.told) for file in kept() if file.told == "found") == [("sick", "found")] * 3


PLANTED: list[tuple[str, Callable[[str], str]]] = [
    ("questions/pack.yaml", lambda text: text.replace("version: 1.0.0", "versoin: 1.0.0")),  # unknown and missing key
    ("questions/pack.yaml", lambda text: text.replace("from: 50", "from: 150")),
    ("questions/010-profile.yaml", lambda text: text.replace("max: 2", "max: two")),
    (
        "questions/010-profile.yaml",
        lambda text: text.replace("id: informal, text: Informal", "id: club, text: Informal"),
    ),
    ("questions/010-profile.yaml", lambda text: text.replace("profile: true", "profile: yes")),
    ("questions/010-profile.yaml", lambda text: text.replace("text: Which town?", 'text: ""')),
    ("questions/010-profile.yaml", lambda text: text.replace("type: integer", "type: number")),
    ("questions/020-work.yaml", lambda text: text.replace("weight: 2", "weight: heavy")),
    ("questions/020-work.yaml", lambda text: text.replace("form: {not: [informal]}", "from: {not: [informal]}")),
    ("questions/020-work.yaml", lambda text: text.replace("field: [migration]", "field: [emigration]")),
    ("questions/020-work.yaml", lambda text: text.replace("title: Work", "title: Work\ntitle: Works")),
    ("questions/020-work.yaml", lambda text: text.replace("Do we meet?", "Do we \u202emeet?")),
    ("questions/030-rest.yaml", lambda text: text.replace("weight: 3", "wait: 3")),
    (
        "questions/030-rest.yaml",
        lambda text: text.replace("What do we have?", "What " + "do we really " * 25 + "have?"),
    ),
    ("feedback/en/1/1.md", lambda text: text.replace("title: 'No'\n", "")),
    ("feedback/en/1/23.md", lambda text: text.replace("[2, 3]", "[2, 3, 4]")),
    ("feedback/en/2/1.md", lambda text: text.replace("effort: hours", "effort: minutes")),
    ("feedback/en/2/2.md", lambda text: text.replace("Fine.", "Fine, see [this](C:/x.docx).")),
    ("feedback/en/3/1.md", lambda text: text.replace("Read.", "Read.\n\n```\nthis")),
    ("feedback/en/4/not-a.md", lambda text: text.replace("question_id: 4", "question_id: 44")),
    ("feedback/en/4/clubs.md", lambda text: text.replace("Clubs.", "<b>Clubs.</b>")),  # two tags
    ("feedback/en/work/low.md", lambda text: text.replace("level: low", "level: lower")),
    ("feedback/en/more.md", lambda _: "No front matter.\n"),
]


def planted(folder: Path) -> tuple[Problem, ...]:
    """The problems of a good pack with 25 mistakes in it."""
    write_tree(folder, {**GOOD, "feedback/en/more.md": ""})
    for name, plant in PLANTED:
        before = (folder / name).read_text("utf-8")
        after = plant(before)
        assert after != before, name
        (folder / name).write_text(after, "utf-8")
    pack, found = load_pack(folder)
    return in_order([*found, *check_pack(pack)])


@pytest.mark.guarantee("G7.3")
def test_twenty_five_planted_mistakes_are_told_in_one_run(tmp_path: Path) -> None:
    """Of 25 mistakes in one pack 25 are told in one run, in the files they are in, and not one that is none."""
    problems = planted(tmp_path)
    assert len(problems) == 25
    assert {problem.source.path for problem in problems} == {name for name, _ in PLANTED}

    pack, found = load_pack(write_tree(tmp_path / "good", GOOD))
    assert [problem.rule for problem in (*found, *check_pack(pack))] == ["level-without-advice"]  # which it is


@pytest.mark.guarantee("G7.4")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mistake_says_where_it_is_and_what_to_do(
    tmp_path: Path, language: str, golden: Callable[[str, str], None]
) -> None:
    """A mistake is told in the language of its editor, in two lines: where it is and what, then what to do about it."""
    told = [render_problem(problem, Words(language)) for problem in planted(tmp_path)]
    golden("".join(f"{text}\n" for text in told), f"planted-{language}.txt")
    for text in told:
        assert re.match(r"(questions|feedback)/[\w/-]+\.(yaml|md):\d+:\d+: ", text)
        assert text.count("\n") == 1, f"nothing to do about it: {text}"
