"""A document as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.markdown import is_safe
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
from selfcheck.documents.document import Together
from selfcheck.documents.headings import stepwise
from selfcheck.documents.markdown import escape_text
from selfcheck.documents.markdown import render_blocks
from selfcheck.documents.markdown import render_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.documents.document import ActionRow
    from selfcheck.documents.document import ActionRows
    from selfcheck.documents.document import Check
    from selfcheck.documents.document import Document
    from selfcheck.documents.document import Part
    from selfcheck.documents.document import Point
    from selfcheck.words import Words

RULES = {"left": "---", "center": ":-:", "right": "--:"}


def render_markdown_document(document: Document, words: Words) -> str:
    """The whole document. Charts are given as their tables, empty lines to write on as dots."""
    head = [f"# {escape_text(document.title)}", escape_text(document.subtitle)]
    return "\n\n".join(filter(None, [*head, *_parts(stepwise(document).parts, words)])) + "\n"


def _parts(parts: tuple[Part, ...], words: Words) -> Iterable[str]:
    return (_part(part, words) for part in parts)


def _part(part: Part, words: Words) -> str:  # noqa: C901  # a case for each kind
    match part:
        case Title(level, text):
            return f"{'#' * level} {escape_text(text)}"
        case Passage():
            return _passage(part)
        case Blocks(blocks, under):
            return render_blocks(blocks, under)
        case Facts(facts):
            return "\n".join(f"- {escape_text(name)}: {escape_text(value)}" for name, value in facts)
        case Points(points, numbered):
            return "\n".join(_point(point, f"{n}." if numbered else "-") for n, point in enumerate(points, 1))
        case Table():
            return _table(part)
        case Figures(_, table):
            return _table(table)
        case Checklist(checks):
            return "\n".join(_check(check) for check in checks)
        case ActionTable(groups):
            return "\n\n".join(_group(group, words) for group in groups)
        case Note(text, title):
            return f"> {_labelled(title, text)}"
        case Blank(lines, label):
            return "\n\n".join([escape_text(label), *["…" * 40] * lines]).strip()
        case Details(summary, inner):
            return "\n\n".join([f"**{escape_text(summary)}**", *_parts(inner, words)])
        case Together(inner):
            return "\n\n".join(_parts(inner, words))
        case PageBreak():
            return ""


def _passage(passage: Passage) -> str:
    text = escape_text(passage.text)
    match passage.style:
        case "quiet":
            return f"*{text}*"
        case "strong":
            return f"**{text}**"
        case "quote":
            return f"> {text}"
    return text


def _point(point: Point, marker: str) -> str:
    text = render_link(point.url, point.text) if is_safe(point.url) else escape_text(point.text)
    return f"{marker} {_labelled(point.label, text, ready=True)}{_detail(point.detail)}"


def _check(check: Check) -> str:
    return f"- [{'x' if check.done else ' '}] {_labelled(check.label, check.text)}{_detail(check.detail)}"


def _labelled(label: str, text: str, *, ready: bool = False) -> str:
    words = text if ready else escape_text(text)
    return f"**{escape_text(label)}** {words}" if label else words


def _detail(detail: str) -> str:
    return f" ({escape_text(detail)})" if detail else ""


def _table(table: Table) -> str:
    titles = [escape_text(column.title) for column in table.columns]
    rows = [[escape_text(cell) for cell in row] for row in table.rows]
    if table.total:
        rows[-1] = [f"**{cell}**" if cell else "" for cell in rows[-1]]
    lines = [titles, [RULES[column.align] for column in table.columns], *rows]
    drawn = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{escape_text(table.caption)}\n\n{drawn}" if table.caption else drawn


def _group(group: ActionRows, words: Words) -> str:
    head = "  \n".join(filter(None, [f"**{escape_text(group.title)}**", escape_text(group.detail)]))
    return f"{head}\n\n" + "\n".join(_action(row, words) for row in group.rows)


def _action(row: ActionRow, words: Words) -> str:
    aside = ", ".join(filter(None, [row.remark, row.effort]))
    what = f"**{escape_text(row.reference)}** {escape_text(row.text)}{_detail(aside)}"
    facts = ((words("Who:"), row.who), (words("By when:"), row.by_when))
    lines = [f"  - {name} {escape_text(value)}".rstrip() for name, value in facts]
    return "\n".join([f"- [{'x' if row.done else ' '}] {what}", *lines])
