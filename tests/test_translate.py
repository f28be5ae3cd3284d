"""A translator's sheet: every text goes out with what it is, and only what was changed comes back."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.cli.editors.importing import render_refusal
from selfcheck.content.checks import check_pack
from selfcheck.content.folders import PackFile
from selfcheck.content.folders import feedback_files
from selfcheck.content.folders import question_files
from selfcheck.content.hashes import advice_hash
from selfcheck.content.hashes import source_hash
from selfcheck.content.loading import load_pack
from selfcheck.content.model import Pack
from selfcheck.problems import SelfcheckError
from selfcheck.tables.outcome import Import
from selfcheck.tables.sheets import Grid
from selfcheck.tables.sheets import make_grid
from selfcheck.tables.translated import import_translation
from selfcheck.tables.translating import translation_sheets
from selfcheck.tables.xlsx import read_xlsx
from selfcheck.tables.xlsx import write_xlsx
from selfcheck.words import Words
from tests.conftest import ROOT
from tests.conftest import run_selfcheck
from tests.conftest import write_tree

HEAD = """\
pack: tiny
version: 1.0.0
title: {en: Tiny check}   # a title
languages: [en, sr]
before:
  en:
    - the statute
    - {name} of the board
levels:
  - {id: low, from: 0, title: Low}
"""
QUESTIONS = """\
section: people
title: People
questions:
  - id: 9
    text: Who is there?   # ask first
    help: {why: To know.}
    choices:
      - {id: 1, text: Nobody, short: None, score: 0}
      - {id: 2, text: {en: Everybody, sr: Svi}, score: 1}
"""
ADVICE = """\
---
# made by hand
title: "Nobody."
question_id: 9
choice_id: 1
actions:
  - Ask a friend.   # first
  - Ask another.
who: all of you
reviewed_on: 2026-11-24
---

Read [this](https://example.org/a) and https://example.org/b too.

Then begin.
"""


def made(folder: Path, **more: str) -> Path:
    head = HEAD.replace("{name}", "'{name}").replace("of the board", "of the board'")
    return write_tree(
        folder,
        {
            "questions/pack.yaml": head,
            "questions/010-people.yaml": QUESTIONS,
            "feedback/en/9/1.md": ADVICE,
            "feedback/en/9/2.md": "---\ntitle: Everybody.\nquestion_id: 9\nchoice_id: 2\n---\nGood.\n",
            "feedback/sr/9/2.md": "---\ntitle: Svi.\nquestion_id: 9\nchoice_id: 2\n---\nDobro.\n",
            **more,
        },
    )


def opened(folder: Path) -> tuple[Pack, list[PackFile]]:
    pack, problems = load_pack(folder)
    assert problems == ()
    return pack, [*question_files(folder)[0], *feedback_files(folder)[0]]


def sheet_of(pack: Pack, source: str = "en", target: str = "sr") -> tuple[Grid, ...]:
    return read_xlsx(write_xlsx(translation_sheets(pack, source, target, Words("en"))), "a.xlsx")


def filled(grids: tuple[Grid, ...], texts: dict[str, str], column: str = "target_sr") -> tuple[Grid, ...]:
    """The sheets with other texts in a column."""
    return tuple(
        replace(
            grid,
            rows=tuple(
                replace(row, cells={**row.cells, column: texts.get(row["id"], row[column])}) for row in grid.rows
            ),
        )
        for grid in grids
    )


def said(found: Import) -> list[str]:
    return [render_refusal(refusal, Words("en")) for refusal in found.refusals]


def difference(files: list[PackFile], found: Import) -> dict[str, list[str]]:
    before = {file.path: file.data.decode().splitlines() for file in files}
    after = {file.path: file.data.decode().splitlines() for file in found.files}
    return {
        path: [
            line
            for line in difflib.unified_diff(before.get(path, []), after[path], n=0, lineterm="")
            if not line.startswith(("@@", "---", "+++"))
        ]
        for path in after
    }


def test_the_sheet_of_the_shipped_pack_comes_back_without_a_change() -> None:
    pack, files = opened(ROOT)
    for source, target in (("tr", "sr"), ("en", "tr")):
        grids = sheet_of(pack, source, target)
        assert sum(len(grid.rows) for grid in grids) > 1000
        assert import_translation(grids, pack, files) == Import((), (), ())


def test_every_text_is_there_with_its_state_and_what_comes_before(
    tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    pack, _ = opened(made(tmp_path))
    lines = [
        " | ".join(
            row[name].replace("\n", "⏎") for name in ("id", "about", "before", "source_en", "target_sr", "state")
        )
        for grid in sheet_of(pack)[1:]
        for row in grid.rows
    ]
    golden("\n".join(lines) + "\n", "tables/translate.txt")


def test_only_the_cells_of_the_translator_can_be_changed(tmp_path: Path) -> None:
    pack, _ = opened(made(tmp_path))
    data = write_xlsx(translation_sheets(pack, "en", "sr", Words("en")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", archive.read("xl/styles.xml").decode().split("<cellXfs")[1])
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert "<sheetProtection" in sheet
    open_styles = {str(n) for n, style in enumerate(styles) if 'locked="0"' in style}
    open_columns = {
        column for column, style in re.findall(r'<c r="([A-Z]+)\d+" s="(\d+)"', sheet) if style in open_styles
    }
    assert open_columns == {"E", "F", "G"}
    assert len(re.findall(r'<col [^>]*hidden="1"', sheet)) >= 1


def test_translations_are_put_where_they_belong(tmp_path: Path) -> None:
    pack, files = opened(made(tmp_path))
    texts = {
        "pack.title": "Mala provera",
        "pack.before.1": "statut",
        "pack.before.2": "{name} odbora",
        "level.low.title": "Nisko",
        "section.people.title": "Ljudi",
        "question.9.text": "Ko je tu?",
        "question.9.help.why": "Da znamo: #1",
        "question.9.choice.1.short": "Niko",
        "question.9.choice.2.text": "Svi mi",
        "feedback/en/9/1.md#title": "Niko.",
        "feedback/en/9/1.md#action.1": "Pitajte prijatelja.",
        "feedback/en/9/1.md#body": "Čitajte [ovo](https://example.org/a) i https://example.org/sr.\n\n- pa počnite",
        "feedback/en/9/2.md#body": "Odlično.",
    }
    found = import_translation(filled(sheet_of(pack), texts), pack, files)
    assert said(found) == []
    assert difference(files, found) == {
        "questions/pack.yaml": [
            "-title: {en: Tiny check}   # a title",
            "+title: {en: Tiny check, sr: Mala provera}   # a title",
            "+  sr:",
            "+    - statut",
            '+    - "{name} odbora"',
            "-  - {id: low, from: 0, title: Low}",
            "+  - {id: low, from: 0, title: {en: Low, sr: Nisko}}",
        ],
        "questions/010-people.yaml": [
            "-title: People",
            "+title:",
            "+  en: People",
            "+  sr: Ljudi",
            "-    text: Who is there?   # ask first",
            "-    help: {why: To know.}",
            "+    text:",
            "+      en: Who is there?",
            "+      sr: Ko je tu?   # ask first",
            '+    help: {why: {en: To know., sr: "Da znamo: #1"}}',
            "-      - {id: 1, text: Nobody, short: None, score: 0}",
            "-      - {id: 2, text: {en: Everybody, sr: Svi}, score: 1}",
            "+      - {id: 1, text: Nobody, short: {en: None, sr: Niko}, score: 0}",
            "+      - {id: 2, text: {en: Everybody, sr: Svi mi}, score: 1}",
        ],
        "feedback/sr/9/1.md": [
            "+---",
            "+# made by hand",
            '+title: "Niko."',
            "+question_id: 9",
            "+choice_id: 1",
            "+actions:",
            "+  - Pitajte prijatelja.",
            f"+source_hash: {advice_hash(pack.feedback[0])}",
            "+---",
            "+",
            "+Čitajte [ovo](https://example.org/a) i https://example.org/sr.",
            "+",
            "+- pa počnite",
        ],
        "feedback/sr/9/2.md": [f"+source_hash: {advice_hash(pack.feedback[1])}", "-Dobro.", "+Odlično."],
    }


def written(folder: Path, found: Import) -> None:
    for file in found.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)


def test_a_pack_can_be_translated_whole(tmp_path: Path) -> None:
    """A new language, text by text: what the pack says then is what the sheet said, and a second import does nothing."""
    pack, files = opened(made(tmp_path))
    grids = sheet_of(pack)
    texts = {row["id"]: f"Ć {row['source_en']}" for grid in grids for row in grid.rows}
    found = import_translation(filled(grids, texts), pack, files)
    assert said(found) == []
    written(tmp_path, found)
    pack, files = opened(tmp_path)
    assert [problem.rule for problem in check_pack(pack)] == []
    fresh = sheet_of(pack)
    assert {row["state"] for grid in fresh[1:] for row in grid.rows} == {"done"}
    assert all(row["target_sr"] == f"Ć {row['source_en']}" for grid in fresh[1:] for row in grid.rows)
    assert import_translation(filled(grids, texts), pack, files).files == ()


def test_a_cell_that_was_left_alone_overwrites_nothing(tmp_path: Path) -> None:
    """Somebody mended the translation in the pack while the sheet was away."""
    pack, _ = opened(made(tmp_path))
    grids = sheet_of(pack)
    path = tmp_path / "feedback/sr/9/2.md"
    path.write_text(path.read_text("utf-8").replace("Dobro.", "Vrlo dobro."), "utf-8")
    pack, files = opened(tmp_path)
    assert import_translation(grids, pack, files) == Import((), (), ())


REFUSED = {
    "pack.before.2": "ime odbora",
    "question.9.choice.2.text": "",
    "feedback/en/9/1.md#title": "Niko.",
    "feedback/en/9/1.md#action.2": "Pitajte drugog.",
    "feedback/en/9/1.md#body": "Bez veza.",
    "feedback/en/9/2.md#body": "Odlično.",
    "question.9.text": "Ko?",
    "section.people.title": "Ljudi",
}


def test_every_cell_that_cannot_be_used_is_named(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    pack, _ = opened(made(tmp_path))
    grids = filled(sheet_of(pack), REFUSED)
    grids = (*grids, make_grid("more", [["id", "source_en", "target_sr"], ["question.10.text", "x", "y"]]))
    path = tmp_path / "questions/010-people.yaml"
    path.write_text(path.read_text("utf-8").replace("Who is there?", "Who is here?"), "utf-8")
    path = tmp_path / "feedback/sr/9/2.md"
    path.write_text(path.read_text("utf-8").replace("Dobro.", "Vrlo dobro."), "utf-8")
    pack, files = opened(tmp_path)
    found = import_translation(grids, pack, files)
    golden("\n".join(said(found)) + "\n", "tables/translate-refused.txt")
    assert [change.place for change in found.changes] == ["section.people.title"]
    assert [file.path for file in found.files] == ["questions/010-people.yaml"]


def test_a_stale_translation_can_be_said_to_be_right(tmp_path: Path) -> None:
    old = "---\ntitle: Svi.\nquestion_id: 9\nchoice_id: 2\nsource_hash: 0123456789ab\n---\nDobro.\n"
    pack, files = opened(made(tmp_path, **{"feedback/sr/9/2.md": old}))
    grids = sheet_of(pack)
    assert {row["state"] for row in grids[2].rows if row["id"].startswith("feedback/en/9/2")} == {"stale"}
    confirmed = filled(grids, {"feedback/en/9/2.md#title": "done"}, "state")
    found = import_translation(confirmed, pack, files)
    fresh = advice_hash(pack.feedback[1])
    assert difference(files, found) == {"feedback/sr/9/2.md": ["-source_hash: 0123456789ab", f"+source_hash: {fresh}"]}


def test_what_was_translated_from_a_third_language_is_not_stale(tmp_path: Path) -> None:
    german = "---\ntitle: Alle.\nquestion_id: 9\nchoice_id: 2\n---\nGut,\n  wirklich.\n"
    more = {"feedback/de/9/2.md": german}
    head = HEAD.replace("[en, sr]", "[en, sr, de]").replace("{name} of the board", "'{name} of the board'")
    folder = made(tmp_path, **more, **{"questions/pack.yaml": head})
    pack, _ = opened(folder)
    made_from = advice_hash(next(document for document in pack.feedback if document.language == "de"))
    path = folder / "feedback/sr/9/2.md"
    path.write_text(path.read_text("utf-8").replace("---\nDobro", f"source_hash: {made_from}\n---\nDobro"), "utf-8")
    (folder / "feedback/de/9/2.md").write_text(german.replace("Gut,\n  wirklich.", "Gut, wirklich."), "utf-8")
    states = {row["state"] for row in sheet_of(opened(folder)[0])[2].rows if "9/2" in row["id"]}
    assert states == {"done"}
    (folder / "feedback/de/9/2.md").write_text(german.replace("Gut", "Sehr gut"), "utf-8")
    assert {row["state"] for row in sheet_of(opened(folder)[0])[2].rows if "9/2" in row["id"]} == {"stale"}


def test_a_language_with_a_script(tmp_path: Path) -> None:
    head = HEAD.replace("[en, sr]", "[en, sr-Cyrl]").replace("{name} of the board", "'{name} of the board'")
    questions = QUESTIONS.replace("sr: Svi", "sr-Cyrl: Сви")
    files = {"questions/pack.yaml": head, "questions/010-people.yaml": questions}
    folder = made(tmp_path, **files)
    (folder / "feedback/sr/9/2.md").unlink()
    pack, pack_files = opened(folder)
    grids = filled(sheet_of(pack, "en", "sr-Cyrl"), {"pack.title": "Мала провера"}, "target_sr-cyrl")
    found = import_translation(grids, pack, pack_files)
    assert difference(pack_files, found)["questions/pack.yaml"][1] == (
        "+title: {en: Tiny check, sr-Cyrl: Мала провера}   # a title"
    )


def test_line_ends_and_marks_stay(tmp_path: Path) -> None:
    folder = made(tmp_path)
    path = folder / "feedback/sr/9/2.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    pack, files = opened(folder)
    found = import_translation(filled(sheet_of(pack), {"feedback/en/9/2.md#body": "Jedan.\n\nDva."}), pack, files)
    data = found.files[0].data
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.endswith(b"Jedan.\r\n\r\nDva.\r\n")
    assert data.count(b"\r\n") == data.count(b"\n")


def test_a_body_stays_a_body(tmp_path: Path) -> None:
    """A translation can hold what looks like the end of a header, or be quoted: it is still only the body."""
    pack, files = opened(made(tmp_path))
    body = "---\ntitle: x\n---\n```\nopen"
    found = import_translation(filled(sheet_of(pack), {"feedback/en/9/2.md#body": body}), pack, files)
    written(tmp_path, found)
    pack, _ = opened(tmp_path)
    document = next(document for document in pack.feedback if document.path == "feedback/sr/9/2.md")
    assert (document.title, document.body.strip()) == ("Svi.", body)


def test_a_text_that_no_cell_holds_is_left_to_its_file(tmp_path: Path) -> None:
    long = QUESTIONS.replace("To know.", "word " * 8000)
    pack, files = opened(made(tmp_path, **{"questions/010-people.yaml": long}))
    grids = sheet_of(pack)
    (row,) = (row for grid in grids for row in grid.rows if row["state"] == "too long")
    assert import_translation(grids, pack, files) == Import((), (), ())
    found = import_translation(filled(grids, {row["id"]: "kratko"}), pack, files)
    assert "too long for a cell" in said(found)[0]


def test_the_hash_of_a_source_does_not_count_line_ends_and_edges() -> None:
    assert source_hash("a\r\nb ") == source_hash("\na\nb") == source_hash("a\rb")
    assert source_hash("ğ") == source_hash("g\u0306")
    assert source_hash("a b") != source_hash("a  b")
    assert re.fullmatch(r"[0-9a-f]{12}", source_hash("\ud800"))


def test_a_sheet_that_is_none_is_refused(tmp_path: Path) -> None:
    pack, files = opened(made(tmp_path))
    for head, sentence in (
        (["id", "text"], "no sheet of translations"),
        (["id", "source_en", "target_de"], "no language 'de'"),
    ):
        with pytest.raises(SelfcheckError, match=sentence):
            import_translation((make_grid("a", [head, ["x", "y", "z"]]),), pack, files)


def test_the_commands(tmp_path: Path) -> None:
    folder = made(tmp_path / "pack")
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    ran = run_selfcheck("content", "translate", "export", "--to", "sr", "--pack", folder, cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "tiny-en-sr.xlsx\n")
    ran = run_selfcheck("content", "translate", "import", "tiny-en-sr.xlsx", "--pack", folder, cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before
    wrong = run_selfcheck("content", "translate", "export", "--to", "de", "--pack", folder, cwd=tmp_path)
    assert (wrong.code, wrong.out) == (2, "")
    assert "questions/pack.yaml" in wrong.err
