"""G16: limits that are said, and texts made to take long that do not. Nothing here is a race: hangs are cut off."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from selfcheck.assessment.response import NOTE_LIMIT
from selfcheck.assessment.response_file import decode_response
from selfcheck.content import folders
from selfcheck.content.archives import FILE_LIMIT
from selfcheck.content.archives import ZIP_FILES
from selfcheck.content.archives import ZIP_LIMIT
from selfcheck.content.checks import MOST_CHOICES
from selfcheck.content.checks import check_pack
from selfcheck.content.checks import check_questions
from selfcheck.content.folders import QUESTIONS_LIMIT
from selfcheck.content.loading import ADVICE_LIMIT
from selfcheck.content.loading import MOST_QUESTIONS
from selfcheck.content.loading import load_pack
from selfcheck.content.loading import load_questions
from selfcheck.content.markdown import find_oddities
from selfcheck.content.markdown import parse_blocks
from selfcheck.content.yaml_lines import read_nodes
from selfcheck.content.yaml_nodes import DEPTH
from selfcheck.documents.document import Blocks
from selfcheck.documents.document import Document
from selfcheck.documents.html import render_html
from selfcheck.documents.markdown import render_blocks
from selfcheck.files import READ_LIMIT
from selfcheck.files import read_file
from selfcheck.problems import SelfcheckError
from selfcheck.terminal.wrapping import wrap
from selfcheck.words import Words
from tests.cohorts import write_cohort
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_cohort import shipped

EN = Words("en")

HEAD = "pack: big\nversion: 1.0.0\ntitle: Big\nlanguages: [en]\nlevels:\n  - {id: low, from: 0, title: Low}\n"


def section(number: int, questions: int, choices: int = 2, *, chained: bool = False) -> str:
    lines = [f"section: s{number}", f"title: Section {number}", "questions:"]
    for n in range(questions):
        lines += [f"  - id: q{number}-{n}", f"    text: Question {n} of section {number}?"]
        before = f"q{number}-{n - 1}" if n else f"q{number - 1}-{questions - 1}"
        if chained and (number or n):
            lines.append(f"    relevant: {{{before}: [1, 2]}}")
        lines.append("    choices:")
        lines += [f"      - {{id: {c}, text: Answer {c} of many, score: {c}}}" for c in range(1, choices + 1)]
    return "\n".join(lines) + "\n"


def large(size: int) -> dict[str, str]:
    """Twelve files of questions with so many letters altogether."""
    files = {f"questions/{n:02}.yaml": section(n, 1) for n in range(12)}
    rest = size - sum(map(len, files.values()))
    for n, name in enumerate(files):
        files[name] += "#" * (rest // 12 + (n < rest % 12))
    return files


def told(folder: Path) -> list[tuple[str, str]]:
    """What is wrong with the questions of a pack: where, and in which words."""
    pack, problems = load_questions(folder)
    found = [*problems, *check_questions(pack)]
    return [(str(problem.source), EN.sentence(problem.message)) for problem in found if problem.severity == "error"]


#: How many questions a pack is expected to grow to.
GROWN = 2000

Case = tuple[Callable[[int], dict[str, str]], int, str, str]

#: How a pack of a size is made, the largest size that is good, and where and how it is said that it is larger.
LIMITS: dict[str, Case] = {
    "a file": (
        lambda n: {"questions/pack.yaml": HEAD + "#" * (n - len(HEAD)), "questions/1.yaml": section(1, 1)},
        FILE_LIMIT, "questions/pack.yaml:1:1", "This is larger than 2 MB.",
    ),
    "questions": (
        lambda n: {
            "questions/pack.yaml": HEAD,
            **{f"questions/{k}.yaml": section(k, min(1000, n - 1000 * k)) for k in range(-(-n // 1000))},
        },
        MOST_QUESTIONS, "questions/pack.yaml:1:1", "It asks more than 10000 questions.",
    ),
    "choices": (
        lambda n: {"questions/pack.yaml": HEAD, "questions/1.yaml": section(1, 1, n)},
        MOST_CHOICES, "questions/1.yaml:4:5", f"Question 'q1-0' offers {MOST_CHOICES + 1} choices.",
    ),
    "all questions": (
        lambda n: {"questions/pack.yaml": HEAD, **large(n - len(HEAD))},
        QUESTIONS_LIMIT, "questions:1:1", "This is larger than 20 MB.",
    ),
}  # fmt: skip


@pytest.mark.guarantee("G16.1")
@pytest.mark.parametrize("name", LIMITS)
def test_at_a_limit_it_works_and_above_it_one_sentence_names_it(name: str, tmp_path: Path) -> None:
    make, limit, place, sentence = LIMITS[name]
    assert told(write_tree(tmp_path / "below", make(limit - 1))) == []
    assert told(write_tree(tmp_path / "at", make(limit))) == []
    assert told(write_tree(tmp_path / "above", make(limit + 1))) == [(place, sentence)]


@pytest.mark.guarantee("G16.1")
def test_advice_is_no_book(tmp_path: Path) -> None:
    head = {"questions/pack.yaml": HEAD, "questions/1.yaml": section(1, 1)}
    start = "---\ntitle: A\nquestion_id: q1-0\nchoice_id: 1\n---\n"
    for size, read in ((ADVICE_LIMIT - 1, True), (ADVICE_LIMIT, True), (ADVICE_LIMIT + 1, False)):
        advice = start + "word " * size
        pack, problems = load_pack(write_tree(tmp_path / str(size), {**head, "feedback/1.md": advice[:size]}))
        assert (len(pack.feedback) == 1) == read
        assert [EN.sentence(problem.message) for problem in problems] == (
            [] if read else ["This is larger than 32 kB."]
        )


@pytest.mark.guarantee("G16.1")
def test_nesting_is_counted(tmp_path: Path) -> None:
    for opening, closing in (("[", "]"), ("{a: ", "}"), ("- ", "")):
        for depth, rules in ((DEPTH - 1, []), (DEPTH, []), (DEPTH + 1, ["too-deep"]), (300, ["too-deep"])):
            _, problems = read_nodes(opening * depth + closing * depth, "x.yaml")
            assert [problem.rule for problem in problems] == rules
        node, problems = read_nodes(opening * 200_000, "x.yaml")  # here the parser itself may have had enough
        assert (node, len(problems)) == (None, 1)


@pytest.mark.guarantee("G16.1")
def test_the_advice_of_a_pack_is_counted_by_files_and_by_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a folder, with limits that can be reached here; as a zip, with the real ones."""
    head = {"questions/pack.yaml": HEAD, "questions/1.yaml": section(1, 1)}
    text = "---\ntitle: A\nquestion_id: q1-0\nchoice_id: {n}\n---\nDo it.\n"
    two = {f"feedback/{n}.md": text.format(n=n) for n in (1, 2)}
    folder = write_tree(tmp_path / "folder", {**head, **two})
    monkeypatch.setattr(folders, "FEEDBACK_FILES", 2)
    assert load_pack(folder)[1] == ()
    monkeypatch.setattr(folders, "FEEDBACK_LIMIT", 2 * len(text))
    assert load_pack(folder)[1] == ()
    monkeypatch.setattr(folders, "FEEDBACK_LIMIT", len(text))
    pack, problems = load_pack(folder)
    assert ([problem.rule for problem in problems], str(problems[0].source)) == (["too-large"], "feedback:1:1")
    assert (len(pack.questions), len(pack.feedback)) == (1, 1)
    monkeypatch.undo()
    monkeypatch.setattr(folders, "FEEDBACK_FILES", 1)
    assert "It holds more than 1 files." in [str(problem.message) for problem in load_pack(folder)[1]]
    monkeypatch.undo()

    for name, entries, expected in (
        ("fits", [("x", b"")], []),
        ("many", [(f"x/{n}.txt", b"") for n in range(ZIP_FILES + 1)], [f"It holds more than {ZIP_FILES} files."]),
        ("much", [(f"x/{n}.txt", os.urandom(1000) * 2000) for n in range(27)], ["It holds more than 50 MB."]),
    ):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w", zipfile.ZIP_STORED) as archive:
            for path, said in head.items():
                archive.writestr(path, said)
            for path, data in entries:
                archive.writestr(path, data)
        assert [str(problem.message) for problem in load_questions(tmp_path / f"{name}.zip")[1]] == expected
    assert (tmp_path / "much.zip").stat().st_size > ZIP_LIMIT


@pytest.mark.guarantee("G16.1")
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A file with a hole in it, as large as no memory: in the place of answers, of a response, and among saved ones."""
    path = tmp_path / "a" / "x.response.json"
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(READ_LIMIT)
        assert len(read_file(path)) == READ_LIMIT
        file.truncate(2**40)
    with pytest.raises(SelfcheckError, match="is larger than 50 MB"):
        read_file(path)
    env = {"SELFCHECK_DIR": str(tmp_path), "SELFCHECK_LANG": "en"}
    for arguments in (("plan", path), ("start", "--org", "A", "--answers", path), ("resume", path, "--accessible"),
                      ("compare", path, path)):  # fmt: skip
        ran = run_selfcheck(*arguments, env=env)
        assert ran.code in (3, 5)
        assert f"{path} is larger than 50 MB." in ran.err
    assert "There is no saved check" in run_selfcheck("saved", env=env).err
    assert "it is larger than 2 MB" in run_selfcheck("cohort", tmp_path / "a", env=env).err


@pytest.mark.guarantee("G16.1")
def test_a_note_that_does_not_fit_is_asked_for_again(tmp_path: Path) -> None:
    """Nothing of what somebody wrote is cut off without a word."""
    pack = write_tree(tmp_path / "pack", {"questions/pack.yaml": HEAD, "questions/1.yaml": section(1, 1)})
    for length, said in ((NOTE_LIMIT, NOTE_LIMIT), (NOTE_LIMIT + 1, 5)):
        folder = tmp_path / str(length)
        lines = ["n", "ş" * length, *(["short"] if length > NOTE_LIMIT else []), "1", "f"]
        ran = run_selfcheck(
            "start", "--accessible", "--org", "A", "--pack", pack, "--dir", folder, "--lang", "en",
            input="".join(f"{line}\n" for line in lines),
        )  # fmt: skip
        assert ran.code == 0, ran.err
        assert ("You wrote 1001 characters, and 1000 fit: say it shorter." in ran.out) == (length > NOTE_LIMIT)
        (saved,) = folder.glob("*/*.response.json")
        assert len(decode_response(saved.read_bytes()).response.answer("q1-0").note) == said


#: Texts that make a parser of Markdown try again and again; each is repeated up to a size.
MARKDOWN = [
    "[", "![", "[[", "](", "[a](", "[a](<", "[a][", "[a]: x\n", "[a", "*", "**a ", "*a_ ", "_a*", "a**b", "`", "`a``",
    "<", "<a ", "<!--", "<![CDATA[", "<?", "<a href='", "&", "&#", "\\", "> ", "- ", "1. ", "- - ", "#", "# a\n", "~~~\n", "```\na\n",
    "|a", "|-|\n", "a\n===\n", "\ta\n", "  \n", "\n", "http://", "mailto:a@", "a@b.", "\u202e", "\0", "'\"", "[a](b 'c", "> - 1. ",
    "[\\", "x" * 50, "ş\u0327",
]  # fmt: skip

#: What is tried in every run; at night it is the largest that is accepted.
SIZE = 8_000


def every_door(text: str) -> None:
    """A text of a pack on its way: looked at, taken apart, and written as Markdown, as a page, and on the screen."""
    find_oddities(text)
    blocks = parse_blocks(text)
    render_blocks(blocks)
    document = Document(title="T", language="en", date="2026-11-24", parts=(Blocks(blocks, under=2),))
    render_html(document, EN)
    wrap(text, 80)


@pytest.mark.guarantee("G16.3")
@pytest.mark.timeout(50)
@pytest.mark.parametrize("pattern", MARKDOWN)
def test_no_text_makes_the_parser_try_for_ever(pattern: str) -> None:
    every_door((pattern * SIZE)[:SIZE])


@pytest.mark.guarantee("G16.3")
@pytest.mark.nightly
@pytest.mark.timeout(600)
@pytest.mark.parametrize("pattern", MARKDOWN)
def test_no_text_of_the_largest_size_makes_it_try_for_ever(pattern: str) -> None:
    every_door((pattern * ADVICE_LIMIT)[:ADVICE_LIMIT])


#: Texts that make a parser of YAML try again and again, or build for ever.
YAML = [
    "[", "{", "- ", "? ", "[[[],", "{a: ", "a: ", "a:\n ", "&a ", "*a ", "!a ", "!!str ", "'", '"', '"\\x', "|\n", ">\n", "# a\n", "--- \n", "%YAML ",
    "a: b\n", "- a\n", "? a\n: b\n", "{a: b, ", "<<: ", "\t", "\n", "\0", "\x85", "é: 1\n",
]  # fmt: skip


@pytest.mark.guarantee("G16.3")
@pytest.mark.timeout(50)
@pytest.mark.parametrize("pattern", YAML)
def test_no_file_of_questions_makes_the_parser_build_for_ever(pattern: str) -> None:
    read_nodes((pattern * 5 * SIZE)[: 5 * SIZE], "x.yaml")


@pytest.mark.guarantee("G16.3")
@pytest.mark.timeout(50)
def test_no_number_of_keys_is_compared_with_one_another() -> None:
    text = "".join(f"k{n}: v\n" for n in range(130_000))
    assert FILE_LIMIT * 0.6 < len(text) < FILE_LIMIT
    assert read_nodes(text, "x.yaml")[1] == []


@pytest.mark.guarantee("G16.3")
@pytest.mark.nightly
@pytest.mark.timeout(600)
@pytest.mark.parametrize("pattern", YAML)
def test_no_file_of_questions_of_the_largest_size_does(pattern: str) -> None:
    read_nodes((pattern * FILE_LIMIT)[:FILE_LIMIT], "x.yaml")


@pytest.mark.guarantee("G16.3")
@pytest.mark.timeout(50)
@pytest.mark.parametrize(
    "text", ["x" * 400_000, "ş " * 200_000, "\u0301" * 50_000, "日" * 400_000, "\u200b" * 50_000], ids=range(5)
)
def test_no_word_is_too_long_for_the_screen(text: str) -> None:
    assert len("".join(wrap(text, 20)).replace(" ", "")) == len(text.replace(" ", ""))


# The largest that is accepted, within bounds that only something that hangs would miss


def limited(*arguments: str | Path, seconds: int, memory: int, env: dict[str, str]) -> str:
    """What the program prints, with no more processor time and memory (in MB) than it should need at most."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))

    code = (
        "import resource, sys\nfrom selfcheck.cli import main\ncode = main(sys.argv[1:])\n"
        "print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "SELFCHECK_LANG": "en", **env}, preexec_fn=limit, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stderr.rpartition("PEAK ")[2]) < memory
    return done.stdout


@pytest.fixture(scope="module")
def largest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand questions with twenty choices each, of which each depends on the one before, and advice for half."""
    number = GROWN // 20
    files = {"questions/pack.yaml": HEAD}
    files |= {f"questions/{n:03}.yaml": section(n, 20, MOST_CHOICES, chained=True) for n in range(number)}
    for n in range(number):
        for q in range(20):
            for c in range(1, MOST_CHOICES // 2 + 1):
                files[f"feedback/{n}/{q}/{c}.md"] = (
                    f"---\ntitle: Answer {c} of many\nquestion_id: q{n}-{q}\nchoice_id: {c}\nactions: [Do it, Do more]\n---\n"
                    f"What to do about question {q}: see [a guide](https://example.org/{n}/{q}).\n"
                )
    return write_tree(tmp_path_factory.mktemp("largest"), files)


@pytest.mark.guarantee("G16.2")
@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_the_largest_pack_and_response(largest: Path, tmp_path: Path) -> None:
    pack, problems = load_pack(largest)
    assert (len(pack.questions), len(pack.feedback), problems) == (GROWN, 10 * GROWN, ())
    assert {problem.severity for problem in check_pack(pack)} == {"warning"}
    answers = tmp_path / "answers.yaml"
    answers.write_text("".join(f"{question.id}: 1\n" for question in pack.questions), "utf-8")
    env = {"SELFCHECK_DIR": str(tmp_path / "a")}
    limited("start", "--pack", largest, "--answers", answers, "--org", "A", "-q", seconds=120, memory=600, env=env)
    (saved,) = tmp_path.glob("a/*/*.response.json")
    limited("plan", saved, "--pack", largest, "-q", seconds=120, memory=600, env=env)
    limited("content", "check", largest, seconds=120, memory=600, env=env)


@pytest.mark.guarantee("G16.2")
@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_a_thousand_responses(tmp_path: Path) -> None:
    write_cohort(tmp_path / "all", shipped(), 1000, seed=60)
    said = limited("cohort", tmp_path / "all", "--json", seconds=100, memory=300, env={"SELFCHECK_DIR": str(tmp_path)})
    assert json.loads(said)["size"] == 1000
