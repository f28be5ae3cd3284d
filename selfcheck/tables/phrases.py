"""Every text of a pack that a translator translates: its name, what it is, the source and the translation."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

from selfcheck.content.conditions import asked_by
from selfcheck.content.hashes import advice_hash
from selfcheck.content.hashes import source_hash
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.model import Choice
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Texts
    from selfcheck.problems import Sentence

State = Literal["missing", "stale", "done"]


class Phrase(Struct, frozen=True, kw_only=True):
    """One text to translate. `before` is what a reader sees just before it; `required` must not stay empty alone.

    `group` are the texts that only make sense together: the lines of a list, the parts of a document.
    """

    id: str
    about: Sentence
    before: str
    source: str
    target: str
    state: State
    required: bool
    group: str

    @property
    def hash(self) -> str:
        """The fingerprint of the source, by which a translation tells what it was made from."""
        return source_hash(self.source)


def question_phrases(pack: Pack, source: str, target: str) -> Iterator[Phrase]:
    """The texts of `questions/`, in the order in which they are read."""
    for name, about, before, texts in _texts(pack, source):
        yield _phrase(name, about, before, texts, source, target)
    for key, about, lists in (
        ("before", say("what to have at hand"), pack.before),
        ("guidance", say("how to choose an answer"), pack.guidance),
    ):
        lines, theirs = lists.get(source, ()), lists.get(target, ())
        for n, line in enumerate(lines):
            done = theirs[n] if n < len(theirs) else ""
            yield Phrase(
                id=f"pack.{key}.{n + 1}", about=about, before=lines[n - 1] if n else "", source=line, target=done,
                state="done" if done else "missing", required=True, group=f"pack.{key}",
            )  # fmt: skip


def _phrase(name: str, about: Sentence, before: str, texts: Texts, source: str, target: str) -> Phrase:
    done = texts.by_language.get(target, "")
    return Phrase(
        id=name,
        about=about,
        before=before,
        source=texts.by_language.get(source, ""),
        target=done,
        state="done" if done else "missing",
        required=False,
        group=name,
    )


def _texts(pack: Pack, source: str) -> Iterator[tuple[str, Sentence, str, Texts]]:
    """Each text of one or more languages that has one in the source: its name, what it is, what comes before it."""
    yield "pack.title", say("title of the questionnaire"), "", pack.title
    for level in pack.levels:
        yield f"level.{level.id}.title", say("name of a level of scores"), "", level.title
    for section in pack.sections:
        yield f"section.{section.id}.title", say("title of a section"), "", section.title
        for question in section.questions:
            yield from _question_texts(question, section.title.within(source), source)


def _question_texts(question: Question, before: str, source: str) -> Iterator[tuple[str, Sentence, str, Texts]]:
    name, asked = f"question.{question.id}", question.text.within(source)
    parts: tuple[tuple[str, Sentence, str, Texts | None], ...] = (
        ("text", say("question {id}", id=question.id), before, question.text),
        ("short", say("question {id} in a few words, at most 40 letters", id=question.id), asked, question.short),
        ("hint", say("question {id}: the sentence under it", id=question.id), asked, question.hint),
        ("help.why", say("question {id}: why it is asked", id=question.id), asked, question.help.why),
        ("help.look_for", say("question {id}: what to look for", id=question.id), asked, question.help.look_for),
        ("help.example", say("question {id}: an example", id=question.id), asked, question.help.example),
    )
    for key, about, above, texts in parts:
        if texts is not None:
            yield f"{name}.{key}", about, above, texts
    previous = asked
    for choice in question.choices:
        yield from _choice_texts(question, choice, asked if choice is question.choices[0] else previous, source)
        previous = choice.text.within(source)


def _choice_texts(
    question: Question, choice: Choice, before: str, source: str
) -> Iterator[tuple[str, Sentence, str, Texts]]:
    name = f"question.{question.id}.choice.{choice.id}"
    yield f"{name}.text", say("question {id}, answer {choice}", id=question.id, choice=choice.id), before, choice.text
    if choice.short is not None:
        about = say(
            "question {id}, answer {choice} in a few words, at most 20 letters", id=question.id, choice=choice.id
        )
        yield f"{name}.short", about, choice.text.within(source), choice.short


def advice_phrases(pack: Pack, source: str, target: str) -> Iterator[Phrase]:
    """The texts of the documents in the source language, document by document."""
    current = {advice_hash(document) for document in pack.feedback if document.language != target}
    for document, theirs in paired(pack, source, target):
        answer = _answer(pack, document, source)
        # it may have been translated from a third language, and is good as long as that text stands
        stale = theirs is not None and theirs.source_hash != "" and theirs.source_hash not in current
        state: State = "missing" if theirs is None else "stale" if stale else "done"
        for part, about, text, done in _parts(document, theirs):
            yield Phrase(
                id=f"{document.path}#{part}", about=about, before=answer, source=text, target=done,
                state="missing" if not done else state, required=part in ("title", "body"), group=document.path,
            )  # fmt: skip


def _parts(document: Feedback, theirs: Feedback | None) -> Iterator[tuple[str, Sentence, str, str]]:
    """Each part of a document that is translated, with its translation."""
    name = document.question_id or document.section_id or ""
    yield "title", say("advice for {id}: the answer it is for", id=name), document.title, theirs.title if theirs else ""
    for n, action in enumerate(document.actions):
        done = theirs.actions[n] if theirs and n < len(theirs.actions) else ""
        yield f"action.{n + 1}", say("advice for {id}: something to do", id=name), action, done
    if document.who:
        yield "who", say("advice for {id}: who could do it", id=name), document.who, theirs.who if theirs else ""
    body = theirs.body.strip() if theirs else ""
    yield "body", say("advice for {id}: the text, in Markdown", id=name), document.body.strip(), body


def _answer(pack: Pack, document: Feedback, language: str) -> str:
    """The question and the answers that a document is for, as a translator would want to know them."""
    question = pack.by_id.get(document.question_id or "")
    if question is None:
        return ""
    choices = [choice.text.within(language) for name in document.choice_ids if (choice := question.choice(name))]
    return "\n".join([question.text.within(language), *choices])


def paired(pack: Pack, source: str, target: str) -> Iterator[tuple[Feedback, Feedback | None]]:
    """The documents in the source language, each with its translation: the one at the same path but for the language.

    Where paths do not tell, the first that is for the same answers and not taken yet.
    """
    theirs = [document for document in pack.feedback if document.language == target]
    ours = [document for document in pack.feedback if document.language == source]
    by_path = {document.path: document for document in theirs}
    found = {document.path: by_path.get(path_in(document, target)) for document in ours}
    taken = {document.path for document in found.values() if document is not None}
    rest: dict[tuple[object, ...], list[Feedback]] = {}
    for document in theirs:
        if document.path not in taken:
            rest.setdefault(_served(document), []).append(document)
    for document in ours:
        match = found[document.path]
        if match is None and rest.get(_served(document)):
            match = rest[_served(document)].pop(0)
        yield document, match


def _served(document: Feedback) -> tuple[object, ...]:
    return (
        document.question_id, frozenset(document.choice_ids), document.chosen, document.section_id, document.level,
        asked_by(document.relevant),
    )  # fmt: skip


def path_in(document: Feedback, target: str) -> str:
    """Where the translation of a document stands: its path with the folder of the other language."""
    folders = document.path.split("/")
    for n in range(len(folders) - 2, 0, -1):
        if folders[n] == document.language:
            folders[n] = target
            return "/".join(folders)
    return "/".join([folders[0], target, *folders[1:]])
