"""What a disk may hold after the power was cut: a model of names and contents that were not yet flushed.

A name that was given, moved or taken away may or may not have reached the disk before its folder was flushed, each by
itself. Of what was written into a file, nothing, a part or all may be there before the file was flushed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from itertools import product
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Content:
    """What was written into a file, and how much of it was flushed; None is a folder."""

    data: bytes | None = b""
    flushed: int = 0


@dataclass
class Change:
    """A name in a folder: what it stands for from then on, and the name that is given up for it."""

    name: Path
    content: Content | None
    instead_of: Path | None = None


@dataclass
class Disk:
    """The names that are safe, the changes that are not, and how things are while the power is on.

    What is `ignored` is not flushed, though the system was asked to.
    """

    safe: dict[Path, Content] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)
    now: dict[Path, Content] = field(default_factory=dict)
    opened: dict[int, Path] = field(default_factory=dict)
    at_each_step: Callable[[], None] = lambda: None
    ignored: Callable[[Path], bool] = lambda _: False

    def change(self, change: Change) -> None:
        apply(self.now, change)
        self.pending.append(change)
        self.at_each_step()

    def flush(self, descriptor: int) -> None:
        """Flush what a descriptor stands for: a folder with its names, or a file with its content."""
        path = self.opened[descriptor]
        if self.ignored(path):
            return
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            for each in [each for each in self.pending if each.name.parent == path]:
                apply(self.safe, each)
                self.pending.remove(each)
        elif (content := self.now.get(path)) is not None and content.data is not None:
            content.flushed = len(content.data)
        self.at_each_step()

    def after_a_cut(self, path: Path) -> Iterator[bytes | None]:
        """Every content that a file may have when the power is cut now; None where there would be no file."""
        for reached in product((True, False), repeat=len(self.pending)):
            names = dict(self.safe)
            for each, there in zip(self.pending, reached, strict=True):
                if there:
                    apply(names, each)
            content = names.get(path)
            lost = any(parent in self.now and parent not in names for parent in path.parents)
            if content is None or content.data is None or lost:
                yield None
                continue
            for length in {content.flushed, (content.flushed + len(content.data)) // 2, len(content.data)}:
                yield content.data[:length]

    def record(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Do what the system is asked to do, and remember it."""
        real: dict[str, Any] = {name: getattr(os, name) for name in CALLS}

        def patch(name: str, then: Callable[..., None]) -> None:
            def call(*arguments: Any, **more: Any) -> Any:
                result = real[name](*arguments, **more)
                then(result, *arguments)
                return result

            monkeypatch.setattr(os, name, call)

        def opened(descriptor: int, path: Any, flags: int, *_: Any) -> None:
            self.opened[descriptor] = Path(path)
            if flags & os.O_CREAT:
                self.change(Change(Path(path), Content()))
            elif flags & os.O_TRUNC:
                self.now[Path(path)].data = b""

        def written(count: int, descriptor: int, data: bytes) -> None:
            content = self.now.get(self.opened.get(descriptor, Path()))
            if content is not None and content.data is not None:
                content.data += bytes(data[:count])
                self.at_each_step()

        patch("open", opened)
        patch("write", written)
        patch("fsync", lambda _, descriptor: self.flush(descriptor))
        patch("replace", lambda _, old, new: self.change(Change(Path(new), self.now[Path(old)], Path(old))))
        patch("link", lambda _, old, new: self.change(Change(Path(new), self.now[Path(old)])))
        patch("unlink", lambda _, path: self.change(Change(Path(path), None)))
        patch("mkdir", lambda _, path, *more: self.change(Change(Path(path), Content(None))))


CALLS = ("open", "write", "fsync", "replace", "link", "unlink", "mkdir")


def apply(names: dict[Path, Content], change: Change) -> None:
    if change.instead_of is not None:
        names.pop(change.instead_of, None)
    if change.content is None:
        names.pop(change.name, None)
    else:
        names[change.name] = change.content
