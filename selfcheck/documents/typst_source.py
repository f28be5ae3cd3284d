"""A document as Typst source, from which a PDF is set.

The look is a template, `document.typ`: one function for each kind of part. Here only calls of them are written, and
every text in them as a string literal; so nothing that anybody wrote can be read as code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.characters import visible
from selfcheck.content.markdown import Code
from selfcheck.content.markdown import CodeSpan
from selfcheck.content.markdown import Emphasis
from selfcheck.content.markdown import Heading
from selfcheck.content.markdown import Items
from selfcheck.content.markdown import LineBreak
from selfcheck.content.markdown import Link
from selfcheck.content.markdown import Paragraph
from selfcheck.content.markdown import Quote
from selfcheck.content.markdown import Rule
from selfcheck.content.markdown import Text
from selfcheck.content.markdown import is_safe
from selfcheck.documents.charts import render_chart
from selfcheck.documents.document import ActionTable
from selfcheck.documents.document import Blank
from selfcheck.documents.document import Blocks
from selfcheck.documents.document import Checklist
from selfcheck.documents.document import Details
from selfcheck.documents.document import Facts
from selfcheck.documents.document import Figures
from selfcheck.documents.document import Note
from selfcheck.documents.document import PageBreak
from selfcheck.documents.document import Passage
from selfcheck.documents.document import Points
from selfcheck.documents.document import Table
from selfcheck.documents.document import Title
from selfcheck.documents.document import parts_in
from selfcheck.documents.headings import levelled
from selfcheck.documents.languages import dictionary_tag
from selfcheck.documents.templates import read_template

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from selfcheck.content.markdown import Block
    from selfcheck.content.markdown import Inline
    from selfcheck.documents.document import ActionRow
    from selfcheck.documents.document import ActionRows
    from selfcheck.documents.document import Chart
    from selfcheck.documents.document import Check
    from selfcheck.documents.document import Document
    from selfcheck.documents.document import Part
    from selfcheck.documents.document import Point
    from selfcheck.words import Words


def render_typst(document: Document, words: Words, templates: Path | None = None) -> str:
    """The whole source: the template, then the document as calls of its functions."""
    return f"{read_template('document.typ', templates)}\n{_Source(document, words).text()}"


class _Source:
    """Writes one document; knows which titles can be led to."""

    def __init__(self, document: Document, words: Words) -> None:
        self.document = document
        self.words = words
        titles = [part for part in parts_in(document.parts) if isinstance(part, Title)]
        self.anchors = {title.anchor for title in titles if title.anchor}

    def text(self) -> str:
        words, document = self.words, self.document
        language, *rest = dictionary_tag(document.language).split("-")
        frame = _call(
            "frame",
            title=_string(document.title),
            subtitle=_string(document.subtitle),
            header=_string(document.header or document.title),
            language=_string(language),
            script=_string(rest[0].lower()) if len(rest) > 1 else "auto",
            region=_string(rest[-1].lower()) if rest else "none",
            contents=_string(words("Contents")) if document.contents and document.chapters else "none",
        )
        labels = _strings([words("Done"), words("What"), words("Who"), words("By when"), words("Effort")])
        return f"#let action-labels = {labels}\n#show: it => {frame[:-1]}, it)\n#{{\n{self.parts(document.parts)}\n}}\n"

    def parts(self, parts: tuple[Part, ...]) -> str:
        return "\n".join(self.part(part) for part in parts)

    def part(self, part: Part) -> str:  # noqa: C901  # a case for each kind
        match part:
            case Title(level, text, anchor):
                return _call("chapter", str(level - 1), _string(text), _string(anchor) if anchor else "none")
            case Passage(text, style):
                return _call("passage", _string(text), _string(style))
            case Blocks(blocks, under, language):
                tag = _string(language.split("-")[0]) if language else "none"
                return _call("written", "{\n" + _blocks(levelled(blocks, under)) + "\n}", language=tag)
            case Facts(facts):
                return _call("facts", _array(_strings(pair) for pair in facts))
            case Points(points, numbered):
                return _call(
                    "points", _array(_point(point) for point in points), numbered="true" if numbered else "false"
                )
            case Table():
                return _table(part)
            case Figures(charts, table):
                return _call("charts", _array(self.chart(chart) for chart in charts)) + "\n" + _table(table)
            case Checklist(checks, single):
                return _call("checks", _array(_check(check) for check in checks), single="true" if single else "false")
            case ActionTable(groups):
                return _call("actions", "action-labels", _array(self.group(group) for group in groups))
            case Note(text, title, kind):
                return _call("note", _string(title), _string(text), _string(kind))
            case Blank(lines, label):
                return _call("blank", str(lines), _string(label))
            case Details(summary, inner):
                return _call("passage", _string(summary), _string("strong")) + "\n" + self.parts(inner)
            case PageBreak():
                return "pagebreak(weak: true)"

    def chart(self, chart: Chart) -> str:
        alt = f"{chart.title}. {chart.description}"
        return _strings([chart.title, alt, render_chart(chart, self.words)])

    def group(self, group: ActionRows) -> str:
        rows = _array(self.row(row) for row in group.rows)
        return _named(title=_string(group.title), detail=_string(group.detail), rows=rows)

    def row(self, row: ActionRow) -> str:
        return _named(
            done="true" if row.done else "false",
            reference=_string(row.reference),
            text=_string(row.text),
            who=_string(row.who),
            by_when=_string(row.by_when),
            effort=_string(row.effort),
            remark=_string(row.remark),
            anchor=_string(row.anchor) if row.anchor in self.anchors else "none",
        )


def _point(point: Point) -> str:
    url = _string(point.url) if is_safe(point.url) else "none"
    return _named(label=_string(point.label), text=_string(point.text), detail=_string(point.detail), url=url)


def _check(check: Check) -> str:
    done = "true" if check.done else "false"
    return _named(done=done, label=_string(check.label), text=_string(check.text), detail=_string(check.detail))


def _table(table: Table) -> str:
    columns = _array(
        _named(title=_string(column.title), align=column.align, share=f"{column.share:g}") for column in table.columns
    )
    rows = _array(_strings(row) for row in table.rows)
    return _call("figures", _string(table.caption), columns, rows, total="true" if table.total else "false")


def _blocks(blocks: tuple[Block, ...]) -> str:
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph(parts):
            return _call("par", _inline(parts))
        case Heading(level, parts):
            return _call("heading", _inline(parts), level=str(level - 1), outlined="false")
        case Items():
            return _items(block)
        case Quote(blocks):
            return _call("quote", "{\n" + _blocks(blocks) + "\n}", block="true")
        case Code(text):
            return _call("raw", _string(text.rstrip("\n")), block="true")
        case Rule():
            return "across()"


def _items(block: Items) -> str:
    items = [_item(item, block.tight) for item in block.items]
    tight = "true" if block.tight else "false"
    if block.start is None:
        return _call("list", *items, tight=tight)
    return _call("enum", *items, tight=tight, start=str(block.start))


def _item(blocks: tuple[Block, ...], tight: bool) -> str:
    inner = (_inline(block.parts) if tight and isinstance(block, Paragraph) else _block(block) for block in blocks)
    return "{\n" + "\n".join(inner) + "\n}"


def _inline(parts: tuple[Inline, ...]) -> str:
    return "{" + "; ".join(_inline_part(part) for part in parts) + "}"


def _inline_part(part: Inline) -> str:
    match part:
        case Text(text):
            return _string(text)
        case CodeSpan(text):
            return _call("raw", _string(text))
        case LineBreak(hard):
            return "linebreak()" if hard else '" "'
        case Emphasis(strong, inner):
            return _call("strong" if strong else "emph", _inline(inner))
        case Link(url, inner):
            return _call("link", _string(url), _inline(inner)) if is_safe(url) else _inline(inner)


def _call(name: str, *values: str, **named: str) -> str:
    return f"{name}({', '.join([*values, *(f'{key}: {value}' for key, value in named.items())])})"


def _named(**values: str) -> str:
    return "(" + ", ".join(f"{key}: {value}" for key, value in values.items()) + ")"


def _array(values: Iterable[str]) -> str:
    return "(" + "".join(f"{value},\n" for value in values) + ")"


def _strings(texts: Iterable[str]) -> str:
    return "(" + "".join(f"{_string(text)}, " for text in texts) + ")"


def _string(text: str) -> str:
    """The text as a string literal; it ends only where we end it."""
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
