"""Files and zips that may come from a stranger: judged before a byte of them is used.

No link is followed, no pipe is waited for, and a zip is judged as a whole before anything of it is unpacked.
"""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from selfcheck.problems import Sentence
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

FILE_LIMIT = 2 * 1024 * 1024
ZIP_LIMIT = 50 * 1024 * 1024
ZIP_FILES = 40_000
ZIP_RATIO = 100

_RESERVED = frozenset(["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))])


class RefusedError(Exception):
    """A file or a zip is not touched, and why."""

    def __init__(self, reason: Sentence, *, too_large: bool = False) -> None:
        """Keep the reason untranslated; a file that is only too large is told from the others."""
        super().__init__(str(reason))
        self.reason = reason
        self.too_large = too_large


def read_ordinary(place: str, limit: int = FILE_LIMIT) -> bytes:
    """The bytes of an ordinary file of sane size: never through a link, never from a pipe. Raises RefusedError."""
    with _opened(place) as (descriptor, size):
        if size > limit:
            raise _too_large(limit)
        return _all_of(descriptor, size + 1, limit)


def read_lines(place: str, limit: int = FILE_LIMIT) -> Iterator[bytes | RefusedError]:
    """The lines of an ordinary file of any size, one after the other; for one that is too long, the reason.

    Raises RefusedError.
    """
    with _opened(place) as (descriptor, _), os.fdopen(descriptor, "rb", closefd=False) as file:
        while line := file.readline(limit + 1):
            if len(line) <= limit:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = file.readline(limit)
            yield _too_large(limit)


@contextmanager
def _opened(place: str) -> Iterator[tuple[int, int]]:
    """An ordinary file, as a descriptor, and its size. Raises RefusedError."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(place, flags | getattr(os, "O_BINARY", 0))
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise RefusedError(say("not an ordinary file"))
            yield descriptor, status.st_size
        finally:
            os.close(descriptor)
    except OSError as error:
        raise RefusedError(Sentence("{reason}", {"reason": error.strerror or str(error)})) from error


def _too_large(limit: int) -> RefusedError:
    return RefusedError(say("it is larger than {limit}", limit=_megabytes(limit)), too_large=True)


def _all_of(descriptor: int, expected: int, limit: int) -> bytes:
    """Everything up to the limit, however little the system gives at a time."""
    data = os.read(descriptor, expected)
    while len(data) != expected - 1 and len(data) <= limit and (more := os.read(descriptor, expected)):
        data += more
    return data[: limit + 1]


def read_zip(data: bytes, wanted: Callable[[str], bool], limit: int = ZIP_LIMIT) -> list[tuple[str, bytes]]:
    """The wanted files of a zip, in the order of their names.

    Raises RefusedError if anything in it, wanted or not, is not what it should be. `limit` is for all of it unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            reason = _refusal(entries, limit)
            if reason is not None:
                raise RefusedError(reason)
            files = []
            for entry in sorted(entries, key=lambda entry: entry.filename):
                if wanted(entry.filename) and not entry.is_dir():
                    with archive.open(entry) as file:
                        files.append((entry.filename, file.read(FILE_LIMIT)))
            return files
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise RefusedError(say("It cannot be unpacked: {reason}.", reason=error)) from error


def _refusal(entries: list[zipfile.ZipInfo], limit: int) -> Sentence | None:
    """Why a zip is not to be touched, or None."""
    if len(entries) > ZIP_FILES:
        return say("It holds more than {n} files.", n=ZIP_FILES)
    if sum(entry.file_size for entry in entries) > limit:
        return say("It holds more than {limit}.", limit=_megabytes(limit))
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


def _megabytes(size: int) -> str:
    return f"{size // 1024 // 1024} MB"
