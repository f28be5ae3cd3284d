"""G15: old checks open, newer ones are left alone, and no clock decides what is the newest."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from selfcheck.assessment.gathering import gather
from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.response_file import generations
from selfcheck.assessment.response_file import read_response
from selfcheck.assessment.response_file import recover
from selfcheck.assessment.response_file import write_response
from selfcheck.content.loading import load_pack
from selfcheck.content.model import Pack
from selfcheck.plan.making import make_plan
from selfcheck.plan.rendering import render_markdown
from selfcheck.words import Words
from tests.conftest import GOLDEN
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_plan import FILES

RELEASES = sorted(path.name for path in (GOLDEN / "releases").iterdir() if path.name != "pack")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(tmp_path_factory.mktemp("pack"), FILES)


@pytest.mark.guarantee("G15.4")
@pytest.mark.parametrize("release", RELEASES)
def test_a_file_of_every_release_opens_and_gives_the_plan_that_is_recorded(
    release: str, golden: Callable[[str, str], None]
) -> None:
    """Its file was written by that release; a plan that changes is to be looked at."""
    path = GOLDEN / "releases" / release / "check.response.json"
    loaded = read_response(path)
    assert not loaded.edited
    pack, problems = load_pack(GOLDEN / "releases" / "pack")
    assert problems == ()
    texts = [
        render_markdown(make_plan(pack, loaded.response, Words(code), date(2026, 11, 25)), Words(code))
        for code in ("tr", "en", "sr")
    ]
    golden("\n".join(texts), f"releases/{release}/plans.md")
    assert (
        json.loads(encode_response(loaded.response))["answers"].keys()
        == json.loads(path.read_bytes())["answers"].keys()
    )


@pytest.mark.guarantee("G15.4")
def test_this_release_has_its_file() -> None:
    from selfcheck import __version__

    assert __version__ in RELEASES


NEW = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)

#: A response that uses every part a response has.
WHOLE = json.loads((GOLDEN / "releases" / "0.2.0" / "check.response.json").read_text("utf-8"))


def maps_in(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place of a response that holds named things, in which a later version might put one more.

    Not those whose names are ids: what stands under a new one there would be an answer, not a new key.
    """
    found = [path] if isinstance(value, dict) and (not path or path[-1] not in ("answers", "actions", "places")) else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*found, *(place for key, inner in items for place in maps_in(inner, (*path, key)))]


@pytest.mark.guarantee("G15.2")
@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(maps_in(WHOLE)), NEW, min_size=1, max_size=4))
def test_whatever_a_newer_version_wrote_is_kept_wherever_it_stands(added: dict[tuple[str | int, ...], Any]) -> None:
    content = json.loads(json.dumps(WHOLE))
    for place, value in added.items():
        target = content
        for key in place:
            target = target[key]
        target["something new"] = value
    again = json.loads(encode_response(decode_response(json.dumps(content).encode()).response))
    del content["checksum"], again["checksum"]
    assert again == content


def test_every_part_of_a_response_is_tried() -> None:
    parts = {tuple(key for key in place if isinstance(key, str))[:1] for place in maps_in(WHOLE)}
    assert {("pack",), ("respondent",), ("answers",), ("actions",), ("last_time",), ("plan",), ()} == parts
    assert ("plan", "own", 0) in maps_in(WHOLE)


@pytest.mark.guarantee("G15.2")
@pytest.mark.parametrize(
    "command",
    [
        ("plan", "FILE"),
        ("plan", "FILE", "--last-good"),
        ("resume", "FILE", "--accessible"),
        ("resume", "FILE", "--accessible", "--last-good"),
        ("start", "--from", "FILE", "--accessible"),
        ("progress", "FILE"),
        ("open", "FILE"),
        ("compare", "FILE", "FILE"),
    ],
    ids=" ".join,
)
def test_a_file_of_a_newer_format_is_left_as_it_is(tmp_path: Path, command: tuple[str, ...]) -> None:
    """No command takes it for damaged, offers an older copy instead of it, or changes a byte beside it."""
    folder = tmp_path / "answers" / "acik-kapi"
    path = folder / "check.response.json"
    write_tree(tmp_path / "pack", FILES)
    for _ in range(3):
        response = replace(read_response(GOLDEN / "releases" / "0.2.0" / "check.response.json").response, revision=_)
        write_response(path, response)
    path.write_bytes(path.read_bytes().replace(b"selfcheck-response/1", b"selfcheck-response/2"))
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    arguments = [str(path) if part == "FILE" else part for part in command]
    env = {"SELFCHECK_DIR": str(tmp_path / "answers"), "SELFCHECK_LANG": "en"}
    ran = run_selfcheck(*arguments, "--pack", tmp_path / "pack", env=env, input="q\n1\n")
    assert ran.code == 3
    assert f"{path} was written by a newer version of selfcheck, so it was left as it is." in ran.err
    assert "damaged" not in ran.err
    assert {each.name: each.read_bytes() for each in folder.iterdir() if not each.name.endswith(".lock")} == before


def clocks(rng: Random) -> datetime:
    """What a clock may say: yesterday, 1970, 2099, an hour that comes twice, another zone."""
    zone = rng.choice([UTC, ZoneInfo("Europe/Belgrade"), ZoneInfo("Europe/Istanbul"), timezone(timedelta(hours=-11))])
    base = rng.choice(
        [NOW, NOW - timedelta(days=1), datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, 23, 59, tzinfo=UTC),
         datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]
    )  # fmt: skip
    return (base + timedelta(seconds=rng.randrange(3600))).astimezone(zone)


def answered(pack: Pack, rng: Random, response: Response) -> Response:
    question = pack.by_id[rng.choice(["1", "2", "4"])]
    return with_answer(response, question, choose(question, rng.choice(["1", "2"])), clocks(rng))


@pytest.mark.guarantee("G15.3")
@pytest.mark.timeout(240)  # two thousand files are flushed to the disk
def test_no_clock_decides_which_state_is_the_newest(tmp_path: Path, pack: Pack) -> None:
    """Five hundred sequences of answers under clocks that jump: the last one counts, and the one before it is next."""
    for seed in range(500):
        rng = Random(seed)
        path = tmp_path / f"o{seed}" / "check.response.json"
        states = [new_response(pack, organisation="A", language="en", response_id=str(seed), now=clocks(rng))]
        for _ in range(3):
            states.append(answered(pack, rng, states[-1]))
        for state in states:
            write_response(path, state)
        assert read_response(path).response == states[-1]
        assert [read_response(each).response for each in generations(path)] == [states[-2], states[-3]]
        order = [states[-1], states[-2], states[-3]]
        rng.shuffle(order)
        for n, state in enumerate(order):
            (path.parent / f"copy-{n}.response.json").write_bytes(encode_response(state))
        (counted,) = gather([path.parent], "small").saved
        assert counted.response == states[-1]
        if seed % 10 == 0:
            path.write_bytes(path.read_bytes()[:80])
            assert recover(path).response == states[-2]


@pytest.mark.guarantee("G15.3")
def test_the_last_changed_is_the_last_in_time_through_summer_time_and_zones(tmp_path: Path, pack: Pack) -> None:
    belgrade, istanbul = ZoneInfo("Europe/Belgrade"), ZoneInfo("Europe/Istanbul")
    moments = [
        datetime(2026, 10, 25, 0, 50, tzinfo=UTC).astimezone(belgrade),  # 2:50, summer time
        datetime(2026, 10, 25, 1, 10, tzinfo=UTC).astimezone(belgrade),  # 2:10, an hour later by the clock's hands
        datetime(2026, 10, 25, 1, 20, tzinfo=UTC).astimezone(istanbul),  # 4:20
        datetime(2026, 10, 25, 1, 40, tzinfo=UTC).astimezone(belgrade),  # 2:40
    ]
    for n, moment in enumerate(moments):
        response = new_response(pack, organisation=f"o{n}", language="en", response_id=str(n), now=moment)
        write_response(tmp_path / f"o{n}" / "c.response.json", response)
    odd = replace(response, id="odd", changed="yesterday")
    write_response(tmp_path / "o9" / "c.response.json", odd)
    assert [saved.response.id for saved in saved_responses(tmp_path)] == ["3", "2", "1", "0", "odd"]


@pytest.mark.guarantee("G15.3")
@pytest.mark.parametrize(
    "today", [date(1970, 1, 1), date(2026, 11, 24), date(2028, 2, 29), date(2099, 12, 31)], ids=str
)
def test_a_plan_is_made_on_any_day(pack: Pack, today: date) -> None:
    """A clock that is wrong changes dates in the plan, and nothing of what is in it."""
    response = read_response(GOLDEN / "releases" / "0.2.0" / "check.response.json").response
    plan = make_plan(pack, response, Words("en"), today)
    usual = make_plan(pack, response, Words("en"), NOW.date())
    assert plan.date == today.isoformat()
    assert plan.next_review > plan.date
    assert [action.reference for action in plan.actions] == [action.reference for action in usual.actions]
    assert [question.answer for question in plan.questions] == [question.answer for question in usual.questions]


@pytest.mark.guarantee("G15.3")
def test_a_clock_that_ran_backwards_is_told_where_earlier_and_later_are_shown(tmp_path: Path, pack: Pack) -> None:
    earlier = new_response(pack, organisation="A", language="en", response_id="1", now=NOW)
    earlier = with_answer(earlier, pack.by_id["1"], choose(pack.by_id["1"], "1"), NOW)
    later = replace(earlier, id="2", finished="2026-01-01T10:00:00+00:00")
    write_tree(tmp_path / "pack", FILES)
    for name, response in (("a", earlier), ("b", later)):
        write_response(tmp_path / f"{name}.response.json", response)
    ran = run_selfcheck(
        "compare",
        tmp_path / "a.response.json",
        tmp_path / "b.response.json",
        "--pack",
        tmp_path / "pack",
        "--lang",
        "en",
    )
    assert ran.code == 0
    assert "The clock ran backwards around" in ran.err
