"""How far a pack is: what is written in which language, what is out of date, what nobody will ever read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content.conditions import answers_for
from selfcheck.content.conditions import share_of_each
from selfcheck.content.gaps import choices_without_advice
from selfcheck.content.logic_checks import can_be_earned
from selfcheck.content.markdown import is_safe
from selfcheck.content.scanning import findings_in
from selfcheck.content.staleness import stale_documents
from selfcheck.content.texts import all_texts
from selfcheck.content.texts import is_written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Texts

#: Words that are read in a minute, with understanding and in a language that need not be one's own.
READ_IN_A_MINUTE = 200

_ADDRESS = re.compile(r"\]\([^)\s]*\)|<https?://[^>]*>")
_WORD = re.compile(r"\w[\w'’-]*")


class Share(Struct, frozen=True):
    """So many of so many."""

    done: int
    total: int


class Coverage(Struct, frozen=True, kw_only=True):
    """What is written in one language; `plan_minutes` is how long the advice of one plan takes to read."""

    language: str
    questions: Share
    choices: Share
    advice: Share
    question_words: int
    advice_words: int
    plan_minutes: float


class Status(Struct, frozen=True, kw_only=True):
    """The state of a pack on a day. Pairs are a document and what there is to know of it: its source, its date."""

    languages: tuple[Coverage, ...]
    stale: tuple[tuple[str, str], ...]
    overdue: tuple[tuple[str, str], ...]
    unreached: tuple[str, ...]
    without_links: tuple[str, ...]
    without_actions: tuple[str, ...]


def count_words(text: str) -> int:
    """How many words there are to read; the addresses of links are not."""
    return len(_WORD.findall(_ADDRESS.sub("]", text)))


def status_of(pack: Pack, today: date) -> Status:
    """The state of a pack on a day."""
    written = [document for document in pack.feedback if is_written(document.body.strip())]
    advice = [document for document in written if document.question_id is not None]  # a section's is a few words
    day = today.isoformat()
    return Status(
        languages=tuple(_coverage(pack, written, language) for language in pack.languages),
        stale=tuple((document.path, source.path) for document, source in stale_documents(pack)),
        overdue=tuple((each.path, each.review_by) for each in pack.feedback if each.review_by and each.review_by < day),
        unreached=unreached_documents(pack),
        without_links=tuple(document.path for document in advice if not any(links_of(document))),
        without_actions=tuple(document.path for document in advice if not document.actions),
    )


def unreached_documents(pack: Pack) -> tuple[str, ...]:
    """The paths of the documents that no answers earn."""
    room = share_of_each(len(pack.questions) + len(pack.feedback))
    asked = {each.id for each in pack.questions if answers_for(pack, each.relevant, room) is not None}
    scored = {
        section.id
        for section in pack.sections
        if not section.profile and any(each.id in asked and each.best_score is not None for each in section.questions)
    }
    levels = {level.id for level in pack.levels}
    return tuple(
        document.path
        for document in pack.feedback
        if not (
            (document.question_id in asked or (document.section_id in scored and document.level in levels))
            and can_be_earned(pack, document, room)
            and _offers_any(pack.by_id.get(document.question_id or ""), document)
        )
    )


def links_of(document: Feedback) -> Iterable[str]:
    """The addresses that a document leads to."""
    findings = findings_in(document.body)
    return (each.detail.strip() for each in findings if each.kind == "link" and is_safe(each.detail))


def _offers_any(question: Question | None, document: Feedback) -> bool:
    return question is None or any(question.choice(name) is not None for name in document.choice_ids)


def _coverage(pack: Pack, written: list[Feedback], language: str) -> Coverage:
    choices = [choice for question in pack.questions for choice in question.choices]
    advised = sum(len(each.choices) for each in pack.questions if each.best_score is not None)
    gaps = sum(1 for gap in choices_without_advice(pack) if language in gap.languages)
    scored = {each.id for each in pack.questions if each.best_score is not None}
    stubs = sum(
        len(document.choice_ids)
        for document in pack.feedback
        if document.language == language and document.question_id in scored and not is_written(document.body.strip())
    )
    lengths: dict[str, list[int]] = {}
    for document in written:
        if document.language == language:
            lengths.setdefault(document.question_id or "", []).append(count_words(document.body))
    in_a_plan = sum(sum(found) / len(found) for name, found in lengths.items() if name)
    return Coverage(
        language=language,
        questions=_share([question.text for question in pack.questions], language),
        choices=_share([choice.text for choice in choices], language),
        advice=Share(max(0, advised - gaps - stubs), advised),
        question_words=sum(
            count_words(texts.by_language[language])
            for _, _, texts in all_texts(pack)
            if is_written(texts.by_language.get(language, ""))
        ),
        advice_words=sum(sum(found) for found in lengths.values()),
        plan_minutes=in_a_plan / READ_IN_A_MINUTE,
    )


def _share(texts: list[Texts], language: str) -> Share:
    return Share(sum(is_written(each.by_language.get(language, "")) for each in texts), len(texts))
