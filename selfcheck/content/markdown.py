"""An advice text as a tree: what it says, free of what could break out of its place. The one home of markdown-it.

Raw HTML is not in the tree (its words are), `<u>` leaves the text it wrapped, reference links carry their address,
and a heading is a heading only where Markdown says so. Whoever renders a plan walks this tree, so nothing an editor
writes can close, open or move another part of it.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content.findings import ROOM
from selfcheck.content.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SCHEMES = ("https", "http", "mailto")

#: A heading that no document contains: if it is not found again behind a text, the text swallows what follows it.
_SENTINEL = "selfcheck sentinel 5f0c1b"

_NESTING = 100

#: How deep in lists and quotes the lines of a paragraph are still its own: each would repeat every sign before it.
_DEEP = 12

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<[^>]*(?:>|\Z)", re.DOTALL)
_UNDERLINE = re.compile(r"</?u\s*>\Z", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>\Z", re.IGNORECASE)


class Text(Struct, frozen=True):
    """Words as they are read."""

    text: str


class CodeSpan(Struct, frozen=True):
    """Words to type or copy letter by letter."""

    text: str


class LineBreak(Struct, frozen=True):
    """The end of a source line; a `hard` one is seen."""

    hard: bool


class Emphasis(Struct, frozen=True):
    """Stressed words; `strong` ones are bold."""

    strong: bool
    parts: tuple[Inline, ...]


class Link(Struct, frozen=True):
    """Words that lead to an address."""

    url: str
    parts: tuple[Inline, ...]


Inline = Text | CodeSpan | LineBreak | Emphasis | Link


class Paragraph(Struct, frozen=True):
    """Running text."""

    parts: tuple[Inline, ...]


class Heading(Struct, frozen=True):
    """A title inside the text, level 1 to 6 as written."""

    level: int
    parts: tuple[Inline, ...]


class Items(Struct, frozen=True):
    """A list; `start` is the first number of a numbered one. A `tight` one has no empty lines between its items."""

    start: int | None
    tight: bool
    items: tuple[tuple[Block, ...], ...]


class Quote(Struct, frozen=True):
    """What somebody else said."""

    blocks: tuple[Block, ...]


class Code(Struct, frozen=True):
    """Lines to keep exactly."""

    text: str
    language: str


class Rule(Struct, frozen=True):
    """A line across the page."""


Block = Paragraph | Heading | Items | Quote | Code | Rule


def parse_blocks(body: str) -> tuple[Block, ...]:
    """The text as a tree. Where its addresses would take far more room than it does itself, they are left out."""
    tokens = _parser().parse(body)
    links = [child for token in tokens for child in token.children or () if child.type in ("link_open", "image")]
    if sum(len(_address(link)) for link in links) > len(body) + ROOM:
        for link in links:
            link.attrs = {}
    return tuple(_blocks(iter(tokens), None))


def _address(token: Token) -> str:
    """Where a link or an image leads."""
    return str(token.attrs.get("src" if token.type == "image" else "href", ""))


def reworded(
    blocks: tuple[Block, ...], change: Callable[[str], str], stays: Callable[[Link], bool]
) -> tuple[Block, ...]:
    """The same tree with every text changed. Code and addresses stay, and so do the words of a link that `stays`."""
    changed: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph(parts):
                changed.append(Paragraph(_reworded(parts, change, stays)))
            case Heading(level, parts):
                changed.append(Heading(level, _reworded(parts, change, stays)))
            case Items(start, tight, items):
                changed.append(Items(start, tight, tuple(reworded(item, change, stays) for item in items)))
            case Quote(inner):
                changed.append(Quote(reworded(inner, change, stays)))
            case _:
                changed.append(block)
    return tuple(changed)


def _reworded(
    parts: tuple[Inline, ...], change: Callable[[str], str], stays: Callable[[Link], bool]
) -> tuple[Inline, ...]:
    changed: list[Inline] = []
    for part in parts:
        match part:
            case Text(text):
                changed.append(Text(change(text)))
            case Emphasis(strong, inner):
                changed.append(Emphasis(strong, _reworded(inner, change, stays)))
            case Link(url, inner) if not stays(part):
                changed.append(Link(url, _reworded(inner, change, stays)))
            case _:
                changed.append(part)
    return tuple(changed)


def links_in(blocks: tuple[Block, ...]) -> Iterator[Link]:
    """Every link of a text, in reading order."""
    for block in blocks:
        match block:
            case Paragraph(parts) | Heading(_, parts):
                yield from _links(parts)
            case Items(items=items):
                for item in items:
                    yield from links_in(item)
            case Quote(inner):
                yield from links_in(inner)


def _links(parts: tuple[Inline, ...]) -> Iterator[Link]:
    for part in parts:
        if isinstance(part, Link):
            yield part
        elif isinstance(part, Emphasis):
            yield from _links(part.parts)


def plain(parts: tuple[Inline, ...]) -> str:
    """The words alone."""
    pieces = []
    for part in parts:
        match part:
            case Text(text) | CodeSpan(text):
                pieces.append(text)
            case LineBreak():
                pieces.append(" ")
            case Emphasis(_, inner) | Link(_, inner):
                pieces.append(plain(inner))
    return "".join(pieces)


def scheme_of(url: str) -> str:
    """What a link's address starts with, in small letters; nothing for a path."""
    head, colon, _ = url.strip().partition(":")
    return head.casefold() if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", head) else ""


def is_safe(url: str) -> bool:
    """Whether a plan may lead there: a page of the web, or a mail address."""
    address = url.strip()
    if scheme_of(address) == "mailto":
        return "@" in address
    return re.match(r"https?://[^\s/?#]+", address, re.IGNORECASE) is not None


def find_oddities(body: str) -> list[Finding]:
    """What a check wants to know of a text: links, raw HTML, nesting, and whether the text swallows what follows it."""
    tokens = _parser().parse(f"{body}\n\n# {_SENTINEL}\n")
    findings: list[Finding] = []
    closed = False
    line = 0
    for token in tokens:
        if token.map:
            line = token.map[0]
        if token.type == "inline":
            closed = closed or (token.content == _SENTINEL and token.level == 1)
            findings += _inline_oddities(token, line)
        elif token.type == "html_block":
            findings.append(Finding("html", _first_tag(token.content), line))
        if token.level > _NESTING // 2:
            findings.append(Finding("deep", "", line))
    if not closed:
        if tokens[-1].type == "html_block":  # it is the one that swallows: one mistake, one finding
            findings = [
                finding for finding in findings if finding != Finding("html", _first_tag(tokens[-1].content), line)
            ]
        findings.append(Finding("swallows", "", line))
    return findings


def _inline_oddities(token: Token, line: int) -> Iterator[Finding]:
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type in ("link_open", "image"):
            yield Finding("link", _address(child), line)
        elif child.type == "html_inline" and not _UNDERLINE.match(child.content):
            yield Finding("html", child.content, line)


def _first_tag(markup: str) -> str:
    found = _TAG.search(markup)
    return (found[0] if found else markup).strip().splitlines()[0][:40]


@cache
def _parser() -> MarkdownIt:
    """CommonMark, with raw HTML seen (so that it can be left out) and every address kept as it was written."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTING})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _blocks(tokens: Iterator[Token], closing: str | None) -> Iterator[Block]:  # noqa: C901  # a case for each kind
    """The blocks up to the token that closes their container."""
    for token in tokens:
        match token.type:
            case kind if kind == closing:
                return
            case "paragraph_open":
                yield Paragraph(_inlines(next(tokens)))
                next(tokens)
            case "heading_open":
                yield Heading(int(token.tag[1]), _inlines(next(tokens)))
                next(tokens)
            case "bullet_list_open":
                yield _items(tokens, "bullet_list_close", None)
            case "ordered_list_open":
                yield _items(tokens, "ordered_list_close", int(token.attrs.get("start", 1)))
            case "blockquote_open":
                yield Quote(tuple(_blocks(tokens, "blockquote_close")))
            case "fence" | "code_block":
                yield Code(token.content, token.info.split()[0] if token.info.split() else "")
            case "hr":
                yield Rule()
            case "html_block":
                words = " ".join(html.unescape(_TAG.sub(" ", token.content)).split())
                if words:
                    yield Paragraph((Text(words),))


def _items(tokens: Iterator[Token], closing: str, start: int | None) -> Items:
    items = []
    tight = True
    for token in tokens:
        if token.type == closing:
            break
        own: list[Token] = []  # an item's tokens, to see whether its paragraphs are shown as such
        depth = 0
        for inner in tokens:
            if inner.type == "list_item_close" and depth == 0:
                own.append(inner)
                break
            depth += (inner.type == "list_item_open") - (inner.type == "list_item_close")
            own.append(inner)
        level = token.level + 1
        tight = tight and not any(
            inner.type == "paragraph_open" and inner.level == level and not inner.hidden for inner in own
        )
        items.append(tuple(_blocks(iter(own), "list_item_close")))
    return Items(start, tight, tuple(items))


def _inlines(token: Token) -> tuple[Inline, ...]:
    children = token.children or []
    for child in children if token.level > _DEEP else ():
        if child.type in ("softbreak", "hardbreak") or _BREAK.match(child.content):
            child.type, child.content = "text", " "
    return _merged(_parts(iter(children), None))


def _parts(tokens: Iterator[Token], closing: str | None) -> Iterator[Inline]:
    for token in tokens:
        match token.type:
            case kind if kind == closing:
                return
            case "text" | "text_special":
                yield Text(token.content)
            case "code_inline":
                yield CodeSpan(token.content)
            case "softbreak" | "hardbreak":
                yield LineBreak(token.type == "hardbreak")
            case "em_open" | "strong_open":
                inner = _merged(_parts(tokens, token.type.replace("open", "close")))
                yield Emphasis(token.type == "strong_open", inner)
            case "link_open":
                inner = _merged(_parts(tokens, "link_close"))
                yield from _link(_address(token), inner)
            case "image":
                words = plain(_merged(_parts(iter(token.children or ()), None)))  # a link in it would be one in a link
                yield from _link(_address(token), (Text(words),))
            case "html_inline" if _BREAK.match(token.content):
                yield LineBreak(hard=True)


def _link(url: str, parts: tuple[Inline, ...]) -> Iterator[Inline]:
    """A link where the address is one to follow, else its words alone."""
    if is_safe(url) and plain(parts).strip():
        yield Link(url.strip(), parts)
    else:
        yield from parts


def _merged(parts: Iterator[Inline]) -> tuple[Inline, ...]:
    """The parts with neighbouring texts as one, so that equal texts give equal trees."""
    merged: list[Inline] = []
    for part in parts:
        if isinstance(part, Text) and not part.text:
            continue
        if isinstance(part, Text) and merged and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].text + part.text)
        else:
            merged.append(part)
    return tuple(merged)
