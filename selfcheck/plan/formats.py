"""What people take home, in any of its formats: a plan, what several people said together, what moved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from selfcheck.documents.formats import DOCUMENT_FORMATS
from selfcheck.documents.formats import JSON
from selfcheck.documents.formats import MARKDOWN
from selfcheck.documents.formats import render_document

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from typing import Any

    from selfcheck.assessment.combination import Combination
    from selfcheck.assessment.comparison import Comparison
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


def render_combination(combination: Combination, format_: Format, words: Words, today: date) -> bytes:
    """What several people said together, and their plan, in this format."""
    from selfcheck.plan.exchange import render_json
    from selfcheck.plan.side_by_side import combination_content
    from selfcheck.plan.together import make_combined_document
    from selfcheck.plan.together import make_combined_plan

    plan = make_combined_plan(combination, words, today)
    if format_ == JSON:
        return _as_json({**combination_content(combination, words), "plan": json.loads(render_json(plan))})
    return render_document(make_combined_document(combination, plan, words), format_, words)


def render_comparison(comparison: Comparison, organisation: str, format_: Format, words: Words, today: date) -> bytes:
    """What moved, in this format."""
    from selfcheck.plan.over_time import make_comparison_document
    from selfcheck.plan.side_by_side import comparison_content

    if format_ == JSON:
        return _as_json(comparison_content(comparison, organisation))
    return render_document(make_comparison_document(comparison, organisation, words, today), format_, words)


def _as_json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
