"""What is read out of a finished file, the way the programs that open it would."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


class Page(HTMLParser):
    """An HTML page: its tags with their attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self._inside:
            self.said.append(data)

    def of(self, name: str) -> list[str]:
        return [str(attributes[name]) for _, attributes in self.tags if name in attributes]

    @property
    def levels(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h[1-6]", tag)]


def part_of(docx: bytes, name: str) -> ElementTree.Element:
    """One XML part of a DOCX."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return ElementTree.fromstring(package.read(name))


def addresses_of(docx: bytes) -> list[str]:
    """Everything outside itself that a DOCX points to."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = [name for name in package.namelist() if name.endswith(".rels")]
        relations = [each for name in parts for each in ElementTree.fromstring(package.read(name))]
    return [each.attrib["Target"] for each in relations if each.attrib.get("TargetMode") == "External"]


def outline_of(docx: bytes) -> str:
    """A DOCX as lines: what kind of paragraph, list and table each text stands in."""
    body = part_of(docx, "word/document.xml").find(f"{W}body")
    assert body is not None
    return "\n".join(line for element in body for line in _lines(element)) + "\n"


def _lines(element: ElementTree.Element) -> list[str]:
    if element.tag == f"{W}p":
        style = element.find(f"{W}pPr/{W}pStyle")
        number = element.find(f"{W}pPr/{W}numPr")
        name = "p" if style is None else style.attrib[f"{W}val"]
        if number is not None:
            level, list_ = (number.find(f"{W}{each}") for each in ("ilvl", "numId"))
            assert level is not None
            assert list_ is not None
            name += f" {list_.attrib[f'{W}val']}/{level.attrib[f'{W}val']}"
        return [f"{name}: {_words(element)}"]
    if element.tag == f"{W}tbl":
        rows = element.findall(f"{W}tr")
        heads = sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows)
        lines = [" | ".join(_words(cell) for cell in row.findall(f"{W}tc")) for row in rows]
        return [f"table, {heads} head", *(f"  | {line}" for line in lines)]
    return []


def _words(element: ElementTree.Element) -> str:
    pieces = []
    for inner in element.iter():
        if inner.tag == f"{W}t":
            pieces.append(inner.text or "")
        elif inner.tag in (f"{W}br", f"{W}tab"):
            pieces.append(" ")
        elif inner.tag == f"{W14}checked":
            pieces.append("[x]" if inner.attrib[f"{W14}val"] == "1" else "[ ]")
    return "".join(pieces)


def words_of_pdf(pdf: bytes) -> str:
    """The text of a PDF, page after page."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def tags_of_pdf(pdf: bytes) -> list[tuple[str, dict[str, Any]]]:
    """The structure of a tagged PDF: every tag in reading order, with what is said of it."""
    from pypdf import PdfReader

    def walk(node: Any) -> list[tuple[str, dict[str, Any]]]:
        node = node.get_object()
        if isinstance(node, list):
            return [tag for each in node for tag in walk(each)]
        if not isinstance(node, dict):
            return []
        own = [(str(node["/S"]).lstrip("/"), dict(node))] if "/S" in node else []
        return own + (walk(node["/K"]) if "/K" in node else [])

    root: Any = PdfReader(io.BytesIO(pdf)).root_object
    return walk(root["/StructTreeRoot"]["/K"])
