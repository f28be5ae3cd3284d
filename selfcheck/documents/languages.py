"""Languages as documents name them: our Serbian is written in Latin letters, and a reader's voice must know it."""

from __future__ import annotations

TAGS = {"sr": "sr-Latn"}


def language_tag(language: str) -> str:
    """The language of a text as BCP 47 has it."""
    return TAGS.get(language, language)
