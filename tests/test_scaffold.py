"""What `content new` adds, and that everything around it stays as it was, byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from selfcheck.content.additions import add_feedback
from selfcheck.content.additions import add_question
from selfcheck.content.additions import add_section
from selfcheck.content.additions import next_id
from selfcheck.content.checks import check_pack
from selfcheck.content.inserting import append_question
from selfcheck.content.loading import load_pack
from selfcheck.content.model import Pack
from selfcheck.content.nodes import Mapping
from selfcheck.content.nodes import Scalar
from selfcheck.content.nodes import Sequence
from selfcheck.content.scaffold import NewQuestion
from selfcheck.content.scaffold import NewSection
from selfcheck.content.scaffold import question_value
from selfcheck.content.styles import Style
from selfcheck.content.styles import layout_of
from selfcheck.content.styles import style_of
from selfcheck.content.yaml_lines import read_nodes
from selfcheck.problems import SelfcheckError
from tests.conftest import ROOT
from tests.conftest import run_selfcheck
from tests.conftest import write_tree

TWO = """\
pack: tiny
version: 1.0.0
title: {en: Tiny check, tr: Küçük}
languages: [en, tr]
"""

#: Files as editors leave them, each with the lines that a question adds, and where.
ODD = {
    "comments": (
        "# the people of the place\nsection: people # a name\ntitle:   People\n\nquestions:   # all of them\n"
        "  - id: 1\n    text: 'Do we meet?'   # ask kindly\n    choices: [{id: 1, text: Never}, {id: 2, text: Often}]\n"
        "    # a remark on question 1\n  # - id: 7, not now\n\n\n# the end\n",
        "  # - id: 7, not now\n",
        "  - id: 2\n    text:\n      en: '…'\n      tr: '…'\n    choices:\n"
        "      - {id: 1, text: {en: '…', tr: '…'}}\n      - {id: 2, text: {en: '…', tr: '…'}}\n",
    ),
    "dashes-at-the-left": (
        'section: people\ntitle: People\nquestions:\n-   id: "1"\n    text: {en: "Do we meet?", tr: "?"}\n    choices:\n'
        '    -   id: "1"\n        text: {en: "Never", tr: "Hiç"}\n    -   id: "2"\n        text: {en: "Often", tr: "Sık"}\n'
        "weight: 2 # after the questions\n",
        '        text: {en: "Often", tr: "Sık"}\n',
        '-   id: "2"\n    text: {en: "…", tr: "…"}\n    choices:\n    -   id: "1"\n        text:'
        ' {en: "…", tr: "…"}\n    -   id: "2"\n        text: {en: "…", tr: "…"}\n',
    ),
    "a-block-text-at-the-end": (
        "section: people\ntitle: People\nquestions:\n  - id: 1\n    choices:\n      - id: 1\n        text: Never\n"
        "      - id: 2\n        text: Often\n    text: |\n      Do we meet?\n\n      # not a comment\n...\n",
        "      # not a comment\n",
        "  - id: 2\n    text:\n      en: …\n      tr: …\n    choices:\n      - id: 1\n        text:\n          en: …\n"
        "          tr: …\n      - id: 2\n        text:\n          en: …\n          tr: …\n",
    ),
    "no-questions-yet": (
        "section: people\ntitle: People\nquestions: # none\nweight: 1\n",
        "questions: # none\n",
        "  - id: 1\n    text:\n      en: …\n      tr: …\n    choices:\n      - id: 1\n        text:\n          en: …\n"
        "          tr: …\n      - id: 2\n        text:\n          en: …\n          tr: …\n",
    ),
    "brackets": (
        "section: people\ntitle: People\nquestions: [\n  {id: 1, text: A, choices: [{id: 1, text: Never}, {id: 2, text: Often}]},\n"
        "] # end\n",
        "{id: 2, text: Often}]},\n",
        "{id: 2, text: {en: …, tr: …}, choices: [{id: 1, text: {en: …, tr: …}}, {id: 2, text: {en: …, tr: …}}]}",
    ),
}  # fmt: skip


SHIPPED = [path.read_text("utf-8") for path in sorted((ROOT / "questions").glob("*.yaml")) if path.name != "pack.yaml"]


def with_section(folder: Path, text: bytes) -> tuple[Path, Pack]:
    write_tree(folder, {"questions/pack.yaml": TWO})
    (folder / "questions/010-people.yaml").write_bytes(text)
    return folder, load_pack(folder)[0]


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("name", ODD)
def test_a_question_is_put_in_and_nothing_else_changes(tmp_path: Path, name: str, ending: str, mark: bytes) -> None:
    before, after_this, added = (text.replace("\n", ending) for text in ODD[name])
    place, pack = with_section(tmp_path, mark + before.encode())
    new = NewQuestion(id=next_id(pack), choices=2, scored=False)
    addition = add_question(place, pack, pack.sections[0], new)

    at = before.index(after_this) + len(after_this)
    assert addition.data.decode() == mark.decode() + before[:at] + added + before[at:]
    assert addition.before == mark + before.encode()
    (place / addition.path).write_bytes(addition.data)
    fresh, problems = load_pack(place)
    assert problems == ()
    assert fresh.questions[-1].id == new.id
    assert fresh.questions[:-1] == pack.questions


@settings(max_examples=60, deadline=None)
@given(
    text=st.sampled_from([*(text for text, _, _ in ODD.values()), *SHIPPED]),
    lines=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 8), st.sampled_from(["", "# a remark", "#"])), max_size=8),
    ending=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_whatever_remarks_stand_between_the_lines_only_one_block_is_added(
    text: str, lines: list[tuple[float, int, str]], ending: str, last: bool
) -> None:
    rows = text.rstrip("\n").split("\n")
    for part, indent, remark in lines:
        rows.insert(round(part * len(rows)), " " * indent + remark if remark else "")
    text = ending.join([*rows, *([""] if last else [])])
    before, problems = read_nodes(text, "q.yaml")
    assume(not problems and isinstance(before, Mapping))
    assert isinstance(before, Mapping)
    style = style_of(text, Style())
    try:
        after = append_question(text, "q.yaml", question_value(NewQuestion(id="new"), ("tr", "en", "sr"), style), style)
    except SelfcheckError:
        return  # no safe place was found, and nothing is written
    start = next((n for n, (old, new) in enumerate(zip(text, after, strict=False)) if old != new), len(text))
    assert any(
        after.startswith(text[:at]) and after.endswith(text[at:]) for at in range(max(0, start - 400), start + 1)
    )
    assert len(after) > len(text)
    found, problems = read_nodes(after, "q.yaml")
    assert problems == []
    assert isinstance(found, Mapping)
    questions = found.entries["questions"][1]
    assert isinstance(questions, Sequence)
    assert isinstance(questions.items[-1], Mapping)
    asked = questions.items[-1].entries
    assert isinstance(asked["id"][1], Scalar)
    assert asked["id"][1].text == "new"


@pytest.mark.parametrize("text", SHIPPED, ids=range(len(SHIPPED)))
def test_every_file_of_the_shipped_pack_has_a_safe_place(text: str) -> None:
    style = style_of(text, Style())
    after = append_question(text, "q.yaml", question_value(NewQuestion(id="new"), ("tr", "en", "sr"), style), style)
    assert after.startswith(text)
    assert after[len(text) :].strip().startswith("- id: new")


def test_a_bracket_that_is_not_the_one_is_never_written_before(tmp_path: Path) -> None:
    """The last brackets of the file stand in comments: the one that closes the list is found all the same."""
    text = "section: s\ntitle: S\nquestions: [{id: 1, text: A, type: text}  # a, b]\n] # see [b]\n"
    place, pack = with_section(tmp_path, text.encode())
    addition = add_question(place, pack, pack.sections[0], NewQuestion(id="2", type="text"))
    fresh = ", {id: 2, type: text, text: {en: …, tr: …}}"
    assert addition.data.decode() == text.replace("] # see", f"{fresh}] # see")


def test_a_last_line_without_its_end_keeps_none(tmp_path: Path) -> None:
    text = "section: people\ntitle: People\nquestions:\n  - {id: 1, text: A, type: text}"
    place, pack = with_section(tmp_path, text.encode())
    addition = add_question(place, pack, pack.sections[0], NewQuestion(id="2", type="text"))
    assert addition.data.decode() == text + "\n  - id: 2\n    type: text\n    text:\n      en: …\n      tr: …"


def test_where_there_is_no_safe_place_nothing_is_written_and_the_lines_are_shown(tmp_path: Path) -> None:
    place, pack = with_section(tmp_path, b"section: people\ntitle: People\nquestions: ~\n")
    with pytest.raises(SelfcheckError, match="no safe place") as caught:
        add_question(place, pack, pack.sections[0], NewQuestion(id="2", type="text"))
    assert "- id: 2" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Do we meet: yes or no?", "'Do we meet: yes or no?'"),
        ("# hash", "'# hash'"),
        ("\"quoted\" 'both'", "'\"quoted\" ''both'''"),
        ("no", "'no'"),
        ("tab\there", '"tab\\there"'),
        ("- dash, {brace} [x] & *", "'- dash, {brace} [x] & *'"),
    ],
)
def test_what_was_typed_is_read_back_letter_by_letter(tmp_path: Path, text: str, written: str) -> None:
    source = "section: people\ntitle: People\nquestions:\n  - {id: 1, text: A, type: text}\n  - id: 2\n    type: text\n    text: 'B'\n"
    place, pack = with_section(tmp_path, source.encode())
    addition = add_question(place, pack, pack.sections[0], NewQuestion(id="3", type="text", text={"en": text}))
    (place / addition.path).write_bytes(addition.data)
    assert f"en: {written}\n" in addition.data.decode()
    assert load_pack(place)[0].questions[-1].text.by_language["en"] == text


@pytest.mark.parametrize(
    ("paths", "layout"),
    [
        (["feedback/en/1/2.md", "feedback/tr/1/1.md"], "feedback/{language}/{question}/{choice}.md"),
        (["feedback/1/2.en.md"], "feedback/{question}/{choice}.{language}.md"),
        (["feedback/people/en/q1-c2.md"], "feedback/{section}/{language}/q{question}-c{choice}.md"),
        (["feedback/somewhere.md"], "feedback/{language}/{question}/{choice}.md"),
    ],
)
def test_documents_are_put_where_the_pack_keeps_them(tmp_path: Path, paths: list[str], layout: str) -> None:
    people = (
        ODD["comments"][0]
        .replace("text: Never", "text: Never, score: 0")
        .replace("text: Often", "text: Often, score: 1")
    )
    place, _ = with_section(tmp_path, people.encode())
    for path in paths:
        choice = "1" if path.endswith("/1.md") else "2"
        language = "tr" if "/tr/" in path else "en"
        write_tree(
            place,
            {
                "questions/pack.yaml": TWO,
                path: f"---\nchoice_id: '{choice}'\ntitle: \"T\"\nquestion_id: 1\nlanguage: {language}\n---\n\nText\n",
            },
        )
    pack = load_pack(place)[0]
    assert layout_of(pack) == layout
    for addition in add_feedback(place, pack):
        target = place / addition.path
        assert addition.before is None
        assert not target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(addition.data)
        assert addition.data.decode().startswith("---\nchoice_id: '")
        assert "\n---\n\n…\n" in addition.data.decode()
    fresh, problems = load_pack(place)
    assert problems == ()
    rules = {problem.rule for problem in check_pack(fresh)}
    assert rules == {"unwritten-text", "missing-language"}, "all that is left to do is to write"


def test_a_stub_names_the_text_it_is_to_be_translated_from(tmp_path: Path) -> None:
    place, _ = with_section(
        tmp_path, ODD["comments"][0].replace("Never", "Never, score: 0").replace("Often", "Often, score: 1").encode()
    )
    write_tree(
        place,
        {
            "questions/pack.yaml": TWO,
            "feedback/en/1/1.md": "---\ntitle: Never\nquestion_id: 1\nchoice_id: 1\n---\nMeet once.\n",
        },
    )
    found = {addition.path: addition.data.decode() for addition in add_feedback(place, load_pack(place)[0])}
    assert "source_hash: " in found["feedback/tr/1/1.md"]
    assert "source_hash" not in found["feedback/tr/1/2.md"], "there is nothing to translate from yet"
    assert "title: Often\n" in found["feedback/en/1/2.md"]


def test_a_section_comes_after_the_last_one_in_a_file_of_its_own(tmp_path: Path) -> None:
    place, pack = with_section(tmp_path, ODD["comments"][0].replace("\n", "\r\n").encode())
    addition = add_section(place, pack, NewSection(id="work", question=NewQuestion(id="7", choices=2)))
    assert addition.path == "questions/020-work.yaml"
    assert addition.data.startswith(b"section: work\r\ntitle:\r\n  en: '\xe2\x80\xa6'\r\n")
    (place / addition.path).write_bytes(addition.data)
    fresh, problems = load_pack(place)
    assert (problems, fresh.questions[-1].id) == ((), "7")


def test_ids_go_on_as_they_began(tmp_path: Path) -> None:
    _, pack = with_section(
        tmp_path,
        b"section: s\ntitle: S\nquestions:\n  - {id: 007, text: A, type: text}\n  - {id: x, text: A, type: text}\n",
    )
    assert next_id(pack) == "008"


@pytest.mark.parametrize("where", ["feedback", "feedback/en", "feedback/en/1", "feedback/en/1/2.md"])
def test_nothing_is_written_through_a_link(tmp_path: Path, where: str) -> None:
    source = ODD["comments"][0].replace("Never", "Never, score: 0").replace("Often", "Often, score: 1")
    place, _ = with_section(tmp_path / "pack", source.encode())
    outside = tmp_path / "outside"
    outside.mkdir()
    (place / where).parent.mkdir(parents=True, exist_ok=True)
    (place / where).symlink_to(outside)
    ran = run_selfcheck("content", "new", "feedback", "1", "--pack", place, env={"SELFCHECK_LANG": "en"})
    assert ran.code in (3, 5), ran.err
    assert list(outside.iterdir()) == []
    assert [path for path in (place / "feedback").rglob("*.md") if not path.is_symlink()] == []


def test_a_pack_in_a_zip_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(b"PK")
    ran = run_selfcheck("content", "new", "question", "--pack", tmp_path / "pack.zip", env={"SELFCHECK_LANG": "en"})
    assert ran.code == 2
    assert "only a folder can be written to" in ran.err


def test_the_shipped_pack_is_not_written_to_by_chance(tmp_path: Path) -> None:
    ran = run_selfcheck("content", "new", "question", "--section", "people", env={"SELFCHECK_LANG": "en"}, cwd=tmp_path)
    assert ran.code == 2
    assert "There is no pack here to write to." in ran.err


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    place, _ = with_section(tmp_path, ODD["comments"][0].encode())
    before = (place / "questions/010-people.yaml").read_bytes()
    ran = run_selfcheck("content", "new", "question", "--id", "1", "--pack", place, env={"SELFCHECK_LANG": "en"})
    assert (ran.code, "The id '1' is taken." in ran.err) == (2, True)
    assert (place / "questions/010-people.yaml").read_bytes() == before


@pytest.mark.parametrize("bad", ["a/b", "..", "a b", "x" * 65, "a:b", "", "con"])
def test_an_id_that_could_lead_elsewhere_is_refused(tmp_path: Path, bad: str) -> None:
    place, _ = with_section(tmp_path, ODD["comments"][0].encode())
    before = {path: path.read_bytes() for path in place.rglob("*.yaml")}
    ran = run_selfcheck(
        "content", "new", "section", "--id", bad, "--pack", place, "--no-input", env={"SELFCHECK_LANG": "en"}
    )
    if bad == "con":
        assert (ran.code, ran.out) == (0, "questions/020-con.yaml\n")
    else:
        assert ran.code == 2, ran.err
        assert {path: path.read_bytes() for path in place.rglob("*.yaml")} == before


def test_new_files_are_for_whom_the_system_lets(tmp_path: Path) -> None:
    place, _ = with_section(tmp_path, ODD["comments"][0].encode())
    old = os.umask(0o022)
    try:
        run_selfcheck("content", "new", "section", "--id", "work", "--pack", place, "--no-input")
    finally:
        os.umask(old)
    assert (place / "questions/020-work.yaml").stat().st_mode & 0o777 == 0o644


def test_the_questions_are_asked_one_after_another(tmp_path: Path) -> None:
    """Plain lines through a pipe: a section, an id that is taken, another, how, how many, and one of two texts."""
    place, _ = with_section(tmp_path, ODD["dashes-at-the-left"][0].encode())
    write_tree(
        place, {"questions/pack.yaml": TWO, "questions/020-work.yaml": "section: work\ntitle: Work\nquestions: []\n"}
    )
    ran = run_selfcheck(
        "content", "new", "question", "--accessible", "--pack", place, "--lang", "en",
        input="1\n1\n5\n1\n3\nWho opens the door?\n\n",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "The id '1' is taken." in ran.out
    asked = load_pack(place)[0].by_id["5"]
    assert asked.text.by_language == {"en": "Who opens the door?", "tr": "…"}
    assert len(asked.choices) == 3
    assert ran.out.rstrip().endswith("questions/010-people.yaml:11")


def test_stopping_in_the_middle_writes_nothing(tmp_path: Path) -> None:
    place, _ = with_section(tmp_path, ODD["comments"][0].encode())
    before = {path: path.read_bytes() for path in place.rglob("*.yaml")}
    ran = run_selfcheck("content", "new", "question", "--accessible", "--pack", place, "--lang", "en", input="5\n")
    assert ran.code == 4
    assert "Nothing was written." in ran.err
    assert {path: path.read_bytes() for path in place.rglob("*.yaml")} == before
