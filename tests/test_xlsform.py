"""The form for phones and the one on paper: all questions, in every language, asked of the same people."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from selfcheck.assessment.relevance import hidden_questions
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.content.loading import load_questions
from selfcheck.content.model import Pack
from selfcheck.documents.formats import MARKDOWN
from selfcheck.documents.formats import render_document
from selfcheck.tables.paper import paper_document
from selfcheck.tables.paper import paper_numbers
from selfcheck.tables.xlsform import language_name
from selfcheck.tables.xlsform import xlsform_sheets
from selfcheck.tables.xlsform_check import form_warnings
from selfcheck.tables.xlsx import write_xlsx
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import ROOT
from tests.conftest import make_pack
from tests.conftest import run_selfcheck

SHIPPED = load_questions(ROOT)[0]
NAMESPACE = {"x": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}

HEAD = "pack: tiny\nversion: 1.0.0\ntitle: {en: Tiny check, tr: Deneme}\nlanguages: [en, tr]\n"
#: Names that a form has no room for, conditions of every kind, and text that a form could take for its own.
STRANGE = """\
section: meta
title: {en: "Hello ${name}", tr: Merhaba}
questions:
  - id: 9
    text: {en: "${q9} {{ 7*7 }} <b> & 'x' =1+1", tr: Dokuz}
    na: true
    choices:
      - {id: unknown, text: {en: Unknown, tr: Bilinmez}}
      - {id: not_applicable, text: {en: None, tr: Yok}}
  - id: q9
    type: select_multiple
    max: 2
    text: {en: Which?, tr: Hangisi?}
    choices:
      - {id: a&b, text: {en: Both, tr: İkisi}}
      - {id: ğ, text: {en: Soft, tr: Yumuşak}}
      - {id: none, exclusive: true, text: {en: None of these, tr: Hiçbiri}}
  - id: Q9
    type: integer
    min: 1
    max: 40
    text: {en: How many?, tr: Kaç?}
    hint: {en: "# a heading", tr: ipucu}
    help: {why: {en: Because, tr: Çünkü}}
    relevant: {q9: [a&b, ğ], 9: {not: [unknown]}}
  - id: İş
    type: text
    text: {en: What?, tr: Ne?}
    relevant: {9: not_applicable}
  - id: 5
    text: {en: Last?, tr: Son?}
    relevant: {İş: {not: [x]}}
    choices:
      - {id: 1, text: {en: One, tr: Bir}}
      - {id: 2, text: {en: Two, tr: İki}}
  - id: never
    type: text
    text: {en: Never asked, tr: Sorulmaz}
    relevant: {İş: x}
"""


def strange(folder: Path) -> Pack:
    return make_pack(folder, {"questions/pack.yaml": HEAD, "questions/010-meta.yaml": STRANGE})


def survey(pack: Pack) -> list[dict[str, str]]:
    sheet = xlsform_sheets(pack)[0]
    return [dict(zip((column.name for column in sheet.columns), map(str, row), strict=True)) for row in sheet.rows]


def converted(pack: Pack, **options: Any) -> ElementTree.Element:
    warnings: list[str] = []
    result = convert(io.BytesIO(write_xlsx(xlsform_sheets(pack))), file_type=".xlsx", warnings=warnings, **options)
    assert warnings == []
    return ElementTree.fromstring(result.xform)


def texts_of(form: ElementTree.Element, language: str) -> dict[str, str]:
    """What a form says in a language: every text by its name."""
    found = form.find(f".//x:itext/x:translation[@lang='{language_name(language)}']", NAMESPACE)
    assert found is not None
    return {
        text.attrib["id"]: " ".join("".join(value.itertext()) for value in text.findall("x:value", NAMESPACE))
        for text in found.findall("x:text", NAMESPACE)
    }


def test_pyxform_accepts_the_shipped_pack_in_every_language() -> None:
    form = converted(SHIPPED)
    names = {language: set(texts_of(form, language)) for language in SHIPPED.languages}
    assert names["tr"] == names["en"] == names["sr"]
    for language in SHIPPED.languages:
        said = texts_of(form, language)
        assert "-" not in said.values()
        everything = "\n".join(said.values())
        for question in SHIPPED.questions:
            assert question.text.by_language[language] in everything
            for choice in question.choices:
                assert choice.text.by_language[language] in everything
        assert Words(language)("I do not know yet, ask me later") in everything
    assert Words("tr")("How to choose") != "How to choose"


@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java: apt-get install default-jre-headless")
def test_odk_validate_accepts_it(tmp_path: Path) -> None:
    converted(SHIPPED, validate=True)
    converted(strange(tmp_path), validate=True)


def test_names_and_words_that_a_form_could_misunderstand(tmp_path: Path) -> None:
    pack = strange(tmp_path)
    form = converted(pack)
    names = [row["name"] for row in survey(pack) if row["type"] not in ("end_group",)]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) for name in names)
    said = "\n".join(texts_of(form, "en").values())
    assert "$ {q9} {{ 7*7 }} <b> & 'x' =1+1" in said
    assert "Hello $ {name}" in said


def test_what_goes_together(tmp_path: Path) -> None:
    rows = {row["name"]: row for row in survey(strange(tmp_path))}
    multiple = next(row for row in rows.values() if row["type"].startswith("select_multiple"))
    assert multiple["constraint"] == (
        "not(selected(., 'none') and count-selected(.) > 1) and not(selected(., 'unknown') and count-selected(.) > 1)"
        " and count-selected(.) <= 2"
    )
    assert "Hiçbiri" in multiple["constraint_message::Türkçe (tr)"]
    number = next(row for row in rows.values() if row["type"] == "integer")
    assert number["constraint"] == ". >= 1 and . <= 40"
    assert number["guidance_hint::English (en)"] == "Why we ask: Because"
    choices = [tuple(map(str, row[:2])) for row in xlsform_sheets(strange(tmp_path))[1].rows]
    assert [name for list_name, name in choices if list_name == choices[0][0]] == [
        "unknown", "not_applicable", "unknown_", "not_applicable_",
    ]  # fmt: skip


def test_the_settings_tell_one_version_from_another(tmp_path: Path) -> None:
    settings_sheet = xlsform_sheets(SHIPPED)[2]
    said = dict(zip((column.name for column in settings_sheet.columns), settings_sheet.rows[0], strict=True))
    assert said == {
        "form_title": "Örgüt öz değerlendirmesi",
        "form_id": "cso-check",
        "version": f"{SHIPPED.version}-{SHIPPED.fingerprint[:8]}",
        "default_language": "Türkçe (tr)",
    }


def holds_in_a_form(xpath: str, values: dict[str, tuple[str, ...]]) -> bool:
    """What a phone makes of a condition: the few words of XPath that conditions are written in, read as Python."""
    expression = re.sub(
        r"selected\(\$\{(\w+)\}, '([^']*)'\)", lambda found: str(found[2] in values.get(found[1], ())), xpath
    )
    expression = expression.replace("false()", "False").replace("not(", "not (")
    assert re.fullmatch(r"(True|False|not|and|or|[ ()])*", expression), expression
    return bool(eval(expression)) if expression else True


@settings(max_examples=40, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", ["shipped", "strange"])
def test_a_form_asks_the_same_people_as_the_program(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pack = SHIPPED if name == "shipped" else strange(tmp_path_factory.mktemp("pack"))
    rows = [
        row for row in survey(pack) if row["type"].split()[0] in ("select_one", "select_multiple", "text", "integer")
    ]
    rows = [row for row in rows if not row["name"].endswith("_note") and row["name"] != "organisation"]
    response = new_response(pack, organisation="o", language="en", response_id="r", now=NOW)
    values: dict[str, tuple[str, ...]] = {}
    hidden = set()
    for question, row in zip(pack.questions, rows, strict=True):
        ids = [choice.id for choice in question.choices]
        picked = data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=2)) if ids else []
        picked = picked[:1] if question.type == "select_one" else picked
        if picked:
            response = with_answer(response, question, choose(question, *picked), NOW)
        if holds_in_a_form(row["relevant"], values):
            values[row["name"]] = tuple(picked)  # what is hidden is empty to a form
        else:
            hidden.add(question.id)
    assert hidden == hidden_questions(pack, response)


def test_pyxform_says_what_it_does_not_like(tmp_path: Path) -> None:
    from msgspec.structs import replace

    from selfcheck.problems import SelfcheckError

    sheets = xlsform_sheets(strange(tmp_path))
    assert form_warnings(sheets) == []
    broken = replace(sheets[0], rows=tuple(row for row in sheets[0].rows if row[0] != "end_group"))
    with pytest.raises(SelfcheckError, match="pyxform does not accept"):
        form_warnings((broken, *sheets[1:]))


# --- on paper ---


def test_the_questionnaire_on_paper(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    pack = strange(tmp_path)
    text = render_document(paper_document(pack, "en", Words("en")), MARKDOWN, Words("en")).decode()
    golden(text, "tables/paper.md")


@pytest.mark.parametrize("language", ["tr", "en", "sr"])
def test_the_shipped_questionnaire_asks_everything(language: str) -> None:
    document = paper_document(SHIPPED, language, Words(language))
    text = render_document(document, MARKDOWN, Words(language)).decode().replace("\\", "")
    numbers = paper_numbers(SHIPPED)
    assert len(set(numbers.values())) == len(SHIPPED.questions)
    for question in SHIPPED.questions:
        assert f"{numbers[question.id]}. {question.text.by_language[language]}" in text
        for choice in question.choices:
            assert choice.text.by_language[language] in text


def test_where_to_go_on_is_said_in_words() -> None:
    text = render_document(paper_document(SHIPPED, "en", Words("en")), MARKDOWN, Words("en")).decode().replace("\\", "")
    assert "Only if you chose this at question P1: “Culture and arts”. If not, go on with question 14." in text


@pytest.mark.parametrize("ending", ["md", "html", "docx", "pdf"])
def test_the_paper_in_each_format(ending: str, tmp_path: Path) -> None:
    target = tmp_path / f"paper.{ending}"
    ran = run_selfcheck("content", "export", "--lang", "tr", "-o", target)
    assert (ran.code, ran.out) == (0, f"{target}\n")
    start = {"md": "# Örgüt".encode(), "html": b"<!doctype html>", "docx": b"PK", "pdf": b"%PDF"}[ending]
    assert target.read_bytes()[:20].lower().startswith(start.lower()[:20])


def test_the_commands(tmp_path: Path) -> None:
    ran = run_selfcheck("content", "export", "--format", "xlsform", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "cso-check-form.xlsx\n", "")
    assert run_selfcheck("content", "export", "--format", "xml").code == 2
    ran = run_selfcheck("content", "export", "--format", "paper", "--lang", "de", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "tr, en, sr" in ran.err
