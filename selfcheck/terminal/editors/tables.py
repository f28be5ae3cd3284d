"""Tables and lists of findings, as lines for the screen and as Markdown for a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content.characters import visible
from selfcheck.terminal.wrapping import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence


#: So many of a list are shown on the screen.
MOST = 20


class Table(Struct, frozen=True, kw_only=True):
    """Columns with their titles; every column but the first holds numbers."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Findings(Struct, frozen=True, kw_only=True):
    """A list under a title."""

    title: str
    items: tuple[str, ...]


class Report(Struct, frozen=True, kw_only=True):
    """A table, and lists of what was found."""

    title: str
    summary: tuple[str, ...] = ()
    table: Table | None = None
    findings: tuple[Findings, ...] = ()


def render_report_lines(report: Report, more: str) -> str:
    """The report for the screen. A long list ends with `more`, which says where the rest of it is."""
    parts = [_clean(report.summary)] if report.summary else []
    if report.table is not None and report.table.rows:
        parts.append(_table_lines(report.table))
    parts += [_finding_lines(found, more) for found in report.findings if found.items]
    return "\n\n".join("\n".join(part) for part in parts)


def render_report_markdown(report: Report) -> str:
    """The report as Markdown, every foreign word as code or escaped."""
    parts = [[f"## {_escape(report.title)}"]]
    parts += [[_escape(line) for line in report.summary]] if report.summary else []
    if report.table is not None and report.table.rows:
        rows = [report.table.titles, *report.table.rows]
        lines = [f"| {' | '.join(_escape(cell) for cell in row)} |" for row in rows]
        marks = ["---", *("---:" for _ in report.table.titles[1:])]
        parts.append([lines[0], f"|{'|'.join(marks)}|", *lines[1:]])
    for found in report.findings:
        if found.items:
            parts.append([f"### {_escape(found.title)} ({len(found.items)})"])
            parts.append([f"- {_escape(item)}" for item in found.items])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _finding_lines(found: Findings, more: str) -> list[str]:
    items = _clean(found.items[:MOST])
    rest = [f"  {more.replace('{n}', str(len(found.items) - MOST))}"] if len(found.items) > MOST else []
    return [f"{_line(found.title)} ({len(found.items)})", *(f"  {item}" for item in items), *rest]


def _table_lines(table: Table) -> list[str]:
    rows = [[_line(cell) for cell in row] for row in (table.titles, *table.rows)]
    widths = [max(width_of(row[n]) for row in rows) for n in range(len(table.titles))]
    return ["  ".join(_padded(cell, widths[n], right=n > 0) for n, cell in enumerate(row)).rstrip() for row in rows]


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - width_of(text))
    return space + text if right else text + space


def _clean(texts: Sequence[str]) -> list[str]:
    return [_line(text) for text in texts]


def _line(text: str) -> str:
    return visible(text, lines=False)


_SIGN = re.compile(r"([\\`*_\[\]<>|#~&!])")


def _escape(text: str) -> str:
    return _SIGN.sub(r"\\\1", _line(text))
