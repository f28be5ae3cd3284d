"""Every promise has its tests, and the README says which: neither can change without the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.guarantees.catalogue import CATALOGUE
from tests.guarantees.catalogue import Marked
from tests.guarantees.catalogue import listed
from tests.guarantees.catalogue import number
from tests.guarantees.catalogue import read_marks

README = ROOT / "README.md"

MARKS = read_marks(ROOT)


def without_test(marks: tuple[Marked, ...]) -> set[str]:
    """The ids that no test holds when it should."""
    always = {mark.id for mark in marks if mark.always}
    nightly = {mark.id for mark in marks if mark.nightly}
    return {
        id_
        for id_, (tier, _) in CATALOGUE.items()
        if ("P" in tier and id_ not in always) or ("N" in tier and id_ not in nightly)
    }


def test_every_promise_has_its_test() -> None:
    assert without_test(MARKS) == set()


def test_every_mark_is_of_a_promise() -> None:
    assert {mark.id for mark in MARKS} <= set(CATALOGUE)


def rewritten(text: str, marks: tuple[Marked, ...]) -> str:
    """The README with the list of tests under each of the numbered promises."""
    start = text.index("## What you can rely on")
    end = text.index("And beyond these:", start)

    def item(found: re.Match[str]) -> str:
        return f"{found[1]}. {found[2]}\n   {listed(int(found[1]), marks)}".rstrip()

    section = re.sub(r"(?m)^(\d+)\. (\*\*.*)$(?:\n   .*)?", item, text[start:end])
    return text[:start] + section + text[end:]


def test_the_readme_names_every_test(request: pytest.FixtureRequest) -> None:
    fresh = rewritten(README.read_text("utf-8"), MARKS)
    if request.config.getoption("--update-golden"):
        README.write_text(fresh, "utf-8")
    text = README.read_text("utf-8")
    assert fresh == text
    numbered = [int(n) for n in re.findall(r"(?m)^(\d+)\. \*\*", text[text.index("## What you can rely on") :])]
    assert numbered == sorted({number(id_)[0] for id_ in CATALOGUE})


@pytest.mark.parametrize(
    ("source", "always", "nightly"),
    [
        ('@pytest.mark.guarantee("G13.1", "G13.2")\n{}', {"G13.1", "G13.2"}, set()),
        ('@pytest.mark.nightly\n@pytest.mark.guarantee("G13.1")\n{}', set(), {"G13.1"}),
        (
            '@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.nightly)])\n'
            '@pytest.mark.guarantee("G13.1")\n{}',
            {"G13.1"},
            {"G13.1"},
        ),
        ('# pytest.mark.guarantee("G13.1")\n{}', set(), set()),
    ],
)
def test_marks_are_read_as_they_are_meant(tmp_path: Path, source: str, always: set[str], nightly: set[str]) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text(source.format("def test_a() -> None: ..."), "utf-8")
    marks = read_marks(tmp_path)
    assert {mark.id for mark in marks if mark.always} == always
    assert {mark.id for mark in marks if mark.nightly} == nightly


def test_a_list_names_files_once_and_ids_in_their_order() -> None:
    held = {"b.py": ["G1.10", "G1.2", "G1.1", "G1.3"], "a.py": ["G1.5", "G1.4", "G1.1", "G2.1"]}
    marks = tuple(Marked(id_, path, always=True, nightly=False) for path, ids in held.items() for id_ in ids)
    assert listed(1, marks) == "[G1.1, G1.4, G1.5](a.py), [G1.1–G1.3, G1.10](b.py)"
