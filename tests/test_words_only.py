"""A pack is only words, and nothing leaves the laptop: watched from inside while the real commands run."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.conftest import write_tree
from tests.test_assessment import FILES

#: Words that would do something if anything but words were made of them.
PAYLOADS = [
    "{{ 7*7 }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# gone #}",
    "${7*7}",
    "%s %(name)s %n",
    "{0.__class__}",
    "{organisation}",
    "`id`",
    "$(id)",
    "<script>alert(1)</script>",
    "![](https://example.org/track.png)",
]

WATCH = """
import sys
WATCHED = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "socket.connect", "socket.bind", "socket.getaddrinfo", "urllib")
def watch(event, arguments):
    if event.startswith(WATCHED):
        sys.stderr.write(f"WATCHED {event}\\n")
sys.addaudithook(watch)
from selfcheck.cli import main
sys.exit(main(sys.argv[1:]))
"""


def watched(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SELFCHECK_DIR": str(folder), "SELFCHECK_LANG": "en"}
    command = [sys.executable, "-c", WATCH, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def hostile(folder: Path, payload: str) -> Path:
    """A pack that says the payload in every place where it can say something."""
    quoted = "'" + payload.replace("'", "''") + "'"
    files = {
        "questions/pack.yaml": f"pack: hostile\nversion: {quoted}\ntitle: {quoted}\nlanguages: [en]\nlevels:\n"
        f"  - {{id: low, from: 0, title: {quoted}}}\n",
        "questions/010.yaml": f"section: s\ntitle: {quoted}\nquestions:\n  - id: 1\n    text: {quoted}\n    short: {quoted}\n"
        f"    choices:\n      - {{id: 1, text: {quoted}, score: 0}}\n      - {{id: 2, text: B, score: 1}}\n",
        "feedback/1.md": f"---\ntitle: {quoted}\nquestion_id: 1\nchoice_id: [1, 2]\nactions: [{quoted}]\nwho: {quoted}\n---\n{payload}\n",
    }
    return write_tree(folder, files)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_stay_words(tmp_path: Path, payload: str) -> None:
    pack = hostile(tmp_path / "pack", payload)
    answers = tmp_path / "answers.yaml"
    answers.write_text("1: {choice: 1, note: '" + payload.replace("'", "''") + "'}\n", "utf-8")
    ran = watched(tmp_path / "a", "start", "--pack", pack, "--answers", answers, "--org", payload, "-o", "-")

    assert "WATCHED" not in ran.stderr
    if ran.returncode == 3:  # too long for a title, which is an error of its own
        assert "[long-text]" in ran.stderr or "mistakes" in ran.stderr
        return
    assert ran.returncode == 0, ran.stderr
    plain = ran.stdout.replace("\\", "")
    assert f"# Action plan: {payload}" in plain
    told = re.sub(r"(?m)^\*selfcheck \d.*$", "", ran.stdout)  # the plan's last line holds an id that is drawn
    assert "49" not in told
    assert "uid=" not in ran.stdout
    assert "<script" not in ran.stdout.replace("\\<script", "")


@pytest.mark.guarantee("G13.1")
def test_the_commands_open_no_connection_and_start_no_program(tmp_path: Path) -> None:
    every = ("demo", "--lang", "tr", "--format", "md,html,docx,pdf,json")
    for arguments in (every, ("content", "check"), ("saved",), ("doctor",), ("--help",)):
        ran = watched(tmp_path, *arguments)
        assert ran.returncode == 0
        assert "WATCHED" not in ran.stderr, arguments


@pytest.mark.guarantee("G13.1")
def test_only_open_starts_a_program_and_only_the_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one exception, so it is watched that the watch sees it."""
    watched(tmp_path, "demo", "--lang", "tr")
    monkeypatch.setenv("BROWSER", "true %s")
    ran = watched(tmp_path, "open")
    assert ran.returncode == 0
    started = [line for line in ran.stderr.splitlines() if line.startswith("WATCHED")]
    assert started == ["WATCHED subprocess.Popen"]


@pytest.mark.parametrize("payload", ["{{ 7*7 }} ${7*7} `id`", "<script>alert(1)</script>"])
def test_words_stay_words_in_tables_forms_and_on_paper(tmp_path: Path, payload: str) -> None:
    pack = hostile(tmp_path / "pack", payload)
    for name in ("table.csv", "paper.md", "paper.html"):
        ran = watched(tmp_path, "content", "export", "--pack", pack, "-o", tmp_path / name)
        assert ran.returncode == 0 or "[long-text]" in ran.stderr
        assert "WATCHED" not in ran.stderr
        if ran.returncode == 0:
            text = re.sub("<style>.*?</style>", "", (tmp_path / name).read_text("utf-8"), flags=re.DOTALL)
            assert payload.replace('"', '""' if name == "table.csv" else '"') in html.unescape(text).replace("\\", "")
            assert "49" not in text
            assert "<script" not in text.replace("\\<script", "") or name == "table.csv"
    ran = watched(tmp_path, "content", "import", tmp_path / "table.csv", "--pack", pack)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "WATCHED" not in ran.stderr


@pytest.mark.guarantee("G13.1")
def test_tables_and_forms_open_no_connection_and_start_no_program(tmp_path: Path) -> None:
    for arguments in (
        ("content", "export", "-o", "form.xlsx", "--format", "xlsform"),
        ("content", "export", "-o", "paper.pdf"),
        ("content", "export", "-o", "paper.docx"),
        ("content", "translate", "export", "--to", "en", "-o", "sheet.xlsx"),
        ("content", "translate", "import", "sheet.xlsx", "--dry-run", "--pack", str(ROOT)),
        ("content", "schema", "response"),
    ):
        paths = [str(tmp_path / part) if "." in part and "/" not in part else part for part in arguments]
        ran = watched(tmp_path, *paths)
        assert ran.returncode == 0, ran.stderr
        assert "WATCHED" not in ran.stderr, arguments


def test_the_words_of_the_test_pack_load(tmp_path: Path) -> None:
    ran = watched(tmp_path, "content", "check", write_tree(tmp_path / "pack", FILES))
    assert ran.returncode == 0
