"""A change of a YAML file changes what it is about, and not one byte more."""

from __future__ import annotations

import difflib
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from selfcheck.content.folders import PackFile
from selfcheck.content.nodes import Mapping
from selfcheck.content.nodes import Node
from selfcheck.content.nodes import Scalar
from selfcheck.content.yaml_edits import Edit
from selfcheck.content.yaml_edits import apply_edits
from selfcheck.content.yaml_edits import change_map
from selfcheck.content.yaml_edits import insert_item
from selfcheck.content.yaml_lines import read_nodes
from selfcheck.content.yaml_marks import Marked
from selfcheck.content.yaml_marks import read_marks
from selfcheck.content.yaml_writing import Bare
from selfcheck.content.yaml_writing import Value
from selfcheck.content.yaml_writing import render_entry
from selfcheck.content.yaml_writing import render_flow
from selfcheck.content.yaml_writing import render_scalar
from selfcheck.problems import SelfcheckError
from selfcheck.tables.opened import open_yaml

TEXT = dedent("""\
    # 🎉 a pack of a kind
    section: people   # who
    title: {tr: İnsanlar, en: "People"}

    questions:
      # the first one
      - id: 1   # never change this
        text:
          tr: 'Kim var?'
          en: Who is there?
        hint: |-
          One line.
          Another.
        na: true

      - {id: 2, text: Plain, weight: 2, score: 1, exclusive: true}  # in braces

      # the last one
      - id: 3
        text: Only one
    """)


def marks(text: str) -> Marked:
    found = read_marks(text)
    assert found is not None
    return found


def plain(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, Scalar):
        return node.text
    return [plain(item) for item in node.items] if node else None


def content(text: str) -> object:
    node, problems = read_nodes(text, "a.yaml")
    assert problems == []
    return plain(node)


def changed(text: str, number: int, wanted: dict[str, Value | None]) -> str:
    """The text after a change of its question with this number, counted from 0."""
    questions = marks(text).entries["questions"][1].items
    assert questions is not None
    order = ["id", "text", "short", "hint", "weight", "na", "score", "exclusive"]
    return apply_edits(text, change_map(text, questions[number], wanted, order))


def difference(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("@@", "---", "+++"))]


def test_what_is_there_already_changes_nothing() -> None:
    assert changed(TEXT, 0, {"id": "1", "text": {"en": "Who is there?", "tr": "Kim var?"}, "short": None}) == TEXT
    assert changed(TEXT, 0, {"hint": "One line.\nAnother."}) == TEXT


@pytest.mark.parametrize(
    ("number", "wanted", "lines"),
    [
        (0, {"text": {"tr": "Kim yok?"}}, ["-      tr: 'Kim var?'", "+      tr: 'Kim yok?'"]),
        (0, {"text": {"sr": "Ko je tu?"}}, ["+      sr: Ko je tu?"]),
        (0, {"hint": "Short."}, ["-    hint: |-", "-      One line.", "-      Another.", "+    hint: Short."]),
        (0, {"hint": None}, ["-    hint: |-", "-      One line.", "-      Another."]),
        (0, {"text": {"tr": None}}, ["-      tr: 'Kim var?'"]),
        (0, {"text": {"tr": None, "en": None}}, ["-    text:", "-      tr: 'Kim var?'", "-      en: Who is there?"]),
        (0, {"short": {"tr": None, "en": "Who"}}, ["+    short:", "+      en: Who"]),
        (0, {"short": {"tr": None}}, []),
        (0, {"na": None, "hint": None}, ["-    hint: |-", "-      One line.", "-      Another.", "-    na: true"]),
        (0, {"short": {"tr": "Kim", "en": "Who"}}, ["+    short:", "+      tr: Kim", "+      en: Who"]),
        (0, {"weight": Bare("2"), "short": "Who"}, ["+    short: Who", "+    weight: 2"]),
        (
            1,
            {"weight": None, "exclusive": None, "score": None},
            [
                "-  - {id: 2, text: Plain, weight: 2, score: 1, exclusive: true}  # in braces",
                "+  - {id: 2, text: Plain}  # in braces",
            ],
        ),
        (
            1,
            {"short": "No", "text": "a, b"},
            [
                "-  - {id: 2, text: Plain, weight: 2, score: 1, exclusive: true}  # in braces",
                '+  - {id: 2, text: "a, b", short: "No", weight: 2, score: 1, exclusive: true}  # in braces',
            ],
        ),
        (2, {"text": {"tr": "Tek", "en": "One"}}, ["-    text: Only one", "+    text:", "+      tr: Tek", "+      en: One"]),
    ],
)  # fmt: skip
def test_only_what_was_meant_changes(number: int, wanted: dict[str, Value | None], lines: list[str]) -> None:
    for newline in ("\n", "\r\n"):
        before = TEXT.replace("\n", newline)
        after = changed(before, number, wanted)
        assert difference(before, after) == lines
        assert after.count("\r\n") == (after.count("\n") if newline == "\r\n" else 0)


def test_the_first_key_of_an_item_can_go() -> None:
    text = "questions:\n- na: true\n  # kept\n  weight: 2\n  id: 1\n"
    assert changed(text, 0, {"na": None, "weight": None}) == "questions:\n- id: 1\n"


def test_an_item_is_put_behind_another_in_its_form() -> None:
    questions = marks(TEXT).entries["questions"][1]
    fresh: Value = {"id": Bare("9"), "text": {"tr": "Yeni", "en": "New"}}

    block = apply_edits(TEXT, [insert_item(TEXT, questions, 0, fresh)])
    assert difference(TEXT, block) == ["+  - id: 9", "+    text:", "+      tr: Yeni", "+      en: New", "+"]

    braces = apply_edits(TEXT, [insert_item(TEXT, questions, 1, fresh)])
    assert difference(TEXT, braces) == ["+  - {id: 9, text: {tr: Yeni, en: New}}", "+"]

    end = apply_edits(TEXT.rstrip(), [insert_item(TEXT.rstrip(), questions, 2, fresh)])
    assert end.endswith("text: Only one\n\n  - id: 9\n    text:\n      tr: Yeni\n      en: New")


def test_lists_of_texts() -> None:
    text = "before:\n  tr:\n    - bir\n    - iki # two\n  en: [one, two]\n"
    node = marks(text)
    after = apply_edits(text, change_map(text, node, {"before": {"tr": ["bir", "üç", "dört"], "en": ["one"]}}))
    assert after == "before:\n  tr:\n    - bir\n    - üç # two\n    - dört\n  en: [one]\n"


def test_a_change_that_does_something_else_too_is_refused() -> None:
    file = open_yaml(PackFile("questions/a.yaml", TEXT.encode()))
    questions = file.node.entries["questions"][1]
    assert questions.items
    file.change(questions.items[0], {"hint": "Short.", "relevant": Bare("{9: [1, 2]}")}, ("tr", "en"), ["hint"])
    file.add(questions, 1, {"id": Bare("9"), "text": "New"})
    assert b"hint: Short." in file.result()[0].data
    na = TEXT.index("    na: true\n")
    file.edits.append(Edit(na, na + len("    na: true\n"), ""))
    with pytest.raises(SelfcheckError, match="no safe place"):
        file.result()


TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(list(" :#-'\"{}[],&*!|>%@`\n?~\\"))),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, flow=st.booleans(), quote=st.sampled_from(["", "'", '"', "|"]), indent=st.integers(0, 6))
def test_any_text_reads_back(text: str, flow: bool, quote: str, indent: int) -> None:
    text = text.strip()
    written = render_scalar(text, flow=flow, quote=quote, indent=indent)
    file = f"{{k: {written}, z: 1}}" if flow else f"{' ' * indent}k: {written}\n{' ' * indent}z: 1\n"
    assert content(file) == {"k": text, "z": "1"}


@settings(max_examples=200, deadline=None)
@given(
    data=st.recursive(
        TEXTS.map(str.strip).filter(bool),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3), st.dictionaries(st.sampled_from("abcd"), inner, min_size=1)
        ),
        max_leaves=8,
    )
)
def test_any_value_reads_back(data: Value) -> None:
    assert content(f"  {render_entry('k', data, 2)}\n") == {"k": data}
    assert content(f"{{k: {render_flow(data)}}}") == {"k": data}


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_changes_at_once(data: st.DataObject) -> None:
    """Whatever is changed, the result says what was wanted, and all other keys and comments are where they were."""
    number = data.draw(st.integers(0, 2))
    texts = TEXTS.map(str.strip).filter(bool)
    maps: st.SearchStrategy[Value] = st.dictionaries(st.sampled_from(["tr", "en", "sr"]), texts, min_size=1)
    wanted: dict[str, Value | None] = data.draw(
        st.dictionaries(
            st.sampled_from(["text", "short", "hint", "weight", "na", "score", "exclusive"]),
            st.one_of(st.none(), texts, maps),
        )
    )
    wanted = {key: value for key, value in wanted.items() if not (key == "text" and value is None)}
    before = content(TEXT)
    after = changed(TEXT, number, wanted)
    assert isinstance(before, dict)
    question = before["questions"][number]
    for key, value in wanted.items():
        old = question.get(key)
        if value is None:
            question.pop(key, None)
        else:
            question[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    assert content(after) == before
    assert [line for line in TEXT.split("\n") if "#" in line and "in braces" not in line] == [
        line for line in after.split("\n") if line in TEXT.split("\n") and "#" in line and "in braces" not in line
    ]
