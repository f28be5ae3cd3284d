"""A text's tree as Markdown that means the same wherever it is put.

Every character that Markdown could read as a sign is escaped where it would be read so, and only there; lists,
fences and headings are written anew. What comes out parses back to the same tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selfcheck.content.characters import visible
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
from selfcheck.content.markdown import plain

if TYPE_CHECKING:
    from selfcheck.content.markdown import Block
    from selfcheck.content.markdown import Inline

DEEPEST = 6

_INLINE = re.compile(r"[\\`*\[\]<]|~~|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_LINE_START = re.compile(r"(?:#{1,6}(?=\s|\Z)|>|[-+](?=\s|\Z)|=+\s*\Z|-[-\s]*\Z|~~~|:::)")
_NUMBER_START = re.compile(r"(\d{1,9})([.)])(?=\s|\Z)")
_PLAIN_URL = re.compile(r"(?:[^\s<>()\\]|\([^\s<>()\\]*\))+\Z")


def escape_text(text: str) -> str:
    """Words for one line of Markdown, shown letter by letter: nothing in them is read as a sign."""
    return _line(_last_signs(_escape(visible(text, lines=False)).replace("|", "\\|")))


def render_link(url: str, text: str) -> str:
    """A link with these words."""
    return _link(url, (Text(visible(text, lines=False)),))


def render_blocks(blocks: tuple[Block, ...], under: int = 0) -> str:
    """The blocks as Markdown, their headings below a heading of level `under`."""
    rendered = []
    previous: Block | None = None
    other = False
    for block in blocks:
        other = _would_merge(previous, block) and not other
        rendered.append(_block(block, under, other))
        previous = block
    return "\n\n".join(rendered)


def _would_merge(previous: Block | None, block: Block) -> bool:
    """Whether two lists stand side by side that would be read as one."""
    return (
        isinstance(previous, Items) and isinstance(block, Items) and (previous.start is None) == (block.start is None)
    )


def _block(block: Block, under: int, other: bool) -> str:
    match block:
        case Paragraph(parts):
            return "\n".join(_line(line) for line in _inline(parts).split("\n"))
        case Heading(level, parts):
            words = _line(_last_signs(" ".join(_inline(parts).replace("\\\n", " ").split())))
            return f"{'#' * min(DEEPEST, under + level)} {words}".rstrip()
        case Items():
            return _items(block, under, other)
        case Quote(blocks):
            return "\n".join(f"> {line}".rstrip() for line in render_blocks(blocks, under).split("\n"))
        case Code(text, language):
            return _code(visible(text), language)
        case Rule():
            return "***"


def _items(block: Items, under: int, other: bool) -> str:
    rendered = []
    for n, item in enumerate(block.items):
        marker = ("*" if other else "-") if block.start is None else f"{block.start + n}{')' if other else '.'}"
        indent = " " * (len(marker) + 1)
        inner = render_blocks(item, under)
        if block.tight:
            inner = re.sub(r"\n\n(?=(?:[-*]|\d+[.)]) )", "\n", inner)
        lines = inner.split("\n")
        rest = [f"{indent}{line}" if line else "" for line in lines[1:]]
        rendered.append("\n".join([f"{marker} {lines[0]}".rstrip(), *rest]))
    return ("\n" if block.tight else "\n\n").join(rendered)


def _code(text: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    body = text if text.endswith("\n") or not text else text + "\n"
    return f"{fence}{re.sub(r'[^A-Za-z0-9+#-]', '', language)}\n{body}{fence}"


def _inline(parts: tuple[Inline, ...]) -> str:
    pieces = []
    for n, part in enumerate(parts):
        match part:
            case Text(text):
                followed_by_link = n + 1 < len(parts) and isinstance(parts[n + 1], Link)
                escaped = _escape(visible(text))
                pieces.append(f"{escaped[:-1]}\\!" if followed_by_link and escaped.endswith("!") else escaped)
            case CodeSpan(text):
                pieces.append(_code_span(visible(text)))
            case LineBreak(hard):
                pieces.append("\\\n" if hard else "\n")
            case Emphasis(strong, inner):
                sign = "**" if strong else "*"
                pieces.append(f"{sign}{_inline(inner)}{sign}")
            case Link(url, inner):
                pieces.append(_link(visible(url), inner))
    return "".join(pieces)


def _link(url: str, parts: tuple[Inline, ...]) -> str:
    if plain(parts) == url and re.fullmatch(r"https?://[^\s<>]+", url):
        return f"<{url}>"
    address = re.sub(r"&(?=#?\w+;)", "&amp;", url)
    if not _PLAIN_URL.match(address):
        address = "<" + re.sub(r"[\\<>]", _backslash, re.sub(r"\s", "%20", address)) + ">"
    return f"[{_inline(parts)}]({address})"


def _code_span(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    runs = {len(run) for run in re.findall(r"`+", text)}
    sign = "`" * next(n for n in range(1, longest + 2) if n not in runs)
    pad = " " if text.startswith("`") or text.endswith("`") or (text[:1] == text[-1:] == " " and text.strip()) else ""
    return f"{sign}{pad}{text}{pad}{sign}"


def _escape(text: str) -> str:
    return _INLINE.sub(_backslash, text)


def _line(line: str) -> str:
    """A line of running text whose beginning is read as nothing but words."""
    line = line.lstrip()
    if _LINE_START.match(line):
        return f"\\{line}"
    return _NUMBER_START.sub(r"\1\\\2", line, count=1) if _NUMBER_START.match(line) else line


def _last_signs(line: str) -> str:
    """A line whose last `#` signs are not read as the end of a heading."""
    return re.sub(r"#+$", _backslash, line)


def _backslash(found: re.Match[str]) -> str:
    return "".join(f"\\{sign}" for sign in found[0])
