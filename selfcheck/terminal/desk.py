"""Where a conversation keeps what comes of it: one response file at a time, held for this window alone."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from selfcheck.assessment.places import ENDING
from selfcheck.assessment.places import belongings
from selfcheck.assessment.places import kept_responses
from selfcheck.assessment.places import new_id
from selfcheck.assessment.places import new_place
from selfcheck.assessment.places import plan_place
from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import start_from
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.response_file import read_response
from selfcheck.assessment.response_file import write_response
from selfcheck.assessment.session import begin
from selfcheck.files import hold
from selfcheck.files import read_file
from selfcheck.files import write_file
from selfcheck.problems import SelfcheckError
from selfcheck.problems import Sentence
from selfcheck.problems import say
from selfcheck.terminal.plans import write_plan
from selfcheck.terminal.reading_back import Drawer
from selfcheck.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from selfcheck.assessment.places import Kept
    from selfcheck.assessment.places import Saved
    from selfcheck.assessment.response import Response
    from selfcheck.assessment.session import Session
    from selfcheck.content.model import Pack
    from selfcheck.terminal.plans import Written


class Desk:
    """Keeps the response of one conversation, and writes its plan. Close it when the conversation is over."""

    def __init__(
        self, pack: Pack, pack_folder: Path, folder: Path, words: Words, clock: Callable[[], datetime]
    ) -> None:
        """Keep responses to `pack` below `folder`; nothing is written before a check begins.

        Where there are several packs to choose from, they are on the `shelf`, each with its place; those with mistakes
        are `left_out`. `language_chosen` is the language that a person picked, to be remembered. What was taken up is
        `edited` where somebody changed it outside.
        """
        self.pack = pack
        self.pack_folder = pack_folder
        self.folder = folder
        self.words = words
        self.now = clock
        self.shelf: tuple[tuple[Path, Pack], ...] = ()
        self.left_out: tuple[str, ...] = ()
        self.language_chosen = ""
        self.path = folder
        self.edited = False
        self._on_disk: bytes | None = None
        self._tried: set[bytes] = set()
        self._holding = ExitStack()

    def close(self) -> None:
        """Let other windows have the file."""
        self._holding.close()

    def take(self, place: Path, pack: Pack) -> None:
        """Ask the questions of this pack from now on."""
        self.pack_folder, self.pack = place, pack

    def saved(self) -> list[Saved]:
        """The responses that are kept here, the last changed first."""
        return saved_responses(self.folder)

    def kept(self) -> Kept:
        """The same, and what is wrong with those that cannot be read."""
        return kept_responses(self.folder)

    def speak(self, language: str) -> None:
        """Use another language from now on."""
        self.words = Words(language)

    def begin(self, organisation: str, earlier: Response | None = None) -> Session:
        """Start a new response, from an earlier one if there is one. Raises SelfcheckError where it cannot be kept."""
        now = self.now()
        place = new_place(self.folder, organisation, self.pack.id, now.date())
        self._hold(place)
        response = new_response(
            self.pack,
            organisation=organisation,
            language=self.words.language,
            response_id=new_id(place, now),
            now=now,
        )
        if earlier is not None:
            response = start_from(earlier, response)
        self.save(response)
        return begin(self.pack, response)

    def resume(self, path: Path) -> Session:
        """Take up a saved response, in the language it was answered in. Raises SelfcheckError."""
        if not path.exists():
            read_response(path)  # says so, before a lock for it is made
        self._hold(path)
        loaded = read_response(path)
        for place, pack in self.shelf:
            if pack.id == loaded.response.pack.id:
                self.take(place, pack)
        require_pack(loaded.response, self.pack)
        self._on_disk = loaded.data
        self.edited = loaded.edited
        self.speak(loaded.response.language)
        return begin(self.pack, loaded.response)

    def save(self, response: Response) -> Sentence | None:
        """Keep the response; gives news where it had to go elsewhere. Raises SelfcheckError where it cannot be done."""
        news = None
        if self._changed_outside():
            self._hold(_free_name(self.path))
            news = say("Another program changed the file, so your answers are now in {path}.", path=self.path.name)
        try:
            self._on_disk = write_response(self.path, response, unless=self._on_disk)
        except SelfcheckError:
            self._tried.add(encode_response(response))  # it may have got there all the same: then nobody else was at it
            raise
        self._tried.clear()
        return news

    def move(self, folder: Path) -> None:
        """Keep the response in another folder from now on. Raises SelfcheckError."""
        self._hold(
            _free_name(folder / self.path.name) if (folder / self.path.name).exists() else folder / self.path.name
        )

    def copy(self, folder: Path) -> Path:
        """Copy the response and its plans into the organisation's own folder below another one, and tell which.

        Raises SelfcheckError where it cannot be done.
        """
        target = folder / self.path.parent.name
        for path in belongings(self.path):
            if not path.name.startswith("."):
                write_file(target / path.name, read_file(path))
        return target

    def write_plan(self, response: Response, path: Path | None) -> Written:
        """Make the plan of a response and write it to `path`, if there is one; the one before it is read and kept."""
        drawer = Drawer(self.pack, self.pack_folder, self.words, self.now(), usual=plan_place(self.path))
        return write_plan(drawer, response, path, save=self.save)

    def _hold(self, path: Path) -> None:
        self._holding.close()
        self._holding.enter_context(hold(path))
        self.path = path
        self._on_disk = None
        self._tried.clear()

    def _changed_outside(self) -> bool:
        """Whether the file is not what was written last: an editor or a sync program was at it."""
        if self._on_disk is None:
            return False
        try:
            return self.path.read_bytes() not in {self._on_disk, *self._tried}
        except OSError:
            return False  # gone or out of reach: writing it will tell


def require_pack(response: Response, pack: Pack) -> None:
    """Refuse a response to another pack: its answers would be taken for answers to other questions."""
    if response.pack.id != pack.id:
        raise SelfcheckError(
            say("This response answers the pack '{other}', not '{pack}'.", other=response.pack.id, pack=pack.id),
            say("name the pack it belongs to: --pack FOLDER"),
        )


def _free_name(path: Path) -> Path:
    stem = path.name.removesuffix(ENDING)
    names = (path.with_name(f"{stem}-{n}{ENDING}") for n in range(2, 10_000))
    return next(name for name in names if not name.exists())
