"""Files gone wrong: a good one after a few accidents, to its bytes or to its parts.

What comes out follows from the generator of random numbers alone, so whatever went wrong once can be made again.
"""

from __future__ import annotations

import contextlib
import json
import random
import re
from copy import deepcopy
from typing import Any

from selfcheck.assessment.response_file import checksum

#: Bits of YAML, Markdown and mischief to drop into a file.
BITS = [
    ":", ": ", "- ", "  ", "\t", "\n", "\n\n", "---\n", "[", "]", "{", "}", "'", '"', "#", "&a ", "*a", "<<: *a", "!!python/name:os.system ",
    "!", "|", ">", "%YAML 1.1\n", "?", "? ", "~", "null", "true", "0", "-1", "1e9", "9" * 400, "\0", "\x1b[2J", "\x85", "\u2028", "\ufeff",
    "\u202e", "\u200b", "\ud7ff", "é", "ğ", "id: 1", "text: ", "choices: []", "relevant: {1: [1]}", "relevant: {9: {not: 1}}", "```", "~~~",
    "<!--", "<script>", "<b>", "](javascript:x)", "[a]: b", "> " * 30, "- " * 30, "[" * 60, "`" * 50, "\\", "{{ 7*7 }}", "{% raw %}", "${x}",
    "\\u00e9", "\\u", "\\ud83d\\ude00", '"\\u00e9"',
]  # fmt: skip

#: Signs of Markdown, and words between them.
MARKDOWN = [
    "a", "b", "word", "ığüşöç", "čćžšđ", "1.", "2)", "-", "+", "*", "**", "_", "__", "`", "``", "```", "~~~", "~~", ">", "#", "##", "===", "---", "[",
    "]", "(", ")", "](", "[x]", "![", "<", ">", "<u>", "</u>", "<b>", "&amp;", "&copy;", "\\", "\\*", "!", "|", "https://a.org", "<https://a.org>",
    "[t](https://a.org/b_c)", "**b**", "*e*", "`c`", "\n", "\n\n", "\n-\t", "\n>", "\n1.",
]  # fmt: skip

#: What somebody, or something, might write in the place of a value of YAML.
VALUES = [
    "", "~", "no", "yes", "08", "0x_", "1_000", "12:30", "1:59:59.5", "2024-02-30", "1.10", "1e3", ".inf", "-.nan", "=", "9" * 4301, "-1", "0.5", "true",
    "'", '"', '"\\ud800"', '"\\e]0;x\\a"', '"\\0"', "[]", "{}", "[1, [2, [3]]]", "{a: {b: c}}", "{1: 1, 1.0: 2}", "{not: [1]}", "{1: {not: [1, 2]}}", "{9: 1}",
    "*a", "&a b", "&a [*a]", "!!int ''", "!!bool foo", "!!binary x", "!!timestamp foo", "{<<: {a: b}}", "|", ">-", "? a", "- - - a", "\t", "# only", "x" * 300,
    "{tr: a, en: b}", "{xx: a}", "select_multiple", "integer", "hours", "../../x", "\u202ex", "Ki\u0327", "Сeлo", "%", "@a", "`a`", "a: b", "a #b", "[1, 1, 1]", "[" * 30, "{" * 30,
]  # fmt: skip

#: The keys that a pack may hold, some of them in the wrong place wherever they come.
KEYS = "section title questions id type text short hint help why relevant weight na min max choices score exclusive profile role actions who effort cost level section_id question_id choice_id chosen language review_by pack languages"  # fmt: skip

#: What somebody, or something, might write in the place of a value of JSON.
JSON: list[Any] = [
    None, True, False, 0, -1, 2**63, 10**40, 1.5, 1e308, "", "x", "x" * 3000, "\ud800", "\x00", "\x1b[2J", "\u202e", "../..", "2026-13-45", "1", "1.1.1", "99.1.1", "a", "na",
    [], {}, [[]], [None], ["1", "1"], ["a", 1], {"a": {}}, {"choice": "1"}, {"choices": ["a", "zz"]}, {"value": 7}, {"state": "unknown"}, {"state": "never"}, {"note": "x\n" * 50},
    {"place": "top", "text": "# x\n```"}, {"done": True, "text": "# x\n\n## y"}, [{"place": "advice/1", "text": "\n"}],
]  # fmt: skip

#: Lines that somebody might write into a plan.
LINES = [
    "", " ", "```", "~~~", "- [x] **1.1.1** Meet once.", "- [ ] **1.1.1**", "* [X] 1.1.2 written", "- [x] **99.1.1** what", "  - Who: Ayşe", "  - By when: 1.11.2026", "- Who:",
    "By when: soon", "# Ours", "## Summary", "### Work", "| a | b |", "|---|---|", "<!-- x", "<div>", "> said", "1. one", "\\[x\\] **1.1.1**", "☑ **1.1.1** done", "**1.1.1** bold",
    "selfcheck x#1", "selfcheck other#9", "*selfcheck x\\#99999999999*", "\x1f", "\x1e", "\u2028", "\ufeff", "---", "[a]: https://a.org", "&nbsp;", "\t- [x]", "x" * 5000, "- " * 60, "*" * 300,
]  # fmt: skip


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A file after a few accidents: bits put in, taken out, repeated, swapped, or turned."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.randint(0, 40))
        kind = rng.randrange(6)
        if kind == 0:
            data = data[:at] + rng.choice(BITS).encode("utf-8", "surrogatepass") + data[at:]
        elif kind == 1:
            data = data[:at] + data[end:]
        elif kind == 2:
            data = data[:at] + data[at:end] * rng.randint(2, 4) + data[end:]
        elif kind == 3:
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        elif kind == 4:
            lines = data.split(b"\n")
            rng.shuffle(lines)
            data = b"\n".join(lines) if rng.random() < 0.2 else data
        else:
            data = data[:at]
    return data


def broken_yaml(text: str, rng: random.Random) -> str:
    """YAML after a few accidents to its parts: other values, keys, depths and places."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(lines))
        kind = rng.randrange(7)
        if kind == 0:
            lines[at] = re.sub(r"(?<=: ).*|(?<=- ).*", lambda _: rng.choice(VALUES), lines[at], count=1)
        elif kind == 1:
            inner = [found.span() for found in re.finditer(r"(?<=: )[^,{}\[\]]+|(?<=, )\w+(?=:)", lines[at])]
            if inner:
                start, end = rng.choice(inner)
                lines[at] = lines[at][:start] + rng.choice([*VALUES, *KEYS.split()]) + lines[at][end:]
        elif kind == 2:
            lines.insert(at, lines[rng.randrange(len(lines))])
        elif kind == 3:
            del lines[at : at + rng.randint(1, 3)]
            lines = lines or [""]
        elif kind == 4:
            lines[at] = rng.choice(["  ", "    ", "- ", "\t", "? ", "'"]) + lines[at]
        elif kind == 5:
            lines[at] = lines[at].removeprefix("  ")
        else:
            indent = len(lines[at]) - len(lines[at].lstrip())
            lines.insert(at, f"{' ' * indent}{rng.choice(KEYS.split())}: {rng.choice(VALUES)}")
    return "\n".join(lines)


def broken_document(text: str, rng: random.Random) -> str:
    """A document whose header or body, or both, had an accident."""
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    if rng.random() < 0.5:
        head = broken_yaml(head, rng)
    if rng.random() < 0.7:
        body = rng.choice(["", " ", "\n"]).join(rng.choices([*MARKDOWN, *BITS], k=rng.randint(0, 40)))
    return (
        rng.choice(["---\n"] * 30 + ["", "\ufeff---\n", "--- \n", "\n---\n"])
        + head
        + rng.choice(["\n---\n"] * 30 + ["\n...\n", "\n", ""])
        + body
    )


def broken_response(content: dict[str, Any], rng: random.Random) -> bytes:
    """A response file of which some values are others; half of them with a checksum that fits."""
    content = deepcopy(content)
    for _ in range(rng.randint(1, 3)):
        node: Any = content
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = rng.choice(keys)
            if isinstance(node[key], (dict, list)) and rng.random() < 0.75:
                node = node[key]
                continue
            kind = rng.randrange(3)
            if kind == 0:
                del node[key]
            elif kind == 1 and isinstance(node, dict):
                node[rng.choice([*keys, "mood", "extra", "", "9", "1.1.1"])] = deepcopy(rng.choice(JSON))
            else:
                node[key] = deepcopy(rng.choice(JSON))
            break
    if rng.random() < 0.5:
        with contextlib.suppress(ValueError, OverflowError, UnicodeError):
            content["checksum"] = checksum(content)
    return json.dumps(content, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1, 2])).encode(
        "utf-8", "surrogatepass"
    )


def broken_plan(text: str, rng: random.Random) -> str:
    """A plan that people, and editors, were at."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(lines))
        kind = rng.randrange(8)
        if kind == 0:
            lines.insert(at, rng.choice(LINES))
        elif kind == 1:
            del lines[at : at + rng.randint(1, 6)]
            lines = lines or [""]
        elif kind == 2:
            lines.insert(at, lines[rng.randrange(len(lines))])
        elif kind == 3:
            lines[at] = lines[at].replace("[ ]", rng.choice(["[x]", "[-]", "[]", "[ x ]", "\\[x]", "☑"]))
        elif kind == 4:
            lines[at] = lines[at] + " " + rng.choice(LINES)
        elif kind == 5:
            lines[at] = rng.choice(["  ", "> ", "    ", "\t"]) + lines[at]
        elif kind == 6:
            words = lines[at].split(" ")
            cut = rng.randint(0, len(words))
            lines[at : at + 1] = [" ".join(words[:cut]), " ".join(words[cut:])]
        else:
            lines[at] = lines[at].replace("\\", "").replace("*", "_")
    return rng.choice(["\n"] * 8 + ["\r\n", "\r"]).join(lines)
