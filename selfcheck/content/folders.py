"""The files of a pack, from a folder or a zip that may come from a stranger.

Only what a pack is made of is read: `questions/*.yaml`, `feedback/**/*.md` and `feedback/resources.yaml`. No link is
followed, a zip is judged as a whole before a byte of it is unpacked, and each file is read once.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from selfcheck.content import mistakes
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import Sentence
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selfcheck.problems import Problem

FILE_LIMIT = 2 * 1024 * 1024
ZIP_LIMIT = 50 * 1024 * 1024
ZIP_FILES = 40_000
ZIP_RATIO = 100

_RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))])


@dataclass(frozen=True, slots=True)
class PackFile:
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
        return _zipped(pack, "questions/", (".yaml", ".yml"), problems), problems
    _require_folder(pack)
    return list(_walk(pack, "questions", (".yaml", ".yml"), problems, deep=False)), problems


def feedback_files(pack: Path) -> tuple[list[PackFile], list[Problem]]:
    """The documents below `feedback/`, and the catalogue of links beside them."""
    problems: list[Problem] = []
    if pack.is_file():
        return _zipped(pack, "feedback/", (".md", "resources.yaml"), problems), problems
    _require_folder(pack)
    return list(_walk(pack, "feedback", (".md", "resources.yaml"), problems, deep=True)), problems


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
    """The bytes of an ordinary file of sane size: never through a link, never from a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(place, flags | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                problems.append(mistakes.unreadable(Source(path), "not an ordinary file"))
                return None
            if status.st_size > FILE_LIMIT:
                problems.append(mistakes.too_large(Source(path), "2 MB"))
                return None
            return file.read(FILE_LIMIT + 1)
    except OSError as error:
        problems.append(mistakes.unreadable(Source(path), error.strerror or str(error)))
        return None


def _zipped(pack: Path, start: str, endings: tuple[str, ...], problems: list[Problem]) -> list[PackFile]:
    """The wanted files of a zip, or none at all if anything in it is not what it should be."""
    try:
        with zipfile.ZipFile(io.BytesIO(pack.read_bytes())) as archive:
            entries = archive.infolist()
            reason = _zip_refusal(entries)
            if reason is not None:
                problems.append(mistakes.bad_zip(Source(pack.name), reason))
                return []
            files = []
            for entry in sorted(entries, key=lambda entry: entry.filename):
                if entry.filename.startswith(start) and entry.filename.endswith(endings):
                    with archive.open(entry) as file:
                        files.append(PackFile(entry.filename, file.read(FILE_LIMIT)))
            return files
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        reason = say("It cannot be unpacked: {reason}.", reason=error)
        problems.append(mistakes.bad_zip(Source(pack.name), reason))
        return []


def _zip_refusal(entries: list[zipfile.ZipInfo]) -> Sentence | None:
    """Why a zip is not to be touched, or None."""
    if len(entries) > ZIP_FILES:
        return say("It holds more than {n} files.", n=ZIP_FILES)
    if sum(entry.file_size for entry in entries) > ZIP_LIMIT:
        return say("It holds more than {limit}.", limit="50 MB")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            return say("It holds the name {name} twice.", name=name)
        seen.add(key)
        if not is_plain_name(name):
            return say("It holds the name {name}, which could lead out of the pack.", name=name)
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            return say("{name} is a link or a device, not a file.", name=name)
        if entry.flag_bits & 1:
            return say("{name} is locked with a password.", name=name)
        if entry.file_size > FILE_LIMIT or entry.file_size > ZIP_RATIO * max(entry.compress_size, 100):
            return say("{name} unpacks to far more than it should.", name=name)
    return None


def is_plain_name(name: str) -> bool:
    """Whether a path stays inside its folder and means the same on every system."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not name.startswith("/")
        and not any(sign in name for sign in '\\:*?"<>|')
        and all(ord(letter) >= 32 and not 127 <= ord(letter) < 160 for letter in name)
        and all(part != ".." and not part.endswith((".", " ")) for part in parts)
        and all(part.split(".")[0].casefold() not in _RESERVED for part in parts)
    )
