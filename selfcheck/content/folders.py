"""The files of a pack, from a folder or a zip that may come from a stranger.

Only what a pack is made of is read: `questions/*.yaml`, `feedback/**/*.md` and `feedback/resources.yaml`. No link is
followed, a zip is judged as a whole before a byte of it is unpacked, and each file is read once.
"""

from __future__ import annotations

import contextlib
import os
import zipfile
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content import mistakes
from selfcheck.content.archives import ZIP_LIMIT
from selfcheck.content.archives import RefusedError
from selfcheck.content.archives import read_ordinary
from selfcheck.content.archives import read_zip
from selfcheck.problems import Exit
from selfcheck.problems import Problem
from selfcheck.problems import SelfcheckError
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from pathlib import Path

#: All questions of a pack together: what is parsed before anybody sees a page.
QUESTIONS_LIMIT = 20 * 1024 * 1024

#: All advice of a pack in a folder: ten times what a pack is expected to grow to. A zip has limits of its own.
FEEDBACK_LIMIT = 500 * 1024 * 1024
FEEDBACK_FILES = 100_000


class PackFile(Struct, frozen=True):
    """One file of a pack: its path inside the pack, with `/`, and what is in it."""

    path: str
    data: bytes


def packs_in(place: Path) -> tuple[Path, ...]:
    """The packs that a folder holds side by side; none where it is a pack itself."""
    if not place.is_dir() or (place / "questions").is_dir():
        return ()
    found = sorted(place.iterdir(), key=lambda path: path.name)
    return tuple(
        path
        for path in found
        if not path.name.startswith(".")
        and not path.is_symlink()
        and (path.suffix == ".zip" or (path / "questions" / "pack.yaml").is_file())
    )


def question_files(pack: Path) -> tuple[list[PackFile], list[Problem]]:
    """The files of `questions/`, in the order of their names."""
    problems: list[Problem] = []
    if zipfile.is_zipfile(pack) if pack.is_file() else False:
        found: Iterable[PackFile] = _zipped(pack, "questions/", (".yaml", ".yml"), problems)
    else:
        _require_folder(pack)
        found = _below(pack, "questions", (".yaml", ".yml"), problems, deep=False)
    files = list(_bounded(found, "questions", QUESTIONS_LIMIT, problems))
    if any(problem.source.path == "questions" for problem in problems):
        files = []  # nobody is asked a part of a questionnaire
    return files, problems


def feedback_files(pack: Path) -> tuple[Iterable[PackFile], list[Problem]]:
    """The documents below `feedback/`, and the catalogue of links beside them.

    Those of a folder are read one after another as they are taken, and only then what is wrong with them is noted.
    """
    problems: list[Problem] = []
    if pack.is_file():
        found: Iterable[PackFile] = _zipped(pack, "feedback/", (".md", "resources.yaml"), problems)
    else:
        _require_folder(pack)
        found = _below(pack, "feedback", (".md", "resources.yaml"), problems, deep=True)
    return _bounded(found, "feedback", FEEDBACK_LIMIT, problems), problems


def _bounded(found: Iterable[PackFile], folder: str, limit: int, problems: list[Problem]) -> Iterator[PackFile]:
    """The files that were found, up to the one with which they are too many or too much."""
    size = 0
    for n, file in enumerate(found, 1):
        size += len(file.data)
        if size > limit:
            problems.append(mistakes.too_large(Source(folder), f"{limit // 1024 // 1024} MB"))
            return
        if n > FEEDBACK_FILES:
            problems.append(
                Problem(Source(folder), "too-large", say("It holds more than {n} files.", n=FEEDBACK_FILES))
            )
            return
        yield file


def pack_stamp(pack: Path) -> int:
    """A number that changes when a file of a pack does: from names, sizes and times, no link being followed."""
    if pack.is_file():
        status = pack.stat()
        return hash((status.st_mtime_ns, status.st_size))
    found = []
    folders = [str(pack / "questions"), str(pack / "feedback")]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.name.endswith((".yaml", ".yml", ".md")):
                    status = entry.stat(follow_symlinks=False)
                    found.append((entry.path, status.st_mtime_ns, status.st_size, status.st_ino))
    return hash(tuple(sorted(found)))


def _require_folder(pack: Path) -> None:
    if not pack.is_dir():
        raise SelfcheckError(
            say("There is no pack at {path}.", path=pack),
            say("name a folder that holds questions/ and feedback/, or a zip of one"),
            code=Exit.FILES,
        )


def _below(
    pack: Path, folder: str, endings: tuple[str, ...], problems: list[Problem], *, deep: bool
) -> Iterator[PackFile]:
    """The wanted files below a folder of the pack, which must be its own."""
    if (pack / folder).is_symlink():
        problems.append(mistakes.link_in_pack(Source(folder)))
        return
    yield from _walk(pack, folder, endings, problems, deep=deep)


def _walk(
    pack: Path, folder: str, endings: tuple[str, ...], problems: list[Problem], *, deep: bool
) -> Iterator[PackFile]:
    try:
        found = sorted(os.scandir(pack / folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        problems.append(mistakes.unreadable(Source(folder), error.strerror or str(error)))
        return
    for entry in found:
        path = f"{folder}/{entry.name}"
        wanted = entry.name.endswith(endings) and not entry.name.startswith(".")
        if entry.is_symlink():
            if wanted or entry.is_dir():
                problems.append(mistakes.link_in_pack(Source(path)))
        elif entry.is_dir():
            if deep and not entry.name.startswith("."):
                yield from _walk(pack, path, endings, problems, deep=True)
        elif wanted:
            data = _read(entry.path, path, problems)
            if data is not None:
                yield PackFile(path, data)


def _read(place: str, path: str, problems: list[Problem]) -> bytes | None:
    """The bytes of an ordinary file of sane size."""
    try:
        return read_ordinary(place)
    except RefusedError as refused:
        wrong = mistakes.too_large(Source(path), "2 MB") if refused.too_large else None
        problems.append(wrong or mistakes.unreadable(Source(path), refused.reason))
        return None


def _zipped(pack: Path, start: str, endings: tuple[str, ...], problems: list[Problem]) -> list[PackFile]:
    """The wanted files of a zip, or none at all if anything in it is not what it should be."""
    try:
        if pack.stat().st_size > ZIP_LIMIT:
            raise RefusedError(say("It holds more than {limit}.", limit=f"{ZIP_LIMIT // 1024 // 1024} MB"))
        data = pack.read_bytes()
        files = read_zip(data, lambda name: name.startswith(start) and name.endswith(endings))
    except OSError as error:
        problems.append(mistakes.bad_zip(Source(pack.name), say("It cannot be unpacked: {reason}.", reason=error)))
        return []
    except RefusedError as refused:
        problems.append(mistakes.bad_zip(Source(pack.name), refused.reason))
        return []
    return [PackFile(path, content) for path, content in files]
