"""Tables as CSV: safe to open in a spreadsheet, and read however a spreadsheet saved them."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.tables.sheets import make_grid
from selfcheck.tables.sheets import shown

if TYPE_CHECKING:
    from selfcheck.problems import Sentence
    from selfcheck.tables.sheets import Grid
    from selfcheck.tables.sheets import Sheet

LIMIT = 20 * 1024 * 1024

#: A text that a spreadsheet could take for a formula, wide signs and what stands before them included.
_FORMULA = re.compile(r"['\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00]")
_GUARDED = re.compile(r"'(?=['\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00])")

#: Letters that tell Turkish in Windows-1254 from Serbian and Croatian in Windows-1250, by their bytes.
_TURKISH = frozenset(b"\xfd\xfe\xdd\xde\xfc\xf6\xe7\xdc\xd6\xc7")
_SERBIAN = frozenset(b"\x9a\x9e\xe8\xe6\x8a\x8e\xc8\xc6")


def write_csv(sheet: Sheet) -> bytes:
    """The table in UTF-8 with a mark by which Excel knows it. What could be a formula gets a `'` in front."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([guard(column.name) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `unguard` gives it back as it was."""
    text = shown(text)
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text as it was before it was guarded."""
    return text[1:] if _GUARDED.match(text) else text


def read_csv(data: bytes, name: str) -> tuple[Grid, Sentence | None]:
    """The table in a CSV file, and a sentence where its letters had to be guessed."""
    if len(data) > LIMIT:
        raise SelfcheckError(say("{path} is larger than {limit}.", path=name, limit="20 MB"))
    text, guess = _decoded(data, name)
    try:
        lines = [[unguard(cell) for cell in line] for line in csv.reader(io.StringIO(text, newline=""), _dialect(text))]
    except csv.Error as error:
        raise SelfcheckError(
            say("{path} cannot be read as CSV: {reason}.", path=name, reason=error),
            say("save it again as CSV in UTF-8, or as XLSX"),
        ) from error
    return make_grid(name, lines), guess


def _decoded(data: bytes, name: str) -> tuple[str, Sentence | None]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # "Unicode text" of Excel
        return data.decode("utf-16", "replace"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        turkish = sum(byte in _TURKISH for byte in data) >= sum(byte in _SERBIAN for byte in data)
    charset, title = ("cp1254", "Windows-1254") if turkish else ("cp1250", "Windows-1250")
    guess = say(
        "{path} is not saved as UTF-8; it was read as {charset}. Look whether ğ, ş, č and š came out right.",
        path=name,
        charset=title,
    )
    return data.decode(charset, "replace"), guess


def _dialect(text: str) -> type[csv.Dialect]:
    """Columns set apart by what the first line has most of: commas, semicolons or tabs."""
    head = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])

    class Found(csv.excel):
        delimiter = max(",;\t", key=head.count)

    return Found
