"""How far a pack is: counted in a pack whose every lack is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from selfcheck.content.checks import check_pack
from selfcheck.content.hashes import advice_hash
from selfcheck.content.loading import load_pack
from selfcheck.content.model import Feedback
from selfcheck.content.model import Pack
from selfcheck.content.status import Share
from selfcheck.content.status import count_words
from selfcheck.content.status import status_of
from selfcheck.terminal.editors.reports import status_report
from selfcheck.terminal.editors.tables import Findings
from selfcheck.terminal.editors.tables import Report
from selfcheck.terminal.editors.tables import Table
from selfcheck.terminal.editors.tables import render_report_lines
from selfcheck.terminal.editors.tables import render_report_markdown
from selfcheck.words import Words
from tests.conftest import run_selfcheck
from tests.conftest import write_tree

TODAY = date(2026, 11, 24)

FILES = {
    "questions/pack.yaml": """\
        pack: half
        version: 0.3.0
        title: {en: Half done, tr: Yarısı bitti}
        languages: [en, tr]
        """,
    "questions/010-people.yaml": """\
        section: people
        title: {en: People, tr: İnsanlar}
        questions:
          - id: 1
            text: {en: Do we meet?, tr: Toplanıyor muyuz?}
            choices:
              - {id: 1, text: {en: Never, tr: Hiç}, score: 0}
              - {id: 2, text: {en: Often, tr: …}, score: 1}
          - id: 2
            text: {en: Who takes the minutes?, tr: …}
            relevant: {1: [2]}
            choices:
              - {id: 1, text: {en: Nobody}, score: 0}
              - {id: 2, text: {en: Somebody}, score: 1}
        """,
    "feedback/en/1/1.md": """\
        ---
        title: Never
        question_id: 1
        choice_id: 1
        actions: [Meet once.]
        review_by: 2026-11-23
        ---
        Meet once, see [this page of ours](https://a.example/a/b/c) for how.
        """,
    "feedback/tr/1/1.md": """\
        ---
        title: Hiç
        question_id: 1
        choice_id: 1
        source_hash: 000000000000
        review_by: 2026-11-24
        ---
        Bir kez toplanın.
        """,
    "feedback/en/1/2.md": """\
        ---
        title: Often
        question_id: 1
        choice_id: 2
        ---
        …
        """,
    "feedback/en/2/1.md": """\
        ---
        title: Nobody, but we meet
        question_id: 2
        choice_id: 1
        relevant: {1: [1]}
        actions: [Take turns.]
        ---
        Nobody reads [this](https://a.example).
        """,
}


@pytest.fixture
def half(tmp_path: Path) -> Pack:
    pack, problems = load_pack(write_tree(tmp_path / "pack", FILES))
    assert problems == ()
    return pack


def test_each_language_is_counted(half: Pack) -> None:
    english, turkish = status_of(half, TODAY).languages
    assert (english.questions, english.choices, english.advice) == (Share(2, 2), Share(4, 4), Share(2, 4))
    assert (turkish.questions, turkish.choices, turkish.advice) == (Share(1, 2), Share(1, 4), Share(1, 4))
    assert english.advice_words == len(
        ["Meet", "once", "see", "this", "page", "of", "ours", "for", "how", "Nobody", "reads", "this"]
    )
    assert turkish.question_words == len(["Yarısı", "bitti", "İnsanlar", "Toplanıyor", "muyuz", "Hiç"])


def test_what_needs_a_look_is_named(half: Pack) -> None:
    status = status_of(half, TODAY)
    assert status.stale == (("feedback/tr/1/1.md", "feedback/en/1/1.md"),)
    assert status.overdue == (("feedback/en/1/1.md", "2026-11-23"),), "its own day is not past it"
    assert status.unreached == ("feedback/en/2/1.md",)
    assert status.without_links == ("feedback/tr/1/1.md",)
    assert status.without_actions == ("feedback/tr/1/1.md",), "a stub is not blamed twice"


def test_a_translation_is_stale_exactly_if_the_words_of_its_source_changed(tmp_path: Path) -> None:
    folder = write_tree(tmp_path, FILES)
    source = by_path(load_pack(folder)[0], "feedback/en/1/1.md")
    translated = folder / "feedback/tr/1/1.md"
    translated.write_text(translated.read_text("utf-8").replace("000000000000", advice_hash(source)), "utf-8")
    assert status_of(load_pack(folder)[0], TODAY).stale == ()

    original = folder / "feedback/en/1/1.md"
    text = original.read_text("utf-8")
    for harmless in (("Meet once, see", "Meet once,\nsee"), ("2026-11-23", "2027-01-01")):
        original.write_text(text.replace(*harmless), "utf-8")
        assert status_of(load_pack(folder)[0], TODAY).stale == (), harmless
    for change in (
        ("Meet once, see", "Meet twice, see"),
        ("title: Never", "title: Not ever"),
        ("Meet once.]", "Meet.]"),
    ):
        original.write_text(text.replace(*change), "utf-8")
        assert len(status_of(load_pack(folder)[0], TODAY).stale) == 1, change


def by_path(pack: Pack, path: str) -> Feedback:
    return next(document for document in pack.feedback if document.path == path)


def test_a_translation_of_a_third_language_is_good_as_long_as_that_one_stands(tmp_path: Path) -> None:
    files = {**FILES, "questions/pack.yaml": FILES["questions/pack.yaml"].replace("[en, tr]", "[en, tr, sr]")}
    folder = write_tree(tmp_path, files)
    turkish = by_path(load_pack(folder)[0], "feedback/tr/1/1.md")
    text = f"---\ntitle: Nikad\nquestion_id: 1\nchoice_id: 1\nsource_hash: {advice_hash(turkish)}\n---\nJednom.\n"
    write_tree(folder, {**files, "feedback/sr/1/1.md": text})
    stale = status_of(load_pack(folder)[0], TODAY).stale
    assert stale == (("feedback/tr/1/1.md", "feedback/en/1/1.md"),), "the Turkish one is old, not the Serbian one"


def test_advice_for_a_choice_that_was_not_ticked_is_reached(tmp_path: Path) -> None:
    question = "section: s\ntitle: S\nquestions:\n  - id: 1\n    type: select_multiple\n    text: Q\n    choices:\n      - {id: a, text: A}\n      - {id: b, text: B}\n"
    document = (
        "---\ntitle: T\nquestion_id: 1\nchoice_id: {choice}\nchosen: false\nrelevant: {{1: [{other}]}}\n---\nText\n"
    )
    files = {
        "questions/010.yaml": question,
        "feedback/a.md": document.format(choice="a", other="b"),
        "feedback/b.md": document.format(choice="a", other="a"),
    }
    pack, problems = load_pack(write_tree(tmp_path, files))
    assert problems == ()
    assert status_of(pack, TODAY).unreached == ("feedback/b.md",)
    assert [each.rule for each in check_pack(pack)] == ["contradictory-condition"]


def test_addresses_are_not_words_to_read() -> None:
    assert count_words("See [our page](https://a.example/one-two?x=three) or <https://b.example/four>.") == 4


@pytest.mark.parametrize("language", ["en", "tr", "sr"])
def test_the_report(half: Pack, golden: Callable[[str, str], None], language: str) -> None:
    words = Words(language)
    report = status_report(half, status_of(half, TODAY), 2, words)
    golden(render_report_lines(report, "…") + "\n\n" + render_report_markdown(report), f"status-{language}.md")


def test_foreign_words_cannot_break_a_report() -> None:
    evil = "a | b\n# c <script> [x](y) `z` \x1b[2J\u202e"
    report = Report(
        title=evil,
        table=Table(titles=("a", evil), rows=((evil, "1"),)),
        findings=(Findings(title=evil, items=(evil,) * 25),),
    )
    text, markdown = render_report_lines(report, "and {n} more"), render_report_markdown(report)
    assert "  and 5 more" in text
    assert len(text.split("\n")) == 2 + 1 + 1 + 20 + 1
    for rendered in (text, markdown):
        assert "\x1b" not in rendered
        assert "\u202e" not in rendered
    assert "<script" not in markdown.replace("\\<script", "")
    assert all(line.replace("\\|", "").count("|") == 3 for line in markdown.split("\n") if line.startswith("|"))


def test_the_command(tmp_path: Path) -> None:
    folder = write_tree(tmp_path, FILES)
    ran = run_selfcheck("content", "status", folder, "--json")
    report = json.loads(ran.out)
    assert report["schema"] == "selfcheck/1"
    assert report["status"]["languages"][1]["questions"] == {"done": 1, "total": 2}
    assert report["status"]["unreached"] == ["feedback/en/2/1.md"]
    here = run_selfcheck("content", "status", "--format", "md", cwd=folder, env={"SELFCHECK_LANG": "en"})
    assert here.out.startswith("## Half done 0.3.0: status\n"), "the pack that one stands in"
