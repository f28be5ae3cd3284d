"""Which pack an editor works on, and how what is added to it reaches the disk: inside its folder, and nowhere else."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.content.additions import Addition
    from selfcheck.content.model import Pack
    from selfcheck.words import Words

HEAD = Path("questions", "pack.yaml")


def pack_at_hand(option: Path | None) -> Path:
    """The pack that was named, the one that one stands in, or the one that comes with the program."""
    from selfcheck.content.loading import shipped_pack

    return option or (Path() if HEAD.is_file() else shipped_pack())


def pack_to_write(option: Path | None) -> Path:
    """The pack to add to: a folder that was named, or the one that one stands in; never the shipped one by chance."""
    if option is None and not HEAD.is_file():
        raise SelfcheckError(
            say("There is no pack here to write to."),
            say("go into its folder, or name it: --pack FOLDER; make one with: selfcheck content new pack FOLDER"),
            code=Exit.USAGE,
        )
    if option is not None and option.is_file():
        raise SelfcheckError(
            say("{path} is a file, and only a folder can be written to.", path=option),
            say("unpack it, and name the folder"),
            code=Exit.USAGE,
        )
    return option or Path()


def named_pack(option: Path | None) -> Path:
    """The pack to put a table into, which may change all of it: always one that was named."""
    if option is None:
        raise SelfcheckError(say("Which pack is this for?"), say("name its folder: --pack FOLDER"), code=Exit.USAGE)
    return pack_to_write(option)


def open_to_write(place: Path) -> Pack:
    """The pack with all that is known of it. Raises SelfcheckError where a file could not be read."""
    from selfcheck.content.loading import load_pack

    pack, problems = load_pack(place)
    if pack.unread or any(problem.rule == "missing-file" for problem in problems):
        raise SelfcheckError(
            say("Some files of {path} cannot be read, so nothing is added.", path=place),
            say("mend them, and look again with: selfcheck content check {path}", path=place),
        )
    return pack


def write_additions(place: Path, additions: Iterable[Addition]) -> None:
    """Write files into a pack: all of them are looked at first, so that a refusal leaves it as it was."""
    from selfcheck.files import write_file

    found = tuple(additions)
    for addition in found:
        _refuse_what_is_not_as_it_was(place, addition)
    for addition in found:
        try:
            write_file(place / addition.path, addition.data, private=False)
        except SelfcheckError as error:
            raise SelfcheckError(
                error.message, say("see whether you may write to the pack"), code=error.code
            ) from error


def _refuse_what_is_not_as_it_was(place: Path, addition: Addition) -> None:
    from selfcheck.content.archives import is_plain_name

    path = place / addition.path
    if not is_plain_name(addition.path):
        raise SelfcheckError(
            say("{path} is no name for a file that every system can keep.", path=addition.path),
            say("choose another id"),
            code=Exit.USAGE,
        )
    here = place
    for part in Path(addition.path).parts[:-1]:
        here = here / part
        if os.path.lexists(here) and not stat.S_ISDIR(here.lstat().st_mode):
            raise SelfcheckError(
                say("{path} leads out of the pack, so nothing was written.", path=here),
                say("put a folder in its place"),
                code=Exit.FILES,
            )
    now = path.read_bytes() if os.path.lexists(path) and not path.is_symlink() and path.is_file() else None
    if now != addition.before or (addition.before is None and os.path.lexists(path)):
        raise SelfcheckError(
            say("{path} is there already, or was changed by somebody else, so nothing was written.", path=path),
            say("look at it, and try again"),
            code=Exit.FILES,
        )


def say_where(additions: Iterable[Addition], words: Words) -> None:
    """The files, on stdout, and what comes next."""
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.printing import print_talk

    for addition in additions:
        print_result(f"{addition.path}:{_first_new_line(addition)}" if addition.before is not None else addition.path)
    print_talk(words("Write the texts in the place of …, and look again with: selfcheck content check"))


def _first_new_line(addition: Addition) -> int:
    """The line of a grown file on which the new part starts."""
    before = addition.before or b""
    same = next((n for n, (old, new) in enumerate(zip(before, addition.data, strict=False)) if old != new), len(before))
    return addition.data.count(b"\n", 0, same) + 1
