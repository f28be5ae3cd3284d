"""A response on the disk: what was saved comes back, and a damaged copy is never taken for a good one."""

from __future__ import annotations

import json
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from selfcheck.assessment.places import new_place
from selfcheck.assessment.places import plan_place
from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.places import slug
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import DamagedError
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.response_file import generations
from selfcheck.assessment.response_file import read_response
from selfcheck.assessment.response_file import recover
from selfcheck.assessment.response_file import write_response
from selfcheck.files import hold
from selfcheck.files import write_file
from selfcheck.problems import SelfcheckError
from tests.conftest import NOW

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def response(answers: int = 3, **changes: object) -> Response:
    filled = {
        str(n): Answer(choice=str(n % 4 + 1), note=f"Ayşe'ye sor {n}", answered_at="2026-11-24T14:22:00+00:00")
        for n in range(answers)
    }
    made = Response(id="x", pack=PackReference(id="tiny"), language="tr", organisation="Örnek", answers=filled)
    return replace(made, **changes)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        TEXT.filter(bool),
        st.builds(
            Answer,
            choices=st.lists(TEXT.filter(bool), max_size=3).map(tuple),
            value=st.none() | TEXT.filter(bool) | st.integers(-(2**40), 2**40),
            note=TEXT,
            evidence=TEXT,
            unsure=st.none() | TEXT.filter(bool),
            focus=st.booleans(),
        ),
        max_size=4,
    ),
    TEXT,
)
def test_what_was_written_comes_back(answers: dict[str, Answer], organisation: str) -> None:
    made = response(answers=0, organisation=organisation)
    made = replace(made, answers=answers)

    loaded = decode_response(encode_response(made))
    assert loaded.response == made
    assert not loaded.edited


def test_unknown_keys_survive() -> None:
    content = json.loads(encode_response(response()))
    content["mood"] = {"good": True}
    content["answers"]["1"]["colour"] = ["red"]
    again = json.loads(encode_response(decode_response(json.dumps(content).encode()).response))

    assert again["mood"] == {"good": True}
    assert again["answers"]["1"]["colour"] == ["red"]


def test_an_edit_by_hand_is_taken_and_told() -> None:
    data = encode_response(response()).replace("Örnek".encode(), b"Example")

    assert decode_response(data).edited
    assert decode_response(data).response.organisation == "Example"


@pytest.mark.guarantee("G15.2")
def test_a_newer_format_is_not_guessed_at() -> None:
    data = encode_response(response()).replace(b"selfcheck-response/1", b"selfcheck-response/2")
    with pytest.raises(ValueError, match="newer"):
        decode_response(data)


def test_two_older_generations_are_kept_and_the_last_good_one_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "a" / "check.response.json"
    for revision in range(4):
        write_response(path, response(revision=revision))
    older = [decode_response(each.read_bytes()).response.revision for each in generations(path)]
    assert older == [2, 1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(DamagedError) as caught:
        read_response(path)
    assert caught.value.last_good == generations(path)[0]
    assert str(path) in str(caught.value)
    assert recover(path).response.revision == 2
    assert read_response(path).response.revision == 2
    assert len((path.parent / "check.response.json.damaged").read_bytes()) == 100


def test_nothing_is_left_lying_about(tmp_path: Path) -> None:
    path = tmp_path / "check.response.json"
    for revision in range(3):
        write_response(path, response(revision=revision))
    names = {each.name for each in tmp_path.iterdir()}
    assert names == {"check.response.json", ".check.response.json.1", ".check.response.json.2"}


@pytest.mark.guarantee("G2.2")
@pytest.mark.parametrize("limit", [0, 1, 512, 4096])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "check.response.json"
    write_response(path, response(60, revision=1))
    before = path.read_bytes()
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
    try:
        with pytest.raises(SelfcheckError) as caught:
            write_response(path, response(60, revision=2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert "no room" in str(caught.value)
    assert path.read_bytes() == before
    assert not (tmp_path / ".check.response.json.tmp").exists()


@pytest.mark.guarantee("G2.4")
@pytest.mark.parametrize("taken", [1, 7, 1000])
def test_short_writes_are_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    """A disk that takes less than it is given gets the rest too: the file is the same to the last byte."""
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data[:taken])))
    path = tmp_path / "check.response.json"
    data = write_response(path, response(20))
    assert path.read_bytes() == data


@pytest.mark.guarantee("G2.3")
def test_what_is_not_an_ordinary_file_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("mine")
    link, folder, locked = tmp_path / "link", tmp_path / "folder", tmp_path / "locked"
    link.symlink_to(target)
    folder.mkdir()
    locked.write_text("mine")
    locked.chmod(0o444)
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    for path in (link, folder, locked, dangling, tmp_path / "pipe"):
        with pytest.raises(SelfcheckError):
            write_file(path, b"x")
    assert target.read_text() == locked.read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_the_second_window_is_told(tmp_path: Path) -> None:
    path = tmp_path / "check.response.json"
    code = (
        "import sys; from pathlib import Path; from selfcheck.files import hold\n"
        "from selfcheck.problems import SelfcheckError\n"
        "try:\n    with hold(Path(sys.argv[1])): print('got it')\n"
        "except SelfcheckError as error: print(error)\n"
    )

    def other() -> str:
        return subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True).stdout

    with hold(path):
        assert "is open in another window, since 20" in other()
    assert other() == "got it\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mor Çatı", "mor-cati"),
        ("İSTANBUL IŞIK", "istanbul-isik"),
        ("Građanske inicijative", "gradjanske-inicijative"),
        ("Удружење Њива", "udruzenje-njiva"),
        ("../../etc/passwd", "etc-passwd"),
        ("con", "con-org"),
        ("", "organisation"),
        ("...", "organisation"),
        ("日本", "organisation"),
        ("ş" * 200, "s" * 40),
        ("a/b:c\\d*e", "a-b-c-d-e"),
    ],
)
def test_names_become_file_names(name: str, expected: str) -> None:
    assert slug(name) == expected


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_any_name_gives_a_safe_one(name: str) -> None:
    made = slug(name)
    assert made.isascii()
    assert 0 < len(made) <= 44
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")


def test_two_organisations_never_share_a_folder(tmp_path: Path) -> None:
    first = new_place(tmp_path, "Işık", "tiny", NOW.date())
    write_response(first, response(organisation="Işık"))
    second = new_place(tmp_path, "İşik", "tiny", NOW.date())
    write_response(second, response(organisation="İşik"))
    third = new_place(tmp_path, "Işık", "tiny", NOW.date())

    assert first == tmp_path / "isik" / "tiny-2026-11-24.response.json"
    assert second == tmp_path / "isik-2" / "tiny-2026-11-24.response.json"
    assert third == tmp_path / "isik" / "tiny-2026-11-24-2.response.json"
    assert plan_place(first) == tmp_path / "isik" / "tiny-2026-11-24.plan.md"


def test_saved_responses_come_newest_first_and_damaged_ones_stop_nothing(tmp_path: Path) -> None:
    for n, day in enumerate(("2026-01-02", "2026-03-04", "2026-02-03")):
        write_response(tmp_path / f"o{n}" / "c.response.json", response(changed=f"{day}T10:00:00+00:00"))
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "c.response.json").write_text("{")

    assert [saved.path.parent.name for saved in saved_responses(tmp_path)] == ["o1", "o2", "o0"]
