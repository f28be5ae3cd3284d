"""Several people of one organisation: who can be told apart, how far they are apart, and which answer stands."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from selfcheck.assessment.combination import Combination
from selfcheck.assessment.combining import combine
from selfcheck.assessment.differences import difference
from selfcheck.assessment.middle import middle_answer
from selfcheck.assessment.names import without_names
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Respondent
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import choose
from selfcheck.assessment.roles import groups_of
from selfcheck.assessment.roles import role_label
from selfcheck.assessment.roles import role_of
from selfcheck.content.model import Pack
from tests.conftest import make_pack

FILES = {
    "questions/010-about.yaml": """\
        section: about
        title: About
        profile: true
        questions:
          - id: form
            text: Which form?
            choices: [{id: club, text: Club}, {id: informal, text: Informal}]
          - id: fields
            type: select_multiple
            max: 2
            text: Which fields?
            choices: [{id: arts, text: Arts}, {id: aid, text: Aid}, {id: youth, text: Youth}, {id: none, text: None, exclusive: true}]
          - id: town
            type: text
            text: Which town?
          - id: members
            type: integer
            text: How many members?
          - id: role
            role: true
            text: Who are you?
            choices: [{id: chair, text: Chair of the board, short: Chair}, {id: staff, text: Staff}, {id: helper, text: Volunteer}]
        """,
    "questions/020-work.yaml": """\
        section: work
        title: Work
        questions:
          - id: 1
            text: Do we meet?
            choices: [{id: 1, text: Never, score: 0}, {id: 2, text: Seldom, score: 1}, {id: 3, text: Often, score: 2}, {id: 4, text: Always, score: 3}]
          - id: 2
            text: Do we plan?
            na: true
            choices: [{id: 1, text: "No", score: 0}, {id: 2, text: "Yes", score: 1}]
          - id: 3
            text: Only the chair knows this?
            relevant: {role: [chair]}
            choices: [{id: 1, text: "No", score: 0}, {id: 2, text: "Yes", score: 1}]
          - id: 4
            text: Volunteers are not asked this?
            relevant: {role: {not: [helper]}}
            choices: [{id: 1, text: "No", score: 0}, {id: 2, text: "Yes", score: 1}]
        """,
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(tmp_path_factory.mktemp("pack"), FILES)


def person(pack: Pack, name: str, role: str = "", **answers: str | Answer) -> Response:
    """A response of somebody: question `q1` is answered with a choice, or with an answer."""
    given = {
        key.removeprefix("q"): each if isinstance(each, Answer) else choose(pack.by_id[key.removeprefix("q")], each)
        for key, each in answers.items()
    }
    if role:
        given["role"] = Answer(choice=role)
    return Response(
        id=name, pack=PackReference(id=pack.id), language="en", organisation="Örnek", answers=given,
        respondent=Respondent(name=name),
    )  # fmt: skip


UNKNOWN, NA = Answer(state="unknown"), Answer(state="not_applicable")


def test_the_role_is_the_respondents_own_else_the_answer_to_the_marked_question(pack: Pack) -> None:
    answered = person(pack, "A", "staff")
    assert role_of(pack, answered) == "staff"
    assert role_of(pack, replace(answered, respondent=Respondent(role="Chair of the board"))) == "chair"
    assert role_of(pack, replace(answered, respondent=Respondent(role="treasurer"))) == "treasurer"
    assert role_of(pack, person(pack, "A")) == ""
    assert role_of(pack, person(pack, "A", "nobody")) == ""
    assert role_label(pack, "chair", "en") == "Chair"
    assert role_label(pack, "treasurer", "en") == "treasurer"


@pytest.mark.parametrize(
    ("roles", "groups"),
    [
        ("aabb", [("role", "a"), ("role", "b")]),
        ("aabbc", [("role", "a"), ("others", "")]),
        ("aaabbcd", [("role", "a"), ("role", "b"), ("others", "")]),
        ("ab", []),
        ("aaab", []),
        ("abc", []),
        ("aaa", []),
        ("a", []),
        ("", []),
    ],
)
def test_a_role_of_one_is_never_told_nor_left_over(roles: str, groups: list[tuple[str, str]]) -> None:
    assert [(group.kind, group.role) for group in groups_of(roles, internal=False)] == groups


@given(st.text("abcdef", max_size=12), st.randoms())
def test_nothing_that_is_shown_nor_a_difference_of_it_is_one_person(roles: str, random: object) -> None:
    """What an attacker can add and subtract: everybody, each group, and whatever of it is left."""
    groups = groups_of(roles, internal=False)
    shown = [frozenset(range(len(roles))), *(frozenset(group.people) for group in groups)]
    unions = {frozenset[int]().union(*some) for n in range(len(shown) + 1) for some in combinations(shown, n)}
    sizes = {len(one - other) for one in unions for other in unions if len(roles) > 1}
    assert 1 not in sizes
    if groups:
        assert sorted(person for group in groups for person in group.people) == list(range(len(roles)))
    assert {group.role for group in groups} <= {role for role in roles if roles.count(role) > 1} | {""}


def test_inside_every_role_is_a_group() -> None:
    assert [(group.role, group.people) for group in groups_of(["a", "b", "a"], internal=True)] == [
        ("a", (0, 2)),
        ("b", (1,)),
    ]


@pytest.mark.parametrize(
    ("question", "answers", "expected"),
    [
        ("1", "44", 0.0),
        ("1", "14", 1.0),
        ("1", "12", 1 / 3),
        ("1", "1144", 2 / 3),
        ("1", "33332", 2 / 15),
        ("1", "4?", 0.5),
        ("1", "??", 0.0),
        ("1", "4??", 1 / 3),
        ("2", "2-", 1.0),
        ("2", "--", 0.0),
        ("2", "-?", 0.5),
        ("1", "4.", None),
        ("1", "", None),
        ("1", "44.", 0.0),
    ],
)
def test_how_far_answers_are_apart(pack: Pack, question: str, answers: str, expected: float | None) -> None:
    signs = {"?": UNKNOWN, "-": NA, ".": Answer()}
    given = [signs.get(sign) or Answer(choice=sign) for sign in answers]
    assert difference(pack.by_id[question], given) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("question", "answers", "expected"),
    [
        ("form", [Answer(choice="club"), Answer(choice="informal")], 1.0),
        ("fields", [Answer(choices=("arts", "aid")), Answer(choices=("arts",))], 0.5),
        ("fields", [Answer(choices=("arts",)), Answer(choices=("youth",))], 1.0),
        ("members", [Answer(value=10), Answer(value=5)], 0.5),
        ("members", [Answer(value=0), Answer(value=0)], 0.0),
        ("town", [Answer(value="Niš"), Answer(value="Bursa")], None),
    ],
)
def test_how_far_other_answers_are_apart(
    pack: Pack, question: str, answers: list[Answer], expected: float | None
) -> None:
    assert difference(pack.by_id[question], answers) == expected


@pytest.mark.parametrize(
    ("question", "answers", "stands"),
    [
        ("1", ["1", "2", "4"], Answer(choice="2")),
        ("1", ["1", "4"], Answer(choice="1")),
        ("1", ["4", "3", "3", "2"], Answer(choice="3")),
        ("1", ["4", UNKNOWN], Answer(choice="4")),
        ("1", ["4", UNKNOWN, UNKNOWN], UNKNOWN),
        ("1", ["9", "3"], Answer(choice="3")),
        ("1", ["9"], Answer()),
        ("1", [Answer()], Answer()),
        ("1", [], Answer()),
        ("2", ["2", NA], Answer(choice="2")),
        ("2", ["2", NA, NA], NA),
        ("2", [NA, UNKNOWN], NA),
        ("form", ["informal", "club"], Answer(choice="club")),
        ("form", ["informal", "club", "informal"], Answer(choice="informal")),
        ("fields", [("arts", "aid"), ("arts",)], Answer(choices=("arts",))),
        ("fields", [("arts",), ("aid",)], Answer(choices=("arts", "aid"))),
        ("fields", [("arts",), ("aid",), ("youth",)], Answer(choices=("arts", "aid"))),
        ("fields", [("none",), ("arts",)], Answer(choices=("arts",))),
        ("fields", [("none",), ("none",), ("arts",)], Answer(choices=("none",))),
        ("members", [5, 9, 7], Answer(value=7)),
        ("members", [5, 9], Answer(value=5)),
        ("town", ["Niš", "Bursa", "Niš"], Answer(value="Niš")),
        ("town", ["Niš", "Bursa"], Answer(value="Bursa; Niš")),
    ],
)
def test_the_answer_that_stands(pack: Pack, question: str, answers: list[object], stands: Answer) -> None:
    def answer(said: object) -> Answer:
        if isinstance(said, Answer):
            return said
        if isinstance(said, tuple):
            return Answer(choices=said)
        if question in ("members", "town"):
            return Answer(value=said)  # type: ignore[arg-type]
        return Answer(choice=str(said))

    assert middle_answer(pack.by_id[question], [answer(said) for said in answers]) == stands
    assert middle_answer(pack.by_id[question], [answer(said) for said in reversed(answers)]) == stands


def together(pack: Pack, *people: Response, internal: bool = False) -> Combination:
    return combine(pack, people, organisation="Örnek", internal=internal)


def test_one_question_as_three_people_see_it(pack: Pack) -> None:
    made = together(
        pack,
        person(pack, "Ayşe", "staff", q1="1", q2="2"),
        person(pack, "Cem", "staff", q1=Answer(choice="4", note="ask Ayşe, not Ayla", focus=True), q2="2"),
        person(pack, "Deniz", "staff", q1=UNKNOWN, q2=NA),
        person(pack, "Ece", "chair", q1="4", q2="2", q3="2"),
        person(pack, "Fatma", "helper", q1="4", q2="2"),
    )
    shared = {each.question.id: each for each in made.questions}
    assert [(group.kind, group.role, len(group.people)) for group in made.groups] == [
        ("role", "staff", 3),
        ("others", "", 2),
    ]
    assert "role" not in shared
    first = shared["1"]
    assert first.spread is not None
    assert first.spread.choices == {"1": 1, "2": 0, "3": 0, "4": 3}
    assert first.spread.unknown == 1
    assert [each.choices["4"] for each in first.by_group] == [1, 2]
    assert first.answer == Answer(choice="4", note="ask …, not Ayla", focus=True)
    assert [(note.text, note.group) for note in first.notes] == [("ask …, not Ayla", 0)]
    assert [each.question.id for each in made.differing] == ["1", "2"]
    assert made.response.organisation == "Örnek"
    assert made.response.respondent == Respondent()


def test_what_only_one_person_was_asked_is_not_told(pack: Pack) -> None:
    people = (
        person(pack, "A", "chair", q1="1", q3=Answer(choice="2", note="mine")),
        person(pack, "B", "staff", q1="2"),
    )
    shared = {each.question.id: each for each in together(pack, *people).questions}["3"]
    assert (shared.spread, shared.by_group, shared.answer, shared.notes) == (None, (), Answer(), ())
    assert "3" not in together(pack, *people).response.answers
    inside = {each.question.id: each for each in together(pack, *people, internal=True).questions}["3"]
    assert inside.spread is not None
    assert inside.answer.choice == "2"


def test_a_group_of_whom_only_one_was_asked_is_not_told_apart(pack: Pack) -> None:
    """Two of the staff and the chair were asked question 4: what is left of the whole, without the staff, is the chair's."""
    people = [person(pack, name, "staff", q1="1", q4="1") for name in "AB"]
    people += [
        person(pack, "C", "chair", q1="1", q4=Answer(choice="2", note="mine")),
        person(pack, "D", "helper", q1="4"),
    ]
    made = together(pack, *people)
    shared = {each.question.id: each for each in made.questions}
    assert len(shared["1"].by_group) == len(made.groups) == 2
    assert shared["4"].spread is not None
    assert (shared["4"].spread.asked, shared["4"].by_group) == (3, ())
    assert [note.group for note in shared["4"].notes] == [None]
    assert shared["3"].spread is None
    assert len({each.question.id: each for each in together(pack, *people, internal=True).questions}["4"].by_group) == 3


def test_people_agree_or_do_not_or_nobody_knows(pack: Pack) -> None:
    made = together(pack, person(pack, "A", q1="3", q2=UNKNOWN), person(pack, "B", q1="3", q2=UNKNOWN))
    assert [each.question.id for each in made.agreed] == ["1"]
    assert [each.question.id for each in made.nobody_knows] == ["2"]
    assert made.differing == ()
    facts = together(pack, person(pack, "A", form="club"), person(pack, "B", form="informal"))
    assert [each.question.id for each in facts.facts] == ["form"]
    assert facts.differing == ()


NOTES = st.sampled_from(["", "see the folder", "Zehra keeps it", "said Zehra Ak's cousin"])
ANSWERS: dict[str, st.SearchStrategy[Answer]] = {
    "form": st.sampled_from([Answer(), UNKNOWN, Answer(choice="club"), Answer(choice="informal")]),
    "fields": st.sampled_from([Answer(), UNKNOWN, Answer(choices=("arts",)), Answer(choices=("none",)), Answer(choices=("arts", "aid"))]),
    "town": st.sampled_from([Answer(), Answer(value="Niš"), Answer(value="Bursa")]),
    "members": st.one_of(st.just(Answer()), st.integers(0, 9).map(lambda n: Answer(value=n))),
    "role": st.sampled_from([Answer(), Answer(choice="chair"), Answer(choice="staff"), Answer(choice="helper")]),
    **{
        key: st.sampled_from([Answer(), UNKNOWN, NA, *(Answer(choice=str(n)) for n in range(1, 6))])
        for key in ("1", "2", "3")
    },
}  # fmt: skip


@st.composite
def responses(draw: st.DrawFn, name: str = "") -> Response:
    answers = {
        key: replace(draw(answer), note=draw(NOTES), focus=draw(st.booleans())) for key, answer in ANSWERS.items()
    }
    return Response(
        id=name or draw(st.text("abc", min_size=6, max_size=6)), pack=PackReference(id="tiny"), language="en",
        organisation="Örnek", answers=answers,
    )  # fmt: skip


quiet = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quiet
@given(response=responses(), internal=st.booleans())
def test_one_response_with_itself_changes_nothing(pack: Pack, response: Response, internal: bool) -> None:
    made = together(pack, response, response, internal=internal)
    assert made == together(pack, response, internal=internal)
    assert made.people == 1
    assert made.response == response


@quiet
@given(people=st.lists(responses(), min_size=2, max_size=6), random=st.randoms(use_true_random=False))
def test_the_order_of_people_never_matters(pack: Pack, people: list[Response], random: object) -> None:
    mixed = list(people)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert together(pack, *mixed) == together(pack, *people)


@quiet
@given(answer=st.sampled_from([UNKNOWN, NA, Answer(choice="1"), Answer(choice="2")]), n=st.integers(2, 5))
def test_what_all_say_stands(pack: Pack, answer: Answer, n: int) -> None:
    made = together(pack, *(person(pack, str(each), q2=answer) for each in range(n)))
    assert made.response.answer("2") == answer


@quiet
@given(people=st.lists(responses(), min_size=2, max_size=6), internal=st.booleans())
def test_what_stands_can_be_asked(pack: Pack, people: list[Response], internal: bool) -> None:
    """Whatever people said, the answer that stands is one that the question offers."""
    made = together(pack, *people, internal=internal)
    for question_id, answer in made.response.answers.items():
        question = pack.by_id[question_id]
        assert all(question.choice(choice_id) for choice_id in answer.chosen) or made.people == 1
        assert len(answer.chosen) <= (question.maximum or 9)
        assert "none" not in answer.chosen or len(answer.chosen) == 1


def everything_said(made: Combination) -> str:
    """All words of a combination that could be shown."""
    return repr((made.response, made.names, made.questions))


@quiet
@given(people=st.lists(responses(), min_size=1, max_size=4), name=st.sampled_from(["Zehra", "Zehra Ak"]))
def test_no_name_appears(pack: Pack, people: list[Response], name: str) -> None:
    named = [replace(response, respondent=Respondent(name=name)) for response in people]
    assert "Zehra" not in everything_said(together(pack, *named)).replace(f"name='{name}'", "")
    assert together(pack, *named).names == ()


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        (
            "Ayşe Işık",
            "sor: ayşe ışık, AYŞE'nin defteri, Ayşenin odası, IŞIK hanım",
            "sor: …, …'nin defteri, … odası, … hanım",
        ),
        ("İpek", "ipek biliyor, IPEK de", "… biliyor, … de"),
        ("Jelena", "pitaj Jelenu; Jelenin plan; jele", "pitaj …; … plan; jele"),
        ("Zoran", "kod Zorana i sa Zoranom", "kod … i sa …"),
        ("Ana", "Ana and her analysis", "… and her analysis"),
        ("Al B.", "Al B. knows; al B; others", "… knows; al B; others"),
        ("A", "A plan", "… plan"),
        ("", "nobody", "nobody"),
        ("Zo(ra", "Zo(ra keeps it", "… keeps it"),
    ],
)
def test_names_are_blotted_out_of_what_was_written(pack: Pack, name: str, text: str, left: str) -> None:
    answer = Answer(choice="1", note=text, evidence=text, unsure=text)
    blotted = without_names(person(pack, "x", q1=answer, town=Answer(value=text)), [name])
    assert blotted.answer("1") == Answer(choice="1", note=left, evidence=left, unsure=left)
    assert blotted.answer("town").value == left


def test_inside_names_are_told(pack: Pack) -> None:
    made = together(
        pack, person(pack, "Zehra", q1=Answer(choice="1", note="Zehra")), person(pack, "Ali"), internal=True
    )
    assert made.names == ("Ali", "Zehra")
    assert made.response.answer("1").note == "Zehra"


def test_of_two_copies_the_one_with_more_changes_counts(pack: Pack) -> None:
    old, new = person(pack, "A", q1="1"), replace(person(pack, "A", q1="4"), revision=3)
    for pair in ((old, new), (new, old)):
        assert together(pack, *pair).response.answer("1").choice == "4"


def test_a_reworded_question_is_marked(pack: Pack) -> None:
    old = person(pack, "A", q1=Answer(choice="1", text_hash="older"))
    now = person(pack, "B", q1=Answer(choice="1", text_hash=pack.by_id["1"].text_hash))
    shared = {each.question.id: each for each in together(pack, old, now).questions}["1"]
    assert shared.outdated == 1
    assert shared.answer.text_hash == "older"
