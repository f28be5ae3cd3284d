"""Whatever surrounds the program: other charsets, streams that are closed, full, or read by somebody in a hurry."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfcheck.assessment.places import saved_responses
from tests.conftest import ROOT
from tests.conftest import run_selfcheck

if sys.platform == "win32":
    pytest.skip("needs a POSIX shell", allow_module_level=True)

from tests.test_terminal import ALTERNATE
from tests.test_terminal import Window

#: Systems that name another charset, or none; what is written must be UTF-8 all the same.
CHARSETS = [
    {"LC_ALL": "C", "PYTHONUTF8": "0"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "cp1254"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "cp852"},
    {"PYTHONIOENCODING": "cp437"},
]


def ids(env: dict[str, str]) -> str:
    return " ".join(f"{key}={value}" for key, value in env.items())


@pytest.fixture
def windows() -> Iterator[list[Window]]:
    opened: list[Window] = []
    yield opened
    for window in opened:
        window.child.close(force=True)


def run_in_shell(folder: Path, line: str, **env: str) -> tuple[int, str]:
    """Run a line of shell in which $S is the program; gives the exit code, and both streams as one."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SELFCHECK", "LC_", "LANG", "ACC"))}
    program = f'"{sys.executable}" -W error -m selfcheck'
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line.replace('$S', program)}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        env={**kept, "SELFCHECK_DIR": str(folder), "SELFCHECK_LANG": "tr", "TERM": "xterm", **env},
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8")


def answer_and_plan(folder: Path, env: dict[str, str]) -> str:
    """Everything that a short check in plain lines and its plan tell, and what was kept of it."""
    ran = run_selfcheck(
        "start", "--accessible", "--org", "Šećer Derneği", "--lang", "sr-Cyrl",
        env={"SELFCHECK_DIR": str(folder), **env},
        input="1\nНиш, Şişli\nn\nпитај Ђорђа – „сутра“\nљ\n1\n",
    )  # fmt: skip
    assert ran.code == 4, ran.err
    saved = saved_responses(folder)[0]
    assert saved.response.organisation == "Šećer Derneği"
    assert saved.response.answer("city_region").value == "Ниш, Şişli"
    assert saved.response.answer("legal_form").note == "питај Ђорђа – „сутра“"
    plan = run_selfcheck("plan", saved.path, "-o", "-", env=env)
    assert plan.code == 0, plan.err
    return (ran.out + ran.err + plan.out).replace(str(folder), "FOLDER").replace(saved.response.id, "ID")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> str:
    told = answer_and_plan(tmp_path_factory.mktemp("usual"), {})
    assert "# Акциони план: Šećer Derneği\n" in told
    return told


@pytest.mark.guarantee("G9.5")
@pytest.mark.parametrize("env", CHARSETS, ids=ids)
def test_what_is_written_is_the_same_under_every_charset(tmp_path: Path, usual: str, env: dict[str, str]) -> None:
    """Whatever charset a system names, what is written is the same, and no letter ends the program."""
    assert answer_and_plan(tmp_path, env) == usual


@pytest.mark.parametrize("env", CHARSETS[:4], ids=ids)
def test_pages_show_every_letter_under_every_charset(
    tmp_path: Path, windows: list[Window], env: dict[str, str]
) -> None:
    window = Window(tmp_path, "start", "--org", "Š", "--lang", "sr-Cyrl", size=(80, 24), **env)
    windows.append(window)
    window.see("Пре почетка")
    screen = window.press(" ", "Питање 1")
    assert "░░░░" in screen
    window.press("1\r", "Питање 2")
    window.press("Ђенерал Şişli\r", "Питање 3")
    window.press("\x03", "selfcheck resume")
    assert window.end() == 130
    assert window.response().answer("city_region").value == "Ђенерал Şişli"


def test_a_charset_that_was_named_on_purpose_is_kept_on_a_terminal(tmp_path: Path, windows: list[Window]) -> None:
    """There, a letter that it lacks becomes a question mark, and the signs of the pages are plain ones."""
    env = {"LC_ALL": "tr_TR.ISO-8859-9", "PYTHONIOENCODING": "iso8859-9", "PYTHONUTF8": "0"}
    window = Window(tmp_path, "start", "--org", "A", "--lang", "tr", size=(80, 24), **env)
    windows.append(window)
    window.see("----------")
    window.child.send(" ")
    window.see(".....")
    window.child.send("1")
    window.see(" > 1")
    window.child.send("\x03")
    assert window.end() == 130
    assert "Traceback" not in window.raw


#: A line of shell, the exit code, and what is told.
STREAMS = [
    ("$S start --org A <&-", 2, "--answers FILE"),
    ("$S start --org A --accessible <&-", 2, "--answers FILE"),
    ("$S <&-", 0, "Usage: selfcheck"),
    ("$S </dev/null", 0, "Usage: selfcheck"),
    ("$S start --org A </dev/null", 2, "--answers FILE"),
    ("$S start --org A --accessible </dev/null", 4, "selfcheck resume"),
    ("$S resume --accessible <&-", 2, "--answers FILE"),
    ("$S start --answers - --org A <&-", 3, "stdin"),
    ("$S start --answers - --org A --allow-open <<<'legal_form: informal' >/dev/null", 0, ""),
    ("$S demo -o - >&-", 0, ""),
    ("$S demo 2>&-", 0, "plan.md"),
    ("$S start --org A <&- >&- 2>&-", 2, ""),
    ("$S saved >&- 2>&-", 0, ""),
    ("$S demo -o - >/dev/full", 5, "Çıktı yazılamıyor"),
    ("$S doctor --json >/dev/full", 5, "Çıktı yazılamıyor"),
    ("$S content check tests/packs/anchor >/dev/null 2>/dev/full", 3, ""),
    ("$S start --org A --no-input 2>/dev/full", 2, ""),
    ("$S demo -o - | head -1", 0, "# Eylem planı"),
    ("$S doctor | true", 0, ""),
]


@pytest.mark.guarantee("G9.5")
@pytest.mark.parametrize(("line", "code", "told"), STREAMS, ids=[line for line, *_ in STREAMS])
def test_streams_that_are_closed_full_or_broken(tmp_path: Path, line: str, code: int, told: str) -> None:
    """A stream that is closed, full or read by somebody in a hurry ends in the right code, and never in a traceback."""
    ended, said = run_in_shell(tmp_path, line)
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert told in said
    assert ended == code, said
    assert list(tmp_path.rglob("log-*")) == []


def test_nothing_of_the_pages_gets_into_a_file(tmp_path: Path, windows: list[Window]) -> None:
    """Standard output goes to a file, the pages to standard error, and the file holds the plan alone."""
    target = tmp_path / "plan.md"
    window = Window(tmp_path, "start", "--org", "A", "--lang", "sr-Cyrl", "-o", "-", shell=f'>"{target}"')
    windows.append(window)
    window.see("Пре почетка")
    window.press(" ", "Питање 1")
    window.press("rf", "Отворена питања")
    window.child.send("2\r")
    assert window.end() == 0
    assert ALTERNATE in window.raw
    text = target.read_text("utf-8")
    assert text.startswith("# Акциони план: A\n")
    assert "\x1b" not in text
