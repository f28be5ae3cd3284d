"""Plain questions: lines that a screen reader can say, the same keys as on the pages, no escape codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import Response
from tests.conftest import Ran
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_assessment import FILES


@pytest.fixture
def say(tmp_path: Path) -> Callable[..., Ran]:
    pack = write_tree(tmp_path / "pack", FILES)

    def run(text: str, *more: str, **env: str) -> Ran:
        return run_selfcheck(
            "start", "--accessible", "--org", "Örnek", "--pack", pack, *more,
            input=text, env={"SELFCHECK_DIR": str(tmp_path / "answers"), "SELFCHECK_LANG": "en", **env},
        )  # fmt: skip

    return run


def kept(tmp_path: Path) -> Response:
    return saved_responses(tmp_path / "answers")[0].response


def tidy(text: str, tmp_path: Path) -> str:
    """The transcript without what changes from day to day."""
    return re.sub(r"\d{4}-\d\d-\d\d", "DATE", text.replace(str(tmp_path), "FOLDER"))


@pytest.mark.parametrize("language", ["en", "tr", "sr"])
def test_a_whole_session_is_written_down(
    say: Callable[..., Ran], tmp_path: Path, golden: Callable[[str, str], None], language: str
) -> None:
    """Answers, a note, evidence, a doubt, a focus, a mistyped number, back, the menu, a section, the review, the plan."""
    lines = (
        "1, 2", "1", "12", "n", "ask Ayşe", "Niš", "7", "e", "shelf 3", "2", "b", "u", "Ayşe", "f", "",
        "0", "m", "1", "9", "s", "2", "", "+", "+", "1, 2", "h", "f",
    )  # fmt: skip
    ran = say("".join(f"{line}\n" for line in lines), "--lang", language)

    golden(tidy(ran.out, tmp_path), f"plain/session-{language}.txt")
    assert ran.code == 0


def test_nothing_but_words_is_said(say: Callable[..., Ran]) -> None:
    ran = say("1\n1\n12\nNiš\n2\nh\ns\n\nr\n\n2\n9\n1\nf\n")

    assert all(letter == "\n" or ord(letter) >= 32 for letter in ran.out)
    assert not set(ran.out) & set("►█░─↑↓│")


def test_every_kind_of_answer_is_kept(say: Callable[..., Ran], tmp_path: Path) -> None:
    ran = say("1, 2\n1\n12\nNiš\n2\n0\n9\n1, 2\nf\n")

    assert ran.code == 0, ran.err
    answers = kept(tmp_path).answers
    assert answers["field"].chosen == ("arts", "migration")
    assert answers["people"].value == 12
    assert answers["2"].state == "not_applicable"
    assert answers["3"].state == "unknown"
    assert answers["4"].chosen == ("a", "b")
    assert kept(tmp_path).finished


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("7", "Error: type one of these: 1, 2, 3, 9. Or h for help."),
        ("x", "Error: type one of these: 1, 2, 3, 9. Or h for help."),
        ("1 3", "Error: one of these answers can only stand alone."),
        ("", "Error: type a number. Or + to skip this question for now."),
    ],
)
def test_what_is_no_answer_is_said_and_asked_again(say: Callable[..., Ran], line: str, told: str) -> None:
    ran = say(f"{line}\n1\n")
    assert told in ran.out
    assert "Saved: 1, Arts." in ran.out


def test_an_empty_line_keeps_the_old_answer(say: Callable[..., Ran], tmp_path: Path) -> None:
    ran = say("1\nb\n\n")
    assert "Your answer so far: 1, Arts. Press Enter to keep it." in ran.out
    assert kept(tmp_path).answer("field").chosen == ("arts",)
    assert kept(tmp_path).position == "form"


def test_cyrillic_letters_and_deleting_a_note(say: Callable[..., Ran], tmp_path: Path) -> None:
    say("н\nбелешка\nn\n-\nб\nљ\n1\n")
    assert kept(tmp_path).answers == {}


def test_the_end_of_a_pipe_saves_and_says_that_answers_are_missing(say: Callable[..., Ran], tmp_path: Path) -> None:
    ran = say("1\n")
    assert ran.code == 4
    assert "To continue:  selfcheck resume" in ran.err
    assert kept(tmp_path).answer("field").chosen == ("arts",)


def test_stopping_is_done_with_exit_code_zero(say: Callable[..., Ran]) -> None:
    assert say("1\nq\n1\n").code in (0, 4)


@pytest.mark.parametrize("value", ["1", "yes", "anything"])
def test_the_environment_can_ask_for_plain_questions(tmp_path: Path, value: str) -> None:
    env = {"ACCESSIBLE": value, "SELFCHECK_DIR": str(tmp_path), "SELFCHECK_LANG": "en"}
    assert "Question 1\n" in run_selfcheck("start", "--org", "A", env=env, input="q\n1\n").out


@pytest.mark.parametrize("value", ["0", "false", "no", "off", ""])
def test_and_can_say_no(tmp_path: Path, value: str) -> None:
    env = {"ACCESSIBLE": value, "SELFCHECK_DIR": str(tmp_path)}
    assert run_selfcheck("start", "--org", "A", env=env).code == 2


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "cp1254"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_letters_survive_any_system(say: Callable[..., Ran], tmp_path: Path, env: dict[str, str]) -> None:
    ran = say("1\n1\n1\nŞehir ğı\nq\n1\n", **env)
    assert "Şehir ğı" in ran.out
    assert kept(tmp_path).answer("town").value == "Şehir ğı"
