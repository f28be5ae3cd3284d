"""A document with every part in every format: what is in it comes out, and nothing that was only words becomes more."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

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
from selfcheck.documents.formats import find_format
from selfcheck.documents.html import render_html
from selfcheck.documents.markdown_document import render_markdown_document
from selfcheck.problems import SelfcheckError
from selfcheck.words import Words

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
    golden(re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.S), "documents/document.html")
    assert page == render_html(DOCUMENT, WORDS)


class Outline(HTMLParser):
    """Which tags a page has, its ids, its targets, the order of its headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, name: str) -> list[str]:
        return [str(attributes[name]) for _, attributes in self.tags if name in attributes]

    @property
    def levels(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h[1-6]", tag)]


def test_html_leads_where_it_says_and_leaves_no_level_out() -> None:
    outline = Outline(render_html(DOCUMENT, WORDS))
    ids = outline.of("id")
    assert len(ids) == len(set(ids))
    for href in outline.of("href"):
        assert href.removeprefix("#") in ids or href.startswith("https://example.org/"), href
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert set(outline.of(attribute)) <= set(ids)
    assert outline.levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))


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


def test_formats_are_found_by_name() -> None:
    assert find_format("HTML").ending == ".html"
    with pytest.raises(SelfcheckError, match="no format 'odt'"):
        find_format("odt")
