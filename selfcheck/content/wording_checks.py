"""Rules about words: what is unwritten, said twice, cut short, sent astray, or made of look-alike letters."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from selfcheck.content.texts import STUB_ROOM
from selfcheck.content.texts import all_texts
from selfcheck.content.texts import documents_by_place
from selfcheck.content.texts import is_written
from selfcheck.content.texts import line_of
from selfcheck.problems import Problem
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from selfcheck.content.model import Pack
    from selfcheck.problems import Sentence

#: A text shorter than this part of its translations is cut short; below so many letters lengths say nothing.
SHORT_PART = 0.4
LETTERS, DOCUMENT_LETTERS = 60, 400
#: Languages that say the same in far fewer letters.
DENSE = frozenset(["zh", "ja", "ko", "yue"])


def unwritten_text(pack: Pack) -> Iterator[Problem]:
    """No text is still a stub: where only `…` stands, a text is to be written."""
    for owner, _, texts in all_texts(pack):
        missing = [code for code, text in texts.by_language.items() if text and not is_written(text)]
        if missing:
            message = say(
                "{owner} has a text that is still to be written in: {languages}.",
                owner=owner,
                languages=", ".join(missing),
            )
            yield _unwritten(texts.sources[missing[0]], message)
    for document in pack.feedback:
        for key, words in (("title", (document.title,)), ("actions", document.actions), ("who", (document.who,))):
            if any(text and not is_written(text) for text in words):
                message = say("The '{key}' of this document is still to be written.", key=key)
                yield _unwritten(document.keys.get(key, document.source), message)
        if len(document.body) < STUB_ROOM and document.body.strip() and not is_written(document.body):
            message = say("The advice of this document is still to be written.")
            yield _unwritten(Source(document.path, document.body_line), message)


def _unwritten(source: Source, message: Sentence) -> Problem:
    return Problem(source, "unwritten-text", message, say("write it in the place of …"), "warning")


def near_identical_choices(pack: Pack) -> Iterator[Problem]:
    """No two choices of a question say the same words, whatever their order, accents, capitals and punctuation."""
    for question in pack.questions:
        seen: dict[tuple[str, str, str], str] = {}
        told = set()
        for choice in question.choices:
            for kind, texts in (("text", choice.text), ("short", choice.short)):
                for language, text in texts.by_language.items() if texts else ():
                    first = (
                        seen.setdefault((kind, language, _skeleton(text)), choice.id) if is_written(text) else choice.id
                    )
                    if first != choice.id and (first, choice.id) not in told:
                        told.add((first, choice.id))
                        message = say(
                            "Choices '{first}' and '{second}' of question '{id}' say the same in '{language}'.",
                            first=first, second=choice.id, id=question.id, language=language,
                        )  # fmt: skip
                        hint = say("a respondent cannot tell them apart: say what differs")
                        source = texts.sources[language] if texts else choice.source
                        yield Problem(source, "near-identical-choices", message, hint, "warning")


_NO_WORD = re.compile(r"[\W_]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
#: The same for letters that everybody has, in a third of the time.
_NO_WORD_IN_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()}


def _skeleton(text: str) -> str:
    """What a text says once case, accents, punctuation and the order of its words are taken away.

    One letter more or less is not taken away: in Turkish and Serbian it can turn a sentence into its opposite.
    """
    folded = text.casefold()
    if folded.isascii():
        return " ".join(sorted(folded.translate(_NO_WORD_IN_ASCII).split()))
    marks = unicodedata.normalize("NFKD", folded).replace("ı", "i")
    letters = _NOT_ASCII.sub(lambda found: "" if unicodedata.combining(found[0]) else found[0], marks)
    return " ".join(sorted(filter(None, _NO_WORD.split(letters))))


def shorter_language(pack: Pack) -> Iterator[Problem]:
    """No language says much less than the others: a text of less than two fifths of its translations is cut short."""
    if len(pack.languages) < 2:
        return
    for owner, _, texts in all_texts(pack):
        lengths = {code: len(text) for code, text in texts.by_language.items() if is_written(text)}
        for code, usual in _cut_short(lengths, LETTERS):
            message = say(
                "{owner} has {n} characters in '{language}', where other languages have about {usual}.",
                owner=owner, n=lengths[code], language=code, usual=usual,
            )  # fmt: skip
            yield _shorter(texts.sources[code], message)
    for versions in documents_by_place(pack).values():
        lengths = {code: len(document.body) for code, document in versions.items() if is_written(document.body)}
        for code, usual in _cut_short(lengths, DOCUMENT_LETTERS):
            message = say(
                "This advice has {n} characters, where other languages have about {usual}.",
                n=lengths[code],
                usual=usual,
            )
            yield _shorter(Source(versions[code].path, versions[code].body_line), message)


def _cut_short(lengths: Mapping[str, int], least: int) -> Iterator[tuple[str, int]]:
    """The languages whose text is far shorter than the middle one of the others, and how long that is."""
    for code, length in lengths.items():
        others = sorted(other for name, other in lengths.items() if name != code and name not in DENSE)
        usual = others[(len(others) - 1) // 2] if others else 0
        if usual >= least and length < SHORT_PART * usual and code not in DENSE:
            yield code, usual


def _shorter(source: Source, message: Sentence) -> Problem:
    return Problem(source, "shorter-language", message, say("see whether a part was left out"), "warning")


#: "question 12", "12. soru", "12 numaralı soru", "soru 12", "pitanje 12", "pitanju br. 12", "12. pitanje".
_NAMED = re.compile(
    r"\b[Qq]uestions?\s+(?:no\.?\s*|number\s+)?(\d{1,4})\b"
    r"|\b(\d{1,4})(?:\.|\s+numaralı)\s*[Ss]oru|\b[Ss]oru\s+(\d{1,4})\b"
    r"|\b[Pp]itanj\w{1,3}\s+(?:br\.?\s*|broj\w?\s+)?(\d{1,4})\b|\b(\d{1,4})\.\s*[Pp]itanj"
)


def names_another_question(pack: Pack) -> Iterator[Problem]:
    """Advice does not send its reader to another question by its number: the plan may not hold it."""
    for document in pack.feedback:
        body = document.body
        if "uestion" not in body and "oru" not in body and "itanj" not in body:
            continue  # most advice, in a tenth of the time
        for found in _NAMED.finditer(document.body):
            number = next(filter(None, found.groups()))
            if number in pack.by_id and number != document.question_id:
                message = say(
                    "This advice names question '{id}', which its reader may never have been asked.", id=number
                )
                hint = say("say what it is about instead of its number")
                source = line_of(document, document.body.count("\n", 0, found.start()))
                yield Problem(source, "names-another-question", message, hint, "warning")


_CYRILLIC = re.compile("[\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
#: The first bytes of Cyrillic letters in UTF-8: looking for them takes a hundredth of the time.
_CYRILLIC_BYTES = (b"\xd0", b"\xd1", b"\xd2", b"\xd3", b"\xd4")


def mixed_scripts(pack: Pack) -> Iterator[Problem]:
    """No word mixes Latin and Cyrillic letters: they look alike, and nobody finds such a word again."""
    for owner, _, texts in all_texts(pack):
        for language, text in texts.by_language.items():
            for word, _ in () if text.isascii() else _mixed_words(text):
                yield _mixed(texts.sources[language], owner, word)
    for document in pack.feedback:
        for text in (document.title, document.who, *document.actions):
            for word, _ in _mixed_words(text):
                yield _mixed(document.source, say("The front matter"), word)
        for word, start in _mixed_words(document.body):
            line = document.body.count("\n", 0, start)
            column = start - document.body.rfind("\n", 0, start)
            yield _mixed(Source(document.path, document.body_line + line, column), say("This line"), word)


def _mixed_words(text: str) -> Iterator[tuple[str, int]]:
    """Words of both scripts, and where they start."""
    if text.isascii():
        return
    data = text.encode("utf-8", "replace")
    if not any(byte in data for byte in _CYRILLIC_BYTES):
        return
    for found in _WORD.finditer(text):
        cyrillic = _CYRILLIC.findall(found[0])
        latin = [letter for letter in found[0] if unicodedata.name(letter, "").startswith("LATIN")] if cyrillic else []
        if latin:
            yield found[0], found.start()


def _mixed(source: Source, owner: Sentence, word: str) -> Problem:
    cyrillic = "".join(dict.fromkeys(_CYRILLIC.findall(word)))
    message = say(
        "{owner} has a word of Latin and Cyrillic letters: {word} (Cyrillic: {letters}).",
        owner=owner,
        word=word,
        letters=cyrillic,
    )
    return Problem(source, "mixed-scripts", message, say("type the word again in one script"), "warning")
