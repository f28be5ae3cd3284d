"""Lines that fit: wrapped by the width letters take on the screen, at spaces, never cut."""

from __future__ import annotations

import re

#: Letters that take one column each: Latin and Cyrillic ones, and the signs of our pages. Where there are no others,
#: the tables of all letters need not be loaded.
_ONE_WIDE = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f–—‘’“”„…←↑→↓─►█░▒▓]*")


def width_of(text: str) -> int:
    """How many columns a text takes."""
    if _ONE_WIDE.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth

    measured = wcswidth(text)
    return measured if measured >= 0 else len(text)


def wrap(text: str, width: int) -> list[str]:
    """A text as lines of at most `width` columns. A word is broken only where it is longer than a line."""
    width = max(1, width)
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if width_of(longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, width) if width_of(word) > width else [word]
            lines += full
        lines.append(line)
    return lines


def shorten(text: str, width: int, more: str = "…") -> str:
    """A text on one line, with a mark where its end is missing."""
    if width_of(text) <= width:
        return text
    room = width - width_of(more)
    return "" if room < 1 else _split(text, room)[0].rstrip() + more


def _pieces(word: str, width: int) -> list[str]:
    """A word that is longer than a line, cut where lines are full, with at least one letter on each."""
    if _ONE_WIDE.fullmatch(word):
        return [word[n : n + width] for n in range(0, len(word), width)]
    from wcwidth import wcwidth

    pieces = []
    start = taken = 0
    for n, letter in enumerate(word):
        columns = max(0, wcwidth(letter))
        if taken + columns > width and n > start:
            pieces.append(word[start:n])
            start, taken = n, 0
        taken += columns
    return [*pieces, word[start:]]


def _split(text: str, width: int) -> tuple[str, str]:
    """As much of a text as fits into `width`, and the rest; at least one letter."""
    if _ONE_WIDE.fullmatch(text):
        return text[: max(1, width)], text[max(1, width) :]
    from wcwidth import wcwidth

    taken = 0
    for n, letter in enumerate(text):
        taken += max(0, wcwidth(letter))
        if taken > width and n > 0:
            return text[:n], text[n:]
    return text, ""
