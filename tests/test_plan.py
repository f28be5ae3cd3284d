"""The plan as a document: the same response in three languages, and texts that try to leave their place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from selfcheck.assessment.response import ActionState
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.content.markdown import Heading
from selfcheck.content.markdown import Text
from selfcheck.content.markdown import parse_blocks
from selfcheck.content.markdown import plain
from selfcheck.content.model import Pack
from selfcheck.plan.making import make_plan
from selfcheck.plan.making import months_later
from selfcheck.plan.rendering import render_markdown
from selfcheck.problems import SelfcheckError
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.test_markdown import PIECES
from tests.test_markdown import words_of

TODAY = date(2026, 11, 24)

FILES = {
    "questions/pack.yaml": """\
        pack: small
        version: 2.1.0
        title: {tr: Küçük değerlendirme, en: Small check, sr: Mala samoprocena}
        languages: [tr, en, sr]
        levels:
          - {id: low, from: 0, title: {tr: İlk adımlar, en: First steps, sr: Prvi koraci}}
          - {id: high, from: 60, title: {tr: Yerleşik, en: Established, sr: Ustaljeno}}
        """,
    "questions/010-about.yaml": """\
        section: about
        title: {tr: Hakkınızda, en: About you, sr: O vama}
        profile: true
        questions:
          - id: form
            text: {tr: Hukuki statünüz nedir?, en: What is your legal form?, sr: Koji je vaš pravni oblik?}
            short: {tr: Statü, en: Legal form, sr: Pravni oblik}
            choices:
              - {id: club, text: {tr: Dernek, en: Association, sr: Udruženje}}
              - {id: informal, text: {tr: Girişim, en: Group, sr: Grupa}}
        """,
    "questions/020-work.yaml": """\
        section: work
        title: {tr: Çalışma, en: Work, sr: Rad}
        questions:
          - id: 1
            text: {tr: Toplanıyor muyuz?, en: Do we meet?, sr: Da li se sastajemo?}
            short: {tr: Toplantılar, en: Meetings, sr: Sastanci}
            choices:
              - {id: 1, text: {tr: Hiç, en: Never, sr: Nikad}, score: 0}
              - {id: 2, text: {tr: Düzenli, en: Regularly, sr: Redovno}, score: 2}
          - id: 2
            text: {tr: Defter tutuyor muyuz?, en: Do we keep books?, sr: Da li vodimo knjige?}
            short: {tr: Defterler, en: Books, sr: Knjige}
            weight: 2
            choices:
              - {id: 1, text: {tr: Hayır, en: "No", sr: Ne}, score: 0}
              - {id: 2, text: {tr: Evet, en: "Yes", sr: Da}, score: 2}
          - id: 3
            text: {tr: Gönüllülerimiz var mı?, en: Do we have volunteers?, sr: Imamo li volontere?}
            short: {tr: Gönüllüler, en: Volunteers, sr: Volonteri}
            na: true
            choices:
              - {id: 1, text: {tr: Yok, en: None, sr: Nemamo}, score: 0}
              - {id: 2, text: {tr: Var, en: Some, sr: Imamo}, score: 1}
          - id: 4
            text: {tr: Kimler karar veriyor?, en: Who decides?, sr: Ko odlučuje?}
            short: {tr: Kararlar, en: Decisions, sr: Odluke}
            choices:
              - {id: 1, text: {tr: Bir kişi, en: One person, sr: Jedna osoba}, score: 0}
              - {id: 2, text: {tr: Kurul, en: The board, sr: Odbor}, score: 1}
        """,
    "feedback/tr/1/1.md": """\
        ---
        title: Hiç
        question_id: 1
        choice_id: 1
        actions: [İlk toplantının gününü belirleyin., Gündemi bir sayfaya yazın.]
        effort: hours
        cost: none
        who: koordinatör
        reviewed_on: 2026-10-01
        review_by: 2026-11-01
        ---
        # Başlık
        Toplantılar, *herkesin* işi çokken lüks gibi görünür.

        1. Bir gün seçin.
        2. [<u>Toplantı rehberi</u>](https://example.org/rehber?a=1&b=2)'ne bakın.
        """,
    "feedback/en/1/1.md": """\
        ---
        title: Never
        question_id: 1
        choice_id: 1
        actions: [Fix the day of a first meeting., Write the agenda on one page.]
        effort: hours
        cost: none
        who: the coordinator
        reviewed_on: 2026-10-01
        review_by: 2026-11-01
        ---
        Meetings feel like a luxury while *everybody* is busy. See [a guide](https://example.org/guide).
        """,
    "feedback/sr/1/1.md": """\
        ---
        title: Nikad
        question_id: 1
        choice_id: 1
        actions: [Odredite dan prvog sastanka., Napišite dnevni red na jednoj strani.]
        effort: hours
        cost: none
        who: koordinatorka
        reviewed_on: 2026-10-01
        review_by: 2026-11-01
        ---
        Sastanci deluju kao luksuz dok *svi* žure. Pogledajte [vodič](https://example.org/guide).
        """,
    "feedback/tr/2/2.md": """\
        ---
        title: Evet
        question_id: 2
        choice_id: 2
        actions: [Defterleri yılda bir kez başka birine de gösterin.]
        ---
        Defterleriniz yolunda; bunu koruyun.
        """,
    "feedback/en/work/low.md": """\
        ---
        title: Work is beginning
        section_id: work
        level: high
        ---
        The daily work stands on firm ground.
        """,
    "feedback/resources.yaml": """\
        - url: https://example.org/guide
          title: A guide to meetings
          publisher: Example
          language: en
          year: 2024
          type: guide
        """,
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(tmp_path_factory.mktemp("pack"), FILES)


@pytest.fixture
def response(pack: Pack) -> Response:
    made = new_response(pack, organisation="Örnek | Derneği #1", language="tr", response_id="x", now=NOW)
    for question_id, answer in {
        "form": choose(pack.by_id["form"], "club"),
        "1": replace(choose(pack.by_id["1"], "1"), note="Ayşe'ye sor: *nerede?*", evidence="https://example.org/x"),
        "2": choose(pack.by_id["2"], "2"),
        "3": Answer(state="unknown", unsure="muhasebeci"),
    }.items():
        made = with_answer(made, pack.by_id[question_id], answer, NOW)
    return replace(made, actions={"1.1.2": ActionState(done=True, who="Ayşe", by_when="2026-12-01")})


@pytest.mark.parametrize("language", ["tr", "en", "sr", "sr-Cyrl"])
def test_the_plan_in_every_language(
    pack: Pack, response: Response, language: str, golden: Callable[[str, str], None]
) -> None:
    words = Words(language)
    text = render_markdown(make_plan(pack, response, words, TODAY), words)

    golden(text, f"plan-{language}.md")
    assert text == render_markdown(make_plan(pack, response, words, TODAY), words)
    assert "\n\n\n" not in text


def test_what_is_not_translated_is_shown_and_says_so(pack: Pack, response: Response) -> None:
    words = Words("en")
    text = render_markdown(make_plan(pack, response, words, TODAY), words)
    assert "In Turkish, because there is no translation yet:" in text
    assert "Defterleriniz yolunda; bunu koruyun." in text


def test_a_reviewed_date_that_has_passed_is_told(pack: Pack, response: Response) -> None:
    words = Words("en")
    assert "past its review date, 2026-11-01" in render_markdown(make_plan(pack, response, words, TODAY), words)
    early = render_markdown(make_plan(pack, response, words, date(2026, 10, 15)), words)
    assert "past its review date" not in early


def headings(text: str) -> list[tuple[int, str]]:
    return [(block.level, plain(block.parts)) for block in parse_blocks(text) if isinstance(block, Heading)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(PIECES, max_size=25).map(" ".join), name=st.lists(PIECES, max_size=6).map(" ".join))
def test_no_text_leaves_its_place(pack: Pack, response: Response, body: str, name: str) -> None:
    """Whatever an advice, a note or a name says, the plan's own headings stay, in their order; its words are all there."""
    words = Words("tr")
    wild = replace(pack, feedback=tuple(replace(each, body=body, title=name or "x") for each in pack.feedback))
    calm = replace(pack, feedback=tuple(replace(each, body="sakin", title="x") for each in pack.feedback))
    hostile = replace(response, organisation="Örnek", answers={
        key: replace(answer, note=name) for key, answer in response.answers.items()
    })  # fmt: skip
    text = render_markdown(make_plan(wild, hostile, words, TODAY), words)
    expected = render_markdown(make_plan(calm, replace(response, organisation="Örnek"), words, TODAY), words)

    own = [heading for heading in headings(text) if heading[0] < 5]
    wanted = [heading for heading in headings(expected) if heading[0] < 5]
    extra = [(2, "Kaynaklar"), *((level, title) for level, title in own if level == 3 and title.startswith("Diğer"))]
    assert [each for each in own if each not in extra] == [each for each in wanted if each not in extra]
    said = " ".join(words_of(parse_blocks(text)).split())
    for word in words_of(parse_blocks(body)).split():
        assert word in said


def test_a_template_of_ones_own(pack: Pack, response: Response, tmp_path: Path) -> None:
    words = Words("en")
    plan = make_plan(pack, response, words, TODAY)
    (tmp_path / "plan.md.j2").write_text("# {{ plan.organisation }}\n{{ plan.first[0].text }}\n", "utf-8")
    assert render_markdown(plan, words, tmp_path) == "# Örnek \\| Derneği #1\nFix the day of a first meeting.\n"
    for broken in ("{{ plan.nothing }}", "{% if %}", "{{ ''.__class__.__mro__ }}"):
        (tmp_path / "plan.md.j2").write_text(broken, "utf-8")
        with pytest.raises(SelfcheckError, match=r"plan\.md\.j2 cannot be used"):
            render_markdown(plan, words, tmp_path)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2026-11-24", "2027-05-24"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2026-06-30", "2026-12-30"),
    ],
)
def test_half_a_year_later(day: str, later: str) -> None:
    assert months_later(date.fromisoformat(day), 6).isoformat() == later


def test_headings_inside_advice_are_pushed_down(pack: Pack, response: Response) -> None:
    words = Words("tr")
    text = render_markdown(make_plan(pack, response, words, TODAY), words)
    assert (6, "Başlık") in headings(text)
    assert Heading(1, (Text("Başlık"),)) not in parse_blocks(text)
