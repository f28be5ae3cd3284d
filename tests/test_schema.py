"""The schemas say what the readers say: about the shipped files, about broken packs, about anything at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from selfcheck.assessment.response_file import encode_response
from selfcheck.cli.editors.schema import all_schemas
from selfcheck.cli.editors.schema import render
from selfcheck.content.front_matter import Document
from selfcheck.content.front_matter import read_document
from selfcheck.content.nodes import Mapping
from selfcheck.content.nodes import Node
from selfcheck.content.nodes import Scalar
from selfcheck.content.parsing import parse_feedback
from selfcheck.content.parsing import parse_pack_head
from selfcheck.content.parsing import parse_resources
from selfcheck.content.parsing import parse_section
from selfcheck.content.schema import FILES
from selfcheck.content.yaml_lines import read_nodes
from tests.conftest import ROOT
from tests.conftest import run_selfcheck
from tests.test_packs import PACKS
from tests.test_response_file import response

SCHEMAS = all_schemas()
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}

#: What YAML 1.2 takes an unquoted scalar for, as the language servers of editors do.
PLAIN = {"": None, "~": None, "null": None, "true": True, "false": False}


def as_json(node: Node) -> Any:
    """A node as an editor's language server sees it."""
    if isinstance(node, Mapping):
        return {key: as_json(value) for key, (_, value) in node.entries.items()}
    if not isinstance(node, Scalar):
        return [as_json(item) for item in node.items]
    if node.plain and node.text in PLAIN:
        return PLAIN[node.text]
    if node.plain and re.fullmatch(r"-?\d{1,15}", node.text):
        return int(node.text)
    if node.plain and re.fullmatch(r"-?\d{1,15}\.\d+", node.text):
        return float(node.text)
    return node.text


def mistakes_in(name: str, node: Node) -> list[str]:
    return [error.message for error in VALIDATORS[name].iter_errors(as_json(node))]


def files_of(pack: Path) -> list[tuple[str, Path, Node | None]]:
    """The files of a pack: the name of its schema, its place, and what could be read of it."""
    found: list[tuple[str, Path, Node | None]] = []
    for path in sorted((pack / "questions").glob("*.yaml")):
        name = "pack" if path.name == "pack.yaml" else "questions"
        found.append((name, path, read_nodes(path.read_text("utf-8"), path.name)[0]))
    for path in sorted((pack / "feedback").rglob("*.md")):
        document = read_document(path.read_text("utf-8"), path.name)[0]
        found.append(("feedback", path, document.keys if document else None))
    links = pack / "feedback" / "resources.yaml"
    if links.exists():
        found.append(("resources", links, read_nodes(links.read_text("utf-8"), links.name)[0]))
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_are_fresh(name: str, golden: Callable[[str, str], None]) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    golden(render(SCHEMAS[name]), f"../../schemas/{name}.json")


def test_the_command_prints_and_writes_them(tmp_path: Path) -> None:
    ran = run_selfcheck("content", "schema", "questions")
    assert (ran.code, ran.out) == (0, (ROOT / "schemas" / "questions.json").read_text("utf-8"))

    assert run_selfcheck("content", "schema", "-o", tmp_path).code == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.json" for name in SCHEMAS}

    wrong = run_selfcheck("content", "schema", "question")
    assert (wrong.code, wrong.out) == (2, "")
    assert "questions, pack, feedback, resources, response, plan" in wrong.err


def test_the_shipped_files_are_valid_and_name_their_schema() -> None:
    seen = set()
    for name, path, node in files_of(ROOT):
        assert node is not None
        assert mistakes_in(name, node) == [], path
        seen.add(name)
        if path.suffix == ".yaml":
            first = path.read_text("utf-8").split("\n")[0]
            assert first == f"# yaml-language-server: $schema=../schemas/{name}.json"
    assert seen == set(FILES)


@pytest.mark.parametrize("rule", ["unknown-key", "missing-key", "wrong-type"])
def test_structural_mistakes_are_refused(rule: str) -> None:
    """Every file of these packs that the readers blame is one that the schema refuses, and no other is."""
    blamed = set(re.findall(r"^(\S+?):\d+:\d+: error", (PACKS / rule / "problems.txt").read_text("utf-8"), re.M))
    refused = {
        path.relative_to(PACKS / rule).as_posix()
        for name, path, node in files_of(PACKS / rule)
        if node is not None and mistakes_in(name, node)
    }
    assert blamed
    assert refused == blamed


def test_other_broken_packs_are_of_good_structure() -> None:
    """What files say wrongly about each other is no mistake of one file: editors must not see it twice."""
    for pack in ("unknown-choice", "later-question", "orphan-feedback", "missing-language", "level-order"):
        assert [mistakes_in(name, node) for name, _, node in files_of(PACKS / pack) if node] == [
            [] for _ in files_of(PACKS / pack)
        ]


def test_a_response_is_valid() -> None:
    written = json.loads(encode_response(response()))
    assert list(VALIDATORS["response"].iter_errors(written)) == []
    assert list(VALIDATORS["response"].iter_errors({**written, "answers": {"9": {"choice": 3}}}))


SCALARS = [
    "word",
    "9",
    "2.5",
    "true",
    "null",
    "",
    '"9"',
    "'true'",
    "2026-11-24",
    "select_multiple",
    "text",
    "hours",
    "a b",
]


def values(depth: int) -> st.SearchStrategy[str]:
    scalars = st.sampled_from(SCALARS)
    if depth == 0:
        return scalars
    inner = values(depth - 1)
    keys = st.sampled_from(["tr", "en", "9", "not", "why", "id", "text", "choices", "score", "title", "zz!"])
    return st.one_of(
        scalars,
        st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(item or '~' for item in items)}]"),
        st.dictionaries(keys, inner, max_size=2).map(
            lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"
        ),
    )


#: A whole file of each kind, to which one key is given another value.
WHOLE = {
    "questions": "section: s\ntitle: T\nquestions: [{id: 1, text: T, type: text}]\n",
    "pack": "pack: p\nversion: 1\ntitle: T\nlanguages: [tr, en, not, why, id]\n",
    "feedback": "title: T\nquestion_id: 1\nchoice_id: 1\n",
    "resources": "url: https://a.b\ntitle: T\n",
}
#: Which languages a pack has is known to the readers alone: whatever could be one, is one.
LANGUAGES = ("tr", "en", "not", "why", "id")
QUESTION = "id: 1\ntext: T\nchoices: [{id: 1, text: T}]\n"


def read_as(name: str, node: Node) -> bool:
    """Whether the readers find a kind of file well-formed, as far as it is about itself."""
    assert isinstance(node, Mapping)
    if name == "questions":
        problems = parse_section(node, "a.yaml", LANGUAGES)[1]
    elif name == "pack":
        problems = parse_pack_head(node, "pack.yaml")[1]
    elif name == "feedback":
        problems = parse_feedback(Document(node, "", 1), "a.md", LANGUAGES)[1]
    else:
        problems = parse_resources(read_nodes("[]", "r")[0] if not node.entries else _listed(node), "r.yaml")[1]
    return problems == []


def _listed(node: Mapping) -> Node:
    listed, _ = read_nodes("[a]", "r")
    listed.items[0] = node  # type: ignore[union-attr]
    return listed  # type: ignore[return-value]


def changed(text: str, key: str, value: str) -> str:
    lines = [line for line in text.splitlines() if not line.startswith(f"{key}:")]
    return "\n".join([*lines, f"{key}: {value}"]) + "\n"


#: Values of every shape, tried behind every key.
SHAPES = [*SCALARS, "[word, 9]", "[]", "{9: []}", "{tr: []}", "[[word]]", "[{id: 1}]", "{tr: word, en: 9}", "{tr: [word]}", "{9: [1, 2]}", "{9: {not: [1]}}", "{9: {no: 1}}", "{zz!: a}"]  # fmt: skip


def disagree(name: str, text: str) -> bool:
    """Whether the schema takes a file that the readers do not, or the other way round."""
    node, problems = read_nodes(text, "a.yaml")
    if problems or not isinstance(node, Mapping) or strange(node):
        return False
    content = [as_json(node)] if name == "resources" else as_json(node)
    return VALIDATORS[name].is_valid(content) != read_as(name, node)


def keys_of(name: str) -> dict[str, list[str]]:
    """The keys of a kind of file, by the map they stand in."""
    keys = FILES[name][0]
    found = {"": [*keys.keys]}
    inner = keys.keys["questions"].inside if name == "questions" else None
    return found if inner is None else {**found, "questions": [*inner.keys]}


def with_value(name: str, where: str, key: str, value: str) -> str:
    if not where:
        return changed(WHOLE[name], key, value)
    question = changed(QUESTION, key, value)
    return changed(WHOLE[name], where, "\n  - " + question.replace("\n", "\n    "))


@pytest.mark.parametrize("name", FILES)
def test_the_schema_and_the_readers_agree_on_every_key(name: str) -> None:
    """Whatever stands behind whatever key: the schema takes it exactly where the readers do."""
    texts = [
        with_value(name, where, key, value)
        for where, keys in keys_of(name).items()
        for key in (*keys, "unknown")
        for value in SHAPES
        if key not in ("language", "languages")  # which of them there are is known to the readers alone
    ]
    assert [text for text in texts if disagree(name, text)] == []
    assert sum(mistaken(name, text) for text in texts) > len(texts) // 4


def mistaken(name: str, text: str) -> bool:
    node, _ = read_nodes(text, "a.yaml")
    return isinstance(node, Mapping) and not read_as(name, node)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_schema_and_the_readers_agree(name: str, data: st.DataObject) -> None:
    where = data.draw(st.sampled_from([*keys_of(name)]))
    keys = [key for key in keys_of(name)[where] if key not in ("language", "languages")]
    text = with_value(name, where, data.draw(st.sampled_from(keys)), data.draw(values(2)))
    assert not disagree(name, text), text


def strange(node: Node) -> bool:
    """Values on which the two may differ: what says nothing where something must be said, and words of other files."""
    if isinstance(node, Mapping):
        return not node.entries or any(strange(value) for _, value in node.entries.values())
    if not isinstance(node, Scalar):
        return any(strange(item) for item in node.items)
    return node.text in ("", "null", "~")


def test_the_yaml_of_others_reads_the_shipped_files() -> None:
    """The files are plain YAML for every other program, too."""
    for path in (ROOT / "questions").glob("*.yaml"):
        assert isinstance(yaml.safe_load(path.read_text("utf-8")), dict)
