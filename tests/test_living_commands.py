"""The living plan from the command line: `plan`, `progress`, `resume`, as processes of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from selfcheck.assessment.places import plan_place
from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response_file import read_response
from selfcheck.files import hold
from tests.conftest import run_selfcheck
from tests.test_cli import DEMO


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    env = {"SELFCHECK_DIR": str(tmp_path)}
    run_selfcheck("start", "--answers", DEMO, "--org", "Örnek", "--lang", "en", "--allow-open", env=env)
    return saved_responses(tmp_path)[0].path


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def test_a_plan_is_edited_read_back_and_counted(saved: Path) -> None:
    plan = plan_place(saved)
    edit(
        plan,
        ("- [ ] **9.3.1**", "- [x] **9.3.1**"),
        ("## Advice\n", "- [ ] Ours\n  - By when: 1.1.2020\n\n## Advice\n"),
    )
    before = saved.read_bytes()

    counted = run_selfcheck("progress", saved, "--json")
    shown = run_selfcheck("progress", saved)
    printed = run_selfcheck("plan", saved, "-o", "-", "--lang", "sr")
    assert saved.read_bytes() == before  # looking changes nothing
    together = json.loads(counted.out)["progress"]["together"]
    assert (together["done"], together["overdue"]) == (1, 1)
    assert "Done: 1 of" in shown.out
    assert "- Ours (1.1.2020)" in shown.out
    assert "- [x] **9.3.1**" in printed.out
    assert printed.err.startswith("Pročitano iz fajla")

    written = run_selfcheck("plan", saved, "--lang", "sr", "--hours", "5", "--cost", "none", "--handoff")
    assert (written.code, written.out.split("\n")[0]) == (0, str(plan))
    sheet = Path(written.out.split("\n")[1])
    assert sheet.name.endswith(".ask-our-accountant.md")
    assert "# Pitanja za: our accountant" in sheet.read_text("utf-8")
    assert "## Za početak" in plan.read_text("utf-8")
    assert read_response(saved).response.actions["9.3.1"].done
    assert read_response(saved).response.plan.own[0].text == "- [ ] Ours\n  - By when: 1.1.2020"
    assert run_selfcheck("plan", saved, "--cost", "much").code == 2


def test_finishing_again_reads_the_plan_too(saved: Path) -> None:
    plan = plan_place(saved)
    edit(plan, ("- [ ] **9.3.1**", "- [x] **9.3.1**"), ("## Advice\n", "Ours.\n\n## Advice\n"))
    ran = run_selfcheck("resume", saved, "--accessible", input="f\n", env={"SELFCHECK_DIR": str(saved.parents[1])})
    assert ran.code == 0
    assert "changed actions: 1; lines of your own: 1." in ran.err
    assert "- [x] **9.3.1**" in plan.read_text("utf-8")
    assert "\nOurs.\n" in plan.read_text("utf-8")
    assert read_response(saved).response.actions["9.3.1"].done


def test_a_response_that_is_open_in_another_window_is_left_alone(saved: Path) -> None:
    edit(plan_place(saved), ("- [ ] **9.3.1**", "- [x] **9.3.1**"))
    text = plan_place(saved).read_bytes()
    with hold(saved):
        ran = run_selfcheck("plan", saved, "--lang", "en")
        printed = run_selfcheck("plan", saved, "-o", "-", "--lang", "en")
    assert (ran.code, plan_place(saved).read_bytes()) == (5, text)
    assert "is open in another window" in ran.err
    assert (printed.code, "- [x] **9.3.1**" in printed.out) == (0, True)


def test_progress_without_a_response(tmp_path: Path) -> None:
    ran = run_selfcheck("progress", "--dir", tmp_path, env={"SELFCHECK_LANG": "en"})
    assert ran.code == 5
    assert "There is no saved check in" in ran.err
