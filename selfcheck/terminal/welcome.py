"""The conversation before the questions: which check, in which language, for whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.content.characters import one_line
from selfcheck.terminal import opening
from selfcheck.terminal.interview import Ending
from selfcheck.terminal.interview import Interview
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import Typed
from selfcheck.terminal.picking import pick

if TYPE_CHECKING:
    from selfcheck.assessment.response import Response
    from selfcheck.assessment.session import Session
    from selfcheck.terminal.desk import Desk
    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.pages import Reply


class Wish(Struct, frozen=True):
    """What the person wants: a new check for an organisation, a saved one, plain questions instead, or to stop.

    A new check may start from an `earlier` one.
    """

    what: Literal["new", "open", "plain", "stop", "interrupted"]
    organisation: str = ""
    path: Path | None = None
    earlier: Response | None = None


def visit(desk: Desk, *, ask_language: bool) -> Flow[Wish | Ending]:
    """The whole of it: the start page, then the questions of the check that was chosen there."""
    wish = yield from prepare(desk, ask_language=ask_language)
    if wish is None:
        wish = yield from start(desk)
    return (yield from follow(desk, wish))


def check(
    desk: Desk,
    organisation_name: str,
    *,
    ask_language: bool,
    earlier: Response | None = None,
    projector: bool = False,
) -> Flow[Wish | Ending]:
    """A check without the start page: for the named organisation, or the one that is asked for."""
    wish = yield from prepare(desk, ask_language=ask_language)
    name = one_line(organisation_name)
    if wish is None:
        wish = yield from begin_or_continue(desk, name) if name else organisation(desk)
    wish = wish or Wish("stop")
    if wish.what == "new":
        wish = replace(wish, earlier=earlier)
    return (yield from follow(desk, wish, projector=projector))


def prepare(desk: Desk, *, ask_language: bool) -> Flow[Wish | None]:
    """What has to be known before anything else: the language, and which of several packs."""
    wish = (yield from choose_language(desk)) if ask_language else None
    if wish is None and len(desk.shelf) > 1:
        wish = yield from choose_pack(desk)
    return wish


def follow(desk: Desk, wish: Wish, language: str | None = None, *, projector: bool = False) -> Flow[Wish | Ending]:
    """Open what the person wants, and talk about it until the end; a saved check in its own language, unless told."""
    session = take_up(desk, wish, language)
    if session is None:
        return wish
    return (yield from talk(desk, session, new=wish.what == "new", projector=projector))


def talk(desk: Desk, session: Session, *, new: bool, projector: bool = False) -> Flow[Ending]:
    """The questions, from where the session stands; a new check begins with what to have at hand."""
    if new:
        reply = yield opening.before_page(desk.pack, session.response, desk.path, desk.words)
        left = leaving(reply)
        if left is not None:
            return Ending("interrupted" if left.what == "interrupted" else "stopped", session)
    interview = Interview(desk, session, projector=projector)
    if desk.edited:
        interview.news = desk.words(
            "{path} was changed outside selfcheck; the answers are taken as they are.", path=desk.path.name
        )
    return (yield from interview.run())


def take_up(desk: Desk, wish: Wish, language: str | None = None) -> Session | None:
    """Begin the check that is wanted, or open the saved one; None where neither is."""
    if wish.what == "new":
        return desk.begin(wish.organisation, wish.earlier)
    if wish.what != "open" or wish.path is None:
        return None
    session = desk.resume(wish.path)
    if language is not None:
        desk.speak(language)
    return session


def start(desk: Desk) -> Flow[Wish]:
    """The start page, until it is clear what the person wants."""
    while True:
        kept = desk.kept()
        news = desk.words.sentence(kept.damaged[0].message) if kept.damaged else ""
        page = opening.start_page(desk.pack, desk.folder, kept.saved, desk.words, news=news)
        reply = yield from pick(page, desk.words)
        match reply:
            case Picked(("new",)):
                wish = yield from organisation(desk)
            case Picked(("saved",)):
                wish = yield from choose_saved(desk)
            case Picked(("language",)):
                wish = yield from choose_language(desk)
            case Picked(("plain",)):
                return Wish("plain")
            case Picked(("stop",)):
                return Wish("stop")
            case Picked((value,)):
                return Wish("open", path=Path(value.removeprefix("continue:")))
            case _:
                wish = leaving(reply)
        if wish is not None:
            return wish


def organisation(desk: Desk) -> Flow[Wish | None]:
    """Ask for the organisation; if it has an unfinished check, ask whether to go on with that one."""
    error = ""
    while True:
        reply = yield opening.organisation_page(desk.pack, desk.words, error)
        if not isinstance(reply, Typed):
            return leaving(reply)
        name = one_line(reply.text)
        if name:
            return (yield from begin_or_continue(desk, name))
        error = desk.words("Write a name, or a code name such as A.")


def begin_or_continue(desk: Desk, name: str) -> Flow[Wish | None]:
    """A new check, unless there is an unfinished one and the person wants that."""
    unfinished = [
        item
        for item in desk.saved()
        if item.response.organisation == name and not item.response.finished and item.response.pack.id == desk.pack.id
    ]
    if unfinished:
        reply = yield from pick(opening.continue_page(desk.pack, unfinished[0].response, desk.words), desk.words)
        match reply:
            case Picked(("continue",)):
                return Wish("open", path=unfinished[0].path)
            case Picked(_):
                pass
            case _:
                return leaving(reply)
    return Wish("new", organisation=name)


def choose_saved(desk: Desk) -> Flow[Wish | None]:
    """Pick one of the saved checks."""
    saved = desk.saved()
    if not saved:
        return None
    reply = yield from pick(opening.saved_page(desk.pack, saved, desk.words), desk.words)
    return Wish("open", path=Path(reply.values[0])) if isinstance(reply, Picked) else leaving(reply)


def choose_language(desk: Desk) -> Flow[Wish | None]:
    """Pick a language."""
    reply = yield from pick(opening.language_page(desk.words), desk.words)
    if isinstance(reply, Picked):
        desk.speak(reply.values[0])
        desk.language_chosen = reply.values[0]
        return None
    return leaving(reply)


def choose_pack(desk: Desk) -> Flow[Wish | None]:
    """Pick one of several packs."""
    packs = [pack for _, pack in desk.shelf]
    reply = yield from pick(opening.packs_page(packs, desk.left_out, desk.words), desk.words)
    if isinstance(reply, Picked):
        desk.take(*desk.shelf[int(reply.values[0]) - 1])
        return None
    return leaving(reply) or Wish("stop")


def leaving(reply: Reply) -> Wish | None:
    """What a reply that picks nothing means: to stop, or to go back."""
    if isinstance(reply, Pressed) and reply.command is Command.QUIT:
        return Wish("interrupted")
    if isinstance(reply, Pressed) and reply.command in (Command.STOP, Command.END):
        return Wish("stop")
    return None
