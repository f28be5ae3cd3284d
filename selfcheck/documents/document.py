"""What a reader sees, before any format: a title, then parts, one after the other.

Whoever hands something out (a plan, a comparison, a cohort's report, a questionnaire on paper) makes a `Document` of
these parts, and `formats.render_document` writes it as Markdown, HTML, DOCX or PDF. Every text in here is words, never
markup: each format escapes it on the way. Only `Blocks` holds a formatted text, as the tree that
`content.markdown.parse_blocks` makes of what editors write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.markdown import Block

Align = Literal["left", "center", "right"]
ChartKind = Literal["bars", "radar", "stacked", "heat"]
PassageStyle = Literal["plain", "lead", "quiet", "strong", "quote"]
NoteKind = Literal["info", "warning"]
Unit = Literal["percent", "count"]


class Title(Struct, frozen=True):
    """The title of what follows. Level 2 is a chapter (it stands in the table of contents), 3 and 4 are below it.

    Level 1 is the document's own title; one that leaves a level out on the way down is moved up. `anchor` is a name
    that other parts lead to (`ActionRow.anchor`): letters, digits and `.`, `-`, `_`; unique in the document.
    """

    level: int
    text: str
    anchor: str = ""


class Passage(Struct, frozen=True):
    """A paragraph of words. A `lead` opens a chapter, `quiet` is small print, a `quote` is what somebody answered."""

    text: str
    style: PassageStyle = "plain"


class Blocks(Struct, frozen=True):
    """A text that editors wrote, as a tree; its headings go below a title of level `under`, or the one it stands under.

    `language` is the code of its language, named only where it is not the document's.
    """

    blocks: tuple[Block, ...]
    under: int = 4
    language: str = ""


class Facts(Struct, frozen=True):
    """Names with their values, such as `(("Legal form", "Association"), …)`."""

    facts: tuple[tuple[str, str], ...]


class Point(Struct, frozen=True):
    """One line of a list: a short bold `label` first, then the text, then a quiet `detail`.

    With a `url` the text is a link; an address that is neither a page of the web nor of mail is left out.
    """

    text: str
    label: str = ""
    detail: str = ""
    url: str = ""


class Points(Struct, frozen=True):
    """A list; a `numbered` one counts from 1."""

    points: tuple[Point, ...]
    numbered: bool = False


class Column(Struct, frozen=True):
    """A column of a table; `share` is its part of the width, against the other columns' shares."""

    title: str
    align: Align = "left"
    share: float = 1


class Table(Struct, frozen=True):
    """Rows under columns, every row as long as there are columns; a row's first cell names it.

    With `total` the last row sums the others up, and is set apart. The column titles are repeated on every page.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    total: bool = False


class Series(Struct, frozen=True):
    """A line of figures: one value for each label of its chart, None where there is none."""

    name: str
    values: tuple[float | None, ...]


class Chart(Struct, frozen=True, kw_only=True):
    """Figures as a picture.

    `bars`: a row for each label, in it a bar for each series. `radar`: an axis for each label, an outline for each
    series. `stacked`: a bar for each label, cut into the series. `heat`: a row for each label, a column for each
    series.

    `title` names it, `description` says in a sentence what is to be seen (it is read to those who cannot see it).
    A `percent` is given from 0 to 1. `highest` is the value of a full bar; left out: 1 for a percent, else the
    highest there is. Shades are told apart without colours too: every value is written out.
    """

    kind: ChartKind
    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = "percent"
    highest: float | None = None


class Figures(Struct, frozen=True):
    """A table, and the charts that show the same figures: so no chart is without its table."""

    charts: tuple[Chart, ...]
    table: Table


class Check(Struct, frozen=True):
    """A line with a box to tick: a short bold `label` first, then the text, then a quiet `detail`."""

    text: str
    done: bool = False
    label: str = ""
    detail: str = ""


class Checklist(Struct, frozen=True):
    """Lines with a box each. A `single` one has round boxes, of which one is to be ticked."""

    checks: tuple[Check, ...]
    single: bool = False


class ActionRow(Struct, frozen=True, kw_only=True):
    """One thing to do. `remark` is a word that stands out (overdue, new); `anchor` a title that says more about it."""

    reference: str
    text: str
    who: str = ""
    by_when: str = ""
    effort: str = ""
    done: bool = False
    remark: str = ""
    anchor: str = ""


class ActionRows(Struct, frozen=True):
    """Things to do that belong together: what they are about, and in a `detail` why they stand where they stand."""

    title: str
    detail: str
    rows: tuple[ActionRow, ...]


class ActionTable(Struct, frozen=True):
    """Things to do as a table that people fill in: done, reference, what, who, by when, effort."""

    groups: tuple[ActionRows, ...]


class Note(Struct, frozen=True):
    """Something set apart from the running text: good to know, or a warning."""

    text: str
    title: str = ""
    kind: NoteKind = "info"


class Blank(Struct, frozen=True):
    """Empty lines to write on, under a label."""

    lines: int = 2
    label: str = ""


class Details(Struct, frozen=True):
    """Parts for those who want to know more: they can be folded away where a format can do that."""

    summary: str
    parts: tuple[Part, ...]


class Together(Struct, frozen=True):
    """Parts that stay on one page, where there are pages and one is long enough: a question with its answers."""

    parts: tuple[Part, ...]


class PageBreak(Struct, frozen=True):
    """What follows begins on a new page, where there are pages."""


Part = (
    Title
    | Passage
    | Blocks
    | Facts
    | Points
    | Table
    | Figures
    | Checklist
    | ActionTable
    | Note
    | Blank
    | Details
    | Together
    | PageBreak
)


class Document(Struct, frozen=True, kw_only=True):
    """A whole document in one language, to be written in any format.

    `subtitle` stands under the title, `header` on top of every printed page (left out: the title). `date` is ISO 8601.
    `contents` tells whether there is a table of contents.
    """

    title: str
    language: str
    parts: tuple[Part, ...]
    subtitle: str = ""
    header: str = ""
    date: str = ""
    contents: bool = True

    @property
    def chapters(self) -> tuple[Title, ...]:
        """The titles of level 2, which the table of contents lists."""
        return tuple(part for part in parts_in(self.parts) if isinstance(part, Title) and part.level == 2)


def parts_in(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Every part, also those inside others, in reading order."""
    for part in parts:
        yield part
        if isinstance(part, Details | Together):
            yield from parts_in(part.parts)
