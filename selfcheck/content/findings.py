"""What can be found in an advice text that an editor should know."""

from __future__ import annotations

from msgspec import Struct

#: How many letters the addresses of a text's links may take, beyond as many as the whole text has: a long address that
#: is written once and led to from a thousand places would fill the disk.
ROOM = 20_000


class Finding(Struct, frozen=True):
    """Something in a text: of which kind (`link`, `html`, `swallows`, `deep`), what, and on which line, from 0."""

    kind: str
    detail: str
    line: int
