"""A folder or zip to a pack.

Loading never fails on what an editor wrote: it gives what could be read, and the problems.

Questions and feedback load apart: whoever only asks does not wait for the advice.
"""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.content import mistakes
from selfcheck.content.characters import composed
from selfcheck.content.folders import feedback_files
from selfcheck.content.folders import question_files
from selfcheck.content.front_matter import read_document
from selfcheck.content.model import Pack
from selfcheck.content.parsing import parse_feedback
from selfcheck.content.parsing import parse_pack_head
from selfcheck.content.parsing import parse_resources
from selfcheck.content.parsing import parse_section
from selfcheck.content.yaml_lines import read_nodes
from selfcheck.problems import Problem
from selfcheck.problems import Source
from selfcheck.problems import in_order
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.folders import PackFile
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Resource
    from selfcheck.content.model import Section


#: Five times what a pack is expected to grow to, and still checked while an editor waits.
MOST_QUESTIONS = 10_000

#: Eight times the longest advice that anybody wrote; a parser of Markdown needs seconds for what was made to hurt it.
ADVICE_LIMIT = 32 * 1024

#: Rules that leave a file, or a part of it, without a value.
UNREAD = frozenset(
    [
        "not-utf8",
        "unreadable",
        "link-in-pack",
        "too-large",
        "bad-zip",
        "yaml-syntax",
        "too-deep",
        "anchor",
        "tag",
        "front-matter",
    ]
)


@contextmanager
def no_collector() -> Iterator[None]:
    """Rest the garbage collector: a large pack, or cohort, loads in little more than half the time without it.

    What was read until the end of the block is never walked by it again, for nothing in it refers to itself.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


def shipped_pack() -> Path:
    """The pack that comes with the program: inside the installed package, or the checkout's own top level."""
    package = Path(__file__).parents[1]
    inside = package / "pack"
    return inside if inside.is_dir() else package.parent


def load_pack(folder: Path) -> tuple[Pack, tuple[Problem, ...]]:
    """Everything: the questions with all their advice."""
    pack, asked = load_questions(folder)
    pack, advised = load_feedback(folder, pack)
    return pack, in_order([*asked, *advised])


@no_collector()
def load_questions(folder: Path) -> tuple[Pack, tuple[Problem, ...]]:
    """The pack without its feedback."""
    files, problems = question_files(folder)
    head_path = "questions/pack.yaml"
    head_file = next((file for file in files if file.path == head_path), None)
    refused = bool(problems) and not files  # as a whole, and why is said
    if head_file is None and not refused and all(problem.source.path != head_path for problem in problems):
        problems.append(mistakes.missing_file(Source(head_path), head_path))
    head_node = None
    if head_file is not None:
        text = _text(head_file, problems)
        head_node, found = read_nodes(text, head_path) if text is not None else (None, [])
        problems += found
    head, found = parse_pack_head(head_node, head_path)
    problems += found if head_node is not None else []
    sections = []
    for file in files:
        if file is not head_file:
            section = _section(file, head.languages, problems)
            if section is not None:
                sections.append(section)
    if len(files) == (head_file is not None) and not refused:
        problems.append(mistakes.missing_file(Source("questions"), "questions/*.yaml"))
    number = sum(len(section.questions) for section in sections)
    if number > MOST_QUESTIONS:
        problems.append(Problem(head.source, "too-large", say("It asks more than {n} questions.", n=MOST_QUESTIONS)))
    pack = Pack(
        id=head.id,
        version=head.version,
        title=head.title,
        languages=head.languages,
        minutes=head.minutes,
        before=head.before,
        guidance=head.guidance,
        levels=tuple(sorted(head.levels, key=lambda level: level.start)),
        sections=tuple(sections),
        feedback=(),
        resources={},
        fingerprint=_fingerprint(files),
        unread=frozenset(problem.source.path for problem in problems if problem.rule in UNREAD),
        source=head.source,
    )
    return pack, in_order(problems)


@no_collector()
def load_feedback(folder: Path, pack: Pack) -> tuple[Pack, tuple[Problem, ...]]:
    """The same pack with its feedback and its descriptions of links."""
    files, problems = feedback_files(folder)
    documents: list[Feedback] = []
    resources: dict[str, Resource] = {}
    for file in files:
        if file.path.endswith(".md") and len(file.data) > ADVICE_LIMIT:
            problems.append(mistakes.too_large(Source(file.path), f"{ADVICE_LIMIT // 1024} kB"))
            continue
        text = _text(file, problems)
        if text is None:
            continue
        if file.path.endswith(".md"):
            document, found = read_document(text, file.path)
            problems += found
            if document is not None:
                feedback, found = parse_feedback(document, file.path, pack.languages)
                problems += found
                if feedback is not None:
                    documents.append(feedback)
        elif file.path == "feedback/resources.yaml":
            node, found = read_nodes(text, file.path)
            problems += found
            resources, found = parse_resources(node, file.path)
            problems += found
    unread = {problem.source.path for problem in problems if problem.rule in UNREAD or problem.rule == "missing-key"}
    pack = replace(pack, feedback=tuple(documents), resources=resources, unread=pack.unread | unread)
    return pack, in_order(problems)


def _section(file: PackFile, languages: tuple[str, ...], problems: list[Problem]) -> Section | None:
    text = _text(file, problems)
    if text is None:
        return None
    node, found = read_nodes(text, file.path)
    problems += found
    if found and node is None:
        return None
    section, found = parse_section(node, file.path, languages)
    problems += found
    return section


def _text(file: PackFile, problems: list[Problem]) -> str | None:
    """The text of a file: UTF-8, with or without a byte order mark, any kind of line end, composed letters."""
    if file.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.append(mistakes.not_utf8(Source(file.path), "UTF-16"))
        return None
    data = file.data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        where = Source(file.path, line, column)
        problems.append(mistakes.not_utf8(where, "Windows-1254, Windows-1250"))
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return composed(text)


def _fingerprint(files: list[PackFile]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.path.encode() + b"\0" + file.data + b"\0")
    return digest.hexdigest()[:16]
