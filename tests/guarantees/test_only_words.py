"""G8: a content pack is only words. It cannot run anything, read your files, write outside its folder, or call anybody."""

from __future__ import annotations

import html
import io
import os
import re
import stat
import struct
import subprocess
import sys
import threading
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.content import archives
from selfcheck.content.checks import check_pack
from selfcheck.content.loading import load_pack
from selfcheck.content.model import Pack
from selfcheck.documents.docx import render_docx
from selfcheck.documents.html import render_html
from selfcheck.documents.typst_source import render_typst
from selfcheck.plan.exchange import render_json
from selfcheck.plan.making import make_plan
from selfcheck.plan.outline import make_document
from selfcheck.plan.rendering import render_markdown
from selfcheck.problems import SelfcheckError
from selfcheck.words import Words
from tests.conftest import NOW
from tests.conftest import ROOT
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.reading import outline_of

#: Words that would do something if anything but words were made of them. In none of them is a number 49.
PAYLOADS = [
    "{{ 7*7 }}", "{{7*'7'}}", "{{ config }}", "{{ self }}", "{{ lipsum.__globals__['os'].popen('id').read() }}", "{{ ''.__class__.__mro__ }}",
    "{{ cycler.__init__.__globals__ }}", "{{ plan.organisation }}", "{{ '%1000000d' }}", "{{ undefined.x }}", "{% raw %}", "{% endraw %}",
    "{% include 'document.css' %}", "{% import 'os' as os %}", "{% for x in range(9) %}x{% endfor %}", "{% if", "{# gone #}", "{#", "}}", "%}",
    "${7*7}", "${HOME}", "$HOME", "$(id)", "`id`", "%s %(name)s", "%n%n%n", "%d%%", "{0.__class__}", "{organisation}", "{}", "{!r}", "f'{7*7}'",
    "<%= 7*7 %>", "#{7*7}", "#set text(red)", "#read('/etc/passwd')", "@import url(x)", "\\input{/etc/passwd}", "__import__('os')",
]  # fmt: skip


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def hostile(folder: Path, payload: str) -> Path:
    """A pack that says the payload in every place where it can say something, the name of a file among them."""
    said = quoted(payload)
    name = re.sub(r"[/\\]", " ", payload)
    return write_tree(folder, {
        "questions/pack.yaml": f"pack: hostile\nversion: {said}\ntitle: {said}\nlanguages: [en]\nbefore: [{said}]\nguidance: [{said}]\n"
        f"levels:\n  - {{id: low, from: 0, title: {said}}}\n",
        "questions/010.yaml": f"section: s\ntitle: {said}\nquestions:\n  - id: 1\n    text: {said}\n    short: {said}\n    hint: {said}\n"
        f"    help: {{why: {said}, look_for: {said}, example: {said}}}\n"
        f"    choices:\n      - {{id: 1, text: {said}, short: {said}, score: 0}}\n      - {{id: 2, text: B, score: 1}}\n",
        f"feedback/{name}.md": f"---\ntitle: {said}\nquestion_id: 1\nchoice_id: [1, 2]\nactions: [{said}]\nwho: {said}\n---\n"
        f"See: {payload}\n\n- {payload}\n\n[x](https://example.org)\n",
        "feedback/resources.yaml": f"- {{url: https://example.org, title: {said}, publisher: {said}}}\n",
    })  # fmt: skip


def every_format(pack: Pack, payload: str) -> dict[str, str]:
    """What a plan with the payload in all that a person can write, too, says in each format."""
    words = Words("en")
    response = new_response(pack, organisation=payload, language="en", response_id="x", now=NOW)
    question = pack.by_id["1"]
    response = with_answer(response, question, choose(question, "1"), NOW)
    plan = make_plan(pack, response, words, NOW.date())
    document = make_document(plan, words)
    typst = render_typst(document, words)
    page = re.sub("(?s)<style>.*?</style>", "", render_html(document, words))
    return {
        "md": render_markdown(plan, words).replace("\\", ""),
        "html": html.unescape(re.sub("<[^>]*>", "\n", page)).replace("\\", ""),
        "docx": outline_of(render_docx(document, words)).replace("\\", ""),
        "typ": html.unescape(typst[typst.index("#let action-labels") :]).replace("\\", ""),
        "json": render_json(plan).replace("\\", ""),
    }


@pytest.mark.guarantee("G8.1")
def test_what_looks_like_code_is_shown_letter_by_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever looks like code in a pack, its file names or a name comes out as it was written, in every format.

    The only templates that are ever compiled are the program's own.
    """
    compiled: list[str] = []
    real = jinja2.Environment.compile

    def watch(self: jinja2.Environment, source: object, *rest: object, **more: object) -> object:
        compiled.append(str(source))
        return real(self, source, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", watch)
    assert len(PAYLOADS) == 40
    plain, _ = load_pack(hostile(tmp_path / "plain", "Zxqv"))
    places = {name: said.count("Zxqv") for name, said in every_format(plain, "Zxqv").items()}
    assert min(places.values()) > 12
    for n, payload in enumerate(PAYLOADS):
        pack, problems = load_pack(hostile(tmp_path / str(n), payload))
        assert problems == ()
        for name, said in every_format(pack, payload).items():
            less = 3 if re.search("`|__", payload) else 0  # which is Markdown, in the three places of the advice
            less += 3 if re.search(r"[/\\]", payload) else 0  # which no name of a file can hold
            assert said.count(payload.replace("\\", "")) >= places[name] - less, (name, payload)
            assert "49" not in said, (name, payload)
            assert "root:" not in said
    ours = {path.read_text("utf-8") for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert set(compiled) <= ours


@pytest.mark.guarantee("G8.1")
@pytest.mark.parametrize("payload", ["{{ 7*7 }}", "${7*7}", "../../x", "a b", "`id`"])
def test_an_id_holds_nothing_but_a_word(tmp_path: Path, payload: str) -> None:
    """What is used as a name in files and conditions is a plain word, or the pack is refused with the place."""
    section = f"section: s\ntitle: T\nquestions:\n  - {{id: {quoted(payload)}, type: text, text: Q}}\n"
    _, problems = load_pack(write_tree(tmp_path, {"questions/010.yaml": section}))
    assert ("wrong-type", 4) in {(problem.rule, problem.source.line) for problem in problems}


WATCH = """
import os, sys
ALLOWED = tuple(os.path.realpath(place) for place in sys.argv[1].split(os.pathsep))
QUIET = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile", "socket.", "urllib", "ctypes.dlopen", "webbrowser")
def watch(event, arguments):
    if event.startswith(QUIET):
        sys.__stderr__.write(f"WATCHED {event}\\n")
    elif event == "open" and isinstance(arguments[0], (str, bytes)):
        place = os.path.realpath(os.fsdecode(arguments[0]))
        if not place.startswith(ALLOWED):
            sys.__stderr__.write(f"WATCHED open {place}\\n")
    elif event == "import" and arguments[1] and not os.path.realpath(arguments[1]).startswith(ALLOWED):
        sys.__stderr__.write(f"WATCHED import {arguments[1]}\\n")
from selfcheck.cli import main
sys.addaudithook(watch)
sys.exit(main(sys.argv[2:]))
"""


def watched(allowed: list[Path], *arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command; each file outside the places, each program and each connection leaves a line on stderr."""
    own = [ROOT / "selfcheck", ROOT / "templates", Path(sys.prefix), Path(sys.base_prefix), Path(os.devnull)]
    more = [Path("/usr/share/zoneinfo"), Path("/usr/lib"), Path("/lib"), Path("/etc/localtime"), Path("/proc/self")]
    roots = os.pathsep.join(str(place) for place in (*own, *more, *allowed))
    return subprocess.run(
        [sys.executable, "-P", "-c", WATCH, roots, *map(str, arguments)],
        capture_output=True, text=True, check=False, env={**os.environ, "SELFCHECK_LANG": "en", **env},
    )  # fmt: skip


@pytest.mark.guarantee("G8.2")
def test_a_hostile_pack_opens_nothing_but_its_own_files(tmp_path: Path) -> None:
    """From loading a hostile pack to a plan in every format, nothing is started, called or opened.

    Only the program's own files are, those of the pack, the folder of the answers, and the one that comes out.
    """
    pack = hostile(tmp_path / "pack", "{{ 7*7 }}")
    answers = tmp_path / "in" / "answers.yaml"
    answers.parent.mkdir()
    answers.write_text("1: {choice: 1, note: '{{ 7*7 }}'}\n", "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "work").mkdir()
    (tmp_path / "data").mkdir()
    places = [pack, answers.parent, tmp_path / "data", tmp_path / "out", tmp_path / "work"]
    env = {"SELFCHECK_DIR": str(tmp_path / "data"), "TMPDIR": str(tmp_path / "work")}
    start = ("start", "--pack", pack, "--answers", answers, "--org", "{{ 7*7 }}")
    for arguments in (
        (*start, "-f", "md,html,docx,pdf,json", "-o", tmp_path / "out"),
        ("content", "check", pack),
        ("content", "export", "--pack", pack, "-o", tmp_path / "out" / "table.csv"),
        ("content", "export", "--pack", pack, "-o", tmp_path / "out" / "table.xlsx"),
        ("content", "export", "--pack", pack, "-o", tmp_path / "out" / "paper.html"),
    ):
        ran = watched(places, *arguments, **env)
        assert ran.returncode == 0, ran.stderr
        assert "WATCHED" not in ran.stderr, ran.stderr
    assert len(list((tmp_path / "out").iterdir())) == 8

    elsewhere = watched(places[1:], "content", "check", pack, **env)  # so that the watch is seen to see
    assert f"WATCHED open {pack}" in elsewhere.stderr


@pytest.mark.guarantee("G8.3")
def test_no_link_leads_out_of_a_pack(tmp_path: Path) -> None:
    """A link in a pack, to a file, a folder, nowhere, itself or upwards, is refused by its path and never followed.

    A hard link is an ordinary file to every program; neither git nor a zip can carry one.
    """
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: T\nquestion_id: 1\nchoice_id: 1\n---\nA canary, out of its cage.\n", "utf-8")
    pack = hostile(tmp_path / "pack", "plain")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x.md").write_bytes(secret.read_bytes())
    links = {
        "feedback/file.md": secret,
        "feedback/folder": tmp_path / "folder",
        "feedback/dangling.md": tmp_path / "nowhere",
        "feedback/loop.md": Path("loop.md"),
        "questions/up.yaml": Path("../../secret.md"),
        "feedback/passwd.md": Path("/etc/passwd"),
    }
    for name, target in links.items():
        (pack / name).symlink_to(target)
    loaded, problems = load_pack(pack)
    assert sorted((problem.rule, problem.source.path) for problem in problems) == sorted(
        ("link-in-pack", name) for name in links
    )
    for said in every_format(loaded, "plain").values():
        assert "canary" not in said
        assert "root:" not in said
    ran = run_selfcheck("content", "check", pack)
    assert ran.code == 3
    assert "canary" not in ran.out + ran.err

    (pack / "questions").rename(tmp_path / "moved")
    (pack / "questions").symlink_to(tmp_path / "moved")
    (pack / "feedback").rename(tmp_path / "also")
    (pack / "feedback").symlink_to("/etc")
    loaded, problems = load_pack(pack)
    assert loaded.questions == ()
    assert loaded.feedback == ()
    assert {problem.rule for problem in problems} >= {"link-in-pack"}


GOOD = {
    "questions/pack.yaml": b"pack: z\nversion: 1\ntitle: T\nlanguages: [en]\n",
    "questions/010.yaml": b"section: s\ntitle: T\nquestions:\n  - {id: 1, type: text, text: Q}\n",
}


def zipped(*extra: tuple[str | zipfile.ZipInfo, bytes], change: Callable[[bytearray], None] = lambda _: None) -> bytes:
    """A good pack as a zip with more in it, of which some bytes are then changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (*GOOD.items(), *extra):
            archive.writestr(name, data)
    changed = bytearray(buffer.getvalue())
    change(changed)
    return bytes(changed)


def named(name: str, kind: int, data: bytes = b"/etc/passwd") -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (kind | 0o777) << 16
    return entry, data


def lie(data: bytearray) -> None:
    """Say in the directory that the last file is smaller than it is."""
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)


def lock(data: bytearray) -> None:
    """Say that every file is locked with a password."""
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 1)


A = "feedback/a.md"
ZIPS: dict[str, Callable[[], bytes]] = {
    "upwards": lambda: zipped(("../out.md", b"x")),
    "upwards inside": lambda: zipped(("feedback/../../out.md", b"x")),
    "absolute": lambda: zipped(("/etc/x.md", b"x")),
    "drive": lambda: zipped(("C:/x.md", b"x")),
    "drive without a slash": lambda: zipped(("C:x.md", b"x")),
    "backslash": lambda: zipped(("a\\b.md", b"x")),
    "share": lambda: zipped(("//host/share.md", b"x")),
    "link": lambda: zipped(named(A, stat.S_IFLNK)),
    "device": lambda: zipped(named(A, stat.S_IFCHR)),
    "pipe": lambda: zipped(named(A, stat.S_IFIFO)),
    "con": lambda: zipped(("feedback/con.md", b"x")),
    "aux": lambda: zipped(("AUX/x.md", b"x")),
    "com1": lambda: zipped(("feedback/COM1.x.md", b"x")),
    "stream": lambda: zipped(("feedback/x.md:stream", b"x")),
    "trailing dot": lambda: zipped(("feedback/x.md.", b"x")),
    "trailing blank": lambda: zipped(("feedback /x.md", b"x")),
    "twins in case": lambda: zipped((A, b"x"), ("feedback/A.md", b"x")),
    "twins in accents": lambda: zipped(("feedback/\u00e4.md", b"x"), ("feedback/a\u0308.md", b"x")),
    "escape in a name": lambda: zipped(("feedback/\x1b[2J.md", b"x")),
    "ratio": lambda: zipped((A, b"0" * 1_000_000)),
    "too large": lambda: zipped((A, os.urandom(archives.FILE_LIMIT + 1))),
    "too large in all": lambda: zipped(*((f"f/{n}.bin", b"01" * 500_000 + os.urandom(20_000)) for n in range(52))),
    "too many": lambda: zipped(*((f"f/{n}", b"") for n in range(archives.ZIP_FILES))),
    "lying sizes": lambda: zipped(("questions/a.yaml", b"word " * 500), change=lie),
    "locked": lambda: zipped((A, b"x"), change=lock),
    "same name twice": lambda: zipped((A, b"x"), (A, b"y")),
    "torn": lambda: zipped((A, b"x"))[:-30],
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.guarantee("G8.4")
def test_a_zip_with_anything_wrong_in_it_is_refused_whole(tmp_path: Path) -> None:
    """A zip with one bad name, link, device, twin, bomb or lie in it gives no word of itself, and writes nothing.

    Twins are also two entries of the very same name. A zip within a zip is a file that is none of a pack's, and stays.
    """
    assert len(ZIPS) == 27
    for name, make in ZIPS.items():
        place = tmp_path / "pack.zip"
        place.write_bytes(make())
        if name == "torn":  # which is no zip at all
            with pytest.raises(SelfcheckError, match="There is no pack"):
                load_pack(place)
            continue
        pack, problems = load_pack(place)
        assert (pack.questions, pack.feedback) == ((), ()), name
        assert "bad-zip" in {problem.rule for problem in problems}, name
        assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"], name
    nested = tmp_path / "pack.zip"
    nested.write_bytes(zipped(("feedback/inner.zip", zipped()), ("feedback/inner.md", b"")))
    pack, problems = load_pack(nested)
    assert len(pack.questions) == 1
    assert [problem.rule for problem in problems] == ["front-matter"]
    assert unicodedata.normalize("NFC", "a\u0308") == "\u00e4"


#: Modules that the program, or what it uses, imports: a folder may hold files of these names.
STANDINS = (
    "yaml",
    "enum",
    "re",
    "json",
    "typing",
    "sitecustomize",
    "usercustomize",
    "typer",
    "jinja2",
    "selfcheck_pack",
)


@pytest.mark.guarantee("G8.5")
@pytest.mark.parametrize("how", ["script", "module"])
def test_a_folder_of_python_files_runs_none_of_them(tmp_path: Path, how: str) -> None:
    """Started inside a folder that holds a `yaml.py`, a `re.py` or the like, the program runs its own, not those."""
    pack = hostile(tmp_path / "pack", "plain")
    for name in STANDINS:
        for folder in (pack, pack / "questions", pack / "feedback"):
            code = f"open({str(tmp_path / 'canary')!r}, 'w').write({name!r})\nraise SystemExit(77)\n"
            (folder / f"{name}.py").write_text(code, "utf-8")
    script = Path(sys.executable).with_name("selfcheck")
    start = [str(script)] if how == "script" else [sys.executable, "-m", "selfcheck"]
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    for arguments in (
        ["--version"],
        ["content", "check", "."],
        ["demo", "--dir", str(tmp_path / "data"), "-f", "html"],
    ):
        ran = subprocess.run(
            [*start, *arguments], cwd=pack, env=environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode in (0, 3), ran.stderr
        assert not (tmp_path / "canary").exists(), arguments


ADDRESSES = [
    "https://example.org/pack.git", "git@example.org:pack.git", "ext::sh -c touch% canary", "file:///etc", "ssh://-oProxyCommand=touch canary/x",
    "--upload-pack=touch canary", "-u touch canary", "\\\\host\\share", "//host/share", "$(touch canary)", "`touch canary`", "|touch canary",
]  # fmt: skip


@pytest.mark.guarantee("G8.6")
def test_an_address_of_a_pack_is_no_pack(tmp_path: Path) -> None:
    """A pack is a folder or a zip on this computer: an address in its place is refused in a sentence.

    The program fetches no packs, so there is nothing that an address could start, and nobody asks for a password.
    """
    for address in ADDRESSES:
        ran = watched([tmp_path], "content", "export", f"--pack={address}", "-o", tmp_path / "table.csv")
        assert ran.returncode in (2, 5), (address, ran.stderr)
        assert "Traceback" not in ran.stderr
        assert "WATCHED subprocess" not in ran.stderr
        assert "WATCHED socket" not in ran.stderr
        assert "WATCHED os" not in ran.stderr
        assert ran.stderr.count("\n") == 2, ran.stderr
    assert list(tmp_path.iterdir()) == []
    assert not Path("canary").exists()


@pytest.mark.guarantee("G8.7")
def test_a_file_that_is_swapped_meanwhile_shows_nothing_of_what_it_was_swapped_for(tmp_path: Path) -> None:
    """While a document is swapped for a link to another file and back, a thousand loads never show that file.

    Each file is opened once, and what was opened is what is judged: it is the pack's own document, or it is refused.
    """
    pack = hostile(tmp_path / "pack", "plain")
    place = pack / "feedback" / "plain.md"
    good = place.read_bytes()
    secret = tmp_path / "secret.md"
    secret.write_bytes(good.replace(b"See: plain", b"A canary, out of its cage."))
    done = threading.Event()

    def swap() -> None:
        while not done.is_set():
            other = tmp_path / "next"
            other.symlink_to(secret)
            other.replace(place)
            other.write_bytes(good)
            other.replace(place)

    swapping = threading.Thread(target=swap)
    swapping.start()
    outcomes = set()
    try:
        for _ in range(1_000):
            loaded, problems = load_pack(pack)
            assert "canary" not in "".join(document.body for document in loaded.feedback)
            assert {problem.rule for problem in problems} <= {"link-in-pack", "unreadable"}
            outcomes.add((len(loaded.feedback), len(problems)))
    finally:
        done.set()
        swapping.join()
    assert outcomes <= {(1, 0), (0, 1)}


@pytest.mark.nightly
@pytest.mark.timeout(600)
@pytest.mark.guarantee("G8.8")
def test_a_pack_that_is_being_written_is_never_half_a_file(tmp_path: Path) -> None:
    """The program writes into a pack only when its editor says so, and a kill leaves each file old or new, never mixed.

    It fetches no new version of a pack. That a plan tells which version was answered is held by the tests of new versions.
    """
    head = "pack: tiny\nversion: 1.0.0\ntitle: T\nlanguages: [en]\n"
    pack = write_tree(
        tmp_path / "pack", {"questions/pack.yaml": head, "questions/010.yaml": GOOD["questions/010.yaml"].decode()}
    )
    table = tmp_path / "table.csv"
    path = pack / "questions" / "010.yaml"
    versions = [b"text: Q", b"text: R"]
    for n in range(100):
        before = path.read_bytes()
        new = versions[n % 2 == 0].removeprefix(b"text: ").decode()
        table.write_text(f"question,text_en\n1,{new}\n", "utf-8")
        command = [sys.executable, "-P", "-m", "selfcheck", "content", "import", str(table), "--pack", str(pack)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            try:
                child.wait(0.15 + n * 0.004)
            except subprocess.TimeoutExpired:
                child.kill()
        after = path.read_bytes()
        assert after == before or load_pack(pack)[0].by_id["1"].text.within("en") == new
        assert not any(
            problem.severity == "error" for problem in (*load_pack(pack)[1], *check_pack(load_pack(pack)[0]))
        )
