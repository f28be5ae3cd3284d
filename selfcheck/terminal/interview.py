"""The conversation about the questions: which page follows which reply. Knows no terminal.

A generator of pages. Everything a person does is saved through the desk before the next page is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.assessment import session as steps
from selfcheck.assessment.answers_file import is_integer
from selfcheck.assessment.relevance import hidden_questions
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import choose
from selfcheck.content.characters import one_line
from selfcheck.terminal import opening
from selfcheck.terminal import overviews
from selfcheck.terminal import screens
from selfcheck.terminal.keeping import Keeper
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import Typed
from selfcheck.terminal.picking import pick
from selfcheck.terminal.remarking import REMARKS
from selfcheck.terminal.remarking import remark

if TYPE_CHECKING:
    from selfcheck.assessment.session import Session
    from selfcheck.content.model import Question
    from selfcheck.terminal.desk import Desk
    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.pages import ReadPage
    from selfcheck.terminal.pages import Reply
    from selfcheck.words import Words

How = Literal["finished", "stopped", "interrupted"]


class Ending(Struct, frozen=True):
    """How a conversation ended, and the session as it was then; `unsaved` where no disk took its last answers."""

    how: How
    session: Session
    unsaved: bool = False


class Interview:
    """One conversation, from wherever the session stands to its end."""

    def __init__(self, desk: Desk, session: Session, *, projector: bool = False) -> None:
        """Talk about `session`; `desk` keeps what comes of it. With a `projector`, a room reads along."""
        self.desk = desk
        self.keeper = Keeper(desk)
        self.session = session
        self.projector = projector
        self.news = ""
        self.error = ""
        self.draft = ""  # what was typed and not confirmed when the menu was opened
        self.row = ""  # the row of the review that a question was opened from
        self.finished: ReadPage | None = None  # the pause after the section that was finished last

    @property
    def words(self) -> Words:
        """The words of the language that is spoken now."""
        return self.desk.words

    def run(self) -> Flow[Ending]:
        """Ask until the plan is wanted, or the person stops."""
        while True:
            question = self.session.question
            how = yield from (self.review() if question is None else self.ask(question))
            if how is not None:
                return Ending(how, self.session, self.keeper.unsaved)

    def ask(self, question: Question) -> Flow[How | None]:
        """One question page, and what its reply leads to."""
        page = screens.question_page(
            self.session, question, self.words, saved_at=self.keeper.saved_at, unsaved=self.keeper.unsaved,
            news=self.news, error=self.error, typed=self.draft, private=not self.projector,
        )  # fmt: skip
        self.news = self.error = self.draft = ""
        reply = yield page
        match reply:
            case Picked(values):
                return (yield from self.take(self.picked(question, values)))
            case Typed(text):
                return (yield from self.typed(question, text))
            case Pressed(command, text):
                ended = yield from self.go(command, question)
                self.draft = text or "" if self.session.question is question else ""
                return ended

    def picked(self, question: Question, values: tuple[str, ...]) -> Answer:
        """The answer that picked rows stand for."""
        if values[0] == screens.UNKNOWN:
            return Answer(state="unknown")
        if values[0] == screens.NOT_APPLICABLE:
            return Answer(state="not_applicable")
        return choose(question, *values)

    def typed(self, question: Question, text: str) -> Flow[How | None]:
        """A typed answer: a text, a whole number, or nothing, which goes on."""
        text = one_line(text)
        if not text:
            return (yield from self.go(Command.SKIP, question))
        if question.type == "integer" and not is_integer(question, text):
            self.error = self.words("Write a whole number here, for example 12.")
            return None
        return (yield from self.take(Answer(value=int(text) if question.type == "integer" else text)))

    def take(self, answer: Answer) -> Flow[How | None]:
        """Record an answer, and say so when a section is finished by it."""
        before = self.session
        question = before.question
        self.session = steps.answer_question(before, answer, self.desk.now())
        if question is not None:
            self.tell_of_finished_section(before, question)
        ended = yield from self.keep()
        pause, self.finished = self.finished, None
        if ended is not None or pause is None or self.session.from_review:
            return ended
        return (yield from self.leave((yield pause)))

    def tell_of_finished_section(self, before: Session, question: Question) -> None:
        """Put the news of a section that has just been completed on the next page, or let the room pause over it."""
        pack = before.pack
        section = pack.section_of[question.id]
        was_open = steps.progress(pack, before.response, section).open
        if was_open and not steps.progress(pack, self.session.response, section).open:
            sections = steps.sections_that_apply(pack, self.session.response)
            done = [each for each in sections if not steps.progress(pack, self.session.response, each).open]
            title = section.title.within(self.words.language)
            if self.projector:
                self.finished = overviews.pause_page(title, len(done), len(sections), self.words)
                return
            self.news = self.words(
                "Section finished: {title}. {n} of {total} sections done.",
                title=title,
                n=len(done),
                total=len(sections),
            )

    def go(self, command: Command, question: Question | None) -> Flow[How | None]:  # noqa: C901  # a case for each
        """Follow a command given on any page of the interview."""
        now = self.desk.now()
        match command:
            case Command.BACK:
                before = self.session
                self.session = steps.go_back(self.session, now)
                if self.session == before:
                    self.news = self.words("This is the first question.")
            case Command.SKIP:
                self.session = steps.skip(self.session, now)
            case Command.REVIEW:
                self.session = steps.review(self.session, now)
                self.row = ""
            case command if command in REMARKS and question is not None:
                return (yield from self.remark(command, question))
            case Command.HELP:
                return (yield from self.help(question))
            case Command.MENU:
                return (yield from self.menu(question))
            case Command.SECTIONS:
                return (yield from self.sections())
            case Command.STOP:
                return (yield from self.stop())
            case Command.FINISH:
                return (yield from self.finish())
            case Command.QUIT:
                return (yield from self.keep()) or "interrupted"
            case Command.END:
                return (yield from self.keep()) or "stopped"
        return (yield from self.keep())

    def remark(self, command: Command, question: Question) -> Flow[How | None]:
        """Say something beside the answer."""
        done = yield from remark(command, self.session, question, self.words, self.desk.now())
        self.session, self.news = done.session, done.news
        if done.stopped is not None:
            return (yield from self.go(done.stopped.command, question))
        return (yield from self.keep())

    def help(self, question: Question | None) -> Flow[How | None]:
        """The help page of a question, or the keys."""
        if question is None:
            reply = yield screens.keys_page(self.words)
        else:
            reply = yield screens.help_page(self.session, question, self.words)
        return (yield from self.leave(reply))

    def menu(self, question: Question | None) -> Flow[How | None]:
        """Everything that can be done, as a list."""
        reply = yield from pick(overviews.menu_page(self.session, question, self.words), self.words)
        if isinstance(reply, Picked):
            value = reply.values[0]
            if value == "language":
                return (yield from self.language())
            if value in (screens.UNKNOWN, screens.NOT_APPLICABLE) and question is not None:
                return (yield from self.take(self.picked(question, reply.values)))
            if value != "on":
                return (yield from self.go(Command(value), question))
        return (yield from self.leave(reply))

    def language(self) -> Flow[How | None]:
        """Another language, in the middle of it all: the answers stay, they are ids."""
        reply = yield from pick(opening.language_page(self.words), self.words)
        if isinstance(reply, Picked):
            self.desk.speak(reply.values[0])
            response = replace(self.session.response, language=reply.values[0])
            self.session = replace(self.session, response=response)
            return (yield from self.keep())
        return (yield from self.leave(reply))

    def sections(self) -> Flow[How | None]:
        """Go to the first open question of a section, or to its first one."""
        reply = yield from pick(overviews.sections_page(self.session, self.words), self.words)
        if isinstance(reply, Picked):
            pack, response = self.session.pack, self.session.response
            section = next(each for each in pack.sections if each.id == reply.values[0])
            open_here = steps.progress(pack, response, section).open
            hidden = hidden_questions(pack, response)
            first = next(each for each in (*open_here, *section.questions) if each.id not in hidden)
            self.session = steps.go_to(self.session, first.id, self.desk.now())
            return (yield from self.keep())
        return (yield from self.leave(reply))

    def review(self) -> Flow[How | None]:
        """Check the answers; a picked one is opened and comes back here."""
        reply = yield from pick(
            overviews.review_page(self.session, self.words, start=self.row, news=self.news), self.words
        )
        self.news = self.row = ""
        match reply:
            case Picked((overviews.FINISH,)):
                return (yield from self.finish())
            case Picked(values):
                self.row = values[0]
                self.session = steps.go_to(self.session, values[0], self.desk.now(), from_review=True)
                return (yield from self.keep())
            case Pressed(command, _):
                return (yield from self.go(command, None))
        return None

    def finish(self) -> Flow[How | None]:
        """To the plan; by way of the open questions, if there are any."""
        still_open = [
            question
            for question in steps.progress(self.session.pack, self.session.response).open
            if question.type != "text"
        ]
        if still_open:
            reply = yield from pick(overviews.open_page(self.session, self.words), self.words)
            if not isinstance(reply, Picked):
                return (yield from self.leave(reply))
            if reply.values[0] == "answer":
                self.session = steps.go_to(self.session, still_open[0].id, self.desk.now())
                return (yield from self.keep())
        self.session = steps.finish(self.session, self.desk.now())
        self.keeper.unsaved = False  # what could not be saved so far is offered once more
        return (yield from self.keep()) or "finished"

    def stop(self) -> Flow[How | None]:
        """Save and stop?"""
        reply = yield overviews.stop_page(self.session, self.words)
        if isinstance(reply, Picked) and reply.values[0] == "stop":
            self.keeper.unsaved = False
            return (yield from self.keep()) or "stopped"
        return (yield from self.leave(reply))

    def leave(self, reply: Reply) -> Flow[How | None]:
        """Back to where the person was, unless the reply says to stop."""
        if isinstance(reply, Pressed) and reply.command in (Command.QUIT, Command.END, Command.STOP):
            return (yield from self.go(reply.command, self.session.question))
        return None

    def keep(self) -> Flow[How | None]:
        """Save before anything else is shown."""
        stopped = yield from self.keeper.keep(self.session.response)
        self.news = self.keeper.news or self.news
        return "interrupted" if stopped else None
