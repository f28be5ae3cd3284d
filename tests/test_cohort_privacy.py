"""Published totals do not point at anyone: attackers who know how it works, and find nothing out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from selfcheck.cohort import privacy
from selfcheck.cohort.asking import Asked
from selfcheck.cohort.asking import count
from selfcheck.cohort.asking import enter
from selfcheck.cohort.contents import Given
from selfcheck.cohort.formats import COHORT_FORMATS
from selfcheck.cohort.formats import render_cohort
from selfcheck.cohort.making import REST
from selfcheck.cohort.making import make_report
from selfcheck.cohort.privacy import MINIMUM
from selfcheck.cohort.privacy import SMALL
from selfcheck.cohort.privacy import Masked
from selfcheck.cohort.privacy import Table
from selfcheck.cohort.privacy import mask
from selfcheck.cohort.privacy import mask_row
from selfcheck.cohort.reading import Entry
from selfcheck.cohort.report import CohortReport
from selfcheck.cohort.report import QuestionReport
from selfcheck.cohort.rows import Grid
from selfcheck.cohort.rows import Row
from selfcheck.cohort.tally import count_entries
from selfcheck.cohort.tally import parse_by
from selfcheck.content.model import Pack
from selfcheck.problems import SelfcheckError
from selfcheck.words import Words
from tests.cohorts import make_entries
from tests.cohorts import with_answer
from tests.cohorts import write_cohort
from tests.conftest import make_pack
from tests.test_cohort import run
from tests.test_cohort import shipped
from tests.test_cohort import text_of

TODAY = date(2026, 11, 25)

FOUR = """
    choices:
      - {id: 1, text: Nothing., score: 0}
      - {id: 2, text: Little., score: 1}
      - {id: 3, text: Much., score: 2}
      - {id: 4, text: All., score: 3}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    profile = """\
section: profile
title: You
profile: true
questions:
  - id: form
    text: Which form?
    choices: [{id: a, text: A}, {id: b, text: B}, {id: c, text: C}]
"""
    sections = {
        f"questions/0{n}0-s{n}.yaml": f"section: s{n}\ntitle: S{n}\nquestions:\n"
        + "".join(f"  - id: {n}{m}\n    text: How {n}{m}?{FOUR}" for m in range(1, 4))
        for n in (2, 3)
    }
    return make_pack(tmp_path_factory.mktemp("small"), {"questions/010-profile.yaml": profile, **sections})


def publish(pack: Pack, entries: list[Entry], by: str | None = None) -> CohortReport:
    parsed = None if by is None else parse_by(by, pack)
    return make_report(pack, count_entries(entries, Grid(pack), parsed), TODAY, public=True, by=parsed)


def hidden_cells(question: QuestionReport) -> list[str]:
    return [answer.code for answer in question.answers if answer.count.number is None]


# 14.1


@pytest.mark.guarantee("G14.1")
@pytest.mark.parametrize("size", range(1, MINIMUM))
def test_too_few_are_refused_and_shown_inside(size: int, tmp_path: Path) -> None:
    entries = make_entries(shipped(), size, seed=size)
    with pytest.raises(SelfcheckError, match="too few") as refusal:
        publish(shipped(), entries)
    assert "--internal" in str(refusal.value.hint)
    if size in (1, 9):
        write_cohort(tmp_path / "few", shipped(), size, seed=size)
        refused = run(tmp_path / "few", home=tmp_path)
        assert (refused.code, refused.out) == (3, "")
        assert "--internal" in refused.err
        shown = run(tmp_path / "few", "--internal", home=tmp_path)
        assert (shown.code, shown.out.count("**Not for publication**")) == (0, shown.out.count("\n## "))


# 14.2


def intervals(question: QuestionReport, size: int) -> dict[str, tuple[int, int]]:
    """What an attacker knows of each answer to a question of one choice, from the marks and the sum."""
    marks = {answer.code: answer.count.mark for answer in question.answers}
    some_small = "small" in marks.values()
    least = {"small": 1, "hidden": SMALL if some_small else 0}
    most = {"small": SMALL - 1, "hidden": size}
    known = {answer.code: answer.count.number for answer in question.answers}
    low = {code: least[marks[code]] if number is None else number for code, number in known.items()}
    high = {code: most[marks[code]] if number is None else number for code, number in known.items()}
    return {
        code: (
            max(low[code], size - sum(high.values()) + high[code]),
            min(high[code], size - sum(low.values()) + low[code]),
        )
        for code in known
    }


def solved(table: Table, masked: Masked) -> Iterator[tuple[int, int]]:
    """The hidden cells of the groups that have one value only, by trying: every way to move up to two organisations."""
    hidden = [(r, c) for r, marks in enumerate(masked.groups) for c, mark in enumerate(marks) if mark != "shown"]
    at = set(hidden)
    for r, c in hidden:
        if not _movable(table.groups, at, r, c):
            yield r, c


def _movable(groups: tuple[tuple[int, ...], ...], hidden: set[tuple[int, int]], row: int, column: int) -> bool:
    """Whether a circle through a cell exists: depth-first along whole circles, rows and columns in turn."""

    def walk(cell: tuple[int, int], change: int, by_row: bool, seen: frozenset[tuple[int, int]]) -> bool:
        for other in hidden:
            same_line = other[0] == cell[0] if by_row else other[1] == cell[1]
            if not same_line or other == cell:
                continue
            if other == (row, column):
                if not by_row:
                    return True
                continue
            if (
                other not in seen
                and groups[other[0]][other[1]] - change >= 0
                and walk(other, -change, not by_row, seen | {other})
            ):
                return True
        return False

    start = (row, column)
    return any(
        groups[row][column] + change >= 0 and walk(start, change, True, frozenset({start})) for change in (1, -1)
    )


@pytest.mark.guarantee("G14.2")
@pytest.mark.parametrize("seed", range(100))
def test_no_hidden_count_can_be_solved(seed: int) -> None:
    size = Random(seed).randrange(MINIMUM, 41)
    report = publish(shipped(), make_entries(shipped(), size, seed))
    for question in report.questions:
        asked = shipped().by_id[question.id]
        for answer in question.answers:
            assert answer.count.number is None or answer.count.number == 0 or answer.count.number >= SMALL
        if asked.type == "select_one" and question.answers:
            for code, (low, high) in intervals(question, size).items():
                if code in hidden_cells(question):
                    assert low < high, (question.id, code)
        if asked.best_score is not None:
            assert all(answer.count.number != size for answer in question.answers), "unanimous"
            if hidden_cells(question):
                assert question.spread is None
                assert question.apart is None


@pytest.mark.guarantee("G14.2")
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_no_hidden_count_of_a_group_can_be_solved(data: st.DataObject) -> None:
    width = data.draw(st.integers(2, 5))
    row = (
        st.lists(st.integers(0, 14), min_size=width, max_size=width)
        .map(tuple)
        .filter(lambda each: sum(each) >= MINIMUM)
    )
    groups = tuple(data.draw(st.lists(row, min_size=2, max_size=4)))
    whole = tuple(sum(column) for column in zip(*groups, strict=True))
    table = Table(whole, groups)
    masked = mask(table, sensitive=True)
    for counts, marks in zip((whole, *groups), (masked.whole, *masked.groups), strict=True):
        shown = [number for number, mark in zip(counts, marks, strict=True) if mark == "shown"]
        assert all(number == 0 or number >= SMALL for number in shown)
        assert all(number != sum(counts) for number in shown)
    together = [n for n, mark in enumerate(masked.whole) if mark != "shown"]
    secret = {(r, c) for r, c in solved(table, masked) if c not in together}
    assert not {(r, c) for r, c in secret if 0 < groups[r][c] < SMALL}


@pytest.mark.guarantee("G14.2")
@pytest.mark.parametrize("seed", range(25))
def test_another_cohort_gives_the_same_report(seed: int, small: Pack) -> None:
    """The strongest proof that a hidden count is not known: a cohort in which it is another one, and nothing changes.

    Who knows how it is done counts such a cohort out if other counts would be hidden in it; but that a score of a
    section is left out is taken to tell nothing.
    """
    entries = make_entries(small, Random(seed).randrange(MINIMUM, 51), seed)
    report = publish(small, entries)
    cells = 0
    for question in report.questions:
        hidden = hidden_cells(question)
        for code in hidden:
            if any(code_of(entry, small, question.id) == code for entry in entries):
                cells += 1
                if len(hidden) == len(question.answers):
                    assert is_open_when_all_is_hidden(len(entries), len(hidden))
                else:
                    tried = (publish(small, other) for other in others(entries, small, question.id, code, hidden))
                    assert any(agree(report, other) for other in tried), (question.id, code)
    assert cells


def agree(one: CohortReport, other: CohortReport) -> bool:
    """Whether two reports show the same counts, and no figure of one contradicts the other."""
    figures = [
        (getattr(mine.spread, name, None), getattr(its.spread, name, None))
        for mine, its in zip(one.sections, other.sections, strict=True)
        for name in ("mean", "low", "middle", "high")
    ]
    return one.questions == other.questions and all(a is None or b is None or a == b for a, b in figures)


@cache
def is_open_when_all_is_hidden(size: int, width: int) -> bool:
    """Of a row that is hidden as a whole: whether every place in it can hold at least three numbers."""
    rows = (
        [
            row
            for row in product(range(size + 1), repeat=width - 1)
            if sum(row) <= size and set(mask_row((*row, size - sum(row)), sensitive=True)) == {privacy.HIDDEN}
        ]
        if size <= 14
        else [(size - 4 - n, *([0] * (width - 3)), n) for n in range(5)]
    )
    return all(len({row[n] for row in rows}) >= 3 for n in (0, len(rows[0]) - 1))


def code_of(entry: Entry, pack: Pack, question: str) -> str:
    chosen = entry.cells[Grid(pack).place[question]].chosen
    return chosen[0] if chosen else REST


def others(entries: list[Entry], pack: Pack, question: str, code: str, hidden: list[str]) -> Iterator[list[Entry]]:
    """Every cohort in which one organisation has moved into a hidden count, or out of it."""
    for n, entry in enumerate(entries):
        mine = code_of(entry, pack, question)
        targets = [other for other in hidden if other != code] if mine == code else [code] if mine in hidden else []
        for target in targets:
            yield [*entries[:n], with_code(entry, pack, question, target), *entries[n + 1 :]]


# 14.3


@pytest.mark.guarantee("G14.3")
def test_two_releases_cannot_be_subtracted(tmp_path: Path) -> None:
    asked = Asked.of(shipped(), None, (), public=True)
    write_cohort(tmp_path / "all", shipped(), 30, seed=40)
    folders = sorted((tmp_path / "all").iterdir(), key=lambda path: int(path.name.rpartition("-")[2]))

    def release(size: int, by: str | None = None) -> None:
        asked = Asked.of(shipped(), by, (), public=True)
        counted = count([str(path) for path in folders[:size]], None, asked, lambda _: None)
        enter(tmp_path / "register.json", asked, counted)

    assert asked.public
    release(20)
    release(20)
    release(20, "paid_staff")
    for more in range(1, SMALL):
        with pytest.raises(SelfcheckError, match="published before"):
            release(20 + more)
        with pytest.raises(SelfcheckError, match="published before"):
            release(20 - more)
    release(20 + SMALL + 1)
    text = (tmp_path / "register.json").read_text("utf-8")
    assert "secret" not in text
    assert "Gizli" not in text


@pytest.mark.guarantee("G14.3")
def test_a_release_is_refused_after_one_answer_was_changed(tmp_path: Path) -> None:
    (first, *_) = write_cohort(tmp_path / "all", shipped(), 20, seed=41)
    assert run(tmp_path / "all", home=tmp_path).code == 0
    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.response_file import decode_response
    from selfcheck.assessment.response_file import encode_response

    response = decode_response(first.read_bytes()).response
    answers = {**response.answers, "1": Answer(choice="4")}
    first.write_bytes(encode_response(replace(response, revision=response.revision + 1, answers=answers)))
    refused = run(tmp_path / "all", home=tmp_path)
    assert (refused.code, refused.out) == (3, "")
    assert "published before" in refused.err
    assert run(tmp_path / "all", "--internal", home=tmp_path).code == 0


# 14.4


@cache
def published(order: int) -> dict[str, bytes]:
    entries = make_entries(shipped(), 60, seed=42)
    Random(order).shuffle(entries)
    report = publish(shipped(), entries, "legal_form")
    return {each.name: render_cohort(report, shipped(), each, Words("tr")) for each in COHORT_FORMATS}


@pytest.mark.guarantee("G14.4")
@pytest.mark.parametrize("name", [each.name for each in COHORT_FORMATS])
def test_a_published_file_names_nobody_and_keeps_no_order(name: str) -> None:
    text = text_of(published(1)[name], name)
    for secret in ("Gizli", "secret", "response.json", "2026-0", "T10:", "+03:00", "Yayımlanamaz"):
        assert secret not in text, secret
    assert published(1)[name] == published(2)[name]


def test_small_groups_are_put_together_until_they_are_large_enough() -> None:
    assert privacy.large_groups({"a": 30, "b": 12, "c": 3}) == (("a",), ("b", "c"))
    assert privacy.large_groups({"a": 30, "b": 12, "c": 6, "d": 4}) == (("a", "b"), ("c", "d"))
    assert privacy.large_groups({"a": 30, "b": 9}) is None
    assert privacy.large_groups({"a": 30, "": 14}) == (("a",), ("",))
    assert privacy.large_groups({"a": 30, "b": 12, "c": 11}, {"c"}) == (("a", "b"), ("c",))
    assert privacy.large_groups({"a": 12}) is None


def test_groups_that_share_organisations_are_not_published() -> None:
    with pytest.raises(SelfcheckError, match="share"):
        Asked.of(shipped(), "field_of_work", (), public=True)
    Asked.of(shipped(), "field_of_work=migration", (), public=True)


@pytest.mark.guarantee("G14.2")
@pytest.mark.parametrize("seed", range(12))
def test_another_cohort_gives_the_same_report_by_group(seed: int, small: Pack) -> None:
    """In a group two organisations may have to move, so that the whole stays what it is."""
    rng = Random(seed)
    entries = make_entries(small, rng.randrange(30, 61), seed + 500)
    report = publish(small, entries, "form")
    assert sum(group.size for group in report.groups) in (0, len(entries))
    for group in report.groups:
        assert group.size >= MINIMUM
        for question in group.questions:
            shown = [answer.count.number for answer in question.answers if answer.count.number]
            assert all(number >= SMALL for number in shown), question.id
            if small.by_id[question.id].best_score is not None:
                assert group.size not in shown
            whole = next(each for each in report.questions if each.id == question.id)
            open_columns = [each.code for each in whole.answers if each.count.number is not None]
            inside = [entry for entry in entries if in_group(entry, small, group.name, report)]
            for code in [each for each in hidden_cells(question) if each in open_columns][:2]:
                here = [entry for entry in inside if code_of(entry, small, question.id) == code]
                if here and len(hidden_cells(question)) < len(question.answers):
                    tried = exchanges(small, entries, inside, question.id, code, hidden_cells(question), rng)
                    assert any(agree_by_group(report, publish(small, other, "form")) for other in tried), (
                        group.name,
                        question.id,
                        code,
                    )


def in_group(entry: Entry, pack: Pack, name: str, report: CohortReport) -> bool:
    mine = code_of(entry, pack, "form").replace(REST, "")
    alone = {group.name for group in report.groups}
    return mine == name or (name == "/others" and mine not in alone)


def exchanges(
    pack: Pack, entries: list[Entry], inside: list[Entry], question: str, code: str, hidden: list[str], rng: Random
) -> Iterator[list[Entry]]:
    """Cohorts with another count of a code in the group, and the same counts in the whole.

    First two organisations exchange their answers, one of the group and one outside it; then all that gave a hidden
    answer do, at random.
    """
    outside = [entry for entry in entries if all(entry is not other for other in inside)]
    found = []
    for mine in inside:
        for other in outside:
            a, b = code_of(mine, pack, question), code_of(other, pack, question)
            if a != b and a in hidden and b in hidden and code in (a, b):
                found.append((mine, other, a, b))
    rng.shuffle(found)
    for mine, other, a, b in found[:150]:
        swapped = {id(mine): with_code(mine, pack, question, b), id(other): with_code(other, pack, question, a)}
        yield [swapped.get(id(entry), entry) for entry in entries]
    movable = [entry for entry in entries if code_of(entry, pack, question) in hidden]
    codes = [code_of(entry, pack, question) for entry in movable]
    within = [any(entry is other for other in inside) for entry in movable]
    now = sum(here and each == code for here, each in zip(within, codes, strict=True))
    for _ in range(300):
        rng.shuffle(codes)
        if sum(here and each == code for here, each in zip(within, codes, strict=True)) != now:
            moved = {id(entry): with_code(entry, pack, question, a) for entry, a in zip(movable, codes, strict=True)}
            yield [moved.get(id(entry), entry) for entry in entries]


def with_code(entry: Entry, pack: Pack, question: str, code: str) -> Entry:
    """The entry with another answer, which matters now if the one before it did."""
    focus = any(row == Row("focus", question, "") for cell in entry.cells for row in cell.rows)
    given = Given(state="unknown", focus=focus) if code == REST else Given(choice=code, focus=focus)
    return with_answer(entry, pack, question, given)


def agree_by_group(one: CohortReport, other: CohortReport) -> bool:
    return (
        agree(one, other)
        and len(one.groups) == len(other.groups)
        and all(
            agree(replace(one, sections=mine.sections, questions=mine.questions),
                  replace(other, sections=its.sections, questions=its.questions))
            for mine, its in zip(one.groups, other.groups, strict=True)
        )
    )  # fmt: skip
