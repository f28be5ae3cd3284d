"""G1. Saved means saved: what the screen calls saved stays saved, whatever happens to the program or the machine."""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment import response_file
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.response_file import write_response
from selfcheck.content.loading import load_pack
from selfcheck.files import hold
from selfcheck.problems import SelfcheckError
from tests.conftest import NOW
from tests.conftest import Ran

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.guarantees.forked import TYPED
from tests.guarantees.forked import Deed
from tests.guarantees.forked import ForkedWindow
from tests.guarantees.forked import SlowDisk
from tests.guarantees.forked import Traced
from tests.guarantees.forked import kept
from tests.guarantees.forked import naively
from tests.guarantees.forked import nothing
from tests.guarantees.forked import pack_of
from tests.guarantees.forked import run_forked
from tests.guarantees.power import Disk

strace = pytest.mark.skipif(shutil.which("strace") is None, reason="apt-get install strace")

KINDS = ("select_one", "select_multiple", "text", "integer") * 8

#: What is kept of the keys that are typed for each kind.
GIVEN = {
    "select_one": Answer(choice="b"),
    "select_multiple": Answer(choices=("a",)),
    "text": Answer(value="Niš"),
    "integer": Answer(value=12),
}


class Check:
    """A check that is killed again and again; its long note makes every save a long one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pack = pack_of(folder / "pack", KINDS)
        self.path = folder / "answers" / "a" / "check.response.json"
        self.begin_anew()

    def begin_anew(self, answered: int = 0) -> None:
        """Put a response in place in which some questions are answered."""
        pack, _ = load_pack(self.pack)
        response = new_response(pack, organisation="A", language="en", response_id="x", now=NOW)
        answers = {f"q{n + 1}": GIVEN[kind] for n, kind in enumerate(KINDS[:answered])}
        answers[f"q{len(KINDS)}"] = Answer(note="Ayşe " * 1000)
        write_response(self.path, replace(response, position=f"q{answered + 1}", answers=answers))

    def kill(self, deed: Deed, seconds: float, *, writing: bool = False) -> str:
        """Resume, answer one question after the other, and kill that after some seconds; tells what was lost.

        With `writing`, the seconds begin when the file does change.
        """
        before = self.path.read_bytes()
        at = int(kept(self.path).position[1:])
        window = ForkedWindow(self.folder, "resume", self.path, "--pack", self.pack, deed=deed)
        window.see(f"Question {at} of")
        end = time.monotonic() + seconds
        for n in range(at, at + 6):
            window.child.send(TYPED[KINDS[n - 1]])
            while writing and self.path.read_bytes() == before:
                window.read(0.001)
                end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0 and f"Question {n + 1} of" not in window.text:
                window.read(left)
            if left <= 0:
                break
        shown = re.search(r"Question (\d+) of", window.kill())
        assert shown
        try:
            response = kept(self.path)
        except SelfcheckError:
            return "unreadable"
        given = [answer for answer in response.answers.values() if not answer.is_open]
        expected = [GIVEN[kind] for kind in KINDS[: len(given)]]
        if [replace(answer, answered_at="", text_hash="") for answer in given] != expected:
            return "changed"
        if len(given) < int(shown[1]) - 1:
            return "lost"
        return "" if response.position == f"q{len(given) + 1}" else "elsewhere"


@pytest.mark.guarantee("G1.1")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kills", [100, pytest.param(1000, marks=pytest.mark.nightly)])
def test_a_kill_at_any_moment_takes_no_answer_that_the_screen_called_saved(tmp_path: Path, kills: int) -> None:
    """An answer that the screen calls saved is still there after a kill, and the check goes on at the right question."""
    check = Check(tmp_path)
    rng = random.Random(kills)
    damage = []
    for n in range(kills):
        if int(kept(check.path).position[1:]) > len(KINDS) - 6:
            check.begin_anew()
        deed, longest = (SlowDisk(), 0.3) if n % 2 else (nothing, 0.1)
        damage.append(check.kill(deed, rng.random() * longest))
    assert [each for each in damage if each] == []


@pytest.mark.guarantee("G1.6")
def test_the_same_kills_destroy_what_is_written_the_obvious_way(tmp_path: Path) -> None:
    """The test of kills is a real one: of files that are written the obvious way it finds nearly all destroyed."""
    check = Check(tmp_path)
    rng = random.Random(6)
    damage = []
    for _ in range(20):
        check.begin_anew(20)
        damage.append(check.kill(SlowDisk(naive=True), rng.random() * 0.15, writing=True))
    assert damage.count("unreadable") >= 18


#: The system's calls that save a file, and what is made to happen at one of them, or from one of them on.
CALLS = ("openat", "write", "fsync", "rename", "link", "unlink")
FAULTS = {
    "killed": "signal=SIGKILL:when={n}",
    "full": "error=ENOSPC:when={n}",
    "broken": "error=EIO:when={n}",
    "full from then on": "error=ENOSPC:when={n}+",
    "broken from then on": "error=EIO:when={n}+",
}


def answer_plainly(check: Check, answers: int, *options: str) -> tuple[Ran, list[str]]:
    """Give some answers in plain lines; gives what was said, and the calls that had to do with the response's files."""
    check.begin_anew()
    names = (check.path.name, *(f".{check.path.name}{end}" for end in (".tmp", ".1", ".2", ".lock")))
    files = [check.path.parent, *(check.path.with_name(name) for name in names)]
    traced = Traced(check.folder / "ran", *(part for path in files for part in ("-P", str(path))), *options)
    ran = run_forked(
        check.folder / "ran", "resume", check.path, "--accessible", "--pack", check.pack,
        deed=traced.deed, watch=traced.watch, input="1\n" * answers,
    )  # fmt: skip
    return ran, traced.calls()


def judge(check: Check, ran: Ran, fault: str) -> str:
    """What is wrong after a fault: with the file, or with what was said."""
    if "Traceback" in ran.out + ran.err or ran.code not in (
        (-signal.SIGKILL,) if fault == "killed" else (0, 4, 5, 130)
    ):
        return f"it ended with {ran.code}: {ran.err[-300:]}"
    try:
        answers = [answer for answer in kept(check.path).answers.values() if not answer.is_open]
    except SelfcheckError as error:
        return str(error)
    asked = max((int(number) for number in re.findall(r"^Question (\d+)", ran.out, re.MULTILINE)), default=1)
    if "are not saved" in ran.err:
        handed = json.loads(ran.out[ran.out.index("{\n") :])["answers"]
        return "" if len(handed) - 1 >= asked - 1 else "not all answers were handed over"
    return "" if len(answers) >= asked - 1 else f"{asked - 1} answers were called saved, {len(answers)} are"


def where(calls: list[str]) -> Iterator[tuple[str, int]]:
    """Each call by its name and number, in the order of the names."""
    counted = Counter(call for line in calls if (call := re.split(r"[ (]+", line)[1]) in CALLS)
    return ((call, n) for call in CALLS for n in range(1, counted[call] + 1))


@strace
@pytest.mark.guarantee("G1.2")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        (2, ("killed", "full", "broken from then on")),
        pytest.param(5, tuple(FAULTS), marks=pytest.mark.nightly),
        pytest.param(30, ("killed", "full", "broken"), marks=pytest.mark.nightly),
    ],
    ids=["2", "5", "30"],
)
def test_whichever_call_to_the_system_fails_the_file_is_whole(
    tmp_path: Path, answers: int, faults: tuple[str, ...]
) -> None:
    """Whichever step of saving is cut off or refused, the file is whole, and a sentence says what happened."""
    check = Check(tmp_path)
    points = list(where(answer_plainly(check, answers, "-e", f"trace={','.join(CALLS)}")[1]))
    assert len(points) >= 10 * answers
    bad = []
    for fault in faults:
        for call, n in points:
            ran, _ = answer_plainly(
                check, answers, "-e", f"trace={call}", "-e", f"inject={call}:{FAULTS[fault].format(n=n)}"
            )
            wrong = judge(check, ran, fault)
            if wrong:
                bad.append(f"{fault} at {call} {n}: {wrong}")
    assert bad == []


def cut_the_power_at_every_step(path: Path, monkeypatch: pytest.MonkeyPatch, disk: Disk) -> list[str]:
    """Save three answers on a disk that keeps what it likes until it is flushed; tells every state that must not be."""
    saved, called_saved, bad = [b""], 0, []

    def look() -> None:
        for content in disk.after_a_cut(path):
            if content is None:
                wrong = "there is no file" if called_saved else ""
            elif content not in saved[1:]:
                wrong = "the file is torn"
            else:
                wrong = "an answer is missing" if saved.index(content) < called_saved else ""
            if wrong:
                bad.append(wrong)

    disk.at_each_step = look
    with monkeypatch.context() as patched:
        disk.record(patched)
        with hold(path):
            for n in range(1, 4):
                response = Response(id="x", pack=PackReference(id="p"), language="en", organisation="A", revision=n)
                saved.append(encode_response(response))
                write_response(path, response)
                called_saved = n
                look()
    return bad


@pytest.mark.guarantee("G1.3")
def test_a_power_cut_leaves_the_old_file_or_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a disk keeps when the power is cut, the file is whole and no answer that was called saved is missing."""
    assert cut_the_power_at_every_step(tmp_path / "new" / "folder" / "x.response.json", monkeypatch, Disk()) == []


@pytest.mark.guarantee("G1.3")
@pytest.mark.parametrize(
    ("left_out", "found"),
    [
        ("files", {"the file is torn"}),
        ("folders", {"there is no file", "an answer is missing"}),
        ("the folders above", {"there is no file"}),
        ("all", {"there is no file", "the file is torn", "an answer is missing"}),
    ],
)
def test_the_model_of_a_power_cut_finds_what_it_is_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_out: str, found: set[str]
) -> None:
    """The model of a power cut is a real test: it finds every flush that is left out, and the obvious way to write."""
    path = tmp_path / "new" / "folder" / "x.response.json"
    if left_out == "all":
        monkeypatch.setattr(response_file, "write_file", naively)
    ignored = {
        "files": Path.is_file,
        "folders": Path.is_dir,
        "the folders above": lambda flushed: flushed.is_dir() and flushed != path.parent,
        "all": lambda _: False,
    }
    assert set(cut_the_power_at_every_step(path, monkeypatch, Disk(ignored=ignored[left_out]))) == found


@strace
@pytest.mark.guarantee("G1.4")
@pytest.mark.parametrize("interface", ["drawn", "plain"])
def test_nothing_is_called_saved_before_the_disk_has_it(tmp_path: Path, interface: str) -> None:
    """An answer is called saved, and the next question shown, only after the disk itself has confirmed it."""
    check = Check(tmp_path)
    traced = Traced(tmp_path / "traced", "-e", "trace=read,write,fsync,rename", "-s", "100000")
    options = ["--accessible"] if interface == "plain" else []
    window = ForkedWindow(tmp_path, "resume", check.path, "--pack", check.pack, *options, deed=traced.deed)
    assert window.child.pid is not None
    traced.watch(window.child.pid)
    window.see("Question 1 of")
    for n, kind in enumerate(KINDS[:30], 2):
        window.press(TYPED[kind].replace(" ", "") if interface == "plain" else TYPED[kind], f"Question {n} of")
    window.press("\x03", "selfcheck resume")
    window.end()
    steps = "".join(step_of(call) for call in traced.calls())
    assert re.fullmatch(r"s*(tfrfs+){30}", steps), steps


def step_of(call: str) -> str:
    """What a call is about: an answer is (t)yped, a page (s)hown, a file (f)lushed or (r)enamed into its place."""
    if " read(0, " in call:
        return "t" if "\\r" in call or "\\n" in call else ""
    if re.search(r" write\([012], .*(Saved: |Question \d|\\33\[\?25)", call):
        return "s"
    if " fsync(" in call:
        return "f"
    return "r" if re.search(r" rename\(.*\.tmp", call) else ""


#: Pages on which the program waits, and what is typed to get there from the first question and leave something half done.
WAITING = {
    "select_one": ("2", "► 2"),
    "select_multiple": ("1 2 ", "► 2"),
    "text": ("half a wo", "half a wo"),
    "confirm": ("q2", "► 2"),
}


@pytest.mark.guarantee("G1.5")
@pytest.mark.parametrize("kind", WAITING)
@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP", "window closed", "SIGSTOP, SIGKILL"])
def test_a_sudden_end_on_any_page_changes_nothing(tmp_path: Path, kind: str, end: str) -> None:
    """A shutdown, a closed window or a kill on any page leaves what was saved as it was."""
    check = Check(tmp_path)
    check.begin_anew(KINDS.index(kind) if kind in KINDS else 0)
    before = check.path.read_bytes()
    window = ForkedWindow(tmp_path, "resume", check.path, "--pack", check.pack)
    window.see("Question")
    window.press(*WAITING[kind])
    if end == "window closed":
        window.hang_up()
    else:
        for name in end.split(", "):
            window.child.kill(signal.Signals[name])
    codes = {"SIGTERM": 143, "SIGHUP": 129, "window closed": 129, "SIGSTOP, SIGKILL": -9}
    assert window.end() == codes[end]
    assert list(tmp_path.rglob("log-*")) == [], "a closed window is no bug"
    assert check.path.read_bytes() == before
    assert kept(check.path).position == f"q{KINDS.index(kind) + 1 if kind in KINDS else 1}"
