"""A plan in any of the formats that people take home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.documents.formats import DOCUMENT_FORMATS
from selfcheck.documents.formats import JSON
from selfcheck.documents.formats import MARKDOWN
from selfcheck.documents.formats import render_document

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.documents.formats import Format
    from selfcheck.plan.plan import Plan
    from selfcheck.words import Words

PLAN_FORMATS = (*DOCUMENT_FORMATS, JSON)


def render_plan(plan: Plan, format_: Format, words: Words, templates: Path | None = None) -> bytes:
    """The plan's bytes in this format; twice the same plan is twice the same bytes."""
    if format_ == MARKDOWN:
        from selfcheck.plan.rendering import render_markdown

        return render_markdown(plan, words, templates).encode()
    if format_ == JSON:
        from selfcheck.plan.exchange import render_json

        return render_json(plan).encode()
    from selfcheck.plan.outline import make_document

    return render_document(make_document(plan, words), format_, words, templates)
