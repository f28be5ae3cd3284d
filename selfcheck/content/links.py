"""The links of a pack, what came of visiting each, and what is remembered of that. Nothing is visited here."""

from __future__ import annotations

import json
from datetime import date
from datetime import timedelta
from typing import TYPE_CHECKING
from typing import Literal
from typing import get_args

from msgspec import Struct
from msgspec import to_builtins

from selfcheck.content.markdown import is_safe
from selfcheck.content.scanning import findings_in
from selfcheck.content.texts import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from selfcheck.content.model import Pack
    from selfcheck.problems import Source

#: `not_found_page` answers, but says that it is not there; `private` is an address that was not asked at all.
Verdict = Literal[
    "ok", "moved", "gone", "not_found_page", "certificate", "timeout", "refused", "failing", "unreachable", "private"
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
#: Links that lead a reader nowhere.
BROKEN = frozenset(["gone", "not_found_page"])

#: For so many days a good result is good enough; anything else is looked at again.
FRESH_DAYS = 7


class Visit(Struct, frozen=True, kw_only=True):
    """What came of visiting a link: `address` is where it has moved to, `detail` what else is known, `day` when."""

    verdict: Verdict
    status: int = 0
    address: str = ""
    detail: str = ""
    day: str = ""


def links_of_pack(pack: Pack) -> Mapping[str, tuple[Source, ...]]:
    """The addresses of web pages that a pack leads to, and where each of them stands."""
    found: dict[str, list[Source]] = {}
    for document in pack.feedback:
        findings = findings_in(document.body)
        for finding in findings:
            if finding.kind == "link":
                found.setdefault(finding.detail.strip(), []).append(line_of(document, finding.line))
    for url, resource in pack.resources.items():
        found.setdefault(url.strip(), []).append(resource.source)
    web = {url: places for url, places in found.items() if is_safe(url) and not url.casefold().startswith("mailto:")}
    return {url: tuple(dict.fromkeys(places)) for url, places in web.items()}


def still_to_visit(urls: Iterable[str], known: Mapping[str, Visit], today: date) -> list[str]:
    """The addresses whose last result is missing, bad or too old."""
    oldest = (today - timedelta(days=FRESH_DAYS)).isoformat()
    return [url for url in urls if url not in known or known[url].verdict != "ok" or known[url].day < oldest]


def read_visits(data: bytes) -> dict[str, Visit]:
    """What was remembered; nothing where that cannot be understood, for it can be found out again."""
    try:
        entries = json.loads(data)["visits"]
        return {str(url): Visit(**entry) for url, entry in entries.items() if entry["verdict"] in VERDICTS}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def visits_as_bytes(visits: Mapping[str, Visit]) -> bytes:
    """What is to be remembered."""
    entries = {url: to_builtins(visit) for url, visit in sorted(visits.items())}
    text = json.dumps({"format": "selfcheck-links/1", "visits": entries}, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace")
