"""A training: several organisations one after another on one laptop, often on a wall.

Between two of them everything that was shown is wiped. No score is seen unless somebody asks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

from selfcheck.assessment.places import forget
from selfcheck.assessment.places import plan_place
from selfcheck.assessment.response_file import read_response
from selfcheck.assessment.training import response_paths
from selfcheck.assessment.training import with_response
from selfcheck.assessment.training import write_training
from selfcheck.files import delete_files
from selfcheck.problems import SelfcheckError
from selfcheck.terminal import room
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import Typed
from selfcheck.terminal.pages import Wipe
from selfcheck.terminal.picking import pick
from selfcheck.terminal.welcome import Wish
from selfcheck.terminal.welcome import choose_language
from selfcheck.terminal.welcome import organisation
from selfcheck.terminal.welcome import prepare
from selfcheck.terminal.welcome import take_up
from selfcheck.terminal.welcome import talk

if TYPE_CHECKING:
    from selfcheck.assessment.response import Response
    from selfcheck.assessment.training import Training
    from selfcheck.terminal.desk import Desk
    from selfcheck.terminal.interview import Ending
    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.pages import Reply
    from selfcheck.terminal.plans import Written
    from selfcheck.words import Words

#: What comes next: the training goes on, comes to its end with its last questions, or stops at once.
Step = Literal["on", "end", "stop", "interrupted"]


class Closing(Struct, frozen=True):
    """How a training was left, and whether its files were deleted then."""

    interrupted: bool
    deleted: bool = False


class Trainer:
    """One training from its first organisation to its end. Its file is at `place`, written down with each of them."""

    def __init__(self, desk: Desk, place: Path, training: Training, *, show_results: bool) -> None:
        """Keep the responses at `desk`; a result is seen at once only with `show_results`."""
        self.desk = desk
        self.place = place
        self.training = training
        self.show_results = show_results

    @property
    def words(self) -> Words:
        """The words of the language that is spoken now."""
        return self.desk.words

    def run(self, *, ask_language: bool) -> Flow[Closing]:
        """Ask one organisation after another until the training ends."""
        step = _step((yield from prepare(self.desk, ask_language=ask_language)))
        while step == "on":
            step = yield from self.go_on()
        deleted = step == "end" and (yield from self.end())
        yield Wipe()
        return Closing(interrupted=step == "interrupted", deleted=deleted)

    def go_on(self) -> Flow[Step]:
        """Between two organisations."""
        page = room.room_page(self.place, self.responses(), self.words)
        reply = yield from pick(page, self.words)
        match reply:
            case Picked(("next",)):
                return (yield from self.organisation((yield from organisation(self.desk))))
            case Picked(("unfinished",)):
                return (yield from self.unfinished())
            case Picked(("language",)):
                return _step((yield from choose_language(self.desk)))
            case Picked(_):
                return "end"
        return _left(reply)

    def responses(self) -> list[tuple[Path, Response]]:
        """The responses of the training that can be read, in the order in which they were begun."""
        found = []
        for path in response_paths(self.place, self.training):
            try:
                found.append((path, read_response(path).response))
            except SelfcheckError:
                continue
        return found

    def unfinished(self) -> Flow[Step]:
        """Go on with an organisation that was left in the middle."""
        waiting = [(path, response) for path, response in self.responses() if not response.finished]
        reply = yield from pick(room.waiting_page(waiting, self.desk.pack, self.words), self.words)
        if not isinstance(reply, Picked):
            return _left(reply, back="on")
        return (yield from self.organisation(Wish("open", path=Path(reply.values[0]))))

    def organisation(self, wish: Wish | None) -> Flow[Step]:
        """One organisation from its first question to its plan; afterwards nothing of it is left on the screen."""
        session = None if wish is None else take_up(self.desk, wish)
        if wish is None or session is None:
            return _step(wish)
        number = self.note_down(self.desk.path)
        ending = yield from talk(self.desk, session, new=wish.what == "new", projector=True)
        step: Step = "interrupted" if ending.how == "interrupted" else (yield from self.result(ending, number))
        self.desk.close()
        yield Wipe()
        return step

    def note_down(self, path: Path) -> int:
        """Put a response into the training's own file, and tell its place there, from 1."""
        relative = path.resolve().relative_to(self.place.parent.resolve()).as_posix()
        self.training = with_response(self.training, relative)
        write_training(self.place, self.training)
        return self.training.responses.index(relative) + 1

    def result(self, ending: Ending, number: int) -> Flow[Step]:
        """What to do with what has come out: look at it, take it along, go on, or end the training."""
        written, news = self.plan(ending)
        look = self.show_results and written is not None
        while True:
            if look and written is not None:
                reply: Reply = yield room.look_page(written, self.words)
                look = False
                if _left(reply, back="on") != "on":
                    return _left(reply)
            page = room.result_page(self.desk, ending.session.response, number, news, written=written is not None)
            reply = yield from pick(page, self.words)
            match reply:
                case Picked(("look",)):
                    look = True
                case Picked(("copy",)):
                    news = yield from self.copy()
                case Picked(("end",)):
                    return "end"
                case Picked(_):
                    return "on"
                case _:
                    return _left(reply, back="on")

    def plan(self, ending: Ending) -> tuple[Written | None, str]:
        """The plan of a finished check, written to its usual place; or why it could not be."""
        if ending.how != "finished":
            return None, ""
        try:
            return self.desk.write_plan(ending.session.response, plan_place(self.desk.path)), ""
        except SelfcheckError as error:
            return None, self.words.sentence(error.message)

    def copy(self) -> Flow[str]:
        """Copy the result to a stick or a folder; gives the news of it."""
        error = ""
        while True:
            reply = yield room.copy_page(self.words, error)
            if not isinstance(reply, Typed) or not reply.text.strip():
                return ""
            try:
                target = self.desk.copy(Path(reply.text.strip()).expanduser())
            except SelfcheckError as problem:
                error = self.words.sentence(problem.message)
            else:
                return self.words("Copied to {path}", path=target)

    def end(self) -> Flow[bool]:
        """Show what the training leaves, and keep it or delete it. True where it was deleted."""
        responses = self.responses()
        if not responses:
            return False
        yield room.closing_page(responses, self.desk.pack, self.place, self.words)
        reply = yield from pick(room.keep_page(self.words), self.words)
        if not isinstance(reply, Picked) or reply.values[0] == "keep":
            return False
        reply = yield from pick(room.delete_page(len(responses), self.words), self.words)
        if not isinstance(reply, Picked) or reply.values[0] != "delete":
            return False
        for path, _ in responses:
            forget(path)
        delete_files((self.place,))
        return True


def _step(wish: Wish | None) -> Step:
    """What a wish that names no check means for the training."""
    if wish is None:
        return "on"
    return "interrupted" if wish.what == "interrupted" else "stop"


def _left(reply: Reply, *, back: Step = "end") -> Step:
    """What a reply means that picks nothing: Ctrl-C and Ctrl-D stop at once, `q` comes to the end, Esc goes `back`."""
    if not isinstance(reply, Pressed):
        return back
    steps: dict[Command, Step] = {Command.QUIT: "interrupted", Command.END: "stop", Command.STOP: "end"}
    return steps.get(reply.command, back)
