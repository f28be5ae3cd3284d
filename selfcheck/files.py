"""How bytes reach the disk: whole, or not at all.

The only place that writes. A file is written beside its old self, flushed to the disk, and put in its place in one
step; then the folder is flushed too, so that a power cut leaves either the old file or the new one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from functools import partial
from typing import TYPE_CHECKING

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from pathlib import Path

#: Seconds to wait for a program that holds the file on Windows (a virus scanner, a sync folder, an editor).
PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8)

#: What Windows says then: access denied, sharing violation, lock violation. The first may also be for good.
HELD = (5, 32, 33)

#: No file that people write is longer; reading one that is would take all memory.
READ_LIMIT = 50 * 1024 * 1024


def write_file(path: Path, data: bytes, *, keep: tuple[Path, ...] = (), private: bool = True) -> None:
    """Put `data` at `path`, durably, keeping the older contents under the names in `keep`, newest first.

    New files are for their owner only (0600, folders 0700); those that are not `private`, for whom the system lets.
    Raises SelfcheckError where it cannot be done; then the old file is as it was.
    """
    _refuse_what_must_not_be_replaced(path)
    try:
        _make_folder(path.parent, 0o700 if private else 0o777)
        fresh = _fresh(path)
        try:
            _write_through(fresh, data, mode=_mode(path, 0o600 if private else 0o666))
            _keep_older(path, keep)
            _replace(fresh, path)
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
        _flush_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error


def delete_files(paths: tuple[Path, ...]) -> None:
    """Remove files, those that are there."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(path, error) from error


def remove_if_empty(folder: Path) -> None:
    """Remove a folder in which nothing is left; any other one stays."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def read_kept_file(path: Path) -> bytes:
    """The bytes of a file that is kept on a disk: a pipe may never end, so it is refused. Raises SelfcheckError."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise _not_ordinary(path)
    return read_file(path)


def read_file(path: Path, limit: int | None = READ_LIMIT) -> bytes:
    """The bytes of a file, up to a limit. Raises SelfcheckError where they cannot be had."""
    try:
        with path.open("rb") as file:
            data = file.read() if limit is None else file.read(limit + 1)
    except FileNotFoundError as error:
        raise SelfcheckError(say("There is no file {path}.", path=path), code=Exit.FILES) from error
    except IsADirectoryError as error:
        raise SelfcheckError(say("{path} is a folder, not a file.", path=path), code=Exit.FILES) from error
    except OSError as error:
        raise SelfcheckError(
            say("The file {path} cannot be read: {reason}.", path=path, reason=error.strerror),
            code=Exit.FILES,
        ) from error
    if limit is not None and len(data) > limit:
        raise SelfcheckError(
            say("{path} is larger than {limit}.", path=path, limit=f"{limit // 1024 // 1024} MB"), code=Exit.FILES
        )
    return data


def cannot_write(path: Path, error: OSError) -> SelfcheckError:
    """The sentence for a file that could not be written, with the cure where there is one."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return SelfcheckError(
            say("There is no room left on the disk for {path}.", path=path),
            say("free some space, or choose another folder with --dir FOLDER"),
            code=Exit.FILES,
        )
    if getattr(error, "winerror", None) in HELD[1:]:
        return SelfcheckError(
            say("Another program holds {path}.", path=path),
            say("close it there, and try again"),
            code=Exit.FILES,
        )
    if isinstance(error, PermissionError):
        return SelfcheckError(
            say("The folder {path} cannot be written to.", path=path.parent),
            say("choose another one with --dir FOLDER"),
            code=Exit.FILES,
        )
    return SelfcheckError(
        say("The file {path} cannot be written: {reason}.", path=path, reason=error.strerror),
        say("choose another folder with --dir FOLDER"),
        code=Exit.FILES,
    )


@contextlib.contextmanager
def hold(path: Path) -> Iterator[None]:
    """Keep a file for this process alone until the block ends, or say since when another one has it.

    The lock is the operating system's: it is free at once when its holder dies.
    """
    from filelock import FileLock
    from filelock import Timeout

    try:
        _make_folder(path.parent, 0o700)
        name = path.with_name(f".{path.name}.lock")
        lock = FileLock(name, timeout=0.2, mode=0o600)
        lock.acquire()
    except Timeout as error:
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(name.stat().st_mtime))
        raise SelfcheckError(
            say("{path} is open in another window, since {since}.", path=path, since=since),
            say("close the other window first, or start a new check"),
            code=Exit.FILES,
        ) from error
    except OSError as error:
        raise cannot_write(path, error) from error
    os.utime(name)
    with contextlib.suppress(OSError):  # half a file of a run that was killed: nobody else can be writing it
        _fresh(path).unlink(missing_ok=True)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            name.unlink(missing_ok=True)
        lock.release()


def _fresh(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(f".{path.name}.tmp")


def _refuse_what_must_not_be_replaced(path: Path) -> None:
    """A link, a folder, a device or a read-only file is somebody's decision: it is never replaced."""
    try:
        found = path.lstat()
    except OSError:
        return  # not there, or not to be seen: writing it will tell
    if not stat.S_ISREG(found.st_mode):
        raise _not_ordinary(path)
    if not found.st_mode & stat.S_IWUSR:
        raise SelfcheckError(
            say("{path} is read-only, so it was left as it is.", path=path),
            say("allow writing to it, or choose another name"),
            code=Exit.FILES,
        )


def _not_ordinary(path: Path) -> SelfcheckError:
    return SelfcheckError(
        say("{path} is not an ordinary file, so it was left as it is.", path=path),
        say("choose another name"),
        code=Exit.FILES,
    )


def _make_folder(folder: Path, mode: int) -> None:
    """Make a folder and those above it that are missing, each so that a power cut cannot take it away again."""
    if folder.is_dir() or folder == folder.parent:
        return
    _make_folder(folder.parent, mode)
    folder.mkdir(exist_ok=True, mode=mode)
    _flush_folder(folder.parent)


def _mode(path: Path, fresh: int) -> int:
    """The rights of a file that is there, or those for a fresh one."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return fresh


def _write_through(path: Path, data: bytes, *, mode: int) -> None:
    path.unlink(missing_ok=True)  # left by a run that was killed
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        rest = memoryview(data)
        while rest:  # a disk may take less than it is given, and say so only in the count
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_older(path: Path, keep: tuple[Path, ...]) -> None:
    """Move each older copy one place down; the newest of them is made without taking `path` away for a moment."""
    if not keep or not path.exists():
        return
    for newer, older in zip(keep[-2::-1], keep[:0:-1], strict=True):
        if newer.exists():
            _replace(newer, older)
    _patiently(partial(keep[0].unlink, missing_ok=True))
    try:
        os.link(path, keep[0])
    except OSError:  # a memory stick knows no second names
        _write_through(keep[0], path.read_bytes(), mode=_mode(path, 0o600))


def _replace(fresh: Path, path: Path) -> None:
    _patiently(partial(fresh.replace, path))


def _patiently(act: Callable[[], object]) -> None:
    """Do something to a file that another program may hold for a moment, which only Windows minds."""
    for pause in PATIENCE:
        try:
            act()
        except OSError as error:
            if getattr(error, "winerror", None) not in HELD:
                raise
            time.sleep(pause)
        else:
            return
    act()


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows gives no handle to a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
