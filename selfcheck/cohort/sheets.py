"""A report as a workbook: every cell is a text, so that none can be a formula or a link."""

from __future__ import annotations

import io
from datetime import UTC
from datetime import datetime
from typing import TYPE_CHECKING

from selfcheck.content.characters import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.cohort.exchange import Sheet

#: The most that a cell of a workbook holds.
LONGEST = 32_767
WIDEST = 60
SIGNS_NO_SHEET_IS_CALLED_WITH = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

#: The same in every workbook, so that the same report is the same bytes.
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def render_xlsx(title: str, warning: str, sheets: Sequence[Sheet]) -> bytes:
    """The sheets as a workbook. A warning stands on top of every sheet, and of every printed page."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, options) as book:
        book.set_properties({"title": visible(title, lines=False), "author": "", "created": CREATED})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name.translate(SIGNS_NO_SHEET_IS_CALLED_WITH)[:31])
            first = 0
            if warning:
                sheet.write_string(0, 0, warning, bold)
                first = 1
            sheet.set_header(f"&L{(warning or title).replace('&', '&&')[:200]}")
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    sheet.write_string(first + r, c, _cell(cell), bold if r == 0 else plain)
            for c in range(len(rows[0])):
                sheet.set_column(c, c, min(WIDEST, max(len(row[c]) for row in rows) + 2))
            sheet.freeze_panes(first + 1, 0)
    return buffer.getvalue()


def _cell(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"
