"""The pages of a training, between one organisation and the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.session import progress
from selfcheck.terminal.opening import moment
from selfcheck.terminal.pages import LIST_COMMANDS
from selfcheck.terminal.pages import Heading
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import Row
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import numbered
from selfcheck.terminal.summary import render_summary

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Pack
    from selfcheck.terminal.desk import Desk
    from selfcheck.terminal.plans import Written
    from selfcheck.words import Words

Responses = list[tuple["Path", "Response"]]


def room_page(place: Path, responses: Responses, words: Words) -> ListPage:
    """Where a training stands: who is next, what is not finished."""
    first = words("Next organisation") if responses else words("First organisation")
    labels = [("next", first)]
    if any(not response.finished for _, response in responses):
        labels.append(("unfinished", words("Go on with an organisation that is not finished")))
    labels += [("language", "Language / Dil / Jezik"), ("end", words("End the training"))]
    return ListPage(
        heading=Heading(
            left=words("Training {date}", date=place.name.removeprefix("training-")[:10]),
            right=words("Organisations: {n}", n=len(responses)),
        ),
        body=(
            words("Each organisation answers on its own. Afterwards the screen and what scrolled away are wiped."),
            words("The key . (full stop) hides the screen while you talk."),
        ),
        hint=words("Answers and plans are kept in {folder}", folder=place.parent),
        rows=numbered(labels),
        start="next",
        commands=LIST_COMMANDS,
    )


def waiting_page(waiting: Responses, pack: Pack, words: Words) -> ListPage:
    """The organisations of this training that were left in the middle."""
    rows = [
        Row(key=str(n), value=str(path), text=response.organisation, aside=_answered(response, pack, words))
        for n, (path, response) in enumerate(waiting, 1)
    ]
    return ListPage(
        heading=Heading(left=words("Not finished yet")),
        rows=tuple(rows),
        start=rows[0].value,
        commands=LIST_COMMANDS,
    )


def _answered(response: Response, pack: Pack, words: Words) -> str:
    done = progress(pack, response)
    return words("{done} of {total} answered", done=done.answered, total=done.total)


def result_page(desk: Desk, response: Response, number: int, news: str, *, written: bool) -> ListPage:
    """An organisation has come to an end, or paused: no score is on the wall unless somebody asks for it."""
    words = desk.words
    left = (
        words("Organisation {n} is finished", n=number)
        if written
        else words("Organisation {n} is not finished yet", n=number)
    )
    kept = (
        words("Plan and answers are saved in {folder}", folder=desk.path.parent)
        if written
        else words("The answers are saved in {folder}", folder=desk.path.parent)
    )
    labels = [("next", words("Next organisation"))]
    labels += [("look", words("Look at this result (visible to everyone!)"))] if written else []
    labels += [
        ("copy", words("Copy this result to a USB stick or folder")),
        ("end", words("End the training")),
    ]
    return ListPage(
        heading=Heading(left=left, right=words("Training {date}", date=moment(response.changed)[:10])),
        body=(f"{response.organisation}: {_answered(response, desk.pack, words)}. {kept}",),
        rows=numbered(labels),
        start="next",
        news=news,
        commands=LIST_COMMANDS,
    )


def look_page(written: Written, words: Words) -> ReadPage:
    """A result, for everyone in the room to see."""
    text = render_summary(written.plan, words, None, plan_path=written.path, answers_path=None)
    return ReadPage(
        heading=Heading(left=written.plan.organisation),
        parts=(("", text),),
        leave=words("Press any key to go back"),
    )


def copy_page(words: Words, error: str = "") -> TextPage:
    """Where to copy a result to."""
    return TextPage(
        heading=Heading(left=words("Copy this result to a USB stick or folder")),
        body=(words("Write the path of the stick or folder. The organisation gets a folder of its own there."),),
        label=words("Folder:"),
        error=error,
        enter=words("copy"),
    )


def closing_page(responses: Responses, pack: Pack, place: Path, words: Words) -> ReadPage:
    """What the training leaves: each organisation, how far it is, and where its files are."""
    parts = [
        (response.organisation, f"{_answered(response, pack, words)}\n{path.parent}") for path, response in responses
    ]
    about = (
        words("The list of this training, for comparing and counting:"),
        str(place),
    )
    return ReadPage(
        heading=Heading(left=words("The training ends"), right=words("Organisations: {n}", n=len(responses))),
        parts=(*parts, about),
        leave=words("Press any key to go on"),
    )


def keep_page(words: Words) -> ListPage:
    """Keep the files, or delete them?"""
    return ListPage(
        heading=Heading(left=words("Keep the files on this computer, or delete them?")),
        body=(words("Delete them only when every organisation has a copy of its own."),),
        rows=numbered((("keep", words("Keep the files")), ("delete", words("Delete the files")))),
        start="keep",
        commands=LIST_COMMANDS,
    )


def delete_page(count: int, words: Words) -> ListPage:
    """Once more, because it cannot be undone."""
    return ListPage(
        heading=Heading(left=words("Delete all answers and plans of this training?")),
        body=(words("Organisations: {n}", n=count) + ". " + words("They cannot be brought back."),),
        rows=numbered((("delete", words("Yes, delete them")), ("keep", words("No, keep them")))),
        start="keep",
        yes_no=True,
        commands=LIST_COMMANDS,
    )
