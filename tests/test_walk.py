"""Every way through a pack: small packs with known answers, and large ones that are sampled."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from selfcheck.assessment.walk import MOST_WAYS
from selfcheck.assessment.walk import walk_pack
from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from selfcheck.content.model import Pack
from selfcheck.plan.lengths import answered
from selfcheck.plan.lengths import plan_words
from selfcheck.terminal.editors.diagrams import render_flow_html
from selfcheck.terminal.editors.diagrams import render_mermaid
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_words_only import PAYLOADS
from tests.test_words_only import hostile

BRANCHES = """\
section: people
title: People
questions:
  - id: 1
    text: Do we meet?
    choices:
      - {id: never, text: Never, score: 0}
      - {id: rarely, text: Rarely, score: 1}
      - {id: often, text: Often, score: 2}
  - id: 2
    text: Where do we meet?
    relevant: {1: [rarely, often]}
    choices:
      - {id: office, text: In the office}
      - {id: home, text: At home}
  - id: 3
    text: Who pays for the office?
    relevant: {2: [office]}
    type: text
  - id: 4
    text: Why do we never meet in the office?
    relevant: {1: [never], 2: [office]}
    type: text
  - id: 5
    text: Why not at home?
    relevant: {2: {not: [home]}}
    type: text
"""


def test_every_way_is_walked_once(tmp_path: Path) -> None:
    """1 is open, never, or meets; 2, where it is asked, open, office, or home."""
    walk = walk_pack(make_pack(tmp_path, {"questions/010.yaml": BRANCHES}))
    assert (walk.ways, walk.sampled) == (2 + 3, False), "rarely and often make no difference"
    assert walk.routes == 4, "1 5; 1 2 5; 1 2 3 5; 1 2"
    assert walk.shortest.questions == ("1", "5")
    assert walk.longest.questions == ("1", "2", "3", "5")
    assert walk.longest.answers == {"1": ("rarely",), "2": ("office",)}
    assert walk.never_asked == ("4",)


def test_a_question_of_several_answers_opens_several_ways_at_once(tmp_path: Path) -> None:
    text = """\
        section: s
        title: S
        questions:
          - id: 1
            type: select_multiple
            max: 2
            text: What do we do?
            choices:
              - {id: a, text: A}
              - {id: b, text: B}
              - {id: c, text: C}
              - {id: none, text: Nothing, exclusive: true}
          - {id: 2, text: A?, type: text, relevant: {1: [a]}}
          - {id: 3, text: B?, type: text, relevant: {1: [b]}}
          - {id: 4, text: C?, type: text, relevant: {1: [c]}}
          - {id: 5, text: Why nothing?, type: text, relevant: {1: [none]}}
        """
    walk = walk_pack(make_pack(tmp_path, {"questions/010.yaml": text}))
    assert walk.ways == 1 + 3 + 3 + 1
    assert len(walk.longest.questions) == 3, "two of three, and never nothing with something"
    assert walk.shortest.questions == ("1",)


def many(gates: int) -> str:
    lines = ["section: s", "title: S", "questions:"]
    for n in range(gates):
        lines.append(f"  - {{id: g{n}, text: G, choices: [{{id: y, text: 'Yes'}}, {{id: n, text: 'No'}}]}}")
        lines.append(f"  - {{id: q{n}, text: Q, type: text, relevant: {{g{n}: [y]}}}}")
    return "\n".join(lines)


def test_too_many_ways_are_sampled_with_a_seed_and_the_longest_is_still_found(tmp_path: Path) -> None:
    pack = make_pack(tmp_path, {"questions/010.yaml": many(20)})
    walk = walk_pack(pack, seed=7)
    assert MOST_WAYS < 3**20
    assert walk.sampled
    assert walk == walk_pack(pack, seed=7)
    assert len(walk.shortest.questions) == 20
    assert len(walk.longest.questions) == 40
    assert walk.never_asked == ()


def test_the_shipped_pack_has_no_dead_end() -> None:
    walk = walk_pack(load_pack(shipped_pack())[0])
    assert not walk.sampled
    assert walk.never_asked == ()
    assert (len(walk.shortest.questions), len(walk.longest.questions)) == (32, 38)


def test_plans_are_as_long_as_the_advice_that_answers_earn(tmp_path: Path) -> None:
    document = "---\ntitle: T\nquestion_id: 1\nchoice_id: {choice}\n---\n{text}\n"
    files = {
        "questions/010.yaml": BRANCHES,
        "feedback/1.md": document.format(choice="never", text="one two three"),
        "feedback/2.md": document.format(choice="rarely", text="word " * 50),
        "feedback/3.md": document.format(choice="often", text="word " * 500),
    }
    pack = make_pack(tmp_path, files)
    walk, words = walk_pack(pack), Words("en")
    longest = plan_words(pack, walk.longest, words, NOW, most=True)
    assert longest >= plan_words(pack, walk.longest, words, NOW, most=False)
    response = answered(pack, walk.longest, "en", NOW, most=True)
    assert response.answer("1").chosen == ("rarely",), "what leads there stays as it is"
    assert longest > plan_words(pack, walk.shortest, words, NOW, most=False) + 40


@pytest.fixture
def branches(tmp_path: Path) -> Pack:
    return make_pack(tmp_path / "branches", {"questions/010.yaml": BRANCHES})


def test_the_picture_as_mermaid(branches: Pack, golden: Callable[[str, str], None]) -> None:
    golden(render_mermaid(branches, Words("en")), "walk.mermaid")


def test_the_picture_as_a_page(branches: Pack, golden: Callable[[str, str], None]) -> None:
    golden(render_flow_html(branches, ("All of it.",), Words("tr")), "walk-tr.html")


class Page(HTMLParser):
    """The tags of a page, and the addresses in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.outside += [
            str(value) for name, value in attrs if name in ("src", "href", "style") or name.startswith("on")
        ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_a_pack_stay_words_in_both_pictures(tmp_path: Path, payload: str) -> None:
    pack = load_pack(hostile(tmp_path, payload))[0]
    page = render_flow_html(pack, (payload,), Words("en"))
    reader = Page()
    reader.feed(page)
    assert reader.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "p",
        "svg",
        "defs",
        "marker",
        "path",
        "g",
        "rect",
        "text",
    }
    assert reader.outside == ["fill:#666;stroke:none"]
    ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])  # our own
    for line in render_mermaid(pack, Words("en")).split("\n")[1:]:
        assert re.fullmatch(
            r'(  (subgraph s\d+\["[^"<>`\[\]{}]*"\]|end|  q\d+\["[^"<>`\[\]{}]*"\]|q\d+ --> q\d+))?', line
        ), line


def test_the_command_in_all_its_forms(tmp_path: Path) -> None:
    folder = write_tree(tmp_path, {"questions/010.yaml": BRANCHES})
    env = {"SELFCHECK_LANG": "en"}
    text = run_selfcheck("content", "walk", folder, env=env).out
    assert text.startswith("All 5 ways through the questions that answers can make.\n")
    assert "Questions that are never asked (1)\n  4\n" in text
    report = json.loads(run_selfcheck("content", "walk", folder, "--json", env=env).out)["walk"]
    assert (report["routes"], report["shortest"]["questions"]) == (4, ["1", "5"])
    assert run_selfcheck("content", "walk", folder, "--format", "mermaid", env=env).out.startswith("flowchart TD\n")
    assert run_selfcheck("content", "walk", folder, "--format", "html", env=env).out.startswith("<!DOCTYPE html>\n")
    assert run_selfcheck("content", "walk", folder, "--format", "md", env=env).out.startswith("## Tiny check")
