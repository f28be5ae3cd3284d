"""The conversation: which page follows which reply, with everything on the disk before the next page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment.places import plan_place
from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import read_response
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.terminal.desk import Desk
from selfcheck.terminal.interview import Ending
from selfcheck.terminal.overviews import FINISH
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Flow
from selfcheck.terminal.pages import Heading
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import Page
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import Reply
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import Typed
from selfcheck.terminal.pages import Wipe
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
        assert isinstance(self.page, ListPage | TextPage)
        return self.page.error

    @property
    def heading(self) -> Heading:
        """The top of the page."""
        assert not isinstance(self.page, Wipe)
        return self.page.heading

    @property
    def asked(self) -> str:
        """What the page asks, or what it is."""
        if isinstance(self.page, ListPage) and self.page.asks:
            return self.page.body[0]
        if isinstance(self.page, TextPage):
            return self.page.body[0]
        return self.heading.left


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
    assert talk.asked == "Which form?", "where the review was opened from"


def test_evidence_doubt_and_focus_are_kept_shown_and_taken_away_again(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(Pressed(Command.EVIDENCE), Typed("shelf 3"), Pressed(Command.UNSURE), Typed("Ayşe"))
    talk.reply(Pressed(Command.FOCUS), NOTE, Typed("look again"))
    answer = kept(desk).answer("field")
    assert (answer.evidence, answer.unsure, answer.focus, answer.note) == ("shelf 3", "Ayşe", True, "look again")
    talk.reply(Picked(("arts",)), BACK)
    assert isinstance(talk.page, ListPage)
    assert talk.page.news == "This matters to us now. Not sure, ask Ayşe. Evidence: shelf 3. Note: look again"

    talk.reply(REVIEW)
    assert isinstance(talk.page, ListPage)
    row = next(row for row in talk.page.rows if row.value == "field")
    assert row.aside == "*?+ Arts"
    assert row.said == "Arts. This matters to us now. Not sure, ask Ayşe. Evidence: shelf 3. Note: look again"
    assert talk.page.signs == "* matters now   ? not sure   + note or evidence"

    talk.reply(Picked(("field",)), Pressed(Command.UNSURE), Pressed(Command.FOCUS))
    talk.reply(Pressed(Command.EVIDENCE), Typed(""))
    answer = kept(desk).answer("field")
    assert (answer.evidence, answer.unsure, answer.focus) == ("", None, False)
    assert answer.chosen == ("arts",), "the answer itself stays"


def test_nobody_has_to_be_named_to_be_not_sure(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(Pressed(Command.UNSURE), Typed(""))
    assert kept(desk).answer("field").unsure == ""
    assert isinstance(talk.page, ListPage)
    assert talk.page.news == "Marked as not sure."
    talk.reply(Pressed(Command.UNSURE), QUIT)
    assert kept(desk).answers == {}


@pytest.mark.parametrize("what", [Command.NOTE, Command.EVIDENCE, Command.UNSURE])
@pytest.mark.parametrize("command", [Command.QUIT, Command.END])
def test_half_a_sentence_is_kept_when_the_person_stops(desk: Desk, what: Command, command: Command) -> None:
    talk = begun(desk)
    talk.reply(Pressed(what), Pressed(command, "half a sen"))
    assert isinstance(talk.result, Ending)
    answer = kept(desk).answer("field")
    assert "half a sen" in (answer.note, answer.evidence, answer.unsure)


def test_stopping_on_an_emptied_note_does_not_delete_it(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(NOTE, Typed("keep me"), NOTE, Pressed(Command.QUIT, ""))
    assert kept(desk).answer("field").note == "keep me"


def test_a_question_to_type_on_offers_its_states_in_the_menu(desk: Desk) -> None:
    talk = begun(desk)
    talk.reply(SKIP, SKIP, Pressed(Command.MENU, ""))
    assert "I do not know yet, ask me later" in talk.rows
    talk.reply(Picked((UNKNOWN,)))
    assert kept(desk).answer("people").state == "unknown"
    assert talk.asked == "Which town?"


@pytest.mark.parametrize("open_list", [(MENU,), (Pressed(Command.SECTIONS),), (REVIEW,), (MENU, Picked(("language",)))])
def test_every_list_can_be_left_for_help_and_comes_back(desk: Desk, open_list: tuple[Reply, ...]) -> None:
    talk = begun(desk)
    talk.reply(*open_list)
    before = talk.page
    talk.reply(HELP)
    assert talk.asked == "Help"
    talk.reply(BACK)
    assert talk.page == before
    talk.reply(STOP)
    assert talk.asked == "Save and stop?"


def test_a_room_pauses_between_sections_and_sees_no_notes(desk: Desk) -> None:
    talk = Talk(check(desk, "Örnek", ask_language=False, projector=True))
    talk.reply(BACK, NOTE, Typed("secret"))
    talk.reply(Picked(("arts",)), BACK)
    assert isinstance(talk.page, ListPage)
    assert talk.page.news == ""
    talk.reply(SKIP, Picked(("informal",)), Typed("12"), Typed("Niš"))
    assert talk.asked == "Section finished: About"
    assert kept(desk).answer("town").value == "Niš", "it is on the disk before the room begins to talk"
    talk.reply(BACK)
    assert talk.asked == "Do we meet?"


def test_the_number_of_questions_is_said_when_it_can_change_no_more(desk: Desk) -> None:
    talk = begun(desk)
    assert talk.heading.right == "Question 1"
    talk.reply(Picked(("migration",)))
    assert talk.heading.right == "Question 2"
    talk.reply(Picked(("club",)))
    assert talk.heading.right == "Question 3 of 8"


def test_one_of_several_packs_is_chosen_first(desk: Desk, tmp_path: Path) -> None:
    other = make_pack(tmp_path / "other", {"questions/010-a.yaml": OTHER})
    desk.shelf = ((tmp_path / "pack", desk.pack), (tmp_path / "other", replace(other, id="other")))
    desk.left_out = ("broken",)
    talk = Talk(check(desk, "Örnek", ask_language=False))
    assert talk.asked == "Choose a question set"
    assert isinstance(talk.page, ListPage)
    assert talk.page.rows[1].aside == "1 questions, about 1 minutes."
    assert talk.page.news == "Left out, because there are mistakes in it: broken"
    talk.reply(Picked(("2",)), BACK)
    assert talk.asked == "Are we ready?"
    assert kept(desk).pack.id == "other"
    path = desk.path
    talk.reply(QUIT)
    desk.take(tmp_path / "pack", desk.shelf[0][1])
    assert Talk(follow(desk, Wish("open", path=path))).asked == "Are we ready?", "a saved check finds its own pack"


OTHER = """\
section: a
title: A
questions:
  - id: 1
    text: Are we ready?
    choices: [{id: 1, text: "No", score: 0}, {id: 2, text: "Yes", score: 1}]
"""


def test_answers_that_no_disk_takes_are_handed_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = begun(desk)
    full = SelfcheckError(say("There is no room left on the disk for {path}.", path="x"), code=Exit.FILES)
    monkeypatch.setattr(desk, "save", lambda response: (_ for _ in ()).throw(full))
    talk.reply(Picked(("arts",)), Picked(("without",)), STOP, Picked(("stop",)))
    assert talk.asked == "Your answer could not be saved", "it is offered once more at the end"
    talk.reply(Picked(("without",)))
    assert isinstance(talk.result, Ending)
    assert talk.result.unsaved
    assert talk.result.session.response.answer("field").chosen == ("arts",)


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
    assert talk.heading.second_left.startswith("Bölüm 3 / 3")
    talk.reply(MENU, Picked(("language",)), Picked(("sr-Cyrl",)))
    assert kept(desk).language == "sr-Cyrl"
    assert talk.heading.second_left.startswith("Област 3 од 3")


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
    assert talk.heading.second_right == "NOT SAVED"
    talk.reply(Picked(("club",)))
    assert talk.asked == "How many people?"
    monkeypatch.setattr(desk, "save", real)
    talk.reply(Typed("3"))
    assert talk.heading.second_right == "saved 14:22"
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
