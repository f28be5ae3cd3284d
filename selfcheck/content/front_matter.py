"""A document's two halves: the keys between two lines `---`, and the body after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfcheck.content import mistakes
from selfcheck.content.yaml_nodes import Mapping
from selfcheck.content.yaml_nodes import read_nodes
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.problems import Problem


@dataclass(frozen=True, slots=True)
class Document:
    """Front matter as a map of nodes, the Markdown after it, and the line on which that starts."""

    keys: Mapping
    body: str
    body_line: int


def read_document(text: str, path: str) -> tuple[Document | None, list[Problem]]:
    """Split a document. Without well-formed front matter there is no document: a header must never become advice."""
    start = Source(path)
    if not text.startswith("---\n"):
        return None, [mistakes.front_matter(start, say("The first line is not '---'."))]
    end = text.find("\n---\n", 3)
    if end < 0:
        if not text.endswith("\n---"):
            return None, [mistakes.front_matter(start, say("The front matter is never closed."))]
        end = len(text) - 4
    header, body = text[4 : end + 1], text[end + 5 :]
    node, problems = read_nodes(header, path, first_line=2)
    if problems and node is None:
        return None, problems
    if not isinstance(node, Mapping):
        reason = say("The front matter is not a list of keys with their values.")
        return None, [*problems, mistakes.front_matter(Source(path, 2), reason)]
    return Document(node, body, text.count("\n", 0, end + 1) + 2), problems
