"""A document as WordprocessingML: the body of a DOCX, written tag by tag.

Every text in it is escaped, and free of what XML cannot hold. What lies outside the body (styles, numbers, addresses)
is `docx`'s; here are only the names under which it is found there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.content.markdown import is_safe
from selfcheck.documents.charts import bar
from selfcheck.documents.document import ActionTable
from selfcheck.documents.document import Blank
from selfcheck.documents.document import Blocks
from selfcheck.documents.document import Checklist
from selfcheck.documents.document import Column
from selfcheck.documents.document import Details
from selfcheck.documents.document import Facts
from selfcheck.documents.document import Figures
from selfcheck.documents.document import Note
from selfcheck.documents.document import PageBreak
from selfcheck.documents.document import Passage
from selfcheck.documents.document import Points
from selfcheck.documents.document import Table
from selfcheck.documents.document import Title
from selfcheck.documents.document import Together
from selfcheck.documents.document import parts_in
from selfcheck.documents.headings import levelled
from selfcheck.documents.word_text import WordText
from selfcheck.documents.word_xml import ACCENT
from selfcheck.documents.word_xml import BARS
from selfcheck.documents.word_xml import BOLD
from selfcheck.documents.word_xml import DOTS
from selfcheck.documents.word_xml import HUSH
from selfcheck.documents.word_xml import INDENT
from selfcheck.documents.word_xml import LINKED
from selfcheck.documents.word_xml import QUIET
from selfcheck.documents.word_xml import SOFT
from selfcheck.documents.word_xml import WARN
from selfcheck.documents.word_xml import WARN_SOFT
from selfcheck.documents.word_xml import border
from selfcheck.documents.word_xml import cell
from selfcheck.documents.word_xml import gap
from selfcheck.documents.word_xml import grid
from selfcheck.documents.word_xml import keep_together
from selfcheck.documents.word_xml import list_item
from selfcheck.documents.word_xml import paragraph
from selfcheck.documents.word_xml import run
from selfcheck.documents.word_xml import tick_box

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfcheck.documents.document import ActionRow
    from selfcheck.documents.document import Check
    from selfcheck.documents.document import Document
    from selfcheck.documents.document import Part
    from selfcheck.documents.document import Point
    from selfcheck.words import Words


class Body:
    """Writes one document; `text` knows what its lists and links are called. `link_id` gives the name of an address."""

    def __init__(self, document: Document, words: Words, link_id: Callable[[str], str]) -> None:
        """Prepare to write `document`."""
        self.document = document
        self.words = words
        self.text = WordText(link_id)
        self._all_titles = [part for part in parts_in(document.parts) if isinstance(part, Title)]
        self._marks = {title.anchor: f"title_{n}" for n, title in enumerate(self._all_titles) if title.anchor}
        self._titles = 0

    def xml(self) -> str:
        """Everything between the body's tags."""
        head = [paragraph(run(self.document.title), "Title")]
        if self.document.subtitle:
            head.append(paragraph(run(self.document.subtitle), "Subtitle"))
        return "\n".join([*head, self._contents(), self._parts(self.document.parts)])

    def _contents(self) -> str:
        """A table of contents that is right as it stands, and that Word can make anew."""
        chapters = [(n, title) for n, title in enumerate(self._all_titles) if title.level == 2]
        if not self.document.contents or not chapters:
            return ""
        opening = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\n \\h \\z </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        lines = [f'<w:hyperlink w:anchor="title_{n}">{run(title.text)}</w:hyperlink>' for n, title in chapters]
        closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        lines[0] = opening + lines[0]
        lines[-1] += closing
        heading = paragraph(run(self.words("Contents")), "TOCHeading")
        return "\n".join([heading, *(paragraph(line, "TOC1") for line in lines), gap(high=True)])

    def _parts(self, parts: tuple[Part, ...]) -> str:
        return "\n".join(self._part(part) for part in parts)

    def _part(self, part: Part) -> str:  # noqa: C901  # a case for each kind
        match part:
            case Title():
                return self._title(part)
            case Passage(text, style):
                return _passage(text, style)
            case Blocks(blocks, under, language):
                return self.text.write(levelled(blocks, under), language)
            case Facts(facts):
                rows = [[cell(run(name, HUSH), 1), cell(run(value), 2)] for name, value in facts]
                return grid((1, 2), rows, head=False)
            case Points(points, numbered):
                number = self.text.new_list(1) if numbered else DOTS
                return "\n".join(list_item(self._point(point), number) for point in points)
            case Table():
                return _table(part)
            case Figures(charts, table):
                return _table(_with_bars(table, part) if charts else table)
            case Checklist(checks, single):
                return "\n".join(_check(check, single) for check in checks)
            case ActionTable():
                return self._actions(part)
            case Note(text, title, kind):
                return _note(text, title, warning=kind == "warning")
            case Blank(lines, label):
                line = paragraph(
                    "",
                    props=border("bottom", QUIET, 4, each=True)
                    + '<w:spacing w:before="0" w:after="0" w:line="480" w:lineRule="exact"/>',
                )
                return "\n".join([*([paragraph(run(label, HUSH))] if label else []), *[line] * lines, gap()])
            case Details(summary, inner):
                return paragraph(run(summary, BOLD), props="<w:keepNext/>") + "\n" + self._parts(inner)
            case Together(inner):
                return keep_together(self._parts(inner))
            case PageBreak():
                return paragraph('<w:r><w:br w:type="page"/></w:r>')

    def _title(self, title: Title) -> str:
        n = self._titles
        self._titles += 1
        mark = f'<w:bookmarkStart w:id="{n}" w:name="title_{n}"/>'
        return paragraph(f'{mark}{run(title.text)}<w:bookmarkEnd w:id="{n}"/>', f"Heading{title.level - 1}")

    def _point(self, point: Point) -> str:
        label = run(f"{point.label} ", BOLD) if point.label else ""
        text = self.text.link(point.url, run(point.text, LINKED)) if is_safe(point.url) else run(point.text)
        return label + text + (run(f" {point.detail}", HUSH) if point.detail else "")

    def _actions(self, part: ActionTable) -> str:
        words = self.words
        titles = (words("Done"), words("No."), words("What"), words("Who"), words("By when"), words("Effort"))
        shares = (1.1, 1.35, 4.1, 1.7, 1.6, 1.4)
        rows = [[cell(run(title, HUSH), share) for title, share in zip(titles, shares, strict=True)]]
        for group in part.groups:
            about = run(group.title, BOLD) + (run("\n" + group.detail, HUSH) if group.detail else "")
            rows.append([cell(about, sum(shares), span=len(shares), shade=SOFT, stay=True)])
            rows += [
                [cell(runs, share) for runs, share in zip(self._action(row), shares, strict=True)] for row in group.rows
            ]
        return grid(shares, rows, ruled=True)

    def _action(self, row: ActionRow) -> tuple[str, ...]:
        mark = self._marks.get(row.anchor)
        reference = run(row.reference, HUSH)
        return (
            tick_box(row.done),
            f'<w:hyperlink w:anchor="{mark}">{reference}</w:hyperlink>' if mark else reference,
            run(row.text) + (run(f" {row.remark}", f'{BOLD}<w:color w:val="{WARN}"/>') if row.remark else ""),
            run(row.who),
            run(row.by_when),
            run(row.effort, HUSH),
        )


def _passage(text: str, style: str) -> str:
    match style:
        case "lead":
            return paragraph(run(text, '<w:sz w:val="24"/>'))
        case "quiet":
            return paragraph(run(text, HUSH))
        case "strong":
            return paragraph(run(text, BOLD), props="<w:keepNext/>")
        case "quote":
            return paragraph(run(text), "Quote")
    return paragraph(run(text))


def _check(check: Check, single: bool) -> str:
    label = run(f"{check.label} ", BOLD) if check.label else ""
    detail = run(f" {check.detail}", HUSH) if check.detail else ""
    runs = f"{tick_box(check.done, round_=single)}<w:r><w:tab/></w:r>{label}{run(check.text)}{detail}"
    return paragraph(runs, "ListContinue", f'<w:ind w:left="{INDENT}" w:hanging="{INDENT}"/>')


def _note(text: str, title: str, *, warning: bool) -> str:
    fill, colour = (WARN_SOFT, WARN) if warning else (SOFT, ACCENT)
    props = (
        f'<w:keepLines/>{border("left", colour, 18, space=8)}<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        '<w:ind w:left="170"/>'
    )
    return paragraph((run(title + "\n", BOLD) if title else "") + run(text), props=props)


def _with_bars(table: Table, figures: Figures) -> Table:
    """The table with its first single row of bars as a column of signs, for there are no drawings in a DOCX."""
    for chart in figures.charts:
        if chart.kind == "bars" and len(chart.series) == 1 and chart.unit == "percent":
            bars = dict(zip(chart.labels, chart.series[0].values, strict=True))
            values = [bars.get(row[0]) for row in table.rows]
            drawn = ["" if value is None else bar(value, 12) for value in values]
            rows = tuple((row[0], signs, *row[1:]) for row, signs in zip(table.rows, drawn, strict=True))
            return replace(table, columns=(table.columns[0], Column("", share=2.1), *table.columns[1:]), rows=rows)
    return table


def _table(table: Table) -> str:
    shares = tuple(column.share for column in table.columns)
    rows = [[cell(run(column.title, HUSH), column.share, align=column.align) for column in table.columns]]
    for n, row in enumerate(table.rows, 1):
        props = BOLD if table.total and n == len(table.rows) else ""
        stay = n == len(table.rows) - 1  # so that no page begins with the last row alone
        rows.append([_table_cell(text, props, column, stay) for text, column in zip(row, table.columns, strict=True)])
    caption = paragraph(run(table.caption), "Caption", "<w:keepNext/>") + "\n" if table.caption else ""
    return caption + grid(shares, rows, caption=table.caption)


def _table_cell(text: str, props: str, column: Column, stay: bool) -> tuple[float, str]:
    drawn = BARS if text[:1] in ("█", "░") else ""
    return cell(run(text, props + drawn), column.share, align=column.align, stay=stay)
