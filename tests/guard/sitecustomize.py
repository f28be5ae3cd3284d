"""Nothing goes out, watched from inside: in the tests themselves, and in every Python that they start.

Python loads a module of this name before anything else, and the folder it stands in is on the path of all children. Who
reaches for another computer is stopped and written down, and the test that ran meanwhile fails. What the program itself
starts is written down too, unless it is the browser or Spark. What libraries in C do is not seen from here: for them `.ci/run`
takes the network away.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

#: Where it is written down: a file whose path this variable names.
NOTES = "NOBODY_GOES_OUT"

#: Names of this computer, and of nobody.
HERE = ("localhost", "nobody.invalid", "ip6-localhost", "")

#: Through whom the program may start another one, when a person asks for a page or for Spark.
MAY_START = frozenset(["webbrowser", "pyspark.java_gateway"])

STARTS = frozenset(["subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile"])
CONNECTS = frozenset(["socket.connect", "socket.sendto", "socket.sendmsg"])
ASKS_FOR = frozenset(["socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"])
WATCHED = STARTS | CONNECTS | ASKS_FOR


def is_here(host: object) -> bool:
    """Whether an address or a name stays on this computer."""
    name = os.fsdecode(host) if isinstance(host, bytes) else host
    return name is None or (isinstance(name, str) and (name in HERE or name.startswith("127.") or name == "::1"))


def is_number(host: object) -> bool:
    """Whether this is an address already, so that nobody is asked what it stands for."""
    return isinstance(host, str) and re.fullmatch(r"[\d:][\da-fA-Fx:.]*", host) is not None


def goes_out(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an event of the interpreter reaches for another computer."""
    if event in CONNECTS:
        address = arguments[1]
        return isinstance(address, tuple) and not is_here(address[0])
    return event in ASKS_FOR and not is_here(arguments[0]) and not is_number(arguments[0])


def starts_another(event: str) -> bool:
    """Whether it is the program that starts another one, which is neither the browser nor Spark."""
    if event not in STARTS or "selfcheck" not in sys.orig_argv[1:5]:
        return False
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_globals.get("__name__") in MAY_START:
            return False
        frame = frame.f_back
    return True


def leaves_the_guard(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether a Python is started that would not load this."""
    if event not in ("subprocess.Popen", "os.exec"):
        return False
    environment = arguments[-1]
    return (
        os.fsdecode(str(arguments[0])) == sys.executable
        and isinstance(environment, dict)
        and not {NOTES, NOTES.encode()} & set(environment)
    )


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Write down what must not be, and stop it."""
    if event not in WATCHED:
        return
    if goes_out(event, arguments) or starts_another(event) or leaves_the_guard(event, arguments):
        place = os.environ.get(NOTES)
        if place:
            line = f"{event} {arguments!r} in {sys.orig_argv!r}\n"
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.write(descriptor, line.encode("utf-8", "backslashreplace"))
            os.close(descriptor)
            raise PermissionError(f"a test must not do this: {event}")


def is_watched() -> bool:
    """Whether this process is watched already; a hook cannot be taken away."""
    return getattr(sys, "nobody_goes_out", False)


if NOTES in os.environ and not is_watched():
    sys.nobody_goes_out = True  # type: ignore[attr-defined]
    sys.addaudithook(watch)
