"""G13: what an organisation says stays in its own folder, nothing goes out, and what was deleted is nowhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment.response_file import encode_response
from selfcheck.assessment.response_file import read_response
from tests.conftest import ROOT
from tests.conftest import Ran
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.guard.sitecustomize import NOTES
from tests.test_assessment import FILES
from tests.test_terminal import Window

CANARY = "Kanarya"


@dataclass(frozen=True)
class Sandbox:
    """A computer of its own: a home, a folder for temporary files, and the folder that somebody works in."""

    root: Path

    @property
    def environment(self) -> dict[str, str]:
        places = {"HOME": self.root / "home", "TMPDIR": self.root / "tmp"}
        usual = {name: "" for name in os.environ if name.startswith("XDG_")}
        return {**usual, "XDG_CONFIG_HOME": "", **{name: str(path) for name, path in places.items()}}

    def run(self, *arguments: str | Path, input: str = "", **env: str) -> Ran:
        environment = {**self.environment, "SELFCHECK_LANG": "en", **env}
        return run_selfcheck(*arguments, env=environment, input=input, cwd=self.root / "work")

    @property
    def answers(self) -> Path:
        return self.root / "home" / "selfcheck"

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.root.rglob("*") if path.is_file())

    def told(self) -> set[Path]:
        """Every file that tells of the organisation: in its name, its bytes, or what is packed in it."""
        return {path for path in self.files if CANARY.casefold() in path.name.casefold() or _tells(path)}


def _tells(path: Path) -> bool:
    parts = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    return any(CANARY.casefold().encode() in part.lower() for part in parts)


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    box = Sandbox(tmp_path / "computer")
    for name in ("home", "tmp", "work"):
        (box.root / name).mkdir(parents=True)
    return box


def answers_of(box: Sandbox) -> Path:
    """The demo's answers, with a note that names the organisation; not on that computer, where it would be found."""
    path = box.root.parent / "answers.yaml"
    path.write_text((ROOT / "demo.yaml").read_text("utf-8").replace("Ask the lawyer", f"{CANARY}: ask Ayşe"), "utf-8")
    return path


def responses(box: Sandbox) -> list[Path]:
    """The response files, in the order in which they were begun."""
    found = (path for path in box.answers.rglob("*.response.json") if not path.name.startswith("."))
    return sorted(found, key=lambda path: (len(path.name), path.name))


def do_everything(box: Sandbox) -> None:
    """All that is done with the answers of one organisation, by way of every command that writes."""
    answers = answers_of(box)
    name = f"{CANARY} Derneği"
    assert box.run("start", "--answers", answers, "--org", name, "--format", "md,html,docx,pdf,json").code == 0
    (first,) = responses(box)
    said = "".join(f"{line}\n" for line in ("1", "n", f"{CANARY} yazdı", "", "q", "1"))
    assert "Saved. 2 of 35 answered." in box.run("start", "--from", first, "--accessible", input=said).err
    assert box.run("start", "--answers", answers, "--org", name).code == 0
    last = responses(box)[-1]
    for arguments in (
        ("plan", first, "--handoff", "--lang", "sr"),
        ("plan", first, "--hours", "5", "-o", "plan.html"),
        ("progress", first),
        ("open", first),
        ("saved",),
        ("combine", first, last, "--save", "--format", "md,html"),
        ("compare", first, last, "--format", "html"),
        ("cohort", box.answers, "--internal", "--format", "html,xlsx,json"),
        ("cohort", "pack", box.answers, "-o", "answers.parquet"),
    ):
        ran = box.run(*arguments, BROWSER="true %s")
        assert ran.code == 0, (arguments, ran.err)
    environment = {**box.environment, "SELFCHECK_DIR": "", "SELFCHECK_LANG": "en"}
    window = Window(box.answers, "resume", str(last), size=(80, 24), shell="", **environment)
    try:
        window.see("Check your answers")
        window.child.send("q")
        window.child.send("\x03")
        window.end()
    finally:
        window.child.close(force=True)


@pytest.mark.guarantee("G13.2", "G13.3", "G13.5")
@pytest.mark.timeout(180)
def test_what_is_said_stays_in_one_folder_and_what_is_deleted_is_nowhere(sandbox: Sandbox) -> None:
    do_everything(sandbox)
    chosen = sandbox.root / "work"  # what was asked for with -o, and reports without a folder of their own
    told = sandbox.told()
    home = sandbox.answers / "kanarya-dernegi"
    assert {path.parent for path in told} <= {home, chosen}
    assert {path.name for path in told if path.parent == chosen} <= {
        "plan.html",
        "cohort.html",
        "cohort.xlsx",
        "cohort.json",
    }
    assert len([path for path in told if path.parent == home]) > 15
    assert list((sandbox.root / "tmp").iterdir()) == []

    run = json.loads(sandbox.run("doctor", "--json").out)["doctor"]
    known = (Path(run["folder"]), Path(run["settings"]).parent, Path(run["visits"]).parent, chosen)
    assert [path for path in sandbox.files if not any(path.is_relative_to(place) for place in known)] == []

    shutil.rmtree(chosen)
    chosen.mkdir()
    leave_what_others_leave(sandbox)
    for path in responses(sandbox):
        if path.exists():
            assert sandbox.run("forget", path, "--yes").code == 0
    assert sandbox.told() == set()
    assert not home.exists()


def leave_what_others_leave(box: Sandbox) -> None:
    """What killed runs, sync programs, a damaged file and a training leave beside a response."""
    first = responses(box)[0]
    for name in (
        f".{first.name}.tmp",
        f".{first.name}.lock",
        f"{first.name}.damaged",
        f"{first.name.removesuffix('.json')} (conflicted copy 2026-11-25).json",
        f"{first.stem}.sync-conflict-20261125-101010-ABCDEFG.json",
        f"{first.stem}-LAPTOP.json",
    ):
        shutil.copy(first, first.with_name(name))
    older = read_response(first).response
    newer = replace(older, revision=older.revision + 3, position="")
    first.with_name(f"{first.stem} (1).json").write_bytes(encode_response(newer))
    content = {
        "format": "selfcheck-training/1",
        "started": "x",
        "responses": [first.relative_to(box.answers).as_posix()],
    }
    (box.answers / "training-2026-11-25.training.json").write_text(json.dumps(content), "utf-8")


@pytest.mark.guarantee("G13.3")
def test_documents_of_several_go_with_the_last_of_them_and_are_named_before(sandbox: Sandbox) -> None:
    for _ in range(2):
        sandbox.run("start", "--answers", answers_of(sandbox), "--org", CANARY, "-q")
    first, last = responses(sandbox)
    for command in ("combine", "compare"):
        assert sandbox.run(command, first, last, "--format", "html").code == 0
    together = next(first.parent.glob("*.together.html"))
    (first.parent / "minutes.md").write_text("ours", "utf-8")

    ran = sandbox.run("forget", last, "--yes")
    assert f"{together} was made of several responses. If this one was among them, delete it too." in ran.err
    assert together.exists()
    assert list(first.parent.glob("*.compared.html")) == []
    ran = sandbox.run("forget", first, "--yes")
    assert "several responses" not in ran.err
    assert {path.name for path in first.parent.iterdir()} == {"minutes.md"}


@pytest.mark.guarantee("G13.3")
def test_only_copies_of_the_same_response_are_taken_for_copies(sandbox: Sandbox) -> None:
    for _ in range(2):
        sandbox.run("start", "--answers", answers_of(sandbox), "--org", CANARY, "-q")
    first, last = responses(sandbox)
    copy = first.with_name("a copy of it.json")
    shutil.copy(first, copy)
    kept = {last, first.with_name("letter.json"), first.with_name("list.json")}
    first.with_name("letter.json").write_text('{"format": "selfcheck-response/1"}', "utf-8")
    first.with_name("list.json").write_text("[]", "utf-8")
    first.write_bytes(first.read_bytes()[:200])
    assert sandbox.run("forget", first, "--yes").code == 0
    assert not copy.exists()
    assert all(path.exists() for path in kept)


@pytest.mark.guarantee("G13.5")
def test_doctor_says_where_visits_are_remembered(sandbox: Sandbox) -> None:
    link = {"feedback/en/1/1.md": "---\ntitle: A\nquestion_id: 1\nchoice_id: 1\n---\n[a](http://127.0.0.1:1/)\n"}
    pack = write_tree(sandbox.root.parent / "pack", {**FILES, **link})
    assert sandbox.run("content", "links", pack, "--allow-private").code == 0
    (written,) = sandbox.files
    assert Path(json.loads(sandbox.run("doctor", "--json").out)["doctor"]["visits"]) == written


#: Runs one command again and again, and lets it fail at the n-th call of a function of ours, at places spread over it.
BREAK = f"""
import sys
from selfcheck.cli import main
command, tries = sys.argv[2:], int(sys.argv[1])
class Planted(Exception): pass
def run(stop):
    seen = 0
    def count(frame, event, argument):
        nonlocal seen
        if event == "call" and "selfcheck/" in frame.f_code.co_filename and frame.f_code.co_name != "report_bug":
            seen += 1
            if seen == stop:
                answer = "{CANARY} in a variable"
                raise Planted("{CANARY} in a message")
    sys.setprofile(count)
    try:
        code = main(command)
    finally:
        sys.setprofile(None)
    return seen, code
run(0)  # what is loaded once is loaded now
total, code = run(0)
assert code == 0, code
for n in range(tries):
    stop = total * (2 * n + 1) // (2 * tries)
    seen, code = run(stop)
    print("BROKE", stop, code, file=sys.stderr)
"""


@pytest.mark.guarantee("G13.4")
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("command", "tries"),
    [
        (("start", "--answers", "ANSWERS", "--org", CANARY, "--format", "md,html", "-q"), 6),
        (("plan", "RESPONSE", "--handoff", "--format", "html", "-q"), 6),
        (("progress", "RESPONSE", "--accessible"), 4),
        (("saved",), 4),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_bug_tells_nothing_wherever_it_happens(sandbox: Sandbox, command: tuple[str, ...], tries: int) -> None:
    sandbox.run("start", "--answers", answers_of(sandbox), "--org", CANARY, "-q")
    places = {"ANSWERS": str(answers_of(sandbox)), "RESPONSE": str(responses(sandbox)[0])}
    logs = sandbox.root / "logs"  # the response that makes the flow work is elsewhere
    environment = {**os.environ, **sandbox.environment, "SELFCHECK_LANG": "en", "SELFCHECK_DIR": str(logs)}
    if command == ("saved",):
        shutil.copytree(sandbox.answers, logs)
    ran = subprocess.run(
        [sys.executable, "-c", BREAK, str(tries), *(places.get(part, part) for part in command)],
        env=environment, cwd=sandbox.root / "work", capture_output=True, text=True, check=True,
    )  # fmt: skip
    broke = [line.split() for line in ran.stderr.splitlines() if line.startswith("BROKE")]
    assert [code for _, _, code in broke] == ["1"] * tries
    assert CANARY not in ran.stderr
    written = list(logs.glob("log-*.txt"))
    assert written
    for log in written:
        text = log.read_text("utf-8")
        assert "Planted" in text
        assert CANARY not in text


@pytest.mark.guarantee("G13.4")
def test_not_even_somebody_who_looks_for_the_bug_is_shown_a_variable(sandbox: Sandbox) -> None:
    code = (
        "import sys\nfrom selfcheck.cli import main\nimport selfcheck.assessment.places as places\n"
        f"def broken(folder):\n    answer = '{CANARY} '.strip()\n    raise RuntimeError('here')\n"
        "places.kept_responses = broken\nmain(['saved', '--debug'])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **sandbox.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "RuntimeError: here" in ran.stderr
    assert CANARY not in ran.stderr.replace(f"answer = '{CANARY} '.strip()", "")
    assert "locals" not in ran.stderr


OUT = [
    'socket.create_connection(("192.0.2.1", 80), 1)',
    'socket.create_connection(("2001:db8::1", 80), 1)',
    'socket.getaddrinfo("example.org", 443)',
    'with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp: udp.sendto(b"x", ("192.0.2.1", 53))',
    'urllib.request.urlopen("http://192.0.2.1/")',
]


@pytest.mark.guarantee("G13.1")
@pytest.mark.parametrize("call", OUT)
@pytest.mark.parametrize("here", [True, False], ids=["here", "in a child"])
def test_whoever_goes_out_is_stopped_and_written_down(call: str, here: bool) -> None:
    """The watch over the whole suite: in the tests themselves, and in a program that was started."""
    code = f"import socket, urllib.request\ntry:\n    {call}\nexcept (PermissionError, urllib.request.URLError):\n    print('stopped')\n"
    if here:
        said: list[str] = []
        exec(code, {"print": said.append})
    else:
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
        said = done.stdout.split()
    assert said == ["stopped"]
    assert "socket." in noted()


def noted() -> str:
    """What was written down in this test, which then is not held against it."""
    notes = Path(os.environ[NOTES])
    text = notes.read_text("utf-8")
    notes.write_text("", "utf-8")
    return text


@pytest.mark.guarantee("G13.1")
def test_a_program_that_is_not_watched_is_not_started() -> None:
    with pytest.raises(PermissionError):
        subprocess.run([sys.executable, "-c", "1"], env={"PATH": os.environ["PATH"]}, check=False)
    assert "subprocess.Popen" in noted()


@pytest.mark.guarantee("G13.1")
def test_the_program_starts_nothing_but_the_browser(sandbox: Sandbox) -> None:
    """A planted start of another program is seen in the real one."""
    planted = write_tree(
        sandbox.root / "planted", {"questions/pack.yaml": "", "msgspec.py": "import os; os.system('true')\n"}
    )
    run_selfcheck("content", "check", ROOT, env={"PYTHONPATH": f"{planted}{os.pathsep}{os.environ['PYTHONPATH']}"})
    assert "os.system" in noted()
