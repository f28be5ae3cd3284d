"""Several responses of one organisation as documents, on the screen, and through the commands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment.combination import Combination
from selfcheck.assessment.combining import combine
from selfcheck.assessment.comparison import Comparison
from selfcheck.assessment.comparison import compare
from selfcheck.assessment.places import saved_responses
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Respondent
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import write_response
from selfcheck.content.model import Pack
from selfcheck.documents.formats import DOCX
from selfcheck.documents.formats import HTML
from selfcheck.documents.formats import JSON
from selfcheck.documents.formats import MARKDOWN
from selfcheck.documents.formats import PDF
from selfcheck.plan.agenda import make_agenda
from selfcheck.plan.formats import render_combination
from selfcheck.plan.formats import render_comparison
from selfcheck.terminal.drawing import ASCII
from selfcheck.terminal.drawing import Glyphs
from selfcheck.terminal.over_time import render_comparison as render_screen
from selfcheck.terminal.wrapping import width_of
from selfcheck.words import Words
from tests.conftest import Ran
from tests.conftest import make_pack
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.reading import outline_of
from tests.reading import words_of_pdf
from tests.test_plan import FILES as PLAN_FILES

TODAY = date(2026, 11, 24)

FILES = {
    **PLAN_FILES,
    "questions/015-you.yaml": """\
        section: you
        title: {tr: Siz, en: You, sr: Vi}
        profile: true
        questions:
          - id: role
            role: true
            text: {tr: Rolünüz nedir?, en: What is your role?, sr: Koja je vaša uloga?}
            choices:
              - {id: board, text: {tr: Kurul üyesi, en: Board member, sr: Član odbora}}
              - {id: staff, text: {tr: Çalışan, en: Staff, sr: Zaposleni}}
              - {id: president, text: {tr: Başkan, en: Chair, sr: Predsednica}}
              - {id: accountant, text: {tr: Muhasebeci, en: Bookkeeper, sr: Knjigovođa}}
        """,
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(tmp_path_factory.mktemp("pack"), FILES)


UNKNOWN, NA = Answer(state="unknown"), Answer(state="not_applicable")


def person(name: str, role: str, *answers: str | Answer, form: str = "club", day: str = "2026-11-20") -> Response:
    given = {str(n): each if isinstance(each, Answer) else Answer(choice=each) for n, each in enumerate(answers, 1)}
    return Response(
        id=f"{day}-{name}", pack=PackReference(id="small", version="2.1.0"), language="tr", organisation="Çınar Derneği",
        respondent=Respondent(name=name), started=f"{day}T10:00:00+01:00", changed=f"{day}T11:00:00+01:00",
        finished=f"{day}T11:00:00+01:00",
        answers={"form": Answer(choice=form), "role": Answer(choice=role), **given},
    )  # fmt: skip


PEOPLE = (
    person("Ayşe Işık", "staff", "1", "2", NA, "2"),
    person("Čedo", "staff", Answer(choice="2", note="Tutanakları Ayşe tutuyor | #1", focus=True), "2", "2", "2"),
    person("Deniz", "board", "1", "2", "1", UNKNOWN, form="informal"),
    person("Đorđe", "board", "2", "2", "2", UNKNOWN),
    person("İpek", "president", "2", "2", UNKNOWN, UNKNOWN),
    person("Zoran", "accountant", Answer(choice="1", note="Sastanci su retki."), "2", "1", "1"),
)


@pytest.fixture(scope="module")
def together(pack: Pack) -> Combination:
    return combine(pack, PEOPLE, organisation="Çınar Derneği")


def as_text(made: Combination, language: str) -> str:
    return render_combination(made, MARKDOWN, Words(language), TODAY).decode()


@pytest.mark.parametrize("language", ["en", "tr", "sr"])
def test_the_document_of_several_people(
    together: Combination, language: str, golden: Callable[[str, str], None]
) -> None:
    golden(as_text(together, language), f"together/several-{language}.md")


def test_the_document_for_internal_use(pack: Pack, golden: Callable[[str, str], None]) -> None:
    made = combine(pack, PEOPLE, organisation="Çınar Derneği", internal=True)
    text = as_text(made, "en")
    golden(text.split("## All questions side by side")[0], "together/internal-en.md")
    assert "Chair" in text
    assert "Đorđe" in text


@pytest.mark.parametrize("language", ["en", "tr", "sr"])
@pytest.mark.parametrize("format_", [MARKDOWN, HTML, JSON], ids=lambda each: each.name)
def test_no_name_and_no_role_of_one_is_in_any_format(together: Combination, language: str, format_: object) -> None:
    text = render_combination(together, format_, Words(language), TODAY).decode()  # type: ignore[arg-type]
    for secret in ("Ayşe", "Işık", "Čedo", "Deniz", "Đorđe", "İpek", "Zoran", "Başkan", "Chair", "Predsednica", "president",
                   "Muhasebeci", "Bookkeeper", "Knjigovođa", "accountant", "2026-11-20"):  # fmt: skip
        assert secret not in text
    assert PEOPLE[0].id not in text


@pytest.mark.parametrize("language", ["en", "tr", "sr"])
def test_word_and_pdf_say_what_markdown_says_and_no_name(
    together: Combination, over_time: Comparison, language: str
) -> None:
    words = Words(language)
    documents = [
        (
            render_combination(together, format_, words, TODAY),
            render_comparison(over_time, "Çınar", format_, words, TODAY),
        )
        for format_ in (DOCX, PDF)
    ]
    texts = [tuple(map(outline_of, documents[0])), tuple(map(words_of_pdf, documents[1]))]
    for several, moved in texts:
        for said in (words("Agenda for the meeting"), words("Close"), words("Facts to look up")):
            assert said in several
        assert words("What you know now") in moved
        assert not any(secret in several for secret in ("Ayşe", "Đorđe", "İpek", "Muhasebeci", "Predsednica"))
    assert [render_combination(together, format_, words, TODAY) for format_ in (DOCX, PDF)] == [
        several for several, _ in documents
    ]


def test_what_is_told_of_groups_adds_up_and_is_never_one_person(together: Combination) -> None:
    """An attacker with the document and a pencil."""
    content = json.loads(render_combination(together, JSON, Words("en"), TODAY))
    sizes = [group["people"] for group in content["groups"]]
    assert sizes == [2, 2, 2]
    for question in content["questions"]:
        whole, groups = question["spread"], question["groups"]
        assert whole["asked"] != 1
        assert sum(group["asked"] for group in groups) == whole["asked"]
        assert all(group["asked"] != 1 for group in groups)


def test_the_content_for_other_programs(together: Combination, golden: Callable[[str, str], None]) -> None:
    content = json.loads(render_combination(together, JSON, Words("en"), TODAY))
    assert content.pop("plan")["format"] == "selfcheck-plan/1"
    golden(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "together/several-en.json")


def test_the_order_of_people_is_in_no_document(pack: Pack, together: Combination) -> None:
    backwards = combine(pack, PEOPLE[::-1], organisation="Çınar Derneği")
    assert as_text(backwards, "tr") == as_text(together, "tr")


def test_people_who_agree_need_no_meeting_about_it(pack: Pack) -> None:
    made = combine(pack, [person("A", "staff", "2", "2"), person("B", "board", "2", "2")], organisation="Ç")
    text = as_text(made, "en")
    assert "there is no question with a difference worth a meeting" in text
    assert [item.minutes for item in make_agenda(made, Words("en"))] == [5, 10, 10, 15, 5]
    assert "By role" not in text


def test_a_long_agenda_has_a_break_and_a_large_group_more_time(pack: Pack) -> None:
    people = [person(f"P{n}", "staff", *(str(1 + (n + k) % 2) for k in range(4))) for n in range(8)]
    agenda = make_agenda(combine(pack, people, organisation="Ç"), Words("en"))
    assert [item.minutes for item in agenda] == [5, 15, 15, 15, 15, 10, 10, 15, 5]
    assert agenda[5].title == "Break"


def test_how_to_open_each_kind_of_difference(pack: Pack) -> None:
    def opening(first: str | Answer, second: str | Answer) -> str:
        made = combine(pack, [person("A", "staff", first), person("B", "staff", second)], organisation="Ç")
        return next(item.how for item in make_agenda(made, Words("en")) if item.title == "Talk about: Meetings")

    assert opening("1", "2").startswith("Some see “Never”, others “Regularly”.")
    assert opening("1", UNKNOWN).startswith("Some of you know this, and some do not.")
    assert opening("1", NA).startswith("Some say that this does not apply to you.")


def at(day: str, *answers: str | Answer, form: str = "club", version: str = "2.1.0") -> Response:
    made = person("Ayşe", "staff", *answers, form=form, day=day)
    return replace(made, pack=PackReference(id="small", version=version))


MOMENTS = (
    at("2025-01-10", "1", UNKNOWN, NA, Answer(choice="2", text_hash="older"), form="informal"),
    at("2026-11-20", "2", "2", "1", Answer(choice="1", text_hash="newer")),
)


@pytest.fixture(scope="module")
def over_time(pack: Pack) -> Comparison:
    extra = {**MOMENTS[0].answers, "gone": Answer(choice="1")}
    return compare(pack, [replace(MOMENTS[0], answers=extra), MOMENTS[1]])


@pytest.mark.parametrize("language", ["en", "tr", "sr"])
def test_the_document_of_earlier_and_later(
    over_time: Comparison, language: str, golden: Callable[[str, str], None]
) -> None:
    text = render_comparison(over_time, "Çınar Derneği", MARKDOWN, Words(language), TODAY).decode()
    golden(text, f"together/over-time-{language}.md")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A comparison whose titles and answers are longer than any window, at three moments."""
    title = "Uzun bir bölüm başlığı, çünkü örgütlerin işleri de uzun sürer ve anlatması kolay değildir"
    section = "section: s{n}\ntitle: '{title} {n}'\nquestions:\n" + "".join(
        f"  - id: q{{n}}{k}\n    text: '{title} {k}?'\n    short: Oldukça uzun bir soru adı burada {k}\n    choices:\n"
        f"      - {{{{id: 1, text: '{title}', short: Hiçbiri yok henüz, score: 0}}}}\n"
        f"      - {{{{id: 2, text: '{title}', short: Bazıları var şimdi, score: 1}}}}\n"
        f"      - {{{{id: 3, text: '{title}', short: Hepsi var artık hep, score: 2}}}}\n"
        for k in range(3)
    )
    files = {f"questions/01{n}-s.yaml": section.format(n=n, title=title) for n in range(3)}
    made = make_pack(tmp_path_factory.mktemp("long"), files)

    def moment(day: str, *choices: str) -> Response:
        answers = {question.id: Answer(choice=each) for question, each in zip(made.questions, choices, strict=False)}
        return replace(at(day), answers=answers, pack=PackReference(id="tiny", version="1.0.0"))

    responses = [
        moment("2024-01-01", *"111222333"),
        moment("2025-01-01", *"122222222"),
        moment("2026-01-01", *"33322211"),
    ]
    return compare(made, responses)


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize("language", ["en", "tr"])
def test_how_it_looks(
    over_time: Comparison, long: Comparison, width: int, language: str, golden: Callable[[str, str], None]
) -> None:
    words = Words(language)
    short = render_screen(over_time, "Çınar Derneği", words, Glyphs(), width=width)
    tall = render_screen(long, "Çınar Derneği " * 8, words, Glyphs(), width=width)
    golden(f"{short}\n\n{tall}\n", f"together/screen-{language}-{width}.txt")


@pytest.mark.parametrize("width", [20, 40, 60, 75, 76, 80, 100, 120])
@pytest.mark.parametrize("language", ["en", "tr", "sr"])
def test_every_line_fits(over_time: Comparison, long: Comparison, width: int, language: str) -> None:
    for made in (over_time, long):
        for glyphs in (Glyphs(), ASCII):
            lines = render_screen(made, "Çınar", Words(language), glyphs, width=max(width, 50)).split("\n")
            assert max(map(width_of, lines)) <= max(width, 50)


@pytest.mark.parametrize("language", ["en", "tr"])
def test_how_it_is_spoken(over_time: Comparison, language: str, golden: Callable[[str, str], None]) -> None:
    text = render_screen(over_time, "Çınar Derneği", Words(language), None)
    golden(text + "\n", f"together/plain-{language}.txt")
    assert not set(text) & set("►█░▓▒─↑↓→│")


def test_old_windows_get_signs_that_they_have(over_time: Comparison) -> None:
    text = render_screen(over_time, "Cinar", Words("en"), ASCII)
    assert text.isascii()
    assert "++" in text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tree(tmp_path / "pack", FILES)
    for n, response in enumerate(PEOPLE):
        write_response(tmp_path / "people" / f"{n}.response.json", response)
    write_response(tmp_path / "then.json", MOMENTS[0])
    write_response(tmp_path / "now.json", MOMENTS[1])
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Iterator[Callable[..., Ran]]:
    def command(*arguments: str | Path) -> Ran:
        return run_selfcheck(*arguments, "--pack", folder / "pack", env={"SELFCHECK_LANG": "en"}, cwd=folder)

    yield command


def test_combine_writes_beside_the_first_file(folder: Path, run: Callable[..., Ran], together: Combination) -> None:
    ran = run("combine", "people")
    assert (ran.code, ran.err) == (0, "Kişi: 6. Görüş birliği: 1. Görüş farkı: 3. Kimsenin bilmediği: 0.\n")
    path = folder / ran.out.strip()
    assert re.fullmatch(r"people/small-\d{4}-\d\d-\d\d\.together\.md", ran.out.strip())
    undated = re.compile(r"\d{4}-\d\d-\d\d")
    assert undated.sub("DAY", path.read_text("utf-8")) == undated.sub("DAY", as_text(together, "tr"))


def test_combine_to_standard_output_and_in_several_formats(folder: Path, run: Callable[..., Ran]) -> None:
    ran = run("combine", "people", "--lang", "en", "-o", "-")
    assert ran.code == 0
    assert ran.out.startswith("# Several people, one organisation: Çınar Derneği\n")
    (folder / "out").mkdir()
    ran = run("combine", "people", "--lang", "sr", "--format", "html,json", "-o", "out", "-q")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert sorted(path.suffix for path in (folder / "out").iterdir()) == [".html", ".json"]


def test_what_stands_can_be_kept_and_planned_from(folder: Path, run: Callable[..., Ran]) -> None:
    ran = run("combine", "people", "--save", "--dir", folder / "answers", "-o", "-", "--lang", "en")
    kept = saved_responses(folder / "answers")[0]
    assert ran.out.endswith(f"{kept.path}\n")
    assert kept.response.answer("1").choice == "1"
    assert kept.response.answer("role").is_open
    assert "Ayşe" not in kept.path.read_text("utf-8")
    assert run("plan", kept.path, "--lang", "en", "-o", "-").out.startswith("# Action plan: Çınar Derneği")
    again = run("combine", "people", kept.path, "--lang", "en")
    assert f"{kept.path} stands for several people already, so it does not count." in again.err
    assert "People: 6." in again.err


def test_commands_keep_to_the_folder_of_the_settings(folder: Path) -> None:
    place = folder / "settings" / "selfcheck" / "config.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(f"dir: {folder / 'ours'}\n", "utf-8")
    usual = folder / "usual"
    env = {"SELFCHECK_LANG": "en", "XDG_CONFIG_HOME": str(folder / "settings"), "HOME": str(usual)}

    def run(*arguments: str) -> Ran:
        return run_selfcheck(*arguments, "--pack", folder / "pack", env=env, cwd=folder)

    kept = run("combine", "people", "--save", "-o", "-")
    assert kept.out.endswith(f"{saved_responses(folder / 'ours')[0].path}\n")
    assert "Çınar Derneği" in run("progress").out
    for n in range(10):
        one = replace(PEOPLE[0], id=f"one-{n}", organisation=f"Association {n}")
        write_response(folder / "many" / f"{n}.response.json", one)
    assert run("cohort", "many", "-o", "-").code == 0
    assert (folder / "ours" / "published.register.json").exists()
    assert not usual.exists()


def test_compare_on_the_screen_as_a_document_and_for_programs(folder: Path, run: Callable[..., Ran]) -> None:
    spoken = run("compare", "then.json", "now.json", "--lang", "en")
    assert (spoken.code, spoken.err) == (0, "")
    assert spoken.out.startswith("Earlier and later: Çınar Derneği\nSmall check, 2025-01-10, 2026-11-20\n\nWork: ")
    content = json.loads(run("compare", "then.json", "now.json", "--json").out)
    assert content["schema"] == "selfcheck/1"
    moves = {each["id"]: each["move"] for each in content["comparison"]["questions"]}
    assert moves == {
        "form": "changed",
        "role": "same",
        "1": "improved",
        "2": "known_now",
        "3": "applies_now",
        "4": "reworded",
    }
    written = run("compare", "then.json", "now.json", "--format", "md,html")
    assert written.out.split() == ["now.compared.md", "now.compared.html"]
    assert (folder / "now.compared.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_the_order_of_files_never_matters(folder: Path, run: Callable[..., Ran]) -> None:
    there, back = run("compare", "then.json", "now.json"), run("compare", "now.json", "then.json")
    assert there.out == back.out
    assert back.err == "Put in the order of time: then.json, now.json.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("combine", "then.json"), 2, "These files hold the answers of one person only."),
        (("combine", "then.json", "copy.json"), 2, "are the same response; it counts once"),
        (("combine", "people", "stranger.json"), 3, "different organisations: “Çınar Derneği”, “Başka”"),
        (("compare", "then.json", "stranger.json"), 3, "if they are one organisation, name it: --org NAME"),
        (("combine", "people", "broken.json"), 3, "broken.json is damaged: "),
        (("combine", "people", "alien.json"), 3, "alien.json answers the pack 'alien', not 'small'."),
        (("combine", "people", "nowhere.json"), 3, "There is no file nowhere.json."),
        (("combine", "people", "-o", "-", "--format", "md,pdf"), 2, "Standard output takes one format"),
        (("compare", "then.json"), 2, "To compare, name at least two different responses."),
        (("compare", "then.json", "copy.json"), 2, "To compare, name at least two different responses."),
        (("compare", "then.json", "broken.json"), 3, "so nothing was made: 1"),
        (("compare",), 2, "Missing argument"),
        (("combine", "people", "--format", "odt"), 2, "There is no format 'odt'."),
    ],
)
def test_what_cannot_be_put_together(
    folder: Path, run: Callable[..., Ran], arguments: tuple[str, ...], code: int, told: str
) -> None:
    (folder / "copy.json").write_bytes((folder / "then.json").read_bytes())
    (folder / "broken.json").write_bytes((folder / "then.json").read_bytes()[:-100])
    write_response(folder / "stranger.json", replace(MOMENTS[1], organisation="Başka"))
    write_response(folder / "alien.json", replace(MOMENTS[1], pack=PackReference(id="alien")))
    before = sorted(path.name for path in folder.rglob("*"))
    ran = run(*arguments)
    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert ran.out == ""
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_one_organisation_under_two_names(folder: Path, run: Callable[..., Ran]) -> None:
    write_response(folder / "stranger.json", replace(PEOPLE[0], id="x", organisation="çınar dern."))
    ran = run("combine", "people", "stranger.json", "--org", "Çınar", "--lang", "en", "-o", "-")
    assert ran.out.startswith("# Several people, one organisation: Çınar\n")


def test_the_other_command_is_pointed_to(folder: Path, run: Callable[..., Ran]) -> None:
    assert "If several people answered: selfcheck combine" in run("compare", "people").err
    assert "If several people answered" not in run("compare", "then.json", "now.json").err
    apart = run("combine", "then.json", "now.json", "--lang", "en")
    assert "Days between the first and the last: 679. For earlier and later: selfcheck compare" in apart.err
    assert "Days between" not in run("combine", "people", "--lang", "en").err
