"""The plan in every format: the same response in three languages, and the commands that hand it out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import Response
from selfcheck.content.model import Pack
from selfcheck.documents.document import ActionTable
from selfcheck.documents.document import Chart
from selfcheck.documents.document import Document
from selfcheck.documents.document import Figures
from selfcheck.documents.document import Title
from selfcheck.documents.docx import render_docx
from selfcheck.documents.html import render_html
from selfcheck.documents.pdf import render_pdf
from selfcheck.documents.typst_source import render_typst
from selfcheck.plan.exchange import plan_schema
from selfcheck.plan.exchange import render_json
from selfcheck.plan.making import make_plan
from selfcheck.plan.outline import make_document
from selfcheck.plan.plan import Plan
from selfcheck.words import Words
from tests.conftest import ROOT
from tests.conftest import run_selfcheck
from tests.reading import Page
from tests.reading import outline_of
from tests.reading import tags_of_pdf
from tests.reading import words_of_pdf
from tests.test_plan import TODAY
from tests.test_plan import pack as pack
from tests.test_plan import response as response

LANGUAGES = ["tr", "en", "sr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_in_every_format(
    pack: Pack, response: Response, language: str, golden: Callable[[str, str], None]
) -> None:
    words = Words(language)
    plan = make_plan(pack, response, words, TODAY)
    document = make_document(plan, words)
    page = render_html(document, words)
    source = render_typst(document, words)
    golden(re.sub(r"(?s)<style>.*?</style>|'sha256-.*?'", "", page), f"plan-{language}.html")
    golden(source[source.index("#let action-labels") :], f"plan-{language}.typ")
    golden(outline_of(render_docx(document, words)), f"plan-{language}.docx.txt")
    golden(render_json(plan), f"plan-{language}.json")
    titles = [part.text for part in document.parts if isinstance(part, Title)]
    said = words_of_pdf(render_pdf(document, words)).replace("\n", " ")
    assert [title for title in titles if title not in said] == []


def scores_in(document: Document, words: Words) -> Figures:
    """The figures of the summary, not those of the progress."""
    done = words("What is done in each section")
    figures = [part for part in document.parts if isinstance(part, Figures)]
    return next(part for part in figures if part.charts[0].title != done)


def test_the_charts_say_what_the_scores_are(pack: Pack, response: Response) -> None:
    words = Words("en")
    plan = make_plan(pack, response, words, TODAY)
    figures = scores_in(make_document(plan, words), words)
    assert figures.charts[0].series[0].values == (plan.sections[1].score.value,)
    assert [chart.kind for chart in figures.charts] == ["bars"]  # an axis alone is no shape
    three = replace(plan, sections=(plan.sections[0], *[plan.sections[1]] * 3))
    figures = scores_in(make_document(three, words), words)
    assert [chart.kind for chart in figures.charts] == ["bars", "radar"]
    assert all(isinstance(chart, Chart) and chart.description for chart in figures.charts)


def test_every_action_is_to_be_filled_in_and_leads_to_its_advice(pack: Pack, response: Response) -> None:
    words = Words("tr")
    plan = make_plan(pack, response, words, TODAY)
    document = make_document(plan, words)
    rows = [
        row for part in document.parts if isinstance(part, ActionTable) for group in part.groups for row in group.rows
    ]
    assert {row.reference for row in rows} == {action.reference for action in plan.actions}
    done = next(row for row in rows if row.reference == "1.1.2")
    assert (done.done, done.who, done.by_when) == (True, "Ayşe", "2026-12-01")
    anchors = {part.anchor for part in document.parts if isinstance(part, Title)}
    assert {row.anchor for row in rows} <= anchors


def test_what_is_in_another_language_says_so_to_a_voice(pack: Pack, response: Response) -> None:
    words = Words("en")
    page = Page(render_html(make_document(make_plan(pack, response, words, TODAY), words), words))
    assert page.of("lang") == ["en", "tr"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_is_what_its_schema_says(pack: Pack, response: Response, language: str) -> None:
    plan = make_plan(pack, response, Words(language), TODAY)
    jsonschema.Draft202012Validator.check_schema(plan_schema())
    validator = jsonschema.Draft202012Validator(plan_schema())
    validator.validate(json.loads(render_json(plan)))
    broken = json.loads(render_json(plan))
    del broken["sections"][1]["questions"][0]["advice"][0]["title"]
    broken["actions"][0]["effort"] = "years"
    assert len(list(validator.iter_errors(broken))) == 2


def test_the_json_holds_the_whole_plan(pack: Pack, response: Response) -> None:
    plan = make_plan(pack, response, Words("tr"), TODAY)
    data = json.loads(render_json(plan))
    assert data["format"] == "selfcheck-plan/1"
    assert [each["reference"] for each in data["actions"]] == [each.reference for each in plan.actions]
    assert data["sections"][1]["questions"][0]["advice"][0]["blocks"].startswith("# Başlık\n\nToplantılar, *herkesin*")
    assert "Örnek | Derneği #1" in render_json(plan)


# The commands


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"SELFCHECK_DIR": str(tmp_path / "answers"), "SELFCHECK_LANG": "en"}


@pytest.fixture
def saved(home: dict[str, str]) -> Path:
    run_selfcheck("demo", "--lang", "tr", env=home)
    return saved_responses(Path(home["SELFCHECK_DIR"]))[0].path


def test_several_formats_at_once_each_path_on_its_line(home: dict[str, str], saved: Path) -> None:
    ran = run_selfcheck("plan", saved, "--format", "md, html,docx,PDF,json,html", env=home)
    assert (ran.code, ran.err) == (0, "")
    stem = str(saved).removesuffix(".response.json")
    assert ran.out.splitlines() == [f"{stem}.plan.{ending}" for ending in ("md", "html", "docx", "pdf", "json")]
    starts = {"html": b'<!DOCTYPE html>\n<html lang="tr">', "docx": b"PK", "pdf": b"%PDF-1.7", "json": b'{\n  "format"'}
    for ending, start in starts.items():
        assert Path(f"{stem}.plan.{ending}").read_bytes().startswith(start)
    assert run_selfcheck("plan", saved, "-f", "html,pdf", "-q", env=home).out == ""


def test_the_ending_names_the_format(home: dict[str, str], saved: Path, tmp_path: Path) -> None:
    for ending, start in {
        "html": b"<!DOC",
        "pdf": b"%PDF",
        "txt": b"#",
    }.items():
        ran = run_selfcheck("plan", saved, "-o", tmp_path / f"plan.{ending}", "--lang", "sr", env=home)
        assert (ran.code, ran.out, ran.err) == (0, f"{tmp_path / f'plan.{ending}'}\n", "")
        assert (tmp_path / f"plan.{ending}").read_bytes().startswith(start)
    assert (tmp_path / "plan.html").read_text("utf-8").startswith('<!DOCTYPE html>\n<html lang="sr-Latn">')
    (tmp_path / "folder").mkdir()
    assert run_selfcheck("plan", saved, "-f", "html,json", "-o", tmp_path / "folder", env=home).code == 0
    assert {path.suffix for path in (tmp_path / "folder").iterdir()} == {".html", ".json"}


def test_one_format_on_standard_output(home: dict[str, str], saved: Path) -> None:
    assert run_selfcheck("plan", saved, "-f", "html", "-o", "-", env=home).out.startswith("<!DOCTYPE html>")
    assert json.loads(run_selfcheck("plan", saved, "-f", "json", "-o", "-", env=home).out)["language"] == "tr"
    assert run_selfcheck("plan", saved, "-f", "pdf", "-o", "-", env=home).out.startswith("%PDF-1.7")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-f", "odt"), "There is no format 'odt'.\n  use one or more of: md, html, docx, pdf, json\n"),
        (("-f", ""), "There is no format ''.\n  use one or more of: md, html, docx, pdf, json\n"),
        (("-f", ","), "There is no format ','.\n  use one or more of: md, html, docx, pdf, json\n"),
        (("-o", "plan.rtf"), "There is no format '.rtf'.\n  use one or more of: md, html, docx, pdf, json\n"),
        (("-f", "md,html", "-o", "x.html"), "There are several formats, and -o names one file.\n"),
        (("-f", "md,html", "-o", "-"), "Standard output takes one format, not several.\n"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(
    home: dict[str, str], saved: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    ran = run_selfcheck("plan", saved, *arguments, env=home, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_missing_addition_is_one_sentence_and_nothing_is_written(home: dict[str, str], saved: Path) -> None:
    code = "import sys; sys.modules[sys.argv[1]] = None; from selfcheck.cli import main; sys.exit(main(sys.argv[2:]))"
    for library, name in (("typst", "pdf"), ("docx", "docx")):
        ran = subprocess.run(
            [sys.executable, "-c", code, library, "plan", str(saved), "-f", f"html,{name}"],
            env={**os.environ, **home},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr == (
            f"The format {name} needs an addition that is not installed.\n"
            f"  install it with: pip install 'selfcheck[{name}]'\n"
        )
    assert {path.suffix for path in saved.parent.iterdir() if not path.name.startswith(".")} == {".json", ".md"}


def test_what_people_wrote_into_a_docx_is_kept(home: dict[str, str], saved: Path) -> None:
    usual = saved.with_name(saved.name.replace(".response.json", ".plan.docx"))
    for _ in range(2):
        assert run_selfcheck("plan", saved, "-f", "docx", "--lang", "en", env=home).err == ""
    assert len(list(saved.parent.glob("*.docx"))) == 1
    for n in (1, 2):
        usual.write_bytes(b"filled in %d" % n)
        kept = usual.with_name(usual.name.replace(".docx", f".{n}.docx"))
        ran = run_selfcheck("plan", saved, "-f", "docx", "--lang", "en", env=home)
        assert ran.err == f"The file that was there is kept as {kept}.\n"
        assert kept.read_bytes() == b"filled in %d" % n
        assert usual.read_bytes().startswith(b"PK")


def test_formats_for_the_demo_and_for_answers_from_a_file(home: dict[str, str]) -> None:
    ran = run_selfcheck("demo", "--lang", "en", "-f", "html,json", env=home)
    paths = [Path(line) for line in ran.out.splitlines() if ".plan." in line]
    assert [path.suffix for path in paths] == [".html", ".json"]
    ran = run_selfcheck(
        "start", "--answers", ROOT / "demo.yaml", "--org", "Ada", "--lang", "sr", "-f", "pdf,html", env=home
    )
    assert [Path(line).name.split(".", 1)[1] for line in ran.out.splitlines()] == ["plan.pdf", "plan.html"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_of_the_demo_has_the_same_chapters_in_every_format(home: dict[str, str], language: str) -> None:
    ran = run_selfcheck("demo", "--lang", language, "-f", "md,html,docx,pdf", env=home)
    files = {path.suffix: path for line in ran.out.splitlines() if ".plan." in line for path in (Path(line.strip()),)}
    markdown = re.findall(r"^##? (.*)$", files[".md"].read_text("utf-8"), re.M)[1:]
    page = files[".html"].read_text("utf-8")
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == markdown
    outline = outline_of(files[".docx"].read_bytes())
    assert re.findall(r"^Heading1: (.*)$", outline, re.M) == markdown
    kinds = [kind for kind, _ in tags_of_pdf(files[".pdf"].read_bytes())]
    assert kinds.count("H1") == len(markdown) + 1
    assert kinds.count("Figure") == 2
    levels = Page(page).levels
    assert all(after <= before + 1 for before, after in pairwise(levels))


# The browser


def test_open_writes_the_page_of_the_last_response_and_shows_it(
    home: dict[str, str], saved: Path, tmp_path: Path
) -> None:
    """The browser is a program of ours that writes down what it was asked to show."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/shown\n', "utf-8")
    browser.chmod(0o755)
    page = saved.with_name(saved.name.replace(".response.json", ".plan.html"))
    ran = run_selfcheck("open", env={**home, "BROWSER": f"{browser} %s"})
    assert (ran.code, ran.out, ran.err) == (0, f"{page}\n", "")
    assert (tmp_path / "shown").read_text("utf-8").strip() == page.as_uri()
    ran = run_selfcheck("open", saved, "--lang", "en", env={**home, "BROWSER": f"{browser} %s"})
    assert (ran.code, '<html lang="en">' in page.read_text("utf-8")) == (0, True)


def test_open_without_a_browser_says_what_to_do(home: dict[str, str], saved: Path) -> None:
    ran = run_selfcheck("open", saved, env={**home, "BROWSER": "/nowhere/browser %s", "PATH": "/nowhere"})
    assert ran.code == 0
    assert ran.out.strip().endswith(".plan.html")
    assert ran.err == "No browser could be started; open the file yourself.\n"


def test_open_with_nothing_saved(home: dict[str, str]) -> None:
    ran = run_selfcheck("open", env=home)
    assert (ran.code, ran.out) == (5, "")
    assert ran.err.startswith("There is no saved check in")


def test_plans_of_any_response_can_be_drawn(pack: Pack, response: Response) -> None:
    """Nothing answered, and a plan without one scored section."""
    words = Words("sr")
    for answers in ({}, {"form": response.answers["form"]}):
        plan: Plan = make_plan(pack, replace(response, answers=answers, actions={}), words, TODAY)
        document = make_document(plan, words)
        assert render_pdf(document, words).startswith(b"%PDF")
        assert outline_of(render_docx(document, words))
        assert "<h2" in render_html(document, words)
