"""The README says what is true: its commands run, its rules are the rules, its piece of a plan is from a real one."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest
import yaml

from selfcheck.content import mistakes
from selfcheck.content.checks import CHECKS
from selfcheck.content.checks import TEXT_CHECKS
from selfcheck.content.checks import check_pack
from selfcheck.content.loading import load_pack
from tests.conftest import ROOT
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_cli import commands

README = ROOT / "README.md"


def rule_table() -> str:
    """The rules with the first sentence of their docstrings, in alphabetical order."""
    makers = [
        function
        for name, function in inspect.getmembers(mistakes, inspect.isfunction)
        if function.__module__ == mistakes.__name__ and inspect.signature(function).return_annotation == "Problem"
    ]
    described = {function.__name__: function.__doc__ for function in makers}
    described |= {check.__name__: check.__doc__ for check in CHECKS}
    described |= {check.__name__: check.__doc__ for check in TEXT_CHECKS}
    rows = [
        f"| `{name.replace('_', '-')}` | {str(text).splitlines()[0].rstrip('.')} |"
        for name, text in sorted(described.items())
    ]
    return "\n".join(rows)


def test_the_table_of_rules_is_current(request: pytest.FixtureRequest) -> None:
    text = README.read_text("utf-8")
    table = f"|---|---|\n{rule_table()}\n\n## What you can rely on"
    fresh = re.sub(
        r"(?<=\| rule \| holds that \|\n)\|---\|---\|\n.*?## What you can rely on", lambda _: table, text, flags=re.S
    )
    if request.config.getoption("--update-golden"):
        README.write_text(fresh, "utf-8")
    assert fresh == README.read_text("utf-8")


def test_every_command_is_named() -> None:
    text = README.read_text("utf-8")
    for command in commands():
        if command not in ((), ("content",), ("cohort", "report")):
            assert f"`selfcheck {' '.join(command)}" in text


def test_the_piece_of_a_plan_is_from_the_demo(tmp_path: Path) -> None:
    excerpt = re.search(r"A piece of the demo's plan:\n\n```markdown\n(.*?)```", README.read_text("utf-8"), re.S)
    assert excerpt is not None
    run_selfcheck("demo", "--lang", "en", env={"SELFCHECK_DIR": str(tmp_path)})
    lines = next(tmp_path.rglob("*.plan.md")).read_text("utf-8").split("\n")
    assert [line for line in excerpt[1].split("\n") if line not in lines] == []


@pytest.mark.parametrize(
    ("start", "golden"),
    [("### Meetings (1)", "several-en.md"), ("  Work  ", "screen-en-80.txt")],
)
def test_the_pieces_of_what_was_put_together_are_real(start: str, golden: str) -> None:
    blocks = re.findall(r"```(?:markdown|text)\n(.*?)```", README.read_text("utf-8"), re.S)
    excerpt = next(block for block in blocks if block.startswith(start))
    lines = (ROOT / "tests" / "golden" / "together" / golden).read_text("utf-8").split("\n")
    assert [line for line in excerpt.split("\n") if line not in lines] == []


def test_the_question_in_five_minutes_is_a_good_one(tmp_path: Path) -> None:
    text = README.read_text("utf-8")
    blocks = re.findall(r"```(?:yaml|markdown)\n(.*?)```", text, re.S)
    question = next(block for block in blocks if "id: 33" in block)
    document = next(block for block in blocks if "question_id: 33" in block)
    head = (ROOT / "questions" / "pack.yaml").read_text("utf-8")
    section = "section: meetings\ntitle: {tr: Toplantılar, en: Meetings, sr: Sastanci}\nquestions:\n" + question
    folder = write_tree(
        tmp_path, {"questions/pack.yaml": head, "questions/010-meetings.yaml": section, "feedback/en/33/1.md": document}
    )
    pack, problems = load_pack(folder)
    assert problems == ()
    assert {problem.rule for problem in check_pack(pack)} == {"missing-feedback"}
    (folder / "feedback/en/33/1.md").write_text(document.replace("choice_id: 1", "choice_id: 11"), "utf-8")
    ran = run_selfcheck("content", "check", folder, env={"SELFCHECK_LANG": "en"})
    quoted = re.search(r"    (feedback/en/33/1\.md:.*?)\n    (  hint: .*?)\n", text)
    assert quoted is not None
    assert f"{quoted[1]}\n{quoted[2]}\n" in ran.out


def test_the_test_files_that_are_named_exist() -> None:
    for name in re.findall(r"`(tests/[a-z_]+\.py)`", README.read_text("utf-8")):
        assert (ROOT / name).exists()


def test_the_json_of_a_check_is_as_it_says() -> None:
    text = README.read_text("utf-8")
    block = re.search(r"```json\n(.*?)```", text, re.S)
    assert block is not None
    ran = run_selfcheck("content", "check", ROOT / "tests" / "packs" / "unknown-key", "--json")
    assert ran.code == 3
    assert json.loads(ran.out) == json.loads(block[1])


def test_the_hook_checks_a_pack_in_its_own_repository(tmp_path: Path) -> None:
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]
    assert f"- id: {hook['id']}\n" in README.read_text("utf-8")
    command = [*hook["entry"].split()[1:], *hook["args"]]
    for name, code in (("no-problem", 0), ("unknown-key", 3), ("missing-language", 0)):
        assert run_selfcheck(*command, cwd=ROOT / "tests" / "packs" / name).code == code
    assert run_selfcheck(*command, cwd=tmp_path).code == 3
    assert run_selfcheck(*command[:-1], tmp_path / "nowhere").code == 5
    for path in ("questions/pack.yaml", "questions/010-a.yml", "feedback/en/9/1.md", "feedback/resources.yaml"):
        assert re.search(hook["files"], path)
    assert not re.search(hook["files"], "README.md")
