"""Whether a condition can hold: judged without trying, and compared with trying everything."""

from __future__ import annotations

import time
from itertools import chain
from itertools import combinations
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from selfcheck.assessment.relevance import hidden_questions
from selfcheck.assessment.relevance import holds
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.content.checks import unknown_choice
from selfcheck.content.checks import unknown_question
from selfcheck.content.conditions import answers_for
from selfcheck.content.logic_checks import contradictory_condition
from selfcheck.content.logic_checks import unreachable_question
from selfcheck.content.model import Choice
from selfcheck.content.model import Clause
from selfcheck.content.model import Help
from selfcheck.content.model import Pack
from selfcheck.content.model import Question
from selfcheck.content.model import Section
from selfcheck.content.model import Texts
from selfcheck.problems import Source
from tests.conftest import make_pack

HERE = Source("q.yaml")
TEXT = Texts({"en": "x"}, {"en": HERE}, HERE)


def question(number: int, kind: bool, exclusive: int, most: int | None, relevant: tuple[Clause, ...]) -> Question:
    choices = tuple(
        Choice(id=name, text=TEXT, short=None, score=None, exclusive=kind and n == exclusive, source=HERE)
        for n, name in enumerate("abc")
    )
    return Question(
        id=str(number), type="select_multiple" if kind else "select_one", text=TEXT, short=None, hint=None, help=Help(),
        relevant=relevant, weight=1.0, na=False, minimum=None, maximum=most if kind else None, choices=choices,
        source=HERE,
    )  # fmt: skip


def pack_of(questions: list[Question]) -> Pack:
    section = Section(id="s", title=TEXT, weight=1.0, profile=True, questions=tuple(questions), source=HERE)
    return Pack(
        id="p", version="1", title=TEXT, languages=("en",), minutes=None, before={}, guidance={}, levels=(),
        sections=(section,), feedback=(), resources={}, fingerprint="", unread=frozenset(), source=HERE,
    )  # fmt: skip


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """Up to four questions of three choices, each with clauses on those before it."""
    questions: list[Question] = []
    for number in range(draw(st.integers(2, 4))):
        clauses = []
        for earlier in draw(st.sets(st.integers(0, number - 1), max_size=2)) if number else ():
            names = tuple(draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True)))
            negated = draw(st.booleans())
            clauses.append(Clause(str(earlier), () if negated else names, names if negated else (), HERE))
        most = draw(st.sampled_from([None, 1, 2]))
        questions.append(question(number, draw(st.booleans()), draw(st.integers(0, 3)), most, tuple(clauses)))
    return pack_of(questions)


def every_answer(asked: Question) -> list[tuple[str, ...]]:
    """Each way to answer a question, and leaving it open."""
    names = [choice.id for choice in asked.choices]
    alone = {choice.id for choice in asked.choices if choice.exclusive}
    if asked.type == "select_one":
        return [(), *((name,) for name in names)]
    sets = chain.from_iterable(combinations(names, n) for n in range((asked.maximum or 3) + 1))
    return [found for found in sets if len(found) < 2 or not alone & set(found)]


def hidden_by(pack: Pack, answers: dict[str, Answer]) -> set[str]:
    hidden: set[str] = set()
    for each in pack.questions:
        if not holds(each.relevant, answers, hidden):
            hidden.add(each.id)
    return hidden


@settings(max_examples=150, deadline=None)
@given(packs())
def test_a_question_is_reachable_exactly_if_some_answers_reach_it(pack: Pack) -> None:
    reached: set[str] = set()
    for way in product(*(every_answer(each) for each in pack.questions)):
        answers = {each.id: Answer(choices=names) for each, names in zip(pack.questions, way, strict=True)}
        reached |= {each.id for each in pack.questions} - hidden_by(pack, answers)
    for each in pack.questions:
        found = answers_for(pack, each.relevant)
        assert (found is not None) == (each.id in reached), each.id
        if found is not None:
            given_answers = {name: Answer(choices=names) for name, names in found.items()}
            assert each.id not in hidden_by(pack, given_answers), "the answers that were named do not reach it"


@settings(max_examples=150, deadline=None)
@given(st.lists(packs(), min_size=1, max_size=2), st.data())
def test_what_applies_after_each_answer_is_what_applies_with_all_of_them(
    several: list[Pack], data: st.DataObject
) -> None:
    """One answer after another is given, changed or taken away, in two packs in turn; all are there at first."""
    given_answers = {str(n): Answer(choices=("abc"[n % 2],)) for n in range(4)}
    for _ in range(data.draw(st.integers(2, 12))):
        pack = data.draw(st.sampled_from(several))
        asked = data.draw(st.sampled_from(pack.questions))
        given_answers = {name: answer for name, answer in given_answers.items() if name != asked.id}
        picked = data.draw(st.none() | st.sampled_from(every_answer(asked)))
        if picked is not None:
            given_answers[asked.id] = Answer(choices=picked)
        response = Response(
            id="r", pack=PackReference(id="p"), language="en", organisation="x", answers=dict(given_answers)
        )
        assert hidden_questions(pack, response) == hidden_by(pack, given_answers)


def clause(question_id: int, *names: str) -> Clause:
    return Clause(str(question_id), names, (), HERE)


@pytest.mark.parametrize(
    ("most", "exclusive", "first", "second", "reachable"),
    [
        (None, 2, ("a",), ("b",), True),
        (None, 2, ("a",), ("c",), False),
        (None, 2, ("a", "c"), ("b", "c"), True),
        (1, 3, ("a",), ("b",), False),
        (1, 3, ("a",), ("b", "a"), True),
        (2, 3, ("a",), ("b",), True),
    ],
    ids=["two together", "one of them alone", "alone for both", "only one", "one for both", "two of two"],
)
def test_what_two_conditions_ask_of_one_question_must_stand_together(
    most: int | None, exclusive: int, first: tuple[str, ...], second: tuple[str, ...], reachable: bool
) -> None:
    several = question(0, kind=True, exclusive=exclusive, most=most, relevant=())
    between = question(1, kind=False, exclusive=3, most=None, relevant=(clause(0, *first),))
    last = question(2, kind=False, exclusive=3, most=None, relevant=(clause(1, "a"), clause(0, *second)))
    assert (answers_for(pack_of([several, between, last]), last.relevant) is not None) is reachable


def test_a_chain_of_a_thousand_questions_ends(tmp_path: Path) -> None:
    lines = ["section: s", "title: S", "profile: true", "questions:"]
    for n in range(1000):
        condition = f", relevant: {{{n - 1}: [a]}}" if n else ""
        lines.append(f"  - {{id: {n}, text: Q{condition}, choices: [{{id: a, text: A}}, {{id: b, text: B}}]}}")
    pack = make_pack(tmp_path, {"questions/010.yaml": "\n".join(lines)})
    found = answers_for(pack, pack.questions[-1].relevant)
    assert found is not None
    assert len(found) == 999


def condition_of(number: int, kind: str) -> str:
    """One of very many conditions that are made to keep whoever judges them busy."""
    before = f", {number - 1}: [a]" if number > 1 else ""
    match kind:
        case "a long chain":
            return before[2:]
        case "ways to tick":
            return f"0: [c{number % 20}]{before}"
        case "unknown questions":
            return ", ".join(f"u{number}x{n}: [a]" for n in range(100))
    raise ValueError(kind)


HOSTILE = {"a long chain": 9_900, "ways to tick": 6_000, "unknown questions": 1_000}


@pytest.mark.guarantee("G16.3")
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_conditions_keep_the_rules_busy(tmp_path: Path, kind: str) -> None:
    """Some two megabytes of each. The bound is far above what it takes; without limits it takes minutes."""
    several = "".join(f"\n      - {{id: c{n}, text: Text {n}}}" for n in range(20))
    first = f"  - id: 0\n    type: select_multiple\n    max: 10\n    text: Q\n    choices:{several}"
    rest = (
        f"  - {{id: {n}, text: Q, choices: [{{id: a, text: A}}, {{id: b, text: B}}], relevant: {{{condition_of(n, kind)}}}}}"
        for n in range(1, HOSTILE[kind])
    )
    text = "\n".join(["section: s", "title: S", "profile: true", "questions:", first, *rest])
    pack = make_pack(tmp_path, {"questions/010.yaml": text})
    begun = time.process_time()
    for check in (unknown_question, unknown_choice, unreachable_question, contradictory_condition):
        list(check(pack))
    assert time.process_time() - begun < 6
