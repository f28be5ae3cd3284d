"""G10: each advice stays in its place. No text can swallow, move or fake another part of the plan."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from itertools import product
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import Response
from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.content.checks import check_pack
from selfcheck.content.loading import load_pack
from selfcheck.content.markdown import links_in
from selfcheck.content.markdown import parse_blocks
from selfcheck.content.model import Pack
from selfcheck.content.model import Question
from selfcheck.content.model import Texts
from selfcheck.documents.docx import render_docx
from selfcheck.documents.html import render_html
from selfcheck.documents.markdown import escape_text
from selfcheck.documents.pdf import render_pdf
from selfcheck.plan.making import make_plan
from selfcheck.plan.outline import make_document
from selfcheck.plan.plan import Plan
from selfcheck.plan.rendering import render_markdown
from selfcheck.words import Words
from tests.accidents import BITS
from tests.accidents import MARKDOWN
from tests.conftest import NOW
from tests.conftest import make_pack
from tests.conftest import write_tree
from tests.reading import Page
from tests.reading import outline_of
from tests.reading import words_of_pdf
from tests.test_markdown import words_of
from tests.test_plan import FILES

WORDS = Words("tr")

#: What opens something that only a later sign, or none at all, closes.
BREAKOUTS = {
    "fence": "```\ncode", "tildes": "~~~\ncode", "comment": "<!-- x", "script": "<script>x", "style": "<style>x", "pre": "<pre>x",
    "textarea": "<textarea>x", "cdata": "<![CDATA[x", "instruction": "<?x", "declaration": "<!DOCTYPE x",
}  # fmt: skip

#: What only looks so.
HARMLESS = [
    "plain", "```\ncode\n```", "~~~\ncode\n~~~", "````\n```\n````", "    ```\n", "`<!-- x`", "`` ` ``", "\\<!-- x", "\\`\\`\\`", "a ``` b", "a ~~~ b", "a <!-- b --> c",
    "> ```\n> code\n> ```", "> quote", "> ```\n> ends with its quote", "- ```\n  ends with its item", "- item", "1. item", "    indented", "***", "---", "a\n===", "a\n---", "# A", "###### A", "#", "[a]: https://b.org",
    "[a](https://b.org)", "![a](https://b.org)", "<https://b.org>", "&lt;!-- x", "&#96;&#96;&#96;", "| a | b |\n|---|---|\n| c | d |", "a\\\nb", "a  \nb", "*a", "**a", "_a", "[a", "](a", "<", "a < b > c",
]  # fmt: skip


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(tmp_path_factory.mktemp("pack"), FILES)


@pytest.fixture(scope="module")
def response(pack: Pack) -> Response:
    made = new_response(pack, organisation="Örnek", language="tr", response_id="x", now=NOW)
    for key, answer in {
        "form": choose(pack.by_id["form"], "club"),
        "1": choose(pack.by_id["1"], "1"),
        "2": choose(pack.by_id["2"], "2"),
        "3": Answer(state="unknown", unsure="muhasebeci"),
    }.items():
        made = with_answer(made, pack.by_id[key], answer, NOW)
    return made


def advising(pack: Pack, *bodies: str) -> Pack:
    """The pack with these texts as its advice, one after the other."""
    turn = iter(range(10_000))
    return replace(pack, feedback=tuple(replace(each, body=bodies[next(turn) % len(bodies)]) for each in pack.feedback))


def plan_of(pack: Pack, response: Response) -> Plan:
    return make_plan(pack, response, WORDS, NOW.date())


def written(pack: Pack, response: Response) -> str:
    return render_markdown(plan_of(pack, response), WORDS)


@pytest.mark.guarantee("G10.1")
def test_what_would_swallow_the_plan_is_refused_where_it_begins(tmp_path: Path) -> None:
    """An advice text that opens something and never closes it is refused with file and line; no other text is."""
    assert len(BREAKOUTS) + len(HARMLESS) == 52
    head = "---\ntitle: T\nquestion_id: 1\nchoice_id: 1\n---\nBegin with this.\n\n"
    texts = {**BREAKOUTS, **{f"harmless {n}": text for n, text in enumerate(HARMLESS)}}
    for n, text in enumerate(texts.values()):
        write_tree(tmp_path, {**FILES, f"feedback/en/1/x{n}.md": head + text + "\n"})
    loaded, found = load_pack(tmp_path)
    swallowing = {
        problem.source.path: problem.source.line for problem in check_pack(loaded) if problem.rule == "swallowing-text"
    }
    assert found == ()
    assert swallowing == {f"feedback/en/1/x{n}.md": 8 for n in range(len(BREAKOUTS))}


def headings(text: str, *, raw: bool) -> list[tuple[int, str]]:
    """The headings of a Markdown file as a program sees it that shows raw HTML, or one that does not; down to level 4."""
    tokens = MarkdownIt("commonmark", {"html": raw, "maxNesting": 200}).enable("table").parse(text)
    pairs = pairwise(tokens)
    return [
        (int(here.tag[1]), after.content)
        for here, after in pairs
        if here.type == "heading_open" and here.tag < "h5" and not here.level
    ]


def lines_that_are_headings(text: str) -> list[tuple[int, str]]:
    """The headings as a very simple program sees them: lines that begin with signs, outside of fences. Down to level 4."""
    found = []
    fence = before = ""
    for line in text.split("\n"):
        begun = re.match(r"(`{3,}|~{3,})[^`]*\Z", line)
        if fence:
            fence = "" if line.rstrip() == fence else fence
        elif begun:
            fence = begun[1]
        elif (title := re.match(r"(#{1,4}) +(.*)", line)) is not None:
            found.append((len(title[1]), title[2]))
        else:
            assert not (before.strip() and re.match(r"(=+|--+) *\Z", line)), f"this makes a heading of {before!r}"
        before = line
    return found


def hostile_text(rng: random.Random) -> str:
    """Normal and hostile pieces in a row, some of them in lines of their own."""
    pieces = rng.choices(
        [*MARKDOWN, *BITS, *BREAKOUTS.values(), *HARMLESS, "sözcük", "Bir cümle."], k=rng.randint(1, 25)
    )
    return "".join(piece + rng.choice(["", " ", "\n", "\n\n"]) for piece in pieces) or "x"


def same_headings(pack: Pack, response: Response, plans: int, seed: int) -> None:
    rng = random.Random(seed)
    calm = written(advising(pack, "sakin"), response)
    wanted = headings(calm, raw=True)
    for n in range(plans):
        bodies = [hostile_text(rng) for _ in range(3)]
        text = written(advising(pack, *bodies), response)
        for way in (headings(text, raw=True), headings(text, raw=False), lines_that_are_headings(text)):
            assert without_links(way) == without_links(wanted), (seed, n, bodies)


def without_links(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Without the chapter of links, which is there where an advice holds one, and its groups."""
    titles = [title for _, title in found]
    if WORDS("Resources") not in titles:
        return found
    at = titles.index(WORDS("Resources"))
    after = next(n for n, (level, _) in enumerate(found) if n > at and level == 2)
    return found[:at] + found[after:]


@pytest.mark.guarantee("G10.2")
def test_no_text_adds_moves_or_hides_a_heading(pack: Pack, response: Response) -> None:
    """Whatever advice says, the plan has its own headings in their order, however a program reads Markdown.

    With raw HTML and without it, and read line by line.
    """
    same_headings(pack, response, 250, seed=10)


@pytest.mark.nightly
@pytest.mark.timeout(900)
@pytest.mark.guarantee("G10.2")
def test_no_text_of_thousands_adds_moves_or_hides_a_heading(pack: Pack, response: Response) -> None:
    """Every night five thousand other plans have their own headings in their order; the seed stands with what fails."""
    same_headings(pack, response, 5_000, seed=random.SystemRandom().randrange(2**32))


@pytest.mark.guarantee("G10.3")
def test_no_advice_lends_another_its_links(pack: Pack, response: Response) -> None:
    """A link leads where its own advice says: no advice makes a link in another one, or leads it elsewhere."""
    texts = {
        "[policy]: https://a.org\n\nRead the [policy].": {"https://a.org"},
        "[policy]: https://b.org\n\nRead [it][policy].": {"https://b.org"},
        "Read the [policy], [it][policy].": set(),
        "[POLICY]: https://c.org": set(),
        "\\[policy\\] [policy]": set(),
        '[x](https://d.org "policy")\n\n[policy]:\nhttps://e.org': {"https://d.org"},
        "`[policy]`": set(),
        "![policy]": set(),
        "[policy]: javascript:alert(1)\n\n[policy]": set(),
    }
    for first, second in product(texts, texts):
        both = advising(pack, first, second)
        sections = plan_of(both, response).sections
        advice = [each for section in sections for question in section.questions for each in question.advice]
        assert len(advice) >= 2
        assert all({link.url for link in links_in(each.blocks)} in (texts[first], texts[second]) for each in advice)
        led_to = {link.url for link in links_in(parse_blocks(written(both, response)))}
        assert led_to <= texts[first] | texts[second]


def deep(n: int) -> str:
    """A text with lists and quotes as deep as that, each level with a word of its own."""
    lists = "".join(f"{'  ' * level}- liste{level} sözü\n" for level in range(n))
    quotes = "".join(f"{'> ' * (level + 1)}alıntı{level} sözü\n{'> ' * (level + 1)}\n" for level in range(n))
    return f"{lists}\nara sözü\n\n{quotes}\n1. sayı sözü\n   1. içte sözü\n\n    kod sözü\n\n```\nçit sözü\n```\n\nbaşlık sözü\n===\n\n*vurgu* **koyu** `aynen` [bağ](https://example.org/x) &amp; <https://example.org/y>\n"


@pytest.mark.guarantee("G10.4")
def test_every_word_of_an_advice_is_in_the_plan(pack: Pack, response: Response) -> None:
    """No word of an advice is lost on its way into a plan, however deep it stands, in Markdown, HTML, DOCX and PDF."""
    body = deep(20)
    wild = advising(pack, body)
    words = [word for word in words_of(parse_blocks(body)).split() if word.isalnum()]
    assert {"liste19", "alıntı19", "içte", "aynen", "çit"} <= set(words)
    document = make_document(plan_of(wild, response), WORDS)
    said = {
        "md": written(wild, response),
        "html": " ".join(Page(render_html(document, WORDS)).said),
        "docx": outline_of(render_docx(document, WORDS)),
        "pdf": unicodedata.normalize("NFC", words_of_pdf(render_pdf(document, WORDS))),
    }
    for name, text in said.items():
        joined = "".join(text.split())
        assert [word for word in words if word not in joined] == [], name
        assert joined.count("liste19") == joined.count("ara" + "sözü"), name


NAMES = [
    "a\nb", "a\r\nb", "a\n\n# b", "a\n===", "a\n---", "| a | b |", "a|b", "`a`", "```", "```\na", "~~~", "# a", "## Özet", "<!-- a", "a -->", "<script>", "<details>", "</details>", "<b>a</b>",
    "*a*", "**", "__a__", "[a](https://b.org)", "[a]: https://b.org", "![a](b)", "- a", "1. a", "> a", "\\", "x" * 10_000,
]  # fmt: skip


@pytest.mark.guarantee("G10.5")
def test_no_name_changes_the_structure(pack: Pack, response: Response) -> None:
    """A name, a label or a note of whatever signs stands in headings, tables and lists as its letters, and moves nothing."""
    assert len(NAMES) == 30
    calm = _shape(*everywhere(pack, response, "x"))
    for name in NAMES:
        named = everywhere(pack, response, name)
        assert _shape(*named) == calm, name
        flat = escape_text(name).replace("\\|", "|")
        assert _cells(*named).count(flat) == _cells(*everywhere(pack, response, "x")).count("x") > 0, name
        assert " ".join(name.split()) in words_of(parse_blocks(written(*named))[:1]), name


def everywhere(pack: Pack, response: Response, name: str) -> tuple[Pack, Response]:
    """The pack and the response with the name in the place of each of their one-line texts."""

    def said(texts: Texts) -> Texts:
        return replace(texts, by_language=dict.fromkeys(texts.by_language, name))

    def renamed(question: Question) -> Question:
        choices = tuple(replace(choice, text=said(choice.text)) for choice in question.choices)
        return replace(
            question, text=said(question.text), short=question.short and said(question.short), choices=choices
        )

    sections = tuple(
        replace(section, title=said(section.title), questions=tuple(renamed(each) for each in section.questions))
        for section in pack.sections
    )
    levels = tuple(replace(level, title=said(level.title)) for level in pack.levels)
    feedback = tuple(replace(each, title=name, actions=(name,), who=name) for each in pack.feedback)
    answers = {
        key: replace(answer, note=name, unsure=answer.unsure and name) for key, answer in response.answers.items()
    }
    return (
        replace(pack, title=said(pack.title), sections=sections, levels=levels, feedback=feedback),
        replace(response, organisation=name, answers=answers),
    )


def _cells(pack: Pack, response: Response) -> list[str]:
    """What stands in the cells of a plan's tables."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(written(pack, response))
    return [after.content for here, after in pairwise(tokens) if here.type == "td_open"]


def _shape(pack: Pack, response: Response) -> list[str]:
    """The kinds of all that stands in a plan, one after the other, without a word."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(written(pack, response))
    return [f"{token.type} {token.level}" for token in tokens if token.type != "inline"]


@pytest.mark.guarantee("G10.6")
def test_headings_of_an_advice_stay_below_its_own(pack: Pack, response: Response) -> None:
    """A heading inside an advice is pushed below the heading of its question: it is never one of the plan's."""
    body = "\n\n".join(
        [
            *(f"{'#' * level} Kendi {level}" for level in range(1, 7)),
            "Kendi 7\n===",
            "Kendi 8\n---",
            "> # Kendi 9",
            "- # Kendi 10",
        ]
    )
    wild = advising(pack, body)
    tokens = MarkdownIt("commonmark", {"html": True}).parse(written(wild, response))
    own = [
        here.tag
        for here, after in pairwise(tokens)
        if here.type == "heading_open" and after.content.startswith("Kendi")
    ]
    assert len(own) >= 10
    assert set(own) <= {"h5", "h6"}
    page = Page(render_html(make_document(plan_of(wild, response), WORDS), WORDS))
    assert page.levels.count(1) == 1
    calm = Page(render_html(make_document(plan_of(advising(pack, "sakin"), response), WORDS), WORDS))
    assert page.levels.count(2) == calm.levels.count(2)


AMPLIFIERS: dict[str, Callable[[], str]] = {
    "a long address led to from everywhere": lambda: (
        "[a]: https://a.org/" + "y" * 5_000 + "\n\n" + "[a] [b][a] ![c][a] " * 2_000
    ),
    "an address in the words of pictures": lambda: (
        "[a]: https://a.org/" + "y" * 5_000 + "\n\n" + "![[a] [a] [a]](https://b.org)" * 1_000
    ),
    "lines deep in quotes": lambda: "> " * 45 + "x\n" + "y\n" * 1_500,
    "stressed lines deep in quotes": lambda: "> " * 45 + "*x\n" + "y\n" * 1_500 + "z*\n",
    "hard breaks deep in quotes": lambda: "> " * 45 + "x\\\n" + "y\\\n" * 1_500,
    "lists side by side": lambda: "- a\n\n<!-- -->\n\n" * 3_000,
    "signs": lambda: "*_`[]<>#|\\" * 3_000,
    "hidden characters": lambda: "\u202e" * 5_000,
    "entities": lambda: "&amp;" * 5_000,
    "numbers": lambda: "999999999. a\n" * 2_000,
}


@pytest.mark.guarantee("G10.7")
@pytest.mark.parametrize("name", AMPLIFIERS)
def test_a_plan_is_no_larger_than_what_it_says(pack: Pack, response: Response, name: str) -> None:
    """A plan takes at most three times the room of all that went into it: no short text makes a long one."""
    body = AMPLIFIERS[name]()
    wild = advising(pack, body)
    given = sum(len(each.body.encode()) for each in wild.feedback)
    plan = plan_of(wild, response)
    for text in (render_markdown(plan, WORDS), render_html(make_document(plan, WORDS), WORDS)):
        assert len(text.encode()) <= 3 * given + 100_000
