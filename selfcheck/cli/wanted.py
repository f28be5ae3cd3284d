"""What is to come out: in which formats, and where to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.documents.extras import require
from selfcheck.documents.formats import DOCX
from selfcheck.documents.formats import MARKDOWN
from selfcheck.documents.formats import find_format
from selfcheck.files import read_file
from selfcheck.files import write_file
from selfcheck.plan.formats import PLAN_FORMATS
from selfcheck.plan.formats import render_plan
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.terminal.printing import print_bytes
from selfcheck.terminal.printing import print_document
from selfcheck.terminal.printing import print_talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfcheck.documents.formats import Format
    from selfcheck.plan.plan import Plan
    from selfcheck.words import Words

#: Endings that mean Markdown too.
PLAIN = ("", ".txt", ".markdown")


class Target(Struct, frozen=True):
    """A format, and the file for it; None is standard output."""

    format: Format
    path: Path | None


class Wanted(Struct, frozen=True):
    """The formats that were asked for, and the file or folder, if one was named; `-` is standard output."""

    formats: tuple[Format, ...]
    output: Path | None

    def targets(self, usual: Callable[[str], Path]) -> tuple[Target, ...]:
        """Where each format goes; `usual` gives the file for an ending where none was named."""
        if self.output is None:
            return tuple(Target(format_, usual(format_.name)) for format_ in self.formats)
        if str(self.output) == "-":
            return (Target(self.formats[0], None),)
        if self.output.is_dir():
            return tuple(Target(format_, self.output / usual(format_.name).name) for format_ in self.formats)
        return (Target(self.formats[0], self.output),)


def wanted_formats(option: str | None, output: Path | None, known: tuple[Format, ...] = PLAN_FORMATS) -> Wanted:
    """What was asked for, before anything is read or asked. Raises SelfcheckError where it cannot be done."""
    formats = _named(option, known) if option is not None else (_by_ending(output, known),)
    for format_ in formats:
        require(format_.library, format_.name)
    if output is not None and str(output) == "-":
        _refuse_what_no_terminal_shows(formats)
    if len(formats) > 1 and output is not None and not output.is_dir():
        raise SelfcheckError(
            say("There are several formats, and -o names one file."),
            say("leave out -o, or name a folder that exists"),
            code=Exit.USAGE,
        )
    return Wanted(formats, output)


def markdown_path(targets: tuple[Target, ...]) -> Path | None:
    """The file for Markdown, if one is to be written."""
    return next((target.path for target in targets if target.format == MARKDOWN), None)


def hand_out(plan: Plan, targets: tuple[Target, ...], words: Words, templates: Path | None = None) -> None:
    """Write the plan to every target but the Markdown file, which is written where it is read back."""
    rest = tuple(target for target in targets if target.format != MARKDOWN or target.path is None)
    deliver(rest, lambda format_: render_plan(plan, format_, words, templates), words)


def deliver(targets: tuple[Target, ...], render: Callable[[Format], bytes], words: Words) -> None:
    """Write something to every target: to its file, or to standard output."""
    for target in targets:
        data = render(target.format)
        if target.path is not None:
            _write(target.path, data, target.format, words)
        elif target.format.text:
            print_document(data.decode())
        else:
            print_bytes(data)


def _named(option: str, known: tuple[Format, ...]) -> tuple[Format, ...]:
    """The formats of a list such as `html,pdf`, each once."""
    names = [name for name in option.split(",") if name.strip()] or [option]
    return tuple(dict.fromkeys(find_format(name, known) for name in names))


def _by_ending(output: Path | None, known: tuple[Format, ...]) -> Format:
    """The format that a file's name asks for."""
    if output is None or str(output) == "-" or output.is_dir() or output.suffix in PLAIN:
        return MARKDOWN
    return find_format(output.suffix, known)


def _refuse_what_no_terminal_shows(formats: tuple[Format, ...]) -> None:
    if len(formats) > 1:
        raise SelfcheckError(
            say("Standard output takes one format, not several."), say("name one: --format html"), code=Exit.USAGE
        )
    if not formats[0].text and sys.stdout is not None and sys.stdout.isatty():
        raise SelfcheckError(
            say("A terminal cannot show {name}.", name=formats[0].name),
            say("name a file: -o FILE"),
            code=Exit.USAGE,
        )


def _write(path: Path, data: bytes, format_: Format, words: Words) -> None:
    """Write a file; a DOCX that is there already may have been filled in, so it is kept under a free name."""
    if format_ == DOCX and path.is_file() and not path.is_symlink():
        if read_file(path) == data:
            return
        kept = _free(path)
        write_file(path, data, keep=(kept,))
        print_talk(words("The file that was there is kept as {path}.", path=kept))
        return
    write_file(path, data)


def _free(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}.{n}{path.suffix}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists())
