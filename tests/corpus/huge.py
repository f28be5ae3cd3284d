"""Files of the corpus that would fill a repository: made when they are read, each by the line beside its name."""

from __future__ import annotations

from collections.abc import Callable

HEADER = b"---\ntitle: T\nquestion_id: 1\nchoice_id: [1, 2]\n---\n"

HUGE: dict[str, Callable[[], bytes]] = {
    # A C loader dies of these: 25,000 brackets are a segmentation fault that nothing in Python can catch.
    "packs/refused/brackets.yaml": lambda: b"[" * 30_000,
    "packs/refused/braces.yaml": lambda: b"{" * 30_000,
    "packs/refused/closed-brackets.yaml": lambda: b"[" * 30_000 + b"]" * 30_000,
    "packs/refused/dashes.yaml": lambda: b"- " * 30_000,
    "packs/refused/questions.yaml": lambda: b"? " * 30_000,
    "packs/refused/brackets-in-a-value.yaml": lambda: b"title: " + b"[" * 30_000,
    "packs/refused/long-text.yaml": lambda: b"title: " + b"x" * 1_000_000,
    "packs/refused/long-number.yaml": lambda: b"weight: " + b"9" * 5_000,
    "packs/refused/three-megabytes.yaml": lambda: b"- a\n" * 750_000,
    "packs/refused/ten-megabytes.yaml": lambda: b"- a\n" * 2_500_000,
    "packs/refused/comments.yaml": lambda: b"#\n" * 100_000,
    "documents/refused/brackets.md": lambda: b"---\ntitle: " + b"[" * 30_000 + b"\n---\nBody.\n",
    "documents/refused/four-megabytes.md": lambda: HEADER + b"a " * 2_000_000,
    # What was 250 MB in a plan where it was three times as long: a long address, led to from everywhere; lines that repeat the signs of quotes.
    "documents/refused/swollen.md": lambda: (
        HEADER + b"[a]: https://a.org/" + b"y" * 15_000 + b"\n\n" + b"[a][a] " * 2_000
    ),
    "documents/read/lines-in-quotes.md": lambda: HEADER + b"> " * 40 + b"x\n" + b"y\n" * 1_000,
    "documents/read/a-word.md": lambda: HEADER + b"x" * 32_000 + b"\n",
    "documents/read/stars.md": lambda: HEADER + b"*" * 20_000 + b" a\n",
    "documents/read/brackets-in-text.md": lambda: HEADER + b"[" * 5_000 + b"\n",
    "documents/read/backticks.md": lambda: HEADER + b"`a" * 16_000 + b"\n",
    "responses/refused/brackets.json": lambda: b"[" * 100_000,
    "responses/refused/braces.json": lambda: b'{"a":' * 100_000,
    "responses/refused/deep-in-a-key.json": lambda: b'{"format": "selfcheck-response/1", "x": ' + b"[" * 100_000,
    "plans/read/a-line.md": lambda: b"x" * 300_000,
    "plans/read/boxes-in-a-line.md": lambda: b"- [ ] " * 20_000,
    "plans/read/stars.md": lambda: b"*" * 50_000 + b"\n" + b"\\" * 50_000,
    "plans/read/signatures.md": lambda: b"selfcheck x-1#1 " * 5_000,
}
