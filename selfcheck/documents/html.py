"""A document as one HTML file that stands alone: no scripts, nothing loaded, nothing sent.

The frame is a template, `document.html.j2`, its look `document.css`; both can be replaced. What editors wrote becomes
HTML here, tag by tag from its tree, so that no tag of theirs can be among them.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import TYPE_CHECKING

from markupsafe import Markup

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
from selfcheck.content.markdown import is_safe
from selfcheck.documents.charts import render_chart
from selfcheck.documents.headings import levelled
from selfcheck.documents.headings import stepwise
from selfcheck.documents.languages import language_tag
from selfcheck.documents.templates import read_template
from selfcheck.documents.templates import render_template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selfcheck.content.markdown import Block
    from selfcheck.content.markdown import Inline
    from selfcheck.documents.document import Blocks
    from selfcheck.documents.document import Chart
    from selfcheck.documents.document import Document
    from selfcheck.words import Words

DEEPEST = 6


def render_html(document: Document, words: Words, templates: Path | None = None) -> str:
    """The whole page."""
    style = Markup(read_template("document.css", templates) + _running_header(document))
    filters: dict[str, Callable[..., object]] = {
        "kind": lambda part: type(part).__name__,
        "blocks": _blocks,
        "chart": lambda chart, name: _chart(chart, words, name),
        "safe_link": is_safe,
        "anchor": lambda name: "to-" + re.sub(r"[^\w.-]", "-", name),
        "tag": language_tag,
    }
    return render_template(
        "document.html.j2",
        words,
        templates,
        filters=filters,
        printed=_shown,
        document=stepwise(document),
        style=style,
        style_hash=_hash(style),
    )


def _shown(value: object) -> object:
    """What the template prints: HTML as it is, everything else as words without hidden characters."""
    return value if isinstance(value, Markup) else visible(str(value))


def _hash(style: str) -> str:
    """What the page's policy calls its own style sheet, so that no other is let in."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _running_header(document: Document) -> str:
    """The line on top of every printed page; each of its letters as a number, so that none can end the string."""
    words = visible(document.header or document.title, lines=False)
    letters = "".join(letter if letter.isalnum() and letter.isascii() else f"\\{ord(letter):06x}" for letter in words)
    return f'@page {{ @top-left {{ content: "{letters}"; }} }}\n'


def _chart(chart: Chart, words: Words, name: str) -> Markup:
    return Markup(render_chart(chart, words, name))


def _blocks(part: Blocks) -> Markup:
    return Markup(_tags(levelled(part.blocks, part.under)))


def _tags(blocks: tuple[Block, ...]) -> str:
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph(parts):
            return f"<p>{_inline(parts)}</p>"
        case Heading(level, parts):
            name = f"h{min(DEEPEST, level)}"
            return f"<{name}>{_inline(parts)}</{name}>"
        case Items():
            return _items(block)
        case Quote(blocks):
            return f"<blockquote>\n{_tags(blocks)}\n</blockquote>"
        case Code(text):
            return f"<pre><code>{_say(text)}</code></pre>"
        case Rule():
            return "<hr>"


def _items(block: Items) -> str:
    name = "ul" if block.start is None else "ol"
    start = f' start="{block.start}"' if block.start not in (None, 1) else ""
    items = "\n".join(f"<li>{_item(item, block.tight)}</li>" for item in block.items)
    return f"<{name}{start}>\n{items}\n</{name}>"


def _item(blocks: tuple[Block, ...], tight: bool) -> str:
    """An item of a tight list has no paragraphs, only their words."""
    return "\n".join(
        _inline(block.parts) if tight and isinstance(block, Paragraph) else _block(block) for block in blocks
    )


def _inline(parts: tuple[Inline, ...]) -> str:
    return "".join(_inline_part(part) for part in parts)


def _inline_part(part: Inline) -> str:
    match part:
        case Text(text):
            return _say(text)
        case CodeSpan(text):
            return f"<code>{_say(text)}</code>"
        case LineBreak(hard):
            return "<br>\n" if hard else "\n"
        case Emphasis(strong, inner):
            name = "strong" if strong else "em"
            return f"<{name}>{_inline(inner)}</{name}>"
        case Link(url, inner):
            return (
                f'<a href="{_say(url)}" rel="noopener noreferrer">{_inline(inner)}</a>'
                if is_safe(url)
                else _inline(inner)
            )


def _say(text: str) -> str:
    return html.escape(visible(text))
