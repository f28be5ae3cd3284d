"""The names of those who answered, blotted out of what was written by hand.

People sign notes, and write whom to ask. A name is found however its letters are cased, as a whole or in parts, and
with the endings that Turkish and Serbian put on it: Ayşe'nin, Ayşenin, Jelenu. Better a word too many than a name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.assessment.response import Response

#: What stands in a text in the place of a name.
BLOT = "…"

#: Parts of a name from so many letters on are names of their own; from so many on they are found with endings.
PART, STEM = 3, 4

_VOWELS = "aeiouıöüAEIOUİÖÜ"
_I = re.compile("[iıİI]")


def without_names(response: Response, names: Iterable[str]) -> Response:
    """The response without these names in its notes, its evidence, its marks and the texts that it gives as answers."""
    parts = {
        part for name in names for part in (name.strip(), *name.split()) if part == name.strip() or len(part) >= PART
    }
    written = sorted(filter(None, parts), key=lambda part: (-len(part), part))
    if not written:
        return response
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(_forms, written)) + r")(?!\w)", re.IGNORECASE)

    def blot(text: str) -> str:
        return pattern.sub(BLOT, text)

    answers = {
        key: replace(
            answer,
            note=blot(answer.note),
            evidence=blot(answer.evidence),
            unsure=answer.unsure if answer.unsure is None else blot(answer.unsure),
            value=blot(answer.value) if isinstance(answer.value, str) else answer.value,
        )
        for key, answer in response.answers.items()
    }
    return replace(response, answers=answers)


def _forms(part: str) -> str:
    """A pattern for a name with its endings; the four letters i are one, because their case is a matter of language."""
    stem = part[:-1] if part[-1] in _VOWELS and len(part) > STEM else part
    pattern = _I.sub("[iıİI]", re.escape(stem))
    return pattern + (r"\w{0,4}" if len(stem) >= STEM and " " not in part else "")
