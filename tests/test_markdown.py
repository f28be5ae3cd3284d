"""An advice text as a tree, and back to Markdown that means the same."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from selfcheck.content.markdown import Block
from selfcheck.content.markdown import Heading
from selfcheck.content.markdown import Items
from selfcheck.content.markdown import Link
from selfcheck.content.markdown import Paragraph
from selfcheck.content.markdown import Quote
from selfcheck.content.markdown import Text
from selfcheck.content.markdown import find_oddities
from selfcheck.content.markdown import is_safe
from selfcheck.content.markdown import links_in
from selfcheck.content.markdown import parse_blocks
from selfcheck.content.markdown import plain
from selfcheck.documents.markdown import escape_text
from selfcheck.documents.markdown import render_blocks
from tests.accidents import MARKDOWN

REAL = """\
Ortaklık kurmak ile ortaklığı sürdürmek “iki ayrı iştir”; aşağıdaki adımlar "yardımcı" olabilir;

- ortak amacı yeniden gözden geçirmek,

- işi ve yararı adil paylaşmak

olarak sıralanabilir.

[<u>A Practical Guide to Partnership (</u>](https://example.org/a_b_(c).pdf?a=b&c=d#e)Ortaklık İçin Pratik Bir Rehber).
Yazan: X, [<u>vakıf sorgulama</u>](https://www.vgm.gov.tr/vakif-sorgulama/vakif-sorgulama?Page=1) veri tabanına bakın
"""


def test_a_real_document_keeps_its_words_and_links() -> None:
    blocks = parse_blocks(REAL)

    assert [link.url for link in links_in(blocks)] == [
        "https://example.org/a_b_(c).pdf?a=b&c=d#e",
        "https://www.vgm.gov.tr/vakif-sorgulama/vakif-sorgulama?Page=1",
    ]
    text = render_blocks(blocks)
    assert "<u>" not in text
    assert "A Practical Guide to Partnership (](https" in text.replace("\\", "")
    assert ")Ortaklık İçin Pratik Bir Rehber)." in text
    assert text.endswith("veri tabanına bakın")
    assert {finding.kind for finding in find_oddities(REAL)} == {"link"}


def test_headings_go_below_the_section_and_code_stays() -> None:
    text = render_blocks(parse_blocks("# One\n\nTwo\n===\n\n```\n# not one\n```\n"), under=4)

    assert text == "##### One\n\n##### Two\n\n```\n# not one\n```"


def test_reference_links_carry_their_address() -> None:
    text = render_blocks(parse_blocks("Read [the policy] and [it][policy].\n\n[policy]: https://a.org\n"))

    assert text == "Read \\[the policy\\] and [it](https://a.org)."


def test_raw_html_leaves_its_words() -> None:
    text = render_blocks(parse_blocks("a <b>bold</b> word<br>\n\n<div>and &amp; more</div>\n\n<!-- gone -->\n"))

    assert "a bold word" in text
    assert "and & more" in text
    assert "<" not in text
    assert "gone" not in text


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ms-msdt:/id",
        "//host/x",
        "../x",
        "\\\\h\\s",
    ],
)
def test_only_pages_and_mail_are_followed(url: str) -> None:
    assert not is_safe(url)
    assert list(links_in(parse_blocks(f"[word](<{url}>)"))) == []
    assert "word" in render_blocks(parse_blocks(f"[word](<{url}>)"))


SWALLOWERS = [
    "```\ncode",
    "~~~\ncode",
    "<!-- x",
    "<script>x",
    "<style>x",
    "<pre>x",
    "<textarea>x",
    "<![CDATA[x",
    "<?x",
    "<!X x",
]


@pytest.mark.parametrize("text", SWALLOWERS)
def test_what_would_swallow_the_plan_is_found(text: str) -> None:
    assert "swallows" in {finding.kind for finding in find_oddities(f"Before.\n\n{text}")}
    blocks = parse_blocks(f"Before.\n\n{text}")
    assert parse_blocks(render_blocks(blocks) + "\n\n# After")[-1] == Heading(1, (Text("After"),))


@pytest.mark.parametrize(
    "text", ["a", "```\ncode\n```", "> quote", "- item", "    code", "[a]: https://b.org", "a\n==", "***"]
)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert "swallows" not in {finding.kind for finding in find_oddities(text)}


def test_two_lists_side_by_side_stay_two() -> None:
    blocks = parse_blocks("- a\n\n<!-- x -->\n\n- b\n")

    assert parse_blocks(render_blocks(blocks)) == blocks


PIECES = st.sampled_from(MARKDOWN)


def words_of(blocks: tuple[Block, ...]) -> str:
    """Every word of a tree, in order."""
    pieces = []
    for block in blocks:
        match block:
            case Paragraph(parts) | Heading(_, parts):
                pieces.append(plain(parts))
            case Items(items=items):
                pieces += [words_of(item) for item in items]
            case Quote(inner):
                pieces.append(words_of(inner))
            case _:
                pieces.append(getattr(block, "text", ""))
    return " ".join(" ".join(pieces).split())


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_a_rendered_text_says_the_same_and_stays_in_its_place(text: str) -> None:
    blocks = parse_blocks(text)
    again = parse_blocks(f"{render_blocks(blocks)}\n\n# After\n")

    assert again[-1] == Heading(1, (Text("After"),))
    assert words_of(again[:-1]) == words_of(blocks)
    assert [link.url for link in links_in(again)] == [link.url for link in links_in(blocks)]
    assert "html" not in {finding.kind for finding in find_oddities(render_blocks(blocks))}


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_a_name_is_shown_letter_by_letter(name: str) -> None:
    shown = parse_blocks(f"# {escape_text(name)}\n\nnext")
    flat = " ".join(name.split())

    if flat:
        assert isinstance(shown[0], Heading)
        assert plain(shown[0].parts) == flat
    assert shown[-1] == Paragraph((Text("next"),))


def test_links_in_link_out() -> None:
    assert list(links_in(parse_blocks("see <https://a.org/ş?x=1>"))) == [
        Link("https://a.org/ş?x=1", (Text("https://a.org/ş?x=1"),))
    ]


def test_a_picture_leaves_its_words_and_never_a_link_in_a_link() -> None:
    blocks = parse_blocks("see ![a [b](https://c.org) *d*](https://e.org/x.png)")

    assert [link.url for link in links_in(blocks)] == ["https://e.org/x.png"]
    assert render_blocks(blocks) == "see [a b d](https://e.org/x.png)"


def test_an_address_that_is_led_to_a_thousand_times_is_written_nowhere() -> None:
    text = "[a]: https://a.org/" + "x" * 10_000 + "\n\n" + "[a][a] " * 1_000
    assert render_blocks(parse_blocks(text)) == " ".join(["a"] * 1_000)
    assert list(links_in(parse_blocks(text.replace("x" * 10_000, "")))) != []


def test_lines_deep_in_quotes_run_on() -> None:
    """Each would repeat every sign before it, and a text of ten thousand letters would fill a book."""
    text = render_blocks(parse_blocks("> " * 40 + "*x\n" + "y\n" * 1_000 + "z*\n"))
    assert text.count("\n") == 0
    assert words_of(parse_blocks(text)).split() == ["x", *["y"] * 1_000, "z"]


def test_golden_shapes() -> None:
    source = dedent("""\
        - one

          more
        - two
          1. a
          2. b

        > said
        > - x
        """)
    blocks = parse_blocks(source)

    assert parse_blocks(render_blocks(blocks)) == blocks
