"""A pack may come from a stranger: as a folder or a zip, it is only words."""

from __future__ import annotations

import os
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest

from selfcheck.content.archives import FILE_LIMIT
from selfcheck.content.loading import load_pack
from selfcheck.problems import SelfcheckError

TINY = Path(__file__).parent / "packs" / "no-problem"


def rules(folder: Path) -> list[str]:
    _, problems = load_pack(folder)
    return [problem.rule for problem in problems]


def copy_of_tiny(folder: Path) -> Path:
    for path in TINY.rglob("*.*"):
        if path.is_file():
            target = folder / path.relative_to(TINY)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return folder


def zipped(place: Path, **extra: bytes) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in TINY.rglob("*.*"):
            if path.is_file():
                archive.write(path, path.relative_to(TINY).as_posix())
        for name, data in extra.items():
            archive.writestr(name, data)
    return place


def test_a_zip_is_read_like_its_folder(tmp_path: Path) -> None:
    from_zip, problems = load_pack(zipped(tmp_path / "tiny.zip"))
    from_folder, _ = load_pack(TINY)

    assert problems == ()
    assert from_zip == from_folder


BAD_NAMES = [
    "../out.md", "/etc/x.md", "C:/x.md", "a\\b.md", "feedback/con.md", "feedback/x.md:stream", "feedback/x.md.", "feedback/\x1b[2J.md",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_zip_with_a_name_that_leads_elsewhere_is_refused_whole(tmp_path: Path, name: str) -> None:
    pack, problems = load_pack(zipped(tmp_path / "bad.zip", **{name: b"x"}))

    assert "bad-zip" in [problem.rule for problem in problems]
    assert pack.questions == ()


def test_nothing_of_a_zip_is_ever_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where it lies, nor where we stand, nor where temporary files go: good ones are read in memory, too."""
    for name, files in {
        "good.zip": {},
        "bad.zip": {"../out.md": b"x"},
        "bomb.zip": {"x.md": b"0" * FILE_LIMIT},
    }.items():
        places = [tmp_path / name / each for each in ("zip", "work", "temp")]
        for place in places:
            place.mkdir(parents=True)
        monkeypatch.chdir(places[1])
        monkeypatch.setattr(tempfile, "tempdir", str(places[2]))
        load_pack(zipped(places[0] / name, **files))
        assert [path for path in (tmp_path / name).rglob("*") if path not in places] == [places[0] / name]


def test_twin_names_in_a_zip_are_refused(tmp_path: Path) -> None:
    assert "bad-zip" in rules(zipped(tmp_path / "case.zip", **{"feedback/EN/1/1.md": b"x"}))
    twins = zipped(tmp_path / "nfc.zip", **{"feedback/\u00e4.md": b"x", "feedback/a\u0308.md": b"x"})
    assert "bad-zip" in rules(twins)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    assert "bad-zip" in rules(zipped(tmp_path / "bomb.zip", **{"feedback/bomb.md": b"0" * FILE_LIMIT}))


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    place = zipped(tmp_path / "link.zip")
    with zipfile.ZipFile(place, "a") as archive:
        entry = zipfile.ZipInfo("feedback/passwd.md")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    assert "bad-zip" in rules(place)


def test_a_locked_or_broken_zip_is_refused(tmp_path: Path) -> None:
    place = zipped(tmp_path / "broken.zip")
    data = bytearray(place.read_bytes())
    data[30:60] = b"\0" * 30
    place.write_bytes(data)
    assert "bad-zip" in rules(place)


@pytest.mark.parametrize("target", ["/etc/passwd", "nowhere", "../../feedback", "."])
def test_no_link_is_followed_out_of_a_pack(tmp_path: Path, target: str) -> None:
    folder = copy_of_tiny(tmp_path / "pack")
    (folder / "feedback" / "en" / "1" / "3.md").symlink_to(target)
    pack, problems = load_pack(folder)

    assert [problem.rule for problem in problems] == ["link-in-pack"]
    assert len(pack.feedback) == 2


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path / "pack")
    (folder / "feedback" / "elsewhere").symlink_to("/etc")

    assert rules(folder) == ["link-in-pack"]


def test_a_pipe_is_not_waited_for_and_a_huge_file_not_read(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path / "pack")
    os.mkfifo(folder / "feedback" / "pipe.md")
    with (folder / "feedback" / "huge.md").open("wb") as file:
        file.truncate(FILE_LIMIT + 1)

    assert sorted(rules(folder)) == ["too-large", "unreadable"]


def test_hidden_files_and_other_files_are_none_of_our_business(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path / "pack")
    for name in (".git/config", "feedback/.notes.md", "feedback/readme.txt", "questions/.swp.yaml", "yaml.py"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("raise SystemExit('this was run')\n")

    assert rules(folder) == []


def test_no_pack_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SelfcheckError, match="There is no pack at"):
        load_pack(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("encoding", "newline"),
    [("utf-8", "\n"), ("utf-8-sig", "\n"), ("utf-8", "\r\n"), ("utf-8", "\r"), ("utf-8-sig", "\r\n")],
)
def test_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path, encoding: str, newline: str) -> None:
    folder = copy_of_tiny(tmp_path / "pack")
    for path in [*folder.rglob("*.yaml"), *folder.rglob("*.md")]:
        path.write_bytes(path.read_text("utf-8").replace("\n", newline).encode(encoding))
    pack, problems = load_pack(folder)

    assert problems == ()
    assert pack.feedback == load_pack(TINY)[0].feedback


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    folder = copy_of_tiny(tmp_path / "pack")
    path = folder / "questions" / "010-people.yaml"
    path.write_text(path.read_text("utf-8").replace("People", "Ki\u0073\u0327iler"), "utf-8")

    assert load_pack(folder)[0].sections[0].title.within("en") == "Kişiler"
