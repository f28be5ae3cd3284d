"""The real program on a real terminal: what a person sees, and what is left after kill, signals and closed windows."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import Response
from tests.conftest import NOWHERE
from tests.conftest import ROOT
from tests.conftest import Ran
from tests.conftest import run_selfcheck

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

import pexpect


class Window:
    """A terminal with the program in it: keys go in, the screen comes out."""

    def __init__(
        self, folder: Path, *arguments: str, size: tuple[int, int] = (80, 24), shell: str = "", **env: str
    ) -> None:
        """`shell` is what a shell has behind the command, such as `2>FILE`; an `env` of "" takes a variable away."""
        self.folder = folder
        self.screen = pyte.Screen(*size)
        self.stream = pyte.Stream(self.screen)
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("SELFCHECK", "LC_", "LANG", "ACCESS", "NO_COL"))
        }
        environment |= {"TERM": "xterm-256color", "SELFCHECK_DIR": str(folder), "LANG": "C.UTF-8", **env}
        environment.setdefault("XDG_CONFIG_HOME", NOWHERE)
        environment = {key: value for key, value in environment.items() if value}
        self.raw = ""
        self.child = self.begin(arguments, shell, environment)

    def begin(self, arguments: tuple[str, ...], shell: str, environment: dict[str, str]) -> pexpect.spawn[str]:
        """Start the program on a terminal of this window's size."""
        command = [sys.executable, "-m", "selfcheck", *arguments]
        if shell:
            command = ["/bin/sh", "-c", f"exec {shlex.join(command)} {shell}"]
        return pexpect.spawn(
            command[0],
            command[1:],
            dimensions=(self.screen.lines, self.screen.columns),
            encoding="utf-8",
            codec_errors="replace",
            env=environment,
            cwd=str(ROOT),
            timeout=15,
        )

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what the program writes; tells whether anything came."""
        try:
            text = self.child.read_nonblocking(100_000, seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += text
        self.stream.feed(text)
        return True

    def see(self, text: str) -> str:
        """Wait until a text is on the screen, which may have broken it over lines; gives the whole screen."""
        until = time.monotonic() + 15
        while time.monotonic() < until:
            self.read()
            if text in self.text or text in "".join(line.strip() for line in self.screen.display):
                while self.read(0.02):  # the rest of a page may still be on its way
                    pass
                return self.text
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def press(self, keys: str, then: str) -> str:
        self.child.send(keys)
        return self.see(then)

    def end(self) -> int:
        """Wait for the end, and give the exit code as a shell would."""
        while self.child.isalive():
            self.read()
        self.read()
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0)

    def response(self) -> Response:
        return saved_responses(self.folder)[0].response


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[list[Window]]:
    opened: list[Window] = []
    yield opened
    for window in opened:
        window.child.close(force=True)


def turkish(folder: Path, windows: list[Window], *arguments: str, size: tuple[int, int] = (80, 24)) -> Window:
    window = Window(folder, *arguments, size=size, SELFCHECK_LANG="tr")
    windows.append(window)
    return window


def test_a_check_in_turkish_from_the_start_page_to_the_plan(tmp_path: Path, windows: list[Window]) -> None:
    """Nine questions, back, a note, a skipped question, the review, the end."""
    window = turkish(tmp_path, windows)
    window.see("Yeni değerlendirme")
    window.press("1\r", "Ad")
    window.press("Mor Çatı\r", "mor-cati")
    window.press(" ", "Soru 1 ")
    window.press("1\r", "Soru 2 ")
    window.press("Bursa\r", "Soru 3 ")
    window.press("1\r", "Soru 4 ")
    window.press("2\r", "Soru 5 ")
    window.press("1\r", "Soru 6 /")
    window.press("3\r", "Soru 7 /")
    window.press("\x1b[C", "Soru 8 /")
    window.press("2\r", "Soru 9 /")
    screen = window.press("\x1b[D", "Soru 8 /")
    assert " ► 2" in screen
    assert "(yanıtınız)" in screen.replace("\n      ", " ")
    window.press("n", "Not:")
    window.press("Ayşe'ye sor\r", "Soru 8 /")
    window.press("3\r", "Soru 9 /")
    screen = window.press("r", "YANITLANMADI")
    assert "Mor Çatı" not in screen
    window.press("f", "Açık kalan sorular")
    window.press("2\r", "selfcheck resume")
    assert window.end() == 0
    response = window.response()
    assert response.organisation == "Mor Çatı"
    assert response.finished
    assert response.answer("2").chosen == ("3",)
    assert response.answer("2").note == "Ayşe'ye sor"
    assert response.answer("1").is_open
    plan = saved_responses(tmp_path)[0].path.with_name(f"cso-check-{response.started[:10]}.plan.md")
    assert "Ayşe'ye sor" in plan.read_text("utf-8")
    assert "puan yok" in window.text


def test_kill_after_the_fourth_answer_and_resume_opens_the_fifth(tmp_path: Path, windows: list[Window]) -> None:
    window = turkish(tmp_path, windows, "start", "--org", "Örnek")
    window.see("ornek")
    window.press(" ", "Soru 1 ")
    for n, keys in enumerate(("1\r", "Bursa\r", "1\r", "2\r"), 2):
        window.press(keys, f"Soru {n} ")
    window.child.kill(signal.SIGKILL)
    window.end()
    again = turkish(tmp_path, windows, "resume")
    again.see("Soru 5 ")
    assert [*again.response().answers] == ["field_of_work", "city_region", "legal_form", "size"]
    again.press("\x03", "selfcheck resume")
    assert again.end() == 130


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)], ids=["TERM", "HUP", "INT"]
)
def test_signals_restore_the_screen_and_lose_nothing(
    tmp_path: Path, windows: list[Window], number: int, code: int
) -> None:
    window = turkish(tmp_path, windows, "start", "--org", "Örnek")
    window.see("ornek")
    window.press(" ", "Soru 1 ")
    window.press("1\r", "Soru 2 ")
    window.child.kill(number)
    assert window.end() == code
    assert "\x1b[?1049l" in window.raw
    assert window.response().answer("field_of_work").chosen == ("culture_arts",)


@pytest.mark.guarantee("G5.5")
def test_a_resized_window_is_drawn_anew(tmp_path: Path, windows: list[Window]) -> None:
    """A window that changes its size shows the page anew, with nothing cut off at its edge."""
    window = turkish(tmp_path, windows, "start", "--org", "Örnek")
    window.see("ornek")
    window.press(" ", "Soru 1 ")
    for columns, rows in ((60, 20), (40, 14), (100, 30)):
        window.screen.resize(rows, columns)
        window.child.setwinsize(rows, columns)
        window.press("2", "►")
        assert all(len(line.rstrip()) <= columns for line in window.screen.display)
    assert window.raw.count("\x1b[?1049h") == 1


def test_stdout_may_go_elsewhere_while_the_pages_are_drawn(tmp_path: Path, windows: list[Window]) -> None:
    target = tmp_path / "out.md"
    window = Window(tmp_path, "start", "--org", "A", "--lang", "en", "-o", "-", shell=f'>"{target}"')
    windows.append(window)
    window.see("Before you start")
    window.press(" ", "Question 1")
    window.press("rf", "Open questions")
    window.child.send("2\r")
    assert window.end() == 0
    text = target.read_text("utf-8")
    assert text.startswith("# Action plan: A\n")
    assert "\x1b" not in text


#: The table of the specification, 3.1, row by row: arguments, what the shell adds, the environment, and what comes.
START = ("start", "--org", "A", "--lang", "en")
ROWS = [
    ((*START, "--answers", "demo.yaml"), "", {}, "batch"),
    ((*START, "--no-input"), "", {}, "forbidden"),
    ((*START, "--accessible"), "", {}, "plain"),
    ((*START, "--screen-reader"), "", {}, "plain"),
    (START, "", {"ACCESSIBLE": "1"}, "plain"),
    (START, "", {"ACCESSIBLE": "0"}, "drawn"),
    (START, "", {"TERM": "dumb"}, "plain"),
    (START, "", {"TERM": "unknown"}, "plain"),
    ((*START, "--accessible"), "<&-", {}, "none"),
    (START, "<&-", {}, "none"),
    (START, "</dev/null", {}, "none"),
    (START, "<demo.yaml", {}, "none"),
    ((*START, "--accessible"), "</dev/null", {}, "ended"),
    (START, ">/dev/null 2>&1", {}, "silent"),
    (START, "2>/dev/null", {}, "drawn"),
    (START, ">/dev/null", {}, "drawn"),
    (START, "", {}, "drawn"),
    (START, "", {"TERM": "a-terminal-from-the-future"}, "drawn"),
    (START, "", {"TERM": ""}, "drawn"),
]
ALTERNATE = "\x1b[?1049h"


@pytest.mark.guarantee("G5.5")
@pytest.mark.parametrize(
    ("arguments", "shell", "env", "how"), ROWS, ids=lambda part: " ".join(map(str, part)) if part else "-"
)
def test_which_interface_is_used(
    tmp_path: Path, windows: list[Window], arguments: tuple[str, ...], shell: str, env: dict[str, str], how: str
) -> None:
    """Every terminal gets an interface that it can show, and where there is none the program says so."""
    window = Window(tmp_path, *arguments, size=(80, 24), shell=shell, **env)
    windows.append(window)
    if how == "drawn":
        window.see("Before you start")
        window.press(" ", "Question 1")
        window.press("\x03", "selfcheck resume") if "2>" not in shell else window.child.send("\x03")
        assert window.end() == 130
        assert window.raw.count(ALTERNATE) == window.raw.count("\x1b[?1049l") == 1
        assert "\x1b[6n" not in window.raw, "the cursor's position is never asked for"
        return
    if how == "plain":
        window.see("Answer:")
        window.child.send("1, 2\r")
        window.see("Question 2")
        window.child.sendeof()
        assert window.end() == 0
        assert window.response().answer("field_of_work").chosen == ("culture_arts", "migration")
    else:
        codes = {"batch": 0, "forbidden": 2, "none": 2, "silent": 2, "ended": 4}
        assert window.end() == codes[how]
        said = {"batch": ".plan.md", "forbidden": "--no-input", "none": "--answers FILE", "ended": "selfcheck resume"}
        assert said.get(how, "") in window.raw
    assert "\x1b" not in window.raw


RED = re.compile(r"\x1b\[[0-9;]*\b(?:3[0-7]|9[0-7]|38|4[0-7])[;m]")


@pytest.mark.guarantee("G5.5")
@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_no_color(tmp_path: Path, windows: list[Window], env: dict[str, str], coloured: bool) -> None:
    """Without colours everything can still be told apart."""
    window = Window(tmp_path, *START, size=(80, 24), **env)
    windows.append(window)
    window.see("Before you start")
    window.press(" ", "Question 1")
    window.press("\r", "! Choose an answer first")
    window.press("1", "► 1")
    assert bool(RED.search(window.raw)) == coloured
    assert "\x1b[0;7m" in window.raw, "the highlight is no colour, and stays"


def test_a_whole_check_typed_before_the_first_page_loses_no_key(tmp_path: Path, windows: list[Window]) -> None:
    """In one piece, while the program is still starting and the terminal still reads lines."""
    window = Window(tmp_path, *START)
    windows.append(window)
    window.child.send(" 1\rBursa\r" + "1\r" * 34 + "\r")
    window.see("selfcheck resume")
    assert window.end() == 0
    response = window.response()
    assert response.finished
    assert len(response.answers) == 36
    assert response.answer("city_region").value == "Bursa"


def test_thirty_answers_in_one_piece_lose_no_key(tmp_path: Path, windows: list[Window]) -> None:
    window = Window(tmp_path, *START)
    windows.append(window)
    window.see("Before you start")
    window.child.send(" 1\rNiš\r" + "".join(f"{1 + n % 2}\r" for n in range(30)) + "\x03")
    assert window.end() == 130
    response = window.response()
    assert len(response.answers) == 32
    asked = [answer for key, answer in response.answers.items() if key not in ("field_of_work", "city_region")]
    assert [answer.chosen[0] for answer in asked[4:]] == [str(1 + n % 2) for n in range(4, 30)]


def test_pages_in_cyrillic_on_a_terminal(tmp_path: Path, windows: list[Window]) -> None:
    """The locale of the system is Serbian, keys and texts are Cyrillic, and what is shown of keys stays Latin."""
    window = Window(tmp_path, LANG="sr_RS.UTF-8")
    windows.append(window)
    window.see("Нова самопроцена")
    window.press("1\r", "Назив:")
    window.press("Њива\r", "njiva/cso-check")
    screen = window.press(" ", "Питање 1")
    assert "n белешка" in screen
    window.press("1\r", "Питање 2")
    window.press("Ниш\r", "Питање 3")
    window.press("н", "Белешка: Правни облик")
    window.press("питај Љиљу\r", "Белешка је сачувана.")
    window.press("љ", "Сачувати и прекинути?")
    window.press("1\r", "selfcheck resume")
    assert window.end() == 0
    response = window.response()
    assert (response.language, response.organisation) == ("sr-Cyrl", "Њива")
    assert response.answer("legal_form").note == "питај Љиљу"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["TERM", "HUP"])
def test_signals_in_plain_questions_lose_nothing(tmp_path: Path, windows: list[Window], number: int, code: int) -> None:
    window = Window(tmp_path, *START, "--accessible")
    windows.append(window)
    window.see("Answer:")
    window.child.send("1\r")
    window.see("Question 2")
    window.child.kill(number)
    assert window.end() == code
    assert window.response().answer("field_of_work").chosen == ("culture_arts",)


def test_ctrl_c_in_plain_questions_saves_and_says_so(tmp_path: Path, windows: list[Window]) -> None:
    window = Window(tmp_path, "start", "--org", "A", "--lang", "en", "--accessible")
    windows.append(window)
    window.see("Answer:")
    window.child.send("1\r")
    window.see("Question 2")
    window.child.sendintr()
    window.see("selfcheck resume")
    assert window.end() == 130


@pytest.mark.guarantee("G5.2")
@pytest.mark.parametrize("input_", [b"", b"1\n2\n", b"\x1b[6n\x1b[6n\n", None], ids=["empty", "text", "ESC", "closed"])
def test_without_a_terminal_it_says_what_to_do(tmp_path: Path, input_: bytes | None) -> None:
    """Where nobody can be asked, the wizard ends at once and says how to give the answers instead."""
    env = {"SELFCHECK_DIR": str(tmp_path)}
    if input_ is None:
        command = f"exec {shlex.quote(sys.executable)} -P -m selfcheck start --org A <&-"
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        ran = Ran(done.returncode, done.stdout, done.stderr)
    else:
        ran = run_selfcheck("start", "--org", "A", env=env, input=input_)
    assert ran.code == 2
    assert "--answers FILE" in ran.err
    assert len(ran.err) < 4000
    assert ran.out == ""


def test_a_training_leaves_nothing_of_one_organisation_for_the_next_to_see(
    tmp_path: Path, windows: list[Window]
) -> None:
    window = Window(tmp_path, "trainer", "--lang", "en")
    windows.append(window)
    window.see("First organisation")
    window.press("1\r", "Name:")
    window.press("Mor Cati\r", "mor-cati")
    window.press(" ", "Question 1")
    window.press("n", "Note:")
    window.press("a secret\r", "Note saved.")
    assert "a secret" not in window.text, "notes are private on a wall"
    window.press(".", "Screen hidden.")
    assert "Question" not in window.text
    window.press(".", "Question 1")
    window.press("q", "Save and stop?")
    window.press("1\r", "Next organisation")
    wiped = len(window.raw)
    window.press("1\r", "Organisations: 1")
    assert "\x1b[3J" in window.raw[wiped:], "what scrolled away is wiped too"
    window.press("1\r", "Name:")
    assert "Mor Cati" not in window.text
    window.press("\x1f\x19", "Name:")  # neither undo nor yank brings anything back
    assert "secret" not in window.text
    window.child.send("\x03")
    assert window.end() == 130
    assert "Mor Cati" not in window.text
    assert "mor-cati" not in window.text
    assert "\x1b[?1049l" in window.raw
    assert len(list(tmp_path.glob("*.training.json"))) == 1


def test_plain_questions_every_time_are_offered_once(tmp_path: Path, windows: list[Window]) -> None:
    settings = tmp_path / "settings"
    for n, offered in enumerate((True, False)):
        more = ("--accessible",) if n == 0 else ()
        window = Window(
            tmp_path / str(n),
            "start",
            "--org",
            "A",
            "--lang",
            "en",
            *more,
            size=(100, 60),
            XDG_CONFIG_HOME=str(settings),
        )
        windows.append(window)
        window.see("Plain questions: on")
        window.see("Answer:")
        window.child.send("r\rf\r2\r")
        window.see("selfcheck resume")
        if offered:
            window.see("every time on this computer?")
            window.child.send("y\r")
        assert window.end() == 0
    assert (settings / "selfcheck" / "config.yaml").read_text("utf-8") == "accessible: true\n"


def test_where_pages_cannot_be_drawn_the_questions_are_asked_in_lines(tmp_path: Path, windows: list[Window]) -> None:
    """Row 5 of the table: a console that is none. Here the library is told so."""
    (tmp_path / "sitecustomize.py").write_text(
        "import prompt_toolkit.output as output\n"
        "def refuse(*_, **__): raise RuntimeError('no console screen buffer')\n"
        "output.create_output = refuse\n"
    )
    window = Window(tmp_path / "answers", *START, size=(80, 60), PYTHONPATH=str(tmp_path))
    windows.append(window)
    window.see("This window cannot draw pages")
    window.see("Answer:")
    window.child.send("q\r1\r")
    assert window.end() == 0
    assert "\x1b" not in window.raw.partition("\x1b[?1049l")[2]  # the first page was there already
