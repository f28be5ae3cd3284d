"""The texts of a pack as a sheet for a translator: what to translate, what it is, and what was translated already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.hashes import source_hash
from selfcheck.tables.phrases import advice_phrases
from selfcheck.tables.phrases import question_phrases
from selfcheck.tables.sheets import CELL_LIMIT
from selfcheck.tables.sheets import Column
from selfcheck.tables.sheets import Sheet
from selfcheck.tables.sheets import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.content.model import Pack
    from selfcheck.tables.phrases import Phrase
    from selfcheck.words import Words

#: Beside a text that no cell can hold: it is translated in its file.
TOO_LONG = "too long"


def translation_sheets(pack: Pack, source: str, target: str, words: Words) -> tuple[Sheet, ...]:
    """A sheet of instructions, one of the texts of the questions, one of the advice."""
    return (
        _instructions(target, words),
        _sheet("questions", question_phrases(pack, source, target), source, target, words),
        _sheet("advice", advice_phrases(pack, source, target), source, target, words),
    )


def _instructions(target: str, words: Words) -> Sheet:
    lines = (
        words("Please write your translation into the column 'target_{language}'.", language=target),
        words("Everything else is there to help you, and is locked."),
        words("Keep what stands in braces, such as {{name}}, and keep the links: (https://…). They are checked."),
        words("Advice is written in Markdown: keep the signs - * # [ ] ( ) where they are."),
        words("'missing' needs a translation. 'stale' was translated from an older text: please look at it again."),
        words("If a stale translation is still right, write 'done' into the column 'state'."),
        words("The column 'comment' is yours: it is not read."),
        words("Where you are not sure, leave the row as it is."),
    )
    return Sheet("read me", (Column("read me", 100, open=False),), tuple((line,) for line in lines), locked=True)


def _sheet(name: str, phrases: Iterable[Phrase], source: str, target: str, words: Words) -> Sheet:
    columns = (
        Column("id", 34, open=False),
        Column("about", 28, open=False),
        Column("before", 28, open=False),
        Column(f"source_{source}", 60, open=False),
        Column(f"target_{target}", 60),
        Column("state", 10),
        Column("comment", 24),
        Column("source_hash", 14, open=False, hidden=True),
        Column("target_hash", 14, open=False, hidden=True),
    )
    return Sheet(name, columns, tuple(_row(phrase, words) for phrase in phrases if phrase.source), locked=True)


def _row(phrase: Phrase, words: Words) -> tuple[str, ...]:
    fits = max(len(shown(phrase.source)), len(shown(phrase.target))) <= CELL_LIMIT
    return (
        phrase.id,
        words.sentence(phrase.about),
        phrase.before,
        phrase.source,
        phrase.target,
        phrase.state if fits else TOO_LONG,
        "",
        phrase.hash if fits else TOO_LONG,
        source_hash(shown(phrase.target)),
    )
