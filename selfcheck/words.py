"""The program's own words in the languages it speaks.

The texts in the code are English; `selfcheck/locale` holds a gettext catalogue for every other language. What editors
write (questions, advice) is not here: a pack carries its own languages.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from selfcheck.problems import Sentence
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

#: Each language in its own words, in the order in which they are offered.
LANGUAGES = {"en": "English", "tr": "Türkçe", "sr": "Srpski"}

LOCALE = Path(__file__).parent / "locale"


class Words:
    """Says things in one language: `words("Question {n} of {total}", n=7, total=30)`."""

    def __init__(self, language: str) -> None:
        """Speak `language`, or English where there is no catalogue for it."""
        self.language = language if language in LANGUAGES else "en"
        self._translate = _translator(self.language)

    def __call__(self, text: str, /, **values: object) -> str:
        """The text in this language, with its `{names}` filled in."""
        return self._translate(text).format_map(values)

    def sentence(self, sentence: Sentence) -> str:
        """A sentence that was made before the language was known."""
        values = {
            name: self.sentence(value) if isinstance(value, Sentence) else value
            for name, value in sentence.values.items()
        }
        return self._translate(sentence.text).format_map(values)

    def percent(self, score: float) -> str:
        """A score from 0 to 1 as this language writes percentages."""
        return self.sentence(say("{n} %", n=round(score * 100)))


def _translator(language: str) -> Callable[[str], str]:
    if language == "en":
        return str
    import gettext

    return gettext.translation("selfcheck", LOCALE, [language]).gettext


def system_language(environment: Mapping[str, str] = os.environ) -> str | None:
    """The first of our languages that the system asks for, or None. `SELFCHECK_LANG` comes before the system's own."""
    for name in ("SELFCHECK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = environment.get(name, "").replace("-", "_").split("_")[0].split(".")[0]
        if code in LANGUAGES:
            return code
    return None
