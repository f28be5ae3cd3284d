"""Which text a translation was made from: the hash of a source, defined here and nowhere else.

A document that names the hash of its source in `source_hash` is stale once that source says something else. Line
breaks and spaces do not count.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from selfcheck.content.texts import documents_by_place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack


def hash_of(*texts: str) -> str:
    """The hash of texts that are translated together: twelve letters that change when their words do."""
    words = "\n".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:12]


def hash_of_document(document: Feedback) -> str:
    """The hash of all that is translated of a document: title, actions, who, body."""
    return hash_of(document.title, *document.actions, document.who, document.body)


def source_among(versions: Iterable[Feedback], languages: tuple[str, ...]) -> Feedback:
    """The version that the others are translated from: the one in the first of the pack's languages that has one."""
    return min(versions, key=lambda document: languages.index(document.language))


def stale_documents(pack: Pack) -> Iterator[tuple[Feedback, Feedback]]:
    """The translations whose source says something else by now, each with its source."""
    for versions in documents_by_place(pack).values():
        source = source_among(versions.values(), pack.languages)
        for document in versions.values():
            if document is not source and document.source_hash and document.source_hash != hash_of_document(source):
                yield document, source
