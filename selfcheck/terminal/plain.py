"""Plain questions: numbered lines for screen readers, simple terminals and pipes.

One thought per line, no escape codes, no columns, no bars; a paragraph is one line, which the terminal wraps and a
screen reader reads in one breath.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from typing import TypeVar

from selfcheck.content.characters import visible
from selfcheck.problems import say
from selfcheck.terminal.keys import NO
from selfcheck.terminal.keys import YES
from selfcheck.terminal.keys import plain_command
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import Typed
from selfcheck.terminal.pages import Wipe
from selfcheck.terminal.printing import wipe_terminal
from selfcheck.terminal.signals import on_signal
from selfcheck.terminal.signals import stop

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfcheck.terminal.pages import Flow
    from selfcheck.terminal.pages import Page
    from selfcheck.terminal.pages import Reply
    from selfcheck.terminal.pages import Row
    from selfcheck.words import Words

Result = TypeVar("Result")


class Lines:
    """Where plain questions are spoken and answered: functions, so that a test can listen."""

    def __init__(
        self,
        write: Callable[[str], None],
        read: Callable[[str], str | None],
        wipe: Callable[[], bool] = lambda: False,
    ) -> None:
        """`write` prints a line; `read` asks for one and gives None at the end of the input.

        `wipe` leaves nothing of what was said, and tells whether it could.
        """
        self.write = write
        self.read = read
        self.wipe = wipe


def standard_lines() -> Lines:
    """Plain questions on stdin and stdout."""

    def write(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def read(prompt: str) -> str | None:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line.endswith("\n"):
            write("")
        elif not sys.stdin.isatty():
            write(visible(line.rstrip("\r\n"), lines=False))
        return line if line else None

    return Lines(write, read, wipe_terminal)


def show_plain(flow: Flow[Result], words: Callable[[], Words], lines: Lines) -> Result:
    """Speak the pages of a conversation until it ends. Raises Stopped for a signal, Ctrl-C among them."""
    speaker = _Speaker(words, lines)
    with on_signal(stop):
        try:
            page = next(flow)
            while True:
                page = flow.send(speaker.speak(page))
        except StopIteration as end:
            result: Result = end.value
            return result


class _Speaker:
    """Says pages, and remembers what it has said already."""

    def __init__(self, words: Callable[[], Words], lines: Lines) -> None:
        self.current = words
        self.lines = lines
        self.section = ""
        self.told_keys = False
        self.chosen = ""  # said to be saved when the next page shows that it is

    @property
    def words(self) -> Words:
        return self.current()

    def say(self, text: str = "") -> None:
        """One line; what a text breaks into lines stays so."""
        for line in text.split("\n"):
            self.lines.write(visible(line, lines=False))

    def say_all(self, *texts: str) -> None:
        """Those texts that say something, each on a line of its own."""
        for text in texts:
            if text:
                self.say(text)

    def speak(self, page: Page) -> Reply:
        """Say a page and listen."""
        if isinstance(page, Wipe):
            return self.wipe()
        if not page.heading.unsaved:
            self.say_all(self.chosen)
            self.chosen = ""
        if isinstance(page, ReadPage):
            return self.read(page)
        if isinstance(page, TextPage):
            return self.type(page)
        return self.ask(page) if page.asks else self.choose(page)

    def wipe(self) -> Reply:
        """Leave nothing to be read of what was said so far."""
        self.section = self.chosen = ""
        self.told_keys = False
        if not self.lines.wipe():
            self.say(self.words("This window cannot forget what it showed. Close it when you are done."))
        return Pressed(Command.BACK)

    def read(self, page: ReadPage) -> Reply:
        self.say()
        self.say(page.heading.left)
        for title, text in page.parts:
            self.say_all(title)
            self.say(text)
        if page.keys:
            first = self.words("Type a number and press Enter.")
            self.say(f"{first} {self.letters()}")
        return Pressed(Command.BACK)

    def type(self, page: TextPage) -> Reply:
        self.head(page)
        self.say_all(
            *page.body,
            "" if page.last_time else page.hint,
            self.so_far(page),
            self.words("An empty line keeps it, - deletes it.") if page.may_delete else "",
            page.news,
        )
        if page.commands:
            self.tell_keys(self.words("Write your answer and press Enter, or only Enter to go on."))
        self.say_all(self.words("Error: {message}", message=page.error) if page.error else "")
        line = self.lines.read(f"{page.label} ")
        while line is not None and len(line.strip()) > page.limit:
            too_long = self.words(
                "You wrote {n} characters, and {limit} fit: say it shorter.", n=len(line.strip()), limit=page.limit
            )
            self.say(self.words("Error: {message}", message=too_long))
            line = self.lines.read(f"{page.label} ")
        if line is None:
            return Pressed(Command.END)
        text = line.strip()
        command = plain_command(text, page.commands)
        if command is not None:
            return Pressed(command)
        if page.may_delete:
            return Typed("") if text == "-" else Typed(text) if text else Pressed(Command.BACK)
        return Typed(text or page.text)

    def so_far(self, page: TextPage) -> str:
        """What stands there already: typed before, or said last time."""
        if not page.text:
            return ""
        if page.last_time:
            return self.words("Last time: {text}. Press Enter to say the same.", text=page.text)
        return self.words("So far: {text}", text=page.text)

    def ask(self, page: ListPage) -> Reply:
        """A question: said in full, then asked for until there is an answer."""
        self.head(page)
        self.say_all(*page.body, page.hint)
        self.say()
        for row in page.rows:
            self.say(f"{row.key}. {row.text}")
        old = [row for row in page.rows if row.value in page.ticked]
        if old:
            key = ", ".join(row.key for row in old)
            short = ", ".join(row.short or row.text for row in old)
            said = say("Your answer so far: {key}, {short}. Press Enter to keep it.", key=key, short=short)
            if page.last_time:
                said = say("Last time: {key}, {short}. Press Enter to say the same.", key=key, short=short)
            self.say(self.words.sentence(said))
        self.say_all(
            page.news,
            self.words("Several answers are possible: type their numbers with a comma between them.")
            if page.multiple
            else "",
        )
        self.tell_keys(self.words("Type a number and press Enter."))
        return self.listen(page, old)

    def tell_keys(self, first: str) -> None:
        """What can be typed, in full: once, at the first question."""
        if not self.told_keys:
            self.told_keys = True
            self.say(f"{first} {self.letters()}")

    def letters(self) -> str:
        """What each letter does."""
        return self.words(
            "Or type a letter: b back, + skip, n note, e evidence, u not sure, f this matters to us now, h help,"
            " s sections, r review, m menu, q save and stop."
        )

    def listen(self, page: ListPage, old: list[Row]) -> Reply:
        while True:
            line = self.lines.read(self.words("Answer:") + " ")
            if line is None:
                return Pressed(Command.END)
            text = line.strip()
            command = plain_command(text, page.commands)
            if command is not None:
                return Pressed(command)
            if not text and old:
                return Picked(tuple(row.value for row in old))
            if not text:
                self.say(self.words("Error: type a number. Or + to skip this question for now."))
                continue
            picked = self.picked(page, text)
            if picked:
                shorts = ", ".join(row.short or row.text for row in picked)
                keys = ", ".join(row.key for row in picked)
                self.chosen = self.words("Saved: {key}, {short}.", key=keys, short=shorts)
                return Picked(tuple(row.value for row in picked))

    def picked(self, page: ListPage, text: str) -> list[Row]:
        """The rows whose numbers were typed; nothing, and a sentence why, where that is not an answer."""
        numbers = [part for part in text.replace(",", " ").split() if part] if page.multiple else [text]
        by_key = {row.key: row for row in page.rows if row.value}
        rows = [by_key[number] for number in dict.fromkeys(numbers) if number in by_key]
        if len(rows) != len(set(numbers)):
            keys = ", ".join(by_key)
            self.say(self.words("Error: type one of these: {list}. Or h for help.", list=keys))
            return []
        if len(rows) > 1 and any(row.value in page.apart for row in rows):
            self.say(self.words("Error: one of these answers can only stand alone."))
            return []
        if page.most is not None and len(rows) > page.most:
            self.say(self.words("Error: at most {n} answers.", n=page.most))
            return []
        return rows

    def choose(self, page: ListPage) -> Reply:
        """A list: its rows, then a number."""
        self.head(page)
        self.say_all(*page.body)
        for row in page.rows:
            start = f"{row.key}. " if row.key else ""
            aside = row.said or row.aside
            self.say(f"{start}{row.text}{f': {aside}' if aside else ''}")
        self.say_all(page.hint, page.news)
        rows = _rows_by_word(page)
        ask = (
            self.words("Number, yes or no, or Enter to go back:")
            if page.yes_no
            else self.words("Number, or Enter to go back:")
        )
        while True:
            line = self.lines.read(ask + " ")
            if line is None:
                return Pressed(Command.END)
            text = line.strip()
            if text in rows:
                return Picked((rows[text].value,))
            command = plain_command(text, page.commands) if text else Command.BACK
            if command is not None:
                return Pressed(command)
            keys = ", ".join(row.key for row in page.rows if row.value)
            self.say(self.words("Error: type one of these: {list}. Or h for help.", list=keys))

    def head(self, page: ListPage | TextPage) -> None:
        """What stands at the top of a page, each part on its own line; a section only when it begins."""
        heading = page.heading
        self.say()
        if heading.second_left:
            if heading.second_left != self.section:
                self.section = heading.second_left
                self.say(heading.second_left)
                self.say()
            self.say(heading.right)
            self.say_all(heading.second_right if heading.unsaved else "")
        else:
            self.say(f"{heading.left}{f': {heading.right}' if heading.right else ''}")


def _rows_by_word(page: ListPage) -> dict[str, Row]:
    """The rows of a list by what may be typed for each: its number, and on some pages yes or no."""
    rows = {row.key: row for row in page.rows if row.value}
    if page.yes_no:
        yes, no = page.rows
        rows |= dict.fromkeys(YES, yes) | dict.fromkeys(NO, no)
    return rows
