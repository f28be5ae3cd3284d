"""The reader of lines against PyYAML: where it reads a text at all, it reads the same nodes at the same places."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from selfcheck.content import yaml_nodes
from selfcheck.content.yaml_lines import read_lines
from tests.conftest import ROOT

SHIPPED = [*sorted((ROOT / "questions").glob("*.yaml")), ROOT / "feedback" / "resources.yaml"]
SMALL = sorted((ROOT / "tests" / "packs").rglob("*.yaml"))

#: Whatever YAML has a meaning for, and what only looks so.
PIECES = (
    *(
        " ",
        "  ",
        "\n",
        "\n  ",
        "\n- ",
        "\n    - ",
        "- ",
        ": ",
        ":",
        ",",
        ", ",
        "#",
        " # no",
        "[",
        "]",
        "{",
        "}",
        "{a: b}",
    ),
    *(
        "[a, b]",
        "[a, b: c]",
        "{a: {b: [c]}}",
        '"',
        "'",
        '"a: b"',
        "'it''s'",
        '\\"',
        '"a \\"b\\""',
        "\\",
        "\t",
        "\r",
        "&a ",
        "*a",
        "!t ",
        "| ",
        "> ",
    ),
    *(
        "|\n",
        "? ",
        "% ",
        "@",
        "`",
        "---\n",
        "...\n",
        "...a",
        "~",
        "null",
        "yes",
        "0123",
        "1: 2",
        "a",
        "ş",
        "é",
        "\u00a0",
        "\u2028",
    ),
    *(
        "\ufeff",
        "\x85",
        "<<: ",
        "key:\n",
        "key: value\n",
        "a:b",
        "http://x.org",
        "a ",
        "-",
        "-a",
        "--",
        "=",
        ".",
        "_",
        "_a",
        "+1",
    ),
)


def compare(text: str) -> bool:
    """Whether the reader of lines read the text; then it must be what PyYAML reads."""
    found = read_lines(text, 3)
    if found is not None:
        assert (found, []) == yaml_nodes.read_nodes(text, "x.yaml", 3), text
    return found is not None


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_shipped_pack_is_read_without_pyyaml(path: Path) -> None:
    assert compare(path.read_text("utf-8"))


@pytest.mark.parametrize("seed", range(20))
def test_edited_files_are_read_as_pyyaml_reads_them_or_left_to_it(seed: int) -> None:
    """Files that people wrote, with pieces put in, letters and lines taken out, lines moved and indented."""
    chance = random.Random(seed)
    texts = [path.read_text("utf-8", "replace") for path in SMALL]
    texts += ["\n".join(path.read_text("utf-8").split("\n")[:70]) for path in SHIPPED]
    read = sum(compare(_edited(chance.choice(texts), chance)) for _ in range(150))
    assert read > 20


@pytest.mark.parametrize("seed", range(10))
def test_texts_of_pieces_are_read_as_pyyaml_reads_them_or_left_to_it(seed: int) -> None:
    chance = random.Random(seed)
    read = sum(compare("".join(chance.choices(PIECES, k=chance.randint(1, 7)))) for _ in range(1500))
    read += sum(
        compare("a: " + "".join(chance.choices(PIECES, k=chance.randint(1, 3))) + "\nb: c") for _ in range(1500)
    )
    assert read > 100


def _edited(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 2)):
        lines = text.split("\n")
        at = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                letter = chance.randint(0, len(lines[at]))
                lines[at] = lines[at][:letter] + chance.choice(PIECES) + lines[at][letter:]
            case 1:
                letter = chance.randint(0, len(lines[at]))
                lines[at] = lines[at][:letter] + lines[at][letter + 1 :]
            case 2:
                del lines[at]
            case 3:
                lines[at] = " " * chance.randint(0, 6) + lines[at].lstrip()
            case 4:
                lines.insert(chance.randrange(len(lines)), lines[at])
        text = "\n".join(lines)
    return text
