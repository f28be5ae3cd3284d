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
from selfcheck.terminal.keys import LETTERS
from selfcheck.terminal.pages import Command
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import Picked
from selfcheck.terminal.pages import Pressed
from selfcheck.terminal.pages import ReadPage
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pages import Typed
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
    """Where plain questions are spoken and answered: a pair of functions, so that a test can listen."""

    def __init__(self, write: Callable[[str], None], read: Callable[[str], str | None]) -> None:
        """`write` prints a line; `read` asks for one and gives None at the end of the input."""
        self.write = write
        self.read = read


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

    return Lines(write, read)


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

    @property
    def words(self) -> Words:
        return self.current()

    def say(self, text: str = "") -> None:
        """One line; what a text breaks into lines stays so."""
        for line in text.split("\n"):
            self.lines.write(visible(line, lines=False))

    def speak(self, page: Page) -> Reply:
        """Say a page and listen."""
        if isinstance(page, ReadPage):
            return self.read(page)
        if isinstance(page, TextPage):
            return self.type(page)
        return self.ask(page) if page.asks else self.choose(page)

    def read(self, page: ReadPage) -> Reply:
        self.say()
        self.say(page.heading.left)
        for title, text in page.parts:
            if title:
                self.say(title)
            self.say(text)
        return Pressed(Command.BACK)

    def type(self, page: TextPage) -> Reply:
        self.head(page)
        for text in (*page.body, "" if page.last_time else page.hint):
            if text:
                self.say(text)
        if page.text and page.last_time:
            self.say(self.words("Last time: {text}. Press Enter to say the same.", text=page.text))
        elif page.text:
            self.say(self.words("So far: {text}", text=page.text))
        if page.may_delete:
            self.say(self.words("An empty line keeps it, - deletes it."))
        if page.error:
            self.say(self.words("Error: {message}", message=page.error))
        line = self.lines.read(f"{page.label} ")
        if line is None:
            return Pressed(Command.END)
        text = line.strip()
        if page.may_delete:
            return Typed("") if text == "-" else Typed(text) if text else Pressed(Command.BACK)
        return Typed(text or page.text)

    def ask(self, page: ListPage) -> Reply:
        """A question: said in full, then asked for until there is an answer."""
        self.head(page)
        for text in page.body:
            self.say(text)
        if page.hint:
            self.say(page.hint)
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
        if page.news:
            self.say(page.news)
        if page.multiple:
            self.say(self.words("Several answers are possible: type their numbers with a comma between them."))
        if not self.told_keys:
            self.told_keys = True
            self.say(
                self.words(
                    "Type a number and press Enter. Or type a letter: b back, n note, h help, s sections, r review,"
                    " + skip, q save and stop."
                )
            )
        return self.listen(page, old)

    def listen(self, page: ListPage, old: list[Row]) -> Reply:
        while True:
            line = self.lines.read(self.words("Answer:") + " ")
            if line is None:
                return Pressed(Command.END)
            text = line.strip()
            if text in LETTERS:
                return Pressed(LETTERS[text])
            if not text and old:
                return Picked(tuple(row.value for row in old))
            if not text:
                self.say(self.words("Error: type a number. Or + to skip this question for now."))
                continue
            picked = self.picked(page, text)
            if picked:
                shorts = ", ".join(row.short or row.text for row in picked)
                keys = ", ".join(row.key for row in picked)
                self.say(self.words("Saved: {key}, {short}.", key=keys, short=shorts))
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
        for text in page.body:
            self.say(text)
        for row in page.rows:
            start = f"{row.key}. " if row.key else ""
            self.say(f"{start}{row.text}{f': {row.aside}' if row.aside else ''}")
        if page.hint:
            self.say(page.hint)
        if page.news:
            self.say(page.news)
        by_key = {row.key: row for row in page.rows if row.value}
        while True:
            line = self.lines.read(self.words("Number, or Enter to go back:") + " ")
            if line is None:
                return Pressed(Command.END)
            text = line.strip()
            if text in by_key:
                return Picked((by_key[text].value,))
            if text in LETTERS:
                return Pressed(LETTERS[text])
            if not text:
                return Pressed(Command.BACK)
            self.say(self.words("Error: type one of these: {list}. Or h for help.", list=", ".join(by_key)))

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
        else:
            self.say(f"{heading.left}{f': {heading.right}' if heading.right else ''}")
