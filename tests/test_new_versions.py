"""Twelve ways in which a pack may change between two sittings: no answer is lost, and the plan says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment.response import ActionState
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.session import begin
from selfcheck.assessment.session import first_open
from selfcheck.content.model import Pack
from selfcheck.plan.making import make_plan
from selfcheck.plan.plan import Plan
from selfcheck.plan.rendering import render_markdown
from selfcheck.terminal.plans import write_plan
from selfcheck.terminal.progress import render_progress
from selfcheck.terminal.reading_back import Drawer
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.test_plan import FILES

ABOUT, WORK = "questions/010-about.yaml", "questions/020-work.yaml"

#: Each change: the texts to replace in the files, the answers that the plan says are no longer asked, those to look at
#: again, and the open ones.
CHANGES: dict[str, tuple[dict[str, list[tuple[str, str]]], list[str], list[str], list[str]]] = {
    "nothing": ({}, [], [], []),
    "removed": ({WORK: [("          - id: 4\n", "          - id: 40\n")], "feedback/tr/2/2.md": []}, ["4"], [], ["40"]),
    "renamed section": ({WORK: [("section: work", "section: labour")], "feedback/en/work/low.md": [("section_id: work", "section_id: labour")]}, [], [], []),
    "reworded": ({WORK: [("Toplanıyor muyuz?", "Düzenli toplanıyor muyuz?")]}, [], ["1"], []),
    "reworded choice": ({WORK: [("tr: Düzenli", "tr: Her ay")]}, [], ["1"], []),
    "choice removed": ({WORK: [("              - {id: 1, text: {tr: Hiç, en: Never, sr: Nikad}, score: 0}\n", "              - {id: 7, text: {tr: Ara sıra, en: Rarely, sr: Retko}, score: 0}\n")], "feedback/tr/1/1.md": [("choice_id: 1", "choice_id: 7")], "feedback/en/1/1.md": [("choice_id: 1", "choice_id: 7")], "feedback/sr/1/1.md": [("choice_id: 1", "choice_id: 7")]}, [], ["1"], []),
    "split in two": ({WORK: [("          - id: 2\n", "          - id: 2a\n            text: {tr: Ek mi?, en: More?, sr: Još?}\n            choices: [{id: 1, text: {tr: a, en: a, sr: a}, score: 0}, {id: 2, text: {tr: b, en: b, sr: b}, score: 1}]\n          - id: 2b\n")], "feedback/tr/2/2.md": [("question_id: 2", "question_id: 2b")]}, ["2"], [], ["2a", "2b"]),
    "added": ({ABOUT: [("          - id: form\n", "          - id: town\n            type: text\n            text: {tr: Kent?, en: Town?, sr: Grad?}\n          - id: form\n")]}, [], [], ["town"]),
    "another condition": ({WORK: [("          - id: 4\n", "          - id: 4\n            relevant: {form: [informal]}\n")]}, [], [], []),
    "another kind": ({WORK: [("          - id: 4\n", "          - id: 4\n            type: select_multiple\n")]}, [], [], []),
    "another first language": ({"questions/pack.yaml": [("languages: [tr, en, sr]", "languages: [en, tr, sr]")]}, [], ["1", "2", "3", "4", "form"], []),
    "other scores": ({WORK: [("score: 2}", "score: 5}")]}, [], [], []),
    "reordered": ({}, [], [], []),
}  # fmt: skip


def changed_files(name: str) -> dict[str, str]:
    files = dict(FILES)
    for path, replacements in CHANGES[name][0].items():
        for old, new in replacements:
            assert old in files[path], old
            files[path] = files[path].replace(old, new, 1)
    files["questions/pack.yaml"] = files["questions/pack.yaml"].replace("version: 2.1.0", "version: 2.2.0")
    if name == "reordered":
        first, *parts = files[WORK].split("          - id: ")
        files[WORK] = "          - id: ".join([first, *reversed([part.rstrip(" ") for part in parts])])
    return files


def answered(pack: Pack) -> Response:
    response = new_response(pack, organisation="Açık Kapı", language="en", response_id="x", now=NOW)
    given = {
        "form": choose(pack.by_id["form"], "club"),
        "1": replace(choose(pack.by_id["1"], "1"), note="Ask Ayşe."),
        "2": choose(pack.by_id["2"], "2"),
        "3": Answer(state="unknown"),
        "4": replace(choose(pack.by_id["4"], "1"), evidence="minutes"),
    }
    for name, answer in given.items():
        response = with_answer(response, pack.by_id[name], answer, NOW)
    return replace(response, actions={"1.1.1": ActionState(done=True), "1.1.2": ActionState(who="Ayşe")})


@pytest.mark.guarantee("G15.1")
@pytest.mark.parametrize("name", CHANGES)
def test_no_answer_is_lost(tmp_path: Path, name: str) -> None:
    before = answered(make_pack(tmp_path / "old", FILES))
    pack = make_pack(tmp_path / "new", changed_files(name))
    _, gone, again, still_open = CHANGES[name]
    saved: list[Response] = []
    path = tmp_path / "check.plan.md"
    written = write_plan(Drawer(pack, tmp_path, Words("en"), NOW), before, path, save=saved.append)
    plan: Plan = written.plan

    assert decode_response(encode_response(saved[-1])).response.answers == before.answers
    assert [answer.id for answer in plan.gone] == gone
    assert sorted(question.id for question in plan.questions if question.again) == again
    assert sorted(question.id for question in plan.in_state("open")) == still_open
    assert "version 2.1.0 of the questions; this plan is made with version 2.2.0" in written.text
    done = {action.reference for action in plan.done}
    assert done == {"1.1.1"}
    assert "Ayşe" in {action.state.who for action in (*plan.actions, *plan.former)}
    on_screen = render_progress(plan, Words("en"), None).partition("No longer asked:\n")[2]
    assert [line.strip().partition(":")[0] for line in on_screen.split("\n") if line] == gone
    session = begin(pack, before)
    assert first_open(session) == (still_open[0] if still_open else "")


@pytest.mark.guarantee("G15.1")
def test_what_is_no_longer_asked_is_told_with_its_answer(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    before = answered(make_pack(tmp_path / "old", FILES))
    before = replace(
        before,
        answers={**before.answers, "old": Answer(value="12", note="*once*"), "states": Answer(state="not_applicable")},
    )
    pack = make_pack(tmp_path / "new", changed_files("removed"))
    texts = []
    for language in ("tr", "en", "sr"):
        text = render_markdown(make_plan(pack, before, Words(language), NOW.date()), Words(language))
        heading = Words(language)("No longer asked")
        texts.append(text[text.index(f"## {heading}") : text.index(f"## {Words(language)('Next review')}")])
    golden("".join(texts), "living/no-longer-asked.md")


@pytest.mark.guarantee("G15.1")
def test_a_choice_that_is_gone_is_named(tmp_path: Path) -> None:
    before = answered(make_pack(tmp_path / "old", FILES))
    pack = make_pack(tmp_path / "new", changed_files("choice removed"))
    question = make_plan(pack, before, Words("en"), NOW.date()).questions[1]
    assert question.answer == "an answer that is no longer offered (1)"
