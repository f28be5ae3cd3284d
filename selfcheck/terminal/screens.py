"""A question and its own pages, and those for when saving fails. S numbers are those of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.relevance import applicable
from selfcheck.assessment.response import is_outdated
from selfcheck.assessment.session import progress
from selfcheck.assessment.session import sections_that_apply
from selfcheck.assessment.session import total_is_certain
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Heading
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import Row
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import numbered

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.session import Session
    from selfcheck.content.model import Question
    from selfcheck.words import Words

#: Values of rows that are no choices. No choice can have them: ids hold no colon.
UNKNOWN, NOT_APPLICABLE = "state:unknown", "state:not_applicable"

QUESTION_COMMANDS = (
    Command.BACK, Command.SKIP, Command.NOTE, Command.EVIDENCE, Command.UNSURE, Command.FOCUS, Command.HELP,
    Command.SECTIONS, Command.REVIEW, Command.STOP, Command.MENU,
)  # fmt: skip

#: Up to here a choice is one digit, and 9 and 0 are left for the two states.
DIGITS = 8


def question_page(
    session: Session,
    question: Question,
    words: Words,
    *,
    saved_at: str,
    unsaved: bool,
    news: str = "",
    error: str = "",
    typed: str = "",
    private: bool = True,
) -> ListPage | TextPage:
    """S6: a question, with the old answer marked if there is one; `typed` is what stood there unconfirmed.

    What was noted is shown only where the screen is `private`.
    """
    answer = session.response.answer(question.id)
    before = session.response.suggestion(question.id)
    again = is_outdated(question, before)
    heading = question_heading(session, question, words, saved_at=saved_at, unsaved=unsaved)
    news = news or (remarks(answer, words) if private else "")
    body = (question.text.within(words.language),)
    hint = question.hint.within(words.language) if question.hint else ""
    if again:
        hint = "\n".join(filter(None, (hint, _changed_since(question, before, words))))
    if question.type in ("text", "integer"):
        value = before.value if answer.value is None else answer.value
        remark = words("(last time)") if before.value is not None and not typed else ""
        return TextPage(
            heading=heading,
            body=(*body, *((hint,) if hint else ())),
            hint=remark,
            label=words("Answer:"),
            text=typed or ("" if value is None else str(value)),
            last_time=bool(remark),
            limit=500,
            error=error,
            news=news,
            enter=words("go on"),
            escape=Command.MENU,
            commands=QUESTION_COMMANDS,
        )
    multiple = question.type == "select_multiple"
    old, last = _row_values(answer), _row_values(before)
    rows = _choice_rows(question, old, last, words, multiple=multiple)
    if last and not again:
        old = last
    return ListPage(
        heading=heading,
        body=body,
        hint=hint,
        rows=rows,
        asks=True,
        start=old[0] if old else "",
        ticked=old,
        last_time=old == last != (),
        multiple=multiple,
        most=question.maximum if multiple else None,
        alone=tuple(choice.id for choice in question.choices if choice.exclusive),
        news=news,
        error=error,
        commands=QUESTION_COMMANDS,
    )


def remarks(answer: Answer, words: Words) -> str:
    """Everything that was noted about an answer, on one line: the short marks first."""
    said = [
        words("This matters to us now") if answer.focus else "",
        unsure_mark(answer, words),
        words("Evidence: {evidence}", evidence=answer.evidence) if answer.evidence else "",
        words("Note: {note}", note=answer.note) if answer.note else "",
    ]
    return ". ".join(filter(None, said))


def unsure_mark(answer: Answer, words: Words) -> str:
    """That somebody has to be asked, and who."""
    if answer.unsure is None:
        return ""
    return words("Not sure, ask {who}", who=answer.unsure) if answer.unsure else words("Not sure")


def _changed_since(question: Question, before: Answer, words: Words) -> str:
    """That the question was reworded, and what was answered to the old one."""
    said = [choice.label(words.language) for choice in question.choices if choice.id in before.chosen]
    shown = ", ".join(said) or str(before.value or "?")
    return words("The question has changed since last time, when you answered: {answer}.", answer=shown)


def _row_values(answer: Answer) -> tuple[str, ...]:
    """The rows that an answer stands for."""
    return (*answer.chosen, *((f"state:{answer.state}",) if answer.state else ()))


def _choice_rows(
    question: Question, old: tuple[str, ...], last: tuple[str, ...], words: Words, *, multiple: bool
) -> tuple[Row, ...]:
    """The choices and the states, with a remark on those that are the answer, or were it last time."""
    language = words.language
    remarks = dict.fromkeys(last, words("(last time)"))
    remarks |= {value: words("(your answer)") for value in old if not multiple or value.startswith("state:")}
    rows = [
        Row(
            key=str(n),
            value=choice.id,
            text=choice.text.within(language),
            remark=remarks.get(choice.id, ""),
            short=choice.label(language),
        )
        for n, choice in enumerate(question.choices, 1)
    ]
    states = [(UNKNOWN, "9" if len(rows) <= DIGITS else "99", words("I do not know yet, ask me later"))]
    if question.na:
        states.append((NOT_APPLICABLE, "0", words("This does not apply to us")))
    rows += [
        Row(
            key=key,
            value=value,
            text=text,
            apart=n == 0,
            remark=remarks.get(value, ""),
            short=text,
        )
        for n, (value, key, text) in enumerate(states)
    ]
    return tuple(rows)


def question_heading(
    session: Session, question: Question, words: Words, *, saved_at: str = "", unsaved: bool = False
) -> Heading:
    """The top of a question's own pages: where it stands, and what is done."""
    pack, response = session.pack, session.response
    questions = applicable(pack, response)
    done = progress(pack, response)
    sections = sections_that_apply(pack, response)
    section = pack.section_of[question.id]
    number = next((n for n, each in enumerate(questions, 1) if each.id == question.id), 0)
    place = next((n for n, each in enumerate(sections, 1) if each.id == section.id), 0)
    saved = words("NOT SAVED") if unsaved else words("saved {time}", time=saved_at) if saved_at else ""
    return Heading(
        left=pack.title.within(words.language),
        right=words("Question {n} of {total}", n=number, total=done.total)
        if total_is_certain(pack, response)
        else words("Question {n}", n=number),
        second_left=words(
            "Section {n} of {total}: {title}", n=place, total=len(sections), title=section.title.within(words.language)
        ),
        second_right=saved,
        done=done.answered / done.total if done.total else 0.0,
        unsaved=unsaved,
    )


def _about(session: Session, question: Question, title: str, words: Words) -> Heading:
    """The top of a page that belongs to a question."""
    return Heading(left=title, right=question_heading(session, question, words).right)


def help_page(session: Session, question: Question, words: Words) -> ReadPage:
    """S7: why this is asked, what to look for, an example, and the keys."""
    texts = (
        (words("Why we ask"), question.help.why),
        (words("What to look for"), question.help.look_for),
        (words("Example"), question.help.example),
    )
    parts = [(title, text.within(words.language)) for title, text in texts if text]
    if not parts:
        parts = [("", words("There is no extra explanation for this question."))]
    return ReadPage(
        heading=_about(session, question, words("Help: {short}", short=question.label(words.language)), words),
        parts=tuple(parts),
        keys=True,
        leave=words("Press any key to go back"),
    )


def keys_page(words: Words) -> ReadPage:
    """What the keys do, where no question is at hand."""
    heading = Heading(left=words("Help"))
    return ReadPage(heading=heading, parts=(), keys=True, leave=words("Press any key to go back"))


def note_page(session: Session, question: Question, words: Words, limit: int) -> TextPage:
    """S8: what the person wants to remember."""
    return TextPage(
        heading=_about(session, question, words("Note: {short}", short=question.label(words.language)), words),
        body=(words("Write what you want to remember: where the document is, who to ask, a link."),),
        hint=words("The note is printed in your plan."),
        label=words("Note:"),
        text=session.response.answer(question.id).note,
        limit=limit,
        may_delete=True,
        enter=words("save"),
    )


def evidence_page(session: Session, question: Question, words: Words, limit: int) -> TextPage:
    """Where it can be seen that the answer is true."""
    return TextPage(
        heading=_about(session, question, words("Evidence: {short}", short=question.label(words.language)), words),
        body=(words("Where can this be seen? Write a link, a file, a folder or a place."),),
        hint=words("The plan shows it beside your answer, so that nobody has to look for it again."),
        label=words("Evidence:"),
        text=session.response.answer(question.id).evidence,
        limit=limit,
        may_delete=True,
        enter=words("save"),
    )


def unsure_page(session: Session, question: Question, words: Words, limit: int) -> TextPage:
    """Whom to ask about an answer that is not certain."""
    return TextPage(
        heading=_about(session, question, words("Not sure: {short}", short=question.label(words.language)), words),
        body=(words("Who could tell? Write a person or a role, or leave it empty."),),
        hint=words("The plan then says whom to ask. Your answer stays as it is."),
        label=words("Ask:"),
        limit=limit,
        enter=words("save"),
    )


def unsaved_page(path: Path, reason: str, words: Words) -> ListPage:
    """S17: the disk does not take the answers."""
    return ListPage(
        heading=Heading(left=words("Your answer could not be saved"), unsaved=True),
        body=(words("File:"), str(path), reason),
        rows=numbered(
            (
                ("again", words("Try again")),
                ("elsewhere", words("Save in another folder")),
                ("without", words("Go on without saving (nothing is lost while this window is open)")),
            )
        ),
        start="again",
    )


def folder_page(words: Words, error: str = "") -> TextPage:
    """Which folder to save in instead."""
    return TextPage(
        heading=Heading(left=words("Save in another folder")),
        body=(words("Write the path of a folder that can be written to, for example on a memory stick."),),
        label=words("Folder:"),
        error=error,
        enter=words("save"),
    )
