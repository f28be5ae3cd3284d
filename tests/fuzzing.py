"""The four readers of what comes from elsewhere, each given thousands of broken files, in a process of its own.

In a child, so that a crash of Python, a hang or an eaten gigabyte is a finding like a traceback. Whatever is found is
written into `tests/corpus`, where it stays: `git add` it with the mend. `kept` is all that ever failed, or could.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import resource
import signal
import struct
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any

from msgspec.structs import replace

from selfcheck.assessment.response import ActionState
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import encode_response
from selfcheck.content.checks import check_pack
from selfcheck.content.loading import load_feedback
from selfcheck.content.loading import load_pack
from selfcheck.content.loading import load_questions
from selfcheck.content.markdown import Heading
from selfcheck.content.markdown import Text
from selfcheck.content.markdown import parse_blocks
from selfcheck.content.model import Pack
from selfcheck.documents.markdown import render_blocks
from selfcheck.plan.items import read_label
from selfcheck.plan.lines import fingerprint
from selfcheck.plan.lines import known_before
from selfcheck.plan.lines import split_lines
from selfcheck.plan.making import make_plan
from selfcheck.plan.rendering import render_markdown
from selfcheck.problems import Problem
from selfcheck.problems import in_order
from selfcheck.terminal.plans import older_plans
from selfcheck.terminal.plans import write_plan
from selfcheck.terminal.printing import render_problem
from selfcheck.terminal.reading_back import Drawer
from selfcheck.words import Words
from tests import accidents
from tests.conftest import NOW
from tests.conftest import ROOT
from tests.conftest import write_tree

CORPUS = ROOT / "tests" / "corpus"

#: The most that a child may take: memory in all, and seconds of the processor for one file.
MEMORY = 1024**3
SECONDS = 1.0

#: What is found in one hunt before it is called off.
ENOUGH = 12

HEAD = """\
pack: tiny
version: 1.0.0
title: {tr: Deneme, en: Trial}
languages: [tr, en]
minutes: 5
before: {tr: [Defterler], en: [Books]}
guidance: [Bugünü anlatın.]
levels:
  - {id: low, from: 0, title: Düşük}
  - {id: high, from: 50, title: {tr: Yüksek, en: High}}
"""
SECTION = """\
section: work
title: {tr: İş, en: Work}
weight: 2
questions:
  - id: form
    text: {tr: Nedir?, en: Which form?}
    role: false
    choices: [{id: club, text: Dernek}, {id: informal, text: Girişim}]
  - id: 1
    type: select_one
    text: {tr: "Toplanıyor muyuz?", en: Do we meet?}
    short: Toplantı
    hint: Son bir yıl.
    help:
      why: Önemli.
      look_for: {tr: Tutanak, en: Minutes}
      example: Yılda iki kez.
    weight: 1.5
    na: true
    relevant: {form: {not: [informal]}}
    choices:
      - {id: 1, text: Hiç, score: 0, short: Hiç}
      - id: 2
        text: {tr: Düzenli, en: Regularly}
        score: 2
  - id: 2
    type: select_multiple
    max: 2
    text: Ne var?
    choices: [{id: a, text: A, score: 1}, {id: b, text: B, score: 1}, {id: c, text: Hiçbiri, score: 0, exclusive: true}]
  - {id: people, type: integer, min: 0, max: 500, text: Kaç kişi?, relevant: {1: [2], form: [club]}}
  - {id: town, type: text, text: Hangi kent?}
"""
DOCUMENT = """\
---
title: Hiç
question_id: 1
choice_id: [1, 2]
actions:
  - İlk toplantının gününü belirleyin.
  - "Gündemi bir sayfaya yazın."
effort: hours
cost: none
who: koordinatör
relevant: {form: [club]}
reviewed_on: 2026-10-01
review_by: 2026-11-01
---
# Başlık

Toplantılar, *herkesin* işi çokken **lüks** gibi görünür; `kod` [rehber](https://example.org/a?b=1&c=2).

- ilk
  1. içeride
- ikinci

> alıntı

```
# kod
```
"""
FILES = {
    "questions/pack.yaml": HEAD,
    "questions/010-work.yaml": SECTION,
    "feedback/tr/1/1.md": DOCUMENT,
    "feedback/resources.yaml": "- {url: https://example.org/a?b=1&c=2, title: Rehber, year: 2024, type: guide}\n",
}


class Bench:
    """A small pack, a response to it and its plan, on the disk: what each reader works with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tidy()
        self.words = Words("tr")
        self.pack, problems = load_pack(self.folder)
        assert not problems, problems
        self.asked, _ = load_questions(self.folder)
        self.response = _answered(self.pack)
        self.path = self.folder / "check.plan.md"
        self.drawer = Drawer(self.pack, self.folder, self.words, NOW, usual=self.path)
        saved: list[Response] = []
        self.plan = write_plan(self.drawer, self.response, self.path, save=saved.append).text
        self.response = saved[-1]
        self.content: dict[str, Any] = json.loads(encode_response(self.response))

    def tidy(self) -> None:
        """Put the good files back into their places."""
        write_tree(self.folder, FILES)


def _answered(pack: Pack) -> Response:
    made = new_response(pack, organisation="Örnek", language="tr", response_id="x-1", now=NOW)
    answers = {
        "form": choose(pack.by_id["form"], "club"),
        "1": replace(choose(pack.by_id["1"], "1"), note="Ayşe'ye sor", focus=True),
        "2": replace(choose(pack.by_id["2"], "a"), unsure="muhasebeci", evidence="https://example.org"),
        "town": Answer(value="Bursa"),
    }
    for key, answer in answers.items():
        made = with_answer(made, pack.by_id[key], answer, NOW)
    return replace(made, actions={"1.1.1": ActionState(done=True, who="Ayşe", by_when="2026-12-01")})


@dataclass(frozen=True)
class Reader:
    """How a broken file is made, and what reading it comes to: the mistakes that it is refused for."""

    ending: str
    make: Callable[[Bench, random.Random], bytes]
    read: Callable[[Bench, bytes], list[str]]


def _made_pack(_: Bench, rng: random.Random) -> bytes:
    if rng.random() < 0.4:
        return accidents.mutated(SECTION.encode(), rng)
    return accidents.broken_yaml(SECTION, rng).encode("utf-8", "surrogatepass")


def _read_pack(bench: Bench, data: bytes) -> list[str]:
    path = bench.folder / "questions/010-work.yaml"
    path.write_bytes(data)
    pack, found = load_pack(bench.folder)
    return _judged(bench, [*found, *check_pack(pack)], "questions/010-work.yaml", data)


def _made_document(_: Bench, rng: random.Random) -> bytes:
    if rng.random() < 0.4:
        return accidents.mutated(DOCUMENT.encode(), rng)
    return accidents.broken_document(DOCUMENT, rng).encode("utf-8", "surrogatepass")


def _read_document(bench: Bench, data: bytes) -> list[str]:
    """Its mistakes; and whatever it says stays in its place: a heading behind it is one."""
    path = bench.folder / "feedback/tr/1/1.md"
    path.write_bytes(data)
    pack, found = load_feedback(bench.folder, bench.asked)
    for document in pack.feedback:
        text = render_blocks(parse_blocks(document.body), 4)
        assert parse_blocks(f"{text}\n\n# After\n")[-1] == Heading(1, (Text("After"),)), text
        assert len(text) <= 3 * len(data) + 100_000
    return _judged(bench, [*found, *check_pack(pack)], "feedback/tr/1/1.md", data)


def _judged(bench: Bench, found: list[Problem], broken: str, data: bytes) -> list[str]:
    """The errors of the broken file as people read them; every problem names a file of the pack and a line of that."""
    last = 1 + len(re.findall(r"\r\n|[\n\r\x85\u2028\u2029]", data.decode("utf-8", "replace")))
    refused = []
    for problem in in_order(found):
        source = problem.source
        assert source.path == "questions" or (bench.folder / source.path).is_file(), source
        assert 1 <= source.line <= (last if source.path == broken else 40), source
        text = render_problem(problem, bench.words)
        assert text.startswith(f"{source.path}:{source.line}:")
        assert text.count("\n") < 3
        if problem.severity == "error" and source.path == broken:
            refused.append(text)
    return refused


def _made_response(bench: Bench, rng: random.Random) -> bytes:
    if rng.random() < 0.4:
        return accidents.mutated(encode_response(bench.response), rng)
    return accidents.broken_response(bench.content, rng)


def _read_response(bench: Bench, data: bytes) -> list[str]:
    """Why it is none; or else it can be kept, and a plan can be made of it."""
    try:
        response = decode_response(data).response
    except ValueError as error:
        assert str(error)
        return [str(error)]
    assert decode_response(encode_response(response)).response == response
    render_markdown(make_plan(bench.pack, response, bench.words, NOW.date()), bench.words)
    return []


def _made_plan(bench: Bench, rng: random.Random) -> bytes:
    if rng.random() < 0.3:
        return accidents.mutated(bench.plan.encode(), rng)
    return accidents.broken_plan(bench.plan, rng).encode(rng.choice(["utf-8"] * 8 + ["utf-8-sig", "utf-16"]), "replace")


def _read_plan(bench: Bench, data: bytes) -> list[str]:
    """The next plan is written, what was there lies beside it, and no word of anybody's is gone."""
    bench.path.write_bytes(data)
    older = older_plans(bench.path)[0]
    older.unlink(missing_ok=True)
    written = write_plan(bench.drawer, bench.response, bench.path, save=lambda _: None)
    assert not older.exists() or older.read_bytes() == data
    assert older.exists() or bench.path.read_bytes() == data
    if written.read.news is not None:
        known = known_before(bench.response.plan).lines
        theirs = [line for line in _lines(data) if fingerprint(line) not in known]
        there = "".join(filter(str.isalnum, written.text))
        lost = [line for line in theirs if not read_label(line) for word in _WORD.findall(line) if word not in there]
        assert not lost, lost
    return [str(warning) for warning in written.read.warnings]


_WORD = re.compile(r"[^\W_]{2,}")


def _lines(data: bytes) -> list[str]:
    """The lines of a plan that is saved as Unicode; of any other, none, for who can tell what stood there?"""
    try:
        return split_lines(data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"))
    except UnicodeError:
        return []


READERS = {
    "packs": Reader(".yaml", _made_pack, _read_pack),
    "documents": Reader(".md", _made_document, _read_document),
    "responses": Reader(".json", _made_response, _read_response),
    "plans": Reader(".md", _made_plan, _read_plan),
}


def find_reader(name: str) -> Reader:
    """One of the four, or another one that stands in a module: `MODULE:NAME`."""
    module, _, inner = name.partition(":")
    if not inner:
        return READERS[name]
    found = getattr(import_module(module), inner)
    assert isinstance(found, Reader)
    return found


@dataclass(frozen=True)
class Kept:
    """A file of the corpus. `told` is its folder: `refused`, `read`, or `found` (whatever comes, but no fault)."""

    reader: str
    told: str
    name: str
    data: bytes


def kept() -> list[Kept]:
    """All of them: the files of the corpus, and those that are made because they would fill it."""
    from tests.corpus.huge import HUGE

    found = [
        Kept(path.parts[-3], path.parts[-2], path.name, path.read_bytes())
        for path in sorted(CORPUS.glob("*/*/*"))
        if path.is_file()
    ]
    made_now = [(place.split("/"), make()) for place, make in HUGE.items()]
    return found + [Kept(reader, told, name, data) for (reader, told, name), data in made_now]


@dataclass(frozen=True)
class Finding:
    """A file at which a reader failed, and how."""

    reader: str
    fault: str
    data: bytes

    def keep(self) -> Path:
        """Write the file into the corpus, so that it is read from now on with every run of the tests."""
        name = hashlib.sha256(self.data).hexdigest()[:12] + find_reader(self.reader).ending
        path = CORPUS / self.reader.rpartition(":")[2].lower() / "found" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.data)
        return path


def hunt(reader: str, seed: int, files: int, patience: float) -> list[Finding]:
    """Have a reader read so many broken files. `patience` is for the child as a whole, in seconds."""
    found: list[Finding] = []
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder) / "made")
        for line in _in_children(["hunt", reader, str(seed)], files, patience):
            found.append(Finding(reader, line["fault"], made(bench, reader, seed, line["n"])))
            if len(found) >= ENOUGH:
                break
    return found


def made(bench: Bench, reader: str, seed: int, n: int) -> bytes:
    """The broken file of this number."""
    return find_reader(reader).make(bench, random.Random(f"{reader} {seed} {n}"))


def read_kept(patience: float = 290) -> Iterator[tuple[Kept, dict[str, Any]]]:
    """Every file of the corpus, and what came of reading it: `fault`, or else `refused` (for what), `memory` (more)."""
    files = kept()
    for line in _in_children(["kept"], len(files), patience):
        yield files[line["n"]], line


def _in_children(arguments: list[str], end: int, patience: float) -> Iterator[dict[str, Any]]:
    """What children say; each goes on where the one before it died, which is a finding of its own."""
    first = 0
    with TemporaryDirectory() as folder:
        place = Path(folder) / "at"
        while first < end:
            place.write_bytes(struct.pack("q", first))
            command = [
                sys.executable,
                "-W",
                "error",
                "-m",
                "tests.fuzzing",
                *arguments,
                str(first),
                str(end),
                str(place),
            ]
            with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
                killer = Timer(patience, child.kill)
                killer.start()
                assert child.stdout is not None
                for line in child.stdout:
                    yield json.loads(line)
                killer.cancel()
            if child.returncode == 0:
                return
            (first,) = struct.unpack("q", place.read_bytes())
            yield {"n": first, "fault": f"the process died: {child.returncode}"}
            first += 1


class _SlowError(Exception):
    """A file takes longer than it may."""


def _too_slow(*_: object) -> None:
    raise _SlowError


def _child(arguments: list[str]) -> None:
    """Read files one after the other, and write a line for each fault (and for each file that is kept)."""
    *what, first, end, place = arguments
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        bench = Bench(Path(folder))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.signal(signal.SIGVTALRM, _too_slow)
        descriptor = os.open(place, os.O_WRONLY)
        files = kept() if what == ["kept"] else []
        for n in range(int(first), int(end)):
            os.pwrite(descriptor, struct.pack("q", n), 0)
            reader = files[n].reader if files else what[1]
            data = files[n].data if files else made(bench, reader, int(what[2]), n)
            if files:
                bench.tidy()
            outcome = _outcome(bench, find_reader(reader), data)
            if files or "fault" in outcome:
                print(json.dumps({"n": n, **outcome}), flush=True)


def _outcome(bench: Bench, reader: Reader, data: bytes) -> dict[str, Any]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    begun = time.process_time()
    try:
        refused = reader.read(bench, data)
        seconds = time.process_time() - begun
    except _SlowError:
        return {"fault": f"it takes longer than {SECONDS} s"}
    except BaseException:
        return {"fault": traceback.format_exc()}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"refused": refused, "memory": memory // 1024, "seconds": seconds}


if __name__ == "__main__":
    from tests.fuzzing import _child as in_this_module  # not in one called `__main__`, whose readers are others

    in_this_module(sys.argv[1:])
