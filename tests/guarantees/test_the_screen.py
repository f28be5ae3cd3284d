"""G9: text cannot play tricks with your screen, and every character of it is shown."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields
from msgspec.structs import replace

from selfcheck.assessment.response_file import write_response
from selfcheck.content.characters import HIDDEN
from selfcheck.content.characters import visible
from selfcheck.content.checks import check_pack
from selfcheck.content.loading import load_pack
from selfcheck.terminal.drawing import Glyphs
from selfcheck.terminal.drawing import draw
from selfcheck.terminal.drawing import draw_input
from selfcheck.terminal.pages import Heading
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import Row
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pressing import look_at
from selfcheck.words import Words
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_assessment import FILES
from tests.test_pages import LONG_PAGE
from tests.test_pages import MULTIPLE
from tests.test_pages import QUESTION
from tests.test_response_file import response

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.test_terminal import Window

EN = Words("en")

#: What changes the title of a window, its clipboard, colours, cursor and contents; hides words, or turns them round.
PAYLOADS = [
    "\x1b]0;title\x07", "\x1b]52;c;aGk=\x07", "\x1b[2J", "\x1b[H", "\x1b[31m", "\x1bc", "\x1b]8;;https://example.org\x1b\\x\x1b]8;;\x1b\\", "\x1b[6n", "\x1bP$q\x1b\\", "\x1b[?1049l",
    "\x9b2J", "\x9d0;t\x9c", "\x90x\x9c", "\x07\x07", "a\x08\x08b", "\x00", "\x7f", "\u202eabc\u202c", "a\u200bb\u2066c", "\U000e0041\U000e0042",
]  # fmt: skip

PAGES = {
    "question": QUESTION,
    "several answers": MULTIPLE,
    "long": LONG_PAGE,
    "reading": ReadPage(heading=QUESTION.heading, parts=(("Why", "Because."), ("", "x")), keys=True, leave="Any key"),
    "typing": TextPage(
        heading=QUESTION.heading, body=("Note:",), hint="h", label="l", text="t", error="e", news="n", enter="Enter"
    ),
}


def everywhere(value: Any, text: str) -> Any:
    """A page with a text behind each of its own texts, but where it is a name that nobody sees, or the program's."""
    if isinstance(value, tuple):
        return tuple(everywhere(each, text) for each in value)
    if isinstance(value, Struct):
        unseen = {"start", "ticked", "alone", "value", "key", "commands", "escape", "leave", "enter"}
        changed = {
            field.name: everywhere(getattr(value, field.name), text)
            for field in fields(value)
            if field.name not in unseen
        }
        return replace(value, **changed)
    return value + text if isinstance(value, str) else value


def drawn(page: Any) -> str:
    if isinstance(page, TextPage):
        return "\n".join("".join(text for _, text in line) for line in draw_input(page, 80, 24, Glyphs()))
    return draw(look_at(page), 80, 60, EN, Glyphs()).text()


@pytest.mark.guarantee("G9.1")
@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_page_reaches_the_screen_as_a_code(name: str) -> None:
    """Whatever stands in a title, a question, a choice, a note or a message, a page shows its codes and sends none."""
    assert len(PAYLOADS) == 20
    for payload in PAYLOADS:
        hostile = drawn(everywhere(PAGES[name], payload))
        assert not HIDDEN.search(hostile), payload
        assert visible(payload[:1]) in hostile or payload[:1].isprintable(), payload


SEQUENCE = re.compile(
    "\x1b\\[[0-9;?]*[ -/]*[@-~]|\x1b[]P^_].*?(?:\x07|\x1b\\\\)|\x1b.|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", re.S
)


def sequences(folder: Path, payload: str) -> tuple[set[str], str]:
    """What a terminal is told, while the answers of somebody else's laptop are looked at page by page."""
    text = f"Ad {payload}"
    made = response(0, organisation=text)
    shipped, _ = load_pack(Path(__file__).parents[2])
    question = shipped.questions[0]
    answers = {
        question.id: replace(
            response(1).answers["0"], choice=None, state="unknown", note=text, evidence=text, unsure=text
        )
    }
    made = replace(made, pack=replace(made.pack, id=shipped.id), answers=answers, position=question.id, language="en")
    place = folder / "x" / "a.response.json"
    write_response(place, made)
    window = Window(folder, "resume", str(place), "--lang", "en")
    try:
        window.see("Question 1")
        window.press("n", "Note:")
        window.press("\x1b", "Question 1")
        window.press("s", "Sections")
        window.press("\x1b", "Question 1")
        window.press("r", "Check your answers")
        window.press("\x03", "selfcheck resume")
        window.end()
    finally:
        window.child.close(force=True)
    return {re.sub(r"\d+", "9", each) for each in SEQUENCE.findall(window.raw)}, window.raw


@pytest.mark.guarantee("G9.1")
def test_the_terminal_is_told_nothing_more(tmp_path: Path) -> None:
    """With hostile names and notes in somebody's answers, a real terminal is sent the very codes of a harmless check."""
    payload = "".join(PAYLOADS)
    calm, _ = sequences(tmp_path / "calm", visible(payload))
    hostile, raw = sequences(tmp_path / "hostile", payload)
    assert hostile - calm == set()
    assert not re.search("[\u200b\u202e\u2066\U000e0041]", raw)


@pytest.mark.guarantee("G9.1")
def test_what_commands_say_of_foreign_text_holds_no_code(tmp_path: Path) -> None:
    """Lists, errors, mistakes of a pack and names of files show the codes in them, on every stream."""
    payload = "".join(PAYLOADS).replace("\x00", "").replace("/", "")
    folder = tmp_path / "data"
    write_response(folder / "x" / "a.response.json", response(1, organisation=payload))
    pack = write_tree(tmp_path / "pack", {**FILES, "feedback/en/bad\x1b[2J.md": f"{payload}\n"})
    file = tmp_path / f"a{payload[:60]}.json"
    file.write_text("{", "utf-8")
    env = {"SELFCHECK_DIR": str(folder), "SELFCHECK_LANG": "en"}
    for arguments in (
        ("saved",), ("content", "check", pack), ("plan", file), ("plan", tmp_path / payload[:60]), ("resume", file), ("start", "--org", payload),
        ("content", "check", "--pack", tmp_path / payload[:60]), (payload,), ("start", "--answers", file, "--org", payload), ("compare", file, file),
    ):  # fmt: skip
        ran = run_selfcheck(*arguments, env=env)
        assert ran.code != 1, ran.err
        assert ran.out + ran.err
        assert not HIDDEN.search(ran.out + ran.err), (arguments, HIDDEN.findall(ran.out + ran.err))


@pytest.mark.guarantee("G9.2")
def test_two_hundred_thousand_texts_leak_nothing() -> None:
    """Of any letters, all that could steer a screen is shown as codes, once; emoji and Persian are left as they are."""
    rng = random.Random(9)
    pool = [
        chr(n)
        for n in (
            *range(0x250),
            *range(0x600, 0x700),
            *range(0x2000, 0x2070),
            0xFEFF,
            0xFFFE,
            0xFFFF,
            0xE0041,
            0x1F469,
            0xFDD0,
        )
    ]
    for _ in range(200_000):
        text = "".join(rng.choices(pool, k=8))
        shown = visible(text)
        assert not HIDDEN.search(shown)
        assert visible(shown) == shown
        assert len(shown) == 8 + sum(len(f"<U+{ord(found):04X}>") - 1 for found in HIDDEN.findall(text))
    for kept in ("👩‍👩‍👧", "می‌خواهم", "Öz değerlendirme", "љубав", "a\tb\nc", "½ € „“"):
        assert visible(kept) == kept


@pytest.mark.guarantee("G9.3")
def test_signs_of_other_languages_are_shown_as_they_are() -> None:
    """Ten thousand texts of brackets, backslashes and colons stand on a page sign by sign: nothing is read as markup."""
    rng = random.Random(93)
    bits = [
        "[",
        "]",
        "[/]",
        "[x]",
        "[ ]",
        "\\[",
        ":b:",
        ":smile:",
        "[bold]",
        "[/bold]",
        "{",
        "}",
        "{n}",
        "%s",
        "&amp;",
        "<b>",
        "`",
        "*",
        "_",
        "a",
        "söz",
        "1",
    ]
    for _ in range(1_000):
        texts = ["".join(rng.choices(bits, k=rng.randint(1, 9))) for _ in range(10)]
        page = ListPage(
            heading=Heading(left="", right="", second_left=texts[0][:60], second_right="", done=0.5),
            body=(texts[1], texts[2], texts[3]),
            hint=texts[4],
            rows=tuple(Row(key=str(n), value=str(n), text=text) for n, text in enumerate(texts[5:8])),
            news=texts[8],
        )
        shown = "".join(drawn(page).split())
        reading = "".join(drawn(ReadPage(heading=page.heading, parts=((texts[9], texts[8]),), leave="Any key")).split())
        assert [text for text in texts[1:9] if "".join(text.split()) not in shown] == []
        assert "".join(texts[9].split()) in reading
    ran = run_selfcheck("content", "new", "feedback", "--help", env={"SELFCHECK_LANG": "en"})
    assert "[QUESTION]" in ran.out


@pytest.mark.guarantee("G9.4")
@pytest.mark.timeout(40)
def test_a_word_of_a_hundred_thousand_letters_and_a_megabyte_of_advice_are_shown() -> None:
    """A very long word and a very long text come onto a page without a wait that anybody would call one."""
    word = "x" * 100_000
    assert "x" * 70 in drawn(replace(QUESTION, body=(word,)))
    page = ReadPage(heading=QUESTION.heading, parts=(("Why", "kısa sözler " * 90_000),), leave="Any key")
    assert "kısa sözler" in drawn(page)


@pytest.mark.guarantee("G9.7")
def test_a_hidden_character_in_a_pack_is_told_where_it_is(tmp_path: Path) -> None:
    """A character that hides or turns words round is a mistake with file and line, in questions and in advice alike.

    Joiners are none: emoji and Persian are written with them.
    """
    hidden = [chr(n) for n in range(0x10FFFF) if not 0xD800 <= n < 0xE000 and HIDDEN.match(chr(n))]
    assert len(hidden) > 150
    for n in range(0, len(hidden), 40):
        signs = [sign for sign in hidden[n : n + 40] if sign not in "\r"]
        body = "\n".join(f"Line {line} a{sign}b." for line, sign in enumerate(signs))
        folder = write_tree(
            tmp_path / str(n),
            {**FILES, "feedback/en/1/1.md": FILES["feedback/en/1/1.md"].replace("Meet.\n", "") + body + "\n"},
        )
        loaded, found = load_pack(folder)
        problems = [each for each in (*found, *check_pack(loaded)) if each.rule == "hidden-character"]
        assert [problem.source.line for problem in problems] == list(range(7, 7 + len(signs)))
    texts = {
        "\u202e": True,
        "\u200b": True,
        "\u2066": True,
        "\U000e0041": True,
        "\ufeff": True,
        "\u200d": False,
        "\u200c": False,
    }
    for sign, refused in texts.items():
        changed = FILES["questions/020-work.yaml"].replace("Do we meet?", f"Do we{sign} meet?")
        loaded, found = load_pack(write_tree(tmp_path / f"t{ord(sign)}", {**FILES, "questions/020-work.yaml": changed}))
        where = [each.source for each in (*found, *check_pack(loaded)) if each.rule == "hidden-character"]
        assert [(source.path, source.line) for source in where] == ([("questions/020-work.yaml", 5)] if refused else [])
