"""G5. Stopping is a pause: no key that stops records an answer, and the check goes on where it was."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from selfcheck.assessment.response_file import read_response
from tests.conftest import write_tree

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.guarantees.forked import TYPED
from tests.guarantees.forked import ForkedWindow
from tests.guarantees.forked import kept
from tests.guarantees.forked import pack_of
from tests.guarantees.forked import run_forked

#: For each kind of question, what is typed and not confirmed, and how that looks.
HALF = {
    "select_one": ("3", "► 3"),
    "select_multiple": ("2 ", "[x]"),
    "text": (" half a word", "half a word"),
    "integer": ("77", "77"),
}

#: For each place, how many of three questions are answered before, and the keys that lead back from there.
PLACES = {"first": (0, ""), "middle": (1, ""), "last": (2, ""), "an old answer": (1, "\x1b[D")}


@pytest.mark.guarantee("G5.1")
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", HALF)
def test_stopping_at_any_question_leaves_the_file_as_it_was(tmp_path: Path, kind: str, place: str, key: str) -> None:
    """Ctrl-C and Ctrl-D at any question leave the file byte for byte as it was, and one line says how to go on."""
    before_it, back = PLACES[place]
    pack = pack_of(tmp_path / "pack", (kind,) * 3)
    window = ForkedWindow(tmp_path / "answers", "start", "--org", "A", "--pack", pack)
    window.see("Before you start")
    window.press(" ", "Question 1 of 3")
    for n in range(before_it):
        window.press(TYPED[kind], f"Question {n + 2} of 3")
    if back and kind in ("text", "integer"):  # there, arrows move in what is typed
        row = re.search(r"(\d+) +Previous question", window.press("\x1b", "Previous question"))
        assert row
        back = f"{row[1]}\r"
    at = 1 if back else before_it + 1
    if back:
        window.press(back, f"Question {at} of 3")
    (path,) = (tmp_path / "answers").glob("a/*.response.json")
    before = path.read_bytes()
    assert kept(path).position == f"q{at}"
    window.press(*HALF[kind])
    window.press(key, "selfcheck resume")
    assert window.end() == (130 if key == "\x03" else 0)
    assert path.read_bytes() == before
    assert window.raw.count("selfcheck resume") == 1
    again = ForkedWindow(tmp_path / "answers", "resume", "--pack", pack)
    again.see(f"Question {at} of 3")
    again.press("\x03", "selfcheck resume")
    again.end()


def changed_pack(folder: Path, questions: str) -> Path:
    """The same pack with other questions."""
    return write_tree(
        folder, {"questions/010-all.yaml": f"section: all\ntitle: All\nprofile: true\nquestions:\n{questions}"}
    )


OFFERED = "  - id: q1\n    text: Which one?\n    choices: [{id: a, text: A}, {id: b, text: B}]\n"


@pytest.mark.guarantee("G5.4")
def test_an_answer_that_is_no_longer_offered_is_asked_again(tmp_path: Path) -> None:
    """A saved answer that the questions no longer offer is kept, shown as one to check, and asked again."""
    pack = changed_pack(tmp_path / "pack", OFFERED + OFFERED.replace("q1", "q2"))
    window = ForkedWindow(tmp_path / "answers", "start", "--org", "A", "--pack", pack)
    window.see("Before you start")
    window.press(" ", "Question 1 of 2")
    window.press("2\r", "Question 2 of 2")
    window.press("\x03", "selfcheck resume")
    window.end()
    changed_pack(tmp_path / "pack", OFFERED.replace("id: b", "id: x") + OFFERED.replace("q1", "q2"))
    again = ForkedWindow(tmp_path / "answers", "resume", "--pack", pack)
    again.see("Question 2 of 2")
    assert "CHECK AGAIN" in again.press("r", "Check your answers")
    again.press("1\r", "Question 1 of 2")
    again.press("1\r", "Check your answers")
    assert "CHECK AGAIN" not in again.text
    again.press("\x03", "selfcheck resume")
    assert again.end() == 130
    (path,) = (tmp_path / "answers").glob("a/*.response.json")
    assert kept(path).answer("q1").choice == "a"


@pytest.mark.guarantee("G5.4")
@pytest.mark.parametrize(
    ("questions", "code", "told"),
    [
        (OFFERED.replace("[{id: a, text: A}, {id: b, text: B}]", "[]"), 3, "questions/010-all.yaml:5"),
        (
            OFFERED.replace("[{id: a, text: A}", f"[{', '.join(f'{{id: c{n}, text: C}}' for n in range(60))}"),
            3,
            "offers 61",
        ),
        (OFFERED + OFFERED.replace("q1", "q2") + "    relevant: {q1: [a]}\n", 0, "Check your answers"),
    ],
    ids=["no choice", "sixty choices", "nothing that applies"],
)
def test_questions_that_have_become_impossible_end_in_a_sentence(
    tmp_path: Path, questions: str, code: int, told: str
) -> None:
    """Where a question has lost its choices or no longer applies, the check says so and goes on where it can."""
    pack = changed_pack(tmp_path / "pack", OFFERED + OFFERED.replace("q1", "q2"))
    env = {"SELFCHECK_DIR": str(tmp_path / "answers")}
    run_forked(tmp_path / "ran", "start", "--org", "A", "--accessible", "--pack", pack, input="2\n", **env)  # type: ignore[arg-type]
    changed_pack(tmp_path / "pack", questions)
    ran = run_forked(tmp_path / "ran", "resume", "--accessible", "--pack", pack, **env)  # type: ignore[arg-type]
    assert ran.code == code, ran
    assert told in ran.out + ran.err
    assert "Traceback" not in ran.err


@pytest.mark.guarantee("G5.4", "G5.5")
@pytest.mark.parametrize("size", [(80, 24), (20, 5)])
@pytest.mark.parametrize("choices", [3, 20])
def test_every_choice_can_be_seen_and_picked_in_any_window(tmp_path: Path, choices: int, size: tuple[int, int]) -> None:
    """Each of twenty choices, the most there can be, can be seen and picked, in a window of twenty columns and five rows too."""
    offered = ", ".join(f"{{id: c{n}, text: Choice {n}}}" for n in range(1, choices + 1))
    pack = changed_pack(tmp_path / "pack", f"  - id: q1\n    text: Which?\n    choices: [{offered}]\n")
    window = ForkedWindow(tmp_path / "answers", "start", "--org", "A", "--pack", pack, size=size)
    window.see("Before you start")
    window.press(" ", "Question 1 of 1")
    for n in range(1, choices + 1):
        window.press("\x1b[B", f"Choice {n}")
        assert any("►" in line and f"Choice {n}" in line for line in window.text.splitlines()), window.text
    for columns, rows in ((30, 8), (120, 40), size):
        window.screen.resize(rows, columns)
        window.child.setwinsize(rows, columns)
        window.press("\x0c", "►")
    window.child.send("\r")
    window.press("\x03", "resume")
    assert window.end() == 130
    (path,) = (tmp_path / "answers").glob("a/*.response.json")
    assert read_response(path).response.answer("q1").choice == f"c{choices}"
