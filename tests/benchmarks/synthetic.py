"""A pack of any size, the same bytes for the same size: words without sense, in the shape of the real ones.

One section for 25 questions, five choices each, one document of about 2.5 kB for each choice, with six links and two
decoys that only look like links. Every tenth question is relevant for one choice of an earlier one.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

WHO = (
    "The board", "A small team", "Each volunteer", "The coordinator", "A trusted peer", "The regional office", "Your network",
)  # fmt: skip
DOES = (
    "reviews", "agrees on", "writes down", "shares", "tests", "keeps", "renews", "explains", "measures", "hands over",
)  # fmt: skip
WHAT = (
    "the yearly plan", "a one-page policy", "who may decide what", "the list of partners", "the budget", "the consent form",
    "the hand-over list", "the calendar", "the lessons of the last project", "the résumé archive",
)  # fmt: skip
HOW = (
    "once a quarter", "before the next report", "with a named person", "in plain language", "within a month",
    "without extra money", "so that nobody has to guess", "even when people leave – and they will",
)  # fmt: skip
LEVELS = (
    "We have not begun", "We have made first steps", "We do it partly", "We do it mostly", "It is our established practice",
)  # fmt: skip

PACK = """\
pack: synthetic
version: 1.0.0
title: Synthetic pack
languages: [en]
levels:
  - {id: starting, from: 0, title: Starting}
  - {id: growing, from: 40, title: Growing}
  - {id: established, from: 75, title: Established}
"""


def write_pack(folder: Path, size: int) -> Path:
    """Write a pack of so many questions, with five documents for each."""
    rng = random.Random(1)
    (folder / "questions").mkdir(parents=True)
    (folder / "questions" / "pack.yaml").write_text(PACK, "utf-8")
    for first in range(1, size + 1, 25):
        lines = [f"section: s{first:05}", f"title: Section from question {first}", "questions:"]
        for question in range(first, min(first + 25, size + 1)):
            lines += _question(folder, question, rng)
        path = folder / "questions" / f"{first:05}-section.yaml"
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def _question(folder: Path, question: int, rng: random.Random) -> list[str]:
    lines = [
        f"  - id: {question}",
        f"    text: {_quoted(_sentence(rng)[:-1] + '?')}",
        f"    short: Question {question}",
        f"    hint: {_quoted(_sentence(rng))}",
    ]
    if question % 10 == 0:
        lines.append(f"    relevant: {{{question - 9}: [1]}}")
    lines.append("    choices:")
    for choice, level in enumerate(LEVELS, 1):
        text = f"{level}: {_sentence(rng)}"
        lines += [
            f"      - id: {choice}",
            f"        text: {_quoted(text)}",
            f"        short: Level {choice}",
            f"        score: {choice - 1}",
        ]
        path = folder / "feedback" / "en" / str(question) / f"{choice}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_document(rng, question, choice, text), "utf-8")
    return lines


def _document(rng: random.Random, question: int, choice: int, title: str) -> str:
    links = [f"https://example.org/{question}/{choice}/{n}?a=1&b={rng.randrange(99)}" for n in range(6)]
    steps = "\n\n".join(f"- {_sentence(rng)}" for _ in range(4))
    return (
        f"---\ntitle: {json.dumps(title)}\nquestion_id: {question}\nchoice_id: {choice}\n---\n"
        f"{_paragraph(rng, 500)}\n\n{steps}\n\n{_paragraph(rng, 300)} See [a guide]({links[0]}), [<u>a course</u>]({links[1]}) and\n"
        f"[a network]({links[2]}). Not a link: `[code](https://decoy.example/1)`.\n\n```text\n[code](https://decoy.example/2)\n```\n\n"
        f"{_paragraph(rng, 500)}\n\n- [A toolkit]({links[3]}), 2021\n\n- [A database][db]\n\n- <{links[4]}>\n\n[db]: {links[5]}\n"
    )


def _sentence(rng: random.Random) -> str:
    return f"{rng.choice(WHO)} {rng.choice(DOES)} {rng.choice(WHAT)} {rng.choice(HOW)}."


def _paragraph(rng: random.Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += _sentence(rng) + " "
    return text.strip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
