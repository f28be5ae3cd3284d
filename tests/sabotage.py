"""The test of the tests: twelve faults, planted one at a time in a copy, of which each must turn tests red.

python -m tests.sabotage            every fault, against the tests that are named for it
python -m tests.sabotage --all      against the whole suite, until the first test fails
python -m tests.sabotage lock zip   only the faults whose names begin so
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]

#: What is no source, and would only take time to copy.
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")


@dataclass(frozen=True, slots=True)
class Fault:
    """One change in one place, and the tests that must see it."""

    name: str
    path: str
    right: str
    wrong: str
    tests: tuple[str, ...]


LOOSELY = """\
def read_nodes(text: str, path: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    def node(value: Any) -> Node:
        if isinstance(value, dict):
            entries = {str(key): (Scalar(str(key), first_line, 1), node(each)) for key, each in value.items()}
            return Mapping(entries, first_line, 1)
        if isinstance(value, list):
            return Sequence([node(each) for each in value], first_line, 1)
        return Scalar("" if value is None else str(value), first_line, 1)

    try:
        return node(yaml.safe_load(text)), []
    except yaml.YAMLError as error:
        return None, [_syntax_problem(error, path, first_line)]


def read_strictly("""

SAVING = "tests/guarantees/test_saved_means_saved.py::test_a_power_cut_leaves_the_old_file_or_the_new_one"

FAULTS = (
    Fault(
        "file is not flushed",
        "selfcheck/files.py",
        "rest = rest[os.write(descriptor, rest) :]\n        os.fsync(descriptor)",
        "rest = rest[os.write(descriptor, rest) :]",
        (SAVING,),
    ),
    Fault("folder is not flushed", "selfcheck/files.py", "        _flush_folder(path.parent)\n", "", (SAVING,)),
    Fault(
        "written over the old file",
        "selfcheck/files.py",
        "            _write_through(fresh, data, mode=_mode(path, 0o600 if private else 0o666))\n"
        "            _keep_older(path, keep)\n"
        "            _replace(fresh, path)\n",
        "            _keep_older(path, keep)\n"
        '            with path.open("wb") as file:\n'
        "                file.write(data)\n",
        ("tests/test_response_file.py",),
    ),
    Fault("no lock", "selfcheck/files.py", "        lock.acquire()\n", "", ("tests/test_response_file.py",)),
    Fault(
        "yaml is loaded loosely", "selfcheck/content/yaml_nodes.py", "def read_nodes(", LOOSELY, ("tests/test_fuzz.py",)
    ),
    Fault(
        "depth is not counted",
        "selfcheck/content/yaml_nodes.py",
        "if len(self.stack) >= DEPTH:",
        "if len(self.stack) < 0:",
        ("tests/test_packs.py", "tests/test_fuzz.py"),
    ),
    Fault(
        "printed as it is",
        "selfcheck/terminal/printing.py",
        "stream.write(visible(text))",
        "stream.write(text)",
        ("tests/test_cli.py::test_a_name_from_another_laptop_cannot_steer_the_terminal",),
    ),
    Fault(
        "hidden characters stay hidden",
        "selfcheck/content/characters.py",
        'return HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)',
        "return text",
        ("tests/test_pages.py", "tests/test_markdown.py"),
    ),
    Fault(
        "html is not escaped",
        "selfcheck/documents/html.py",
        "return html.escape(visible(text))",
        "return visible(text)",
        ("tests/test_documents.py",),
    ),
    Fault(
        "cells are not guarded",
        "selfcheck/tables/comma.py",
        'return f"\'{text}" if _FORMULA.match(text) else text',
        "return text",
        ("tests/test_tables.py",),
    ),
    Fault(
        "zip is unpacked before it is judged",
        "selfcheck/content/archives.py",
        "            reason = _refusal(entries, limit)\n",
        '            archive.extractall(__import__("tempfile").mkdtemp())\n'
        "            reason = _refusal(entries, limit)\n",
        ("tests/test_folders.py",),
    ),
    Fault(
        "links are followed",
        "selfcheck/content/folders.py",
        "        if entry.is_symlink():\n",
        "        if not entry.name:\n",
        ("tests/test_folders.py",),
    ),
)


def there(fault: Fault) -> list[str]:
    """Those of the tests that are named for a fault whose files are there."""
    return [test for test in fault.tests if (ROOT / test.partition("::")[0]).exists()]


def plant(fault: Fault, copy: Path) -> None:
    """Put a fault into a copy. Raises ValueError where its place is not there, or not only there."""
    place = copy / fault.path
    text = place.read_text("utf-8")
    if text.count(fault.right) != 1:
        raise ValueError(f"{fault.name}: {fault.path} does not hold this once:\n{fault.right}")
    place.write_text(text.replace(fault.right, fault.wrong), "utf-8")


def run_tests(copy: Path, *arguments: str) -> str:
    """The first test that fails in a copy; "" where none does. Raises RuntimeError where tests cannot be run at all."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *arguments]
    ran = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    failed = re.search(r"^(?:FAILED|ERROR) (tests/\S+::\S+)", ran.stdout, re.MULTILINE)
    if ran.returncode == 0 or failed:
        return failed[1] if failed else ""
    raise RuntimeError(ran.stdout[-4000:] + ran.stderr[-2000:])


def main(arguments: list[str] | None = None) -> int:
    """Plant each fault in turn, and tell which tests saw it; 1 where one was not seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.sabotage", description="Plant faults, and see tests fail.")
    parser.add_argument("--all", action="store_true", help="run the whole suite against each fault")
    parser.add_argument("names", nargs="*", help="only faults whose names begin so")
    wanted = parser.parse_args(arguments)
    faults = [each for each in FAULTS if not wanted.names or each.name.startswith(tuple(wanted.names))]
    unseen = 0
    with TemporaryDirectory(prefix="sabotage-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, symlinks=True, ignore=LEFT_OUT)
        named = sorted({test for fault in faults for test in there(fault)})
        untouched = run_tests(copy, *named, "-n", "auto") if named else ""
        if untouched:
            raise SystemExit(f"red without any fault: {untouched}")
        for fault in faults:
            plant(fault, copy)
            tests = ["-n", "auto"] if wanted.all else there(fault)
            seen = run_tests(copy, *tests) if tests else ""
            shutil.copy(ROOT / fault.path, copy / fault.path)
            unseen += not seen
            print(f"{fault.name:36} {f'red    {seen}' if seen else 'GREEN  no test saw it'}", flush=True)
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
