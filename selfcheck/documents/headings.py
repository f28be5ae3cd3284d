"""Headings inside a text, put below the title that the text stands under, with no level left out on the way down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selfcheck.content.markdown import Heading
from selfcheck.content.markdown import Items
from selfcheck.content.markdown import Quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.markdown import Block


def levelled(blocks: tuple[Block, ...], under: int) -> tuple[Block, ...]:
    """The blocks with headings of the levels they are to be shown at, `under` + 1 and below."""
    used = sorted({heading.level for heading in _headings(blocks)})
    return _with_levels(blocks, {level: under + n for n, level in enumerate(used, 1)}, [under])


def _headings(blocks: tuple[Block, ...]) -> Iterator[Heading]:
    for block in blocks:
        match block:
            case Heading():
                yield block
            case Quote(inner):
                yield from _headings(inner)
            case Items(items=items):
                for item in items:
                    yield from _headings(item)


def _with_levels(blocks: tuple[Block, ...], levels: dict[int, int], last: list[int]) -> tuple[Block, ...]:
    """The blocks with new levels; `last` holds the level of the heading before, which may be gone below by one."""
    fresh: list[Block] = []
    for block in blocks:
        match block:
            case Heading(level):
                last[0] = min(levels[level], last[0] + 1)
                fresh.append(replace(block, level=last[0]))
            case Quote(inner):
                fresh.append(Quote(_with_levels(inner, levels, last)))
            case Items(items=items):
                fresh.append(replace(block, items=tuple(_with_levels(item, levels, last) for item in items)))
            case _:
                fresh.append(block)
    return tuple(fresh)
