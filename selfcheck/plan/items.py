"""What an item of the plan's list says, however an editor left it: its box, its reference, who, and by when."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

from selfcheck.plan.lines import BOX
from selfcheck.plan.lines import ITEM
from selfcheck.words import LANGUAGES
from selfcheck.words import Words

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

#: What people put into a box to say that something is done; the last two are the Cyrillic letter.
DONE_MARKS = frozenset({"x", "X", "✓", "✔", "v", "V", "+", "х", "Х"})
_SIGNS = {"☐": "", "☑": "x", "☒": "x", "✓": "x", "✔": "x", "✅": "x"}

_ITEM = re.compile(rf"(?P<indent>[\s>]*)(?P<bullet>{ITEM}\s+)?(?:(?P<box>{BOX})\s*)?(?P<text>.*)", re.DOTALL)
_PART = r"[^\W_](?:[\w-]*[^\W_])?"
_REFERENCE = re.compile(
    rf"(?P<open>\\?\*\\?\*|__)?\s*(?P<reference>{_PART}(?:\\?\.{_PART})+)\s*(?P<close>\\?\*\\?\*|__)?[.:)]?(?:\s+|\Z)"
)


class Item(Struct, frozen=True):
    """An item of a list: how far it is indented, the mark in its box (None where it has no box), what it says."""

    indent: int
    bullet: bool
    mark: str | None
    text: str

    @property
    def done(self) -> bool:
        """Whether its box is ticked."""
        return self.mark in DONE_MARKS


def read_item(line: str) -> Item:
    """A line as an item of a list; one without a bullet and a box is all text."""
    found = _ITEM.match(line)
    assert found is not None  # every part of it may be empty
    sign = found["sign"]
    mark = None if found["box"] is None else _SIGNS[sign] if sign else found["mark"].strip()
    return Item(len(found["indent"].expandtabs(4)), found["bullet"] is not None, mark, found["text"].strip())


def read_reference(item: Item, references: AbstractSet[str]) -> tuple[str, str] | None:
    """The action that an item is about, and what is said of it; None where it is about none that is known.

    A number alone may be a sentence that mentions an action: the action itself has a box, or its number stands out.
    """
    found = _REFERENCE.match(item.text)
    if found is None or (item.mark is None and not (found["open"] and found["close"])):
        return None
    reference = found["reference"].replace("\\", "")
    return (reference, item.text[found.end() :].strip()) if reference in references else None


def looks_like_action(item: Item) -> bool:
    """Whether an item has a box and something like a reference, known or not."""
    return item.mark is not None and _REFERENCE.match(item.text) is not None


def read_label(line: str) -> tuple[Literal["who", "by_when"], str] | None:
    """Which of "Who:" and "By when:" a line fills in, in whatever language it was written, and with what."""
    found = _labels().match(line)
    if found is None:
        return None
    return ("who" if found["who"] else "by_when"), found["value"].strip()


@cache
def _labels() -> re.Pattern[str]:
    spoken = [Words(language) for language in LANGUAGES]
    who = "|".join(re.escape(words("Who:").rstrip(": ")) for words in spoken)
    by_when = "|".join(re.escape(words("By when:").rstrip(": ")) for words in spoken)
    return re.compile(
        rf"[\s>]*(?:{ITEM}\s+)?(?:\*\*|__)?(?:(?P<who>{who})|(?P<by_when>{by_when}))(?:\*\*|__)?\s*[:：](?:\*\*|__)?(?P<value>.*)",
        re.IGNORECASE | re.DOTALL,
    )
