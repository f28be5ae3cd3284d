"""Where responses come from: folders, zips, a training, files with a response on each line.

Everything may come from another laptop, so nothing is followed out of the place that was named, and one bad file never
stops the others: it is named instead, with the reason.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content.archives import RefusedError
from selfcheck.content.archives import read_lines
from selfcheck.content.archives import read_ordinary
from selfcheck.content.archives import read_zip
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import Sentence
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

ZIP_LIMIT = 500 * 1024 * 1024

LINES = (".ndjson", ".jsonl")

#: Files of ours that are no responses.
OTHERS = (".plan.json", ".training.json")


class Found(Struct, frozen=True):
    """The bytes of what may be a response, and where they stood; or the reason why they cannot be had."""

    place: str
    data: bytes
    refused: Sentence | None = None


def find_responses(place: Path) -> Iterator[Found]:
    """Everything at a place that may be a response. Raises SelfcheckError where there is no such place."""
    if place.is_dir():
        yield from _in_folder(str(place))
    elif not place.exists():
        raise SelfcheckError(
            say("There is no file {path}.", path=place),
            say("name a folder of responses, a zip of one, a training, or single responses"),
            code=Exit.FILES,
        )
    elif place.name.endswith(".training.json"):
        yield from _in_training(place)
    else:
        yield from _in_file(str(place))


def expected(places: Iterable[str]) -> int | None:
    """How many files there are to read at some places; None where only reading tells: how many a zip holds."""
    found = 0
    for place in places:
        for name in _names(place) if Path(place).is_dir() else (place,):
            if not name.endswith(".json") or name.endswith(OTHERS):
                return None
            found += 1
    return found


def _names(folder: str) -> Iterator[str]:
    """The names of the files that a folder gives, wherever in it."""
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (name for name in names if _is_response(name))


def _is_response(name: str) -> bool:
    return not name.startswith(".") and name.endswith((".json", ".zip", *LINES)) and not name.endswith(OTHERS)


def _in_folder(folder: str) -> Iterator[Found]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _refused(folder, Sentence("{reason}", {"reason": error.strerror or str(error)}))
        return
    for entry in entries:
        if entry.name.startswith("."):  # older generations, files that are being written
            continue
        if entry.is_symlink():
            if entry.name.endswith(".json"):
                yield _refused(entry.path, say("it is a link to another place, and links are not followed"))
        elif entry.is_dir():
            yield from _in_folder(entry.path)
        elif _is_response(entry.name):
            yield from _in_file(entry.path)


def _in_file(place: str) -> Iterator[Found]:
    try:
        if place.endswith(".zip"):
            inside = read_zip(read_ordinary(place, ZIP_LIMIT), _is_wanted, ZIP_LIMIT)
            yield from (Found(f"{place}/{name}", data) for name, data in inside)
        elif place.endswith(LINES):
            yield from _in_lines(place)
        else:
            yield Found(place, read_ordinary(place))
    except RefusedError as error:
        yield _refused(place, error.reason)


def _in_lines(place: str) -> Iterator[Found]:
    for n, line in enumerate(read_lines(place), 1):
        if isinstance(line, RefusedError):
            yield _refused(f"{place}:{n}", line.reason)
        elif line.strip():
            yield Found(f"{place}:{n}", line)


def _in_training(place: Path) -> Iterator[Found]:
    """The responses of a training, those inside its own folder: its file may come from another laptop."""
    from selfcheck.assessment.training import read_training

    home = place.parent.resolve()
    try:
        responses = read_training(place).responses
    except SelfcheckError as error:
        yield _refused(str(place), error.message)
        return
    for name in responses:
        path = place.parent / name
        if not path.resolve().is_relative_to(home):
            yield _refused(name, say("it lies outside the folder of the training"))
        else:
            yield from _in_file(str(path))


def _is_wanted(name: str) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
    return name.endswith(".json") and not name.endswith(OTHERS) and not hidden


def _refused(place: str, reason: Sentence) -> Found:
    return Found(place, b"", reason)
