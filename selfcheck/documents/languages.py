"""Languages as documents name them: our Serbian is written in Latin letters, and a reader's voice must know it."""

from __future__ import annotations

TAGS = {"sr": "sr-Latn"}

#: With the country that a word processor wants to know, to pick a dictionary.
COUNTRIES = {"tr": "TR", "en": "GB", "sr": "RS"}


def language_tag(language: str) -> str:
    """The language of a text as BCP 47 has it: `tr`, `sr-Latn`."""
    return TAGS.get(language, language)


def dictionary_tag(language: str) -> str:
    """The language with its country: `tr-TR`, `sr-Latn-RS`."""
    tag = language_tag(language)
    country = COUNTRIES.get(tag.split("-")[0])
    return f"{tag}-{country}" if country else tag
