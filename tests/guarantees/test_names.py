"""G12: any name works, two organisations never share a file, on Windows, macOS and Linux."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path
from pathlib import PureWindowsPath

import pytest

from selfcheck.assessment.places import LONGEST
from selfcheck.assessment.places import new_place
from selfcheck.assessment.places import plan_place
from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.places import slug
from selfcheck.assessment.response_file import read_response
from selfcheck.assessment.response_file import write_response
from selfcheck.content.characters import one_line
from tests.conftest import NOW
from tests.conftest import ROOT
from tests.conftest import run_selfcheck
from tests.test_response_file import response

#: Names of organisations as they are, as somebody mistypes them, and as somebody means harm.
NAMES = [
    "/etc/passwd", "../../etc/passwd", "..", ".", "...", "", " ", "~", "~root", "-rf", "--help", "con", "CON", "con.txt", "prn", "aux", "nul", "NUL.json", "com1", "LPT9", "a:b", "a/b", "a\\b",
    "name.", "name ", "a*b?", "*?", "<a>", "a|b", "\"a\"", "'a'", "%PATH%", "$HOME", "$(id)", "`id`", ".hidden", ".git", "a\nb", "a\tb", "a\x00b", "a\x1b[2Jb", "\u202eabc", "a\u200bb",
    "ş" * 200, "x" * 300, "İstanbul", "istanbul", "ISPARTA", "Isparta", "ısparta", "Désert", "De\u0301sert", "Ђурђевдан", "日本語", "مرحبا", "👩‍👩‍👧", "ß", "SS", "ﬁ", "①", "İ",
]  # fmt: skip


def folder_key(path: Path) -> str:
    """What two names have in common that one file system or another takes for one."""
    return unicodedata.normalize("NFC", path.as_posix()).casefold()


@pytest.mark.guarantee("G12.1")
def test_sixty_one_names_are_kept_apart_and_come_back(tmp_path: Path) -> None:
    """Whatever an organisation is called, its answers are saved inside the folder, under a name that every system can keep.

    Its own name comes back as it was, and no two organisations share a folder, not even where capitals do not count.
    """
    assert len(NAMES) == len(set(NAMES)) == 61
    home = tmp_path / "home"
    places: dict[str, Path] = {}
    for name in NAMES:
        path = new_place(home, name, "tiny", NOW.date())
        write_response(path, response(organisation=name))
        places[name] = path
    for name, path in places.items():
        assert path.resolve().is_relative_to(home.resolve())
        assert read_response(path).response.organisation == name
        assert not PureWindowsPath(path.parent.name).is_reserved()
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", path.parent.name)
    assert len({folder_key(path.parent) for path in places.values()}) == 61
    assert len(saved_responses(home)) == 61
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    again = new_place(home, "Isparta", "tiny", NOW.date())
    assert again.parent == places["Isparta"].parent, "the same organisation comes to its own folder again"


@pytest.mark.guarantee("G12.2")
def test_any_name_becomes_a_short_plain_one() -> None:
    """Of twenty thousand names of any letters each becomes a short plain word that no system reserves."""
    rng = random.Random(12)
    ranges = [
        (32, 126),
        (160, 591),
        (0x370, 0x52F),
        (0x590, 0x6FF),
        (0x3040, 0x9FFF),
        (0x1F300, 0x1FAFF),
        (0, 31),
        (0xE000, 0xFFFF),
        (0x300, 0x36F),
    ]
    for _ in range(20_000):
        low, high = rng.choice(ranges)
        name = "".join(
            chr(rng.randint(low, high) if rng.random() < 0.7 else rng.randint(32, 126))
            for _ in range(rng.randint(0, 90))
        )
        made = slug(name)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made), (name, made)
        assert len(made) <= LONGEST + len("-org")
        assert len(f"{made}-9999".encode()) <= 80
        assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)", made)


@pytest.mark.guarantee("G12.2")
def test_names_that_look_alike_are_numbered(tmp_path: Path) -> None:
    """Of two hundred names that become the same word each gets a folder of its own."""
    names = [f"{'!' * n}Kadın{'?' * (n % 7)}" for n in range(200)]
    folders = set()
    for name in names:
        path = new_place(tmp_path, name, "tiny", NOW.date())
        write_response(path, response(organisation=name))
        folders.add(folder_key(path.parent))
    assert len(folders) == len(set(names)) == 200


@pytest.mark.guarantee("G12.3")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İstanbul", "istanbul"),
        ("ISPARTA", "Isparta"),
        ("Isparta", "ısparta"),
        ("SS", "ß"),
        ("Çağ", "çağ"),
        ("Kadın", "KADIN"),
        ("a", "a "),
    ],
)
def test_an_organisation_is_known_by_its_very_letters(tmp_path: Path, one: str, other: str) -> None:
    """Names that differ in a capital, a dot or a blank are two organisations: nothing is folded to tell who it is.

    The program looks for no names: lists show all of them, newest first.
    """
    first = new_place(tmp_path, one, "tiny", NOW.date())
    write_response(first, response(organisation=one))
    second = new_place(tmp_path, other, "tiny", NOW.date())
    assert first.parent != second.parent
    assert new_place(tmp_path, one, "tiny", NOW.date()).parent == first.parent


@pytest.mark.guarantee("G12.3")
def test_letters_in_one_piece_and_in_two_are_the_same_name() -> None:
    """A name typed on a Mac, whose accents come apart, is the same organisation as the one typed elsewhere."""
    for name in ("Désert", "Çağdaş", "İstanbul", "Šećer", "Đorđe"):
        assert one_line(unicodedata.normalize("NFD", name)) == one_line(name) == name
        assert slug(unicodedata.normalize("NFD", name)) == slug(name)


@pytest.mark.guarantee("G12.4")
def test_a_path_that_was_named_is_the_only_place_that_is_written(tmp_path: Path) -> None:
    """What is to come out goes to the file that was named, and to no other; to name one that is there is to say yes to it.

    What people write in (a plan, a DOCX) is kept even then, and where no file was named none is replaced. A path through a file, a folder that is not there, a name that is too long and a link end in one sentence.
    """
    env = {"SELFCHECK_DIR": str(tmp_path / "data"), "SELFCHECK_LANG": "en"}
    run_selfcheck("demo", env=env)
    saved = saved_responses(tmp_path / "data")[0].path
    work = tmp_path / "work" / "deep"
    work.mkdir(parents=True)
    (work / "a file").write_text("mine", "utf-8")
    (work / "link.html").symlink_to(work / "a file")
    before = {path for path in tmp_path.rglob("*") if "data" not in path.parts}

    for output in (work / "a file" / "plan.html", work / ("x" * 300 + ".html"), work / "link.html"):
        ran = run_selfcheck("plan", saved, "-o", output, env=env, cwd=work)
        assert (ran.code, ran.out) == (5, ""), output
        assert "Traceback" not in ran.err
        assert ran.err.count("\n") <= 2
        assert {path for path in tmp_path.rglob("*") if "data" not in path.parts} == before
        assert (work / "a file").read_text("utf-8") == "mine"

    ran = run_selfcheck("plan", saved, "-o", "../up.html", env=env, cwd=work)
    assert ran.code == 0
    assert {path for path in tmp_path.rglob("*") if "data" not in path.parts} - before == {
        tmp_path / "work" / "up.html"
    }

    for ending in ("md", "docx"):  # which people write in
        theirs = work / f"letter.{ending}"
        theirs.write_bytes(b"a letter of mine")
        ran = run_selfcheck("plan", saved, "-o", theirs, env=env, cwd=work)
        assert ran.code == 0
        assert b"a letter of mine" in {path.read_bytes() for path in work.glob("letter*")}, ending

    table = work / "cso-check-questions.csv"
    table.write_text("mine", "utf-8")
    ran = run_selfcheck("content", "export", "-f", "csv", "--pack", ROOT, env=env, cwd=work)
    assert (ran.code, ran.out, table.read_text("utf-8")) == (2, "", "mine")
    assert plan_place(saved).exists()
