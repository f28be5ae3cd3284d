"""The first page is on the screen before the library that draws pages is there, and nothing typed meanwhile is lost."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from wcwidth import wcwidth

from selfcheck.terminal.wrapping import _ONE_WIDE
from tests.test_terminal import Window

START = ("start", "--org", "A", "--lang", "en")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """A program whose library for drawing comes when the file `now` is there."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "class Wait:\n"
        "    def find_spec(self, name, *_):\n"
        "        while name == 'prompt_toolkit' and not (Path(__file__).parent / 'now').exists(): time.sleep(0.01)\n"
        "sys.meta_path.insert(0, Wait())\n"
    )
    opened = Window(tmp_path / "answers", *START, PYTHONPATH=str(tmp_path))
    yield opened
    opened.child.close(force=True)


def drawn(window: Window) -> tuple[list[str], tuple[int, int]]:
    return [line.rstrip() for line in window.screen.display], (window.screen.cursor.y, window.screen.cursor.x)


def test_the_page_that_is_painted_first_is_the_page_that_is_drawn(window: Window, tmp_path: Path) -> None:
    window.see("Press any key to begin")
    painted = drawn(window)
    (tmp_path / "now").touch()
    while "\x1b[?2004h" not in window.raw or "begin" not in window.raw.rpartition("\x1b[?2004h")[2]:
        window.read()
    window.read(0.5)
    assert drawn(window) == painted
    assert window.raw.count("\x1b[?1049h") == 1


def test_keys_typed_before_the_library_is_there_do_what_they_do_later(window: Window, tmp_path: Path) -> None:
    window.see("Press any key to begin")
    window.child.send(" 1\rNiš\r\x03")
    window.read(0.3)
    assert "Niš" not in window.raw
    (tmp_path / "now").touch()
    assert window.end() == 130
    assert [*window.response().answers] == ["field_of_work", "city_region"]


def test_a_signal_before_the_library_is_there_restores_the_screen(window: Window) -> None:
    window.see("Press any key to begin")
    window.child.kill(signal.SIGTERM)
    assert window.end() == 128 + signal.SIGTERM
    assert "\x1b[?1049l" in window.raw
    assert window.raw.index("\x1b[?1049l") < window.raw.index("Saved.")


def test_letters_said_to_be_one_column_wide_are() -> None:
    letters = [chr(number) for number in range(32, 0x3000) if _ONE_WIDE.fullmatch(chr(number))]
    assert len(letters) > 900
    assert {letter for letter in letters if wcwidth(letter) != 1} == set()
