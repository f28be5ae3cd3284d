"""Opening the desk that a conversation is held at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.terminal.desk import Desk


def open_desk(pack: Path | None, language: str | None, folder: Path | None) -> tuple[Desk, bool]:
    """The desk to work at, and whether the language has to be asked first. Several packs in one folder are its shelf.

    Raises SelfcheckError where there is no pack that can be asked.
    """
    from selfcheck.cli.setting import answers_folder
    from selfcheck.cli.setting import chosen_language
    from selfcheck.cli.setting import now
    from selfcheck.cli.setting import open_questions
    from selfcheck.cli.setting import pack_place
    from selfcheck.cli.setting import shelf_at
    from selfcheck.terminal.desk import Desk
    from selfcheck.words import Words

    code = chosen_language(language)
    words = Words(code or "en")
    place = pack_place(pack)
    shelf, left_out = shelf_at(place)
    if shelf:
        place, opened = shelf[0]
    else:
        opened = open_questions(place, words)
    desk = Desk(opened, place, answers_folder(folder), words, now)
    desk.shelf, desk.left_out = shelf, left_out
    return desk, code is None
