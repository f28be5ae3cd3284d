"""The commands, run as programs: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from selfcheck import __version__
from selfcheck.assessment.places import saved_responses
from tests.conftest import ROOT
from tests.conftest import Ran
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_assessment import FILES

DEMO = ROOT / "demo.yaml"
TURKISH, SERBIAN = set("ığşİĞŞ"), set("čćžšđČĆŽŠĐ")


def commands() -> list[tuple[str, ...]]:
    return [
        (),
        ("start",),
        ("resume",),
        ("plan",),
        ("combine",),
        ("compare",),
        ("open",),
        ("progress",),
        ("saved",),
        ("demo",),
        ("forget",),
        ("trainer",),
        ("doctor",),
        ("content",),
        ("content", "check"),
        ("content", "new"),
        ("content", "new", "question"),
        ("content", "new", "section"),
        ("content", "new", "feedback"),
        ("content", "new", "pack"),
        ("content", "preview"),
        ("content", "status"),
        ("content", "walk"),
        ("content", "links"),
        ("content", "schema"),
        ("content", "export"),
        ("content", "import"),
        ("content", "translate"),
        ("content", "translate", "export"),
        ("content", "translate", "import"),
        ("cohort",),
        ("cohort", "report"),
        ("cohort", "pack"),
    ]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_help_of_each_command(command: tuple[str, ...], golden: Callable[[str, str], None]) -> None:
    ran = run_selfcheck(*command, "--help")
    assert ran.code == 0
    golden(ran.out, f"help/{'-'.join(('selfcheck', *command))}.txt")


def test_version() -> None:
    ran = run_selfcheck("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"selfcheck {__version__}\n", "")
    assert run_selfcheck("-V").out == ran.out


def test_without_a_terminal_the_start_page_is_the_help() -> None:
    ran = run_selfcheck()
    assert ran.code == 0
    assert "Usage: selfcheck" in ran.out


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"SELFCHECK_DIR": str(tmp_path / "answers")}


def start(home: dict[str, str], *more: str | Path, input: str = "") -> Ran:
    return run_selfcheck("start", "--answers", DEMO, "--org", "Örnek Derneği", *more, env=home, input=input)


def test_a_plan_and_nothing_else_on_stdout(home: dict[str, str]) -> None:
    ran = start(home, "--lang", "tr", "-o", "-")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("# Eylem planı: Örnek Derneği\n")
    assert set(ran.out) & TURKISH
    assert "\x1b" not in ran.out


def test_the_same_response_in_every_language(home: dict[str, str]) -> None:
    start(home, "--lang", "tr")
    path = saved_responses(Path(home["SELFCHECK_DIR"]))[0].path
    serbian = run_selfcheck("plan", path, "--lang", "sr", "-o", "-", env=home)
    english = run_selfcheck("plan", path, "--lang", "en", "-o", "-", env=home)
    turkish = run_selfcheck("plan", path, "-o", "-", env=home)

    assert [each.code for each in (serbian, english, turkish)] == [0, 0, 0]
    assert serbian.out.startswith("# Akcioni plan: Örnek Derneği")
    assert set(serbian.out.replace("Türk", "")) & SERBIAN
    assert english.out.startswith("# Action plan: Örnek Derneği")
    assert turkish.out.startswith("# Eylem planı")
    references = [re.findall(r"^- \[ \] \*\*(\S+)\*\*", each.out, re.MULTILINE) for each in (serbian, english, turkish)]
    assert {reference.rsplit(".", 1)[0] for reference in references[0]} == {
        reference.rsplit(".", 1)[0] for reference in references[2]
    }


def test_the_path_alone_in_batch_mode_and_the_plan_in_it(home: dict[str, str]) -> None:
    ran = start(home, "--lang", "en")
    assert ran.code == 0
    path = Path(ran.out.strip())
    assert path.parent == Path(home["SELFCHECK_DIR"]) / "ornek-dernegi"
    assert path.read_text("utf-8").startswith("# Action plan")
    assert start(home, "--lang", "en", "-q").out == ""


def test_answers_from_stdin_and_from_a_response(home: dict[str, str], tmp_path: Path) -> None:
    by_stdin = run_selfcheck(
        "start", "--answers", "-", "--org", "A", "--lang", "en", "-o", "-", env=home, input=DEMO.read_text("utf-8")
    )
    path = saved_responses(Path(home["SELFCHECK_DIR"]))[0].path
    by_response = run_selfcheck("start", "--answers", path, "--lang", "en", "-o", "-", env=home)
    assert by_stdin.code == by_response.code == 0
    one, other = (re.sub(r"selfcheck \d{14}-a-[0-9a-f]{6}#", "selfcheck #", ran.out) for ran in (by_stdin, by_response))
    assert one == other
    json_answers = tmp_path / "answers.json"
    json_answers.write_text(json.dumps({"9": 3, "10": "na", "field_of_work": ["media"]}), "utf-8")
    assert run_selfcheck("start", "-a", json_answers, "--org", "B", "--allow-open", "-o", "-", env=home).code == 0


def test_missing_answers_are_named_and_nothing_is_written(home: dict[str, str], tmp_path: Path) -> None:
    answers = tmp_path / "a.yaml"
    answers.write_text("9: 3\n", "utf-8")
    ran = run_selfcheck("start", "--answers", answers, "--org", "A", "--lang", "en", env=home)
    assert ran.code == 4
    assert f"Answers are missing in {answers}: 32" in ran.err
    assert re.search(r"^  1 +How the board works$", ran.err, re.MULTILINE)
    assert ran.err.rstrip().endswith("or use --allow-open to write the plan with open questions.")
    assert not Path(home["SELFCHECK_DIR"]).exists()
    opened = run_selfcheck("start", "--answers", answers, "--org", "A", "--lang", "en", "--allow-open", env=home)
    assert opened.code == 0


def test_wrong_answers_are_named_with_their_line(home: dict[str, str], tmp_path: Path) -> None:
    answers = tmp_path / "a.yaml"
    answers.write_text("1: 2\n9: 7\nsise: 1-5\n", "utf-8")
    ran = run_selfcheck("start", "--answers", answers, "--org", "A", "--lang", "en", env=home)
    assert ran.code == 3
    assert f"{answers}:2:4: error: Question '9' has no choice '7'. [unknown-choice]" in ran.err
    assert (
        f"{answers}:3:1: error: There is no question 'sise'. [unknown-question]\n  hint: did you mean 'size'?"
        in ran.err
    )
    assert not Path(home["SELFCHECK_DIR"]).exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("start", "--no-input", "--org", "A"), 2, "--answers FILE"),
        (("start", "--lang", "de", "--answers", str(DEMO), "--org", "A"), 2, "There is no language 'de'"),
        (("start", "--answers", "nowhere.yaml", "--org", "A"), 5, "There is no file nowhere.yaml"),
        (("start", "--answers", str(DEMO), "--pack", "nowhere"), 5, "There is no pack at nowhere"),
        (("plan", "nowhere.json"), 5, "There is no file nowhere.json"),
        (("resume",), 2, "needs a terminal"),
        (("strat",), 2, "Did you mean 'start'?"),
        (("content", "check", "nowhere"), 5, "There is no pack at nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    home: dict[str, str], tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    ran = run_selfcheck(*arguments, env={**home, "SELFCHECK_LANG": "en"}, cwd=tmp_path)
    assert told in ran.err
    assert ran.code == code
    assert "Traceback" not in ran.err


def test_a_plan_file_is_kept_before_it_is_written_again(home: dict[str, str]) -> None:
    plan = Path(start(home, "--lang", "en").out.strip())
    first = plan.read_text("utf-8")
    path = saved_responses(Path(home["SELFCHECK_DIR"]))[0].path
    again = run_selfcheck("plan", path, "--lang", "sr", env=home)
    assert again.out.strip() == str(plan)
    assert plan.with_name(plan.name.replace(".plan.md", ".plan.1.md")).read_text("utf-8") == first


def test_a_damaged_response_is_named_and_the_last_good_copy_offered(home: dict[str, str]) -> None:
    start(home, "--lang", "en")
    path = saved_responses(Path(home["SELFCHECK_DIR"]))[0].path
    whole = path.read_bytes()
    older = path.with_name(f".{path.name}.1")
    older.write_bytes(whole)
    path.write_bytes(whole[:200])
    ran = run_selfcheck("plan", path, env=home)
    assert ran.code == 3
    assert "is damaged" in ran.err
    assert "--last-good" in ran.err
    assert run_selfcheck("plan", path, "--last-good", env=home).code == 0
    assert path.read_bytes() == whole


def test_a_response_edited_by_hand_is_taken_and_told(home: dict[str, str]) -> None:
    start(home, "--lang", "en")
    path = saved_responses(Path(home["SELFCHECK_DIR"]))[0].path
    path.write_bytes(path.read_bytes().replace("Örnek".encode(), b"Other"))
    ran = run_selfcheck("plan", path, "-o", "-", env=home)
    assert "was changed outside selfcheck" in ran.err
    assert ran.out.startswith("# Action plan: Other")


def test_a_response_to_another_pack_is_refused(home: dict[str, str], tmp_path: Path) -> None:
    start(home, "--lang", "en")
    path = saved_responses(Path(home["SELFCHECK_DIR"]))[0].path
    ran = run_selfcheck("plan", path, "--pack", write_tree(tmp_path / "pack", FILES), env=home)
    assert ran.code == 3
    assert "answers the pack 'cso-check', not 'tiny'" in ran.err


def test_saved_lists_what_there_is(home: dict[str, str]) -> None:
    assert "There is no saved check" in run_selfcheck("saved", env={**home, "SELFCHECK_LANG": "en"}).err
    start(home, "--lang", "en")
    ran = run_selfcheck("saved", env={**home, "SELFCHECK_LANG": "en"})
    assert ran.out.startswith("Örnek Derneği, cso-check, ")
    listed = json.loads(run_selfcheck("saved", "--json", env=home).out)
    assert listed["schema"] == "selfcheck/1"
    assert listed["saved"][0]["organisation"] == "Örnek Derneği"
    assert Path(listed["saved"][0]["file"]).exists()


def test_a_name_from_another_laptop_cannot_steer_the_terminal(home: dict[str, str]) -> None:
    """Control codes in a response file, in the list, in an error and in a path."""
    start(home, "--lang", "en")
    path = saved_responses(Path(home["SELFCHECK_DIR"]))[0].path
    tricks = "\x1b]0;title\x07\x1b[2J\u202e\x9b2J"
    path.write_bytes(path.read_bytes().replace("Örnek Derneği".encode(), json.dumps(tricks)[1:-1].encode()))
    shown = "<U+001B>]0;title<U+0007><U+001B>[2J<U+202E><U+009B>2J"
    assert run_selfcheck("saved", env=home).out.startswith(shown)
    assert run_selfcheck("forget", path, "--accessible", env=home, input="n\n").code == 0
    wrong = run_selfcheck("plan", f"{tricks.replace('/', '')}.json", env=home)
    assert f"{shown}.json" in wrong.err
    for ran in (run_selfcheck("plan", path, "-o", "-", env=home), run_selfcheck("progress", path, env=home), wrong):
        assert not set(ran.out + ran.err) & set("\x1b\x07\x9b\u202e")


@pytest.mark.parametrize("language", ["en", "tr", "sr"])
def test_the_demo_shows_the_summary_and_writes_the_plan(home: dict[str, str], language: str) -> None:
    ran = run_selfcheck("demo", "--lang", language, env=home)
    assert (ran.code, ran.err) == (0, "")
    assert "█" in ran.out
    plans = list(Path(home["SELFCHECK_DIR"]).rglob("*.plan.md"))
    assert len(plans) == 1
    assert f"\n{plans[0]}\n" in ran.out


def test_doctor_says_which_interface_and_why(home: dict[str, str]) -> None:
    ran = run_selfcheck("doctor", "--json", env=home)
    facts = json.loads(ran.out)["doctor"]
    assert facts["interface"] == "none (stdin)"
    assert facts["folder"] == home["SELFCHECK_DIR"]
    assert facts["writable"] is True
    assert (
        "interface: plain (--accessible)"
        in run_selfcheck("doctor", "--accessible", env={**home, "SELFCHECK_LANG": "en"}).out
    )


def test_content_check_reports_on_stdout_and_counts_on_stderr(tmp_path: Path) -> None:
    broken = write_tree(tmp_path / "pack", {**FILES, "questions/020-work.yaml": "section: work\ntitel: Work\n"})
    ran = run_selfcheck("content", "check", broken, env={"SELFCHECK_LANG": "en"})
    assert ran.code == 3
    assert "questions/020-work.yaml:2:1: error: The section has no use for 'titel'. [unknown-key]" in ran.out
    assert "  hint: did you mean 'title'?" in ran.out
    assert ran.err.startswith("Errors: ")
    report = json.loads(run_selfcheck("content", "check", broken, "--json").out)
    assert {problem["rule"] for problem in report["problems"]} >= {"unknown-key", "missing-key"}
    assert run_selfcheck("content", "check", ROOT / "tests" / "packs" / "no-problem").code == 0


def test_a_pack_with_mistakes_is_not_asked(home: dict[str, str], tmp_path: Path) -> None:
    broken = write_tree(tmp_path / "pack", {**FILES, "questions/020-work.yaml": "section: work\ntitel: Work\n"})
    ran = run_selfcheck(
        "start", "--org", "A", "--answers", DEMO, "--pack", broken, env={**home, "SELFCHECK_LANG": "en"}
    )
    assert ran.code == 3
    assert "have mistakes, so nothing is asked" in ran.err


@pytest.mark.parametrize("name", ["duplicate-id", "unknown-question", "later-question", "choices-that-cannot-be-asked"])
def test_a_pack_that_can_be_read_but_not_asked_is_refused_too(home: dict[str, str], name: str) -> None:
    pack = ROOT / "tests" / "packs" / name
    ran = run_selfcheck("start", "--org", "A", "--answers", DEMO, "--pack", pack, env={**home, "SELFCHECK_LANG": "en"})
    assert ran.code == 3
    assert f"[{name}]" in ran.err
    assert "warning" not in ran.err
    assert not Path(home["SELFCHECK_DIR"]).exists()


def test_a_folder_of_impostors_is_not_imported(tmp_path: Path) -> None:
    for name in ("yaml", "enum", "typing", "sitecustomize", "jinja2"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('this was run')\n", "utf-8")
    assert run_selfcheck("--version", cwd=tmp_path).out == f"selfcheck {__version__}\n"


@pytest.mark.guarantee("G13.4")
def test_a_bug_leaves_a_log_without_any_answer(home: dict[str, str]) -> None:
    code = (
        "import sys\nfrom selfcheck import cli\n"
        "def broken(*a, **k): raise ZeroDivisionError('canary Örnek')\n"
        "import selfcheck.cli.batch as batch\nbatch.write_plan = broken\n"
        f"sys.exit(cli.main(['start', '--answers', {str(DEMO)!r}, '--org', 'canary']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **home}, check=False
    )
    assert done.returncode == 1
    logs = list(Path(home["SELFCHECK_DIR"]).glob("log-*.txt"))
    assert len(logs) == 1
    assert "ZeroDivisionError" in logs[0].read_text("utf-8")
    assert "canary" not in logs[0].read_text("utf-8") + done.stderr


def test_forgetting_deletes_the_response_its_copies_and_its_plans_and_nothing_else(home: dict[str, str]) -> None:
    start(home)
    start(home)
    folder = Path(home["SELFCHECK_DIR"])
    path = min(folder.rglob("*.response.json"), key=lambda path: len(path.name))
    (path.parent / "board.odt").write_text("ours")
    run_selfcheck("plan", path, "--handoff", "--format", "md,html,docx,json", env=home)
    before = {each.name for each in path.parent.iterdir()}
    stem = path.name.removesuffix(".response.json")
    gone = {name for name in before if name.removeprefix(".").startswith(f"{stem}.")}
    assert {f"{stem}.{end}" for end in ("response.json", "plan.md", "plan.html", "plan.docx", "plan.json")} <= gone
    assert any(name.startswith(f"{stem}.ask-") for name in gone)

    ran = run_selfcheck("forget", path, "--yes", "--lang", "en", env=home)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"Deleted. Files: {len(gone)}\n"
    assert {each.name for each in path.parent.iterdir()} == before - gone

    run_selfcheck("forget", next(folder.rglob("*.response.json")), "--yes", env=home)
    assert {each.name for each in path.parent.iterdir()} == {"board.odt"}


def test_forgetting_asks_and_no_is_no(home: dict[str, str]) -> None:
    start(home)
    path = next(Path(home["SELFCHECK_DIR"]).rglob("*.response.json"))
    for line in ("2\n", "n\n", "\n", ""):
        ran = run_selfcheck("forget", path, "--accessible", "--lang", "en", env=home, input=line)
        assert (ran.code, ran.err) == (0, "Nothing was deleted.\n")
        assert str(path) in ran.out
    assert path.exists()
    ran = run_selfcheck("forget", path, "--lang", "en", env=home)
    assert ran.code == 2
    assert "--yes" in ran.err
    ran = run_selfcheck("forget", path, "--accessible", "--lang", "tr", env=home, input="evet\n")
    assert ran.code == 0
    assert not path.parent.exists(), "an empty folder of an organisation goes too"


def test_forgetting_takes_no_file_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{}")
    (tmp_path / "x.response.json").write_text("damaged")
    assert run_selfcheck("forget", tmp_path / "notes.json", "--yes").code == 3
    assert (tmp_path / "notes.json").exists()
    assert run_selfcheck("forget", tmp_path / "missing.response.json", "--yes").code == 5
    assert run_selfcheck("forget", tmp_path / "x.response.json", "--yes").code == 0
    assert not (tmp_path / "x.response.json").exists()


def test_several_packs_side_by_side_are_named_where_nobody_can_be_asked(tmp_path: Path) -> None:
    write_tree(tmp_path / "packs" / "one", FILES)
    write_tree(tmp_path / "packs" / "two", FILES)
    ran = run_selfcheck("start", "--answers", DEMO, "--pack", tmp_path / "packs", "--lang", "en")
    assert ran.code == 2
    assert f"name one of them: --pack {tmp_path / 'packs' / 'one'}" in ran.err


def completed(line: str, home: dict[str, str]) -> list[str]:
    """What bash is offered at the end of a line."""
    words = line.split(" ")
    env = {**home, "_SELFCHECK_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    return run_selfcheck(env=env).out.split("\n")[:-1]


def test_the_shell_completes_commands_saved_files_and_languages(home: dict[str, str]) -> None:
    start(home)
    path = str(next(Path(home["SELFCHECK_DIR"]).rglob("*.response.json")))
    assert {"start", "resume", "plan"} <= set(completed("selfcheck ", home))
    for command in ("plan", "resume", "forget"):
        assert completed(f"selfcheck {command} ", home) == [path]
    assert completed(f"selfcheck plan {path[:-20]}", home) == [path]
    assert "ornek" not in "".join(completed("selfcheck plan other", home))
    assert completed("selfcheck start --lang t", home) == ["tr"]
