"""The living plan: what people do to it in any editor is read back, and nothing of it is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import Phase
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
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.content.model import Pack
from selfcheck.documents.formats import HTML
from selfcheck.documents.formats import JSON
from selfcheck.plan.dates import read_date
from selfcheck.plan.formats import render_plan
from selfcheck.plan.making import make_plan
from selfcheck.plan.plan import Means
from selfcheck.plan.rendering import render_lines
from selfcheck.plan.rendering import render_markdown
from selfcheck.problems import SelfcheckError
from selfcheck.terminal.drawing import Glyphs
from selfcheck.terminal.plans import Written
from selfcheck.terminal.plans import older_plans
from selfcheck.terminal.plans import write_plan
from selfcheck.terminal.progress import progress_as_json
from selfcheck.terminal.progress import render_progress
from selfcheck.terminal.reading_back import Drawer
from selfcheck.terminal.reading_back import ReadBack
from selfcheck.terminal.reading_back import read_back
from selfcheck.terminal.sheets import write_sheets
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.test_plan import FILES


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(tmp_path_factory.mktemp("pack"), FILES)


class Desk:
    """A response and its plan on the disk."""

    def __init__(self, pack: Pack, folder: Path, **answers: Answer) -> None:
        self.pack = pack
        self.path = folder / "check.plan.md"
        self.now = NOW
        given = {
            "form": choose(pack.by_id["form"], "club"),
            "1": choose(pack.by_id["1"], "1"),
            "2": choose(pack.by_id["2"], "2"),
            "3": Answer(state="unknown", unsure="muhasebeci"),
            **{name.removeprefix("q"): answer for name, answer in answers.items()},
        }
        self.response = new_response(pack, organisation="Açık Kapı", language="en", response_id="x-1", now=NOW)
        self.answer(**{f"q{name}": answer for name, answer in given.items()})

    def answer(self, **answers: Answer) -> None:
        for name, answer in answers.items():
            question = self.pack.by_id[name.removeprefix("q")]
            self.response = with_answer(self.response, question, answer, self.now)

    def write(self, language: str = "en", path: Path | None = None) -> Written:
        drawer = Drawer(self.pack, Path(), Words(language), self.now, usual=self.path)
        return write_plan(drawer, self.response, path or self.path, save=self.keep)

    def keep(self, response: Response) -> None:
        self.response = response

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode("utf-8-sig")

    def edit(self, *changes: tuple[str, str], after: Callable[[str], str] = str) -> None:
        text = self.text
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        self.path.write_bytes(after(text).encode())

    @property
    def states(self) -> dict[str, ActionState]:
        return {key: replace(state, said="") for key, state in self.response.actions.items()}


@pytest.fixture
def desk(pack: Pack, tmp_path: Path) -> Desk:
    made = Desk(pack, tmp_path)
    made.write()
    return made


def test_two_runs_write_the_same_bytes_and_touch_nothing(desk: Desk) -> None:
    text, response, revision = desk.text, desk.response, desk.path.stat().st_mtime_ns
    read = desk.write().read

    assert (read.news, read.warnings) == (None, ())
    assert (desk.text, desk.response, desk.path.stat().st_mtime_ns) == (text, response, revision)
    assert not older_plans(desk.path)[0].exists()


def test_an_edited_plan_written_again(desk: Desk, golden: Callable[[str, str], None]) -> None:
    """As people do it: ticks, names, dates, another wording, actions and lines of their own, in many places."""
    desk.edit(
        ("# Action plan", "---\ntags: [board]\n---\n# Action plan"),
        ("## Summary", "## Our budget\n\nWe have 200 €, for *this*:\n\n| what | cost |\n|---|---|\n| cake | 20 |\n\n## Summary"),
        ("- [ ] **3.unknown**", "- [x] **3.unknown**"),
        (
            "**1.1.1** Fix the day of a first meeting.\n  - Who:\n  - By when:",
            "**1.1.1** Meet at the café, *soon*.\n  - Who: Ayşe & Jovana\n  - By when: 1.11.2026.\n    She has the key.",
        ),
        (
            "**1.1.2** Write the agenda on one page.\n  - Who:\n  - By when:\n",
            "**1.1.2** Write the agenda on one page.\n  - Who:\n  - By when: soon\n- [ ] Buy a cake\n  - Who: Zeynep\n  - By when: 2 Kasım 2026\n- [x] Ring the café\n",
        ),
        ("- [ ] **2.2.1**", "- [-] **2.2.1**"),
        ("Meetings feel like a luxury", "NOTE: true for us!\n\nMeetings feel like a luxury"),
        ("## Resources", "```\nour own code\n```\n\n## Resources"),
    )  # fmt: skip
    desk.edit(after=lambda text: f"{text}\nThe end: call *Jovana*.\n- [ ] **99.1.1** What was this?\n")
    written = desk.write()

    golden(desk.text, "living/edited-plan.md")
    assert desk.states == {
        "3.unknown": ActionState(done=True),
        "1.1.1": ActionState(text="Meet at the café, *soon*.", who="Ayşe & Jovana", by_when="1.11.2026."),
        "1.1.2": ActionState(by_when="soon"),
        "2.2.1": ActionState(mark="-"),
    }
    assert str(written.read.news) == "Read in check.plan.md: changed actions: 4; lines of your own: 19."
    assert [str(each) for each in written.read.warnings] == [
        "Not understood in check.plan.md, so kept word for word: - [ ] **99.1.1** What was this?"
    ]
    again = desk.write()
    assert (again.text, again.read.news, again.read.warnings) == (written.text, None, ())
    assert (written.plan.progress_together.done, written.plan.progress_together.overdue) == (2, 2)


@pytest.mark.parametrize("language", ["tr", "sr"])
def test_the_edited_plan_in_another_language(desk: Desk, language: str, golden: Callable[[str, str], None]) -> None:
    desk.write(language)
    who, when = {"tr": ("Kim:", "Ne zamana kadar:"), "sr": ("Ko:", "Do kada:")}[language]
    desk.edit(
        ("- [ ] **1.1.1**", "- [x] **1.1.1**"),
        (f"  - {who}\n  - {when}\n", f"  - {who} Мила\n  - {when} 2026-12-01\n  - (ara: 0532)\n- [ ] Pasta al\n"),
    )
    first = desk.write("en").text
    assert "- [ ] Pasta al" in first
    assert "  - Who: Мила\n  - By when: 2026-12-01\n  - (ara: 0532)\n" in first
    assert desk.response.actions["1.1.1"].done
    desk.write(language)
    golden(desk.text, f"living/edited-plan-{language}.md")


def as_word(text: str) -> str:
    return "\ufeff" + text.replace("- [ ]", "•\t[ ]").replace("  - ", "    •\t").replace("\n", "\r\n")


def as_obsidian(text: str) -> str:
    return re.sub(r"(?m)^(\s*)- ", r"\1* ", text).replace("[x]", "[X]")


def as_prettier(text: str) -> str:
    """Other escapes, padded tables, a wrapped line."""
    text = text.replace("**", "__").replace("|---|---|--:|", "| --- | --- | ---: |").replace("(", r"\(")
    return text.replace("feel like a luxury while", "feel like\na luxury while").replace(
        "first meeting", "first\n  meeting"
    )


EDITORS = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "cr": lambda text: text.replace("\n", "\r"),
    "word": as_word,
    "obsidian": as_obsidian,
    "prettier": as_prettier,
    "tabs": lambda text: text.replace("  - ", "\t- "),
    "spaces": lambda text: text.replace("\n", "   \n"),
    "boxes": lambda text: text.replace("- [ ]", "☐").replace("- [x]", "☑"),
    "numbers": lambda text: re.sub(r"(?m)^- \[", "1. [", text),
    "mac": lambda text: text.replace("Açık Kapı", "Açık Kapı"),
    "escaped": lambda text: text.replace("[ ]", r"\[ \]").replace("[x]", r"\[x\]"),
}


@pytest.mark.parametrize("editor", EDITORS)
def test_editors_change_more_than_people_do(desk: Desk, editor: str) -> None:
    desk.edit(
        ("- [ ] **1.1.1**", "- [x] **1.1.1**"),
        ("  - Who:\n", "  - Who: Ayşe\n"),
        ("## Advice\n", "## Advice\n\nOur line.\n"),
    )
    desk.edit(after=EDITORS[editor])
    desk.write()

    assert desk.states == {"1.1.1": ActionState(done=True), "3.unknown": ActionState(who="Ayşe")}
    assert [each.text.strip() for each in desk.response.plan.own] == ["Our line."]
    assert "\n- [x] **1.1.1** Fix the day of a first meeting.\n" in desk.text


@pytest.mark.parametrize("page", ["cp1254", "cp1250", "utf-16"])
def test_old_encodings(pack: Pack, tmp_path: Path, page: str) -> None:
    desk = Desk(pack, tmp_path)
    language = "sr" if page == "cp1250" else "tr"
    desk.write(language)
    mine = "Beleška: Čačak, đak, šuma." if page == "cp1250" else "İğne, şeker, çığ."
    desk.path.write_bytes(
        (desk.text.replace("- [ ] **1", "- [x] **1") + mine).replace("█", "?").encode(page, "replace")
    )
    desk.write(language)

    assert desk.response.actions["1.1.1"].done
    assert desk.text.rstrip().endswith(mine)


def test_unticking_and_emptying(desk: Desk) -> None:
    desk.edit(("- [ ] **1.1.1**", "- [x] **1.1.1**"), ("  - Who:\n", "  - Who: Ayşe\n"))
    desk.edit(after=lambda text: text + "\nMine.\n- [ ] Also mine\n")
    desk.write()
    assert "### Done" in desk.text
    desk.edit(("- [x] **1.1.1**", "- [ ] **1.1.1**"), ("  - Who: Ayşe\n", "  - Who:\n"), ("\nMine.\n", "\n"))
    desk.write()

    assert desk.states == {"1.1.1": ActionState(), "3.unknown": ActionState()}
    assert [each.text for each in desk.response.plan.own] == ["- [ ] Also mine"]


def test_what_was_deleted_by_hand_keeps_its_tick(desk: Desk) -> None:
    desk.edit(("- [ ] **1.1.1**", "- [x] **1.1.1**"))
    desk.write()
    desk.edit(("- [x] **1.1.1** Fix the day of a first meeting.\n", ""))
    desk.write()
    assert desk.response.actions["1.1.1"].done


def test_an_older_copy_only_adds(desk: Desk) -> None:
    copy = desk.text.replace("- [ ] **1.1.2**", "- [x] **1.1.2**").replace(
        "## Advice\n", "## Advice\n\nFrom the copy.\n"
    )
    desk.edit(("- [ ] **1.1.1**", "- [x] **1.1.1**"), ("## Advice\n", "## Advice\n\nFrom the first.\n"))
    desk.write()
    desk.path.write_text(copy, "utf-8")
    desk.write()

    assert {key for key, state in desk.response.actions.items() if state.done} == {"1.1.1", "1.1.2"}
    assert {each.text for each in desk.response.plan.own} == {"From the first.", "From the copy."}


def test_a_plan_under_another_name_knows_what_the_usual_one_says(desk: Desk, tmp_path: Path) -> None:
    desk.edit(("- [ ] **1.1.1**", "- [x] **1.1.1**"))
    other = tmp_path / "for-the-board.md"
    desk.write("sr", other)
    assert "- [x] **1.1.1** Odredite dan prvog sastanka." in other.read_text("utf-8")
    other.write_text(other.read_text("utf-8").replace("- [ ] **1.1.2**", "- [x] **1.1.2**"), "utf-8")
    desk.write()
    desk.write("sr", other)
    assert {key for key, state in desk.response.actions.items() if state.done} == {"1.1.1", "1.1.2"}


def test_what_has_left_the_advice(desk: Desk, golden: Callable[[str, str], None]) -> None:
    desk.edit(
        ("- [ ] **1.1.1**", "- [x] **1.1.1**"),
        ("page.\n  - Who:\n", "page.\n  - Who: Ayşe\n"),
        ("## Advice\n", "- [ ] Our own, under meetings\n\n## Advice\n"),
    )
    desk.edit(after=lambda text: text.replace("(Work)\nLittle", "(Work)\nLittle"))
    desk.write()
    desk.now = NOW + timedelta(days=9)
    desk.answer(q1=choose(desk.pack.by_id["1"], "2"), q3=choose(desk.pack.by_id["3"], "1"))
    desk.write()

    golden(desk.text, "living/no-longer-advised.md")
    former = {action.reference: action.state.done for action in desk.write().plan.former}
    assert former == {"1.1.1": True, "1.1.2": False}
    desk.edit(("  - Who: Ayşe\n", "  - Who:\n"))
    assert "1.1.2" not in desk.write().text


def test_new_since_the_last_plan(desk: Desk) -> None:
    assert "New since" not in desk.text
    desk.answer(q1=choose(desk.pack.by_id["1"], "2"), q2=choose(desk.pack.by_id["2"], "1"))
    desk.write()
    assert "New since" not in desk.text  # nothing is advised for these answers
    desk.answer(q3=choose(desk.pack.by_id["3"], "1"), q1=Answer(state="unknown"))
    desk.now = NOW + timedelta(days=1)
    desk.write()
    assert desk.text.count("*New since 2026-11-25.*") == 1
    desk.now = NOW + timedelta(days=30)
    assert desk.write().plan.progress_together.new == 1
    desk.edit(("- [ ] **1.unknown**", "- [x] **1.unknown**"))
    assert desk.write().plan.progress_together.new == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 50, "is not saved as UTF-8 text"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "is not saved as UTF-8 text"),
        ("Bir alışveriş listesi.\nSüt\nEkmek\n".encode(), "is not a plan of this response"),
        ("Süt, ekmek, şeker\n".encode("cp1254"), "is not saved as UTF-8 text"),
        (b"# Plan\n*selfcheck 20250101-other#3: x*\n- [x] **1.1.1** Fix\n", "is the plan of another response (20250101-other)"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plan_of_ours_is_kept_and_named(desk: Desk, content: bytes, said: str) -> None:
    desk.edit(("- [ ] **1.1.1**", "- [x] **1.1.1**"))
    desk.edit(after=lambda text: text + "\nMine.\n")
    desk.write()
    before, text = desk.response, desk.text
    desk.path.write_bytes(content)
    written = desk.write()

    assert said in str(written.read.warnings[0])
    assert older_plans(desk.path)[0].read_bytes() == content
    assert (desk.response.actions, desk.response.plan.own) == (before.actions, before.plan.own)
    assert desk.text.replace("#3", "#2") == text


def test_half_a_plan_loses_nothing(desk: Desk) -> None:
    desk.edit(("- [ ] **2.2.1**", "- [x] **2.2.1**"))
    desk.edit(after=lambda text: text + "\nMine.\n")
    desk.write()
    text = desk.text
    desk.path.write_text(text[: text.index("\n", len(text) // 3)], "utf-8")
    desk.write()
    assert desk.text.replace("#3", "#2") == text


def test_two_older_plans_are_kept(desk: Desk) -> None:
    texts = []
    for reference in ("1.1.1", "1.1.2", "2.2.1"):
        desk.edit((f"- [ ] **{reference}**", f"- [x] **{reference}**"))
        texts.append(desk.text)
        desk.write()
    one, two = older_plans(desk.path)
    assert (one.read_text("utf-8"), two.read_text("utf-8")) == (texts[2], texts[1])


def test_a_plan_that_changes_while_it_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves in their editor between the reading and the writing: it is read again."""
    times: list[int] = []

    def slow(drawer: Drawer, response: Response, path: Path | None) -> ReadBack:
        read = read_back(drawer, response, path)
        if len(times) < limit:
            times.append(1)
            desk.path.write_text(f"{desk.text}Added {len(times)}.\n", "utf-8")
        return read

    monkeypatch.setattr("selfcheck.terminal.plans.read_back", slow)
    limit = 1
    desk.write()
    assert desk.text.rstrip().endswith("Added 1.")
    limit = 9
    with pytest.raises(SelfcheckError, match="is being changed by another program"):
        desk.write()
    assert "Added 4." in desk.text


def test_a_response_without_a_record_reads_a_plan_too(desk: Desk) -> None:
    """The record is lost, or the plan is older than it: it is held against the plan that would be written now."""
    desk.edit(("- [ ] **1.1.1**", "- [x] **1.1.1**"), ("## Advice\n", "## Advice\n\nOur line.\n"))
    desk.response = replace(desk.response, plan=replace(desk.response.plan, lines="", places={}, seen=(), number=0))
    desk.write()
    assert desk.states == {"1.1.1": ActionState(done=True)}
    assert [each.text for each in desk.response.plan.own] == ["Our line."]


def test_duplicates_and_foreign_numbers_stay_lines(desk: Desk) -> None:
    desk.edit(
        ("- [ ] **1.1.2**", "- [x] **1.1.1** Copied, and reworded\n  - Who: Ana\n- [ ] **1.1.2**"),
        ("- [ ] **2.2.1**", "- [x] **2.2.1** Defterleri yılda bir kez başka birine de gösterin.\n- [ ] **2.2.1**"),
    )  # fmt: skip
    desk.write()
    assert desk.states == {"2.2.1": ActionState(done=True)}
    assert [each.text for each in desk.response.plan.own] == ["- [x] **1.1.1** Copied, and reworded\n  - Who: Ana"]


LINES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "- ", "- [ ] ", "- [x] ", "* ", "  - ", "\t", "> ", "# ", "### ", "1. ", "| a | ", "```", "  - Who: ", "Kim: "]),
    st.integers(100, 999).map("Mine {} ğš".format),
    st.sampled_from(["", "", ".", " **1.1.1**", " <!--", " [x", "```", " \\", " |"]),
)  # fmt: skip
SPOT = st.floats(0, 1, exclude_max=True)
EDITS = st.one_of(
    st.tuples(st.just("tick"), SPOT, st.sampled_from(["x", "X", "✓", " "])),
    st.tuples(st.just("who"), SPOT, st.integers(100, 999).map("Ayşe {}".format)),
    st.tuples(st.just("reword"), SPOT, st.integers(100, 999).map("Otherwise {}".format)),
    st.tuples(st.just("renumber"), SPOT, st.sampled_from(["1.1.1", "1.1.2", "2.2.1", "3.unknown", "7.7.7"])),
    st.tuples(st.just("add"), SPOT, LINES),
    st.tuples(st.just("add"), SPOT, st.lists(LINES, min_size=2, max_size=3).map("\n".join)),
    st.tuples(st.just("add"), SPOT, LINES.map("\n{}\n".format)),
    st.tuples(st.just("move"), SPOT, SPOT),
    st.tuples(st.just("delete"), SPOT, st.integers(1, 12)),
)
ACTION = re.compile(r"- \[(.)\] \*\*([\w.]+)\*\* (.*)")


def edited(text: str, edits: list[tuple[str, float, object]]) -> str:
    """The text after all the edits, each at a spot from 0 (the top) to 1 (the end)."""
    lines = text.split("\n")
    for what, spot, value in edits:
        spots = {
            "tick": [n for n, line in enumerate(lines) if ACTION.match(line)],
            "who": [n for n, line in enumerate(lines) if re.fullmatch(r"  - (Who|Kim|Ko):", line)],
        }
        choice = spots.get("tick" if what in ("reword", "renumber") else what, list(range(len(lines))))
        if not choice:
            continue
        n = choice[int(spot * len(choice))]
        match what:
            case "tick":
                lines[n] = re.sub(r"\[.\]", f"[{value}]", lines[n], count=1)
            case "who":
                lines[n] += f" {value}"
            case "reword":
                lines[n] = re.sub(r"(\*\* ).*", rf"\1{value}", lines[n])
            case "renumber":
                lines[n] = re.sub(r"\*\*[\w.]+\*\*", f"**{value}**", lines[n], count=1)
            case "add":
                lines[n:n] = str(value).split("\n")
            case "move":
                assert isinstance(value, float)
                line = lines.pop(n)
                lines.insert(int(value * len(lines)), line)
            case "delete":
                assert isinstance(value, int)
                del lines[n : n + value]
    return "\n".join(lines)


def ticked(text: str) -> list[tuple[str, str]]:
    return [(found[2], line) for line in text.split("\n") if (found := ACTION.match(line)) and found[1] in "xX✓"]


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    edits=st.lists(EDITS, min_size=1, max_size=8),
    languages=st.tuples(*[st.sampled_from(["tr", "en", "sr"])] * 3),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_random_edits_never_lose_a_tick_or_an_added_line(
    pack: Pack, tmp_path: Path, edits: list[tuple[str, float, object]], languages: tuple[str, str, str], ends: str
) -> None:
    for left in tmp_path.iterdir():
        left.unlink()
    desk = Desk(pack, tmp_path)
    desk.response = replace(desk.response, actions={"1.1.2": ActionState(done=True, who="Zeynep")})
    desk.write(languages[0])
    before = edited(desk.text, edits)
    desk.path.write_bytes(before.replace("\n", ends).encode())
    mine = [line.strip() for line in before.split("\n") if re.search(r"(Mine|Ayşe|Otherwise) \d{3}", line)]
    ticks = ticked(before)
    deleted = not any("**1.1.2**" in line for line in before.split("\n"))

    for language in languages[1:]:
        desk.write(language)
        text = desk.text
        words = " ".join(text.split())
        kept = {line.strip() for own in desk.response.plan.own for line in own.text.split("\n")}
        for line in mine:
            said = re.search(r"(Mine|Ayşe|Otherwise) \d{3}.*", line)
            assert said is not None
            assert " ".join(said[0].split()) in words, line
            assert (
                line in kept
                or not line.startswith(("-", "*", "#", ">", "|", "1."))
                or ACTION.match(line)
                or ":" in line
            )
        for reference, line in ticks:
            state = desk.response.actions.get(reference)
            assert (state is not None and state.done) or line.strip() in kept, line
        assert not deleted or desk.response.actions["1.1.2"].done
        response = desk.response
        desk.write(language)
        assert (desk.text, desk.response.actions) == (text, response.actions)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", "2026-12-01"),
        ("1.12.2026.", "2026-12-01"),
        ("01/12/2026", "2026-12-01"),
        ("1 Aralık 2026", "2026-12-01"),
        ("do 5. novembra 2026.", "2026-11-05"),
        ("15 ŞUBAT 2027", "2027-02-15"),
        ("from 1.11.2026 to 3. 12. 2026", "2026-12-03"),
        ("31.2.2026", None),
        ("after the holidays, room 12.34", None),
        ("version 1.2.20266", None),
    ],
)
def test_the_dates_that_people_write(text: str, day: str | None) -> None:
    found = read_date(text)
    assert (found and found.isoformat()) == day


def test_what_fits_into_five_hours(desk: Desk, golden: Callable[[str, str], None]) -> None:
    texts = []
    for means in (Means(1.6, "none"), Means(0.5), Means(None, "low")):
        plan = make_plan(desk.pack, desk.response, Words("en"), NOW.date(), means)
        text = render_markdown(plan, Words("en"))
        texts.append(text[text.index("## A first set") : text.index("## What to do")])
    golden("".join(texts), "living/first-sets.md")


def test_the_size_of_an_organisation_is_in_the_documents(tmp_path: Path) -> None:
    """The same answer: the documents of the pack say what it means for whom, and so how much work it is."""
    document = "---\ntitle: {size}\nquestion_id: {question}\nchoice_id: 1\nactions: [Do {question} as {size}.]\neffort: {effort}\nrelevant: {{how_many: {size}}}\n---\nText.\n"
    efforts = {("a", "few"): "weeks", ("a", "many"): "hours", ("b", "few"): "days", ("b", "many"): "days"}
    questions = "".join(
        f"  - id: {name}\n    text: {name}?\n    choices: [{{id: 1, text: No, score: 0}}, {{id: 2, text: Y, score: 1}}]\n"
        for name in "ab"
    )
    pack = make_pack(
        tmp_path,
        {
            "questions/010-about.yaml": "section: about\ntitle: About\nprofile: true\nquestions:\n  - id: how_many\n    text: How many?\n    choices: [{id: few, text: Few}, {id: many, text: Many}]\n",
            "questions/020-work.yaml": f"section: work\ntitle: Work\nquestions:\n{questions}",
            **{f"feedback/{question}-{size}.md": document.format(question=question, size=size, effort=effort) for (question, size), effort in efforts.items()},
            "feedback/a-good.md": "---\ntitle: Good\nquestion_id: a\nchoice_id: 2\n---\nText.\n",
            "feedback/b-good.md": "---\ntitle: Good\nquestion_id: b\nchoice_id: 2\n---\nText.\n",
        },
    )  # fmt: skip
    orders = {}
    for size in ("few", "many"):
        response = new_response(pack, organisation="O", language="en", response_id="x", now=NOW)
        for name, choice in (("how_many", size), ("a", "1"), ("b", "1")):
            response = with_answer(response, pack.by_id[name], choose(pack.by_id[name], choice), NOW)
        orders[size] = [action.text for action in make_plan(pack, response, Words("en"), NOW.date()).actions]
    assert orders == {"few": ["Do b as few.", "Do a as few."], "many": ["Do a as many.", "Do b as many."]}


@pytest.mark.parametrize("language", ["tr", "en", "sr"])
def test_a_sheet_for_everybody_to_ask(
    pack: Pack, tmp_path: Path, language: str, golden: Callable[[str, str], None]
) -> None:
    ayse = replace(choose(pack.by_id["1"], "1"), unsure="Ayşe", note="Was it in May?")
    desk = Desk(pack, tmp_path, q1=ayse, q4=Answer(state="unknown"), q2=Answer(state="unknown", unsure=" Ayşe "))
    plan = desk.write(language).plan
    paths = write_sheets(plan, Words(language), desk.path)

    assert [path.name for path in paths] == ["check.ask-ayse.md", "check.ask-muhasebeci.md", "check.ask-3.md"]
    golden("\n---\n\n".join(path.read_text("utf-8") for path in paths), f"living/sheets-{language}.md")
    paths[0].write_text("Filled in.\n", "utf-8")
    write_sheets(plan, Words(language), desk.path)
    assert paths[0].with_name("check.ask-ayse.1.md").read_text("utf-8") == "Filled in.\n"


def test_two_people_whose_names_look_alike_get_a_sheet_each(pack: Pack, tmp_path: Path) -> None:
    desk = Desk(pack, tmp_path, q1=Answer(state="unknown", unsure="Ali"), q3=Answer(state="unknown", unsure="ALİ"))
    paths = write_sheets(desk.write().plan, Words("en"), desk.path)
    assert [path.name for path in paths] == ["check.ask-ali.md", "check.ask-ali-2.md"]


@pytest.mark.parametrize("language", ["tr", "en", "sr"])
def test_progress_on_the_screen(desk: Desk, language: str, golden: Callable[[str, str], None]) -> None:
    desk.edit(("- [ ] **1.1.1**", "- [x] **1.1.1**"), ("  - By when:\n", "  - By when: 1.11.2026\n"))
    desk.edit(after=lambda text: text + "\n- [ ] Water the plants\n")
    plan = desk.write(language).plan
    words = Words(language)
    drawn = [render_progress(plan, words, Glyphs(), width=width) for width in (80, 60)]
    golden("\n\n".join([*drawn, render_progress(plan, words, None)]), f"living/progress-{language}.txt")
    counts = json.loads(progress_as_json(plan))["progress"]
    assert counts["together"] == {"id": "", "title": words("Everything"), "done": 1, "open": 4, "overdue": 1, "new": 0}
    assert [each["reference"] for each in counts["overdue"]] == ["3.unknown"]


def test_what_the_file_does_not_know_survives(desk: Desk) -> None:
    desk.edit(("- [ ] **1.1.1**", "- [x] **1.1.1**"), ("## Advice\n", "## Advice\n\nOurs.\n"))
    desk.write()
    content = json.loads(encode_response(desk.response))
    content["plan"]["later"] = {"a": 1}
    content["plan"]["own"][0]["colour"] = "red"
    content["actions"]["1.1.1"]["cost"] = 3
    again = decode_response(json.dumps(content).encode()).response
    assert json.loads(encode_response(again)) == {**content, "checksum": json.loads(encode_response(again))["checksum"]}
    desk.response = again
    desk.edit(("- [x] **1.1.1**", "- [ ] **1.1.1**"))
    desk.write()
    after = json.loads(encode_response(desk.response))
    assert (after["plan"]["later"], after["actions"]["1.1.1"]["cost"]) == ({"a": 1}, 3)


def test_a_second_name_stays_a_line_of_its_own(desk: Desk) -> None:
    desk.edit(("first meeting.\n  - Who:\n", "first meeting.\n  - Who: Ayşe\n  - Who: Jovana\n"))
    read = desk.write().read
    assert desk.states["1.1.1"] == ActionState(who="Ayşe")
    assert "  - Who: Ayşe\n  - By when:\n  - Who: Jovana\n" in desk.text
    assert str(read.warnings[0]).endswith("kept word for word: - Who: Jovana")
    assert desk.write().read.warnings == ()


def test_what_was_begun_in_one_language_keeps_its_words_in_another(desk: Desk) -> None:
    desk.edit(("- [ ] **1.1.1**", "- [x] **1.1.1**"))
    desk.write("tr")
    assert (
        "- [x] **1.1.1** İlk toplantının gününü belirleyin.\n"
        "  - *Başladığınızda şöyleydi: Fix the day of a first meeting.*\n" in desk.text
    )
    desk.write("en")
    assert "- [x] **1.1.1** Fix the day of a first meeting.\n  - Who:" in desk.text


def test_every_format_shows_what_came_of_the_plan(desk: Desk) -> None:
    desk.edit(
        ("- [ ] **1.1.1**", "- [x] **1.1.1**"),
        ("  - By when:\n", "  - By when: 1.11.2026\n"),
        ("## Advice\n", "We *asked* the board.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [ ] Ours\n\n## Advice\n"),
    )
    plan = desk.write().plan
    page = render_plan(plan, HTML, Words("en")).decode()
    for said in ("Progress", "Overdue:", "Done", "To ask", "Our own notes", "We <em>asked</em> the board.", "Ours"):
        assert said in page, said
    content = json.loads(render_plan(plan, JSON, Words("en")))
    assert content["progress_together"] == {
        "id": "",
        "title": "Everything",
        "done": 1,
        "open": 4,
        "overdue": 1,
        "new": 0,
    }
    assert [action["text"] for action in content["own_actions"]] == ["Ours"]


def test_no_text_of_a_pack_or_a_response_passes_for_a_part_of_the_plan(pack: Pack, desk: Desk) -> None:
    evil = "\x1ffooter\x1f \x1e"
    documents = tuple(
        replace(each, body=f"A {evil}\n\n```\n{evil}\n```\n", actions=(evil,), who=evil) for each in pack.feedback
    )
    answers = {key: replace(answer, note=evil, unsure=evil) for key, answer in desk.response.answers.items()}
    actions = {"1.1.1": ActionState(who=evil, text=evil, mark=evil, by_when=evil)}
    response = replace(desk.response, organisation=evil, answers=answers, actions=actions)
    plan = make_plan(replace(pack, feedback=documents), response, Words("en"), NOW.date())
    lines = render_lines(plan, Words("en"))
    assert [line.text[:14] for line in lines if line.place == "footer"] == ["*selfcheck x-1"]
    assert not [line for line in lines if "\x1e" in line.text or "\x1f" in line.text]
