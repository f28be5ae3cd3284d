"""Serbian in Cyrillic, made from Serbian in Latin letters: editors and translators write a text once.

Every Latin letter of Serbian has one in Cyrillic, and nj, lj, dž are one letter each; so the art is in what must stay:
addresses, commands, names of files, foreign words. `cyrillic.toml` lists the words that no rule can know.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS = Path(__file__).with_suffix(".toml")

#: The letters, small and capital; digraphs in every spelling, and as the single signs that Unicode has for them.
LETTERS = {
    **dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True)),
    **dict(zip("ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ", "АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШ", strict=True)),
    **{"nj": "њ", "Nj": "Њ", "NJ": "Њ", "ǌ": "њ", "ǋ": "Њ", "Ǌ": "Њ"},
    **{"lj": "љ", "Lj": "Љ", "LJ": "Љ", "ǉ": "љ", "ǈ": "Љ", "Ǉ": "Љ"},
    **{"dž": "џ", "Dž": "Џ", "DŽ": "Џ", "ǆ": "џ", "ǅ": "Џ", "Ǆ": "Џ"},
}

_SERBIAN = re.compile(f"[{''.join(key for key in LETTERS if len(key) == 1)}]+")
_LETTER = re.compile("[nNlL][jJ]|[dD][žŽ]|.")

#: A word as it stands in a text, with marks that were typed apart from their letters (c and ˇ for č).
_WORD = r"(?:[^\W\d_][\u0300-\u036f]*)+"

#: Endings by which an address without a scheme, and a name of a file, are known.
_DOMAINS = "org|com|net|info|int|edu|gov|eu|rs|me|ba|hr|mk|si|al|xk|tr|de|at|ch|fr|uk|ua|it|nl|be|io"
_SUFFIXES = "md|yaml|yml|json|html|j2|py|toml|txt|csv|xlsx|docx|odt|pdf|zip|png|jpg|jpeg|svg"

#: Commands that are no words of Serbian, so that they are told from what `selfcheck` does in a sentence.
_COMMANDS = "start|resume|saved|demo|doctor|trainer|forget|compare|cohort|content [a-z]+"

#: What stays as it is wherever it stands, each kind on a line of its own; what begins earlier wins, then what is above.
_AS_IT_IS = (
    r"`[^`]*`",
    r"\{\{[^{}]*\}\}|\{[^{}]*\}",
    r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"'„“”]*|mailto:[^\s<>\"'„“”]*",
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+",
    rf"(?<![\w.@-])(?:[\w-]+\.)+(?:{_DOMAINS})(?![\w-])(?:[/?#][^\s<>\"'„“”]*)?",
    rf"(?<![\w./\\*-])[\w./\\*-]*\w\.(?:{_SUFFIXES})(?!\w)",
    r"(?<![\w/])(?:~|\.{1,2})?/[\w./-]+|(?<!\w)[A-Z]:\\[^\s<>\"'„“”]*|(?<![\w/])(?:questions|feedback|templates)/(?!\w)",
    r"(?<![\w-])--[A-Za-z][\w-]*(?:[ =][A-Z]+(?!\w)|[ =](?:en|tr|sr)(?!\w))?|(?<![\w-])-[A-Za-z](?![\w-])",
    rf"(?<!\w)selfcheck (?:(?:{_COMMANDS})(?!\w)|[a-z]+(?=  | *\Z| *\n| -| \{{| [A-Z]{{3,}}(?!\w)))"
    r"(?: [A-Z]{3,}(?!\w))*",
    r"(?<!\w)(?:[befhmnqrsu](?=:)|[bfhmnqr](?= \w))",
    r"(?<!\w)(?:I{2,3}|I?V(?!\.)|VI{2,3})(?!\w)",
    r"(?<=[^\W\d_A-ZČĆŽŠĐА-ЯЂЈЉЊЋЏ] )I(?!\w)|(?<!\w)(?<![A-ZČĆŽŠĐ] )VI(?!\w)(?! [A-ZČĆŽŠĐ]{2})",
    r"\w*[\d_]\w*",
)


def to_cyrillic(text: str) -> str:
    """A Serbian text in Cyrillic. What is not Serbian in Latin letters stays: a second time changes nothing."""
    return text if _LATIN.search(text) is None else _made(text)


def is_foreign(text: str) -> bool:
    """Whether a text in Latin letters is in another language than Serbian, by the look of its words."""
    words = re.findall(_WORD, text)
    return any(word in _ENGLISH or (_LATIN.match(word) and not _SERBIAN.fullmatch(word)) for word in words)


_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_ENGLISH = frozenset(("the", "The", "of", "and", "for", "from", "your", "our"))


@lru_cache(maxsize=8192)
def _made(text: str) -> str:
    return _pieces().sub(lambda found: _word(found[0]) if found["word"] else found[0], text)


def _word(word: str) -> str:
    """One word, letter by letter; as it is, if a letter of it is not Serbian."""
    composed = unicodedata.normalize("NFC", word)
    if not _SERBIAN.fullmatch(composed):
        return word
    apart = _apart().match(composed)
    seam = apart.end("before") + 1 if apart else -1  # behind the n or d that is a letter of its own
    if seam < 0:
        return _spelled(composed)
    return _spelled(composed[:seam]) + _spelled(composed[seam:])


def _spelled(word: str) -> str:
    return "".join(_letter(found[0]) for found in _LETTER.finditer(word))


def _letter(letter: str) -> str:
    """One letter; a digraph in an odd spelling (nJ) is two."""
    return LETTERS[letter] if letter in LETTERS else "".join(LETTERS[sign] for sign in letter)


@cache
def _pieces() -> re.Pattern[str]:
    """A text's pieces: names and all else that stays, or a word."""
    names = "|".join(_name(name) for name in sorted(_listed("latin"), key=len, reverse=True))
    return re.compile("|".join((*_AS_IT_IS, rf"(?<!\w)(?:{names})(?!\w)", f"(?P<word>{_WORD})")), re.DOTALL)


def _name(name: str) -> str:
    """A name as a pattern, with a case ending where it may have one."""
    return f"{re.escape(name[:-1])}[a-zčćžšđ]{{0,4}}" if name.endswith("*") else re.escape(name)


@cache
def _apart() -> re.Pattern[str]:
    """A word whose n and j, or d and ž, are two letters; `before` is what stands before the first of them."""
    stems = (re.split("(?=nj|dž)", stem, maxsplit=1) for stem in _listed("apart"))
    return re.compile(
        rf"(?P<before>(?:ne|re|mikro|neo|naj|iz)??(?:{'|'.join(f'{head}(?={tail})' for head, tail in stems)}))",
        re.IGNORECASE,
    )


def _listed(kind: str) -> Iterable[str]:
    """The words of one kind in `cyrillic.toml`."""
    import tomllib

    groups = tomllib.loads(WORDS.read_text("utf-8"))[kind]
    return tuple(word for group in groups for word in group["words"])
