"""Questions as a table and back: nothing changes that was not changed, and no cell is more than words."""

from __future__ import annotations

import csv
import difflib
import io
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from selfcheck.cli.editors.importing import render_refusal
from selfcheck.content.folders import PackFile
from selfcheck.content.folders import question_files
from selfcheck.content.loading import load_questions
from selfcheck.problems import SelfcheckError
from selfcheck.tables.comma import guard
from selfcheck.tables.comma import read_csv
from selfcheck.tables.comma import unguard
from selfcheck.tables.comma import write_csv
from selfcheck.tables.importing import import_questions
from selfcheck.tables.outcome import Import
from selfcheck.tables.questions import questions_sheet
from selfcheck.tables.questions import template_sheet
from selfcheck.tables.sheets import Column
from selfcheck.tables.sheets import Grid
from selfcheck.tables.sheets import Sheet
from selfcheck.tables.sheets import make_grid
from selfcheck.tables.xlsx import read_xlsx
from selfcheck.tables.xlsx import write_xlsx
from selfcheck.words import Words
from tests.conftest import ROOT
from tests.conftest import run_selfcheck
from tests.conftest import write_tree

LANGUAGES = ("tr", "en", "sr")
SHIPPED = [file for file in question_files(ROOT)[0] if not file.path.endswith("/pack.yaml")]

PEOPLE = """\
# who works here
section: people
title: {tr: İnsanlar, en: People}   # short
questions:
  - id: 1
    text: {tr: Kim var?, en: "Who is there?"}
    weight: 2.0
    na: false
    choices:
      - {id: 1, text: {tr: Kimse, en: Nobody}, score: 0}
      # the better one
      - {id: 2, text: {tr: Herkes, en: Everybody}, score: 1}

  - id: 07
    type: text
    text: Ne dersiniz?
    hint: "  Kısa yazın.  "
    relevant:
      1: 2
"""


def files(**texts: str) -> list[PackFile]:
    return [PackFile(f"questions/{name}.yaml", text.encode()) for name, text in texts.items()]


def table(text: str) -> Grid:
    """A table from lines of cells with `|` between them."""
    return make_grid("questions", [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()])


def through_xlsx(sheet: Sheet) -> Grid:
    return read_xlsx(write_xlsx((sheet,)), "a.xlsx")[0]


def through_csv(sheet: Sheet) -> Grid:
    return read_csv(write_csv(sheet), "a.csv")[0]


def difference(before: PackFile, after: PackFile) -> list[str]:
    lines = difflib.unified_diff(before.data.decode().splitlines(), after.data.decode().splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("@@", "---", "+++"))]


def said(found: Import) -> list[str]:
    return [render_refusal(refusal, Words("en")) for refusal in found.refusals]


@pytest.mark.parametrize("through", [through_xlsx, through_csv])
def test_the_shipped_questions_come_back_without_a_changed_byte(through: Callable[[Sheet], Grid]) -> None:
    grid = through(questions_sheet(SHIPPED, LANGUAGES))
    found = import_questions(grid, SHIPPED, LANGUAGES)
    assert (found.files, found.changes, found.refusals, found.left) == ((), (), (), ())
    assert len(grid.rows) > 150


@pytest.mark.parametrize("through", [through_xlsx, through_csv])
def test_files_written_from_a_table_are_written_the_same_again(through: Callable[[Sheet], Grid]) -> None:
    first = import_questions(through(questions_sheet(SHIPPED, LANGUAGES)), [], LANGUAGES)
    again = import_questions(through(questions_sheet(first.files, LANGUAGES)), [], LANGUAGES)
    assert first.files == again.files
    assert import_questions(through(questions_sheet(first.files, LANGUAGES)), first.files, LANGUAGES).files == ()
    # the shipped files are written as an import writes, so even those are met, but for the line for editors' programs
    assert [file.data for file in first.files] == [file.data.split(b"\n", 1)[1] for file in SHIPPED]


def test_untidy_files_come_back_as_they_are() -> None:
    for text in (PEOPLE, PEOPLE.replace("\n", "\r\n"), "\ufeff" + PEOPLE):
        pack = files(people=text)
        sheet = questions_sheet(pack, ("tr", "en"))
        for grid in (through_xlsx(sheet), through_csv(sheet)):
            assert import_questions(grid, pack, ("tr", "en")).files == ()


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("question | text_en\n1 | Who?", ['-    text: {tr: Kim var?, en: "Who is there?"}', '+    text: {tr: Kim var?, en: "Who?"}']),
        ("question | weight | na\n1 | 2 | no", []),
        ("question | weight | na\n1 | | evet", ["-    weight: 2.0", "-    na: false", "+    na: true"]),
        ("question | text_en\n07 | What do you say?", ["-    text: Ne dersiniz?", "+    text:", "+      tr: Ne dersiniz?", "+      en: What do you say?"]),
        ("question | hint_tr\n07 |", ['-    hint: "  Kısa yazın.  "']),
        ("question | hint_tr\n07 | Kısa: yazın.", ['-    hint: "  Kısa yazın.  "', '+    hint: "Kısa: yazın."']),
        ("question | relevant\n07 | 1: [2]", []),
        ("question | relevant\n07 | {1: {not: [1, 2]}}", ["-    relevant:", "-      1: 2", "+    relevant: {1: {not: [1, 2]}}"]),
        ("question | choice | choice_score\n1 | 2 | 3", ["-      - {id: 2, text: {tr: Herkes, en: Everybody}, score: 1}", "+      - {id: 2, text: {tr: Herkes, en: Everybody}, score: 3}"]),
        ("question | choice | choice_text_tr | choice_score\n1 | 1 | Kimse | 0\n | 3 | Biri | 2", ["+      - {id: 3, text: {tr: Biri}, score: 2}"]),
        ("section | section_weight\npeople | 2", None),
        ("section | question | section_weight\npeople | 1 | 2", ["+weight: 2"]),
        ("section | question | type | text_tr | help_why_en\npeople | 8 | text | Yeni | Because", ["+", "+  - id: 8", "+    type: text", "+    text:", "+      tr: Yeni", "+    help:", "+      why:", "+        en: Because"]),
    ],
)  # fmt: skip
def test_only_what_differs_is_changed(rows: str, lines: list[str] | None) -> None:
    pack = files(people=PEOPLE)
    if lines is None:
        with pytest.raises(SelfcheckError, match="no column 'question'"):
            import_questions(table(rows), pack, ("tr", "en"))
        return
    found = import_questions(table(rows), pack, ("tr", "en"))
    assert said(found) == []
    assert sorted(difference(pack[0], found.files[0]) if found.files else []) == sorted(lines)


def test_a_place_that_is_not_safe_is_left_alone() -> None:
    """A list in one line, with its end far to the left: what would come out is not what the table says."""
    text = "section: s\ntitle: {tr: S}\nquestions: [\n{id: 1, text: a, type: text},\n{id: 2, text: b, type: text}\n]\n"
    found = import_questions(
        table("section | question | type | text_tr\ns | 3 | text | c"), files(s=text), ("tr", "en")
    )
    assert found.files[0].data.decode() == text.replace(
        "b, type: text}", "b, type: text}, {id: 3, type: text, text: {tr: c}}"
    )
    shared = "section: s\ntitle: S\nquestions:\n- {id: 1, text: a, type: text}\n- id: 2\n  type: text\n  text: b\n"
    found = import_questions(table("question | text_en\n2 | B"), files(s=shared), ("tr", "en"))
    assert found.files[0].data.decode().endswith("  text:\n    tr: b\n    en: B\n")


def test_a_new_question_stands_where_the_table_has_it() -> None:
    grid = table(
        "question | section | type | text_tr\n1 | people | | Kim var?\n5 | people | text | Beş\n07 | people | text | Ne dersiniz?"
    )
    found = import_questions(grid, files(people=PEOPLE), ("tr", "en"))
    assert re.findall(r"^  - id: (\w+)", found.files[0].data.decode(), re.M) == ["1", "5", "07"]


def test_what_the_table_does_not_name_stays() -> None:
    pack = files(people=PEOPLE)
    found = import_questions(table("question | text_en\n07 | "), pack, ("tr", "en"))
    assert (found.files, found.left) == ((), ("1",))


def test_a_new_section_gets_a_file_of_its_own() -> None:
    pack = [PackFile("questions/020-people.yaml", f"# yaml-language-server: $schema=x\n{PEOPLE}".encode())]
    rows = "section | section_title_en | question | text_en | choice | choice_text_en\nfood | Food | 9 | Eat? | yes | Yes\n | | | | no | No"
    found = import_questions(table(rows), pack, ("tr", "en"))
    assert [file.path for file in found.files] == ["questions/030-food.yaml"]
    assert found.files[0].data.decode() == (
        "# yaml-language-server: $schema=x\nsection: food\ntitle:\n  en: Food\nquestions:\n  - id: 9\n    text:\n      en: Eat?\n"
        "    choices:\n      - id: yes\n        text:\n          en: \"Yes\"\n      - id: no\n        text:\n          en: \"No\"\n"
    )  # fmt: skip


REFUSED = """\
section | question | type   | text_tr      | text_en | weight | relevant  | na    | choice | choice_text_tr | choice_score
people  | 1        |        | Kim var?     |         | heavy  |           | maybe | 1      | Kimse          | 0
        |          |        | Kim yok?     |         |        |           |       | 1      | Kimse          | 0
other   | 07       | text   | Ne dersiniz? |         |        | 1: 2      |       |        |                |
people  | 07       | text   | Ne dersiniz? |         |        | [1, 2]    |       |        |                |
people  | 5 5      | choose | Beş          |         |        |           |       | a:b    | Bir            | two
people  | 6        |        | Altı         |         |        |           |       |        |                |
people  | 8        | text   |              |         |        |           |       |        |                |
new     | 9        | text   | Dokuz        |         |        |           |       |        |                |
#       | 1        |        | a remark     |         | ignore |           |       |        |                |
"""


def test_every_cell_that_cannot_be_used_is_named(golden: Callable[[str, str], None]) -> None:
    pack = files(people=PEOPLE)
    found = import_questions(table(REFUSED), pack, ("tr", "en"))
    golden("\n".join(said(found)) + "\n", "tables/refused.txt")


def test_no_part_of_a_refused_question_is_new() -> None:
    found = import_questions(table(REFUSED), files(people=PEOPLE), ("tr", "en"))
    for name in ("5 5", "id: 6", "id: 8", "Dokuz", "maybe", "heavy"):
        assert all(name not in file.data.decode() for file in found.files)


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("question | txt_tr", "has a column 'txt_tr' that no question knows"),
        ("question | text_de", "has a column 'text_de' that no question knows"),
        ("question | text_tr | text_tr", "has two columns 'text_tr'"),
        ("id | text_tr", "has no column 'question'"),
    ],
)
def test_a_head_that_is_not_understood_is_refused_whole(head: str, sentence: str) -> None:
    with pytest.raises(SelfcheckError, match=re.escape(sentence)):
        import_questions(table(f"{head}\n1 | a | b"), files(people=PEOPLE), ("tr", "en"))


PAYLOADS = [
    f"{start}{sign}{rest}"
    for start in ("", " ", "\t", "'", "\n")
    for sign in "=+-@＝＋－＠"
    for rest in ("1+1", "HYPERLINK(\"http://a.b\")")
][:80]  # fmt: skip


def payload_sheet() -> Sheet:
    columns = tuple(Column(payload) for payload in PAYLOADS[:40])
    return Sheet("questions", columns, tuple(tuple(PAYLOADS[n : n + 40]) for n in range(0, 41, 10)))


@pytest.mark.guarantee("G11.4")
def test_no_cell_of_a_csv_is_a_formula() -> None:
    """No cell of a CSV, nor of its head, is a formula to a spreadsheet, and each comes back as it was."""
    lines = list(csv.reader(io.StringIO(write_csv(payload_sheet()).decode("utf-8-sig"), newline="")))
    for line in lines:
        for cell in line:
            assert not re.match(r"[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00]", cell), cell
    assert [unguard(cell) for cell in lines[1]] == PAYLOADS[:40]
    assert write_csv(Sheet("a", (Column("n"),), ((1.5,), (2,)))) == b"\xef\xbb\xbfn\r\n1.5\r\n2\r\n"


@given(
    st.text(st.one_of(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), st.sampled_from(list("='\"+-@＝\t\n "))))
)
def test_guarding_can_be_undone(text: str) -> None:
    assert unguard(guard(text)) == guard(text) or unguard(guard(text)) == text
    assert unguard(guard(text)) in (text, guard(text))


@pytest.mark.guarantee("G11.5")
def test_no_cell_of_a_spreadsheet_is_anything_but_words() -> None:
    """A workbook holds words and numbers alone: no formula, no link, no macro, nothing from elsewhere."""
    links = Sheet("links", (Column("https://a.b"),), (("https://a.b",), ("mailto:a@b.c",), ("file:///etc/passwd",)))
    with zipfile.ZipFile(io.BytesIO(write_xlsx((payload_sheet(), links)))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert "<f>" not in text
            assert "<hyperlink" not in text
            assert not re.search(r'TargetMode="External"|vbaProject|externalLink', text), name
        assert not any("rels" in name and "sheet" in name for name in archive.namelist())


@pytest.mark.guarantee("G11.7")
def test_the_same_table_is_the_same_file() -> None:
    """The same table is the same file, byte by byte."""
    sheet = questions_sheet(SHIPPED[:2], LANGUAGES)
    assert write_xlsx((sheet,)) == write_xlsx((sheet,))


STRANGE = [
    "\x1b[2J",
    "a\x00b",
    "\ufffe\uffff",
    "\u202eabc",
    "x" * 40_000,
    "_x000D_",
    "\ud7ff",
    "🎉 ğ",
    "a\r\nb\rc",
    "<b>&amp;",
    "'=x",
    "''",
]


def test_strange_letters_make_files_that_open() -> None:
    sheet = Sheet("questions", (Column("a", hidden=True),), tuple((text,) for text in STRANGE), locked=True)
    rows = [row["a"] for row in through_xlsx(sheet).rows]
    assert rows[:4] == ["<U+001B>[2J", "a<U+0000>b", "<U+FFFE><U+FFFF>", "<U+202E>abc"]
    assert len(rows[4]) == 32_767
    assert rows[5:8] == STRANGE[5:8]
    assert rows[9:] == STRANGE[9:]
    assert [row["a"] for row in through_csv(sheet).rows][5:8] == STRANGE[5:8]


TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn"]), st.sampled_from(list("=:#-'\"{}[]|>\n ğ"))
    )
).map(str.strip)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.tuples(TEXTS.filter(bool), TEXTS, TEXTS, TEXTS.filter(bool)), min_size=1, max_size=3))
def test_any_texts_go_round(rows: list[tuple[str, str, str, str]]) -> None:
    """Whatever is written into a table is what the files say, and what the next table says."""
    head = ["section", "section_title_tr", "question", "text_tr", "text_en", "hint_tr", "choice", "choice_text_tr"]
    lines = [head]
    for n, (text, other, hint, choice) in enumerate(rows):
        lines += [["s", "S", str(n), text, other, hint, "a", choice], ["s", "", str(n), "", "", "", "b", choice]]
    grid = make_grid("questions", [[guard(cell) for cell in line] for line in lines])
    first = import_questions(grid, [], ("tr", "en"))
    assert first.refusals == ()
    for through in (through_xlsx, through_csv):
        again = through(questions_sheet(first.files, ("tr", "en")))
        assert import_questions(again, first.files, ("tr", "en")).changes == ()
        assert import_questions(again, [], ("tr", "en")).files == first.files


def test_letters_that_were_lost_on_the_way_are_refused() -> None:
    found = import_questions(
        table("question | text_tr | hint_tr\n07 | Ne dersiniz? | K?sa yaz?n."), files(people=PEOPLE), ("tr", "en")
    )
    assert found.files == ()
    assert [line.split("\n")[0] for line in said(found)] == ["questions!C2: Letters were lost here: 'K?sa yaz?n.'."]


@pytest.mark.parametrize(
    ("charset", "text", "guess"),
    [
        ("utf-8", "Sağlık; čćžšđ", None),
        ("utf-8-sig", "Sağlık; čćžšđ", None),
        ("utf-16", "Sağlık; čćžšđ", None),
        ("cp1254", "Sağlık, İşçi, ölüm", "Windows-1254"),
        ("cp1250", "Šta je češće, đak", "Windows-1250"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_however_it_was_saved(charset: str, text: str, guess: str | None, separator: str) -> None:
    data = f'question{separator}text_tr\r\n7{separator}"{text}"\r\n'.encode(charset)
    grid, sentence = read_csv(data, "a.csv")
    assert grid.columns == ("question", "text_tr")
    assert grid.rows[0]["text_tr"] == text
    assert (guess in str(sentence)) if guess else sentence is None


def test_numbers_dates_and_truths_of_a_spreadsheet() -> None:
    import datetime

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Sayfa1")
        sheet.write_row(0, 0, ["Question", "weight", "na", "Short TR", "hint_tr"])
        sheet.write_row(1, 0, [1, 2.0, True, "Kim"])
        sheet.write_datetime(1, 4, datetime.datetime(2026, 3, 2), book.add_format({"num_format": "d mmm"}))
    grid = read_xlsx(buffer.getvalue(), "a.xlsx")[0]
    found = import_questions(grid, files(people=PEOPLE), ("tr", "en"))
    assert said(found)[0].startswith("Sayfa1!E2: The spreadsheet made a date of what was typed here.")
    assert {change.what for change in found.changes} == {"na", "short_tr"}


def test_damaged_spreadsheets_end_in_a_sentence() -> None:
    data = write_xlsx((questions_sheet(SHIPPED[:1], LANGUAGES),))
    rng = random.Random(7)
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(rng.randint(1, 8)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        if rng.random() < 0.3:
            del broken[rng.randrange(len(broken)) :]
        try:
            read_xlsx(bytes(broken), "a.xlsx")
        except SelfcheckError as error:
            assert "a.xlsx" in str(error) or "rows" in str(error)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfcheck.tables.xlsx.UNPACKED_LIMIT", 1_000_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_000_001)
    with pytest.raises(SelfcheckError, match="unpacks to far more"):
        read_xlsx(buffer.getvalue(), "a.xlsx")


def test_a_spreadsheet_that_lies_about_its_sizes_is_not_believed() -> None:
    data = bytearray(write_xlsx((Sheet("questions", (Column("question"),), tuple((str(n),) for n in range(3000))),)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = bytes(data).replace(real.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lie != bytes(data)
    with pytest.raises(SelfcheckError, match="cannot be read as a spreadsheet"):
        read_xlsx(lie, "a.xlsx")


# --- the commands ---


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    head = "pack: tiny\nversion: 1.0.0\ntitle: Deneme\nlanguages: [tr, en]\n"
    return write_tree(
        tmp_path / "pack", {"questions/pack.yaml": head, "questions/010-people.yaml": PEOPLE.replace("\n", "\n")}
    )


def test_export_and_import(pack: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in pack.rglob("*.yaml")}
    ran = run_selfcheck("content", "export", "--pack", pack, cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "tiny-questions.xlsx\n")
    again = run_selfcheck("content", "export", "--pack", pack, cwd=tmp_path)
    assert (again.code, again.out) == (2, "")
    ran = run_selfcheck("content", "import", "tiny-questions.xlsx", "--pack", pack, cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert "nothing was written" in ran.err
    assert {path: path.read_bytes() for path in pack.rglob("*.yaml")} == before


def test_a_template_has_an_example_that_is_left_out(pack: Path, tmp_path: Path) -> None:
    target = tmp_path / "new.csv"
    assert run_selfcheck("content", "export", "-f", "csv", "--template", "--pack", pack, "-o", target).code == 0
    ran = run_selfcheck("content", "import", target, "--pack", pack)
    assert (ran.code, ran.out) == (0, "")
    assert "Changes: 0. Refused: 0." in ran.err

    target.write_bytes(target.read_bytes().replace(b"#example", b"meetings"))
    ran = run_selfcheck("content", "import", target, "--pack", pack)
    assert (ran.code, ran.out) == (0, f"{pack}/questions/020-meetings.yaml\n")
    loaded, problems = load_questions(pack)
    assert problems == ()
    assert loaded.by_id["33"].choices[1].score == 1


def test_a_pack_can_begin_with_a_table(tmp_path: Path) -> None:
    head = "pack: tiny\nversion: 1.0.0\ntitle: T\nlanguages: [en]\n"
    pack = write_tree(tmp_path / "pack", {"questions/pack.yaml": head})
    target = tmp_path / "t.xlsx"
    assert run_selfcheck("content", "export", "--template", "--pack", pack, "-o", target).code == 0
    assert read_xlsx(target.read_bytes(), "t")[0].rows[0]["section"] == "#example"
    (tmp_path / "t.csv").write_text("section,section_title_en,question,type,text_en\ns,S,1,text,Why?\n", "utf-8")
    assert run_selfcheck("content", "import", tmp_path / "t.csv", "--pack", pack).code == 0
    assert load_questions(pack)[1] == ()


def test_nothing_is_written_where_a_cell_is_refused(pack: Path, tmp_path: Path) -> None:
    before = (pack / "questions/010-people.yaml").read_bytes()
    file = tmp_path / "t.csv"
    file.write_text("question,weight,text_en\n1,heavy,Who?\n", "utf-8")
    ran = run_selfcheck("content", "import", file, "--pack", pack)
    assert ran.code == 3
    assert ran.out.startswith("t.csv!B2: The value of 'weight' is not what is expected here.\n  hint: write a number")
    assert (pack / "questions/010-people.yaml").read_bytes() == before

    dry = run_selfcheck("content", "import", file, "--pack", pack, "--dry-run", "--accept-rest")
    assert "1: text_en\n" in dry.out
    assert (pack / "questions/010-people.yaml").read_bytes() == before

    ran = run_selfcheck("content", "import", file, "--pack", pack, "--accept-rest", "--json")
    assert ran.code == 0
    assert '"files": [\n    "questions/010-people.yaml"\n  ]' in ran.out
    assert '"cell": "B2"' in ran.out
    assert b'en: "Who?"' in (pack / "questions/010-people.yaml").read_bytes()


def test_a_zip_is_read_and_never_written(pack: Path, tmp_path: Path) -> None:
    archive = tmp_path / "pack.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in pack.rglob("*.yaml"):
            file.write(path, path.relative_to(pack).as_posix())
    target = tmp_path / "t.csv"
    assert run_selfcheck("content", "export", "-f", "csv", "--pack", archive, "-o", target).code == 0
    before = archive.read_bytes()
    ran = run_selfcheck("content", "import", target, "--pack", archive)
    assert (ran.code, ran.out) == (2, "")
    assert "only a folder can be written to" in ran.err
    assert archive.read_bytes() == before
    assert run_selfcheck("content", "import", target).code == 2


def test_nothing_outside_the_pack_is_written(pack: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    shutil.move(pack / "questions", outside)
    (pack / "questions").symlink_to(outside)
    before = {path: path.read_bytes() for path in outside.iterdir()}
    file = tmp_path / "t.csv"
    file.write_text("question,text_en\n1,Who?\n", "utf-8")
    ran = run_selfcheck("content", "import", file, "--pack", pack)
    assert ran.code != 0
    assert {path: path.read_bytes() for path in outside.iterdir()} == before


def test_a_section_that_was_named_to_lead_out_stays_in(pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("section,section_title_en,question,type,text_en\n../../x,S,9,text,Why?\n", "utf-8")
    ran = run_selfcheck("content", "import", file, "--pack", pack)
    assert ran.code == 3
    assert {path.name for path in (pack / "questions").iterdir()} == {"pack.yaml", "010-people.yaml"}


def test_a_missing_addition_is_one_sentence(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "xlsxwriter.py").write_text("raise ImportError", "utf-8")
    ran = run_selfcheck(
        "content", "export", "--pack", pack, "-o", tmp_path / "a.xlsx", env={"PYTHONPATH": str(tmp_path)}
    )
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'selfcheck[xlsx]'" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.guarantee("G11.8")
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice Calc: apt-get install libreoffice-calc")
def test_what_libreoffice_saved_is_the_same_table(tmp_path: Path) -> None:
    """LibreOffice opens a table that was exported, and what it saves is the same table."""
    source = tmp_path / "in" / "table.xlsx"
    source.parent.mkdir()
    source.write_bytes(write_xlsx((questions_sheet(SHIPPED, LANGUAGES),)))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "ods", "--outdir", tmp_path, source],
        check=False, capture_output=True, timeout=50,
    )  # fmt: skip
    saved = tmp_path / "table.ods"
    if not saved.exists():
        pytest.skip("needs LibreOffice Calc: apt-get install libreoffice-calc")
    grid = read_xlsx(saved.read_bytes(), saved.name)[0]
    assert len(grid.rows) > 150
    assert import_questions(grid, SHIPPED, LANGUAGES).changes == ()


def test_the_template_has_every_column() -> None:
    sheet = template_sheet(("tr", "sr-Cyrl"))
    assert {"section", "section_title_sr-cyrl", "question", "help_look_for_tr", "relevant", "choice_exclusive"} <= {
        column.name for column in sheet.columns
    }
