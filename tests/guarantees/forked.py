"""The program in processes that are forked from one which has loaded it: hundreds of starts, kills and full disks.

Each is a process of its own, with its own terminal, that runs the command line from the arguments to the exit code;
only Python does not start anew.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from fcntl import ioctl
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from struct import pack as packed
from termios import TIOCSWINSZ
from threading import Timer
from typing import TYPE_CHECKING
from typing import Any

import pexpect.fdpexpect

from selfcheck.assessment import response_file
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import read_response
from tests.conftest import NOWHERE
from tests.conftest import Ran
from tests.conftest import write_tree
from tests.test_terminal import Window

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.guarantees.loaded", "tests.guarantees.forked"])

Deed = Callable[[], None]

#: Seconds after which a command that should have ended hangs.
HANGS = 20


def nothing() -> None:
    """Leave the program as it is."""


def become(deed: Deed, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    """Be the program, from the command line to the exit code, after a `deed` that the test wants done first."""
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    deed()
    from selfcheck.cli import main

    code = main(arguments)
    with contextlib.suppress(OSError):  # the window may be closed
        sys.stdout.flush()
    os._exit(code)


def become_on_terminal(tty: str, deed: Deed, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    """Be the program on a terminal."""
    os.setsid()
    descriptor = os.open(tty, os.O_RDWR)
    for stream in range(3):
        os.dup2(descriptor, stream)
    os.close(descriptor)
    become(deed, arguments, environment)


def become_in_pipes(
    typed: str, out: Connection, err: Connection, deed: Deed, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    """Be the program without a terminal."""
    for stream, descriptor in enumerate((os.open(typed, os.O_RDONLY), out.fileno(), err.fileno())):
        os.dup2(descriptor, stream)
    out.close()
    err.close()
    become(deed, arguments, environment)


if TYPE_CHECKING:
    Spawned = pexpect.fdpexpect.fdspawn[str]
else:
    Spawned = pexpect.fdpexpect.fdspawn


class Child(Spawned):
    """A forked program on the other end of a terminal, with what `Window` asks of one."""

    def __init__(self, size: tuple[int, int], deed: Deed, arguments: tuple[str, ...], env: dict[str, str]) -> None:
        ours, theirs = pty.openpty()
        super().__init__(ours, encoding="utf-8", codec_errors="replace", timeout=15)
        self.setwinsize(*size)
        # Forked here rather than handed over: the terminal is opened by its name, as a window would.
        self.process: ForkServerProcess = FORKS.Process(
            target=become_on_terminal, args=(os.ttyname(theirs), deed, arguments, env), daemon=True
        )
        self.process.start()
        self.pid = self.process.pid
        self.theirs = theirs
        self.held = True

    def read_nonblocking(self, size: int = 1, timeout: float | None = -1) -> str:
        if self.closed:
            raise pexpect.EOF("the window is closed")
        return super().read_nonblocking(size, timeout)

    def write_raw(self, data: bytes) -> int:
        """Type bytes, which need not be letters."""
        return os.write(self.child_fd, data)

    def isalive(self) -> bool:
        return self.process.is_alive()

    def kill(self, sig: int) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, sig)

    def setwinsize(self, rows: int, columns: int) -> None:
        ioctl(self.child_fd, TIOCSWINSZ, packed("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the window: the terminal goes away under the program."""
        os.close(self.theirs)
        os.close(self.child_fd)
        self.child_fd, self.closed, self.held = -1, True, False

    def close(self, *_: object, **__: object) -> None:
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        code = self.process.exitcode or 0
        self.exitstatus = code if code >= 0 else None
        self.signalstatus = -code if code < 0 else None
        if self.held:
            self.held = False
            os.close(self.theirs)
            os.close(self.child_fd)
            self.child_fd, self.closed = -1, True


class ForkedWindow(Window):
    """A terminal with a forked program in it."""

    def __init__(
        self, folder: Path, *arguments: str | Path, deed: Deed = nothing, size: tuple[int, int] = (80, 24), **env: str
    ) -> None:
        self.deed = deed
        super().__init__(folder, *map(str, arguments), size=size, **{"SELFCHECK_LANG": "en", **env})

    def begin(self, arguments: tuple[str, ...], shell: str, environment: dict[str, str]) -> Any:
        assert not shell
        self.forked = Child((self.screen.lines, self.screen.columns), self.deed, arguments, environment)
        return self.forked

    def hang_up(self) -> None:
        """Close the window: the terminal goes away under the program."""
        self.forked.hang_up()

    def kill(self) -> str:
        """Kill the program, and give the last that was seen of it."""
        self.child.kill(signal.SIGKILL)
        while self.child.isalive():
            self.read()
        before = -1
        while len(self.raw) > before:
            before = len(self.raw)
            self.read(0)
        self.end()
        return self.text


def run_forked(
    folder: Path,
    *arguments: str | Path,
    deed: Deed = nothing,
    input: str = "",
    watch: Callable[[int], None] | None = None,
    **env: str,
) -> Ran:
    """Run a command in a forked process, with its input from a file in `folder`; `watch` is told its number."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "in").write_text(input, "utf-8")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SELFCHECK", "LC_", "LANG", "ACC"))}
    environment = {**kept, "TERM": "xterm", "XDG_CONFIG_HOME": NOWHERE, "SELFCHECK_LANG": "en", **env}
    (out, theirs_out), (err, theirs_err) = FORKS.Pipe(duplex=False), FORKS.Pipe(duplex=False)
    process = FORKS.Process(
        target=become_in_pipes,
        args=(str(folder / "in"), theirs_out, theirs_err, deed, tuple(map(str, arguments)), environment),
        daemon=True,
    )
    process.start()
    theirs_out.close()
    theirs_err.close()
    if watch is not None:
        assert process.pid is not None
        watch(process.pid)
    alarm = Timer(HANGS, process.kill)
    alarm.start()
    said = [all_of(each) for each in (out, err)]
    process.join()
    assert alarm.is_alive(), "it hangs"
    alarm.cancel()
    assert process.exitcode is not None
    return Ran(process.exitcode, *said)


def all_of(pipe: Connection) -> str:
    """Everything that comes through a pipe."""
    with pipe, os.fdopen(os.dup(pipe.fileno()), "rb") as stream:
        return stream.read().decode("utf-8", "replace")


# What a test may want done first


@dataclass(frozen=True)
class SmallDisk:
    """No file can grow over a size, as on a disk that is full."""

    limit: int

    def __call__(self) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, self.limit))


@dataclass(frozen=True)
class SlowDisk:
    """A disk that takes a few bytes at a time, so that most of the time something is being written.

    `naive` puts the obvious way to write a file in the place of ours.
    """

    naive: bool = False

    def __call__(self) -> None:
        write = os.write

        def slowly(descriptor: int, data: Any) -> int:
            time.sleep(0.002)
            return write(descriptor, bytes(data[:100]))

        os.write = slowly
        if self.naive:
            setattr(response_file, "write_file", naively)  # noqa: B010  # it is not its own


def naively(path: Path, data: bytes, **_: object) -> None:
    """Write a file as everybody does who has not thought about it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    while data:
        data = data[os.write(descriptor, data) :]
    os.close(descriptor)


def obey() -> None:
    """Give up the right of the root user to read and write whatever others may not."""
    if os.getuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, sets) == 0
    for right in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
        sets[0] &= ~(1 << right)
    assert libc.capset(header, sets) == 0


class Traced:
    """The system's calls of a forked program as strace sees them, from a gate on at which the program waits."""

    def __init__(self, folder: Path, *options: str) -> None:
        """`options` are those of strace, such as what to trace and where to fail."""
        folder.mkdir(parents=True, exist_ok=True)
        self.gate, self.log = folder / "gate", folder / "calls"
        self.options = options
        self.gate.unlink(missing_ok=True)
        os.mkfifo(self.gate)

    @property
    def deed(self) -> Deed:
        """What the program must do first: wait until it is watched."""
        return WaitAt(str(self.gate))

    def watch(self, process: int) -> None:
        """Look at a process from now on."""
        self.strace = subprocess.Popen(
            ["strace", "-f", "-o", self.log, *self.options, "-p", str(process)], stderr=subprocess.PIPE, text=True
        )
        assert self.strace.stderr is not None
        said = self.strace.stderr.readline()
        assert "attached" in said, said
        self.gate.open("w").close()

    def calls(self) -> list[str]:
        """The calls, when the program has ended."""
        _, _ = self.strace.communicate()
        return self.log.read_text("utf-8", "replace").splitlines()


@dataclass(frozen=True)
class WaitAt:
    """Wait at a gate until somebody opens it, and let any process of this user look at this one."""

    gate: str

    def __call__(self) -> None:
        ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1 & (2**64 - 1)), 0, 0, 0)  # PR_SET_PTRACER, anybody
        Path(self.gate).open().close()


# Packs and responses


def pack_of(folder: Path, kinds: tuple[str, ...]) -> Path:
    """A pack with a question of each of these kinds, in this order; their ids are q1, q2, and so on."""
    parts = {
        "select_one": "choices: [{id: a, text: Yes}, {id: b, text: Partly}, {id: c, text: Not at all}]",
        "select_multiple": "type: select_multiple\n    choices: [{id: a, text: One}, {id: b, text: Two}, {id: c, text: Three}]",
        "text": "type: text",
        "integer": "type: integer",
    }
    asked = "".join(
        f"  - id: q{n}\n    text: What about number {n}?\n    {parts[kind]}\n" for n, kind in enumerate(kinds, 1)
    )
    write_tree(folder, {"questions/010-all.yaml": "section: all\ntitle: All\nprofile: true\nquestions:\n" + asked})
    return folder


#: What is typed to answer a question of a kind, and what is kept then.
TYPED = {"select_one": "2\r", "select_multiple": "1 \r", "text": "Niš\r", "integer": "12\r"}


def kept(path: Path) -> Response:
    """The response in a file, which must be whole and untouched by others."""
    loaded = read_response(path)
    assert not loaded.edited
    return loaded.response
