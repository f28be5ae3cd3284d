"""The test of the tests can be run: every fault has its place, and at night each of them turns tests red."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.sabotage import FAULTS
from tests.sabotage import Fault
from tests.sabotage import main
from tests.sabotage import plant


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_has_its_place_and_leaves_python_behind(fault: Fault, tmp_path: Path) -> None:
    place = tmp_path / fault.path
    place.parent.mkdir(parents=True)
    shutil.copy(ROOT / fault.path, place)
    plant(fault, tmp_path)
    compile(place.read_text("utf-8"), fault.path, "exec")
    for name in fault.tests:
        path, _, test = name.partition("::")
        assert test in (ROOT / path).read_text("utf-8")


def test_a_place_that_is_gone_or_there_twice_is_told(tmp_path: Path) -> None:
    fault = Fault("a", "a.py", "x = 1\n", "x = 2\n", ())
    for text in ("", "x = 1\nx = 1\n"):
        (tmp_path / "a.py").write_text(text, "utf-8")
        with pytest.raises(ValueError, match="does not hold this once"):
            plant(fault, tmp_path)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_every_fault_is_seen() -> None:
    assert main([]) == 0
