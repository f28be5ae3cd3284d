"""Earlier and later: what moved, what cannot be compared, and in which order files belong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from selfcheck.assessment.comparison import MOVES
from selfcheck.assessment.comparison import compare
from selfcheck.assessment.gathering import gather
from selfcheck.assessment.gathering import one_organisation
from selfcheck.assessment.gathering import refuse_faults
from selfcheck.assessment.moments import days_between
from selfcheck.assessment.moments import in_time
from selfcheck.assessment.moments import latest_only
from selfcheck.assessment.places import Saved
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import LastTime
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import write_response
from selfcheck.assessment.scores import score_response
from selfcheck.assessment.training import Training
from selfcheck.assessment.training import write_training
from selfcheck.content.model import Pack
from selfcheck.problems import SelfcheckError
from tests.conftest import make_pack
from tests.test_combining import NA
from tests.test_combining import UNKNOWN

FILES = {
    "questions/010-about.yaml": """\
        section: about
        title: About
        profile: true
        questions:
          - id: staff
            text: Are there staff?
            choices: [{id: yes, text: "Yes"}, {id: no, text: "No"}]
        """,
    "questions/020-work.yaml": """\
        section: work
        title: Work
        questions:
          - id: 1
            text: Do we meet?
            choices: [{id: 1, text: "No", score: 0}, {id: 2, text: Partly, score: 1}, {id: 3, text: "Yes", score: 2}]
          - id: 2
            text: Do we plan?
            na: true
            weight: 3
            choices: [{id: 1, text: "No", score: 0}, {id: 2, text: "Yes", score: 1}]
          - id: 3
            text: Do staff have contracts?
            relevant: {staff: [yes]}
            choices: [{id: 1, text: "No", score: 0}, {id: 2, text: "Yes", score: 1}]
        """,
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(tmp_path_factory.mktemp("pack"), FILES)


def at(day: str, **answers: str | Answer) -> Response:
    """A finished response of a day."""
    given = {
        key.removeprefix("q"): each if isinstance(each, Answer) else Answer(choice=each)
        for key, each in answers.items()
    }
    return Response(
        id=day, pack=PackReference(id="tiny", version="1.0.0"), language="en", organisation="Örnek", answers=given,
        started=f"{day}T10:00:00+01:00", finished=f"{day}T11:00:00+01:00",
    )  # fmt: skip


def question(pack: Pack, question_id: str, *responses: Response) -> str:
    made = compare(pack, responses)
    return next(each.move for each in made.questions if each.question.id == question_id)


OPEN = Answer(note="later")
GONE = Answer(choice="7")
STAFF = {"staff": "yes"}


@pytest.mark.parametrize(
    ("before", "now", "move"),
    [
        ("1", "3", "improved"),
        ("3", "2", "fell_back"),
        ("2", "2", "same"),
        (UNKNOWN, "1", "known_now"),
        ("1", UNKNOWN, "unknown_now"),
        (OPEN, "1", "answered_now"),
        ("1", OPEN, "open_now"),
        (UNKNOWN, OPEN, "open_now"),
        (OPEN, UNKNOWN, "unknown_now"),
        (UNKNOWN, UNKNOWN, "same"),
        (OPEN, OPEN, "same"),
        (NA, "1", "applies_now"),
        ("1", NA, "applies_no_longer"),
        (NA, NA, "same"),
        (GONE, "1", "reworded"),
        ("1", GONE, "reworded"),
        (UNKNOWN, GONE, "known_now"),
        (GONE, UNKNOWN, "unknown_now"),
        (Answer(choice="1", text_hash="a"), Answer(choice="3", text_hash="b"), "reworded"),
        (Answer(choice="1", text_hash="a"), Answer(choice="1", text_hash="b"), "reworded"),
        (Answer(choice="1", text_hash="a"), Answer(choice="3"), "improved"),
        (Answer(choice="1", note="then", focus=True), Answer(choice="1", note="now"), "same"),
    ],
)
def test_what_became_of_a_question(pack: Pack, before: str | Answer, now: str | Answer, move: str) -> None:
    assert question(pack, "1", at("2026-01-01", q1=before), at("2026-06-01", q1=now)) == move


def test_what_did_not_apply_was_not_asked(pack: Pack) -> None:
    without, with_staff = at("2026-01-01", staff="no", q3="1"), at("2026-06-01", staff="yes", q3="2")
    assert question(pack, "3", without, with_staff) == "asked_now"
    assert question(pack, "3", with_staff, without) == "asked_no_longer"
    assert question(pack, "staff", without, with_staff) == "changed"


def test_a_question_of_a_newer_version_was_not_asked_then(pack: Pack) -> None:
    old = replace(at("2026-01-01"), pack=PackReference(id="tiny", version="0.9.0"))
    assert question(pack, "1", old, at("2026-06-01", q1="1")) == "asked_now"
    assert question(pack, "1", replace(old, finished=""), at("2026-06-01", q1="1")) == "answered_now"


def test_removed_questions_are_named(pack: Pack) -> None:
    made = compare(pack, [at("2026-01-01", q9="1", q8=OPEN), at("2026-06-01")])
    assert made.removed == ("9",)


def test_a_section_is_compared_on_what_all_moments_have(pack: Pack) -> None:
    responses = [
        at("2026-01-01", q1="1", q2="2", **STAFF, q3="1"),
        at("2026-03-01", q1="2", q2=UNKNOWN, **STAFF, q3="1"),
        at("2026-06-01", q1="3", q2="1", **STAFF, q3="2"),
    ]
    made = compare(pack, responses)
    work = made.sections[1]
    assert [(score.value, score.questions) for score in work.scores] == [(0.0, 2), (0.25, 2), (1.0, 2)]
    assert [score.value for score in made.whole] == [0.0, 0.25, 1.0]
    assert work.asked == 3
    assert made.sections[0].scores[0].value is None

    both = compare(pack, [responses[0], responses[2]]).sections[1].scores
    assert [(round(score.value or 0, 2), score.questions) for score in both] == [(0.6, 3), (0.4, 3)]


def test_a_reworded_question_is_in_no_score(pack: Pack) -> None:
    before = at("2026-01-01", q1=Answer(choice="1", text_hash="a"), q2="2")
    now = at("2026-06-01", q1=Answer(choice="3", text_hash="b"), q2="2")
    assert [score.questions for score in compare(pack, [before, now]).sections[1].scores] == [1, 1]


def test_the_largest_steps_come_first(pack: Pack) -> None:
    made = compare(pack, [at("2026-01-01", q1="1", q2="1"), at("2026-06-01", q1="2", q2="2")])
    assert [each.question.id for each in made.moved("improved")] == ["2", "1"]


ANSWERS = st.sampled_from([Answer(), UNKNOWN, NA, *(Answer(choice=str(n)) for n in range(1, 5))])


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(("1", "2", "3", "staff"), ANSWERS)), min_size=1, max_size=4))
def test_every_question_moves_once_and_mirrored(pack: Pack, answers: list[dict[str, Answer]]) -> None:
    responses = [replace(at("2026-01-01"), answers=each) for each in answers]
    made = compare(pack, responses)
    assert sorted(each.question.id for move in MOVES for each in made.moved(move)) == sorted(pack.by_id)
    back = compare(pack, responses[::-1])
    assert {each.question.id for each in made.moved("improved")} == {
        each.question.id for each in back.moved("fell_back")
    }
    assert [len({score.questions for score in section.scores}) for section in made.sections] == [1, 1]
    same = compare(pack, [responses[0], responses[0]])
    assert all(each.move in ("same", "reworded") for each in same.questions)
    assert same.whole[0] == score_response(pack, responses[0]).whole or any(
        each.move == "reworded" for each in same.questions
    )


def saved(*responses: Response) -> list[Saved]:
    return [Saved(Path(f"{response.id}.response.json"), response) for response in responses]


def test_the_order_of_time(pack: Pack) -> None:
    first, second = at("2026-01-01"), at("2026-06-01")
    assert in_time(saved(first, second))[1] == ()
    ordered, news = in_time(saved(second, first))
    assert [item.response.id for item in ordered] == ["2026-01-01", "2026-06-01"]
    assert [str(each) for each in news] == [
        "Put in the order of time: 2026-01-01.response.json, 2026-06-01.response.json."
    ]


@pytest.mark.guarantee("G15.3")
def test_the_zone_of_a_clock_counts() -> None:
    east = replace(at("2026-01-01"), started="2026-01-01T10:00:00+03:00")
    west = replace(at("2026-01-02"), started="2026-01-01T09:30:00+01:00")
    assert [item.response.id for item in in_time(saved(west, east))[0]] == ["2026-01-01", "2026-01-02"]


@pytest.mark.guarantee("G15.3")
def test_a_clock_that_runs_backwards_is_told() -> None:
    odd = replace(at("2026-06-01"), finished="2026-05-01T10:00:00+02:00")
    assert "The clock ran backwards around 2026-06-01" in str(in_time(saved(at("2026-01-01"), odd))[1][0])


@pytest.mark.guarantee("G15.3")
def test_what_was_started_from_another_comes_after_it_whatever_the_clock_says() -> None:
    later = replace(at("2026-01-01"), last_time=LastTime(id="2026-06-01"))
    for order in (saved(at("2026-06-01"), later), saved(later, at("2026-06-01"))):
        ordered, news = in_time(order)
        assert [item.response.id for item in ordered] == ["2026-06-01", "2026-01-01"]
        assert "The clock ran backwards" in str(news[0])
    circle = (replace(at("2026-01-01"), last_time=LastTime(id="2026-06-01")),
              replace(at("2026-06-01"), last_time=LastTime(id="2026-01-01")))  # fmt: skip
    assert len(in_time(saved(*circle))[0]) == 2


@pytest.mark.parametrize("stamp", ["", "yesterday", "2026-01-01T10:00:00"])
def test_without_times_the_order_given_stays(stamp: str) -> None:
    ordered, news = in_time(saved(at("2026-06-01"), replace(at("2026-01-01"), started=stamp)))
    assert [item.response.id for item in ordered] == ["2026-06-01", "2026-01-01"]
    assert "in the order in which you named them" in str(news[0])
    assert days_between(ordered) is None


def test_days_between() -> None:
    assert days_between(saved(at("2026-01-01"), at("2026-01-15"), at("2026-01-03"))) == 14
    assert days_between(saved(at("2026-01-01"))) == 0


def test_what_another_was_started_from_counts_no_more() -> None:
    first, second = at("2026-01-01"), replace(at("2026-06-01"), last_time=LastTime(id="2026-01-01"))
    third = replace(at("2026-09-01"), last_time=LastTime(id="2026-06-01"))
    kept, news = latest_only(saved(first, second, third, at("2026-02-02")))
    assert [item.response.id for item in kept] == ["2026-09-01", "2026-02-02"]
    assert len(news) == 2
    circle = [replace(first, last_time=LastTime(id="2026-06-01")), second]
    assert len(latest_only(saved(*circle))[0]) == 1


def test_files_and_folders_are_gathered(tmp_path: Path) -> None:
    write_response(tmp_path / "a" / "one.response.json", at("2026-01-01"))
    write_response(tmp_path / "a" / "b" / "two.response.json", at("2026-02-01"))
    write_response(tmp_path / "a" / "two.response.json", replace(at("2026-02-01"), revision=4, language="sr"))
    write_response(tmp_path / "named.json", at("2026-03-01"))
    write_response(tmp_path / "a" / "one.response.json", replace(at("2026-01-01"), revision=1))  # leaves an older copy
    gathered = gather([tmp_path / "a", tmp_path / "named.json", tmp_path / "a"], "tiny")
    assert [item.path.name for item in gathered.saved] == ["two.response.json", "one.response.json", "named.json"]
    assert gathered.saved[0].response.language == "sr"
    assert gathered.faults == ()
    assert [str(each).replace(str(tmp_path), "") for each in gathered.news] == [
        "/a/b/two.response.json and /a/two.response.json are the same response; it counts once, as in"
        " /a/two.response.json."
    ]
    refuse_faults(gathered)


def test_a_file_that_somebody_edited_is_named_and_taken(tmp_path: Path) -> None:
    path = tmp_path / "one.response.json"
    write_response(path, at("2026-01-01", q1="1"))
    path.write_text(path.read_text("utf-8").replace('"choice": "1"', '"choice": "3"'), "utf-8")
    gathered = gather([path], "tiny")
    assert gathered.saved[0].response.answer("1").choice == "3"
    assert [str(each).replace(str(tmp_path), "") for each in gathered.news] == [
        "/one.response.json was changed outside selfcheck; the answers are taken as they are."
    ]


def test_what_cannot_be_used_is_named_with_its_reason(tmp_path: Path) -> None:
    write_response(tmp_path / "good.response.json", at("2026-01-01"))
    write_response(tmp_path / "other.response.json", replace(at("2026-02-01"), pack=PackReference(id="alien")))
    (tmp_path / "broken.response.json").write_text("{", "utf-8")
    (tmp_path / "none.response.json").write_text(json.dumps({"a": 1}), "utf-8")
    (tmp_path / "empty").mkdir()
    gathered = gather([tmp_path, tmp_path / "empty", tmp_path / "nowhere.json"], "tiny")
    told = [str(each).replace(str(tmp_path), "") for each in gathered.faults]
    assert [item.path.name for item in gathered.saved] == ["good.response.json"]
    assert told[0] == "There is no response in /empty: no file ends in .response.json."
    assert "/broken.response.json is damaged: " in told[1]
    assert told[2] == "/none.response.json is damaged: it is not a selfcheck response."
    assert told[3] == "/other.response.json answers the pack 'alien', not 'tiny'."
    assert told[4] == "There is no file /nowhere.json."
    with pytest.raises(SelfcheckError, match="so nothing was made: 5"):
        refuse_faults(gathered)


def test_only_one_organisation_at_a_time() -> None:
    two = saved(at("2026-01-01"), replace(at("2026-02-01"), organisation="örnek"))
    assert one_organisation(two[:1], "") == "Örnek"
    assert one_organisation(two, "Örnek Derneği") == "Örnek Derneği"
    with pytest.raises(SelfcheckError, match="different organisations: “Örnek”, “örnek”"):
        one_organisation(two, "")


def test_a_training_is_gathered_whole_or_for_one_organisation(tmp_path: Path) -> None:
    for name in ("a", "b"):
        response = replace(at("2026-01-01"), id=name, organisation=name)
        write_response(tmp_path / name / "x.response.json", response)
    listed = tmp_path / "training-2026-01-01.training.json"
    write_training(listed, Training(started="", responses=("a/x.response.json", "b/x.response.json", "gone.json")))
    assert [item.response.organisation for item in gather([listed], "tiny").saved] == ["a", "b"]
    assert [item.response.organisation for item in gather([listed], "tiny", "b").saved] == ["b"]
    listed.write_text("{", "utf-8")
    assert [str(fault) for fault in gather([listed], "tiny").faults] == [
        f"{listed} is not a training that can be read."
    ]
