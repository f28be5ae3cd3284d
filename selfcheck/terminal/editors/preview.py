"""A question and its advice as a respondent will see them, in one language after another, as lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from selfcheck.assessment.session import Session
from selfcheck.content.characters import visible
from selfcheck.documents.markdown import render_blocks
from selfcheck.plan.preview import earned_by
from selfcheck.plan.preview import response_at
from selfcheck.terminal.drawing import Glyphs
from selfcheck.terminal.drawing import draw
from selfcheck.terminal.pressing import look_at
from selfcheck.terminal.screens import help_page
from selfcheck.terminal.screens import question_page
from selfcheck.terminal.wrapping import wrap
from selfcheck.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from selfcheck.content.model import Choice
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.terminal.pages import Page
    from selfcheck.words import Words

#: More lines than any page has, so that none of it has to scroll; and the window that most people have.
TALL, USUAL = 400, 24


def preview_lines(
    pack: Pack, question: Question, choice: Choice | None, words: Words, now: datetime, width: int, glyphs: Glyphs
) -> Iterator[str]:
    """The question's page, its help, and the advice of one choice or of each, in the language of `words`."""
    session = Session(pack, response_at(pack, question, words.language, now))
    name = f"{LANGUAGES.get(words.language, words.language)} "
    yield f"{name}{glyphs.rule * (width - len(name))}"
    yield ""
    page = question_page(session, question, words, saved_at="", unsaved=False)
    shown = list(page_lines(page, words, width, glyphs))
    yield from shown
    if len(shown) > USUAL:
        yield words("In a window of {n} lines this page scrolls.", n=USUAL)
    if any((question.help.why, question.help.look_for, question.help.example)):
        yield ""
        yield from page_lines(help_page(session, question, words), words, width, glyphs)
    advised = question.best_score is not None or any(each.question_id == question.id for each in pack.feedback)
    for each in (choice,) if choice else question.choices if advised else ():
        yield ""
        yield from advice_lines(pack, question, each, words, now, width, glyphs)


def page_lines(page: Page, words: Words, width: int, glyphs: Glyphs) -> Iterator[str]:
    """A page, drawn in full: the empty lines that keep the keys at the bottom of a window are left out."""
    lines = draw(look_at(page), width, TALL, words, glyphs).text().split("\n")
    filled = [n for n, line in enumerate(lines) if line.strip()]
    widest = max(pairwise(filled), key=lambda pair: pair[1] - pair[0])
    yield from lines[: widest[0] + 1]
    yield ""
    yield from lines[widest[1] :]


def advice_lines(
    pack: Pack, question: Question, choice: Choice, words: Words, now: datetime, width: int, glyphs: Glyphs
) -> Iterator[str]:
    """What a choice earns, as it stands in a plan."""
    found, actions = earned_by(pack, question, choice, words, now)
    yield from wrap(visible(f"{glyphs.pointer} {choice.id}. {choice.text.within(words.language)}", lines=False), width)
    if found is None or not found.advice:
        yield words("This answer earns no advice.")
        return
    for advice in found.advice:
        yield ""
        if advice.language:
            yield words("In {language}, because there is no translation yet:", language=advice.language)
        for line in visible(render_blocks(advice.blocks)).split("\n"):
            yield from wrap(line, width)
        yield ""
        reference = words(
            "Question {question}, answer {answer}, {document}",
            question=question.id, answer=choice.id, document=advice.path,
        )  # fmt: skip
        yield from wrap(visible(reference, lines=False), width)
    if actions:
        yield ""
        yield words("What to do")
    for action in actions:
        yield from wrap(visible(f"[ ] {action.reference} {action.text}", lines=False), width)
