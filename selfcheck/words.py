"""The program's own words in the languages it speaks.

The texts in the code are English; `selfcheck/locale` holds a gettext catalogue for every other language, but for
Serbian in Cyrillic, which is made from the one in Latin letters. What editors write (questions, advice) is not here: a
pack carries its own languages.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    from selfcheck.problems import Sentence

#: Each language in its own words, in the order in which they are offered.
LANGUAGES = {"en": "English", "tr": "Türkçe", "sr": "Srpski", "sr-Cyrl": "Српски"}

#: Other names that people and systems have for them.
SYNONYMS = {"sr-Latn": "sr"}

#: How systems name the two scripts of Serbian, in front of the country; behind it they say `@latin`.
SCRIPTS = {"Latn": "latin", "Cyrl": "cyrillic"}

#: Where Serbian is written in Latin letters unless its name says otherwise, as Unicode's locale data has it.
LATIN_COUNTRIES = ("ME", "RO", "TR")

LOCALE = Path(__file__).parent / "locale"


class Words:
    """Says things in one language: `words("Question {n} of {total}", n=7, total=30)`."""

    def __init__(self, language: str) -> None:
        """Speak `language`, or English where there is no catalogue for it."""
        self.language = known_language(language) or "en"
        self._translate = _translator(self.language)

    def __call__(self, text: str, /, **values: object) -> str:
        """The text in this language, with its `{names}` filled in."""
        return self._translate(text).format_map(values)

    def sentence(self, sentence: Sentence) -> str:
        """A sentence that was made before the language was known."""
        kind = type(sentence)
        values = {
            name: self.sentence(value) if isinstance(value, kind) else value for name, value in sentence.values.items()
        }
        return self._translate(sentence.text).format_map(values)

    def percent(self, score: float) -> str:
        """A score from 0 to 1 as this language writes percentages."""
        from selfcheck.problems import say

        return self.sentence(say("{n} %", n=round(score * 100)))


def _translator(language: str) -> Callable[[str], str]:
    if language == "en":
        return str
    import gettext

    translate = gettext.translation("selfcheck", LOCALE, [language.split("-")[0]]).gettext
    if language != "sr-Cyrl":
        return translate
    from selfcheck.cyrillic import to_cyrillic

    def translate_to_cyrillic(text: str) -> str:
        serbian = translate(text)
        return serbian if serbian is text else to_cyrillic(serbian)  # what has no translation is English

    return translate_to_cyrillic


def known_language(code: str) -> str | None:
    """The language of ours that a code names, or None."""
    code = SYNONYMS.get(code, code)
    return code if code in LANGUAGES else None


def system_language(environment: Mapping[str, str] = os.environ) -> str | None:
    """The first of our languages that the system asks for, or None. `SELFCHECK_LANG` comes before the system's own."""
    for name in ("SELFCHECK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        code = known_language(value) if name == "SELFCHECK_LANG" else None
        code = code or _language_of_locale(value)
        if code is not None:
            return code
    return None


def _language_of_locale(name: str) -> str | None:
    """Our language for a locale of the system, such as `tr_TR.UTF-8`.

    Serbian needs care: `sr_RS` alone means Cyrillic, `sr_RS@latin` and `sr_Latn_RS` mean Latin letters.
    """
    place, _, script = name.partition("@")
    code, *parts = place.partition(".")[0].replace("-", "_").split("_")
    if code == "sr":
        usual = "latin" if parts[-1:] and parts[-1] in LATIN_COUNTRIES else "cyrillic"
        named = [SCRIPTS[part] for part in parts if part in SCRIPTS]
        return "sr" if "latin" in (named or [script or usual]) else "sr-Cyrl"
    return code if code in LANGUAGES else None
