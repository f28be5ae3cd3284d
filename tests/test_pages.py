"""What a key does and where things stand: pure, so every page can be tried at every size without a terminal."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from selfcheck.terminal.drawing import ASCII
from selfcheck.terminal.drawing import Drawn
from selfcheck.terminal.drawing import Glyphs
from selfcheck.terminal.drawing import draw
from selfcheck.terminal.drawing import glyphs_for
from selfcheck.terminal.keys import BINDINGS
from selfcheck.terminal.pages import LIST_COMMANDS
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Heading
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import Reply
from selfcheck.terminal.pages import Row
from selfcheck.terminal.pressing import View
from selfcheck.terminal.pressing import look_at
from selfcheck.terminal.pressing import press
from selfcheck.terminal.screens import QUESTION_COMMANDS
from selfcheck.terminal.wrapping import width_of
from selfcheck.terminal.wrapping import wrap
from selfcheck.words import Words

EN = Words("en")
HEADING = Heading(
    left="Check", right="Question 7 of 30", second_left="Section 2 of 5: Data", second_right="saved 14:22", done=0.25
)
STATES = (
    Row(key="9", value="state:unknown", text="I do not know yet, ask me later", apart=True),
    Row(key="0", value="state:not_applicable", text="This does not apply to us"),
)
ROWS = (*(Row(key=str(n), value=f"c{n}", text=f"Choice {n}") for n in range(1, 5)), *STATES)
QUESTION = ListPage(heading=HEADING, body=("Do we meet?",), rows=ROWS, asks=True, commands=QUESTION_COMMANDS)
MULTIPLE = replace(
    QUESTION,
    rows=(*(Row(key=str(n), value=f"c{n}", text=f"Field {n}") for n in range(1, 15)), replace(STATES[0], key="99")),
    multiple=True,
    most=3,
    alone=("c14",),
)


def press_all(page: ListPage | ReadPage, keys: str) -> View | Reply:
    """Press keys, written with blanks between them."""
    step: View | Reply = look_at(page)
    for key in keys.split(" "):
        assert isinstance(step, View), f"the page was left before {key}"
        step = press(step, " " if key == "space" else key, EN)
    return step


@pytest.mark.parametrize(
    ("keys", "reply"),
    [
        ("3 enter", Picked(("c3",))),
        ("9 enter", Picked(("state:unknown",))),
        ("0 enter", Picked(("state:not_applicable",))),
        ("3 2 enter", Picked(("c2",))),
        ("down enter", Picked(("c1",))),
        ("up enter", Picked(("state:not_applicable",))),
        ("4 down enter", Picked(("state:unknown",))),
        ("tab tab enter", Picked(("c2",))),
        ("1 up enter", Picked(("state:not_applicable",))),
        ("left", Pressed(Command.BACK)),
        ("backspace", Pressed(Command.BACK)),
        ("s-tab", Pressed(Command.BACK)),
        ("right", Pressed(Command.SKIP)),
        ("escape", Pressed(Command.MENU)),
        ("c-c", Pressed(Command.QUIT)),
        ("c-d", Pressed(Command.END)),
        ("f1", Pressed(Command.HELP)),
    ],
)
def test_keys_of_a_question(keys: str, reply: Reply) -> None:
    assert press_all(QUESTION, keys) == reply


@pytest.mark.parametrize(
    ("letters", "command"),
    [
        ("nNнН", Command.NOTE),
        ("sSсС", Command.SECTIONS),
        ("rRрР", Command.REVIEW),
        ("?hHхХ", Command.HELP),
        ("mMмМ", Command.MENU),
        ("qQљЉ", Command.STOP),
        ("eEеЕ", Command.EVIDENCE),
        ("uUуУ", Command.UNSURE),
        ("fFфФ", Command.FOCUS),
    ],
)
def test_letters_answer_in_both_scripts(letters: str, command: Command) -> None:
    for letter in letters:
        assert press_all(QUESTION, letter) == Pressed(command)


def test_a_letter_means_what_the_page_takes() -> None:
    """On the review `f` finishes; Esc leaves a list; a list that is not left ignores what it does not take."""
    review = ListPage(heading=HEADING, rows=ROWS, commands=(Command.FINISH, *LIST_COMMANDS))
    assert press_all(review, "f") == Pressed(Command.FINISH)
    assert press_all(review, "escape") == Pressed(Command.BACK)
    assert press_all(review, "m") == Pressed(Command.BACK)
    assert press_all(review, "h") == Pressed(Command.HELP)
    assert press_all(review, "q") == Pressed(Command.STOP)
    assert isinstance(press_all(review, "n"), View)


@pytest.mark.parametrize("key", ["x", "7", "8", "ş", "İ", "space", ".", "c-z"])
def test_other_keys_are_ignored(key: str) -> None:
    assert press_all(QUESTION, key) in (look_at(QUESTION), replace(look_at(QUESTION), digits=key))


def test_enter_on_an_untouched_question_says_what_to_do() -> None:
    step = press_all(QUESTION, "enter")
    assert isinstance(step, View)
    assert step.highlighted is None
    assert step.error == "Choose an answer first: press its number, or use the arrow keys."
    assert isinstance(cleared := press(step, "1", EN), View)
    assert cleared.error == ""


def test_an_old_answer_is_highlighted_and_enter_keeps_it() -> None:
    page = replace(QUESTION, start="c2", ticked=("c2",))
    assert press_all(page, "enter") == Picked(("c2",))


@pytest.mark.parametrize(
    ("keys", "reply"),
    [
        ("1 space 3 space enter", Picked(("c1", "c3"))),
        ("3 space 1 space enter", Picked(("c1", "c3"))),
        ("1 4 space enter", Picked(("c14",))),
        ("1 space 1 4 space enter", Picked(("c14",))),
        ("1 4 space 2 space enter", Picked(("c2",))),
        ("1 space 1 space 2 space enter", Picked(("c2",))),
        ("3 enter", Picked(("c3",))),
        ("1 space 9 9 enter", Picked(("state:unknown",))),
    ],
)
def test_several_answers_are_ticked(keys: str, reply: Reply) -> None:
    assert press_all(MULTIPLE, keys) == reply


def test_no_more_than_the_most() -> None:
    step = press_all(MULTIPLE, "1 space 2 space 3 space 4 space")
    assert isinstance(step, View)
    assert step.error == "At most 3 answers: take one away first."
    assert step.ticked == {"c1", "c2", "c3"}


def test_any_key_leaves_a_page_to_read_but_those_that_scroll_it() -> None:
    page = ReadPage(heading=HEADING, parts=(("Why", "word " * 400),), leave="Any key")
    assert press_all(page, "x") == Pressed(Command.BACK)
    assert press_all(page, "enter") == Pressed(Command.BACK)
    assert press_all(page, "c-c") == Pressed(Command.QUIT)
    assert isinstance(press_all(page, "pagedown"), View)
    view = look_at(page)
    for key, top in (("down", 1), ("down", 2), ("up", 1), ("end", 1_000_000), ("home", 0), ("up", 0)):
        step = press(view, key, EN, top=draw(view, 40, 12, EN, Glyphs()).top)
        assert isinstance(step, View)
        assert step.top == top
        view = step


LONG = (
    "Kuruluşunuz, faydalanıcılardan topladığı kişisel verilerin hangi amaçla, ne kadar süreyle ve kimlerle paylaşılarak"
)
LONG_PAGE = replace(
    QUESTION,
    body=(f"{LONG} işlendiğini gösteren yazılı bir envantere sahip mi?",),
    rows=(*(Row(key=str(n), value=f"c{n}", text=f"{n}. seçenek: {LONG}") for n in range(1, 9)), *STATES),
    hint=LONG,
)


def shown(drawn: Drawn) -> list[str]:
    return drawn.text().split("\n")


@pytest.mark.parametrize(
    "page", [QUESTION, MULTIPLE, LONG_PAGE, ReadPage(heading=HEADING, parts=(("Why", LONG * 9),), leave="Any key")]
)
@pytest.mark.parametrize("size", [(200, 60), (120, 40), (80, 24), (60, 20), (50, 16), (40, 12), (30, 8), (20, 5)])
@pytest.mark.parametrize("key", [None, "1", "4", "8", "end"])
@pytest.mark.parametrize("projector", [False, True])
def test_every_page_fits_every_window(
    page: ListPage | ReadPage, size: tuple[int, int], key: str | None, projector: bool
) -> None:
    view = look_at(page, projector=projector)
    step = press(view, key, EN) if key and isinstance(page, ListPage) else view
    assert isinstance(step, View)
    width, height = size
    drawn = draw(step, width, height, EN, Glyphs())

    assert len(drawn.lines) <= height
    assert all(width_of(line) <= min(width, 100) for line in shown(drawn))
    assert 0 <= drawn.cursor[0] < max(height, len(drawn.lines))
    if size[1] >= 12:
        assert shown(drawn)[-1].strip()


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 14)])
@pytest.mark.parametrize("n", range(1, 9))
def test_the_highlighted_choice_is_whole_and_no_choice_is_cut(size: tuple[int, int], n: int) -> None:
    step = press_all(LONG_PAGE, str(n))
    assert isinstance(step, View)
    drawn = draw(step, *size, EN, Glyphs())
    marked = "".join(text for line in drawn.lines for style, text in line if style == "reverse")

    assert "".join(marked.split()) == "".join(f"{n}. seçenek: {LONG}".split())
    assert shown(drawn)[drawn.cursor[0]].startswith(f" ► {n}")


def test_a_question_fits_80_by_24_with_air(golden: object) -> None:
    step = press_all(QUESTION, "4")
    assert isinstance(step, View)
    golden(draw(step, 80, 24, EN, Glyphs()).text() + "\n", "pages/question-80x24.txt")  # type: ignore[operator]
    golden(draw(step, 60, 20, EN, Glyphs()).text() + "\n", "pages/question-60x20.txt")  # type: ignore[operator]
    golden(draw(step, 40, 12, EN, ASCII).text() + "\n", "pages/question-40x12-ascii.txt")  # type: ignore[operator]


def test_every_sign_is_in_every_windows_font() -> None:
    wgl4 = set("►█░▒▓─↑↓←→…")
    assert all(sign in wgl4 for field in Glyphs.__struct_fields__ for sign in getattr(Glyphs(), field))
    assert glyphs_for("ascii") == ASCII
    assert glyphs_for("cp1254") == ASCII
    assert glyphs_for("utf-8") == Glyphs()
    assert glyphs_for(None) == ASCII


@pytest.mark.parametrize("commands", [QUESTION_COMMANDS, LIST_COMMANDS, (Command.FINISH, *LIST_COMMANDS)])
def test_on_one_page_no_key_means_two_things(commands: tuple[Command, ...]) -> None:
    keys = [key for binding in BINDINGS if binding.command in commands for key in binding.keys]
    assert len(keys) == len(set(keys))


def test_a_projector_hides_everything_with_one_key_and_any_key_shows_it_again() -> None:
    hidden = press(look_at(LONG_PAGE, projector=True), ".", EN)
    assert isinstance(hidden, View)
    drawn = draw(hidden, 80, 24, EN, Glyphs())
    assert drawn.text().strip() == "Screen hidden. Press any key."
    assert len(drawn.lines) == 24
    again = press(hidden, "3", EN)
    assert isinstance(again, View)
    assert (again.hidden, again.highlighted) == (False, None), "the key that shows the page does nothing on it"
    assert press(hidden, "c-c", EN) == Pressed(Command.QUIT)
    reading = look_at(ReadPage(heading=HEADING, parts=(("", "x"),), leave="Any key"), projector=True)
    assert isinstance(step := press(reading, ".", EN), View)
    assert step.hidden


def test_a_projector_leaves_air_and_marks_the_whole_line(golden: object) -> None:
    step = press(look_at(QUESTION, projector=True), "2", EN)
    assert isinstance(step, View)
    drawn = draw(step, 60, 20, EN, Glyphs())
    golden(drawn.text() + "\n", "pages/projector-60x20.txt")  # type: ignore[operator]
    (marked,) = [text for line in drawn.lines for style, text in line if style == "reverse"]
    assert marked.rstrip() == "Choice 2"
    assert width_of(marked) == 60 - 8


def test_a_small_window_is_told_so_where_the_page_says_how() -> None:
    page = replace(QUESTION, asks=False, news="News", cramped="Make this window larger")
    assert "Make this window larger" in draw(look_at(page), 39, 12, EN, Glyphs()).text()
    assert "Make this window larger" in draw(look_at(page), 40, 11, EN, Glyphs()).text()
    assert "News" in draw(look_at(page), 40, 12, EN, Glyphs()).text()


def test_foreign_text_cannot_steer_the_screen() -> None:
    page = replace(QUESTION, body=("a\x1b[2Jb\u202ec",), rows=(Row(key="1", value="c1", text="x\x9by\x07"),))
    text = draw(look_at(page), 80, 24, EN, Glyphs()).text()
    assert "a<U+001B>[2Jb<U+202E>c" in text
    assert "x<U+009B>y<U+0007>" in text


@pytest.mark.parametrize("width", [1, 5, 11, 40])
@pytest.mark.parametrize(
    "text", ["", "a", "two words", "x" * 50, "çok güzel bir şey", "日本語 テキスト です", "a\nb c\n\nd"]
)
def test_wrapping_keeps_every_letter_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= max(width, 2) for line in lines)


LONGEST = " ".join(f"sözcük{n}" for n in range(30))[:240]
FULL_PAGE = replace(
    QUESTION,
    body=((LONG * 3)[:300],),
    rows=(*(Row(key=str(n), value=f"c{n}", text=f"{n}: {LONGEST}") for n in range(1, 9)), *STATES),
)


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (200, 60)])
def test_paging_down_shows_every_word_of_the_longest_page(size: tuple[int, int], projector: bool) -> None:
    """A question of 300 letters with eight choices of 240: nothing is out of reach, in any window."""
    view = look_at(FULL_PAGE, projector=projector)
    seen: list[str] = []
    for _ in range(40):
        drawn = draw(view, *size, EN, Glyphs())
        seen += [line.strip(" ►") for line in shown(drawn)]
        step = press(view, "pagedown", EN, top=drawn.top, sight=drawn.sight)
        assert isinstance(step, View)
        view = step
    said = " ".join(seen)
    for text in (*FULL_PAGE.body, *(row.text for row in FULL_PAGE.rows)):
        for line in wrap(text, 20):
            assert all(word in said for word in line.split(" ")), line


@pytest.mark.parametrize("n", range(1, 9))
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_the_longest_choice_is_whole_when_it_is_highlighted(n: int, size: tuple[int, int]) -> None:
    step = press_all(FULL_PAGE, str(n))
    assert isinstance(step, View)
    drawn = draw(step, *size, EN, Glyphs())
    marked = "".join(text for line in drawn.lines for style, text in line if style == "reverse")
    assert "".join(marked.split()) == "".join(f"{n}: {LONGEST}".split())
