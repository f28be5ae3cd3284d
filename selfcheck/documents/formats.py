"""The formats that a document is written in, by the names people ask for them with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.documents.document import Document
    from selfcheck.words import Words


class Format(Struct, frozen=True):
    """A format: its name, which is its files' ending too, whether it is text, and the library it needs, if any."""

    name: str
    text: bool
    library: str = ""

    @property
    def ending(self) -> str:
        """What its files end in."""
        return f".{self.name}"


MARKDOWN = Format("md", text=True)
HTML = Format("html", text=True)
DOCX = Format("docx", text=False, library="docx")
PDF = Format("pdf", text=False, library="typst")
JSON = Format("json", text=True)

#: Those that any document can be written in; JSON is for values with a schema of their own.
DOCUMENT_FORMATS = (MARKDOWN, HTML, DOCX, PDF)


def find_format(name: str, known: tuple[Format, ...] = DOCUMENT_FORMATS) -> Format:
    """The format of that name. Raises SelfcheckError with the known ones."""
    for format_ in known:
        if format_.name == name.strip().lstrip(".").casefold():
            return format_
    raise SelfcheckError(
        say("There is no format '{name}'.", name=name.strip()),
        say("use one or more of: {names}", names=", ".join(format_.name for format_ in known)),
        code=Exit.USAGE,
    )


def render_document(document: Document, format_: Format, words: Words, templates: Path | None = None) -> bytes:
    """The document's bytes in this format; twice the same document is twice the same bytes.

    Raises SelfcheckError where the format needs a library that is not installed, naming the command that installs it.
    """
    if format_ == HTML:
        from selfcheck.documents.html import render_html

        return render_html(document, words, templates).encode()
    if format_ == DOCX:
        from selfcheck.documents.docx import render_docx

        return render_docx(document, words)
    if format_ == PDF:
        from selfcheck.documents.pdf import render_pdf

        return render_pdf(document, words, templates)
    from selfcheck.documents.markdown_document import render_markdown_document

    return render_markdown_document(document, words).encode()
