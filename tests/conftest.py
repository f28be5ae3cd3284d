"""What the tests share: packs from texts, golden files, the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest
from msgspec import Struct

from selfcheck.content.loading import load_pack
from selfcheck.content.model import Pack

ROOT = Path(__file__).parents[1]
GUARD = ROOT / "tests" / "guard"
GOLDEN = ROOT / "tests" / "golden"

#: A folder that is not there: the settings of whoever runs the tests must not change them.
NOWHERE = str(ROOT / "no" / "settings")

NOW = datetime(2026, 11, 24, 14, 22, tzinfo=UTC)

PACK_YAML = """\
pack: tiny
version: 1.0.0
title: Tiny check
languages: [en]
levels:
  - {id: low, from: 0, title: Low}
  - {id: high, from: 50, title: High}
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_configure(config: pytest.Config) -> None:
    """Watch this process, and whatever it starts, for connections to anywhere."""
    os.environ["NOBODY_GOES_OUT"] = tempfile.mkstemp(prefix="connections-")[1]
    path = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(GUARD) not in path:
        os.environ["PYTHONPATH"] = os.pathsep.join([str(GUARD), *filter(None, path)])
    import tests.guard.sitecustomize  # noqa: F401  # once the environment says where to write


def pytest_unconfigure(config: pytest.Config) -> None:
    Path(os.environ["NOBODY_GOES_OUT"]).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def nobody_goes_out() -> Iterator[None]:
    """A test fails when it, or a program it started, reached for another computer."""
    yield
    notes = Path(os.environ["NOBODY_GOES_OUT"])
    text = notes.read_text("utf-8")
    notes.write_text("", "utf-8")
    assert text == ""


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file: `golden(text, "plan.md")`."""

    def compare(text: str, name: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.exists(), f"write {path} with: pytest --update-golden"
        assert text == path.read_text("utf-8")

    return compare


def write_tree(folder: Path, files: dict[str, str]) -> Path:
    """Write files from dedented texts; `questions/pack.yaml` is made up where it is not given."""
    for name, text in {"questions/pack.yaml": PACK_YAML, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    return folder


def make_pack(folder: Path, files: dict[str, str]) -> Pack:
    """A pack from texts, which must hold no mistake."""
    pack, problems = load_pack(write_tree(folder, files))
    assert problems == ()
    return pack


class Ran(Struct, frozen=True, dict=True):
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


def run_selfcheck(
    *arguments: str | Path, env: dict[str, str] | None = None, input: str | bytes = b"", cwd: Path | None = None
) -> Ran:
    """Run the real program as a process of its own, without a terminal."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("SELFCHECK", "LC_", "LANG", "ACCESSIBLE", "NO_COLOR"))
    }
    environment |= {"PYTHONWARNINGS": "error", "TERM": "xterm-256color", "XDG_CONFIG_HOME": NOWHERE, **(env or {})}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "selfcheck", *map(str, arguments)],
        input=input.encode() if isinstance(input, str) else input,
        capture_output=True,
        env=environment,
        cwd=cwd,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
