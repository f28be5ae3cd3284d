"""What an editor sees of a question: the very pages of a respondent, in every language, again at every change."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from selfcheck.content.markdown import links_in
from selfcheck.content.markdown import parse_blocks
from selfcheck.plan.preview import earned_by
from selfcheck.terminal.drawing import Glyphs
from selfcheck.terminal.editors.preview import preview_lines
from selfcheck.terminal.wrapping import width_of
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_words_only import PAYLOADS
from tests.test_words_only import hostile

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.test_terminal import Window

FILES = {
    "questions/pack.yaml": """\
        pack: two
        version: 1.0.0
        title: {en: Two tongues, tr: İki dil}
        languages: [en, tr]
        """,
    "questions/010-people.yaml": """\
        section: people
        title: {en: People, tr: İnsanlar}
        questions:
          - id: 1
            text: {en: Do we meet?, tr: Toplanıyor muyuz?}
            choices:
              - {id: 1, text: {en: Never, tr: Hiç}, score: 0}
              - {id: 2, text: {en: Often, tr: Sık sık}, score: 1}
          - id: 2
            text: {en: Where?, tr: Nerede?}
            hint: {en: The usual place., tr: Alışılmış yer.}
            help: {why: {en: Places shape meetings., tr: Mekân toplantıyı belirler.}}
            relevant: {1: [2]}
            na: true
            choices:
              - {id: home, text: {en: At home, tr: Evde}, score: 0}
              - {id: office, text: {en: In the office, tr: Ofiste}, score: 1}
        """,
    "feedback/en/2/home.md": """\
        ---
        title: At home
        question_id: 2
        choice_id: home
        actions: [Ask for a key to the town hall.]
        ---
        A home is warm, **but**:

        - not everybody comes
        - see [rooms](https://a.example/rooms)
        """,
}


def test_every_language_every_choice(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    """The second question is only asked of those who meet: the preview answers the first one for that."""
    pack = write_tree(tmp_path, FILES)
    ran = run_selfcheck("content", "preview", "2", "--pack", pack, env={"SELFCHECK_LANG": "en"})
    assert (ran.code, ran.err) == (0, "")
    golden(ran.out, "preview.txt")


def test_one_language_one_choice(tmp_path: Path) -> None:
    pack = write_tree(tmp_path, FILES)
    ran = run_selfcheck("content", "preview", "2", "--choice", "office", "--lang", "tr", "--pack", pack)
    assert "Nerede?" in ran.out
    assert "Where?" not in ran.out
    assert "Bu yanıt için öneri yok." in ran.out
    assert "home.md" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("3",), "There is no question '3'."),
        (("2", "--choice", "offic"), "did you mean 'office'?"),
        (("2", "--lang", "sr"), "The pack has no text that selfcheck can show"),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    pack = write_tree(tmp_path, FILES)
    ran = run_selfcheck("content", "preview", *arguments, "--pack", pack, env={"SELFCHECK_LANG": "en"})
    assert ran.code == 2
    if "sr" not in arguments:
        assert says in ran.err


@pytest.mark.parametrize("language", ["tr", "en", "sr"])
def test_every_question_of_the_shipped_pack_can_be_looked_at(language: str) -> None:
    pack = load_pack(shipped_pack())[0]
    words = Words(language)
    for question in pack.questions:
        choice = question.choices[0] if question.choices else None
        lines = list(preview_lines(pack, question, choice, words, NOW, 80, Glyphs()))
        text = "".join("".join(lines).split())
        assert "".join(question.text.by_language[language].split()) in text
        assert max(map(width_of, lines)) <= 80
        if choice is not None and question.best_score is not None:
            found, actions = earned_by(pack, question, choice, words, NOW)
            assert found is not None
            assert actions
            document = next(each for each in pack.feedback if each.path == found.advice[0].path)
            assert all(link.url in text for link in links_in(parse_blocks(document.body)))


@pytest.mark.parametrize("payload", [*PAYLOADS, "\\e]0;title\\a", "x\u202eevil"])
def test_words_of_a_pack_stay_words(tmp_path: Path, payload: str) -> None:
    pack = hostile(tmp_path, payload)
    ran = run_selfcheck("content", "preview", "1", "--pack", pack, env={"SELFCHECK_LANG": "en"})
    assert ran.code == 0
    assert "\u202e" not in ran.out
    assert "\x1b" not in ran.out
    assert "uid=" not in ran.out


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    pack = write_tree(tmp_path / "pack", FILES)
    opened = Window(tmp_path, "content", "preview", "2", "--watch", "--lang", "en", "--pack", str(pack))
    yield opened
    opened.child.close(force=True)


def test_a_change_is_shown_at_once_a_mistake_too_and_q_ends_it(window: Window, tmp_path: Path) -> None:
    place = tmp_path / "pack/questions/010-people.yaml"
    text = place.read_text("utf-8")
    window.see("Where?")
    window.see("q stops")
    place.write_text(text.replace("Where?", "In which place?"), "utf-8")
    window.see("In which place?")
    window.press("\x1b[6~", then="town hall")
    place.write_text(text.replace("questions:", "questions: ["), "utf-8")
    assert "[yaml-syntax]" in window.see("There is no question '2'.")
    place.write_text(text, "utf-8")
    window.see("Where?")
    window.child.send("q")
    assert window.end() == 0


def test_ctrl_c_ends_it_too(window: Window) -> None:
    window.see("Where?")
    window.child.send("\x03")
    assert window.end() == 130


def test_in_a_pipe_each_change_is_printed_until_it_is_ended(tmp_path: Path) -> None:
    pack = write_tree(tmp_path / "pack", FILES)
    place = pack / "questions/010-people.yaml"
    command = [
        sys.executable,
        "-m",
        "selfcheck",
        "content",
        "preview",
        "2",
        "--watch",
        "--lang",
        "en",
        "--pack",
        str(pack),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if "Where?" in line:
                place.write_text(place.read_text("utf-8").replace("Where?", "In which place?"), "utf-8")
            if "In which place?" in line:
                break
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        running.stdout.read()
        assert running.wait(10) == 130
