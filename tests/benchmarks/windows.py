"""What a person waits for: from the start to a page, and from a key to the next page, on a real terminal."""

from __future__ import annotations

import os
import pty
import select
import signal
from collections.abc import Iterable
from time import perf_counter
from types import TracebackType

import pyte

from tests.benchmarks.processes import Command
from tests.benchmarks.processes import Cost

#: The question of a terminal library where the cursor is, and the answer.
WHERE, HERE = b"\x1b[6n", b"\x1b[1;1R"


class Window:
    """A program on a terminal of 80 columns and 24 lines."""

    def __init__(self, command: Command, environment: dict[str, str]) -> None:
        """Start the program."""
        self.begun = perf_counter()
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            words = [str(word) for word in command]
            os.execve(words[0], words, {**environment, "COLUMNS": "80", "LINES": "24"})
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)

    def __enter__(self) -> Window:
        """Nothing more than the window."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Kill the program if it is still there."""
        if self.child:
            self.kill()

    def wait_for(self, text: str) -> float:
        """Wait until a text is on the screen; gives the moment its last byte came. Raises TimeoutError after 30 s."""
        until = perf_counter() + 30
        while select.select([self.terminal], [], [], max(0.0, until - perf_counter()))[0]:
            try:
                data = os.read(self.terminal, 65536)
            except OSError:  # it has ended
                break
            now = perf_counter()
            if WHERE in data:
                os.write(self.terminal, HERE)
            self.stream.feed(data)
            if any(text in line for line in self.screen.display):
                return now
        raise TimeoutError("\n".join([f"{text!r} is not on the screen:", *self.screen.display]))

    def settle(self, quiet: float = 0.1) -> None:
        """Wait until the program has drawn what it had to draw."""
        while select.select([self.terminal], [], [], quiet)[0]:
            self.stream.feed(os.read(self.terminal, 65536))

    def press(self, keys: str) -> float:
        """Type some keys; gives the moment."""
        os.write(self.terminal, keys.encode())
        return perf_counter()

    def kill(self) -> Cost:
        """End the program at once; gives what it has cost until now."""
        os.kill(self.child, signal.SIGKILL)
        _, _, used = os.wait4(self.child, 0)
        wall = perf_counter() - self.begun
        os.close(self.terminal)
        self.child = 0
        return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def until_shown(command: Command, environment: dict[str, str], pages: Iterable[tuple[str, str]]) -> Cost:
    """What it costs until the last of some pages is shown: each is known by a text, and left by keys."""
    with Window(command, environment) as window:
        keys = ""
        for text, next_keys in pages:
            if keys:
                window.press(keys)
            window.wait_for(text)
            keys = next_keys
        return window.kill()


def waits(command: Command, environment: dict[str, str], pages: Iterable[tuple[str, str]]) -> list[float]:
    """Seconds from the last key on each page until the next one is shown. A page is known by a text, left by keys."""
    with Window(command, environment) as window:
        found: list[float] = []
        pressed = None
        for text, keys in pages:
            shown = window.wait_for(text)
            if pressed is not None:
                found.append(shown - pressed)
            if keys[:-1]:
                window.press(keys[:-1])
            window.settle()
            pressed = window.press(keys[-1])
        return found
