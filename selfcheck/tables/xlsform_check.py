"""Whether a form is one that KoboToolbox and ODK take: asked of pyxform, which both of them use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.documents.extras import missing
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.tables.sheets import Sheet


def form_warnings(sheets: tuple[Sheet, ...]) -> list[str]:
    """What pyxform remarks on a form. Raises SelfcheckError where it takes the form for a broken one."""
    try:
        from pyxform.errors import PyXFormError
        from pyxform.xls2xform import convert
    except ImportError as error:
        raise missing("xlsform") from error
    tables = {sheet.name: _rows(sheet) for sheet in sheets}
    warnings: list[str] = []
    try:
        convert(tables, warnings=warnings)
    except PyXFormError as error:
        raise SelfcheckError(say("pyxform does not accept this form: {reason}", reason=error)) from error
    return warnings


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    return [
        {column.name: str(cell) for column, cell in zip(sheet.columns, row, strict=True) if cell != ""}
        for row in sheet.rows
    ]
