"""A training: one organisation after another, each in its own file, and nothing of one left for the next to see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfcheck.assessment.response_file import read_response
from selfcheck.assessment.training import Training
from selfcheck.assessment.training import encode_training
from selfcheck.assessment.training import forget_response
from selfcheck.assessment.training import new_training
from selfcheck.assessment.training import read_training
from selfcheck.assessment.training import response_paths
from selfcheck.assessment.training import training_place
from selfcheck.assessment.training import write_training
from selfcheck.problems import SelfcheckError
from selfcheck.terminal.desk import Desk
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
from selfcheck.terminal.pages import Wipe
from selfcheck.terminal.training import Closing
from selfcheck.terminal.training import Trainer
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.test_interview import OTHER

BACK, STOP, QUIT, END = (Pressed(each) for each in (Command.BACK, Command.STOP, Command.QUIT, Command.END))


class Room:
    """A training held by a test; everything that was shown is kept, and the place of each wipe."""

    def __init__(self, desk: Desk, *, show_results: bool = False) -> None:
        self.place = training_place(desk.folder, NOW)
        training = read_training(self.place) if self.place.exists() else new_training(NOW)
        self.trainer = Trainer(desk, self.place, training, show_results=show_results)
        self.flow: Flow[Closing] = self.trainer.run(ask_language=False)
        self.shown: list[Page] = []
        self.closing: Closing | None = None
        self.arrive(next(self.flow))

    def arrive(self, page: Page) -> None:
        self.shown.append(page)
        if isinstance(page, Wipe):
            self.reply(BACK)

    def reply(self, *replies: Reply) -> None:
        for reply in replies:
            assert self.closing is None, "the training is over"
            try:
                self.arrive(self.flow.send(reply))
            except StopIteration as end:
                self.closing = end.value

    @property
    def title(self) -> str:
        page = self.shown[-1]
        assert not isinstance(page, Wipe)
        return page.body[0] if isinstance(page, TextPage | ListPage) and page.body else page.heading.left

    @property
    def values(self) -> list[str]:
        page = self.shown[-1]
        assert isinstance(page, ListPage)
        return [row.value for row in page.rows]

    def answer(self, name: str, choice: str = "2") -> None:
        """One organisation from its name to its result."""
        self.reply(Picked(("next",)), Typed(name), BACK, Picked((choice,)))
        if self.title.startswith("Section finished") or isinstance(self.shown[-1], ReadPage):
            self.reply(BACK)
        self.reply(Pressed(Command.FINISH))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    pack = make_pack(tmp_path / "pack", {"questions/010-a.yaml": OTHER})
    desk = Desk(pack, tmp_path / "pack", tmp_path / "training", Words("en"), lambda: NOW)
    yield desk
    desk.close()


def test_two_organisations_and_the_end(desk: Desk) -> None:
    room = Room(desk)
    assert room.values == ["next", "language", "end"]
    room.answer("Mor Çatı")
    assert room.title.startswith("Mor Çatı: 1 of 1 answered. Plan and answers are saved in")
    assert room.values == ["next", "look", "copy", "end"]
    room.reply(Picked(("next",)))
    room.answer("Žene", "1")
    room.reply(Picked(("end",)))
    closing = room.shown[-1]
    assert isinstance(closing, ReadPage)
    assert [title for title, _ in closing.parts][:2] == ["Mor Çatı", "Žene"]
    room.reply(BACK, Picked(("keep",)))

    assert room.closing == Closing(interrupted=False)
    training = read_training(room.place)
    assert training.responses == (
        "mor-cati/tiny-2026-11-24.response.json", "zene/tiny-2026-11-24.response.json",
    )  # fmt: skip
    found = [read_response(path).response for path in response_paths(room.place, training)]
    assert [response.organisation for response in found] == ["Mor Çatı", "Žene"]
    assert all(response.finished for response in found)
    assert len(list(desk.folder.rglob("*.plan.md"))) == 2


def text_of(page: Page) -> str:
    return repr(page)


def test_nothing_of_an_organisation_is_shown_after_the_wipe(desk: Desk) -> None:
    room = Room(desk)
    room.answer("Mor Çatı")
    room.reply(Picked(("next",)))
    wiped = max(n for n, page in enumerate(room.shown) if isinstance(page, Wipe))
    assert any("Mor Çatı" in text_of(page) for page in room.shown[:wiped])
    room.answer("Žene")
    assert not any("Mor Çatı" in text_of(page) or "mor-cati" in text_of(page) for page in room.shown[wiped:])
    room.reply(QUIT)
    assert room.closing == Closing(interrupted=True)
    assert isinstance(room.shown[-1], Wipe)


def test_no_score_is_on_the_wall_unless_somebody_asks(desk: Desk) -> None:
    room = Room(desk)
    room.answer("Örnek")
    assert not any("percent" in text_of(page) for page in room.shown)
    room.reply(Picked(("look",)))
    assert "100 percent" in text_of(room.shown[-1])
    room.reply(BACK)
    assert room.values[0] == "next"


def test_show_results_shows_them_at_once(desk: Desk) -> None:
    room = Room(desk, show_results=True)
    room.answer("Örnek")
    assert "100 percent" in text_of(room.shown[-1])


def test_a_result_is_copied_to_a_stick(desk: Desk, tmp_path: Path) -> None:
    room = Room(desk)
    room.answer("Örnek")
    (tmp_path / "file").write_text("x")
    room.reply(Picked(("copy",)), Typed(str(tmp_path / "file")))
    page = room.shown[-1]
    assert isinstance(page, TextPage)
    assert page.error, "what is no folder is said, and asked again"
    room.reply(Typed(str(tmp_path / "stick")))
    copied = {path.name for path in (tmp_path / "stick" / "ornek").iterdir()}
    assert copied == {"tiny-2026-11-24.response.json", "tiny-2026-11-24.plan.md"}
    page = room.shown[-1]
    assert isinstance(page, ListPage)
    assert page.news.startswith("Copied to ")


def test_an_unfinished_organisation_is_taken_up_again(desk: Desk) -> None:
    room = Room(desk)
    room.reply(Picked(("next",)), Typed("Örnek"), BACK, STOP, Picked(("stop",)))
    assert room.title.startswith("Örnek: 0 of 1 answered. The answers are saved in")
    assert room.values == ["next", "copy", "end"]
    room.reply(Picked(("next",)))
    assert "unfinished" in room.values
    room.answer("Another")
    room.reply(Picked(("next",)), Picked(("unfinished",)))
    room.reply(Picked((room.values[0],)))
    assert room.title == "Are we ready?"
    room.reply(STOP, Picked(("stop",)))
    page = room.shown[-1]
    assert isinstance(page, ListPage)
    assert page.heading.left == "Organisation 1 is not finished yet"


def test_a_training_of_the_same_day_goes_on(desk: Desk) -> None:
    room = Room(desk)
    room.answer("Örnek")
    room.reply(END)
    assert room.closing == Closing(interrupted=False)
    again = Room(desk)
    page = again.shown[-1]
    assert isinstance(page, ListPage)
    assert page.heading.right == "Organisations: 1"
    again.answer("Another")
    assert len(read_training(again.place).responses) == 2


def test_the_end_can_delete_everything_after_asking_twice(desk: Desk) -> None:
    room = Room(desk)
    room.answer("Örnek")
    room.reply(Picked(("end",)), BACK, Picked(("delete",)), Picked(("keep",)))
    assert room.closing == Closing(interrupted=False)
    assert room.place.exists()
    room = Room(desk)
    room.reply(Picked(("end",)), BACK, Picked(("delete",)), Picked(("delete",)))
    assert room.closing == Closing(interrupted=False, deleted=True)
    assert [path for path in desk.folder.rglob("*") if path.is_file()] == []


def test_a_plan_that_cannot_be_written_is_said_and_the_training_goes_on(desk: Desk) -> None:
    room = Room(desk)
    room.reply(Picked(("next",)), Typed("Örnek"), BACK)
    (desk.path.parent / "tiny-2026-11-24.plan.md").mkdir()
    room.reply(Picked(("2",)), BACK, Pressed(Command.FINISH))
    page = room.shown[-1]
    assert isinstance(page, ListPage)
    assert "not an ordinary file" in page.news
    assert read_response(desk.path).response.finished


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"format": "selfcheck-training/2"}', '{"format": "selfcheck-training/1", "responses": [1]}'],
)
def test_a_damaged_training_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.training.json").write_text(text)
    with pytest.raises(SelfcheckError, match="is not a training that can be read"):
        read_training(tmp_path / "t.training.json")


def test_a_training_leads_only_to_files_in_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text("{}")
    home = tmp_path / "home"
    (home / "a").mkdir(parents=True)
    (home / "a" / "x.response.json").write_text("{}")
    (home / "link.response.json").symlink_to(tmp_path / "outside.json")
    training = Training(
        started="",
        responses=("a/x.response.json", "../outside.json", str(tmp_path / "outside.json"), "link.response.json"),
    )
    assert response_paths(home / "t.training.json", training) == (home / "a" / "x.response.json",)


@pytest.mark.guarantee("G15.2")
def test_what_a_newer_version_wrote_stays(tmp_path: Path) -> None:
    content = {"format": "selfcheck-training/1", "started": "x", "responses": ["a", "a"], "place": "Niš"}
    (tmp_path / "t.training.json").write_text(json.dumps(content))
    training = read_training(tmp_path / "t.training.json")
    assert training.responses == ("a",)
    assert json.loads(encode_training(training)) == {**content, "responses": ["a"]}


def test_a_forgotten_response_leaves_every_training(tmp_path: Path) -> None:
    one, two = tmp_path / "t1.training.json", tmp_path / "t2.training.json"
    write_training(one, Training(started="", responses=("a/x.response.json", "b/y.response.json")))
    write_training(two, Training(started="", responses=("a/x.response.json",)))
    (tmp_path / "t3.training.json").write_text("damaged")
    forget_response(tmp_path / "a" / "x.response.json")
    assert read_training(one).responses == ("b/y.response.json",)
    assert not two.exists()
