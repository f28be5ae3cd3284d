"""Signals that end a program: a closed window, a shutdown, `kill`. They end it in good order; everything is saved."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

#: Those that every system has, and those that only some have.
NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK", "SIGINT")

#: The number that says that the window was closed, also where a system has no such signal.
HANGUP = 1


class Stopped(BaseException):
    """A signal asked the program to end."""

    def __init__(self, number: int) -> None:
        """Remember which signal: the exit code says so."""
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def on_signal(act: Callable[[int], None]) -> Iterator[None]:
    """Within the block, call `act` with the number of a signal that asks the program to end."""
    before = {}
    for number in (getattr(signal, name) for name in NAMES if hasattr(signal, name)):
        with contextlib.suppress(ValueError):  # only the main thread may; a test may be another
            before[number] = signal.signal(number, lambda received, _: act(received))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop(number: int) -> None:
    """End whatever is being done. Raises Stopped."""
    raise Stopped(number)
