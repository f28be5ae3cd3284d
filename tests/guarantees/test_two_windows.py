"""G4. Two windows on one check lose nothing: the second is told who has it open, and nobody writes over another."""

from __future__ import annotations

import sys
import tempfile
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from hypothesis.stateful import run_state_machine_as_test
from msgspec.structs import replace

from selfcheck.assessment.places import ENDING
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.response_file import read_response
from selfcheck.assessment.response_file import write_response
from selfcheck.content.loading import load_pack
from selfcheck.files import hold
from selfcheck.problems import SelfcheckError
from selfcheck.terminal.desk import Desk
from selfcheck.words import Words
from tests.conftest import NOW

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.guarantees.forked import FORKS
from tests.guarantees.forked import ForkedWindow
from tests.guarantees.forked import kept
from tests.guarantees.forked import pack_of
from tests.guarantees.forked import run_forked
from tests.guarantees.test_damage_is_seen import begun


def answered(response: Response, key: str) -> Response:
    """The response with an answer more."""
    return replace(
        response, answers={**response.answers, key: Answer(value=key)}, revision=response.revision + 1, position="q1"
    )


def desk_for(pack: Path, folder: Path) -> Desk:
    return Desk(load_pack(pack)[0], pack, folder, Words("en"), lambda: NOW)


def answer_as_a_window(path: Path, pack: Path, who: str, elsewhere: Event) -> int:
    """Give a hundred answers as a window does, once it gets the file; tells how often it was turned away."""
    desk = desk_for(pack, path.parent)
    refused = 0
    while True:
        try:
            response = desk.resume(path).response
            break
        except SelfcheckError as error:
            assert "is open in another window, since" in str(error)
            refused += 1
            elsewhere.set()
    elsewhere.wait(10)  # whoever came first begins when the other one has been turned away
    for n in range(100):
        response = answered(response, f"{who}{n}")
        desk.save(response)
    desk.close()
    return refused


def report(path: Path, pack: Path, who: str, told: Connection, elsewhere: Event) -> None:
    with told:
        told.send("ready")
        told.recv()
        told.send(answer_as_a_window(path, pack, who, elsewhere))


def two_at_once(path: Path, pack: Path) -> int:
    """Let two processes answer the same check at once; tells how often one was turned away."""
    refused = 0
    both = []
    elsewhere = FORKS.Event()
    for who in ("a", "b"):
        ours, theirs = FORKS.Pipe()
        process = FORKS.Process(target=report, args=(path, pack, who, theirs, elsewhere), daemon=True)
        process.start()
        theirs.close()
        assert ours.recv() == "ready"
        both.append((process, ours))
    for _, told in both:
        told.send("go")
    for process, told in both:
        refused += told.recv()
        process.join()
        told.close()
        assert process.exitcode == 0
    return refused


@pytest.mark.guarantee("G4.1")
def test_two_windows_at_once_lose_none_of_two_hundred_answers(tmp_path: Path) -> None:
    """Of two windows on one check the second waits its turn, and none of their two hundred answers is lost."""
    pack = pack_of(tmp_path / "pack", ("text",))
    path = begun_by(tmp_path, pack)
    refused = two_at_once(path, pack)
    assert len(kept(path).answers) == 200
    assert refused > 0
    assert [each.name for each in path.parent.glob(f"*{ENDING}")] == [path.name]


@pytest.mark.guarantee("G4.1")
def test_without_the_lock_two_windows_lose_half(tmp_path: Path) -> None:
    """The test of two windows is a real one: where they know nothing of each other, it finds the answers lost."""
    pack = pack_of(tmp_path / "pack", ("text",))
    path = begun_by(tmp_path, pack)

    first, second = read_response(path).response, read_response(path).response
    for n in range(100):
        first, second = answered(first, f"a{n}"), answered(second, f"b{n}")
        write_response(path, first)
        write_response(path, second)
    assert 200 - len(kept(path).answers) >= 90


def begun_by(folder: Path, pack: Path) -> Path:
    """An empty check."""
    desk = desk_for(pack, folder / "answers")
    desk.begin("A")
    desk.close()
    return desk.path


@pytest.mark.guarantee("G4.1")
def test_the_second_window_is_told_since_when_the_first_has_the_file(tmp_path: Path) -> None:
    """Whoever opens a check that is open elsewhere is told since when, in one sentence, before anything is asked."""
    pack = pack_of(tmp_path / "pack", ("select_one", "text"))
    path = begun(tmp_path, pack)
    window = ForkedWindow(tmp_path, "resume", path, "--pack", pack)
    window.see("Question 2 of")
    before = path.read_bytes()
    for command in (("resume", path, "--accessible"), ("forget", path, "--yes"), ("plan", path)):
        ran = run_forked(tmp_path / "ran", *command, *(("--pack", pack) if command[0] != "forget" else ()))
        assert ran.code == 5, ran
        assert "is open in another window, since 20" in ran.err
        assert len(ran.err.splitlines()) == 2
    assert path.read_bytes() == before
    window.press("Niš\r", "Check your answers")
    window.press("\x03", "selfcheck resume")
    window.end()
    assert kept(path).answer("q2").value == "Niš"


def hold_for_ever(path: Path, told: Connection) -> None:
    with hold(path):
        told.send("held")
        told.recv()


@pytest.mark.guarantee("G4.2")
def test_a_killed_window_holds_nothing(tmp_path: Path) -> None:
    """The file of a window that was killed is free at once, a hundred times of a hundred."""
    path = tmp_path / "x.response.json"
    for n in range(100):
        ours, theirs = FORKS.Pipe()
        process = FORKS.Process(target=hold_for_ever, args=(path, theirs), daemon=True)
        process.start()
        theirs.close()
        assert ours.recv() == "held"
        if n == 0:
            with pytest.raises(SelfcheckError, match="another window"), hold(path):
                pass
        process.kill()
        process.join()
        ours.close()
        with hold(path):
            pass


class TwoHands(RuleBasedStateMachine):
    """A person at a desk, and an editor or a sync program that changes the same file whenever it likes."""

    paths = Bundle("paths")

    def __init__(self) -> None:
        super().__init__()
        self.room = tempfile.TemporaryDirectory()
        folder = Path(self.room.name)
        self.pack = pack_of(folder / "pack", ("text",))
        self.folder = folder / "answers"
        self.count = 0
        self.theirs: dict[Path, bytes] = {}
        self.desk = desk_for(self.pack, self.folder)
        self.response = self.desk.begin("A").response

    def teardown(self) -> None:
        self.desk.close()
        self.room.cleanup()

    @rule(target=paths)
    def answer(self) -> Path:
        """The person answers: it is saved, if need be under another name."""
        self.count += 1
        self.response = answered(self.response, f"a{self.count}")
        self.desk.save(self.response)
        return self.desk.path

    @rule(path=paths)
    def edit(self, path: Path) -> None:
        """Somebody else changes a file."""
        self.count += 1
        content = self.theirs[path] = encode_response(answered(read_response(path).response, f"e{self.count}"))
        path.write_bytes(content)

    @rule(path=paths, data=st.data())
    def restore(self, path: Path, data: st.DataObject) -> None:
        """A sync program puts an older state in the file's place."""
        older = [each for each in path.parent.iterdir() if each.name.startswith(f".{path.name}.")]
        good = [each.read_bytes() for each in sorted(older) if not each.name.endswith(".lock")]
        if path not in self.theirs and good and (state := data.draw(st.sampled_from(good))) != path.read_bytes():
            self.theirs[path] = state
            path.write_bytes(state)

    @rule(path=paths)
    def reopen(self, path: Path) -> None:
        """The person closes the window, and opens one of the files."""
        self.desk.close()
        self.desk = desk_for(self.pack, self.folder)
        self.response = self.desk.resume(path).response
        if path in self.theirs:
            assert self.response.answers == decode_response(self.theirs.pop(path)).response.answers

    @invariant()
    def nothing_is_lost(self) -> None:
        """What others wrote is untouched until somebody opens it, and what the person said is in a file of its own."""
        for path, content in self.theirs.items():
            assert path.read_bytes() == content
        if self.desk.path not in self.theirs:
            assert read_response(self.desk.path).response.answers == self.response.answers


@pytest.mark.guarantee("G4.3")
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("runs", [25, pytest.param(500, marks=pytest.mark.nightly)])
def test_nobody_writes_over_what_another_program_wrote(runs: int) -> None:
    """Whatever an editor or a sync program does to the file meanwhile, neither its work nor yours is written over."""
    run_state_machine_as_test(
        TwoHands,
        settings=settings(
            max_examples=runs, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
