"""G2. Saving never destroys: what cannot be written leaves what was there as it was, and says so in a sentence."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response_file import write_response
from selfcheck.content.loading import load_pack
from selfcheck.files import hold
from selfcheck.files import write_file
from selfcheck.problems import SelfcheckError
from tests.conftest import NOW
from tests.conftest import Ran

if sys.platform == "win32":
    pytest.skip("needs the limits of POSIX", allow_module_level=True)

from tests.guarantees.forked import FORKS
from tests.guarantees.forked import Deed
from tests.guarantees.forked import ForkedWindow
from tests.guarantees.forked import SlowDisk
from tests.guarantees.forked import SmallDisk
from tests.guarantees.forked import kept
from tests.guarantees.forked import nothing
from tests.guarantees.forked import obey
from tests.guarantees.forked import pack_of
from tests.guarantees.forked import run_forked

KINDS = ("select_one", "select_multiple", "text", "integer") * 3


@dataclass(frozen=True)
class Output:
    """Something the program writes: the command, and the file that it writes."""

    name: str
    arguments: tuple[str, ...]
    file: str
    input: str = ""


#: Everything that is written for people, and the command for it. {check} is a response, {out} what is written.
OUTPUTS = (
    Output("response", ("resume", "{check}", "--accessible"), "a.response.json", "1\n"),
    *(Output(f"plan.{ending}", ("plan", "{check}", "-o", "{out}"), f"p.{ending}") for ending in ("md", "html", "docx", "pdf", "json")),
    *(
        Output(f"cohort.{ending}", ("cohort", "{check}", "--internal", "-o", "{out}"), f"c.{ending}")
        for ending in ("md", "pdf", "csv", "xlsx")
    ),
    Output("parquet", ("cohort", "pack", "{check}", "-o", "{out}"), "c.parquet"),
    Output("table.csv", ("content", "export", "-f", "csv", "-o", "{out}"), "t.csv"),
    Output("table.xlsx", ("content", "export", "-f", "xlsx", "-o", "{out}"), "t.xlsx"),
)  # fmt: skip


class Office:
    """A pack, a response to it, and a folder that everything is written to."""

    def __init__(self, folder: Path, desk: Path | None = None) -> None:
        self.folder = folder
        self.pack = pack_of(folder / "pack", KINDS)
        self.desk = desk or folder / "desk"
        self.check = self.desk / "a.response.json"
        loaded, _ = load_pack(self.pack)
        response = new_response(loaded, organisation="A", language="en", response_id="x", now=NOW)
        answers = {"q1": Answer(choice="a"), "q3": Answer(value="Niš", note="Ayşe " * 100)}
        self.response = replace(response, answers=answers, position="q1")

    def keep(self, response: Response | None = None) -> None:
        """Put the response in its place."""
        write_response(self.check, response or self.response)

    def write(self, output: Output, target: Path | None = None, deed: Deed = nothing) -> Ran:
        """Run the command for an output."""
        target = target or self.desk / output.file
        check = target if output.name == "response" else self.check
        names = {"check": str(check), "out": str(target)}
        arguments = [part.format(**names) for part in output.arguments]
        return run_forked(
            self.folder / "ran", *arguments, "--pack", self.pack, deed=deed, input=output.input,
            SELFCHECK_DIR=str(self.folder / "logs"), TMPDIR=str(self.folder),
        )  # fmt: skip

    def left_over(self) -> list[str]:
        """Files that somebody forgot: half written ones, and logs of bugs."""
        return [path.name for path in self.folder.rglob("*") if ".tmp" in path.name or path.name.startswith("log-")]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.keep()
    return made


@pytest.mark.guarantee("G2.2")
@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_a_disk_that_is_full_at_any_byte_leaves_the_file_that_was_there(office: Office, output: Output) -> None:
    """A disk that is full leaves every file as it was, and one sentence says so."""
    path = office.desk / output.file
    office.write(output)
    office.keep(replace(office.response, answers={**office.response.answers, "q5": Answer(choice="c")}, revision=1))
    before = path.read_bytes()
    spare = office.folder / "spare"
    shutil.copytree(office.desk, spare)
    office.write(output)
    size = max(each.stat().st_size for each in office.desk.iterdir())
    for limit in (0, 1, 512, 4096, path.stat().st_size - 1):
        shutil.rmtree(office.desk)
        shutil.copytree(spare, office.desk)
        if limit < path.stat().st_size:
            ran = office.write(output, deed=SmallDisk(limit))
            assert path.read_bytes() == before, limit
            if output.name != "response":  # there, the wizard asks what to do
                assert ran.code == 5, (limit, ran)
                assert "no room" in ran.err or "File too large" in ran.err, (limit, ran)
            assert "Traceback" not in ran.err
            assert office.left_over() == [], limit
    assert office.write(output, deed=SmallDisk(size + 4096)).code in (0, 4)
    assert office.left_over() == []


def read_only_folder(path: Path) -> None:
    path.write_text("mine")
    path.parent.chmod(0o555)


def read_only_file(path: Path) -> None:
    path.write_text("mine")
    path.chmod(0o444)


def folder_in_its_place(path: Path) -> None:
    path.mkdir()
    (path / "inside").write_text("mine")


def missing_folder(path: Path) -> None:
    path.parent.rmdir()


def link(path: Path) -> None:
    target = path.parent.parent / "target"
    target.write_text("mine")
    path.symlink_to(target)


def dangling_link(path: Path) -> None:
    path.symlink_to(path.parent.parent / "target")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def no_right_to_lock(path: Path) -> None:
    path.write_text("mine")
    lock = path.with_name(f".{path.name}.lock")
    lock.write_bytes(b"")
    lock.chmod(0)
    path.parent.chmod(0o555)


SITUATIONS = (
    read_only_folder, read_only_file, folder_in_its_place, missing_folder, link, dangling_link, pipe, no_right_to_lock,
)  # fmt: skip


def everything_in(folder: Path) -> list[tuple[str, str]]:
    """Every file with what it holds, but not locks, which hold nothing."""
    return sorted(
        (str(path), path.read_text("utf-8") if path.is_file() else "")
        for path in folder.rglob("*")
        if not path.name.endswith(".lock")
    )


@pytest.mark.guarantee("G2.3")
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
@pytest.mark.parametrize(
    "output",
    [each for each in OUTPUTS if each.name in ("response", "plan.md", "plan.html", "plan.docx", "cohort.csv", "parquet", "table.xlsx")],
    ids=lambda output: output.name,
)  # fmt: skip
def test_what_stands_in_the_way_is_left_as_it_is(
    office: Office, output: Output, situation: Callable[[Path], None]
) -> None:
    """What is read-only, a link, a folder or a pipe is never replaced or written through, and a sentence says so."""
    home = office.folder / "home"
    target = home / "place" / "it.response.json"
    target.parent.mkdir(parents=True)
    if output.name != "response":
        target = target.with_name(f"it{Path(output.file).suffix}")
    situation(target)
    if output.name == "response" and target.is_file():  # then a real one stands in the way
        (target.resolve() if target.is_symlink() else target).write_bytes(office.check.read_bytes())
    before = everything_in(home)
    ran = office.write(output, target, deed=obey)
    if target.parent.exists():
        target.parent.chmod(0o755)
    assert ran.code in (0, 4, 5, 130), ran
    assert office.left_over() == []
    if ran.code == 5:
        assert len(ran.err.splitlines()) <= 2, ran.err
    if situation is missing_folder and output.name != "response":
        assert target.is_file()
    else:
        assert set(before) <= set(everything_in(home)), ran
        assert ran.code != 0 or situation is folder_in_its_place, ran


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("needs the right to mount: run it as root")
    yield disk
    subprocess.run(["umount", disk], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to its last byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
        while stream.write(bytes(512)):
            pass
    return filler


@pytest.mark.nightly
@pytest.mark.guarantee("G2.1")
def test_a_disk_that_is_really_full_takes_nothing_away(tmp_path: Path, small_disk: Path) -> None:
    """On a full disk every file stays as it was, and when there is room again the next save holds all answers."""
    office = Office(tmp_path, small_disk / "desk")
    office.keep()
    for output in OUTPUTS[1:]:
        assert office.write(output).code == 0
    office.keep(replace(office.response, answers={**office.response.answers, "q5": Answer(choice="c")}, revision=1))
    before = {path: path.read_bytes() for path in office.desk.iterdir()}
    filler = fill(small_disk)
    for output in OUTPUTS[1:]:
        ran = office.write(output)
        assert ran.code in (0, 5), ran  # a table that did not change fits in its own place
        assert "Traceback" not in ran.err
        assert ran.code == 0 or "no room" in ran.err or "No space left" in ran.err, ran
    assert {path: path.read_bytes() for path in office.desk.iterdir()} == before
    window = ForkedWindow(tmp_path, "resume", office.check, "--pack", office.pack)
    window.see("Question 1 of")
    window.press("2\r", "no room left on the disk")
    window.press("3\r", "NOT SAVED")
    window.press("1 \r", "Question 3 of")
    filler.unlink()
    window.press("\r", "saved ")
    window.press("\x03", "selfcheck resume")
    window.end()
    answers = kept(office.check).answers
    assert (answers["q1"].choice, answers["q2"].choices, answers["q5"].choice) == ("b", ("a",), "c")
    assert office.left_over() == []


class HeldError(PermissionError):
    """What Windows says of a file that another program holds."""

    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EACCES, "denied")
        self.winerror = winerror


class Clock:
    """A clock that only moves when somebody waits, and a scanner that holds every file until some moment."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: OSError, until: float) -> None:
        self.now, self.asked = 0.0, 0
        real = os.replace

        def replace_held(old: Any, new: Any) -> None:
            self.asked += 1
            if self.now < until:
                raise error
            real(old, new)

        monkeypatch.setattr(os, "replace", replace_held)
        monkeypatch.setattr(time, "sleep", self.wait)

    def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.guarantee("G2.5")
@pytest.mark.parametrize("winerror", [5, 32, 33])
@pytest.mark.parametrize("seconds", [0.01, 0.5, 2.0])
def test_a_program_that_holds_the_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int, seconds: float
) -> None:
    """A virus scanner or a sync program that holds the file for up to two seconds on Windows is waited for."""
    path = tmp_path / "x.response.json"
    write_file(path, b"old")
    Clock(monkeypatch, HeldError(winerror), seconds)
    write_file(path, b"new", keep=(tmp_path / "kept",))
    assert (path.read_bytes(), (tmp_path / "kept").read_bytes()) == (b"new", b"old")


@pytest.mark.guarantee("G2.5")
@pytest.mark.parametrize(
    ("error", "asked", "said"),
    [
        (HeldError(5), 7, "cannot be written to"),
        (HeldError(32), 7, "Another program holds"),
        (HeldError(33), 7, "Another program holds"),
        (PermissionError(errno.EACCES, "denied"), 1, "cannot be written to"),
        (OSError(errno.EIO, "broken"), 1, "broken"),
        (OSError(errno.ENOSPC, "full"), 1, "no room"),
    ],
    ids=lambda value: repr(value),
)
def test_what_waiting_does_not_help_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, asked: int, said: str
) -> None:
    """Whatever else goes wrong with the file is said at once, and so is a program that never lets go of it."""
    path = tmp_path / "x.response.json"
    write_file(path, b"old")
    clock = Clock(monkeypatch, error, 3600)
    with pytest.raises(SelfcheckError, match=said):
        write_file(path, b"new")
    assert (clock.asked, path.read_bytes()) == (asked, b"old")
    assert clock.now < 3
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def save_for_ever(path: str) -> None:
    """Save a response again and again on a slow disk."""
    SlowDisk()()
    for n in range(1_000_000):
        response = Response(id="x", pack=PackReference(id="p"), language="en", organisation="A" * 3000, revision=n)
        write_response(Path(path), response)


@pytest.mark.guarantee("G2.6")
def test_nothing_half_written_is_left_when_a_check_is_taken_up_again(tmp_path: Path) -> None:
    """What a hundred killed runs left half written is swept away at the next start, and nobody else's file is."""
    path, other = tmp_path / "x.response.json", tmp_path / "y.response.json"
    half, others_half = (each.with_name(f".{each.name}.tmp") for each in (path, other))
    others_half.write_bytes(b"being written by another window")
    rng = random.Random(26)
    left = 0
    for _ in range(100):
        process = FORKS.Process(target=save_for_ever, args=(str(path),), daemon=True)
        process.start()
        while not half.exists():
            time.sleep(0.001)
        time.sleep(rng.random() * 0.05)
        process.kill()
        process.join()
        left += half.exists()
        with hold(path):
            assert not half.exists()
    assert left > 50, "the kills did not leave what they should"
    assert others_half.exists()


@pytest.mark.guarantee("G2.7")
def test_what_is_private_is_for_its_owner_only(tmp_path: Path) -> None:
    """New files and every new folder are for their owner only, and a file that is replaced keeps its rights."""
    path = tmp_path / "new" / "folder" / "x.response.json"
    write_file(path, b"1")
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, *path.parents[:2])] == [0o600, 0o700, 0o700]
    path.chmod(0o640)
    write_file(path, b"2", keep=(path.with_name("kept"),))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
