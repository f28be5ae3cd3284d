"""Which translations say what their source said once, and no longer says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.hashes import advice_hash
from selfcheck.content.texts import documents_by_place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack


def source_among(versions: Iterable[Feedback], languages: tuple[str, ...]) -> Feedback:
    """The version that others are translated from: the one in the first of the pack's languages that has one."""
    return min(versions, key=lambda document: languages.index(document.language))


def stale_documents(pack: Pack) -> Iterator[tuple[Feedback, Feedback]]:
    """The translations that none of the other versions matches any more, each with the one to look at.

    A document may be translated from any of the others: it is good as long as that one stands.
    """
    for versions in documents_by_place(pack).values():
        translated = [each for each in versions.values() if each.source_hash]
        for document in translated if len(versions) > 1 else ():
            others = [each for each in versions.values() if each is not document]
            if document.source_hash not in map(advice_hash, others):
                yield document, source_among(others, pack.languages)
