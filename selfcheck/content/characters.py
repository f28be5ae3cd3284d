"""Characters that have no business in a text: they hide words, turn them round, or steer the screen."""

from __future__ import annotations

import re
import unicodedata

#: Controls (but newline and tab), C1, zero-width and bidi controls, tags, surrogates, line separators, byte order mark.
#: Joiners (200c, 200d) are left: Persian and emoji are written with them.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def name_of(character: str) -> str:
    """What to call a character that cannot be seen: `U+202E (RIGHT-TO-LEFT OVERRIDE)`."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def visible(text: str, *, lines: bool = True) -> str:
    """The text with every hidden character shown as its code, so that it can play no tricks.

    With `lines` false, newlines and tabs become spaces: for a place that is one line.
    """
    if not lines:
        text = " ".join(text.split())
    return HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def one_line(text: str) -> str:
    """What a person typed or pasted, as one line of composed letters without anything hidden."""
    return composed(" ".join(HIDDEN.sub("", text).split()))


def composed(text: str) -> str:
    """The text with each letter as one character (NFC): a ğ pasted on a Mac comes in two."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
