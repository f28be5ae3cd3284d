"""G3. A damaged file is never taken for a good one: the last good copy is offered, and no bad file stops the others."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment.response import Answer
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.response_file import recover
from selfcheck.assessment.response_file import write_response
from tests.test_response_file import response

if sys.platform == "win32":
    pytest.skip("needs a POSIX terminal", allow_module_level=True)

from tests.guarantees.forked import FORKS
from tests.guarantees.forked import TYPED
from tests.guarantees.forked import ForkedWindow
from tests.guarantees.forked import SlowDisk
from tests.guarantees.forked import kept
from tests.guarantees.forked import pack_of
from tests.guarantees.forked import run_forked


def accepted(data: bytes) -> bool:
    """Whether these bytes pass for a good response, without a word."""
    try:
        return not decode_response(data).edited
    except ValueError:
        return False


@pytest.mark.guarantee("G3.1")
@pytest.mark.parametrize("answers", [5, 60, 300])
def test_no_beginning_of_a_file_passes_for_the_whole(answers: int) -> None:
    """A response that was cut off at any byte is seen to be damaged."""
    data = encode_response(response(answers)).rstrip()
    assert accepted(data)
    assert [end for end in range(len(data)) if accepted(data[:end])] == []


def flip_a_bit(data: bytes, rng: random.Random) -> bytes:
    hurt = bytearray(data)
    hurt[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(hurt)


def delete_a_line(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    del lines[rng.randrange(len(lines))]
    return b"".join(lines)


def swap_two_lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    one, other = rng.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def blank_a_block(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + b"\0" * min(512, len(data) - at) + data[at + 512 :]


@pytest.mark.guarantee("G3.2")
@pytest.mark.parametrize(
    "times", [pytest.param(1, id="2,500"), pytest.param(10, id="25,000", marks=pytest.mark.nightly)]
)
def test_no_damage_inside_a_file_goes_unnoticed(times: int) -> None:
    """Flipped bits, lost or swapped lines and blank blocks are seen, or change nothing of what is said."""
    rng = random.Random(times)
    made = response(30)
    data = encode_response(made)
    bad = []
    kinds = ((flip_a_bit, 2000), (delete_a_line, 200), (swap_two_lines, 200), (blank_a_block, 100))
    for damage, number in kinds:
        for _ in range(number * times):
            hurt = damage(data, rng)
            if accepted(hurt) and decode_response(hurt).response != made:
                bad.append((damage.__name__, hurt))
    assert bad == []


@pytest.mark.guarantee("G3.2")
@pytest.mark.parametrize("how", ["drawn", "plain", "plan"])
def test_a_whole_file_that_somebody_changed_is_taken_with_a_word(tmp_path: Path, how: str) -> None:
    """A response that somebody changed by hand is taken as it is, and the person is told."""
    pack = pack_of(tmp_path / "pack", ("select_one", "text"))
    path = begun(tmp_path, pack)
    path.write_bytes(path.read_bytes().replace(b'"choice": "b"', b'"choice": "c"'))
    told = "was changed outside selfcheck"
    if how == "drawn":
        window = ForkedWindow(tmp_path, "resume", path, "--pack", pack)
        window.see(told)
        window.press("\x03", "selfcheck resume")
        window.end()
    elif how == "plain":
        assert told in run_forked(tmp_path / "ran", "resume", path, "--accessible", "--pack", pack).out
    else:
        assert told in run_forked(tmp_path / "ran", "plan", path, "-o", "-", "--pack", pack).err
    assert decode_response(path.read_bytes()).response.answer("q1").choice == "c"


def begun(folder: Path, pack: Path, organisation: str = "A") -> Path:
    """A check in the data folder with its first question answered in the wizard."""
    window = ForkedWindow(folder / "answers", "start", "--org", organisation, "--pack", pack)
    window.see("Before you start")
    window.press(" ", "Question 1 of")
    window.press(TYPED["select_one"], "Question 2 of")
    window.press("\x03", "selfcheck resume")
    window.end()
    (path,) = (folder / "answers").glob(f"{organisation.lower()}/*.response.json")
    return path


@pytest.mark.guarantee("G3.3")
@pytest.mark.parametrize("damage", [flip_a_bit, delete_a_line, blank_a_block])
def test_the_last_good_copy_is_offered_and_the_damaged_one_kept(
    tmp_path: Path, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    """The check that was damaged last is named, with the way to its last good copy, at most one answer older."""
    pack = pack_of(tmp_path / "pack", ("select_one", "select_multiple", "text", "integer"))
    other, path = begun(tmp_path, pack, "Other"), begun(tmp_path, pack)
    home = tmp_path / "answers"
    window = ForkedWindow(home, "resume", path, "--pack", pack)
    for n, kind in enumerate(("select_multiple", "text"), 2):
        window.see(f"Question {n} of")
        window.child.send(TYPED[kind])
    window.press("\x03", "selfcheck resume")
    window.end()
    answered = [*kept(path).answers]
    assert answered == ["q1", "q2", "q3"]
    rng = random.Random(3)
    hurt = next(hurt for _ in range(1000) if not readable(hurt := damage(path.read_bytes(), rng)))
    path.write_bytes(hurt)

    said = run_forked(tmp_path / "ran", "resume", "--accessible", "--pack", pack, SELFCHECK_DIR=str(home))
    assert (said.code, f"{path} is damaged" in said.err, "--last-good" in said.err) == (3, True, True)
    listed = run_forked(tmp_path / "ran", "saved", SELFCHECK_DIR=str(home))
    assert str(other) in listed.out
    assert f"{path} is damaged" in listed.err
    start = ForkedWindow(home, size=(200, 40))
    start.see("is damaged")
    start.press("\x03", "")
    start.end()
    window = ForkedWindow(home, "resume", path, "--last-good", "--pack", pack)
    window.see("Question 3 of")
    window.press("\x03", "selfcheck resume")
    window.end()
    assert [*kept(path).answers] == answered[:-1]
    assert path.with_name(f"{path.name}.damaged").read_bytes() == hurt


def readable(data: bytes) -> bool:
    try:
        decode_response(data)
    except ValueError:
        return False
    return True


def recover_slowly(path: str) -> None:
    SlowDisk()()
    recover(Path(path))


@pytest.mark.guarantee("G3.4")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.nightly)])
def test_a_recovery_that_was_killed_can_be_done_again(tmp_path: Path, kills: int) -> None:
    """A recovery that was cut short at any moment can be done again, and neither copy is lost."""
    rng = random.Random(kills)
    for n in range(kills):
        path = tmp_path / str(n) / "x.response.json"
        for revision in range(2):
            write_response(path, replace(response(20), revision=revision))
        hurt = path.read_bytes()[:-100]
        path.write_bytes(hurt)
        process = FORKS.Process(target=recover_slowly, args=(str(path),), daemon=True)
        process.start()
        time.sleep(rng.random() * 0.15)
        process.kill()
        process.join()
        assert recover(path).response == kept(path) == replace(response(20), revision=0)
        assert recover(path).response == kept(path)
        damaged = [each for each in path.parent.iterdir() if ".damaged" in each.name]
        assert [each.read_bytes() for each in damaged] == [hurt]


#: What programs on the way do to a file without meaning to.
CONVERSIONS: dict[str, Callable[[bytes], bytes]] = {
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "BOM": lambda data: b"\xef\xbb\xbf" + data,
    "BOM and CRLF": lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    "no last line end": lambda data: data.rstrip(),
    "written anew": lambda data: json.dumps(json.loads(data), indent=8, sort_keys=True).encode(),
}


@pytest.mark.guarantee("G3.6")
@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_a_copy_that_only_looks_different_is_the_same(conversion: str) -> None:
    """A copy whose line ends, marks or layout a mail program or git has changed is the same response."""
    made = replace(response(30), answers={"1": Answer(value="Ş, ć\nЊ", note="\u2028 İ")})
    loaded = decode_response(CONVERSIONS[conversion](encode_response(made)))
    assert (loaded.response, loaded.edited) == (made, False)
