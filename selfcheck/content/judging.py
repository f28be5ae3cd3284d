"""What a server's reply means for a reader who follows the link."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec import Struct

from selfcheck.content.links import Visit

#: Kinds of "no" that a person with a browser may not hear.
REFUSED = (401, 402, 403, 407, 429, 451, 999)


class Reply(Struct, frozen=True):
    """What a server said to one request."""

    status: int
    location: str = ""
    kind: str = ""
    page: str = ""


def judge(url: str, here: str, moved: str, reply: Reply) -> Visit:
    """What a reply means for a reader who follows the link."""
    status = reply.status
    if status in (404, 410):
        return Visit(verdict="gone", status=status)
    if status in REFUSED:
        return Visit(verdict="refused", status=status)
    if status >= 500:
        return Visit(verdict="failing", status=status)
    if status >= 400:
        return Visit(verdict="refused", status=status)
    title = not_found_title(reply.page)
    if title:
        return Visit(verdict="not_found_page", status=status, detail=title)
    if here != url and urlsplit(here).path in ("", "/") and len(urlsplit(url).path) > 1 and not urlsplit(here).query:
        return Visit(verdict="not_found_page", status=status, detail=here)
    if moved and moved != url:
        return Visit(verdict="moved", status=status, address=moved)
    return Visit(verdict="ok", status=status)


_TITLE = re.compile(r"<(title|h1)\b[^>]{0,200}>(.{0,300}?)</\1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NOT_FOUND = re.compile(
    r"\bnot (?:be )?found\b|no longer (?:available|exists)"
    r"|(?:does not|doesn.t) exist|^\W*404\b|\b(?:error|hata|greška)\W*404\b|\b404\W+(?:error|page|hata|strani)"
    r"|bulunama(?:dı|mıştır)|mevcut değil|nije prona[đd]en|nije nađen|ne postoji|није пронађен|не постоји",
    re.IGNORECASE,
)


def not_found_title(page: str) -> str:
    """The title or main heading of a page, if it says that there is nothing here."""
    for _, inside in _TITLE.findall(page):
        words = " ".join(_TAG.sub(" ", inside).split())
        if _NOT_FOUND.search(words):
            return words[:100]
    return ""
