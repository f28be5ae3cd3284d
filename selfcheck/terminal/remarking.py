"""What a person says beside an answer: a note, where it can be seen, that it is not certain, that it matters now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment.response import NOTE_LIMIT
from selfcheck.assessment.response import with_remark
from selfcheck.content.characters import one_line
from selfcheck.terminal import screens
from selfcheck.terminal.keys import ALWAYS
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import Typed

if TYPE_CHECKING:
    from datetime import datetime

    from selfcheck.assessment.session import Session
    from selfcheck.content.model import Question
    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.pages import TextPage
    from selfcheck.words import Words

#: The commands that say something beside the answer.
REMARKS = (Command.NOTE, Command.EVIDENCE, Command.UNSURE, Command.FOCUS)


class Remarked(Struct, frozen=True):
    """The session with what was said beside an answer, the news of it, and the key that stopped everything, if any."""

    session: Session
    news: str = ""
    stopped: Pressed | None = None


def remark(command: Command, session: Session, question: Question, words: Words, now: datetime) -> Flow[Remarked]:
    """Say something beside the answer to a question, or take it back."""
    answer = session.response.answer(question.id)
    match command:
        case Command.FOCUS:
            news = words("Mark taken away.") if answer.focus else words("Marked: this matters to us now.")
            return Remarked(_with(session, question, now, focus=not answer.focus), news)
        case Command.UNSURE if answer.unsure is not None:
            return Remarked(_with(session, question, now, unsure=None), words("No longer marked as not sure."))
        case Command.UNSURE:
            page = screens.unsure_page(session, question, words, NOTE_LIMIT)
            marked = words("Marked as not sure.")
            return (yield from _write(page, "unsure", session, question, now, (marked, marked)))
        case Command.EVIDENCE:
            page = screens.evidence_page(session, question, words, NOTE_LIMIT)
            none = words("Evidence deleted.") if answer.evidence else ""
            return (yield from _write(page, "evidence", session, question, now, (words("Evidence saved."), none)))
    page = screens.note_page(session, question, words, NOTE_LIMIT)
    none = words("Note deleted.") if answer.note else ""
    return (yield from _write(page, "note", session, question, now, (words("Note saved."), none)))


def _write(
    page: TextPage, what: str, session: Session, question: Question, now: datetime, news: tuple[str, str]
) -> Flow[Remarked]:
    """Record what is typed on a page; half a sentence is kept when the person stops in the middle of it.

    `news` says that something was written, or that nothing was.
    """
    reply = yield page
    stopped = reply if isinstance(reply, Pressed) and reply.command in ALWAYS else None
    if isinstance(reply, Typed):
        text = reply.text
    elif stopped is not None and stopped.text:
        text = stopped.text
    else:
        return Remarked(session, stopped=stopped)
    said = one_line(text)[:NOTE_LIMIT]
    return Remarked(_with(session, question, now, **{what: said}), news[0] if said else news[1], stopped)


def _with(session: Session, question: Question, now: datetime, **said: object) -> Session:
    return replace(session, response=with_remark(session.response, question, now, **said))
