"""The conversation: which page follows which reply, with everything on the disk before the next page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from selfcheck.assessment.places import plan_place
from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import read_response
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.terminal.desk import Desk
from selfcheck.terminal.interview import Ending
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Flow
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import Page
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import Reply
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import Typed
from selfcheck.terminal.screens import FINISH
from selfcheck.terminal.screens import UNKNOWN
from selfcheck.terminal.welcome import Wish
from selfcheck.terminal.welcome import check
from selfcheck.terminal.welcome import follow
from selfcheck.terminal.welcome import visit
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.test_assessment import FILES

BACK, SKIP, NOTE = Pressed(Command.BACK), Pressed(Command.SKIP), Pressed(Command.NOTE)
REVIEW, MENU, STOP = Pressed(Command.REVIEW), Pressed(Command.MENU), Pressed(Command.STOP)
QUIT, END, HELP = Pressed(Command.QUIT), Pressed(Command.END), Pressed(Command.HELP)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    pack = make_pack(tmp_path / "pack", FILES)
    desk = Desk(pack, tmp_path / "pack", tmp_path / "answers", Words("en"), lambda: NOW)
    yield desk
    desk.close()


class Talk:
    """A conversation held by a test: each reply gives the next page, the last one the result."""

    def __init__(self, flow: Flow[Wish | Ending]) -> None:
        self.flow = flow
        self.result: Wish | Ending | None = None
        self.page: Page = next(flow)

    def reply(self, *replies: Reply) -> Page:
        for reply in replies:
            assert self.result is None, "the conversation is over"
            try:
                self.page = self.flow.send(reply)
            except StopIteration as end:
                self.result = end.value
        return self.page

    @property
    def rows(self) -> list[str]:
        """What can be picked on the page, which must be a list."""
        assert isinstance(self.page, ListPage)
        return [row.text for row in self.page.rows]

    @property
    def start(self) -> str:
        """What is highlighted at first on the page, which must be a list."""
        assert isinstance(self.page, ListPage)
        return self.page.start

    @property
    def problem(self) -> str:
        """What the page says is wrong."""
        assert not isinstance(self.page, ReadPage)
        return self.page.error

    @property
    def asked(self) -> str:
        """What the page asks, or what it is."""
        if isinstance(self.page, ListPage) and self.page.asks:
            return self.page.body[0]
        if isinstance(self.page, TextPage):
            return self.page.body[0]
        return self.page.heading.left


def begun(desk: Desk) -> Talk:
    talk = Talk(check(desk, "Örnek", ask_language=False))
    assert isinstance(talk.page, ReadPage)
    assert talk.asked == "Before you start"
    talk.reply(BACK)
    assert talk.asked == "Which fields?"
    return talk


def kept(desk: Desk) -> Response:
    return read_response(desk.path).response


def test_from_the_first_question_to_the_plan(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(Picked(("arts",)), Picked(("informal",)), Typed("12"), Typed("Niš"))
    assert talk.asked == "Do we meet?"
    talk.reply(Picked(("1",)))
    assert talk.asked == "What do we have?"
    assert kept(desk).position == "4"
    talk.reply(Picked(("a", "b")))
    assert talk.asked == "Check your answers"
    talk.reply(Picked((FINISH,)))

    assert isinstance(talk.result, Ending)
    assert talk.result.how == "finished"
    assert kept(desk).finished
    assert kept(desk).answer("people").value == 12
    assert kept(desk).answer("4").chosen == ("a", "b")


def test_each_answer_is_on_the_disk_before_the_next_page(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(Picked((UNKNOWN,)))
    assert kept(desk).answer("field").state == "unknown"
    talk.reply(Picked(("club",)))
    assert kept(desk).answer("form").chosen == ("club",)


def test_a_number_that_is_none_is_asked_for_again(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(SKIP, SKIP, Typed("many"))
    assert talk.problem == "Write a whole number here, for example 12."
    assert kept(desk).answer("people").is_open
    talk.reply(Typed(""))
    assert talk.asked == "Which town?"


def test_what_was_typed_is_still_there_after_the_menu(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(SKIP, SKIP, Pressed(Command.MENU, "12"))
    assert talk.asked == "Menu"
    talk.reply(Picked(("on",)))
    assert isinstance(talk.page, TextPage)
    assert talk.page.text == "12"
    assert kept(desk).answer("people").is_open
    talk.reply(Pressed(Command.MENU, "12"), Picked(("skip",)))
    assert isinstance(talk.page, TextPage)
    assert talk.page.text == ""


def test_the_first_question_has_nothing_before_it(desk: Desk) -> None:
    talk = begun(desk)
    page = talk.reply(BACK)
    assert isinstance(page, ListPage)
    assert page.news == "This is the first question."


def test_going_back_shows_the_old_answer_and_changing_it_keeps_the_note(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(Picked(("arts",)), NOTE, Typed("ask\nAyşe"))
    assert kept(desk).answer("form").note == "ask Ayşe"
    talk.reply(Picked(("club",)), BACK)
    assert isinstance(talk.page, ListPage)
    assert talk.page.start == "club"
    assert talk.page.rows[0].remark == "(your answer)"
    assert talk.page.news == "Note: ask Ayşe"
    talk.reply(Picked(("informal",)))
    assert kept(desk).answer("form").chosen == ("informal",)
    assert kept(desk).answer("form").note == "ask Ayşe"


def test_a_note_may_be_left_deleted_or_kept_half_written(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(NOTE, Typed("one"), NOTE, BACK)
    assert kept(desk).answer("field").note == "one"
    talk.reply(NOTE, Typed(""))
    assert kept(desk).answer("field").note == ""
    talk.reply(NOTE, Pressed(Command.QUIT, "half of a th"))
    assert isinstance(talk.result, Ending)
    assert talk.result.how == "interrupted"
    assert kept(desk).answer("field").note == "half of a th"


def test_a_question_opened_from_the_review_comes_back_to_it(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(Picked(("arts",)), REVIEW)
    assert talk.asked == "Check your answers"
    talk.reply(Picked(("1",)))
    assert talk.asked == "Do we meet?"
    talk.reply(Picked(("3",)))
    assert talk.asked == "Check your answers"
    assert talk.start == "1"
    talk.reply(BACK)
    assert talk.asked == "What do we have?"


def test_open_questions_are_named_before_the_plan(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(REVIEW, Pressed(Command.FINISH))
    assert talk.asked == "Open questions: 7"
    talk.reply(Picked(("answer",)))
    assert talk.asked == "Which fields?"
    talk.reply(REVIEW, Pressed(Command.FINISH), Picked(("write",)))
    assert isinstance(talk.result, Ending)
    assert talk.result.how == "finished"


def test_menu_sections_help_and_language(desk: Desk) -> None:
    talk = begun(desk)
    assert isinstance(talk.reply(MENU), ListPage)
    assert talk.asked == "Menu"
    talk.reply(BACK, HELP)
    assert talk.asked == "Help: Which fields?"
    talk.reply(BACK, Pressed(Command.SECTIONS), Picked(("rest",)))
    assert talk.asked == "What do we have?"
    talk.reply(MENU, Picked(("language",)), Picked(("tr",)))
    assert desk.words.language == "tr"
    assert kept(desk).language == "tr"
    assert talk.page.heading.second_left.startswith("Bölüm 3 / 3")
    talk.reply(MENU, Picked(("language",)), Picked(("sr-Cyrl",)))
    assert kept(desk).language == "sr-Cyrl"
    assert talk.page.heading.second_left.startswith("Област 3 од 3")


def test_stopping_asks_and_is_only_a_pause(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(Picked(("arts",)), STOP)
    assert talk.asked == "Save and stop?"
    talk.reply(Picked(("on",)))
    assert talk.asked == "Which form?"
    before = desk.path.read_bytes()
    talk.reply(STOP, Picked(("stop",)))
    assert isinstance(talk.result, Ending)
    assert talk.result.how == "stopped"
    assert desk.path.read_bytes() == before

    again = Talk(follow(desk, Wish("open", path=desk.path)))
    assert again.asked == "Which form?"


@pytest.mark.parametrize(("reply", "how"), [(QUIT, "interrupted"), (END, "stopped")])
@pytest.mark.parametrize(
    "where",
    [
        (),
        (MENU,),
        (HELP,),
        (NOTE,),
        (STOP,),
        (Pressed(Command.SECTIONS),),
        (REVIEW,),
        (REVIEW, Pressed(Command.FINISH)),
    ],
)
def test_ctrl_c_and_ctrl_d_end_every_page_without_an_answer(
    desk: Desk, where: tuple[Reply, ...], reply: Reply, how: str
) -> None:
    talk = begun(desk)
    answers = kept(desk).answers
    talk.reply(*where, reply)
    assert isinstance(talk.result, Ending)
    assert talk.result.how == how
    assert kept(desk).answers == answers


def test_the_start_page_leads_to_everything(desk: Desk) -> None:
    talk = Talk(visit(desk, ask_language=True))
    assert talk.rows == ["English", "Türkçe", "Srpski", "Српски"]
    talk.reply(Picked(("en",)))
    assert talk.asked == "selfcheck"
    assert talk.start == "new"
    talk.reply(HELP, BACK, Picked(("new",)), Typed("  "))
    assert talk.problem == "Write a name, or a code name such as A."
    talk.reply(BACK, Picked(("new",)), Typed("Mor Çatı"), BACK, Picked(("arts",)), STOP, Picked(("stop",)))
    desk.close()

    again = Talk(visit(desk, ask_language=False))
    assert again.rows[0] == "Continue: Mor Çatı, 1 of 7, 2026-11-24 14:22"
    again.reply(Picked((again.start,)))
    assert again.asked == "Which form?"


def test_a_second_check_of_the_same_organisation_offers_the_first(desk: Desk) -> None:
    begun(desk).reply(Picked(("arts",)), QUIT)
    talk = Talk(check(desk, "Örnek", ask_language=False))
    assert talk.asked == "You have a check that is not finished"
    talk.reply(Picked(("new",)), BACK)
    assert talk.asked == "Which fields?"
    assert len(saved_responses(desk.folder)) == 2


def test_where_the_disk_refuses_nothing_is_lost(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = begun(desk)
    full = SelfcheckError(say("There is no room left on the disk for {path}.", path="x"), code=Exit.FILES)
    real = desk.save

    def refuse(response: Response) -> None:
        raise full

    monkeypatch.setattr(desk, "save", refuse)
    talk.reply(Picked(("arts",)))
    assert talk.asked == "Your answer could not be saved"
    talk.reply(Picked(("again",)))
    assert talk.asked == "Your answer could not be saved"
    talk.reply(Picked(("without",)))
    assert talk.asked == "Which form?"
    assert talk.page.heading.second_right == "NOT SAVED"
    talk.reply(Picked(("club",)))
    assert talk.asked == "How many people?"
    monkeypatch.setattr(desk, "save", real)
    talk.reply(Typed("3"))
    assert talk.page.heading.second_right == "saved 14:22"
    assert [*kept(desk).answers] == ["field", "form", "people"]


def test_the_answers_can_move_to_another_folder(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = begun(desk)
    (tmp_path / "stick").mkdir()
    place = desk.path
    place.chmod(0o444)
    talk.reply(Picked(("arts",)))
    assert talk.asked == "Your answer could not be saved"
    talk.reply(Picked(("elsewhere",)), Typed(str(tmp_path / "stick")))
    assert talk.asked == "Which form?"
    assert desk.path.parent == tmp_path / "stick"
    assert kept(desk).answer("field").chosen == ("arts",)


def test_a_file_that_somebody_else_changed_is_not_overwritten(desk: Desk) -> None:
    talk = begun(desk)
    place = desk.path
    edited = place.read_bytes().replace("Örnek".encode(), b"Other")
    place.write_bytes(edited)
    page = talk.reply(Picked(("arts",)))
    assert isinstance(page, ListPage)
    assert place.read_bytes() == edited
    assert desk.path != place
    assert "Another program changed the file" in page.news
    assert kept(desk).answer("field").chosen == ("arts",)


def test_a_response_to_another_pack_is_refused(desk: Desk) -> None:
    begun(desk).reply(QUIT)
    desk.pack = replace(desk.pack, id="other")
    with pytest.raises(SelfcheckError, match="answers the pack 'tiny', not 'other'"):
        next(follow(desk, Wish("open", path=desk.path)))


def test_a_plan_is_written_beside_and_the_one_before_is_kept(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(Picked(("arts",)), QUIT)
    first = desk.write_plan(kept(desk), plan_place(desk.path))
    assert first.path is not None
    assert first.path.read_text("utf-8") == first.text
    talk = Talk(follow(desk, Wish("open", path=desk.path)))
    talk.reply(Picked(("club",)), QUIT)
    second = desk.write_plan(kept(desk), plan_place(desk.path))
    assert second.path == first.path
    assert first.path.with_name("tiny-2026-11-24.plan.1.md").read_text("utf-8") == first.text
