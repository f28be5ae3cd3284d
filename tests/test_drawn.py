"""The drawn pages as prompt_toolkit draws them: real keys go in through a pipe, a real screen is read back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from msgspec import Struct
from msgspec import field
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from selfcheck.assessment.response_file import read_response
from selfcheck.terminal.desk import Desk
from selfcheck.terminal.drawn import show_drawn
from selfcheck.terminal.interview import Ending
from selfcheck.terminal.welcome import Wish
from selfcheck.terminal.welcome import check
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.test_assessment import FILES

UP, DOWN, LEFT, RIGHT, ESC, ENTER = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C", "\x1b", "\r"


class Recorder(io.StringIO):
    """A stream that a terminal writes to."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return -1


class Theatre(Struct):
    """A desk, a pipe for keys, and a recording of what was drawn."""

    desk: Desk
    pipe: PipeInput
    size: tuple[int, int] = (80, 24)
    stream: Recorder = field(default_factory=Recorder)

    def play(self, keys: str) -> Wish | Ending:
        self.pipe.send_text(keys)
        columns, rows = self.size
        output = Vt100_Output(self.stream, lambda: Size(rows=rows, columns=columns), term="xterm")
        flow = check(self.desk, "Örnek", ask_language=False)
        return show_drawn(flow, lambda: self.desk.words, (self.pipe, output))

    def screen(self) -> list[str]:
        """The last page that was drawn, before the cursor left it."""
        screen = pyte.Screen(*self.size)
        text = self.stream.getvalue()
        pyte.Stream(screen).feed(text[: text.rindex("\r\n\x1b[J\x1b[?7h")])
        return [line.rstrip() for line in screen.display]


@pytest.fixture
def theatre(tmp_path: Path) -> Iterator[Theatre]:
    pack = make_pack(tmp_path / "pack", FILES)
    desk = Desk(pack, tmp_path / "pack", tmp_path / "answers", Words("en"), lambda: NOW)
    with create_pipe_input() as pipe:
        yield Theatre(desk, pipe)
    desk.close()


def answers(theatre: Theatre) -> dict[str, object]:
    response = read_response(theatre.desk.path).response
    return {key: answer.chosen or answer.value or answer.state for key, answer in response.answers.items()}


def test_a_whole_check_typed_ahead_loses_no_key(theatre: Theatre) -> None:
    ending = theatre.play(f" 1 {ENTER}2{ENTER}12{ENTER}Niš{ENTER}3{ENTER}1 2 {ENTER}{ENTER}")

    assert isinstance(ending, Ending)
    assert ending.how == "finished"
    assert answers(theatre) == {
        "field": ("arts",), "form": ("informal",), "people": 12, "town": "Niš", "1": ("3",), "4": ("a", "b"),
    }  # fmt: skip


def test_arrows_back_and_the_old_answer(theatre: Theatre) -> None:
    theatre.play(f"x1{ENTER}{DOWN}{DOWN}{ENTER}{ESC}{LEFT}\x03")
    assert answers(theatre)["form"] == ("informal",)


def test_ctrl_c_and_ctrl_d_end_with_everything_saved(theatre: Theatre) -> None:
    ending = theatre.play(f" 1{ENTER}\x03")
    assert isinstance(ending, Ending)
    assert ending.how == "interrupted"
    assert answers(theatre) == {"field": ("arts",)}


def test_a_note_with_turkish_letters_and_a_pasted_line_end(theatre: Theatre) -> None:
    theatre.play(f" nşimdi değil\x1b[200~, son\nra\x1b[31m\x1b[201~{ENTER}\x04")
    note = read_response(theatre.desk.path).response.answer("field").note
    assert note == "şimdi değil, son ra[31m"


def test_a_paste_answers_nothing(theatre: Theatre) -> None:
    theatre.play(f" \x1b[200~1{ENTER}2{ENTER}\x1b[201~\x04")
    assert answers(theatre) == {}


def test_cyrillic_keys_work(theatre: Theatre) -> None:
    theatre.play(f" нбелешка{ENTER}\x03")
    assert read_response(theatre.desk.path).response.answer("field").note == "белешка"


def test_the_alternate_screen_is_entered_once_and_left(theatre: Theatre) -> None:
    theatre.play(f" 1{ENTER}2{ENTER}?xm1{ENTER}\x03")
    text = theatre.stream.getvalue()
    assert text.count("\x1b[?1049h") == 1
    assert text.count("\x1b[?1049l") == 1
    assert "\x1b[6n" not in text, "the cursor's position is never asked for"


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12), (120, 40)])
def test_the_screen_as_it_is_seen(theatre: Theatre, size: tuple[int, int]) -> None:
    theatre.size = size
    theatre.play(f" 1{ENTER}2\x03")
    screen = theatre.screen()
    assert screen[0].startswith("Tiny check")
    assert any(line.startswith(" ► 2  Informal") for line in screen)
    assert "Enter choose" in "".join(screen[-2:])


def test_an_error_in_the_conversation_restores_the_screen(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(theatre.desk, "save", break_down)
    with pytest.raises(ZeroDivisionError):
        theatre.play(" 1\r")
