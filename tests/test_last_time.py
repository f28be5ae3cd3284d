"""A check that starts from the last one: what was said then is shown, and is no answer until somebody says it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import ActionState
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import LastTime
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.response_file import write_response
from selfcheck.terminal.desk import Desk
from selfcheck.terminal.drawing import Glyphs
from selfcheck.terminal.drawing import draw
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import Typed
from selfcheck.terminal.pressing import look_at
from selfcheck.terminal.pressing import press
from selfcheck.terminal.screens import UNKNOWN
from selfcheck.terminal.welcome import check
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_assessment import FILES
from tests.test_interview import BACK
from tests.test_interview import SKIP
from tests.test_interview import Talk
from tests.test_interview import kept
from tests.test_plain import tidy

EN = Words("en")

EARLIER = Response(
    id="20260301-ornek",
    pack=PackReference(id="tiny", version="1.0.0"),
    language="en",
    organisation="Örnek",
    started="2026-03-01T10:00:00+01:00",
    changed="2026-03-01T11:00:00+01:00",
    finished="2026-03-01T11:00:00+01:00",
    answers={
        "field": Answer(choices=("arts", "migration")),
        "form": Answer(state="unknown", unsure="the chair"),
        "people": Answer(value=12, note="without volunteers"),
        "town": Answer(value="Niš"),
        "1": Answer(choice="3", text_hash="reworded", note="every month", focus=True),
        "2": Answer(note="only a note"),
    },
    actions={"1.2.1": ActionState(done=True, who="Ayşe")},
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    pack = make_pack(tmp_path / "pack", FILES)
    desk = Desk(pack, tmp_path / "pack", tmp_path / "answers", EN, lambda: NOW)
    yield desk
    desk.close()


@pytest.fixture
def talk(desk: Desk) -> Talk:
    talk = Talk(check(desk, "Örnek", ask_language=False, earlier=EARLIER))
    assert isinstance(talk.page, ReadPage)
    assert talk.page.parts[2] == (
        "Starting from last time",
        "Your answers of 2026-03-01 are shown as “(last time)”. Each counts when you confirm it with Enter, or choose"
        " another one. Your notes are kept.",
    )
    talk.reply(SKIP)
    return talk


def test_a_new_response_remembers_and_answers_nothing(desk: Desk, talk: Talk) -> None:
    fresh = kept(desk)
    assert fresh.id != EARLIER.id
    assert all(answer.is_open for answer in fresh.answers.values())
    assert {key: answer.note for key, answer in fresh.answers.items()} == {
        "people": "without volunteers", "1": "every month", "2": "only a note",
    }  # fmt: skip
    assert not fresh.answer("1").focus
    assert fresh.actions == EARLIER.actions
    assert fresh.last_time is not None
    assert (fresh.last_time.id, fresh.last_time.date) == (EARLIER.id, "2026-03-01")
    assert "2" not in fresh.last_time.answers


def test_the_old_answer_is_highlighted_and_counts_when_it_is_confirmed(desk: Desk, talk: Talk) -> None:
    page = talk.page
    assert isinstance(page, ListPage)
    assert (page.ticked, page.last_time) == (("arts", "migration"), True)
    assert [row.remark for row in page.rows] == ["(last time)", "(last time)", "", ""]
    assert kept(desk).answer("field").is_open
    reply = press(look_at(page), "enter", EN)
    assert reply == Picked(("arts", "migration"))
    page = talk.reply(reply)
    assert kept(desk).answer("field").chosen == ("arts", "migration")

    assert isinstance(page, ListPage)
    assert (page.start, page.rows[2].remark) == (UNKNOWN, "(last time)")
    page = talk.reply(Picked(("club",)))
    assert isinstance(page, TextPage)
    assert (page.text, page.hint, page.last_time) == ("12", "(last time)", True)
    page = talk.reply(Typed("12"))
    assert kept(desk).answer("people").value == 12
    assert isinstance(page, TextPage)
    assert page.text == "Niš"
    talk.reply(Typed("Niš"))


def test_a_confirmed_answer_is_this_times_own(desk: Desk, talk: Talk) -> None:
    talk.reply(SKIP, Picked((UNKNOWN,)), SKIP, SKIP)
    assert kept(desk).answer("form").unsure is None
    talk.reply(Picked(("2",)))
    assert kept(desk).answer("1").choice == "2"
    assert kept(desk).answer("1").note == "every month"
    assert not kept(desk).answer("1").focus


def test_a_skipped_question_stays_open(desk: Desk, talk: Talk) -> None:
    talk.reply(SKIP)
    assert kept(desk).answer("field").is_open
    assert kept(desk).suggestion("field").chosen == ("arts", "migration")


def test_a_reworded_question_suggests_nothing_and_says_so(desk: Desk, talk: Talk) -> None:
    page = talk.reply(SKIP, SKIP, SKIP, SKIP)
    assert isinstance(page, ListPage)
    assert page.body == ("Do we meet?",)
    assert (page.start, page.ticked, page.last_time) == ("", (), False)
    assert page.rows[2].remark == "(last time)"
    assert page.hint == "The question has changed since last time, when you answered: Yes."
    assert page.news == "Note: every month"


def test_an_answered_question_shows_both(desk: Desk, talk: Talk) -> None:
    page = talk.reply(SKIP, Picked(("club",)))
    page = talk.reply(BACK)
    assert isinstance(page, ListPage)
    assert [row.remark for row in page.rows] == ["(your answer)", "", ""]
    assert not page.last_time


@pytest.mark.parametrize("width", [80, 60])
def test_how_it_looks(talk: Talk, width: int, golden: Callable[[str, str], None]) -> None:
    drawn = draw(look_at(talk.page), width, 24, EN, Glyphs())
    golden(drawn.text() + "\n", f"pages/last-time-{width}.txt")


def test_it_survives_the_file_with_keys_that_we_do_not_know(desk: Desk, talk: Talk) -> None:
    content = json.loads(encode_response(kept(desk)))
    content["last_time"]["mood"] = "good"
    content["last_time"]["answers"]["field"]["colour"] = "red"
    loaded = decode_response(json.dumps(content).encode())
    again = json.loads(encode_response(loaded.response))
    assert again["last_time"] == content["last_time"]
    assert decode_response(encode_response(loaded.response)).response == loaded.response


def test_a_file_without_it_is_what_it_was() -> None:
    data = encode_response(EARLIER)
    assert b"last_time" not in data
    assert decode_response(data).response == EARLIER


@pytest.mark.parametrize("wrong", ['"x"', "[1]", '{"answers": {}}', '{"id": "a", "answers": {"1": 3}}', '{"id": 1}'])
def test_a_wrong_one_is_a_damaged_file(wrong: str) -> None:
    content = json.loads(encode_response(EARLIER)) | {"last_time": json.loads(wrong)}
    with pytest.raises(ValueError, match=r"\S"):
        decode_response(json.dumps(content).encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tree(tmp_path / "pack", FILES)
    write_response(tmp_path / "old.json", EARLIER)
    return tmp_path


def test_in_plain_lines(folder: Path, golden: Callable[[str, str], None]) -> None:
    ran = run_selfcheck(
        "start", "--from", folder / "old.json", "--accessible", "--pack", folder / "pack", "--dir", folder / "answers",
        input="\n9\n\n\n\n3\n\nf\n",
    )  # fmt: skip
    golden(tidy(ran.out, folder), "plain/last-time-en.txt")
    fresh = saved_responses(folder / "answers")[0].response
    assert fresh.organisation == "Örnek"
    assert fresh.answer("field").chosen == ("arts", "migration")
    assert fresh.answer("people").value == 12
    assert fresh.answer("1").choice == "3"


@pytest.mark.parametrize(
    ("more", "code", "told"),
    [
        (("--answers", "x.yaml"), 2, "asks no questions"),
        (("--accessible", "--from", "nowhere.json"), 5, "There is no file nowhere.json."),
        (("--accessible", "--pack", "shipped"), 3, "This response answers the pack 'tiny', not 'cso-check'."),
    ],
)
def test_what_cannot_be_started_from(folder: Path, more: tuple[str, ...], code: int, told: str) -> None:
    arguments = ["start", "--from", folder / "old.json", *more] if "--from" not in more else ["start", *more]
    if "shipped" in more:
        arguments = ["start", "--from", folder / "old.json", "--accessible"]
    ran = run_selfcheck(*arguments, env={"SELFCHECK_DIR": str(folder / "answers"), "SELFCHECK_LANG": "en"})
    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert not (folder / "answers").exists()


def test_an_unfinished_check_may_be_the_last_one(folder: Path) -> None:
    half = replace(EARLIER, finished="", last_time=LastTime(id="older", answers={"1": Answer(choice="1")}))
    write_response(folder / "half.json", half)
    ran = run_selfcheck(
        "start", "--from", folder / "half.json", "--org", "Başka", "--accessible", "--pack", folder / "pack", "--dir",
        folder / "answers", input="q\n1\n",
    )  # fmt: skip
    assert ran.code == 4
    fresh = saved_responses(folder / "answers")[0].response
    assert fresh.organisation == "Başka"
    assert fresh.last_time is not None
    assert fresh.last_time.date == "2026-03-01"
    assert "older" not in encode_response(fresh).decode()
