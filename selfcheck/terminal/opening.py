"""The pages before the first question: where to begin, in which language, for whom.

S numbers are those of the specification.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.relevance import applicable
from selfcheck.assessment.session import progress
from selfcheck.assessment.session import sections_that_apply
from selfcheck.content.model import list_within
from selfcheck.terminal.pages import LIST_COMMANDS
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Heading
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import Row
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import numbered
from selfcheck.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from selfcheck.assessment.places import Saved
    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Pack
    from selfcheck.terminal.pages import Flow
    from selfcheck.words import Words


def packs_page(packs: Iterable[Pack], broken: Iterable[str], words: Words) -> ListPage:
    """S3: which questions. Those that have mistakes are named, and cannot be picked."""
    rows = [
        Row(
            key=str(n),
            value=str(n),
            text=pack.title.within(words.language),
            aside=words(
                "{total} questions, about {minutes} minutes.", total=len(pack.questions), minutes=minutes(pack)
            ),
        )
        for n, pack in enumerate(packs, 1)
    ]
    left_out = ", ".join(broken)
    return ListPage(
        heading=Heading(left=words("Choose a question set")),
        rows=tuple(rows),
        start=rows[0].value,
        news=words("Left out, because there are mistakes in it: {names}", names=left_out) if left_out else "",
        commands=LIST_COMMANDS,
    )


def start_page(pack: Pack, folder: Path, saved: list[Saved], words: Words, *, news: str = "") -> ListPage:
    """S1: where everything begins. An unfinished check comes first and is highlighted."""
    unfinished = [item for item in saved if not item.response.finished and item.response.pack.id == pack.id]
    labels = [(f"continue:{item.path}", _continue_label(pack, item.response, words)) for item in unfinished[:1]]
    labels += [("new", words("Start a new check"))]
    labels += [("saved", words("Saved checks and plans"))] if saved else []
    labels += [
        ("language", "Language / Dil / Jezik"),
        ("plain", words("Plain questions for screen readers")),
        ("stop", words("Stop")),
    ]
    return ListPage(
        heading=Heading(left="selfcheck", right=LANGUAGES[words.language]),
        body=(
            words(
                "Answer questions about how your organisation works. At the end you get a written action plan with"
                " advice and links."
            ),
        ),
        rows=numbered(labels),
        start=labels[0][0],
        hint="\n".join(
            (
                words(
                    "Takes about {minutes} minutes. You can stop at any time and continue later.", minutes=minutes(pack)
                ),
                words("Your answers stay on this computer: {folder}", folder=folder),
                words("Nothing is sent anywhere."),
            )
        ),
        news=news,
        cramped=words("Make this window larger, or use: selfcheck start --accessible"),
        commands=(Command.HELP, Command.STOP),
    )


def _continue_label(pack: Pack, response: Response, words: Words) -> str:
    done = progress(pack, response)
    return words(
        "Continue: {organisation}, {done} of {total}, {date}",
        organisation=response.organisation,
        done=done.answered,
        total=done.total,
        date=moment(response.changed),
    )


def moment(stamped: str) -> str:
    """A stamped time as people read it: the day and the minute."""
    return stamped[:16].replace("T", " ")


def minutes(pack: Pack) -> int:
    """How long the questions take: as the pack says, or three quarters of a minute each."""
    return pack.minutes or max(1, round(len(pack.questions) * 0.75))


def language_page(words: Words) -> ListPage:
    """S2: each language in its own words."""
    return ListPage(
        heading=Heading(left="selfcheck"),
        body=("Language / Dil / Jezik",),
        rows=numbered(LANGUAGES.items()),
        start=words.language,
        commands=LIST_COMMANDS,
    )


def saved_page(pack: Pack, saved: list[Saved], words: Words) -> ListPage:
    """What is saved, the last changed first."""
    rows = []
    for n, item in enumerate(saved, 1):
        done = progress(pack, item.response)
        state = (
            words("finished")
            if item.response.finished
            else words("{done} of {total}", done=done.answered, total=done.total)
        )
        rows.append(
            Row(
                key=str(n),
                value=str(item.path),
                text=item.response.organisation,
                aside=f"{state}, {moment(item.response.changed)}",
            )
        )
    return ListPage(
        heading=Heading(left=words("Saved checks and plans")),
        rows=tuple(rows),
        start=rows[0].value,
        commands=LIST_COMMANDS,
    )


def organisation_page(pack: Pack, words: Words, error: str = "") -> TextPage:
    """S4: whose check it is."""
    return TextPage(
        heading=Heading(left=pack.title.within(words.language)),
        body=(words("What is your organisation called?"),),
        hint=words("The name appears in the plan and in the file name. You can write a code name."),
        label=words("Name:"),
        limit=200,
        error=error,
        enter=words("go on"),
    )


def always_plain(words: Words) -> Flow[bool | None]:
    """Whether plain questions are wanted every time on this computer; None where the person does not say."""
    reply = yield ListPage(
        heading=Heading(left=words("Use plain questions every time on this computer?")),
        rows=numbered((("yes", words("Yes, every time")), ("no", words("No, only when I ask for them")))),
        start="no",
        yes_no=True,
    )
    return reply.values[0] == "yes" if isinstance(reply, Picked) else None


def really_forget(going: Iterable[Path], words: Words) -> Flow[bool]:
    """Whether these files are really to be deleted."""
    reply = yield ListPage(
        heading=Heading(left=words("Delete these files?")),
        body=(*map(str, going), words("They cannot be brought back.")),
        rows=numbered((("yes", words("Yes, delete them")), ("no", words("No, keep them")))),
        start="no",
        yes_no=True,
        commands=(Command.BACK,),
    )
    return isinstance(reply, Picked) and reply.values[0] == "yes"


def before_page(pack: Pack, response: Response, path: Path, words: Words) -> ReadPage:
    """S5: what to have at hand, how to choose, and where the answers are kept."""
    language = words.language
    items = list_within(pack.before, language)
    guidance = list_within(pack.guidance, language)
    total = len(applicable(pack, response))
    sections = len(sections_that_apply(pack, response))
    size = words(
        "{total} questions in {sections} sections, about {minutes} minutes.",
        total=total, sections=sections, minutes=minutes(pack),
    )  # fmt: skip
    calm = words(
        "There are no wrong answers. If you do not know something, say so: the plan will tell you how to find out."
    )
    parts = [("", size), (words("Answers are saved after every question in"), str(path))]
    if response.last_time:
        last_time = words(
            "Your answers of {date} are shown as “(last time)”. Each counts when you confirm it with Enter, or choose"
            " another one. Your notes are kept.",
            date=response.last_time.date,
        )
        parts.append((words("Starting from last time"), last_time))
    if items:
        parts.append((words("It helps to have at hand:"), "\n".join(f"- {item}" for item in items)))
    parts.append((words("How to choose"), "\n".join(guidance or (calm,))))
    heading = Heading(left=words("Before you start"))
    return ReadPage(heading=heading, parts=tuple(parts), leave=words("Press any key to begin"))


def continue_page(pack: Pack, response: Response, words: Words) -> ListPage:
    """S16: an unfinished check of the same organisation is there already."""
    return ListPage(
        heading=Heading(left=words("You have a check that is not finished")),
        body=(_continue_label(pack, response, words),),
        rows=numbered(
            (
                ("continue", words("Continue where I stopped")),
                ("new", words("Start again (the old answers are kept in their own file)")),
            )
        ),
        start="continue",
        commands=LIST_COMMANDS,
    )
