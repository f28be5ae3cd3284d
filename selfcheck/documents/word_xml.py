"""WordprocessingML, tag by tag: letters, paragraphs, boxes to tick, tables. Every text in it is escaped on the way."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from selfcheck.content.characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The width of the text on an A4 page, and the indent of a list's level, in twentieths of a point.
WIDTH = 9412
INDENT = 400

#: The names of our lists in the numbering part: one for every list with dots, one for each list with numbers.
DOTS = 1000
NUMBERS = 1001

#: Word has nine levels of headings and of lists.
DEEPEST = 9

ACCENT = "0B5563"
QUIET = "55636E"
LINE = "D5DDE2"
SOFT = "F3F6F7"
WARN = "8A4A00"
WARN_SOFT = "FDF3E6"

HUSH = f'<w:color w:val="{QUIET}"/><w:sz w:val="19"/>'
BOLD = "<w:b/>"


LINKED = f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>'
CODE = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'

SHADED = f'<w:shd w:val="clear" w:color="auto" w:fill="{SOFT}"/>'

#: The order in which Word wants what is said of letters.
ORDER = ("w:rFonts", "w:b/", "w:i/", "w:color", "w:sz", "w:u", "w:lang")


def run(text: str, props: str = "") -> str:
    """Letters that look alike; a new line in them is one."""
    pieces = [html.escape(visible(line), quote=False) for line in text.split("\n")]
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in pieces)
    return f"<w:r>{f'<w:rPr>{_ordered(props)}</w:rPr>' if props else ''}{inner}</w:r>"


def _ordered(props: str) -> str:
    """What is said of letters, each thing once and in Word's order."""
    said = {name: f"<{piece}" for piece in props.split("<")[1:] for name in ORDER if piece.startswith(name)}
    return "".join(said[name] for name in ORDER if name in said)


def paragraph(runs: str, style: str = "", props: str = "") -> str:
    """Runs as a paragraph, in a style, with what is said of it alone."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    said = f"<w:pPr>{named}{props}</w:pPr>" if named or props else ""
    return f"<w:p>{said}{runs}</w:p>"


def list_item(runs: str, number: int, level: int = 0) -> str:
    """A paragraph with its list's dot or number; the outermost level is 0."""
    style = "ListBullet" if number == DOTS else "ListNumber"
    return paragraph(runs, style, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def tick_box(done: bool, *, round_: bool = False) -> str:
    """A box that Word ticks at a click."""
    full, empty = ("25C9", "25CB") if round_ else ("2611", "2610")
    sign = chr(int(full if done else empty, 16))
    font = "Segoe UI Symbol"
    letters = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
    return (
        '<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        f'<w14:checked w14:val="{int(done)}"/><w14:checkedState w14:val="{full}" w14:font="{font}"/>'
        f'<w14:uncheckedState w14:val="{empty}" w14:font="{font}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:rPr>{letters}</w:rPr><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def border(side: str, colour: str, size: int, space: int = 1) -> str:
    """A line on one side of a paragraph, so many eighths of a point thick."""
    return f'<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def gap() -> str:
    """A small paragraph, so that a table does not grow together with what follows."""
    return paragraph("", props='<w:spacing w:before="0" w:after="60" w:line="120" w:lineRule="exact"/>')


BARS = f'<w:color w:val="{ACCENT}"/><w:sz w:val="16"/>'


def cell(
    runs: str, share: float, *, align: str = "left", span: int = 1, shade: str = "", stay: bool = False
) -> tuple[float, str]:
    """A cell: its share of the width, and what comes in it. One that is to `stay` is kept with the next row."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    filled = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    props = ("<w:keepNext/>" if stay else "") + (f'<w:jc w:val="{align}"/>' if align != "left" else "")
    return share, f"{spanned}{filled}</w:tcPr>{paragraph(runs, 'Cell', props)}"


def grid(
    shares: Iterable[float],
    rows: list[list[tuple[float, str]]],
    *,
    head: bool = True,
    ruled: bool = False,
    caption: str = "",
) -> str:
    """A table with lines between its rows; its first row is repeated on every page. A `ruled` one has columns."""
    widths = tuple(shares)
    unit = WIDTH / sum(widths)
    grid = "".join(f'<w:gridCol w:w="{round(share * unit)}"/>' for share in widths)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for side in ("top", "bottom", "insideH", *(("insideV",) if ruled else ()))
    )
    said = f'<w:tblCaption w:val="{html.escape(visible(caption, lines=False))}"/>' if caption else ""
    drawn = []
    for n, row in enumerate(rows):
        repeated = "<w:tblHeader/>" if head and n == 0 else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{round(share * unit)}" w:type="dxa"/>{inner}</w:tc>' for share, inner in row
        )
        drawn.append(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblLook w:val="0{"6" if head else "4"}80" w:firstRow="{int(head)}" w:lastRow="0"'
        f' w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{said}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(drawn)}</w:tbl>\n{gap()}"
    )
