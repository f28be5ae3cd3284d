"""The fingerprint of a text that others are translated from: it changes when the words do."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from selfcheck.content.characters import composed

if TYPE_CHECKING:
    from selfcheck.content.model import Feedback


def source_hash(text: str) -> str:
    """The fingerprint of a text, whatever its line ends, and however its letters are composed."""
    plain = composed(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def advice_hash(document: Feedback) -> str:
    """The fingerprint of all that is translated of a document: what its translations keep as `source_hash`.

    Spaces and line breaks do not count: a text that is only wrapped anew still says the same.
    """
    texts = (document.title, *document.actions, document.who, document.body)
    return source_hash("\n".join(" ".join(text.split()) for text in texts))
