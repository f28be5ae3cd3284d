"""Which documents a response earns, in the language it is read in."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.assessment.relevance import holds
from selfcheck.content.markdown import parse_blocks
from selfcheck.content.markdown import plain
from selfcheck.content.markdown import reworded
from selfcheck.content.model import MADE_FROM
from selfcheck.documents.markdown import render_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from selfcheck.assessment.response import Response
    from selfcheck.content.markdown import Link
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section


class Library:
    """A pack's documents, ready to be asked for by question or by section."""

    def __init__(self, pack: Pack) -> None:
        """Sort the documents once; every plan of this pack asks the same library."""
        self._languages = pack.languages
        self._resources = pack.resources
        self._shelf: dict[tuple[str, str], list[Feedback]] = defaultdict(list)
        for document in pack.feedback:
            if document.question_id is not None:
                self._shelf["question", document.question_id].append(document)
            elif document.section_id is not None:
                self._shelf["section", document.section_id].append(document)

    def for_answer(
        self, question: Question, response: Response, hidden: AbstractSet[str], language: str
    ) -> tuple[Feedback, ...]:
        """The documents that the answer to a question earns, each once, in the order of the choices."""
        chosen = response.answer(question.id).chosen
        if not chosen:
            return ()
        earned = [
            document
            for document in self._shelf.get(("question", question.id), ())
            if any((choice_id in chosen) == document.chosen for choice_id in document.choice_ids)
            and holds(document.relevant, response.answers, hidden)
        ]
        places = {choice.id: n for n, choice in enumerate(question.choices)}
        read = self._readable(earned, language)
        return tuple(sorted(read, key=lambda document: min(places.get(name, 0) for name in document.choice_ids)))

    def for_section(
        self, section: Section, level_id: str, response: Response, hidden: AbstractSet[str], language: str
    ) -> tuple[Feedback, ...]:
        """The documents for a section whose score is in a level's band."""
        earned = [
            document
            for document in self._shelf.get(("section", section.id), ())
            if document.level == level_id and holds(document.relevant, response.answers, hidden)
        ]
        return self._readable(earned, language)

    def _readable(self, documents: Iterable[Feedback], language: str) -> tuple[Feedback, ...]:
        """Those in the wanted language; for a choice that has none there, those in the first language that has."""
        by_choice: dict[tuple[str, ...], list[Feedback]] = defaultdict(list)
        for document in documents:
            by_choice[document.choice_ids].append(document)
        first = list(filter(None, (language, MADE_FROM.get(language))))
        order = [*first, *(other for other in self._languages if other not in first)]
        readable = []
        for versions in by_choice.values():
            best = min(order.index(document.language) for document in versions)
            readable += [document for document in versions if document.language == order[best]]
        if language not in MADE_FROM:
            return tuple(readable)
        written = MADE_FROM[language]
        return tuple(self._made(each, language) if each.language == written else each for each in readable)

    def _is_foreign(self, link: Link) -> bool:
        """Whether a link's words are the title of a page in another language, as described or by the look of them."""
        from selfcheck.cyrillic import is_foreign

        words = plain(link.parts)
        described = self._resources.get(link.url)
        if described is None:
            return is_foreign(words)
        return described.language not in MADE_FROM.values() and _is_from(words, described.title)

    def _made(self, document: Feedback, language: str) -> Feedback:
        """A Serbian document in Cyrillic."""
        from selfcheck.cyrillic import to_cyrillic

        return replace(
            document,
            language=language,
            title=to_cyrillic(document.title),
            actions=tuple(to_cyrillic(action) for action in document.actions),
            who=to_cyrillic(document.who),
            body=render_blocks(reworded(parse_blocks(document.body), to_cyrillic, self._is_foreign)),
        )


def _is_from(words: str, title: str) -> bool:
    """Whether words are those of a title, of a part of it, or of more than it, at least for one half."""
    said, titled = set(re.findall(r"\w+", words)), set(re.findall(r"\w+", title))
    return len(said & titled) * 2 >= min(len(said), len(titled))
