"""What can be found in an advice text that an editor should know."""

from __future__ import annotations

from msgspec import Struct


class Finding(Struct, frozen=True):
    """Something in a text: of which kind (`link`, `html`, `swallows`, `deep`), what, and on which line, from 0."""

    kind: str
    detail: str
    line: int
