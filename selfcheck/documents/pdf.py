"""A document as PDF: tagged (PDF/UA-1), with its fonts inside, the same bytes each time. The one home of typst."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

from selfcheck.documents.extras import missing
from selfcheck.documents.templates import cannot_be_used
from selfcheck.documents.templates import shipped_templates
from selfcheck.documents.typst_source import render_typst

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.documents.document import Document
    from selfcheck.words import Words


def render_pdf(document: Document, words: Words, templates: Path | None = None) -> bytes:
    """The whole file. Raises SelfcheckError where typst is not installed, or a template of one's own does not work."""
    try:
        import typst
    except ImportError as error:
        raise missing("pdf") from error
    compile_: Any = typst.compile  # its stubs want the folder to be of the source's type
    source = render_typst(document, words, templates)
    root = shipped_templates()  # the source has nothing to read: of all places it must be given one, our own words
    try:
        pdf = compile_(source.encode(), root=str(root), ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if templates is None:
            raise
        raise cannot_be_used("document.typ", error) from error
    assert isinstance(pdf, bytes)
    return pdf
