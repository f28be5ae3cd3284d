"""A text that editors wrote as WordprocessingML: its tree, paragraph by paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

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
from selfcheck.documents.languages import dictionary_tag
from selfcheck.documents.word_xml import BOLD
from selfcheck.documents.word_xml import CODE
from selfcheck.documents.word_xml import DEEPEST
from selfcheck.documents.word_xml import DOTS
from selfcheck.documents.word_xml import INDENT
from selfcheck.documents.word_xml import LINE
from selfcheck.documents.word_xml import LINKED
from selfcheck.documents.word_xml import NUMBERS
from selfcheck.documents.word_xml import SHADED
from selfcheck.documents.word_xml import border
from selfcheck.documents.word_xml import list_item
from selfcheck.documents.word_xml import paragraph
from selfcheck.documents.word_xml import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfcheck.content.markdown import Block
    from selfcheck.content.markdown import Inline


class Place(Struct, frozen=True):
    """Where a paragraph stands: how deep in lists, whether in a quote, under which number, in which language."""

    depth: int = 0
    quoted: bool = False
    number: int | None = None
    language: str = ""


class WordText:
    """Writes texts. `link_id` gives the name of an address; `starts` are the first numbers of the lists so far."""

    def __init__(self, link_id: Callable[[str], str]) -> None:
        """Begin without a list."""
        self.starts: list[int] = []
        self._link_id = link_id

    def write(self, blocks: tuple[Block, ...], language: str = "") -> str:
        """The blocks as paragraphs; `language` is named where it is not the document's."""
        return self._blocks(blocks, Place(language=language))

    def link(self, url: str, runs: str) -> str:
        """Runs that lead to an address."""
        return f'<w:hyperlink r:id="{self._link_id(url)}">{runs}</w:hyperlink>'

    def new_list(self, start: int) -> int:
        """The name of a new list with numbers, and of where it starts."""
        self.starts.append(start)
        return NUMBERS + len(self.starts) - 1

    def _blocks(self, blocks: tuple[Block, ...], place: Place) -> str:
        written = []
        for block in blocks:
            written.append(self._block(block, place))
            place = replace(place, number=None)  # only what an item begins with carries its dot
        return "\n".join(written)

    def _block(self, block: Block, place: Place) -> str:
        match block:
            case Paragraph(parts):
                return _placed(self._inline(parts, _language(place)), place)
            case Heading(level, parts):
                return paragraph(self._inline(parts, _language(place)), f"Heading{min(DEEPEST, level - 1)}")
            case Items():
                return self._items(block, place)
            case Quote(blocks):
                return self._blocks(blocks, replace(place, quoted=True))
            case Code(text):
                return paragraph(run(text.rstrip("\n"), CODE), props=SHADED)
            case Rule():
                return paragraph("", props=border("bottom", LINE, 6))

    def _items(self, block: Items, place: Place) -> str:
        number = DOTS if block.start is None else self.new_list(block.start)
        inner = replace(place, depth=place.depth + 1, number=number)
        return "\n".join(
            self._blocks(item, inner)
            if item and isinstance(item[0], Paragraph)
            else self._blocks((Paragraph(()), *item), inner)
            for item in block.items
        )

    def _inline(self, parts: tuple[Inline, ...], props: str = "") -> str:
        return "".join(self._inline_part(part, props) for part in parts)

    def _inline_part(self, part: Inline, props: str) -> str:
        match part:
            case Text(text):
                return run(text, props)
            case CodeSpan(text):
                return run(text, props + CODE)
            case LineBreak(hard):
                return "<w:r><w:br/></w:r>" if hard else run(" ", props)
            case Emphasis(strong, inner):
                return self._inline(inner, props + (BOLD if strong else "<w:i/>"))
            case Link(url, inner):
                return (
                    self.link(url, self._inline(inner, props + LINKED)) if is_safe(url) else self._inline(inner, props)
                )


def _language(place: Place) -> str:
    return f'<w:lang w:val="{dictionary_tag(place.language)}"/>' if place.language else ""


def _placed(runs: str, place: Place) -> str:
    """A paragraph where it stands: in a list with its dot or number, below one, in a quote, or in the open."""
    level = min(DEEPEST, place.depth) - 1
    if place.number is not None:
        return list_item(runs, place.number, level)
    if place.depth:
        return paragraph(runs, "ListContinue", f'<w:ind w:left="{INDENT * (level + 1)}"/>')
    return paragraph(runs, "Quote" if place.quoted else "")
