"""G11: exports are safe to open and always come out: no scripts, no formulas, no remote pictures, only web and mail links.

What a single document and table promises is held where they are tested; here a whole plan and a whole report say it.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import socket
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment.response import Response
from selfcheck.cohort.formats import COHORT_FORMATS
from selfcheck.cohort.formats import render_cohort
from selfcheck.content.folders import PackFile
from selfcheck.content.model import Pack
from selfcheck.documents.document import Document
from selfcheck.documents.formats import JSON
from selfcheck.documents.html import render_html
from selfcheck.documents.pdf import render_pdf
from selfcheck.plan.formats import PLAN_FORMATS
from selfcheck.plan.formats import render_plan
from selfcheck.plan.making import make_plan
from selfcheck.plan.outline import make_document
from selfcheck.plan.plan import Plan
from selfcheck.tables.comma import read_csv
from selfcheck.tables.comma import write_csv
from selfcheck.tables.importing import import_questions
from selfcheck.tables.questions import questions_sheet
from selfcheck.tables.sheets import CELL_LIMIT
from selfcheck.tables.sheets import Column
from selfcheck.tables.sheets import Sheet
from selfcheck.tables.xlsx import read_xlsx
from selfcheck.tables.xlsx import write_xlsx
from selfcheck.words import Words
from tests.conftest import NOW
from tests.guarantees.test_the_shape_of_the_plan import advising
from tests.guarantees.test_the_shape_of_the_plan import everywhere
from tests.guarantees.test_the_shape_of_the_plan import pack as pack
from tests.guarantees.test_the_shape_of_the_plan import response as response
from tests.reading import Page
from tests.reading import outline_of
from tests.reading import words_of_pdf
from tests.test_cohort import make
from tests.test_cohort import shipped
from tests.test_tables import PAYLOADS as FORMULAS

WORDS = Words("tr")

#: What has run a script, or fetched something, in one browser or another. `HERE` is an address that listens.
SCRIPTS = [
    f"<{tag}{rest}"
    for tag, rests in {
        "script": [">alert(1)</script>", " src=HERE></script>", "/x>alert(1)</script>", "\n>alert(1)</script >", " type=module>import 'HERE'</script>"],
        "img": [" src=x onerror=alert(1)>", " src=HERE>", " srcset=HERE>", "/src=x/onerror=alert(1)>", " src=`HERE`>", " lowsrc=HERE>", " dynsrc=HERE>"],
        "svg": ["/onload=alert(1)>", "><script>alert(1)</script></svg>", "><use href=HERE#a></svg>", "><image href=HERE></svg>", "><a xlink:href=javascript:alert(1)>x</a></svg>"],
        "iframe": [" src=javascript:alert(1)>", " srcdoc='<script>alert(1)</script>'>", " src=HERE></iframe>"],
        "object": [" data=HERE>", " data=javascript:alert(1)>"],
        "embed": [" src=HERE>"],
        "link": [" rel=stylesheet href=HERE>", " rel=prefetch href=HERE>", " rel=attachment href=file:///etc/passwd>"],
        "meta": [" http-equiv=refresh content='0;url=HERE'>"],
        "base": [" href=HERE>"],
        "body": [" onload=alert(1)>", " background=HERE>"],
        "video": [" src=HERE autoplay onerror=alert(1)>", "><source src=HERE></video>"],
        "audio": [" src=HERE autoplay>"],
        "input": [" onfocus=alert(1) autofocus>", " type=image src=HERE>"],
        "form": [" action=HERE><input type=submit></form>"],
        "button": [" formaction=javascript:alert(1)>x</button>"],
        "details": [" open ontoggle=alert(1)>"],
        "marquee": [" onstart=alert(1)>"],
        "math": ["><a xlink:href=javascript:alert(1)>x</a></math>"],
        "table": [" background=HERE>"],
        "style": [">@import url(HERE);</style>", ">*{background:url(HERE)}</style>"],
        "p": [" style='background:url(HERE)'>x</p>", " onclick=alert(1)>x</p>"],
        "template": ["><script>alert(1)</script></template>"],
        "a": [" href=javascript:alert(1)>x</a>", " href=data:text/html,x ping=HERE>x</a>", " href=vbscript:x>x</a>"],
    }.items()
    for rest in rests
] + [
    "\"><script>alert(1)</script>", "'><script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "\" onmouseover=\"alert(1)", "![x](HERE/a.png)", "[x](javascript:alert(1))", "[x](data:text/html,x)",
    "[x](ms-msdt:/id)", "<javascript:alert(1)>", "&#60;script&#62;alert(1)&#60;/script&#62;", "\\3cscript\\3e", "'; } @import url(HERE); {", "\\\"; } @page { content: \"",
]  # fmt: skip

#: The tags and attributes of a page of ours.
TAGS = """
    html head meta title style body header main section nav footer h1 h2 h3 h4 h5 h6 p a ul ol li table caption colgroup col thead tbody tr th td
    strong em code pre blockquote hr br div span details summary dl dt dd figure figcaption svg g rect circle line path polygon polyline text tspan desc
""".split()  # noqa: SIM905  # a list to be read
ATTRIBUTES = """
    lang charset name content http-equiv class id href rel scope role start aria-label aria-labelledby aria-describedby aria-hidden viewbox xmlns
    data-label tabindex colspan rowspan width height x y x1 y1 x2 y2 cx cy r rx ry d points transform text-anchor font-size font-family font-weight fill stroke stroke-width opacity
""".split()  # noqa: SIM905


def hostile(pack: Pack, response: Response, payload: str) -> Document:
    """A plan with the payload in every one-line text and in its advice."""
    wild, theirs = everywhere(advising(pack, f"{payload}\n\n- {payload}\n\n> {payload}\n"), response, payload)
    return make_document(make_plan(wild, theirs, WORDS, NOW.date()), WORDS)


@pytest.mark.guarantee("G11.1")
def test_no_word_becomes_a_tag(pack: Pack, response: Response) -> None:
    """Whatever is written into a plan, its page holds the program's own tags alone, links to the web and to mail, no picture.

    Nothing is fetched, and a policy in the page tells browsers to fetch nothing.
    """
    assert len(SCRIPTS) >= 60
    for payload in SCRIPTS:
        page = Page(render_html(hostile(pack, response, payload), WORDS))
        for tag, attributes in page.tags:
            assert tag in TAGS, (tag, payload)
            assert set(attributes) <= set(ATTRIBUTES), (tag, attributes, payload)
            href = attributes.get("href") or "#"
            assert re.match(r"#|https?://|mailto:", href), href
        assert page.of("src") == []
        assert any("default-src 'none'" in policy for policy in page.of("content"))


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this computer, and everything that was asked of it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append(connection.recv(1000))
                connection.close()

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/x", heard
        finally:
            done.set()
            listener.join()


@pytest.mark.guarantee("G11.3")
def test_a_pdf_calls_nobody_and_reads_no_file(pack: Pack, response: Response, tmp_path: Path) -> None:
    """While a PDF is made nothing is fetched, and no file gets into it, whatever its words ask for."""
    canary = tmp_path / "canary.txt"
    canary.write_text("Kanarya kafesten kaçtı", "utf-8")
    with listening() as (address, heard):
        wishes = [
            f'#read("{canary}")', f'#image("{canary}")', f'") + read("{canary}") + ("', f'#include "{canary}"', f"![x]({address}.png)", f"<img src={address}>",
            f"<link rel=attachment href=file://{canary}>", '#import "@preview/x:1.0.0"', f'#link("{address}")', "\\input{/etc/passwd}",
        ]  # fmt: skip
        for wish in wishes:
            pdf = render_pdf(hostile(pack, response, wish), WORDS)
            streams = b"".join(_unpacked(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL))
            assert b"Kanarya" not in pdf + streams
            assert "Kanarya" not in words_of_pdf(pdf)
            assert b"/EmbeddedFile" not in pdf + streams
            assert b"/JavaScript" not in pdf + streams
            assert b"root:" not in streams
    assert heard == []
    with (
        listening() as (address, heard),
        socket.create_connection(("127.0.0.1", int(re.findall(r":(\d+)", address)[0]))) as call,
    ):
        call.sendall(b"so that the listener is heard to hear")
        while not heard:
            pass


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


#: What no cell may begin with, after blanks.
SIGNS = re.compile(r"[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00]")


@pytest.mark.guarantee("G11.4")
def test_no_cell_of_a_report_or_a_pack_is_a_formula() -> None:
    """In every column of every CSV a text that looks like a formula is a text; numbers stay numbers; it comes back as it was."""
    report = make(14, None, public=False)
    csv_format = next(each for each in COHORT_FORMATS if each.name == "csv")
    questions = tuple(shipped().questions)
    for payload in FORMULAS[:40]:
        named = replace(shipped(), sections=tuple(
            replace(section, title=replace(section.title, by_language={"en": payload}), questions=tuple(
                replace(each, text=replace(each.text, by_language={"en": payload}), short=None, choices=tuple(
                    replace(choice, text=replace(choice.text, by_language={"en": payload}), short=None) for choice in each.choices
                )) for each in section.questions
            )) for section in shipped().sections
        ))  # fmt: skip
        rows = list(csv.reader(io.StringIO(render_cohort(report, named, csv_format, Words("en")).decode("utf-8-sig"))))
        assert len(rows) > len(questions)
        assert any(cell.isdigit() for row in rows for cell in row)
        for cell in (cell for row in rows for cell in row):
            assert not SIGNS.match(cell) or re.fullmatch(r"-?\d+(\.\d+)?", cell), cell
        sheet = Sheet("t", tuple(Column(f"{payload}{n}") for n in range(3)), ((payload, 1, 2.5), ("x", payload, 3)))
        lines = list(csv.reader(io.StringIO(write_csv(sheet).decode("utf-8-sig"), newline="")))
        assert lines[1][1:] == ["1", "2.5"]
        assert not any(SIGNS.match(cell) for line in lines for cell in line)
        assert read_csv(write_csv(sheet), "t.csv")[0].rows[0].cells


@pytest.mark.guarantee("G11.5")
def test_a_workbook_of_a_report_holds_words_alone() -> None:
    """A workbook of a report has no formula, no link, no macro and nothing from elsewhere in it."""
    chosen = next(each for each in COHORT_FORMATS if each.name == "xlsx")
    for public in (True, False):
        with zipfile.ZipFile(
            io.BytesIO(render_cohort(make(14, "size", public=public), shipped(), chosen, Words("tr")))
        ) as book:
            for name in book.namelist():
                text = book.read(name).decode()
                assert "<f>" not in text
                assert "<hyperlink" not in text
                assert not re.search(r'TargetMode="External"|vbaProject|externalLink|<ddeLink', text), name


STRANGE = {
    "controls": "a\x00b\x07c\x1b[31md\x9be",
    "no characters": "a\ufffe\uffff\ufdd0b",
    "turned round": "a\u202eb\u200bc\U000e0041d",
}


def strange_plans(pack: Pack, response: Response) -> Iterator[tuple[str, Plan]]:
    """Plans of strange texts, of no answer, and of three hundred."""
    for name, text in STRANGE.items():
        wild, theirs = everywhere(advising(pack, text), response, text)
        yield name, make_plan(wild, theirs, WORDS, NOW.date())
    long = "uzun " * 8_000
    noted = {key: replace(answer, note=long) for key, answer in response.answers.items() if key == "1"}
    wild = advising(pack, long)
    yield (
        "forty thousand letters",
        make_plan(wild, replace(response, answers={**response.answers, **noted}), WORDS, NOW.date()),
    )
    yield "no answer", make_plan(pack, replace(response, answers={}), WORDS, NOW.date())
    section = pack.sections[1]
    many = tuple(replace(section.questions[0], id=str(n)) for n in range(1, 301))
    large = replace(pack, sections=(pack.sections[0], replace(section, questions=many)))
    answers = dict.fromkeys((each.id for each in many), response.answers["1"])
    yield "three hundred answers", make_plan(large, replace(response, answers=answers), WORDS, NOW.date())


@pytest.mark.timeout(240)
@pytest.mark.guarantee("G11.6")
def test_every_format_comes_out_whatever_is_in_it(pack: Pack, response: Response) -> None:
    """A plan comes out in every format, and opens, whatever letters are in it, with no answer and with three hundred."""
    for name, plan in strange_plans(pack, response):
        for format_ in PLAN_FORMATS:
            data = render_plan(plan, format_, WORDS)
            if format_ == JSON:
                said = json.dumps(json.loads(data)["title"]) + data.decode()  # values for programs, letter by letter
            else:
                read = {"docx": outline_of, "pdf": words_of_pdf}.get(format_.name, bytes.decode)
                said = html.unescape(read(data))
            assert format_ == JSON or not re.search(
                "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u202e]", said.replace("\x0c", "")
            ), (
                name,
                format_,
            )
            if name == "forty thousand letters":
                assert said.count("uzun") >= 16_000, format_
            if name == "three hundred answers":
                assert said.count("Toplan") >= 300, format_


@pytest.mark.guarantee("G11.6")
def test_a_cell_that_was_cut_says_so_and_cuts_nothing_on_its_way_back() -> None:
    """A text that is longer than a cell of a workbook ends in `…` there; read back, it leaves the text as it was."""
    long = "uzun " * 8_000 + "son"
    files = [
        PackFile(
            "questions/010.yaml",
            f"section: s\ntitle: {{tr: S}}\nquestions:\n  - id: 1\n    type: text\n    text: {{tr: {long}}}\n".encode(),
        )
    ]
    grid = read_xlsx(write_xlsx((questions_sheet(files, ("tr",)),)), "t.xlsx")[0]
    cell = next(row["text_tr"] for row in grid.rows if row["question"] == "1")
    assert len(cell) == CELL_LIMIT
    assert cell.endswith("…")
    found = import_questions(grid, files, ("tr",))
    assert (found.files, found.refusals) == ((), ())


@pytest.mark.guarantee("G11.7")
def test_twice_the_same_plan_is_twice_the_same_file(
    pack: Pack, response: Response, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same answers give the same files, byte by byte, without the time, the user or the folder in them."""
    plan = make_plan(pack, response, WORDS, NOW.date())
    report = make(14, "size", public=False)
    first = [render_plan(plan, each, WORDS) for each in PLAN_FORMATS]
    first += [render_cohort(report, shipped(), each, WORDS) for each in COHORT_FORMATS]
    monkeypatch.setenv("USER", "someone-else")
    monkeypatch.setenv("LOGNAME", "someone-else")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.chdir(Path(__file__).parent)
    second = [render_plan(plan, each, WORDS) for each in PLAN_FORMATS]
    second += [render_cohort(report, shipped(), each, WORDS) for each in COHORT_FORMATS]
    assert first == second
    for data in first:
        assert str(Path(__file__).parents[2]).encode() not in data
        assert b"someone-else" not in data
