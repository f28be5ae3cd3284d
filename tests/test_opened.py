"""The files opened by the programs that people open them with: LibreOffice and Chromium.

Both are the system's; where one is missing, its tests say how to get it. Pictures of the pages, to be looked at, are
left in the folder that SELFCHECK_PICTURES names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from selfcheck.assessment.answers_file import fill_in
from selfcheck.assessment.answers_file import parse_answers
from selfcheck.assessment.response import new_response
from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from selfcheck.documents.document import Document
from selfcheck.documents.docx import render_docx
from selfcheck.documents.html import render_html
from selfcheck.plan.making import make_plan
from selfcheck.plan.outline import make_document
from selfcheck.words import Words
from tests.conftest import NOW
from tests.reading import words_of_pdf
from tests.test_documents import DOCUMENT
from tests.test_documents import HOSTILE
from tests.test_documents import everywhere
from tests.test_documents import without_charts
from tests.test_documents import words_in
from tests.test_plan import TODAY

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WRITER = shutil.which("soffice")

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
needs_writer = pytest.mark.skipif(WRITER is None, reason="needs LibreOffice: apt-get install libreoffice-writer")


def demo_plan(language: str) -> Document:
    """What the demo hands out."""
    words = Words(language)
    pack, _ = load_pack(shipped_pack())
    given, problems = parse_answers((shipped_pack() / "demo.yaml").read_text("utf-8"), "demo.yaml", pack)
    assert not problems
    empty = new_response(pack, organisation=given.organisation, language=language, response_id="x", now=NOW)
    return make_document(make_plan(pack, fill_in(pack, empty, given, NOW), words, TODAY), words)


@pytest.mark.guarantee("G11.8")
@needs_writer
@pytest.mark.timeout(180)
def test_writer_opens_every_docx_without_a_repair(tmp_path: Path) -> None:
    """Turned into PDFs, the documents say everything; a damaged one comes to nothing, so that a repair would show."""
    documents = {"all": without_charts(DOCUMENT), "tr": demo_plan("tr")}
    for name, document in documents.items():
        (tmp_path / f"{name}.docx").write_bytes(render_docx(document, Words(document.language)))
    (tmp_path / "torn.docx").write_bytes((tmp_path / "all.docx").read_bytes()[:9000])
    done = subprocess.run(
        [str(WRITER), "--headless", f"-env:UserInstallation={(tmp_path / 'user').as_uri()}", "--convert-to", "pdf",
         "--outdir", str(tmp_path), *(str(path) for path in sorted(tmp_path.glob("*.docx")))],
        capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
    assert not (tmp_path / "torn.pdf").exists(), done.stderr
    for name, document in documents.items():
        pdf = (tmp_path / f"{name}.pdf").read_bytes()
        _keep(f"docx-{name}.pdf", pdf)
        said = "".join(words_of_pdf(pdf).split())
        texts = words_in(document) if name == "all" else (text for part in document.chapters for text in words_in(part))
        assert [word for word in texts if word not in said] == [], name


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Visit:
    """A page that is open, and everything that happened meanwhile."""

    def __init__(self, browser: Any, path: Path, **settings: Any) -> None:
        self.requests: list[str] = []
        self.messages: list[str] = []
        self.page = browser.new_context(**settings).new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.goto(path.as_uri())

    def _dismiss(self, dialog: Any) -> None:
        self.messages.append(dialog.message)
        dialog.dismiss()


def written(folder: Path, document: Document) -> Path:
    path = folder / "plan.html"
    path.write_text(render_html(document, Words(document.language)), "utf-8")
    return path


def violations(page: Any) -> list[str]:
    """What axe finds fault with, rule and place."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


VIEWS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1100, "height": 900}},
    "dark": {"viewport": {"width": 1100, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2},
}


@needs_chromium
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["all", "tr", "sr"])
def test_the_page_is_quiet_and_fits(browser: Any, tmp_path: Path, view: str, name: str) -> None:
    path = written(tmp_path, DOCUMENT if name == "all" else demo_plan(name))
    visit = Visit(browser, path, **VIEWS[view])
    wide = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "the page is wider than its window"
    assert (visit.requests, visit.messages) == ([path.as_uri()], [])
    if "SELFCHECK_PICTURES" in os.environ:
        _keep(f"html-{name}-{view}.png", visit.page.screenshot(full_page=name == "all"))


@needs_chromium
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_no_fault(browser: Any, tmp_path: Path, view: str) -> None:
    """With every kind of part; a whole plan has the same ones, only more of them."""
    assert violations(Visit(browser, written(tmp_path, DOCUMENT), **VIEWS[view]).page) == []


@needs_chromium
def test_the_page_that_has_something_wrong_is_found_out(browser: Any, tmp_path: Path) -> None:
    """So that no violation means something."""
    path = tmp_path / "bad.html"
    path.write_text('<html><body><img src="x.png"><p style="color:#ccc">pale</p></body></html>', "utf-8")
    visit = Visit(browser, path)
    assert {rule.split(":")[0] for rule in violations(visit.page)} >= {"color-contrast", "html-has-lang", "image-alt"}
    assert len(visit.requests) == 2


@pytest.mark.guarantee("G11.2")
@needs_chromium
def test_hostile_words_open_nothing(browser: Any, tmp_path: Path) -> None:
    """A page full of hostile words, opened in a browser, runs nothing, asks nothing and calls nobody."""
    visit = Visit(browser, written(tmp_path, DOCUMENT))
    for text in HOSTILE:
        visit.page.goto(written(tmp_path, everywhere(DOCUMENT, text)).as_uri())
        assert visit.page.evaluate("document.scripts.length") == 0
        assert visit.page.locator("h2").count() == 4
    assert set(visit.requests) == {(tmp_path / "plan.html").as_uri()}
    assert visit.messages == []


@needs_chromium
def test_the_page_prints_on_a4(browser: Any, tmp_path: Path) -> None:
    document = demo_plan("sr")
    visit = Visit(browser, written(tmp_path, document), color_scheme="dark")
    pdf = visit.page.pdf(prefer_css_page_size=True)
    _keep("print.pdf", pdf)
    said = words_of_pdf(pdf)
    assert said.count(document.header.split(",")[0].split(": ")[0]) > 20, "the title runs on top of every page"
    assert "https://" in said
    assert [word for chapter in document.chapters for word in chapter.text.split() if word not in said] == []


def _keep(name: str, data: bytes) -> None:
    if folder := os.environ.get("SELFCHECK_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / name).write_bytes(data)
