"""Tables as spreadsheets: written with nothing in them but texts and numbers, read whatever program saved them.

XlsxWriter writes, because it can be told to take no text for a formula or a link. Calamine reads: it takes the values
out of what Excel, LibreOffice and Google Sheets save and leaves their styles and extensions alone, over which others
stumble.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import TYPE_CHECKING
from typing import Any

from selfcheck.documents.extras import missing
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.tables.sheets import fitted
from selfcheck.tables.sheets import make_grid
from selfcheck.tables.sheets import shown

if TYPE_CHECKING:
    from selfcheck.tables.sheets import Cell
    from selfcheck.tables.sheets import Grid
    from selfcheck.tables.sheets import Sheet

LIMIT = 20 * 1024 * 1024
UNPACKED_LIMIT = 200 * 1024 * 1024
ROWS = 100_000

#: The height of a line and the greatest height of a row, in points.
_LINE, _HIGHEST = 15, 405

#: A spreadsheet does not tell when it was made: the same content is the same file.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_xlsx(sheets: tuple[Sheet, ...]) -> bytes:
    """The file's bytes. Raises SelfcheckError where XlsxWriter is not installed."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise missing("xlsx") from error
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        book.set_properties({"created": _MADE, "author": "selfcheck"})
        wrapped = {"text_wrap": True, "valign": "top", "num_format": "@"}
        formats = {
            "head": book.add_format({"bold": True, "valign": "top", "bottom": 1, "bg_color": "#E7E6E6"}),
            "open": book.add_format({**wrapped, "locked": False}),
            "locked": book.add_format({**wrapped, "font_color": "#595959"}),
            "number": book.add_format({"valign": "top", "locked": False}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)
    return buffer.getvalue()


def _write_sheet(target: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for n, column in enumerate(sheet.columns):
        style = formats["open" if column.open or not sheet.locked else "locked"]
        target.set_column(n, n, column.width, style, {"hidden": column.hidden})
        target.write_string(0, n, shown(column.name), formats["head"])
    for number, row in enumerate(sheet.rows, 1):
        target.set_row(number, _height(sheet, row))
        for n, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            if isinstance(cell, str):
                style = formats["open" if column.open or not sheet.locked else "locked"]
                target.write_string(number, n, fitted(cell), style)
            else:
                target.write_number(number, n, cell, formats["number"])
    target.freeze_panes(1, 0)
    target.set_landscape()
    target.set_paper(9)  # A4
    target.fit_to_pages(1, 0)
    target.repeat_rows(0)
    if sheet.rows:
        target.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
        target.ignore_errors({"number_stored_as_text": f"A1:XFD{len(sheet.rows) + 1}"})
    if sheet.locked:
        target.protect(
            "", {"format_columns": True, "format_rows": True, "format_cells": True, "autofilter": True, "sort": True}
        )


def _height(sheet: Sheet, row: tuple[Cell, ...]) -> float:
    """How high a row must be to show its longest text, as far as a row can be high: not every program finds out."""
    lines = (
        sum(-(-max(1, len(line)) // column.width) for line in cell.split("\n"))
        for cell, column in zip(row, sheet.columns, strict=True)
        if isinstance(cell, str) and not column.hidden
    )
    return min(_HIGHEST, _LINE * max(lines, default=1))


def read_xlsx(data: bytes, name: str) -> tuple[Grid, ...]:
    """The sheets of a spreadsheet, XLSX or ODS. Raises SelfcheckError where it is none, or is larger than any table."""
    try:
        import python_calamine
    except ImportError as error:
        raise missing("xlsx") from error
    unpacked = _unpacked(data, name)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(unpacked))
        return tuple(
            _grid(sheet, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=ROWS + 2))
            for sheet in book.sheet_names
        )
    except SelfcheckError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":  # what Rust gives up with
            raise
        raise _unreadable(name) from error


def _unpacked(data: bytes, name: str) -> bytes:
    """The same file with nothing left to unpack: what it says of its sizes is not believed twice."""
    if len(data) > LIMIT:
        raise SelfcheckError(say("{path} is larger than {limit}.", path=name, limit="20 MB"))
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as plain:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
                raise SelfcheckError(say("{path} unpacks to far more than it should.", path=name))
            for entry in {entry.filename: entry for entry in archive.infolist()}.values():
                plain.writestr(entry.filename, archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _unreadable(name) from error
    return buffer.getvalue()


def _unreadable(name: str) -> SelfcheckError:
    return SelfcheckError(
        say("{path} cannot be read as a spreadsheet.", path=name),
        say("open it in a spreadsheet program and save it again as XLSX, or as CSV in UTF-8"),
    )


def _grid(name: str, lines: list[list[Any]]) -> Grid:
    if len(lines) > ROWS + 1:
        raise SelfcheckError(say("The sheet '{sheet}' has more than {n} rows.", sheet=name, n=ROWS))
    dated = frozenset(
        (number, n)
        for number, line in enumerate(lines, 1)
        for n, cell in enumerate(line)
        if isinstance(cell, date | time | timedelta)
    )
    return make_grid(name, [[_text(cell) for cell in line] for line in lines], dated)


def _text(cell: Cell | Any) -> str:
    """A value as it would be typed: a spreadsheet knows no whole numbers, and has its own words for true and false."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
