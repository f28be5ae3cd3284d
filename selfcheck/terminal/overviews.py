"""The pages that look over all questions: the menu, the sections, the review.

S numbers are those of the specification.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.relevance import applicable
from selfcheck.assessment.response import OPEN
from selfcheck.assessment.response import is_outdated
from selfcheck.assessment.session import progress
from selfcheck.assessment.session import sections_that_apply
from selfcheck.terminal.pages import LIST_COMMANDS
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Heading
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import Row
from selfcheck.terminal.pages import numbered
from selfcheck.terminal.screens import NOT_APPLICABLE
from selfcheck.terminal.screens import UNKNOWN
from selfcheck.terminal.screens import remarks

if TYPE_CHECKING:
    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.response import Response
    from selfcheck.assessment.session import Progress
    from selfcheck.assessment.session import Session
    from selfcheck.content.model import Question
    from selfcheck.words import Words

#: The value of the last row of the review. No question can have it: ids hold no colon.
FINISH = "row:finish"


def menu_page(session: Session, question: Question | None, words: Words) -> ListPage:
    """S9: everything that can be done from a question."""
    answer = session.response.answer(question.id) if question else OPEN
    rows = (
        ("on", words("Go on with this question"), ""),
        *_states(question, words),
        (Command.BACK.value, words("Previous question"), "←"),
        (Command.SKIP.value, words("Skip this question for now"), "→"),
        (Command.NOTE.value, words("Write a note"), "n"),
        (Command.EVIDENCE.value, words("Say where this can be seen (evidence)"), "e"),
        (
            Command.UNSURE.value,
            words("Not sure: ask somebody") if answer.unsure is None else words("We are sure now"),
            "u",
        ),
        (
            Command.FOCUS.value,
            words("It does not matter most any more") if answer.focus else words("This matters to us now"),
            "f",
        ),
        (Command.SECTIONS.value, words("Go to another section"), "s"),
        (Command.REVIEW.value, words("Look at all my answers"), "r"),
        ("language", "Language / Dil / Jezik", ""),
        (Command.HELP.value, words("Help"), "?"),
        (Command.STOP.value, words("Save and stop, continue another day"), "q"),
    )
    return ListPage(
        heading=Heading(left=words("Menu"), right=_counted(session, words)),
        rows=tuple(Row(key=str(n), value=value, text=text, aside=key) for n, (value, text, key) in enumerate(rows, 1)),
        start="on",
        commands=LIST_COMMANDS,
    )


def _states(question: Question | None, words: Words) -> tuple[tuple[str, str, str], ...]:
    """The states that a question to type on cannot offer on its own page."""
    if question is None or question.choices:
        return ()
    unknown = (UNKNOWN, words("I do not know yet, ask me later"), "")
    return (unknown, (NOT_APPLICABLE, words("This does not apply to us"), "")) if question.na else (unknown,)


def _counted(session: Session, words: Words) -> str:
    done = progress(session.pack, session.response)
    return words("{done} of {total} answered", done=done.answered, total=done.total)


def sections_page(session: Session, words: Words) -> ListPage:
    """S10: how far each section is."""
    rows = []
    here = session.question
    start = ""
    for n, section in enumerate(sections_that_apply(session.pack, session.response), 1):
        done = progress(session.pack, session.response, section)
        status = _status(done, words)
        count = words("{done} of {total}", done=done.answered, total=done.total)
        rows.append(
            Row(key=str(n), value=section.id, text=section.title.within(words.language), aside=f"{status}, {count}")
        )
        if here is not None and session.pack.section_of[here.id].id == section.id:
            start = section.id
    return ListPage(
        heading=Heading(left=words("Sections"), right=_counted(session, words)),
        body=(words("Enter goes to the first open question of a section."),),
        rows=tuple(rows),
        start=start or rows[0].value,
        commands=LIST_COMMANDS,
    )


def _status(done: Progress, words: Words) -> str:
    if not done.open:
        return words("Completed")
    return words("In progress") if done.answered else words("Not started")


def review_page(session: Session, words: Words, *, start: str = "", news: str = "") -> ListPage:
    """S11: all answers, the first open one highlighted, and the way to the plan."""
    pack, response = session.pack, session.response
    done = progress(pack, response)
    rows: list[Row] = []
    section_id = ""
    for n, question in enumerate(applicable(pack, response), 1):
        section = pack.section_of[question.id]
        if section.id != section_id:
            section_id = section.id
            rows.append(Row(key="", value="", text=section.title.within(words.language)))
        answer = response.answer(question.id)
        rows.append(
            Row(
                key=str(n),
                value=question.id,
                text=question.label(words.language),
                aside=" ".join(filter(None, (_signs(answer), short_answer(question, answer, words)))),
                said=". ".join(filter(None, (short_answer(question, answer, words), remarks(answer, words)))),
            )
        )
    rows.append(Row(key="f", value=FINISH, text=words("Finish: write my action plan")))
    open_count = len(done.open)
    body = (
        words("Open: {n}. The plan will list them.", n=open_count)
        if open_count
        else words("You can change any answer before the plan is written.")
    )
    return ListPage(
        heading=Heading(left=words("Check your answers"), right=_counted(session, words)),
        body=(body,),
        rows=tuple(rows),
        start=start or (done.open[0].id if done.open else FINISH),
        pinned=True,
        news=news,
        signs=_legend(response, words),
        commands=(Command.FINISH, *LIST_COMMANDS),
    )


def _signs(answer: Answer) -> str:
    """Signs for what was noted about an answer; the legend says what they mean."""
    marks = {"*": answer.focus, "?": answer.unsure is not None, "+": bool(answer.note or answer.evidence)}
    return "".join(sign for sign, given in marks.items() if given)


def _legend(response: Response, words: Words) -> str:
    """What the signs mean that stand on the review."""
    shown = set().union(*(_signs(answer) for answer in response.answers.values()))
    meanings = {"*": words("* matters now"), "?": words("? not sure"), "+": words("+ note or evidence")}
    return "   ".join(meaning for sign, meaning in meanings.items() if sign in shown)


def short_answer(question: Question, answer: Answer, words: Words) -> str:
    """An answer in a few words."""
    if answer.state == "unknown":
        return words("I do not know yet")
    if answer.state == "not_applicable":
        return words("Does not apply")
    if answer.value is not None:
        return str(answer.value)
    if answer.is_open:
        return words("NOT ANSWERED")
    if is_outdated(question, answer):
        return words("CHECK AGAIN")
    chosen = [choice.label(words.language) for choice in question.choices if choice.id in answer.chosen]
    return ", ".join(chosen)


def open_page(session: Session, words: Words) -> ListPage:
    """S12: open questions before finishing."""
    count = len(progress(session.pack, session.response).open)
    return ListPage(
        heading=Heading(left=words("Open questions: {n}", n=count)),
        body=(
            words("The plan can be written now. Open questions are listed in it, so that you can come back to them."),
        ),
        rows=numbered((("answer", words("Answer the open questions first")), ("write", words("Write the plan now")))),
        start="answer",
        commands=LIST_COMMANDS,
    )


def stop_page(session: Session, words: Words) -> ListPage:
    """S15: save and stop?"""
    return ListPage(
        heading=Heading(left=words("Save and stop?")),
        body=(_counted(session, words) + ". " + words("Everything is saved."),),
        rows=numbered((("stop", words("Stop now, continue another day")), ("on", words("Go on with the questions")))),
        start="stop",
        yes_no=True,
        commands=(Command.BACK,),
    )


def pause_page(title: str, n: int, total: int, words: Words) -> ReadPage:
    """Between two sections, for a room that wants to talk."""
    return ReadPage(
        heading=Heading(left=words("Section finished: {title}", title=title)),
        parts=(("", words("{n} of {total} sections done.", n=n, total=total)),),
        leave=words("Press any key for the next section"),
    )
