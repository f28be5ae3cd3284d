"""A document as DOCX, to go on writing in: real headings, lists, links, boxes to tick. The one home of python-docx."""

from __future__ import annotations

import html
import io
import zipfile
from typing import TYPE_CHECKING
from typing import Any

from selfcheck.content.characters import visible
from selfcheck.documents import word_xml
from selfcheck.documents.extras import missing
from selfcheck.documents.languages import dictionary_tag
from selfcheck.documents.word_body import Body

if TYPE_CHECKING:
    from selfcheck.documents.document import Document
    from selfcheck.words import Words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:w="{W}" xmlns:r="{R}"'

#: When every file in the package was written: it must not tell when it was made.
LONG_AGO = (1980, 1, 1, 0, 0, 0)

#: Style, size in half points, colour, space before and after in twentieths of a point.
HEADINGS = (
    ("Heading 1", 34, word_xml.ACCENT, 480, 140),
    ("Heading 2", 27, "1D2730", 360, 120),
    ("Heading 3", 23, "1D2730", 280, 100),
    ("Heading 4", 21, word_xml.QUIET, 220, 80),
    ("Heading 5", 21, word_xml.QUIET, 200, 80),
    ("Heading 6", 21, word_xml.QUIET, 200, 80),
    ("Heading 7", 21, word_xml.QUIET, 200, 80),
    ("Heading 8", 21, word_xml.QUIET, 200, 80),
    ("Heading 9", 21, word_xml.QUIET, 200, 80),
)


def render_docx(document: Document, words: Words) -> bytes:
    """The whole file. Raises SelfcheckError where python-docx is not installed."""
    try:
        import docx
    except ImportError as error:
        raise missing("docx") from error
    from docx.opc.constants import RELATIONSHIP_TYPE

    made = docx.Document()
    links: dict[str, str] = {}

    def link_id(url: str) -> str:
        if url not in links:
            links[url] = made.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return links[url]

    body = Body(document, words, link_id)
    _fill(made, body.xml())
    _number(made, body.starts)
    _style(made, document)
    _frame(made, document)
    _describe(made, document)
    buffer = io.BytesIO()
    made.save(buffer)
    return _dateless(buffer.getvalue())


def _parse(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)


def _fill(made: Any, xml: str) -> None:
    """Put the body in its place, before the last section's properties."""
    last = made.element.body.sectPr
    for element in list(_parse(f"<w:body {NAMES}>{xml}</w:body>")):
        last.addprevious(element)


def _number(made: Any, starts: list[int]) -> None:
    """Define our lists: one kind with dots, one with numbers, and for each numbered list where it starts."""
    numbering = made.part.numbering_part.element
    dots = "".join(_level(level, "bullet", "•–▪"[level % 3]) for level in range(word_xml.DEEPEST))
    numbers = "".join(_level(level, "decimal", f"%{level + 1}.") for level in range(word_xml.DEEPEST))
    many = '<w:multiLevelType w:val="multilevel"/>'
    for name, levels in ((word_xml.NUMBERS, numbers), (word_xml.DOTS, dots)):
        kind = f'<w:abstractNum {NAMES} w:abstractNumId="{name}">{many}{levels}</w:abstractNum>'
        numbering.insert(0, _parse(kind))
    numbering.append(_parse(_list_of(word_xml.DOTS, word_xml.DOTS)))
    for n, start in enumerate(starts):
        begins = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level in range(word_xml.DEEPEST)
        )
        numbering.append(_parse(_list_of(word_xml.NUMBERS + n, word_xml.NUMBERS, begins)))


def _list_of(name: int, kind: int, begins: str = "") -> str:
    return f'<w:num {NAMES} w:numId="{name}"><w:abstractNumId w:val="{kind}"/>{begins}</w:num>'


def _level(level: int, kind: str, sign: str) -> str:
    left = word_xml.INDENT * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{word_xml.INDENT}"/></w:pPr></w:lvl>'
    )


def _style(made: Any, document: Document) -> None:
    """One calm look, in a font that every word processor has or knows a stand-in for."""
    styles = made.styles.element
    for old in ("Title", "Subtitle", "Quote", "Caption", "TOCHeading", *(f"Heading{n}" for n in range(1, 10))):
        for style in styles.findall(f"{{{W}}}style[@{{{W}}}styleId='{old}']"):
            styles.remove(style)
    for defaults in styles.findall(f"{{{W}}}docDefaults"):
        styles.remove(defaults)
    for xml in reversed(_styles(dictionary_tag(document.language))):
        styles.insert(0, _parse(xml))
    latent = styles.find(f"{{{W}}}latentStyles")
    defaults = styles.find(f"{{{W}}}docDefaults")
    styles.insert(0, latent)
    styles.insert(0, defaults)
    for name in ("Header", "Footer", "ListBullet", "ListNumber", "ListContinue"):
        _space(styles.find(f"{{{W}}}style[@{{{W}}}styleId='{name}']"))


def _space(style: Any) -> None:
    """Put the lines of a list at the distance that ours have."""
    for old in style.findall(f"{{{W}}}pPr/{{{W}}}numPr") + style.findall(f"{{{W}}}pPr/{{{W}}}contextualSpacing"):
        old.getparent().remove(old)


def _styles(language: str) -> list[str]:
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    ink = '<w:color w:val="1D2730"/>'
    defaults = (
        f'<w:docDefaults {NAMES}><w:rPrDefault><w:rPr>{font}{ink}<w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault>'
        '<w:pPr><w:spacing w:after="120" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    headings = [
        _named(
            name,
            f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}" w:line="240"'
            f' w:lineRule="auto"/><w:outlineLvl w:val="{n}"/>',
            f'<w:b/><w:color w:val="{colour}"/><w:sz w:val="{size}"/>',
        )
        for n, (name, size, colour, before, after) in enumerate(HEADINGS)
    ]
    line = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="10" w:color="{word_xml.ACCENT}"/></w:pBdr>'
    side = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{word_xml.ACCENT}"/></w:pBdr>'
    return [
        defaults,
        _named(
            "Title",
            '<w:spacing w:before="480" w:after="80" w:line="240" w:lineRule="auto"/>',
            '<w:b/><w:sz w:val="52"/>',
        ),
        _named("Subtitle", f'{line}<w:spacing w:after="360"/>', f'<w:color w:val="{word_xml.QUIET}"/>'),
        _named("Quote", f'{side}<w:ind w:left="220"/>', "<w:b/>"),
        _named(
            "Caption",
            '<w:spacing w:before="120" w:after="60"/>',
            f'<w:color w:val="{word_xml.QUIET}"/><w:sz w:val="19"/>',
        ),
        _named("TOC Heading", '<w:keepNext/><w:spacing w:before="120" w:after="60"/>', "<w:b/>"),
        _named("TOC 1", '<w:spacing w:after="40"/>', f'<w:color w:val="{word_xml.ACCENT}"/>'),
        _named("Cell", '<w:spacing w:before="40" w:after="40" w:line="245" w:lineRule="auto"/>', '<w:sz w:val="20"/>'),
        *headings,
    ]


def _named(name: str, paragraph: str, letters: str) -> str:
    """A paragraph style under its name; Word knows the names of its own in small letters."""
    own = name if name == "Cell" else name.replace("Heading ", "heading ").replace("TOC 1", "toc 1")
    return (
        f'<w:style {NAMES} w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{own}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{letters}</w:rPr></w:style>"
    )


def _frame(made: Any, document: Document) -> None:
    """An A4 page; on all pages but the first the document's name on top, on every page its number below."""
    from docx.shared import Mm

    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.different_first_page_header_footer = True
    header = html.escape(visible(document.header or document.title, lines=False))
    hush = f'<w:rPr><w:color w:val="{word_xml.QUIET}"/><w:sz w:val="17"/></w:rPr>'
    _replace(section.header, f"<w:r>{hush}<w:t>{header}</w:t></w:r>")
    _replace(section.first_page_header, "")
    number = "".join(
        f'<w:fldSimple w:instr="{name}"><w:r>{hush}<w:t>{shown}</w:t></w:r></w:fldSimple>{after}'
        for name, shown, after in (
            ("PAGE", "1", f'<w:r>{hush}<w:t xml:space="preserve"> / </w:t></w:r>'),
            ("NUMPAGES", "1", ""),
        )
    )
    for footer in (section.footer, section.first_page_footer):
        _replace(footer, number, '<w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="right"/></w:pPr>')


def _replace(place: Any, runs: str, props: str = '<w:pPr><w:pStyle w:val="Header"/></w:pPr>') -> None:
    place.is_linked_to_previous = False
    element = place._element
    for old in list(element):
        element.remove(old)
    element.append(_parse(f"<w:p {NAMES}>{props}{runs}</w:p>"))


def _describe(made: Any, document: Document) -> None:
    """The title and the language; no name of a person, no time."""
    properties = made.core_properties
    properties.title = visible(document.title, lines=False)[:255]
    properties.language = dictionary_tag(document.language)
    properties.author = properties.last_modified_by = "selfcheck"
    properties.comments = properties.keywords = properties.subject = ""
    properties.revision = 1
    element = properties._element
    for name in ("created", "modified", "lastPrinted"):
        for old in element.findall(f"{{http://purl.org/dc/terms/}}{name}"):
            element.remove(old)


def _dateless(data: bytes) -> bytes:
    """The same package, its files all of one long past moment."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
