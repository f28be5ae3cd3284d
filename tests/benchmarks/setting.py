"""Where the program is measured: an environment with its wheel and with what it is compared with, and the inputs."""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from tests.benchmarks.processes import Command
from tests.benchmarks.processes import run
from tests.benchmarks.synthetic import write_pack
from tests.cohorts import write_cohort
from tests.conftest import NOWHERE
from tests.conftest import ROOT

#: What the rows compare with, apart from what the program itself needs.
YARDSTICKS = ("questionary", "copier")

#: A command of one function, and the script that pip would make for it.
HELLO = """\
import typer
app = typer.Typer()
@app.command()
def hello(name: str = "world") -> None:
    print(f"Hello {name}")
"""

SCRIPT = """\
#!{python}
import re
import sys
from hello import app
if __name__ == "__main__":
    sys.argv[0] = re.sub(r"(-script\\.pyw|\\.exe)?$", "", sys.argv[0])
    sys.exit(app())
"""

SELECT = """\
import sys
import questionary
choices = ["We have not begun", "We have made first steps", "We do it partly", "We do it mostly"]
for n in range(1, int(sys.argv[1]) + 1):
    questionary.select(f"Question {n:02}", choices=choices).unsafe_ask()
"""

LOADER = """\
import os, sys, yaml
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            text = file.read()
        yaml.load(text if name.endswith(".yaml") else text[4 : text.index("\\n---\\n", 4)], yaml.CSafeLoader)
"""

DECODE = """\
import msgspec, os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            msgspec.json.decode(file.read())
"""

GROUP = """\
import duckdb, sys
duckdb.execute("SELECT question, code, by_legal_form, COUNT(*) FROM read_parquet(?) GROUP BY ALL", sys.argv[1:]).fetchall()
"""

#: Many packed responses from some: each is repeated under other numbers.
REPEAT = """\
import duckdb, sys
duckdb.execute('''COPY (
    SELECT t.* REPLACE ((response + k * 7919) % 2147483647 AS response)
    FROM read_parquet('{}') t, range({}) r(k)
) TO '{}' (FORMAT parquet, COMPRESSION zstd)'''.format(*sys.argv[1:]))
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """A folder for everything, and the environment variables of what is measured."""

    home: Path
    environment: dict[str, str]

    @property
    def selfcheck(self) -> Path:
        """The program."""
        return self.home / "venv" / "bin" / "selfcheck"

    @property
    def hello(self) -> Path:
        """The least that a command with typer can be."""
        return self.home / "venv" / "bin" / "hello"

    @property
    def python(self) -> Path:
        """The Python that the program is installed in."""
        return self.home / "venv" / "bin" / "python"

    def script(self, name: str, text: str) -> Path:
        """A yardstick as a file."""
        path = self.home / f"yardstick_{name}.py"
        path.write_text(text, "utf-8")
        return path

    def pack(self, size: int) -> Path:
        """A pack of so many questions, made when it is first asked for."""
        folder = self.home / f"pack-{size}"
        return folder if folder.exists() else write_pack(folder, size)

    def cohort(self, size: int) -> Path:
        """A folder of so many responses to the shipped pack, made when it is first asked for."""
        folder = self.home / f"cohort-{size}"
        if not folder.exists():
            write_cohort(folder, load_pack(shipped_pack())[0], size, seed=1)
        return folder

    def packed(self, size: int, times: int) -> Path:
        """So many responses, each so many times under other numbers, in one Parquet file."""
        one, many = self.home / f"one-{size}.parquet", self.home / f"many-{size}-{times}.parquet"
        if not many.exists():
            run([self.selfcheck, "cohort", "pack", self.cohort(size), "-q", "-o", one], self.environment)
            run([self.python, self.script("repeat", REPEAT), one, str(times), many], self.environment)
        return many


def make_setting(home: Path) -> Setting:
    """Install the program from a wheel, and what it is compared with."""
    home.mkdir(parents=True, exist_ok=True)
    venv = home / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    install: Command = [venv / "bin" / "python", "-m", "pip", "install", "--quiet", f"{ROOT}[cohort]", *YARDSTICKS]
    subprocess.run(install, check=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    places = {"SELFCHECK_DIR": str(home / "answers"), "SELFCHECK_LANG": "en", "XDG_CONFIG_HOME": NOWHERE}
    setting = Setting(home, {**kept, **places, "LANG": "C.UTF-8", "TERM": "xterm-256color"})
    _write_hello(setting)
    return setting


def _write_hello(setting: Setting) -> None:
    (packages,) = (setting.home / "venv").glob("lib/python*/site-packages")
    module = packages / "hello.py"
    module.write_text(HELLO, "utf-8")
    compileall.compile_file(str(module), quiet=1)
    setting.hello.write_text(SCRIPT.format(python=setting.python), "utf-8")
    setting.hello.chmod(0o755)
