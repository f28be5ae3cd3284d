"""Every key of the table of keys, pressed on every page: real keys through a pipe, and what is on the screen then.

The pages are reached by keys too; the last key pressed is the one under test, and Ctrl-C ends each of these checks.
"""

from __future__ import annotations

import pytest

from tests.test_drawn import DOWN
from tests.test_drawn import ENTER
from tests.test_drawn import ESC
from tests.test_drawn import LEFT
from tests.test_drawn import RIGHT
from tests.test_drawn import UP
from tests.test_drawn import Theatre
from tests.test_drawn import answers
from tests.test_drawn import theatre as theatre  # the fixture

TAB, BACK_TAB, BACKSPACE, F1 = "\t", "\x1b[Z", "\x7f", "\x1bOP"
PAGE_UP, PAGE_DOWN, HOME, END = "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F"
CTRL_L, CTRL_Z = "\x0c", "\x1a"
PASTE = "\x1b[200~3\r\x1b[201~"

#: How to get to each page from the first key on, and what stands at its top.
PAGES = {
    "question": (f" 1{ENTER}", "Which form?"),
    "several": (" ", "Which fields?"),
    "menu": (f" 1{ENTER}m", "Menu"),
    "language": (f" 1{ENTER}m10{ENTER}", "Language / Dil / Jezik"),
    "sections": (f" 1{ENTER}s", "Sections"),
    "review": (f" 1{ENTER}r", "Check your answers"),
    "open": (f" 1{ENTER}rf", "Open questions: 6"),
    "stop": (f" 1{ENTER}q", "Save and stop?"),
    "help": (f" 1{ENTER}?", "Help: Which form?"),
    "note": (f" 1{ENTER}n", "Note: Which form?"),
    "evidence": (f" 1{ENTER}e", "Evidence: Which form?"),
    "unsure": (f" 1{ENTER}u", "Not sure: Which form?"),
    "integer": (f" 1{ENTER}2{ENTER}", "How many people?"),
}

SAME = "the page itself"
QUESTION, FIRST, NEXT = "Which form?", "Which fields?", "How many people?"
MENU, HELP, STOP, REVIEW = "Menu", "Help", "Save and stop?", "Check your answers"

ON_A_QUESTION = {
    UP: SAME, DOWN: SAME, TAB: SAME, "2": SAME, "9": SAME, "0": SAME, "8": SAME, ENTER: SAME, " ": SAME,
    LEFT: FIRST, BACKSPACE: FIRST, BACK_TAB: FIRST, RIGHT: NEXT,
    PAGE_UP: SAME, PAGE_DOWN: SAME, HOME: SAME, END: SAME,
    ESC: MENU, "m": MENU, "M": MENU, "м": MENU, "М": MENU,
    "n": "Note: Which form?", "N": "Note: Which form?", "н": "Note: Which form?",
    "e": "Evidence: Which form?", "е": "Evidence: Which form?",
    "u": "Not sure: Which form?", "у": "Not sure: Which form?",
    "f": SAME, "ф": SAME,
    "?": HELP, F1: HELP, "h": HELP, "х": HELP,
    "s": "Sections", "с": "Sections", "r": REVIEW, "р": REVIEW, "q": STOP, "љ": STOP,
    CTRL_L: SAME, ".": SAME, "x": SAME, "ş": SAME, "İ": SAME, CTRL_Z: SAME, PASTE: SAME,
}  # fmt: skip

ON_A_LIST = {
    UP: SAME, DOWN: SAME, TAB: SAME, "1": SAME, PAGE_UP: SAME, PAGE_DOWN: SAME, HOME: SAME, END: SAME, CTRL_L: SAME,
    LEFT: QUESTION, BACKSPACE: QUESTION, BACK_TAB: QUESTION, ESC: QUESTION, "m": QUESTION, "м": QUESTION,
    "?": HELP, F1: HELP, "h": HELP, "х": HELP, "q": STOP, "љ": STOP,
    RIGHT: SAME, "n": SAME, "e": SAME, "s": SAME, "x": SAME, ".": SAME, CTRL_Z: SAME, PASTE: SAME,
}  # fmt: skip

ON_A_TEXT = {
    UP: SAME, DOWN: SAME, LEFT: SAME, RIGHT: SAME, HOME: SAME, END: SAME, BACKSPACE: SAME, TAB: SAME, PAGE_UP: SAME,
    "n": SAME, "q": SAME, "?": SAME, ".": SAME, "5": SAME, "ş": SAME, "х": SAME, PASTE: SAME, CTRL_Z: SAME,
    ENTER: QUESTION, ESC: QUESTION,
}  # fmt: skip

CASES = [
    *(("question", key, then) for key, then in ON_A_QUESTION.items()),
    *(("several", key, SAME) for key in (UP, DOWN, " ", "1", "12", "99", LEFT, ENTER, PASTE, ".")),
    *(("several", key, QUESTION) for key in (RIGHT, f"1{ENTER}", f"1 2 {ENTER}", f"99{ENTER}")),
    *((page, key, then) for page in ("menu", "sections") for key, then in ON_A_LIST.items()),
    *(("review", key, then) for key, then in ON_A_LIST.items()),
    ("review", f"2{ENTER}", QUESTION), ("review", f"3{ENTER}", NEXT), ("review", "f", "Open questions: 6"),
    ("review", "ф", "Open questions: 6"),
    *(("language", key, then) for key, then in ON_A_LIST.items() if then != HELP),
    ("menu", ENTER, QUESTION), ("menu", f"2{ENTER}", FIRST), ("menu", f"3{ENTER}", NEXT),
    ("menu", f"4{ENTER}", "Note: Which form?"), ("menu", f"5{ENTER}", "Evidence: Which form?"),
    ("menu", f"6{ENTER}", "Not sure: Which form?"), ("menu", f"7{ENTER}", QUESTION), ("menu", f"8{ENTER}", "Sections"),
    ("menu", f"9{ENTER}", REVIEW), ("menu", f"11{ENTER}", HELP), ("menu", f"12{ENTER}", STOP),
    ("language", f"2{ENTER}", QUESTION),
    ("sections", f"2{ENTER}", "Do we meet?"), ("sections", ENTER, QUESTION),
    *(("open", key, then) for key, then in {ESC: REVIEW, LEFT: REVIEW, ENTER: QUESTION, "q": STOP, "?": HELP}.items()),
    *(("stop", key, then) for key, then in {ESC: QUESTION, f"2{ENTER}": QUESTION, DOWN: SAME, "1": SAME}.items()),
    *(("help", key, QUESTION) for key in (ENTER, ESC, " ", "x", LEFT, "?", "1", "n", "q1")),
    *(("help", key, SAME) for key in (DOWN, UP, PAGE_DOWN, HOME, END, CTRL_L)),
    *((page, key, then) for page in ("note", "evidence", "unsure") for key, then in ON_A_TEXT.items()),
    *(("integer", key, SAME) for key in (LEFT, RIGHT, "n", "q", "?", f"x{ENTER}", f"999{ENTER}", BACKSPACE)),
    *(("integer", key, "Which town?") for key in (ENTER, f"12{ENTER}", f"0{ENTER}")),
    ("integer", ESC, MENU),
]  # fmt: skip


@pytest.mark.parametrize(("page", "key", "then"), CASES, ids=lambda value: repr(value) if "\x1b" in value else value)
def test_a_key_on_a_page(theatre: Theatre, page: str, key: str, then: str) -> None:
    way, title = PAGES[page]
    theatre.play(f"{way}{key}\x03")
    screen = "\n".join(theatre.screen())
    assert (title if then == SAME else then) in screen
    if then not in (SAME, title):
        assert not screen.startswith(title)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_ctrl_c_and_ctrl_d_stop_at_once_on_every_page(theatre: Theatre, page: str, key: str) -> None:
    ending = theatre.play(f"{PAGES[page][0]}{key}")
    assert getattr(ending, "how", "") == ("interrupted" if key == "\x03" else "stopped")
    assert page == "several" or answers(theatre)["field"] == ("arts",)


def test_the_first_arrow_goes_to_the_first_or_the_last_choice(theatre: Theatre) -> None:
    theatre.play(f" 1{ENTER}{DOWN}{ENTER}{LEFT}{UP}\x03")
    assert answers(theatre)["form"] == ("club",)


def test_up_from_nothing_goes_to_the_last(theatre: Theatre) -> None:
    theatre.play(f" 1{ENTER}{UP}{ENTER}\x03")
    assert answers(theatre)["form"] == "unknown"
