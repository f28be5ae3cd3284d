"""Headings inside a text, put below the title that the text stands under, with no level left out on the way down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selfcheck.content.markdown import Heading
from selfcheck.content.markdown import Items
from selfcheck.content.markdown import Quote

if TYPE_CHECKING:
    from selfcheck.content.markdown import Block


def levelled(blocks: tuple[Block, ...], under: int) -> tuple[Block, ...]:
    """The blocks with headings of the levels they are to be shown at: each one below those it stands under."""
    return _levelled(blocks, under, [])


def _levelled(blocks: tuple[Block, ...], under: int, above: list[int]) -> tuple[Block, ...]:
    """`above` are the levels, as written, of the headings that the next one may stand under."""
    fresh: list[Block] = []
    for block in blocks:
        match block:
            case Heading(level):
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
