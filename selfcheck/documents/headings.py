"""Titles and headings with no level left out on the way down: readers who hear a document find their way by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.content.markdown import Heading
from selfcheck.content.markdown import Items
from selfcheck.content.markdown import Quote
from selfcheck.content.markdown import plain
from selfcheck.documents.document import Blocks
from selfcheck.documents.document import Details
from selfcheck.documents.document import Title

if TYPE_CHECKING:
    from selfcheck.content.markdown import Block
    from selfcheck.documents.document import Document
    from selfcheck.documents.document import Part


def stepwise(document: Document) -> Document:
    """The document with every title at most one level below the one before, and every text under its title."""
    return replace(document, parts=_stepwise(document.parts, [1]))


def _stepwise(parts: tuple[Part, ...], last: list[int]) -> tuple[Part, ...]:
    fresh: list[Part] = []
    for part in parts:
        match part:
            case Title(level):
                last[0] = max(2, min(level, last[0] + 1))
                fresh.append(replace(part, level=last[0]))
            case Blocks(_, under):
                fresh.append(replace(part, under=min(under, last[0])))
            case Details(_, inner):
                fresh.append(replace(part, parts=_stepwise(inner, last)))
            case _:
                fresh.append(part)
    return tuple(fresh)


def levelled(blocks: tuple[Block, ...], under: int) -> tuple[Block, ...]:
    """The blocks with headings of the levels they are to be shown at: each one below those it stands under."""
    return _levelled(blocks, under, [])


def _levelled(blocks: tuple[Block, ...], under: int, above: list[int]) -> tuple[Block, ...]:
    """`above` are the levels, as written, of the headings that the next one may stand under."""
    fresh: list[Block] = []
    for block in blocks:
        match block:
            case Heading(level, parts):
                if not plain(parts).strip():
                    continue  # it says nothing, and a title of nothing leads nowhere
                while above and above[-1] >= level:
                    above.pop()
                above.append(level)
                fresh.append(replace(block, level=under + len(above)))
            case Quote(inner):
                fresh.append(Quote(_levelled(inner, under, above)))
            case Items(items=items):
                fresh.append(replace(block, items=tuple(_levelled(item, under, above) for item in items)))
            case _:
                fresh.append(block)
    return tuple(fresh)
