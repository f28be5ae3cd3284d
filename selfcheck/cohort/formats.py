"""A cohort's report in any of the formats that it is handed out in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.documents.formats import DOCUMENT_FORMATS
from selfcheck.documents.formats import JSON
from selfcheck.documents.formats import Format
from selfcheck.documents.formats import render_document

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.cohort.report import CohortReport
    from selfcheck.content.model import Pack
    from selfcheck.words import Words

XLSX = Format("xlsx", text=False, library="xlsxwriter")
CSV = Format("csv", text=True)

COHORT_FORMATS = (*DOCUMENT_FORMATS, XLSX, CSV, JSON)


def render_cohort(
    report: CohortReport, pack: Pack, format_: Format, words: Words, templates: Path | None = None
) -> bytes:
    """The report's bytes in this format; twice the same report is twice the same bytes."""
    if format_ == JSON:
        from selfcheck.cohort.exchange import render_json

        return render_json(report).encode()
    if format_ == CSV:
        from selfcheck.cohort.exchange import render_csv

        return render_csv(report, pack, words).encode("utf-8-sig")
    from selfcheck.cohort.outline import make_cohort_document

    document = make_cohort_document(report, pack, words)
    if format_ == XLSX:
        from selfcheck.cohort.exchange import sheets
        from selfcheck.cohort.sheets import render_xlsx

        warning = "" if report.public else words("Not for publication")
        return render_xlsx(document.title, warning, sheets(report, pack, words))
    return render_document(document, format_, words, templates)
