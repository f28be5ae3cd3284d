"""Texts with nothing in them that a rule could object to, told by one regular expression in one pass.

Nearly every advice text is one. A rule about letters, links or tags needs to look only at the others, which makes
checking a large pack several times faster. The expression may miss a harmless text, it must never take another for one:
a test asks the rules themselves on thousands of texts.

Whether something that looks like a link is one need not be known: every address in the text that could become the
address of a link must be safe to follow. The same with code: what stands between two backticks on one line is code
or is not read at all, so that it may hold what it likes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selfcheck.content.characters import HIDDEN
from selfcheck.content.findings import ROOM
from selfcheck.content.texts import STUB_ROOM
from selfcheck.content.texts import STUBS
from selfcheck.content.texts import section_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Section

#: Characters for the rules to judge: hidden ones, Cyrillic (it may stand beside Latin in a word), and past U+FFFF.
_ODD = HIDDEN.pattern[1:-1] + "\u0400-\u052f\U00010000-\U0010ffff"

#: An address of the web, from its scheme to its end: nothing in it has another meaning, and no entity is decoded.
_ADDRESS = rf"https?:// [^\s/?\#()<>`\\&{_ODD}] (?:[^\x20()<>`\\&\n\t{_ODD}] | &(?!\#?\w+;))*+"

_WORDS = re.compile(f"[^{_ODD}]*")
_TEXT = re.compile(
    rf"""(?:
      [^\n`<\]\\\t~{_ODD}]++                        # words, and every sign that is left out below
    | \n```[^`\n\t{_ODD}]*+                         # a fence that is closed, and holds no backtick
      (?:\n[^`\n\t{_ODD}]*+)*+ (?<=\n)```\x20*(?=\n|\Z)
    | \n(?![ >*+\-0-9.)]{{12}})                     # a line that does not open too many lists and quotes at once
    | \](?![(:])                                    # brackets without an address
    | \]\({_ADDRESS}\)                              # a link or a picture
    | \]:\x20*{_ADDRESS}\x20*(?=\n|\Z)              # the address that a link refers to
    | <{_ADDRESS}>
    | (?<=[^\s>])</?u>                              # not where a line begins: there it would be a block of HTML
    | `[^`\n\t{_ODD}]++`                            # code
    | ~(?!~~)                                       # no fence of the other kind
    )*+\Z""",
    re.VERBOSE,
)


def is_harmless(document: Feedback) -> bool:
    """Whether neither the words of a document nor its links and tags need to be looked at; False where it is not sure.

    A stub is no harmless text, nor one that is empty.
    """
    return (
        _are_harmless((document.title, document.who, *document.actions))
        and len(document.body) >= STUB_ROOM
        and not _may_swell(document.body)
        and not document.body.isspace()
        and is_harmless_text(document.body)
    )


def _may_swell(body: str) -> bool:
    """Whether an address that is written once could be led to so often that it takes more room than a text may."""
    return "]:" in body and body.count("]") * len(body) > ROOM


def is_harmless_section(section: Section) -> bool:
    """Whether no text of a section need be looked at, for hidden letters or for words that are missing."""
    words = [word for _, _, texts in section_texts(section) for word in texts.by_language.values()]
    return all(words) and _are_harmless(words)


def _are_harmless(words: Iterable[str]) -> bool:
    together = "\n".join(words)
    return _WORDS.fullmatch(together) is not None and not any(stub in together for stub in STUBS)


def is_harmless_text(body: str) -> bool:
    """Whether a Markdown text holds no hidden or Cyrillic letter, only safe links, no tag but `<u>`, and ends its code.

    False also where that is not sure.
    """
    return _TEXT.match(f"\n{body}") is not None  # with every line behind a line end, so also the first
