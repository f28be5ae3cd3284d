"""What is measured: each row against the least that its work costs, with the goal it is held to."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter_ns

from selfcheck.assessment.relevance import applicable
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.content.loading import load_pack
from tests.benchmarks.processes import Command
from tests.benchmarks.processes import Race
from tests.benchmarks.processes import compare
from tests.benchmarks.processes import race
from tests.benchmarks.processes import run
from tests.benchmarks.results import Figure
from tests.benchmarks.setting import DECODE
from tests.benchmarks.setting import GROUP
from tests.benchmarks.setting import LOADER
from tests.benchmarks.setting import SELECT
from tests.benchmarks.setting import Setting
from tests.benchmarks.windows import until_shown
from tests.benchmarks.windows import waits
from tests.conftest import ROOT

#: How often a start is measured, and a command that works.
STARTS, WORKS = 21, 7

#: How many questions are answered to measure the way from one to the next, and how often.
KEYS, SITTINGS = 31, 3

QUESTIONS = 1_000
RESPONSES = 10_000
REPEATED = 25


def start_up(setting: Setting) -> Iterator[Figure]:
    """What everyone pays at every command."""
    for option in ("--version", "--help"):
        raced = race([setting.selfcheck, option], [setting.hello], setting.environment, STARTS)
        yield _ratio(f"`selfcheck {option}`", "a hello-world command with typer", raced, 1.15)


def first_pages(setting: Setting) -> Iterator[Figure]:
    """How long a person waits for something to read."""
    importing: Command = [setting.python, "-c", "import questionary"]
    against = '`python -c "import questionary"`'
    pairs = []
    for _ in range(STARTS):
        shown = until_shown([setting.selfcheck], setting.environment, [("Start a new check", "")])
        pairs.append((shown, run(importing, setting.environment)))
    yield _ratio("the start page on the screen", against, compare(pairs), 1.5)
    pairs = []
    for n in range(STARTS):
        start: Command = [setting.selfcheck, "start", "--org", f"First {n}"]
        shown = until_shown(start, setting.environment, [("Press any key", " "), ("Question 1", "")])
        pairs.append((shown, run(importing, setting.environment)))
    yield _ratio("the page before the check, and its first question", against, compare(pairs), 1.5)


def next_pages(setting: Setting) -> Iterator[Figure]:
    """From Enter to the next question, with the answer on the disk, in a sitting of thirty-one."""
    pack = setting.pack(KEYS + 1)
    script = setting.script("select", SELECT)
    ours: list[float] = []
    theirs: list[float] = []
    for n in range(SITTINGS):
        sitting: Command = [setting.selfcheck, "start", "--pack", pack, "--org", f"Sitting {n}"]
        pages = [("Press any key", " "), *((f"Question {m}", "1\r") for m in range(1, KEYS + 2))]
        ours += waits(sitting, setting.environment, pages)[1:]
        asked = [(f"Question {m:02}", "\r") for m in range(1, KEYS + 2)]
        theirs += waits([setting.python, script, str(KEYS + 1)], setting.environment, asked)
    what = f"from Enter to the next question, answer on the disk: {median(ours) * 1000:.1f} ms"
    yield Figure(what, f"`questionary.select`: {median(theirs) * 1000:.1f} ms", median(ours) / median(theirs), "×", 0.4)
    yield Figure(f"the longest of {len(ours)}", "", max(ours) * 1000, "ms", 30)


def checking(setting: Setting) -> Iterator[Figure]:
    """What an editor waits for after a change."""
    pack = setting.pack(QUESTIONS)
    check: Command = [setting.selfcheck, "content", "check", pack]
    loader: Command = [setting.python, setting.script("loader", LOADER), pack]
    raced = race(check, loader, setting.environment, WORKS)
    yield _ratio("`content check`, 1,000 questions, 5,000 documents", "PyYAML's C loader on these files", raced, 2)
    yield Figure("its peak memory", "", raced.ours.peak, "MB", 80)


def many_documents(setting: Setting) -> Iterator[Figure]:
    """Whether ten times as many documents cost ten times as much."""
    few, many = (
        [run([setting.selfcheck, "content", "check", setting.pack(size)], setting.environment) for _ in range(3)]
        for size in (QUESTIONS, 10 * QUESTIONS)
    )
    ratio = median(each.cpu for each in many) / median(each.cpu for each in few) / 10
    yield Figure("`content check`, time for a document of 50,000", "the same of 5,000", ratio, "×", 1.15)


def what_applies(setting: Setting) -> Iterator[Figure]:
    """Which questions apply, as it is found out after each answer."""
    pack, _ = load_pack(setting.pack(QUESTIONS))
    rng = Random(1)
    answers = {question.id: Answer(choice=rng.choice(question.choices).id) for question in pack.questions}
    reference = PackReference(id=pack.id, version=pack.version, fingerprint=pack.fingerprint)
    response = Response(id="x", pack=reference, language="en", organisation="Many", answers=answers)
    took = []
    for _ in range(2000):
        begun = perf_counter_ns()
        applicable(pack, response)
        took.append((perf_counter_ns() - begun) / 1e6)
    yield Figure("which of 1,000 questions apply, found after an answer", "", median(took), "ms", 0.1)


def planning(setting: Setting) -> Iterator[Figure]:
    """A plan, from the shell to the file."""
    start: Command = [
        setting.selfcheck,
        "start",
        "--answers",
        ROOT / "demo.yaml",
        "--org",
        "Plan",
        "-q",
    ]
    run(start, setting.environment)
    (response,) = (setting.home / "answers" / "plan").glob("*.response.json")
    plan: Command = [setting.selfcheck, "plan", response, "-o", setting.home / "plan.md"]
    template, target = _template(setting), setting.home / "copied"
    copier: Command = [
        setting.home / "venv" / "bin" / "copier",
        "copy",
        "-q",
        "--defaults",
        "--overwrite",
        template,
        target,
    ]
    raced = race(plan, copier, setting.environment, WORKS)
    yield _ratio("a plan from the shell, file written", "copier, 30 questions into one file", raced, 0.3)


def _template(setting: Setting) -> Path:
    """A template of copier's that asks thirty questions and writes one file."""
    folder = setting.home / "template"
    folder.mkdir()
    asked = [f"q{n}:\n  type: str\n  help: Question {n}\n  default: Answer {n}\n" for n in range(1, 31)]
    (folder / "copier.yml").write_text("".join(asked), "utf-8")
    body = "".join(f"## Question {n}\n\n{{{{ q{n} }}}}\n\n" for n in range(1, 31))
    (folder / "plan.md.jinja").write_text(body, "utf-8")
    return folder


def many_files(setting: Setting) -> Iterator[Figure]:
    """The report on a folder of responses."""
    folder = setting.cohort(RESPONSES)
    report: Command = [setting.selfcheck, "cohort", folder, "-q", "-o", setting.home / "report.json"]
    decode: Command = [setting.python, setting.script("decode", DECODE), folder]
    raced = race(report, decode, setting.environment, WORKS)
    yield _ratio("a cohort of 10,000 response files", "decoding them with msgspec", raced, 1.5)
    yield Figure("its peak memory", "", raced.ours.peak, "MB", None)


def one_file(setting: Setting) -> Iterator[Figure]:
    """The report on a country: several processors work, so what counts is how long it takes."""
    packed = setting.packed(RESPONSES, REPEATED)
    report: Command = [setting.selfcheck, "cohort", packed, "--by", "legal_form", "-o", setting.home / "report.json"]
    group: Command = [setting.python, setting.script("group", GROUP), packed]
    raced = race(report, group, setting.environment, WORKS)
    against = f"the bare group-by in duckdb: {raced.theirs.wall:.2f} s"
    what = f"a cohort of 10,000,000 answers in one file: {raced.ours.wall:.2f} s"
    yield Figure(what, against, raced.wall_ratio, "×", 1.5)
    yield Figure("its peak memory", "", raced.ours.peak, "MB", None)


def _ratio(what: str, against: str, raced: Race, goal: float) -> Figure:
    ours, theirs = raced.ours.cpu * 1000, raced.theirs.cpu * 1000
    return Figure(f"{what}: {ours:.0f} ms", f"{against}: {theirs:.0f} ms", raced.cpu_ratio, "×", goal)


#: Every row, in the order of the table. Each word of `--only` is looked for in the names.
ROWS: tuple[Callable[[Setting], Iterator[Figure]], ...] = (
    start_up,
    first_pages,
    next_pages,
    checking,
    many_documents,
    what_applies,
    planning,
    many_files,
    one_file,
)
