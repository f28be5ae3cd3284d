"""G6. What you wrote is what comes back, letter by letter, in any language; "no" stays "no"."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from selfcheck.content.model import Pack
from selfcheck.documents.document import Document
from selfcheck.documents.docx import render_docx
from selfcheck.documents.html import render_html
from selfcheck.documents.pdf import render_pdf
from selfcheck.plan.exchange import render_json
from selfcheck.plan.making import make_plan
from selfcheck.plan.outline import make_document
from selfcheck.plan.rendering import render_markdown
from selfcheck.problems import Problem
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import NOWHERE
from tests.conftest import ROOT
from tests.conftest import write_tree
from tests.reading import Page
from tests.reading import outline_of
from tests.reading import words_of_pdf
from tests.test_assessment import FILES

#: Pieces of what people type and paste: words of YAML, quotes, signs of Markdown and of spreadsheets, any script.
PIECES = (
    "no", "yes", "on", "off", "null", "~", "true", "010", "0x1F", "1_000", "12:30", "1.10", "1e3", "2024-02-30", "08",
    "'", '"', "\\", "\\n", "`", "{", "}", "[", "]", ": ", "- ", "#", "&a", "*a", "!!int", "|", ">", "%", "@", ",", "?",
    "---", "...", "<<", "=", "=SUM(A1)", "+1", "{{ 7*7 }}", "${HOME}", "%s", "<script>", "&amp;", "-->", "]]>", "\t",
    "\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\x00", "\x1b[2J", "\x7f", "\x9b", "\u200b", "\u202e", "\ufeff",
    "\u00ad", "İ", "ı", "Ş", "ğ", "Č", "ć", "ž", "đ", "Љ", "ђ", "ß", "e\u0301", "日本", "한국", "ا", "ש", "हि", "🏳️‍🌈", "👩‍👧", "\U0010ffff",
    "\uffff", "\ufdd0", " ", "  ", "", "a" * 1000,
)  # fmt: skip


@pytest.mark.guarantee("G6.1")
def test_a_hundred_thousand_texts_come_back_as_they_were() -> None:
    """Whatever is kept in a response comes back letter by letter, a hundred thousand texts of a hundred thousand."""
    rng = random.Random(61)
    made = Response(id="x", pack=PackReference(id="p"), language="en", organisation="A")
    changed = []
    for _ in range(200):
        texts = ["".join(rng.choices(PIECES, k=rng.randrange(1, 5))) for _ in range(500)]
        answers = {str(n): Answer(value=texts[n] or "x", note=texts[n + 250]) for n in range(250)}
        loaded = decode_response(encode_response(replace(made, answers=answers, organisation=texts[0])))
        if (loaded.response, loaded.edited) != (replace(made, answers=answers, organisation=texts[0]), False):
            changed.append(texts)
    assert changed == []


@pytest.mark.guarantee("G6.1")
@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
@pytest.mark.parametrize("how", ["drawn", "plain", "name"])
def test_what_is_no_text_is_refused_where_it_is_typed(tmp_path: Path, how: str) -> None:
    """Bytes that are no letters are left out where they are typed; they never keep an answer from being saved."""
    from tests.guarantees.forked import ForkedWindow
    from tests.guarantees.forked import pack_of

    pack, home = pack_of(tmp_path / "pack", ("text", "text")), tmp_path / "answers"
    if how == "drawn":
        window = ForkedWindow(home, "start", "--org", "A", "--pack", pack)
        window.see("Before you start")
        window.press(" ", "Question 1 of 2")
        assert window.forked.write_raw(b"Ni\xff\xed\xa0\x80\xc5\xa1\r")
        window.see("Question 2 of 2")
        window.press("\x03", "selfcheck resume")
        assert window.end() == 130
    else:
        name, typed = (b"A\xff\xed\xa0\x80", "Niš\n".encode()) if how == "name" else (b"A", b"Ni\xff\xc5\xa1\n")
        command = [sys.executable.encode(), b"-m", b"selfcheck", b"start", b"--org", name, b"--accessible"]
        env = {"SELFCHECK_DIR": str(home), "SELFCHECK_LANG": "en", "XDG_CONFIG_HOME": NOWHERE, "LANG": "C.UTF-8"}
        done = subprocess.run(
            [*command, b"--pack", str(pack).encode()], input=typed, env=env, cwd=ROOT, capture_output=True, check=False
        )
        assert done.returncode == 4, done
    (saved,) = saved_responses(home)
    value = str(saved.response.answer("q1").value)
    assert value.startswith("Ni")
    assert value.endswith("š")
    assert saved.response.organisation.startswith("A")
    assert list(tmp_path.rglob("log-*")) == []


#: What YAML 1.1 takes for something else than it says.
TRAPS = (
    "no", "No", "NO", "yes", "Yes", "YES", "on", "On", "ON", "off", "Off", "OFF", "y", "n", "Y", "N", "true", "True",
    "TRUE", "false", "False", "FALSE", "null", "Null", "NULL", "~", "010", "0o10", "08", "09", "0x1F", "0b11", "1_000",
    "+1", "-1", "1.10", "1.0", "1.", ".5", "1e3", "1E3", "1.5e+3", ".inf", "-.inf", ".nan", ".NaN", "12:30", "1:20:30",
    "190:20:30.15", "2024-02-30", "2024-01-01", "2024-01-01 10:00", "2024-01-01T10:00:00Z", "=", "<<", "0", "00", "-0",
    "1.1.0", "0123456789012345678901234567890",
)  # fmt: skip


def loaded(folder: Path, text: str) -> tuple[Pack, tuple[Problem, ...]]:
    """A pack with these questions."""
    return load_pack(write_tree(folder, {"questions/010-all.yaml": text}))


@pytest.mark.guarantee("G6.2")
@pytest.mark.parametrize("trap", TRAPS)
def test_no_word_becomes_something_else(tmp_path: Path, trap: str) -> None:
    """Sixty words that YAML takes for numbers, dates or truths stay what their author wrote, or are refused by line."""
    text = (
        f"section: all\ntitle: {trap}\nprofile: true\nquestions:\n  - id: q\n    text: {trap}\n    short: {trap}\n"
        f"    choices:\n      - id: a\n        text: {trap}\n      - id: b\n        text: {trap} or so\n"
    )
    pack, problems = loaded(tmp_path / "texts", text)
    if problems:
        assert all(problem.source.line > 0 and problem.source.path.endswith("010-all.yaml") for problem in problems)
        assert trap in ("~", "null", "Null", "NULL"), problems
    else:
        question = pack.by_id["q"]
        texts = (question.text, question.choices[0].text, pack.sections[0].title)
        assert [text.within("en") for text in texts] == [trap] * 3
        if trap in ("null", "~"):  # what may be left out can be left out like this too
            assert question.short is None
        else:
            assert question.label("en") == trap
    ids = (
        f"section: all\ntitle: A\nprofile: true\nquestions:\n  - id: {trap}\n    text: Q\n"
        f"    choices:\n      - id: {trap}\n        text: One\n      - id: b\n        text: Two\n"
    )
    pack, problems = loaded(tmp_path / "ids", ids)
    if problems:
        assert all(problem.source.line in (5, 8) for problem in problems), problems
        assert not re.fullmatch(r"[a-z]+|[0-9]+", trap) or trap in ("null",), (trap, problems)
    else:
        assert [question.id for question in pack.questions] == [trap]
        assert pack.questions[0].choices[0].id == trap
    head = f"pack: tiny\nversion: {trap}\ntitle: T\nlanguages: [en]\nlevels: [{{id: low, from: 0, title: L}}]\n"
    files = {"questions/pack.yaml": head, "questions/010-all.yaml": ids.replace(f"id: {trap}\n", "id: x\n")}
    pack, problems = load_pack(write_tree(tmp_path / "version", files))
    assert problems or pack.version == trap
    assert all(problem.source.line == 2 for problem in problems), problems


#: Where a key may stand twice: the file, and the two lines that follow each other.
TWICE = {
    "pack": ("questions/pack.yaml", "version: 1.0.0\n", "version: 1.0.1\n"),
    "level": ("questions/pack.yaml", "{id: low, from: 0, title: Low}", "{id: low, from: 0, title: Low, from: 1}"),
    "section": ("questions/010-profile.yaml", "title: About\n", "title: Us\n"),
    "question": ("questions/010-profile.yaml", "    text: Which town?\n", "    text: Which city?\n"),
    "choice": ("questions/010-profile.yaml", "{id: arts, text: Arts}", "{id: arts, text: Arts, id: art}"),
    "text": ("questions/010-profile.yaml", "text: Which form?", "text: {en: Which form?, en: Which?}"),
    "condition": ("questions/020-work.yaml", "{field: [migration], form: [club]}", "{form: [club], form: [club]}"),
    "inner condition": ("questions/020-work.yaml", "{not: [informal]}", "{not: [informal], not: [club]}"),
    "front matter": ("feedback/en/1/1.md", "question_id: 1\n", "question_id: 2\n"),
    "resources": ("feedback/resources.yaml", "  title: A\n", "  title: B\n"),
}


RESOURCES = "- url: https://a.org/\n  title: A\n"


@pytest.mark.guarantee("G6.3")
@pytest.mark.parametrize("place", TWICE)
def test_a_key_that_is_written_twice_is_refused_wherever_it_stands(tmp_path: Path, place: str) -> None:
    """A key that is written twice is refused with both lines, at every depth; the last one never wins in silence."""
    path, once, more = TWICE[place]
    folder = write_tree(tmp_path, {**FILES, "feedback/resources.yaml": RESOURCES})
    assert load_pack(folder)[1] == ()
    text = (folder / path).read_text("utf-8")
    assert once in text
    (folder / path).write_text(text.replace(once, once + more if once.endswith("\n") else more, 1), "utf-8")
    twice = [problem for problem in load_pack(folder)[1] if problem.rule == "duplicate-key"]
    assert len(twice) == 1
    assert twice[0].source.path == path
    assert re.search(rf"first at {re.escape(path)}:\d+:\d+", Words("en").sentence(twice[0].message))


@pytest.mark.guarantee("G6.3")
def test_keys_that_only_yaml_takes_for_the_same_are_different(tmp_path: Path) -> None:
    """The keys 1, 1.0 and true are three keys: none takes the place of another."""
    files = {
        **FILES,
        "questions/030-rest.yaml": FILES["questions/030-rest.yaml"].replace(
            "            choices", "            relevant: {1: [1], 1.0: [1], true: [1]}\n            choices"
        ),
    }
    pack, _ = load_pack(write_tree(tmp_path, files))
    assert [clause.question for clause in pack.by_id["4"].relevant] == ["1", "1.0", "true"]


def encoded(charset: str) -> Callable[[bytes], bytes]:
    return lambda data: data.decode().encode(charset, "replace")


def one_bad_byte(data: bytes) -> bytes:
    """A byte in the middle that is no part of a letter."""
    at = len(data) // 2
    while data[at] & 0xC0 == 0x80:
        at += 1
    return data[:at] + b"\xff" + data[at:]


CHARSETS: dict[str, Callable[[bytes], bytes]] = {
    "UTF-8": lambda data: data,
    "UTF-8 with BOM": lambda data: b"\xef\xbb\xbf" + data,
    "UTF-16": encoded("utf-16"),
    "Windows-1254": encoded("cp1254"),
    "Latin-1": encoded("latin-1"),
    "one bad byte": one_bad_byte,
}


@pytest.mark.guarantee("G6.4")
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("charset", CHARSETS)
def test_every_shipped_file_is_read_the_same_or_refused(tmp_path: Path, charset: str, line_end: str) -> None:
    """A file saved with another charset or line end says the same, or is refused by name with a guess what it is."""
    pack = tmp_path / "pack"
    for part in ("questions", "feedback"):
        shutil.copytree(shipped_pack() / part, pack / part)
    refused, files = set(), [*pack.rglob("*.yaml"), *pack.rglob("*.md")]
    assert len(files) > 300
    for path in files:
        data = CHARSETS[charset](path.read_bytes().replace(b"\n", line_end.encode()))
        path.write_bytes(data)
        if not readable(data):
            refused.add(path.relative_to(pack).as_posix())
    found, problems = load_pack(pack)
    wrong = {problem.source.path: problem for problem in problems if problem.rule == "not-utf8"}
    if "questions/pack.yaml" in refused:  # without it the advice cannot be placed, and is not looked at
        refused = {path for path in refused if path.startswith("questions/")} | (refused & set(wrong))
    assert set(wrong) == refused
    for problem in wrong.values():
        assert "it looks like" in Words("en").sentence(problem.message)
        assert problem.source.line > 0 or charset == "UTF-16"
    if charset.startswith("UTF-8"):
        assert problems == ()
        assert replace(found, fingerprint="") == replace(shipped(), fingerprint="")


def readable(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def shipped() -> Pack:
    return load_pack(shipped_pack())[0]


#: What people write: one of these in every answer and every note.
WRITTEN = (
    "no", "010", "12:30", "1_000", "# not a title", "- not a list", "1. not one either", "*stars* and _lines_",
    "`code` ~~gone~~", "[a](b) ![c](d)", "<b>bold</b> & &amp; <!-- -->", "a | b", "C:\\temp\\new", "{{ 7*7 }} ${x} %s",
    "=SUM(A1)", "“quotes” ‘more’ – — …", "İıŞşĞğ", "ČčĆćŽžĐđ", "Њива, Ђорђе", "it's \"5 > 3\"", "a  b", "$x^2$ @ref #set",
)  # fmt: skip


@pytest.mark.guarantee("G6.5")
def test_every_answer_and_note_is_in_every_format_unchanged(tmp_path: Path) -> None:
    """Every answer and every note stands in the plan in each format, in the letters in which it was written."""
    questions = "".join(f"  - id: q{n}\n    type: text\n    text: What {n}?\n" for n in range(len(WRITTEN)))
    pack, problems = loaded(tmp_path, "section: all\ntitle: All\nquestions:\n" + questions)
    assert problems == ()
    made = new_response(pack, organisation="A", language="en", response_id="x", now=NOW)
    answers = {
        f"q{n}": Answer(value=f"a{n}: {text} :a{n}", note=f"n{n}: {text} :n{n}") for n, text in enumerate(WRITTEN)
    }
    words = Words("en")
    plan = make_plan(pack, replace(made, answers=answers), words, date(2026, 11, 24))
    document: Document = make_document(plan, words)
    formats = {
        "md": shown(render_markdown(plan, words)),
        "html": "".join(Page(render_html(document, words)).said),
        "docx": outline_of(render_docx(document, words)),
        "pdf": words_of_pdf(render_pdf(document, words)),
        "json": " ".join(texts_in(json.loads(render_json(plan)))),
    }
    missing = [
        (name, text)
        for name, said in formats.items()
        for answer in answers.values()
        for text in (str(answer.value), answer.note)
        if squeezed(text) not in squeezed(said)
    ]
    assert missing == []


def shown(markdown: str) -> str:
    """What a reader of Markdown shows."""
    return "".join(Page(MarkdownIt("commonmark").enable("table").render(markdown)).said)


def squeezed(text: str) -> str:
    """Without the spaces, which lines of a page break at."""
    return "".join(text.split())


def texts_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts_in(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts_in(each)]
    return [value] if isinstance(value, str) else []
