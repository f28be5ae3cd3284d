"""Relevance, scores and the way through the questions: tables for the rules, properties for what always holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from selfcheck.assessment import session as steps
from selfcheck.assessment.answers_file import missing_answers
from selfcheck.assessment.answers_file import parse_answers
from selfcheck.assessment.relevance import applicable
from selfcheck.assessment.relevance import hidden_questions
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.assessment.response import with_remark
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.scores import question_score
from selfcheck.assessment.scores import score_response
from selfcheck.content.loading import load_pack
from selfcheck.content.model import Pack
from selfcheck.plan.making import make_plan
from selfcheck.plan.rendering import render_markdown
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.conftest import write_tree

FILES = {
    "questions/010-profile.yaml": """\
        section: about
        title: About
        profile: true
        questions:
          - id: field
            type: select_multiple
            max: 2
            text: Which fields?
            choices:
              - {id: arts, text: Arts}
              - {id: migration, text: Migration}
              - {id: none, text: None of these, exclusive: true}
          - id: form
            text: Which form?
            choices: [{id: club, text: Club}, {id: informal, text: Informal}]
          - id: people
            type: integer
            max: 500
            text: How many people?
          - id: town
            type: text
            text: Which town?
        """,
    "questions/020-work.yaml": """\
        section: work
        title: Work
        questions:
          - id: 1
            text: Do we meet?
            weight: 2
            choices: [{id: 1, text: "No", score: 0}, {id: 2, text: Partly, score: 1}, {id: 3, text: "Yes", score: 2}]
          - id: 2
            text: Do we keep accounts?
            na: true
            relevant: {form: {not: [informal]}}
            choices: [{id: 1, text: "No", score: 0}, {id: 2, text: "Yes", score: 3}]
          - id: 3
            text: Do we know the law of asylum?
            relevant: {field: [migration], form: [club]}
            choices: [{id: 1, text: "No", score: 0}, {id: 2, text: "Yes", score: 1}]
        """,
    "questions/030-rest.yaml": """\
        section: rest
        title: Rest
        weight: 3
        questions:
          - id: 4
            type: select_multiple
            text: What do we have?
            choices: [{id: a, text: A, score: 1}, {id: b, text: B, score: 1}, {id: c, text: Nothing, score: 0, exclusive: true}]
        """,
    "feedback/en/1/1.md": "---\ntitle: 'No'\nquestion_id: 1\nchoice_id: 1\nactions: [Meet once., Write it down.]\n---\nMeet.\n",
    "feedback/en/1/23.md": "---\ntitle: Some\nquestion_id: 1\nchoice_id: [2, 3]\n---\nGo on meeting.\n",
    "feedback/en/2/1.md": "---\ntitle: 'No'\nquestion_id: 2\nchoice_id: 1\neffort: hours\nactions: [Open a book.]\n---\nWrite.\n",
    "feedback/en/2/2.md": "---\ntitle: 'Yes'\nquestion_id: 2\nchoice_id: 2\n---\nFine.\n",
    "feedback/en/3/1.md": "---\ntitle: 'No'\nquestion_id: 3\nchoice_id: [1, 2]\n---\nRead.\n",
    "feedback/en/4/not-a.md": "---\ntitle: No A\nquestion_id: 4\nchoice_id: a\nchosen: false\nactions: [Get A.]\n---\nGet A.\n",
    "feedback/en/4/clubs.md": "---\ntitle: For clubs\nquestion_id: 4\nchoice_id: [a, b, c]\nrelevant: {form: [club]}\n---\nClubs.\n",
    "feedback/en/work/low.md": "---\ntitle: Work is low\nsection_id: work\nlevel: low\n---\nBegin with meetings.\n",
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(tmp_path_factory.mktemp("pack"), FILES)


def started(pack: Pack) -> Response:
    return new_response(pack, organisation="Örnek", language="en", response_id="x", now=NOW)


def answered(pack: Pack, **answers: str | tuple[str, ...] | Answer) -> Response:
    response = started(pack)
    for key, given_answer in answers.items():
        question = pack.by_id[key.removeprefix("q")]
        if not isinstance(given_answer, Answer):
            ids = given_answer if isinstance(given_answer, tuple) else (given_answer,)
            given_answer = choose(question, *ids)
        response = with_answer(response, question, given_answer, NOW)
    return response


@pytest.mark.parametrize(
    ("answers", "hidden"),
    [
        ({}, {"3"}),
        ({"form": "informal"}, {"2", "3"}),
        ({"form": "club"}, {"3"}),
        ({"field": ("migration",), "form": "club"}, set()),
        ({"field": ("arts", "migration"), "form": "club"}, set()),
        ({"field": ("arts",), "form": "club"}, {"3"}),
        ({"field": Answer(state="unknown"), "form": "club"}, {"3"}),
    ],
)
def test_relevance_is_any_of_none_of_and_all_clauses(pack: Pack, answers: dict[str, str], hidden: set[str]) -> None:
    assert hidden_questions(pack, answered(pack, **answers)) == hidden


def test_a_question_that_depends_on_a_hidden_one_sees_no_answer(tmp_path: Path) -> None:
    chain = make_pack(
        tmp_path,
        {
            "questions/010-chain.yaml": """\
                section: chain
                title: Chain
                questions:
                  - {id: a, text: A?, choices: [{id: 1, text: "1"}, {id: 2, text: "2"}]}
                  - {id: b, text: B?, relevant: {a: [1]}, choices: [{id: 1, text: "1"}, {id: 2, text: "2"}]}
                  - {id: c, text: C?, relevant: {b: [1]}, choices: [{id: 1, text: "1"}, {id: 2, text: "2"}]}
                """
        },
    )
    response = answered(chain, a="1", b="1")
    assert hidden_questions(chain, response) == set()
    response = with_answer(response, chain.by_id["a"], choose(chain.by_id["a"], "2"), NOW)

    assert hidden_questions(chain, response) == {"b", "c"}
    assert response.answer("b").chosen == ("1",)


def test_scores_are_weighted_means_of_what_counts(pack: Pack) -> None:
    response = answered(pack, q1="2", q2="2")
    scores = score_response(pack, response)

    assert scores.sections["work"].value == pytest.approx((2 * 0.5 + 1 * 1.0) / 3)
    assert scores.sections["work"].questions == 2
    assert scores.sections["rest"].value is None
    assert scores.whole.value == scores.sections["work"].value
    assert "about" not in scores.sections


def test_sections_have_weights_too(pack: Pack) -> None:
    scores = score_response(pack, answered(pack, q1="3", q4=("a",)))

    assert scores.whole.value == pytest.approx((1 * 1.0 + 3 * 0.5) / 4)
    assert scores.whole.questions == 2


@pytest.mark.parametrize(("ticked", "score"), [(("a",), 0.5), (("a", "b"), 1.0), (("c",), 0.0)])
def test_several_choices_add_up(pack: Pack, ticked: tuple[str, ...], score: float) -> None:
    question = pack.by_id["4"]
    assert question_score(question, choose(question, *ticked)) == score


def answer_to(pack: Pack, question_id: str) -> st.SearchStrategy[Answer]:
    question = pack.by_id[question_id]
    states = [Answer(state="unknown"), *([Answer(state="not_applicable")] if question.na else [])]
    if question.type == "integer":
        return st.one_of(st.sampled_from(states), st.integers(0, 500).map(lambda n: Answer(value=n)))
    if question.type == "text":
        return st.one_of(st.sampled_from(states), st.text(min_size=1, max_size=5).map(lambda t: Answer(value=t)))
    ids = [choice.id for choice in question.choices]
    if question.type == "select_multiple":
        several = st.lists(st.sampled_from(ids[:2]), min_size=1, unique=True).map(
            lambda found: choose(question, *found)
        )
        return st.one_of(st.sampled_from(states), several)
    return st.one_of(st.sampled_from(states), st.sampled_from(ids).map(lambda found: choose(question, found)))


def all_answers(pack: Pack) -> st.SearchStrategy[dict[str, Answer]]:
    return st.fixed_dictionaries(
        {}, optional={question.id: answer_to(pack, question.id) for question in pack.questions}
    )


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_hidden_answer_never_counts(pack: Pack, data: st.DataObject) -> None:
    response = replace(started(pack), answers=data.draw(all_answers(pack)))
    hidden = hidden_questions(pack, response)
    without = replace(response, answers={key: value for key, value in response.answers.items() if key not in hidden})

    assert score_response(pack, response) == score_response(pack, without)
    assert render_markdown(make_plan(pack, response, Words("en"), NOW.date()), Words("en")) == render_markdown(
        make_plan(pack, without, Words("en"), NOW.date()), Words("en")
    )


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_not_knowing_never_lowers_a_score(pack: Pack, data: st.DataObject) -> None:
    response = replace(started(pack), answers=data.draw(all_answers(pack)))
    open_ones = [question.id for question in applicable(pack, response) if response.answer(question.id).is_open]
    before = score_response(pack, response)
    for question_id in open_ones:
        state = Answer(state=data.draw(st.sampled_from(["unknown", "not_applicable"])))
        response = replace(response, answers={**response.answers, question_id: state})

    assert score_response(pack, response) == before


@pytest.mark.guarantee("G5.3")
@pytest.mark.parametrize("examples", [100, pytest.param(500, marks=pytest.mark.nightly)])
def test_a_pause_after_any_step_changes_nothing(pack: Pack, examples: int) -> None:
    """Answering with breaks, each through the file's bytes, ends in the same plan as answering straight through."""

    @settings(max_examples=examples, deadline=None)
    @given(data=st.data())
    def answer_with_breaks(data: st.DataObject) -> None:
        answers = {question.id: data.draw(answer_to(pack, question.id)) for question in pack.questions}
        breaks = data.draw(st.sets(st.integers(0, len(answers))))
        straight = broken = steps.begin(pack, started(pack))
        for n in range(len(answers) + 1):
            if n in breaks:
                broken = steps.begin(pack, decode_response(encode_response(broken.response)).response)
            assert straight.response.position == broken.response.position
            if straight.question is None:
                break
            given_answer = answers[straight.question.id]
            straight = steps.answer_question(straight, given_answer, NOW)
            broken = steps.answer_question(broken, given_answer, NOW)
        words = Words("en")
        one, other = (
            render_markdown(make_plan(pack, each.response, words, NOW.date()), words) for each in (straight, broken)
        )
        assert one == other

    answer_with_breaks()


def test_the_way_through(pack: Pack) -> None:
    at = steps.begin(pack, started(pack))
    assert at.response.position == "field"
    assert steps.go_back(at, NOW) == at
    at = steps.answer_question(at, choose(pack.by_id["field"], "arts"), NOW)
    assert at.response.position == "form"
    at = steps.answer_question(at, choose(pack.by_id["form"], "informal"), NOW)
    at = steps.skip(steps.skip(at, NOW), NOW)
    assert at.response.position == "1"
    at = steps.answer_question(at, choose(pack.by_id["1"], "1"), NOW)
    assert at.response.position == "4", "2 and 3 do not apply to an informal arts group"
    at = steps.go_back(at, NOW)
    assert at.response.position == "1"
    at = steps.review(at, NOW)
    assert at.question is None
    at = steps.go_to(at, "form", NOW, from_review=True)
    at = steps.answer_question(at, choose(pack.by_id["form"], "club"), NOW)
    assert at.question is None
    assert not at.from_review
    assert [question.id for question in steps.progress(pack, at.response).open] == ["people", "town", "2", "4"]
    assert steps.first_open(at) == "people"
    assert steps.begin(pack, steps.finish(at, NOW).response).question is None


def test_changing_an_answer_keeps_the_note(pack: Pack) -> None:
    question = pack.by_id["1"]
    response = with_remark(started(pack), question, NOW, note="ask Ayşe")
    assert response.answer("1").is_open
    response = with_answer(response, question, choose(question, "2"), NOW)
    assert response.answer("1").note == "ask Ayşe"
    assert with_remark(response, question, NOW, note="").answer("1").note == ""
    assert with_remark(with_remark(started(pack), question, NOW, note="x"), question, NOW, note="").answers == {}


def test_advice_comes_by_choice_by_absence_by_condition_and_by_section(pack: Pack) -> None:
    plan = make_plan(pack, answered(pack, form="club", q1="1", q2="1", q4=("b",)), Words("en"), NOW.date())
    earned = {question.id: [advice.title for advice in question.advice] for question in plan.questions}

    assert earned["1"] == ["No"]
    assert earned["4"] == ["For clubs", "No A"]
    work = next(section for section in plan.sections if section.id == "work")
    assert [advice.title for advice in work.advice] == ["Work is low"]
    assert work.level == "Low"
    informal = make_plan(pack, answered(pack, form="informal", q4=("a",)), Words("en"), NOW.date())
    assert [question.advice for question in informal.questions if question.id == "4"] == [()]


def test_the_order_of_actions_follows_focus_weight_gap_and_effort(pack: Pack) -> None:
    response = answered(pack, form="club", field=("migration",), q1="1", q2="1", q3="1", q4=("b",))
    references = [action.reference for action in make_plan(pack, response, Words("en"), NOW.date()).actions]
    assert references == ["1.1.1", "1.1.2", "4.b.1", "4.a.1", "2.1.1", "3.1.1"]
    focused = replace(response, answers={**response.answers, "3": replace(response.answer("3"), focus=True)})
    plan = make_plan(pack, focused, Words("en"), NOW.date())

    assert plan.actions[0].reference == "3.1.1"
    assert plan.actions[0].reason == "You said that this matters to you now."
    assert plan.actions[0].text == "Read the advice “No” and choose one step."


def test_what_is_unknown_is_to_be_found_out(pack: Pack) -> None:
    plan = make_plan(pack, answered(pack, q1=Answer(state="unknown", unsure="Ayşe")), Words("en"), NOW.date())

    action = plan.groups("find_out")[0].actions[0]
    assert (action.reference, action.text, action.suggested_for) == ("1.unknown", "Find out: Do we meet?", "Ayşe")
    assert plan.first == (action,)


@pytest.mark.parametrize(
    ("line", "rule", "place"),
    [
        ("field: [arts, sports]", "unknown-choice", "a.yaml:1:8"),
        ("field: [arts, none]", "unknown-choice", "a.yaml:1:8"),
        ("form: [club, informal]", "unknown-choice", "a.yaml:1:7"),
        ("form: na", "unknown-choice", "a.yaml:1:7"),
        ("people: many", "unknown-choice", "a.yaml:1:9"),
        ("people: 501", "unknown-choice", "a.yaml:1:9"),
        ("shape: club", "unknown-question", "a.yaml:1:1"),
        ("1: {choise: 2}", "unknown-key", "a.yaml:1:5"),
        ("1: 2\n1: 3", "duplicate-key", "a.yaml:2:1"),
        ("- 1", "wrong-type", "a.yaml:1:1"),
        ("1: [", "yaml-syntax", "a.yaml:1:1"),
    ],
)
def test_answers_that_do_not_fit_are_named_with_their_place(pack: Pack, line: str, rule: str, place: str) -> None:
    _, problems = parse_answers(line, "a.yaml", pack)

    assert [(problem.rule, str(problem.source)) for problem in problems] == [(rule, place)]


def test_answers_from_a_file(pack: Pack) -> None:
    text = "organisation: Örnek\nfield: [migration]\nform: club\npeople: 12\ntown: 'no'\n1: {choice: 2, note: ask, focus: true}\n2: na\n3: unknown\n"
    given_answers, problems = parse_answers(text, "a.yaml", pack)

    assert problems == []
    assert given_answers.organisation == "Örnek"
    assert given_answers.answers == {
        "field": Answer(choices=("migration",)),
        "form": Answer(choice="club"),
        "people": Answer(value=12),
        "town": Answer(value="no"),
        "1": Answer(choice="2", note="ask", focus=True),
        "2": Answer(state="not_applicable"),
        "3": Answer(state="unknown"),
    }


def test_missing_answers_are_those_that_apply_and_are_not_free_texts(pack: Pack) -> None:
    assert missing_answers(pack, answered(pack, form="informal")) == ("field", "people", "1", "4")


def test_a_reworded_question_asks_to_be_checked(pack: Pack, tmp_path: Path) -> None:
    response = answered(pack, q1="2")
    files = {
        **FILES,
        "questions/020-work.yaml": FILES["questions/020-work.yaml"].replace("Do we meet?", "Do we really meet?"),
    }
    reworded, _ = load_pack(write_tree(tmp_path, files))
    plan = make_plan(reworded, response, Words("en"), NOW.date())

    assert [question.id for question in plan.questions if question.again] == ["1"]
