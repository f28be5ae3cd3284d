"""Many responses: read, counted once, described the same by every engine, and in every format and language."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from selfcheck.assessment.places import slug
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response_file import checksum
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.scores import score_response
from selfcheck.cli.reading import is_milestone
from selfcheck.cohort.asking import Asked
from selfcheck.cohort.asking import count
from selfcheck.cohort.asking import gather_all
from selfcheck.cohort.asking import make_cohort_report
from selfcheck.cohort.contents import Given
from selfcheck.cohort.duck import Duck
from selfcheck.cohort.exchange import harmless
from selfcheck.cohort.figures import FULL
from selfcheck.cohort.figures import spread_of
from selfcheck.cohort.formats import COHORT_FORMATS
from selfcheck.cohort.formats import render_cohort
from selfcheck.cohort.making import make_report
from selfcheck.cohort.report import CohortReport
from selfcheck.cohort.rows import Grid
from selfcheck.cohort.tally import count_entries
from selfcheck.cohort.tally import parse_by
from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from selfcheck.content.model import Pack
from selfcheck.words import LANGUAGES
from selfcheck.words import Words
from tests.cohorts import make_entries
from tests.cohorts import make_responses
from tests.cohorts import with_answer
from tests.cohorts import write_cohort
from tests.conftest import ROOT
from tests.conftest import Ran
from tests.conftest import run_selfcheck

TODAY = date(2026, 11, 25)


@cache
def shipped() -> Pack:
    return load_pack(shipped_pack())[0]


def run(*arguments: str | Path, home: Path) -> Ran:
    return run_selfcheck("cohort", *arguments, env={"SELFCHECK_DIR": str(home), "SELFCHECK_LANG": "en"})


def ten_kinds_of_bad(folder: Path, paths: list[Path]) -> None:
    """Fifty files that must not be counted, in ten ways."""
    good = [path.read_bytes() for path in paths]
    rng = Random(5)
    for n in range(5):
        data, home = good[n], folder / f"bad-{n}"
        content = json.loads(data)
        home.mkdir()
        older = replace(decode_response(data).response, revision=1, answers={"1": Answer(choice="1")})
        files: dict[str, bytes] = {
            "cut.response.json": data[: rng.randrange(1, len(data) - 3)],
            "empty.response.json": b"",
            "zeros.response.json": data[:400] + b"\0" * 512 + data[912:],
            "letter.json": b"Dear colleagues, please find our answers attached.",
            "settings.json": b'{"font": "large"}',
            "newer.response.json": data.replace(b"selfcheck-response/1", b"selfcheck-response/9"),
            "other.response.json": json.dumps({**content, "id": f"o{n}", "pack": {"id": "garden-check"}}).encode(),
            "parts.response.json": json.dumps({**content, "id": f"p{n}", "answers": ["1", "2"]}).encode(),
            "check (conflicted copy).response.json": encode_response(older),
            "check (1).response.json": data,
        }
        for name, bad in files.items():
            (home / name).write_bytes(bad)


@pytest.mark.guarantee("G3.5", "G4.4")
def test_a_thousand_files_of_which_fifty_are_bad_in_ten_ways(tmp_path: Path) -> None:
    """Of a thousand files, fifty bad ones and copies are named with the reason, and the others are counted, once each."""
    paths = write_cohort(tmp_path / "all", shipped(), 950, seed=1)
    ten_kinds_of_bad(tmp_path / "all", paths)
    assert sum(path.is_file() for path in (tmp_path / "all").rglob("*.json")) == 1000

    ran = run(tmp_path / "all", "--json", home=tmp_path)
    inside = run(tmp_path / "all", "--internal", "--lang", "tr", home=tmp_path).out.partition("## Sayılmayanlar")[2]

    named = [line for line in ran.err.splitlines() if ": not counted: " in line]
    assert json.loads(ran.out)["size"] == 950
    assert len(named) == len({line.partition(": not counted: ")[0] for line in named}) == 50
    assert len({line.partition(": not counted: ")[2].partition(str(tmp_path))[0][:20] for line in named}) >= 8
    assert inside.count("bozuk: ") > 10
    assert "it is damaged" not in inside
    assert "Counted: 950. Not counted: 50." in ran.err
    assert ran.code == 3


@pytest.mark.guarantee("G4.4")
def test_twins_count_once_with_the_most_changes_and_people_of_one_organisation_once(tmp_path: Path) -> None:
    """A copy of a response, however it is called, counts once, and both are named."""
    first, second, third = make_responses(shipped(), 3, seed=2)
    more = replace(first, revision=first.revision + 1, answers={"1": Answer(choice="4")})
    colleague = replace(second, id="another", changed="2027-01-01T10:00:00+03:00", finished="2027-01-01T10:00:00+03:00")
    for n, response in enumerate((first, more, second, colleague, third)):
        (tmp_path / f"{n}.response.json").write_bytes(encode_response(response))
    gathered = gather_all([str(tmp_path)], Grid(shipped()), lambda _: None)
    assert {(entry.id, entry.revision) for entry in gathered.entries} == {
        (more.id, more.revision), (colleague.id, colleague.revision), (third.id, third.revision)
    }  # fmt: skip
    assert [(Path(each.place).name, each.kind) for each in gathered.aside] == [
        ("0.response.json", "twin"), ("2.response.json", "earlier")
    ]  # fmt: skip


def test_a_changed_file_is_counted_and_named(tmp_path: Path) -> None:
    (path,) = write_cohort(tmp_path, shipped(), 1, seed=3)
    path.write_bytes(path.read_bytes().replace(b'"choice": "2"', b'"choice": "4"', 1))
    (entry,) = gather_all([str(tmp_path)], Grid(shipped()), lambda _: None).entries
    assert entry.edited
    assert "was changed outside selfcheck" in run(tmp_path, "--internal", home=tmp_path).err


def test_every_container_holds_the_same(tmp_path: Path) -> None:
    paths = write_cohort(tmp_path / "folder", shipped(), 12, seed=4)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in paths:
            archive.write(path, path.relative_to(tmp_path))
    lines = [json.dumps(json.loads(path.read_bytes())) for path in paths]
    (tmp_path / "all.ndjson").write_text("\n".join(lines) + "\n", "utf-8")
    training = {
        "format": "selfcheck-training/1",
        "started": "2026-01-01T10:00:00+03:00",
        "responses": [path.relative_to(tmp_path).as_posix() for path in paths],
    }
    (tmp_path / "day.training.json").write_text(json.dumps(training), "utf-8")
    expected = gather_all([str(tmp_path / "folder")], Grid(shipped()), lambda _: None)
    assert len(expected.entries) == 12
    for name in ("all.zip", "all.ndjson", "day.training.json"):
        found = gather_all([str(tmp_path / name)], Grid(shipped()), lambda _: None)
        assert [entry.mark for entry in found.entries] == [entry.mark for entry in expected.entries], name
        assert found.aside == ()


JUNK = [None, True, 1, -2.5, "x", "", [], ["1"], [1, None], {}, {"a": 1}, 10**30, "1" * 5000, [["1"]], "|'\"%"]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_stands_in_a_file_it_is_counted_or_named(seed: int, tmp_path: Path) -> None:
    """Hostile files may have the right checksum: only the last step is left out here."""
    rng = Random(seed)
    good = [json.loads(encode_response(response)) for response in make_responses(shipped(), 20, seed)]
    for number in range(100):
        content = json.loads(json.dumps(rng.choice(good)))
        for _ in range(rng.randrange(1, 5)):
            answers, key = content.get("answers"), rng.choice(list(content))
            if isinstance(answers, dict) and answers and rng.random() < 0.7:
                inner = rng.choice(list(answers))
                if isinstance(answers[inner], dict) and rng.random() < 0.7:
                    part = rng.choice(("choice", "choices", "value", "state", "focus", "note"))
                    answers[inner][part] = rng.choice(JUNK)
                else:
                    answers[inner] = rng.choice(JUNK)
            else:
                content[key] = rng.choice(JUNK)
        content.pop("checksum", None)
        if number % 2:
            content["checksum"] = checksum(content)
        (tmp_path / f"{number}.response.json").write_text(json.dumps(content), "utf-8")
    gathered = gather_all([str(tmp_path)], Grid(shipped()), lambda _: None)
    assert len(gathered.entries) + len(gathered.aside) == 100
    asked = Asked.of(shipped(), "city_region", ("paid_staff=yes,no",), public=False)
    counted = count([str(tmp_path)], None, asked, lambda _: None)
    assert 0 < make_cohort_report(asked, counted, TODAY).size <= len(gathered.entries)
    duck = Duck()
    duck.add("all", [], gathered.entries, shipped(), Grid(shipped()))
    ((size,),) = duck.query("SELECT COUNT(*) FROM \"all\" WHERE kind = 'response'")
    assert size == len(gathered.entries)


def test_nothing_leads_out(tmp_path: Path) -> None:
    (outside,) = write_cohort(tmp_path / "outside", shipped(), 1, seed=5)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.response.json").symlink_to(outside)
    (inside / "door").symlink_to(outside.parent)
    os.mkfifo(inside / "pipe.response.json")
    with zipfile.ZipFile(inside / "out.zip", "w") as archive:
        archive.writestr("../../x.response.json", outside.read_bytes())
    with zipfile.ZipFile(inside / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.response.json", b"0" * 2_000_000)
    training = {"format": "selfcheck-training/1", "responses": ["../outside/gizli-orgut-1/" + outside.name]}
    (inside / "t.training.json").write_text(json.dumps(training), "utf-8")
    for place in (inside, inside / "t.training.json"):
        gathered = gather_all([str(place)], Grid(shipped()), lambda _: None)
        assert gathered.entries == ()
        assert all(each.kind == "damaged" for each in gathered.aside)
        assert len(gathered.aside) == (4 if place == inside else 1)


def test_the_fast_scores_are_the_scores() -> None:
    for response, entry in zip(make_responses(shipped(), 200, 6), make_entries(shipped(), 200, 6), strict=True):
        scores = score_response(shipped(), response)
        fast = {row.question: int(row.code) for cell in entry.cells for row in cell.rows if row.kind == "section"}
        slow = {name: score.value for name, score in {**scores.sections, "": scores.whole}.items()}
        assert fast == {name: round(value * FULL) for name, value in slow.items() if value is not None}


def test_quartiles_are_those_of_the_list() -> None:
    rng = Random(7)
    for size in range(1, 60):
        values = sorted(rng.randrange(0, FULL) for _ in range(size))
        spread = spread_of({value: values.count(value) for value in values})
        assert spread.mean == pytest.approx(sum(values) / size)
        for quarter, found in zip((1, 2, 3), (spread.low, spread.middle, spread.high), strict=True):
            assert found == values[-(-size * quarter // 4) - 1]


def make(size: int, by: str | None, *, public: bool, seed: int = 11) -> CohortReport:
    entries = make_entries(shipped(), size, seed)
    asked = Asked.of(shipped(), by, (), public=public)
    return make_report(shipped(), count_entries(entries, Grid(shipped()), asked.by), TODAY, public=public, by=asked.by)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_in_each_language(language: str, golden: Callable[[str, str], None]) -> None:
    markdown = COHORT_FORMATS[0]
    public = make(64, "legal_form", public=True)
    golden(render_cohort(public, shipped(), markdown, Words(language)).decode(), f"cohort/public-{language}.md")
    internal = make(9, "field_of_work", public=False)
    golden(render_cohort(internal, shipped(), markdown, Words(language)).decode(), f"cohort/internal-{language}.md")


def test_the_piece_of_a_report_in_the_readme_is_real() -> None:
    excerpt = re.search(
        r"A piece of such a\nreport:\n\n```markdown\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S
    )
    assert excerpt is not None
    assert excerpt[1] in (ROOT / "tests/golden/cohort/public-en.md").read_text("utf-8")


@pytest.mark.guarantee("G14.1")
@pytest.mark.parametrize("format_", COHORT_FORMATS, ids=lambda format_: format_.name)
def test_every_format_comes_out_twice_the_same_and_says_when_it_is_not_for_publication(format_: object) -> None:
    assert format_ in COHORT_FORMATS
    chosen = next(each for each in COHORT_FORMATS if each == format_)
    report = make(14, "size", public=False)
    data = render_cohort(report, shipped(), chosen, Words("tr"))
    assert data == render_cohort(report, shipped(), chosen, Words("tr"))
    text = text_of(data, chosen.name)
    if chosen.name == "json":
        assert json.loads(text)["public"] is False
    elif chosen.name == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
            assert len(names) >= 4
            for name in names:
                assert "Yayımlanamaz" in book.read(name).decode()
                assert "<f>" not in book.read(name).decode()
                assert "<v>" not in book.read(name).decode().replace('t="s"><v>', "")
    else:
        assert text.count("Yayımlanamaz") >= (1 if chosen.name == "csv" else 5)


def text_of(data: bytes, name: str) -> str:
    if name == "pdf":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if name in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(each).decode("utf-8", "replace") for each in archive.namelist())
    return data.decode("utf-8-sig")


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    payloads = [sign + rest for sign in "=+-@\t\r\n\0＝＋－＠" for rest in ("1+1", "cmd|' /C calc'!A0", " SUM(A1)")]
    for payload in payloads:
        assert harmless(payload)[0] not in "=+-@\t\r\n\0＝＋－＠"
        assert harmless(" " + payload).lstrip()[0] not in "=+-@\t\r\n\0＝＋－＠"
    assert harmless("-12") == "-12"
    report = make(14, None, public=False)
    rows = list(
        csv.reader(io.StringIO(render_cohort(report, shipped(), COHORT_FORMATS[5], Words("en")).decode("utf-8-sig")))
    )
    assert any(row[4:5] == ["14"] for row in rows)


def test_groups_where_and_since_from_the_command_line(tmp_path: Path) -> None:
    write_cohort(tmp_path / "then", shipped(), 30, seed=8)
    write_cohort(tmp_path / "now", shipped(), 40, seed=9)
    ran = run(
        tmp_path / "now", "--by", "city_region", "--internal", "--since", tmp_path / "then", "--json", home=tmp_path
    )
    found = json.loads(ran.out)
    assert ran.code == 0, ran.err
    assert sum(group["size"] for group in found["groups"]) == 40
    assert found["matched"] == 30
    assert {note["note"] for note in found["notes"]} == {"Gizli not"}
    assert {change["section"] for change in found["changes"]} >= {"", "governance"}
    some = json.loads(
        run(tmp_path / "now", "--where", "legal_form=association", "--internal", "--json", home=tmp_path).out
    )
    expected = next(
        answer["count"]["number"]
        for question in found["questions"]
        if question["id"] == "legal_form"
        for answer in question["answers"]
        if answer["code"] == "association"
    )
    assert some["size"] == expected
    assert run(tmp_path / "now", "--by", "nothing", home=tmp_path).code == 2
    assert run(tmp_path / "now", "--where", "legal_form=nothing", home=tmp_path).code == 2
    assert run(tmp_path / "now", "--by", "field_of_work", home=tmp_path).code == 2


def test_spellings_of_one_place_are_one_group() -> None:
    texts = ("İzmir", "izmir", "IZMIR ", "Izmir", "Niš", "nis")
    entries = [
        with_answer(entry, shipped(), "city_region", Given(value=text))
        for entry, text in zip(make_entries(shipped(), 6, seed=10), texts, strict=True)
    ]
    tally = count_entries(entries, Grid(shipped()), parse_by("city_region", shipped()))
    assert sorted(slug(name) for name in tally.groups) == ["izmir", "nis"]


def test_a_terminal_sees_how_far_the_reading_is(tmp_path: Path) -> None:
    pexpect = pytest.importorskip("pexpect")
    write_cohort(tmp_path / "all", shipped(), 2100, seed=13)
    (tmp_path / "all" / ".hidden.response.json").write_bytes(b"")
    (tmp_path / "all" / "a.plan.json").write_bytes(b"{}")
    arguments = ["-P", "-m", "selfcheck", "cohort", str(tmp_path / "all"), "--lang", "en", "-o", str(tmp_path / "r.md")]
    environment = {**os.environ, "SELFCHECK_DIR": str(tmp_path), "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}

    def screen(*more: str) -> str:
        child = pexpect.spawn(sys.executable, [*arguments, *more], env=environment, dimensions=(30, 200), timeout=50)
        child.expect(pexpect.EOF)
        return str(child.before.decode())

    shown = screen()
    assert re.findall(r"\r\S+ Read so far: (\d+) of 2100", shown) == ["1000", "2000", "2000"]
    assert shown.count("\n") == 2
    assert "Read so far" not in screen("--quiet")
    assert "Read so far" not in run(tmp_path / "all", home=tmp_path).err


def test_a_pipe_gets_few_lines() -> None:
    assert [n for n in range(0, 1_000_001, 1000) if is_milestone(n)] == [
        10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000
    ]  # fmt: skip


def test_one_line_that_is_too_long_stops_no_other(tmp_path: Path) -> None:
    """A file with a response on each line may be of any size: it is read line by line."""
    good = [json.dumps(json.loads(encode_response(each))).encode() for each in make_responses(shipped(), 3, seed=14)]
    (tmp_path / "all.ndjson").write_bytes(b"\r\n".join((good[0], b"x" * 5_000_000, good[1], b"", good[2])))
    gathered = gather_all([str(tmp_path / "all.ndjson")], Grid(shipped()), lambda _: None)
    assert [entry.place.rpartition(":")[2] for entry in gathered.entries] == ["1", "3", "5"]
    (aside,) = gathered.aside
    assert aside.place.endswith(":2")
    assert "larger than 2 MB" in str(aside.reason)
