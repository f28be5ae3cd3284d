"""Shortcuts that read what the long way reads, tried on thousands of broken files; and files that only look broken."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment.answers_file import parse_answers
from selfcheck.content.checks import ABOUT_DOUBTFUL
from selfcheck.content.checks import TEXT_CHECKS
from selfcheck.content.checks import hidden_character
from selfcheck.content.findings import Finding
from selfcheck.content.front_matter import simple_keys
from selfcheck.content.harmless import is_harmless
from selfcheck.content.harmless import is_harmless_section
from selfcheck.content.harmless import is_harmless_text
from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from selfcheck.content.markdown import find_oddities
from selfcheck.content.model import Feedback
from selfcheck.content.model import Pack
from selfcheck.content.scanning import scan_calm
from selfcheck.content.wording_checks import mixed_scripts
from selfcheck.content.yaml_lines import read_nodes
from selfcheck.problems import Problem
from tests.accidents import mutated
from tests.conftest import ROOT
from tests.conftest import write_tree
from tests.test_assessment import FILES

TRAPS = [
    "no",
    "yes",
    "on",
    "off",
    "NO",
    "~x",
    "010",
    "0x1F",
    "1_000",
    "12:30",
    "1.10",
    "2024-02-30",
    "1e3",
    ".inf",
    "=",
    "<<x",
    "08",
]


@pytest.mark.parametrize("text", TRAPS)
def test_a_scalar_is_what_its_author_wrote(text: str) -> None:
    node, problems = read_nodes(f"- {text}\n- {{{text}: {text}}}\n", "x.yaml")
    assert problems == []
    assert node.items[0].text == text  # type: ignore[union-attr]
    assert node.items[1].entries[text][1].text == text  # type: ignore[union-attr]


def test_no_answers_file_ends_in_a_traceback(tmp_path: Path) -> None:
    pack, _ = load_pack(write_tree(tmp_path / "pack", FILES))
    text = (
        "organisation: Örnek\nfield: [migration]\nform: club\npeople: 12\n1: {choice: 2, note: ask}\n2: na\n".encode()
    )
    rng = random.Random(3)
    for _ in range(1500):
        parse_answers(mutated(text, rng).decode("utf-8", "replace"), "a.yaml", pack)


def sorted_findings(findings: list[Finding]) -> list[tuple[str, str, int]]:
    return sorted((finding.kind, finding.detail, finding.line) for finding in findings)


@pytest.fixture(scope="module")
def shipped() -> list[str]:
    return [path.read_text("utf-8") for path in sorted((ROOT / "feedback").rglob("*.md"))]


def test_the_scan_of_calm_texts_finds_what_the_parser_finds(shipped: list[str]) -> None:
    """On every shipped text, and on thousands of them after accidents; most are calm, so the scan is worth having."""
    rng = random.Random(11)
    calm = 0
    for n in range(6000):
        body = shipped[n % len(shipped)].split("---\n", 2)[2]
        if n >= len(shipped):
            start = rng.randrange(len(body))
            body = mutated(body[start : start + 900].encode(), rng).decode("utf-8", "replace").replace("\r", "\n")
        found = scan_calm(body)
        if found is not None:
            calm += 1
            assert sorted_findings(found) == sorted_findings(find_oddities(body)), body
    assert calm > 4000


#: Bits of Markdown that change what their neighbours mean, and of what a rule objects to.
SIGNS = [
    "\n", "\n\n", "\n- ", "\n> ", "\n  ", "\n    ", "\n1. ", "\n---\n", "# ", "> " * 12, "- " * 12, "*", "_", "|", "'", '"', '\n"t',
    "`", "``", "```", "\n```\n", "\n```text\n", "\n   ```\n", "\n    ```\n", "\n- ```\n", "\n> ```\n", "\n~~~\n", "~~~",
    "[", "]", "(", ")", "![", "](", "]: ", "[a]", "[a][a]", "[b][a]", "](https://a.b/c)", "](https://a.b/c?x=1&y=2#z)", '](https://a.b "t")',
    "](<https://a.b>)", "](https://a.b/(c))", "](\nhttps://a.b)", "]\n(https://a.b)", "](HTTPS://A.B)", "](https:///x)", "](https://?x)",
    "](//x)", "](https://\xa0)", "](https://&sol;c)", "](javascript:x)", "](x)", "](mailto:a@b)", "\n\n[a]: https://a.b\n",
    "\n[a]: https://a.b", "\n[a]: javascript:x", "\n[a]:\nhttps://a.b", "\n[a]: https://a.b 't'", "<https://a.b>", "<https://a`b>",
    "<mailto:a@b>", "<", ">", "<u>", "</u>", "<U>", "<b>", "<br>", "<!--", "-->", "<script>", "&amp;", "&#x3a;", "&", "\\", "\t", "\\`<b>`",
    "word", " ", "ž", "ж", "aж", "…", "...", "😀", "\u200b", "\u202e", "\x07", "https://a.b", "javascript:",
]  # fmt: skip


def made_texts(number: int) -> Iterator[str]:
    """Texts made of the signs, every second one of only a few of them."""
    rng = random.Random(13)
    for n in range(number):
        signs = rng.sample(SIGNS, rng.randint(1, 6)) if n % 2 else SIGNS
        yield "".join(rng.choices(signs, k=rng.randint(1, 14)))


def test_made_texts_are_scanned_as_they_are_parsed() -> None:
    calm = 0
    for body in made_texts(20_000):
        found = scan_calm(body)
        if found is not None:
            calm += 1
            assert sorted_findings(found) == sorted_findings(find_oddities(body)), body
    assert calm > 1500


def objections(document: Feedback, pack: Pack) -> list[Problem]:
    """What the rules say of a document that need not look at a harmless one, each of them asked."""
    alone = replace(pack, feedback=(document,))
    rules = ABOUT_DOUBTFUL if is_harmless(document) else (hidden_character, mixed_scripts)  # the others know stubs
    said = [problem for check in rules for problem in check(alone)]
    return said + [problem for check in TEXT_CHECKS for problem in check(document, find_oddities(document.body))]


@pytest.mark.guarantee("G7.1", "G10.1")
def test_no_rule_objects_to_a_harmless_text(tmp_path: Path) -> None:
    """On thousands of texts made to trip it; and nearly every shipped one is harmless, so it is worth asking."""
    shipped = [document.body for document in load_pack(shipped_pack())[0].feedback]
    assert sum(map(is_harmless_text, shipped)) > 0.95 * len(shipped)
    small, _ = load_pack(write_tree(tmp_path / "pack", FILES))
    harmless = 0
    for body in (*shipped, *made_texts(20_000)):
        if is_harmless_text(body):
            harmless += 1
            assert objections(replace(small.feedback[0], body=body), small) == [], body
    assert harmless > 2500


@pytest.mark.parametrize("word", ["a\u200bb", "aж", "…", "..."])
def test_only_documents_with_nothing_odd_in_their_front_matter_are_harmless(tmp_path: Path, word: str) -> None:
    [first, *_] = load_pack(write_tree(tmp_path / "pack", FILES))[0].feedback
    document = replace(first, body="Words enough to be advice.\n")
    assert is_harmless(document)
    assert not is_harmless(replace(first, body="…\n"))
    assert not is_harmless(replace(first, body=30 * " "))
    for change in ({"title": word}, {"who": word}, {"actions": ("Do it.", word)}):
        assert not is_harmless(replace(document, **change))


@pytest.mark.parametrize("word", ["a\u200bb", "aж", "…", "...", ""])
@pytest.mark.parametrize("old", ["title: Work", "text: Do we meet?", "text: Partly"])
def test_only_sections_with_nothing_odd_in_their_texts_are_harmless(tmp_path: Path, old: str, word: str) -> None:
    pack, _ = load_pack(write_tree(tmp_path / "pack", FILES))
    assert all(map(is_harmless_section, pack.sections))
    changed = FILES["questions/020-work.yaml"].replace(old, f'{old.split()[0]} "{word}"')
    odd, _ = load_pack(write_tree(tmp_path / "odd", {**FILES, "questions/020-work.yaml": changed}))
    assert [section.id for section in odd.sections if not is_harmless_section(section)] == ["work"]


def test_simple_front_matter_is_read_as_yaml_reads_it(shipped: list[str]) -> None:
    rng = random.Random(12)
    simple = 0
    for n in range(20_000):
        header = shipped[n % len(shipped)].split("---\n", 2)[1]
        if n >= len(shipped):
            header = (
                mutated(header.encode(), rng).decode("utf-8", "replace").replace("\r", "\n").replace("\n---\n", "\n")
            )
            header += "" if header.endswith("\n") else "\n"
        found = simple_keys(header)
        if found is not None:
            simple += 1
            assert (found, []) == read_nodes(header, "x.md", 2), header
    assert simple > 5000


@pytest.mark.parametrize(
    ("value", "simple"),
    [
        (r'"r\u00e9sum\u00E9 \u2013"', True),
        (r"'r\u00e9'", True),
        (r"r\u00e9", True),
        (r'"\ud83d\ude00"', False),
        (r'"\u00e"', False),
        (r'"\""', False),
        (r'"\x41"', False),
    ],
)
def test_letters_by_their_number_are_read_as_yaml_reads_them(value: str, simple: bool) -> None:
    header = f"title: {value}\nactions:\n  - {value}\n"
    found = simple_keys(header)
    assert (found is not None) is simple
    assert found is None or (found, []) == read_nodes(header, "x.md", 2)


@pytest.mark.parametrize("nothing", ["", " ~", " null", " # only a comment"])
def test_a_key_that_says_nothing_is_as_good_as_none(tmp_path: Path, nothing: str) -> None:
    files = {
        **FILES,
        "questions/020-work.yaml": FILES["questions/020-work.yaml"].replace("weight: 2", f"weight:{nothing}"),
    }
    pack, problems = load_pack(write_tree(tmp_path, files))
    assert problems == ()
    assert pack.by_id["1"].weight == 1
