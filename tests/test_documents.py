"""A document with every part in every format: what is in it comes out, and nothing that was only words becomes more."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from pypdf import PdfReader

from selfcheck.content.markdown import parse_blocks
from selfcheck.documents.charts import render_chart
from selfcheck.documents.document import ActionRow
from selfcheck.documents.document import ActionRows
from selfcheck.documents.document import ActionTable
from selfcheck.documents.document import Blank
from selfcheck.documents.document import Blocks
from selfcheck.documents.document import Chart
from selfcheck.documents.document import Check
from selfcheck.documents.document import Checklist
from selfcheck.documents.document import Column
from selfcheck.documents.document import Details
from selfcheck.documents.document import Document
from selfcheck.documents.document import Facts
from selfcheck.documents.document import Figures
from selfcheck.documents.document import Note
from selfcheck.documents.document import PageBreak
from selfcheck.documents.document import Part
from selfcheck.documents.document import Passage
from selfcheck.documents.document import Point
from selfcheck.documents.document import Points
from selfcheck.documents.document import Series
from selfcheck.documents.document import Table
from selfcheck.documents.document import Title
from selfcheck.documents.document import Together
from selfcheck.documents.docx import render_docx
from selfcheck.documents.extras import require
from selfcheck.documents.formats import find_format
from selfcheck.documents.formats import render_document
from selfcheck.documents.headings import levelled
from selfcheck.documents.html import render_html
from selfcheck.documents.markdown_document import render_markdown_document
from selfcheck.documents.pdf import render_pdf
from selfcheck.documents.typst_source import render_typst
from selfcheck.problems import SelfcheckError
from selfcheck.words import Words
from tests.conftest import ROOT
from tests.reading import Page
from tests.reading import W
from tests.reading import addresses_of
from tests.reading import outline_of
from tests.reading import part_of
from tests.reading import tags_of_pdf
from tests.reading import words_of_pdf
from tests.test_markdown import PIECES
from tests.test_markdown import words_of

LABELS = ("Yönetişim ve iç demokrasi", "Ortaklık, ağlar ve dayanışma", "Mali yönetim")
TEXT = """\
## Önce başlık

Bir *söz*, bir **güçlü söz** ve `kod`; [rehber](https://example.org/a_(b)?x=1&y=2).

- ilk

  - içeride
- ikinci

3. üçüncü

> alıntı <b>kalın</b>

```
<kod>
```

#### Alt başlık
***
"""


def chart(kind: str, series: int = 1, **more: object) -> Chart:
    values = ((0.25, None, 1.0), (0.5, 0.75, 0.0), (0.1, 0.2, 0.3))
    made = tuple(Series(f"Dizi {n + 1}", values[n]) for n in range(series))
    return Chart(kind=kind, title=f"Grafik: {kind}", description="Bölümlere göre.", labels=LABELS, series=made, **more)  # type: ignore[arg-type]


PARTS: tuple[Part, ...] = (
    Title(2, "Özet"),
    Passage("Şöyle başlar.", "lead"),
    Facts((("Hukuki statü", "Dernek"), ("Şehir", "Niš"))),
    Figures(
        (chart("bars", 2), chart("radar"), chart("stacked", 3), chart("heat", 2)),
        Table(
            (Column("Bölüm", share=3), Column("Puan", "right"), Column("", "center")),
            (("Yönetişim | iç", "%25", ""), ("Mali", "%100", "*"), ("Hepsi", "%62", "")),
            "Puanlar",
            total=True,
        ),
    ),
    Title(2, "Yapılacaklar"),
    Points(
        (
            Point("Ortağı arayın.", label="9.3.1", detail="Sizin için önemli."),
            Point("Rehber", url="https://example.org/r?a=1&b=2"),
            Point("Tuzak", url="javascript:alert(1)"),
        ),
        numbered=True,
    ),
    Checklist((Check("Bitti", done=True), Check("Bitmedi", label="a", detail="kolay"))),
    Checklist((Check("Evet"), Check("Hayır")), single=True),
    ActionTable(
        (
            ActionRows(
                "Ortaklık",
                "Bunun önemli olduğunu söylediniz.",
                (
                    ActionRow(reference="9.3.1", text="Arayın.", effort="birkaç gün", anchor="q-9"),
                    ActionRow(reference="9.3.2", text="Yazın.", who="Ayşe", by_when="2026-12-01", done=True),
                    ActionRow(reference="9.3.3", text="Çizin.", remark="gecikti"),
                ),
            ),
        )
    ),
    Note("Bilin ki.", "Not"),
    Note("Dikkat.", kind="warning"),
    Blank(2, "Notunuz:"),
    PageBreak(),
    Title(2, "Öneriler"),
    Title(3, "Ortaklık"),
    Title(4, "Ortaklık (9)", "q-9"),
    Passage("Sürdüremedik.", "quote"),
    Blocks(parse_blocks(TEXT), under=4, language="tr"),
    Together((Title(4, "Soru"), Passage("Soru nedir?", "strong"), Checklist((Check("Evet"),)), Blank(1))),
    Details("Ayrıntı", (Passage("Küçük yazı.", "quiet"), Passage("Koyu.", "strong"), Title(2, "Son bölüm"))),
)
DOCUMENT = Document(
    title="Eylem planı: Çınar <Derneği>", subtitle="2026-11-24", language="tr", date="2026-11-24", parts=PARTS
)
WORDS = Words("tr")


def test_markdown(golden: Callable[[str, str], None]) -> None:
    golden(render_markdown_document(DOCUMENT, WORDS), "documents/document.md")


def test_html(golden: Callable[[str, str], None]) -> None:
    page = render_html(DOCUMENT, WORDS)
    golden(re.sub(r"(?s)<style>.*?</style>|'sha256-.*?'", "", page), "documents/document.html")
    assert page == render_html(DOCUMENT, WORDS)


def test_html_leads_where_it_says_and_leaves_no_level_out() -> None:
    outline = Page(render_html(DOCUMENT, WORDS))
    ids = outline.of("id")
    assert len(ids) == len(set(ids))
    for href in outline.of("href"):
        assert href.removeprefix("#") in ids or href.startswith("https://example.org/"), href
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert set(outline.of(attribute)) <= set(ids)
    assert outline.levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("# A\n## B\n# C\n", [5, 6, 5]),
        ("## A\n## B\n#### C\n# D\n## E\n", [5, 5, 6, 5, 6]),
        ("### A\n\n- # B\n- ## C\n\n> ###### D\n", [5, 5, 6, 7]),
    ],
)
def test_headings_of_a_text_leave_no_level_out(written: str, shown: list[int]) -> None:
    levels = [int(level) for level in re.findall(r"level=(\d)", repr(levelled(parse_blocks(written), 4)))]
    assert levels == shown


@pytest.mark.parametrize("kind", ["bars", "radar", "stacked", "heat"])
def test_a_chart_is_svg_with_its_words_in_it(kind: str) -> None:
    root = ElementTree.fromstring(render_chart(chart(kind, 2), WORDS))
    said = html.unescape(" ".join("".join(root.itertext()).split()))
    for word in ("Yönetişim", "Mali yönetim", "Dizi 2", "Bölümlere göre."):
        assert word in said
    width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
    for element in root.iter():
        for name, limit in (("x", width), ("cx", width), ("x1", width), ("y", height), ("cy", height)):
            assert -0.5 <= float(element.attrib.get(name, 0)) <= limit + 0.5, (element.tag, element.attrib)


def test_typst(golden: Callable[[str, str], None]) -> None:
    source = render_typst(DOCUMENT, WORDS)
    golden(source[source.index("#let action-labels") :], "documents/document.typ")


def test_docx(golden: Callable[[str, str], None]) -> None:
    golden(outline_of(render_docx(DOCUMENT, WORDS)), "documents/document.docx.txt")


def test_pdf_is_tagged_titled_and_in_its_language() -> None:
    pdf = render_pdf(DOCUMENT, WORDS)
    root: Any = PdfReader(io.BytesIO(pdf)).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "tr-TR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    about = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "Çınar &lt;Derneği&gt;" in about
    assert "Date" not in about
    assert "/CreationDate" not in PdfReader(io.BytesIO(pdf)).trailer.get("/Info", {})


def test_pdf_has_the_structure_of_the_document() -> None:
    tags = tags_of_pdf(render_pdf(DOCUMENT, WORDS))
    headings = ["H1", "H1", "H1", "H1", "H2", "H3", "H4", "H5", "H3", "H1"]  # the first is the table of contents
    kinds = [kind for kind, _ in tags]
    assert [kind for kind in kinds if re.fullmatch(r"H[1-6]", kind)] == headings
    assert {"Title", "TOC", "L", "LI", "Table", "TH", "TD", "Link", "BlockQuote", "Code"} <= set(kinds)
    figures = [str(about["/Alt"]) for kind, about in tags if kind == "Figure"]
    assert figures == [f"Grafik: {kind}. Bölümlere göre." for kind in ("bars", "radar", "stacked", "heat")]


def test_pdf_carries_its_fonts() -> None:
    pages: Any = PdfReader(io.BytesIO(render_pdf(DOCUMENT, WORDS))).pages
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font) for font in fonts)


def words_in(value: object) -> Iterator[str]:
    """Every word of a document: in its texts, its trees, its tables."""
    if isinstance(value, str):
        yield from value.split()
    elif isinstance(value, tuple):
        for each in value:
            yield from words_in(each)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if name not in NO_WORDS:
                yield from words_in(getattr(value, name))


NO_WORDS = {"url", "style", "kind", "language", "date", "anchor", "align", "unit", "header"}


def test_every_word_is_in_every_format() -> None:
    page = Page(render_html(DOCUMENT, WORDS))
    formats = {
        "md": re.sub(r"\\(?=[^\w\s])", "", render_markdown_document(without_charts(DOCUMENT), WORDS)),
        "html": " ".join([*page.said, *page.of("aria-label")]),
        "docx": outline_of(render_docx(without_charts(DOCUMENT), WORDS)),
        "pdf": words_of_pdf(render_pdf(DOCUMENT, WORDS)),
    }
    for name, said in formats.items():
        wanted = DOCUMENT if name == "html" else without_charts(DOCUMENT)
        assert [word for word in words_in(wanted) if word not in said] == [], name


def without_charts(document: Document) -> Document:
    """A document as formats without drawings have it: the figures' table says it all."""
    parts = tuple(replace(part, charts=()) if isinstance(part, Figures) else part for part in document.parts)
    return replace(document, parts=parts)


@pytest.mark.guarantee("G11.7")
def test_docx_tells_nothing_about_who_made_it_and_when() -> None:
    """A DOCX tells nothing about who made it, where and when."""
    docx = render_docx(DOCUMENT, WORDS)
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = package.read("docProps/core.xml").decode()
    assert "Eylem planı: Çınar &lt;Derneği&gt;" in about
    assert "<dc:language>tr-TR</dc:language>" in about
    assert "created" not in about
    assert "modified" not in about
    assert "<dc:creator>selfcheck</dc:creator>" in about
    assert "<cp:lastModifiedBy>selfcheck</cp:lastModifiedBy>" in about


def test_docx_is_in_its_language_and_repeats_the_heads_of_its_tables() -> None:
    docx = render_docx(DOCUMENT, WORDS)
    language = part_of(docx, "word/styles.xml").find(f"{W}docDefaults//{W}lang")
    assert language is not None
    assert language.attrib[f"{W}val"] == "tr-TR"
    tables = part_of(docx, "word/document.xml").findall(f".//{W}tbl")
    heads = [table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables]
    assert heads == [False, True, True]  # facts, figures, actions


def test_docx_lists_of_numbers_begin_where_they_should() -> None:
    docx = render_docx(DOCUMENT, WORDS)
    numbering = part_of(docx, "word/numbering.xml")
    starts = {
        number.attrib[f"{W}numId"]: start.attrib[f"{W}val"]
        for number in numbering.findall(f"{W}num")
        if (start := number.find(f"{W}lvlOverride/{W}startOverride")) is not None
    }
    assert starts == {"1001": "1", "1002": "3"}


HOSTILE = [
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</title></svg><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% include 'x' %}",
    '#evil[] $x$ @ref <label> "\\" // /* #read("/etc/passwd")',
    '") #panic("out") (',
    "<w:p/>&amp;&#65;]]>",
    "\x00\x07\x1b[31m\u202e\ufffe\uffff\U000e0041",
    "a" * 2_000,
    "'; } @import url(https://example.org/x); {",
    '\\"; } body { display: none } @page { content: "',
]


@pytest.mark.guarantee("G11.1")
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_words_stay_words_in_every_format(text: str) -> None:
    """Hostile words change no tag of a page, no paragraph of a DOCX and no part of a PDF."""
    document = everywhere(DOCUMENT, text)
    calm = everywhere(DOCUMENT, "x")

    page, wanted = Page(render_html(document, WORDS)), Page(render_html(calm, WORDS))
    assert [tag for tag, _ in page.tags if tag != "text"] == [tag for tag, _ in wanted.tags if tag != "text"]
    assert [sorted(about) for tag, about in page.tags if tag != "text"] == [
        sorted(about) for tag, about in wanted.tags if tag != "text"
    ]
    assert outline_of(render_docx(document, WORDS)).count("\n") == outline_of(render_docx(calm, WORDS)).count("\n")
    assert set(addresses_of(render_docx(document, WORDS))) == {"https://example.org/"}
    assert structure(render_pdf(document, WORDS)) == structure(render_pdf(calm, WORDS))


def structure(pdf: bytes) -> list[str]:
    """The tags of a PDF but those that only mark a line's letters."""
    return [kind for kind, _ in tags_of_pdf(pdf) if kind not in ("Span", "NonStruct")]


def everywhere(value: Any, text: str) -> Any:
    """The same value with `text` in every place that holds words, and one good address in every other."""
    if isinstance(value, tuple):
        return tuple(everywhere(each, text) for each in value)
    if isinstance(value, Struct):
        fresh = {}
        for name in value.__struct_fields__:
            old = getattr(value, name)
            if name == "url":
                fresh[name] = "https://example.org/" if str(old).startswith("http") else old
            elif name not in NO_WORDS or name in ("header", "anchor"):
                fresh[name] = text if isinstance(old, str) and old else everywhere(old, text)
        return replace(value, **fresh)
    return value


@pytest.mark.guarantee("G11.1")
def test_html_lets_nothing_in() -> None:
    """A page lets nothing in from outside: no script, no picture, no style but its own."""
    page = render_html(DOCUMENT, WORDS)
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(about["content"] for tag, about in Page(page).tags if "http-equiv" in about)
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style[1]
    outline = Page(page)
    assert outline.of("src") == outline.of("style") == []
    assert [name for _, about in outline.tags for name in about if name.startswith("on")] == []
    for tag, about in outline.tags:
        if tag == "a" and not str(about["href"]).startswith("#"):
            assert about["rel"] == "noopener noreferrer"
            assert str(about["href"]).startswith(("https://", "http://", "mailto:"))


def framed(text: str) -> Document:
    parts = (Title(2, "Önce"), Blocks(parse_blocks(text)), Title(2, "Sonra"))
    return Document(title="Ad", language="tr", parts=parts)


TEXTS = st.lists(PIECES, max_size=30).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_any_text_keeps_its_words_and_its_place_on_a_page(text: str) -> None:
    page = render_html(framed(text), WORDS)
    said = "".join(Page(page).said)
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == ["Önce", "Sonra"]
    assert [word for word in words_of(parse_blocks(text)).split() if word not in said] == []


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_any_text_keeps_its_words_and_its_place_in_word_and_pdf(text: str) -> None:
    document = framed(text)
    outline = outline_of(render_docx(document, WORDS))
    assert re.findall(r"^Heading1: (.*)$", outline, re.M) == ["Önce", "Sonra"]
    assert [word for word in words_of(parse_blocks(text)).split() if word not in outline] == []
    assert structure(render_pdf(document, WORDS)).count("H1") == 3


def test_a_level_left_out_is_moved_up() -> None:
    text = Blocks(parse_blocks("## C\n"), under=5)
    parts = (Title(4, "A"), Title(4, "B"), text, Details("D", (Title(4, "E"), text)), Title(1, "F"))
    document = Document(title="x", language="tr", parts=parts)
    assert Page(render_html(document, WORDS)).levels == [1, 2, 3, 4, 4, 5, 2]
    assert structure(render_pdf(document, WORDS)).count("H1") == 3


def test_titles_of_no_words_can_be_set() -> None:
    parts = (Title(2, " "), Blocks(parse_blocks("#\n\n# A\n\n##\n")), Title(2, ""))
    assert structure(render_pdf(Document(title=" ", language="tr", parts=parts), WORDS)).count("H1") == 3
    assert Page(render_html(Document(title="x", language="tr", parts=parts), WORDS)).levels == [1, 2, 3, 2]


@pytest.mark.parametrize("name", ["html", "docx", "pdf"])
def test_deep_lists_and_quotes_come_through(name: str) -> None:
    text = "".join(f"{'  ' * n}- kat{n}\n" for n in range(15)) + "\n" + "> " * 15 + "dip\n"
    document = Document(title="Derin", language="tr", parts=(Title(2, "A"), Blocks(parse_blocks(text))))
    data = render_document(document, find_format(name), WORDS)
    read = {"docx": lambda: outline_of(data), "pdf": lambda: words_of_pdf(data)}.get(name, data.decode)()
    assert [word for word in (*(f"kat{n}" for n in range(15)), "dip") if word not in read] == []


@pytest.mark.parametrize("name", ["md", "html", "docx", "pdf"])
def test_forty_thousand_letters_come_through(name: str) -> None:
    text = "uzun " * 8_000
    document = Document(title="Uzun", language="tr", parts=(Title(2, "A"), Passage(text), Note(text)))
    data = render_document(document, find_format(name), WORDS)
    read = {"docx": lambda: outline_of(data), "pdf": lambda: words_of_pdf(data)}.get(name, data.decode)()
    assert read.count("uzun") == 16_000


@pytest.mark.parametrize("name", ["md", "html", "docx", "pdf"])
def test_an_empty_document_opens(name: str) -> None:
    data = render_document(Document(title="Boş", language="sr", parts=()), find_format(name), Words("sr"))
    assert len(data) > 5


def test_a_look_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "document.css").write_text("body { color: teal; }", "utf-8")
    page = render_html(DOCUMENT, WORDS, tmp_path)
    assert "<style>body { color: teal; }" in page
    assert "<h1>Eylem planı" in page
    for broken in (
        b"{{ 1 + 'a' }}",
        b"{{ document.nothing }}",
        b"{{ ''.__class__ }}",
        b"{% for x in range(10**9) %}{% endfor %}",
        b"\xff",
    ):
        (tmp_path / "document.html.j2").write_bytes(broken)
        with pytest.raises(SelfcheckError, match=r"document\.html\.j2 cannot be used"):
            render_html(DOCUMENT, WORDS, tmp_path)
    (tmp_path / "document.css").write_bytes(b"\xff")
    with pytest.raises(SelfcheckError, match=r"document\.css cannot be used"):
        render_html(DOCUMENT, WORDS, tmp_path)
    (tmp_path / "document.typ").write_text("#let frame(..x) = nonsense\n", "utf-8")
    with pytest.raises(SelfcheckError, match=r"document\.typ cannot be used"):
        render_pdf(DOCUMENT, WORDS, tmp_path)
    with pytest.raises(SelfcheckError, match="There is no folder"):
        render_html(DOCUMENT, WORDS, tmp_path / "nowhere")


@pytest.mark.parametrize(("name", "library"), [("docx", "docx"), ("pdf", "typst")])
def test_a_missing_library_is_one_sentence(name: str, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    for attempt in (lambda: render_document(DOCUMENT, find_format(name), WORDS), lambda: require(library, name)):
        with pytest.raises(SelfcheckError, match=f"The format {name} needs an addition") as raised:
            attempt()
        assert f"pip install 'selfcheck[{name}]'" in str(raised.value.hint)
        assert raised.value.code == 2


ALL_LETTERS = "Öz değerlendirme: iş birliği, ğüşıöçİĞÜŞÖÇ âîû; čćžšđ ČĆŽŠĐ; Љубав, њива, џеп, ђак, ћуп, жив"


@pytest.mark.parametrize("name", ["md", "html", "docx", "pdf"])
def test_every_letter_arrives(name: str) -> None:
    document = Document(title=ALL_LETTERS, language="sr", parts=(Title(2, ALL_LETTERS), Passage(ALL_LETTERS, "quote")))
    data = render_document(document, find_format(name), Words("sr"))
    read = {"docx": lambda: outline_of(data), "pdf": lambda: words_of_pdf(data)}.get(name, data.decode)()
    for word in ALL_LETTERS.split():
        assert read.count(word) >= 3, word


SAME = """
import hashlib
from tests.test_documents import DOCUMENT, WORDS
from selfcheck.documents.formats import DOCUMENT_FORMATS, render_document
for each in DOCUMENT_FORMATS:
    print(each.name, hashlib.sha256(render_document(DOCUMENT, each, WORDS)).hexdigest())
"""


@pytest.mark.guarantee("G11.7")
def test_two_runs_give_the_same_bytes() -> None:
    """In two processes that differ in the order of their sets, their user, their zone and their language."""
    said = [
        subprocess.run(
            [sys.executable, "-c", SAME],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "USER": user, "LOGNAME": user, "TZ": zone, "LANG": language},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, user, zone, language in (
            ("1", "ayse", "Asia/Tokyo", "C"),
            ("2", "jovan", "America/Lima", "tr_TR.UTF-8"),
        )
    ]
    assert said[0] == said[1]
    assert len(said[0].splitlines()) == 4


def test_formats_are_found_by_name() -> None:
    assert find_format("HTML").ending == ".html"
    with pytest.raises(SelfcheckError, match="no format 'odt'"):
        find_format("odt")
