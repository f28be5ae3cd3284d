"""The shipped pack: without a problem, whole in every language, and advice that is about its own question."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cache

import pytest

from selfcheck.assessment.relevance import hidden_questions
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.assessment.session import Session
from selfcheck.content.checks import check_pack
from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from selfcheck.content.markdown import Heading
from selfcheck.content.markdown import Link
from selfcheck.content.markdown import links_in
from selfcheck.content.markdown import parse_blocks
from selfcheck.content.model import Feedback
from selfcheck.content.model import Pack
from selfcheck.documents.markdown import render_blocks
from selfcheck.plan.making import make_plan
from selfcheck.terminal.drawing import Glyphs
from selfcheck.terminal.drawing import draw
from selfcheck.terminal.pages import ListPage
from selfcheck.terminal.pages import TextPage
from selfcheck.terminal.pressing import View
from selfcheck.terminal.pressing import look_at
from selfcheck.terminal.pressing import press
from selfcheck.terminal.screens import question_page
from selfcheck.terminal.wrapping import width_of
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import ROOT

LANGUAGES = ("tr", "en", "sr")

#: How a foreign language is named beside a link, in each language that we write in.
MARKS = {
    "tr": {"en": "İngilizce"},
    "sr": {"en": "engleskom", "bs": "bosanskom", "hr": "hrvatskom", "cnr": "crnogorskom"},
    "en": {"tr": "Turkish", "sr": "Serbian"},
}


@cache
def pack() -> Pack:
    loaded, problems = load_pack(shipped_pack())
    assert problems == ()
    return loaded


def documents(language: str) -> list[Feedback]:
    return [document for document in pack().feedback if document.language == language and document.question_id]


def test_the_pack_has_no_problem() -> None:
    assert check_pack(pack()) == []


def test_thirty_two_questions_in_ten_sections_with_four_levels_each() -> None:
    asked = [question for section in pack().sections if not section.profile for question in section.questions]
    assert sorted(int(question.id) for question in asked) == list(range(1, 33))
    assert len(pack().sections) == 11
    assert len(pack().sections[0].questions) == 6
    for question in asked:
        assert [(choice.id, choice.score) for choice in question.choices] == [("1", 0), ("2", 1), ("3", 2), ("4", 3)]
    assert all(pack().by_id[number].na for number in ("18", "21"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_explains_itself_in_every_language(language: str) -> None:
    for question in pack().questions:
        texts = [question.text, question.short, question.hint]
        if question.id.isdigit():
            texts += [question.help.why, question.help.look_for, question.help.example]
        for text in texts:
            assert text is not None, question.id
            assert text.by_language[language], question.id
        shorts = [choice.label(language) for choice in question.choices]
        assert len(set(shorts)) == len(shorts), question.id


def answered(level: str, language: str) -> Response:
    """Every question answered with one level, by an organisation to which all of them apply."""
    response = new_response(pack(), organisation="A", language=language, response_id="x", now=NOW)
    profile = {
        "field_of_work": ("migration", "culture_arts"),
        "legal_form": ("association",),
        "size": ("6-20",),
        "paid_staff": ("yes",),
    }
    for question in pack().questions:
        if question.id in profile:
            response = with_answer(response, question, choose(question, *profile[question.id]), NOW)
        elif question.id.isdigit():
            response = with_answer(response, question, choose(question, level), NOW)
    assert hidden_questions(pack(), response) == set()
    return response


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", ["1", "2", "3", "4"])
def test_every_choice_earns_advice_and_actions_in_every_language(level: str, language: str) -> None:
    plan = make_plan(pack(), answered(level, language), Words(language), date(2026, 11, 24))

    for question in plan.questions:
        if question.id.isdigit():
            assert [(advice.path, advice.language) for advice in question.advice] == [
                (f"feedback/{language}/{question.id}/{level}.md", "")
            ]
    with_actions = {action.reference.split(".")[0] for action in plan.actions}
    assert {question.id for question in plan.questions if question.id.isdigit()} == with_actions
    scored = [section for section in plan.sections if not section.profile]
    assert all(len(section.advice) == 1 for section in scored)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_is_the_text_of_its_choice(language: str) -> None:
    for document in documents(language):
        question = pack().by_id[document.question_id or ""]
        choice = question.choice(document.choice_ids[0])
        assert choice is not None
        assert document.title == choice.text.by_language[language], document.path


def words_of(document: Feedback) -> list[str]:
    """The words a reader reads, without addresses and without the titles of links."""
    text = re.sub(r"\[[^\]]*\]\([^)\s]*\)", " ", document.body)
    return re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_has_the_length_that_is_read(language: str) -> None:
    for document in documents(language):
        text = re.sub(r"\]\([^)\s]*\)", "]", document.body)
        number = len(re.findall(r"\w[\w'’-]*", text))
        assert 200 <= number <= 500, f"{document.path}: {number} words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_documents_say_the_same(language: str) -> None:
    """No run of more than twelve equal words stands in two documents, and no two begin or end alike."""
    runs: dict[tuple[str, ...], set[str]] = defaultdict(set)
    edges: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for document in documents(language):
        found = words_of(document)
        for at in range(len(found) - 12):
            runs[tuple(found[at : at + 13])].add(document.path)
        edges[("opens", *found[:4])].add(document.path)
        edges[("closes", *found[-6:])].add(document.path)
    assert [sorted(paths) for paths in runs.values() if len(paths) > 1] == []
    assert [sorted(paths) for paths in edges.values() if len(paths) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_body_does_not_repeat_its_title_and_has_no_headings(language: str) -> None:
    for document in documents(language):
        assert document.title not in document.body, document.path
        assert not any(isinstance(block, Heading) for block in parse_blocks(document.body)), document.path


def links(document: Feedback) -> list[Link]:
    return list(links_in(parse_blocks(document.body)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_come_from_the_catalogue_and_foreign_ones_say_so(language: str) -> None:
    used = set()
    for document in documents(language):
        found = links(document)
        assert 2 <= len(found) <= 6, document.path
        assert len({link.url for link in found}) == len(found), document.path
        for link in found:
            resource = pack().resources.get(link.url)
            assert resource is not None, f"{document.path}: {link.url} is not in feedback/resources.yaml"
            used.add(link.url)
            mark = MARKS[language].get(resource.language)
            if mark is not None:
                at = document.body.index(f"]({link.url})")
                assert mark in document.body[max(0, at - 250) : at + len(link.url) + 260], (
                    f"{document.path}: {link.url}"
                )
    assert len(used) >= 60


#: What a thing to do begins with (in Turkish: ends with). Read and agreed on, word by word.
VERBS = {
    language: frozenset((ROOT / "tests" / "verbs" / f"{language}.txt").read_text("utf-8").split())
    for language in LANGUAGES
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_action_is_something_to_do(language: str) -> None:
    """In English and Serbian an imperative comes first; a Turkish sentence ends with it, before a colon if there is one."""
    for document in documents(language):
        assert 2 <= len(document.actions) <= 4, document.path
        assert document.effort, document.path
        assert document.cost, document.path
        assert document.who, document.path
        assert document.reviewed_on, document.path
        for action in document.actions:
            found = re.findall(r"[^\W\d_]+", action.split(":")[0])
            verb = found[-1] if language == "tr" else found[0]
            assert verb in VERBS[language], f"{document.path}: {action}"
            assert len(action) <= 140, document.path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_of_another_country(language: str) -> None:
    """A permit of one country never appears in the advice for another."""
    forbidden = {
        "tr": ("Zakon o", "Srbij"),
        "sr": ("2860", "KVKK", "DERBİS", "VERBİS"),
        "en": ("2860", "DERBİS", "VERBİS", "Zakon o"),
    }[language]
    for document in documents(language):
        text = re.sub(r"\[[^\]]*\]\([^)\s]*\)", " ", document.body)
        assert not [word for word in forbidden if word in text], document.path


def test_advice_is_rendered_word_for_word() -> None:
    for document in pack().feedback:
        blocks = parse_blocks(document.body)
        assert parse_blocks(render_blocks(blocks)) == blocks, document.path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(40, 24), (60, 20), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_question_fits_every_window_and_no_choice_is_cut(size: tuple[int, int], language: str) -> None:
    words = Words(language)
    session = Session(pack(), answered("1", language))
    for question in pack().questions:
        page = question_page(session, question, words, saved_at="14:22", unsaved=False)
        if isinstance(page, TextPage):
            continue
        assert isinstance(page, ListPage)
        for row in page.rows:
            step: View | object = look_at(page)
            for digit in row.key:
                assert isinstance(step, View)
                step = press(step, digit, words)
            assert isinstance(step, View)
            drawn = draw(step, *size, words, Glyphs())
            assert len(drawn.lines) == size[1]
            assert all(width_of("".join(text for _, text in line)) <= size[0] for line in drawn.lines)
            marked = "".join(text for line in drawn.lines for style, text in line if style == "reverse")
            assert "".join(row.text.split()) in "".join(marked.split()), f"{question.id}, {row.key}"
