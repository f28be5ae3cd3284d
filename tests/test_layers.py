"""The shape of the house: imports point one way, each library has one home, and a command loads only what it needs."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "selfcheck"

#: What each layer may import of the others.
ALLOWED = {
    "problems": set(),
    "cyrillic": set(),
    "words": {"problems", "cyrillic"},
    "files": {"problems"},
    "content": {"problems", "cyrillic"},
    "assessment": {"problems", "files", "content"},
    "documents": {"problems", "words", "content"},
    "tables": {"problems", "words", "content", "documents"},
    "plan": {"problems", "cyrillic", "words", "content", "documents", "assessment"},
    "cohort": {"problems", "words", "files", "content", "documents", "assessment"},
    "terminal": {"problems", "words", "files", "content", "documents", "assessment", "plan"},
    "cli": {
        "problems",
        "words",
        "files",
        "content",
        "documents",
        "tables",
        "assessment",
        "plan",
        "cohort",
        "terminal",
        "__init__",
    },
    "__init__": set(),
    "__main__": {"cli"},
}

#: Where each third-party library may be imported.
HOMES: dict[str, set[str]] = {
    "yaml": {"content/yaml_nodes.py", "content/yaml_marks.py"},
    "python_calamine": {"tables/xlsx.py"},
    "xlsxwriter": {"tables/xlsx.py", "cohort/sheets.py"},
    "pyxform": {"tables/xlsform_check.py"},
    "markdown_it": {"content/markdown.py"},
    "jinja2": {"documents/templates.py"},
    "typst": {"documents/pdf.py"},
    "docx": {"documents/docx.py"},
    "duckdb": {"cohort/duck.py"},
    "psycopg": {"cohort/postgres.py"},
    "pyspark": {"cohort/spark.py"},
    "py4j": {"cohort/spark.py"},
    "markupsafe": {"documents/"},
    "msgspec": {""},
    "dataclasses": set(),  # a value is a Struct
    "prompt_toolkit": {"terminal/drawn.py", "terminal/editors/watching.py"},
    "wcwidth": {"terminal/wrapping.py"},
    "filelock": {"files.py"},
    "typer": {"cli/"},
    "platformdirs": {"cli/configuration.py"},
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            inside = PACKAGE.parent.joinpath(*node.module.split("."))
            for alias in node.names:
                is_module = (inside / f"{alias.name}.py").exists()
                yield f"{node.module}.{alias.name}" if is_module else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "selfcheck":
            other = parts[1] if len(parts) > 1 else "__init__"
            assert other == layer or other in ALLOWED[layer], f"{layer} must not import {module}"


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_each_library_has_one_home(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    for module in imports(path):
        library = module.split(".")[0]
        if library in HOMES:
            assert any(place.startswith(home) for home in HOMES[library]), f"{place} must not import {library}"
        else:
            assert library in {*sys.stdlib_module_names, "selfcheck"}, f"{library} has no home"


def test_no_imports_go_round() -> None:
    modules = {".".join(("selfcheck", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in files()}
    modules = {name.removesuffix(".__init__"): path for name, path in modules.items()}
    edges = {name: {each for each in imports(path) if each in modules} for name, path in modules.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"imports go round: {' -> '.join((*trail, name))}"
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in modules:
        visit(name, ())


HEAVY = {
    "prompt_toolkit",
    "jinja2",
    "rich",
    "markdown_it",
    "msgspec",
    "yaml",
    "filelock",
    "pydantic",
    "duckdb",
    "xlsxwriter",
    "psycopg",
    "pyspark",
}


def loaded_by(*arguments: str) -> set[str]:
    code = (
        "import sys\nfrom selfcheck.cli import main\n"
        f"code = main({list(arguments)!r})\n"
        "print('\\n'.join(sorted({name.split('.')[0] for name in sys.modules})), file=sys.stderr)\nsys.exit(code)"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "SELFCHECK"))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return set(done.stderr.split("\n"))


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (("--version",), set()),
        (("--help",), set()),
        (("start", "--help"), {"msgspec"}),
        (("compare", "--help"), {"msgspec"}),
        (("content", "check", str(PACKAGE.parent / "tests" / "packs" / "no-problem")), {"msgspec"}),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments: tuple[str, ...], needed: set[str]) -> None:
    assert loaded_by(*arguments) & HEAVY == needed


@pytest.mark.guarantee("G9.6")
def test_only_one_door_writes_to_a_stream() -> None:
    """Foreign text must not reach the screen past `printing`, which shows what could play tricks."""
    doors = {"terminal/printing.py", "terminal/plain.py"}
    for path in files():
        place = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and place not in doors:
                called = ast.unparse(node.func)
                assert called not in {"print", "typer.echo", "typer.secho"}, f"{place}:{node.lineno}"
                assert not called.startswith(("sys.stdout.write", "sys.stderr.write")), f"{place}:{node.lineno}"


@pytest.mark.guarantee("G13.1")
def test_only_one_door_starts_a_program() -> None:
    """What starts another program is the browser, when a person asks for it, and nothing else."""
    for path in files():
        place = path.relative_to(PACKAGE).as_posix()
        starters = {"subprocess", "webbrowser", "multiprocessing", "pty", "ctypes"}
        assert place == "terminal/browser.py" or not starters & set(imports(path)), place
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert not called.startswith(("os.system", "os.exec", "os.spawn", "os.popen", "os.posix_spawn")), place


def test_only_one_door_writes_files() -> None:
    """A file is written whole or not at all, so nothing but `files` opens one for writing."""
    for path in files():
        if path.name == "files.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert not called.endswith(("write_text", "write_bytes")), f"{path.name}:{node.lineno}"
                assert called != "open", f"{path.name}:{node.lineno}"


@pytest.mark.guarantee("G13.1")
def test_only_one_door_leads_to_the_network() -> None:
    """Nothing leaves the laptop but the visits to links, which an editor asks for by name."""
    network = {"socket", "ssl", "http.client", "http.server", "urllib.request", "ftplib", "smtplib"}
    for path in files():
        if path.relative_to(PACKAGE).as_posix() != "content/visitor.py":
            assert not network & set(imports(path)), path
