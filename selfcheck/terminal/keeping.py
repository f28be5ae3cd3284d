"""Saving in the middle of a conversation, and what is asked where the disk refuses: nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from selfcheck.problems import SelfcheckError
from selfcheck.terminal import screens
from selfcheck.terminal.keys import ALWAYS
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import Typed

if TYPE_CHECKING:
    from selfcheck.assessment.response import Response
    from selfcheck.terminal.desk import Desk
    from selfcheck.terminal.pages import Flow


class Keeper:
    """Keeps a response at a desk. `unsaved` means that the person chose to go on without saving for now."""

    def __init__(self, desk: Desk) -> None:
        """Keep what comes of a conversation at `desk`."""
        self.desk = desk
        self.unsaved = False
        self.saved_at = ""
        self.news = ""

    def keep(self, response: Response) -> Flow[bool]:
        """Save. Where that cannot be done, ask what to do; True where the person wants to stop instead."""
        while True:
            try:
                told = self.desk.save(response)
            except SelfcheckError as error:
                if self.unsaved:
                    return False
                stopped = yield from self.cannot_save(error)
                if stopped or self.unsaved:
                    return stopped
            else:
                self.unsaved = False
                self.news = self.desk.words.sentence(told) if told else ""
                self.saved_at = self.desk.now().strftime("%H:%M")
                return False

    def cannot_save(self, error: SelfcheckError) -> Flow[bool]:
        """Try again, save elsewhere, or go on without saving. True where the person stops instead."""
        words = self.desk.words
        reply = yield screens.unsaved_page(self.desk.path, words.sentence(error.message), words)
        if isinstance(reply, Pressed):
            self.unsaved = True
            return reply.command in ALWAYS
        if isinstance(reply, Picked) and reply.values[0] == "without":
            self.unsaved = True
        elif isinstance(reply, Picked) and reply.values[0] == "elsewhere":
            yield from self.elsewhere()
        return False

    def elsewhere(self) -> Flow[None]:
        """Ask for a folder until one takes the answers, or the person gives up."""
        problem = ""
        while True:
            reply = yield screens.folder_page(self.desk.words, problem)
            if not isinstance(reply, Typed) or not reply.text.strip():
                return
            try:
                self.desk.move(Path(reply.text.strip()).expanduser())
            except SelfcheckError as error:
                problem = self.desk.words.sentence(error.message)
            else:
                return
