"""What the readers can find wrong, one function per rule: where it is, what it is, what to do.

The first sentence of each docstring is the rule as the README prints it; the function's name, with dashes, is the slug
that a problem carries.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from selfcheck.problems import Problem
from selfcheck.problems import Sentence
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

    from selfcheck.problems import Source

#: So many times words are compared to find the near ones, for all mistakes of a kind.
COMPARISONS = 100_000


def did_you_mean(found: str, known: Iterable[str]) -> Sentence | None:
    """The nearest known word, else all of them if they are few, else nothing."""
    words = list(dict.fromkeys(known))
    near = difflib.get_close_matches(found, words, n=1)
    if near:
        return say("did you mean '{word}'?", word=near[0])
    if 0 < len(words) <= 12:
        return say("known are: {words}.", words=", ".join(words))
    return None


def suggestions(known: Iterable[str]) -> Callable[[str], Sentence | None]:
    """`did_you_mean` for all mistakes of a kind: each word is looked up once, and only the first of very many are."""
    words = list(known)
    told: dict[str, Sentence | None] = {}

    def suggest(found: str) -> Sentence | None:
        if found not in told and len(told) <= COMPARISONS // max(1, len(words)):
            told[found] = did_you_mean(found, words)
        return told.get(found)

    return suggest


def not_utf8(source: Source, guess: str) -> Problem:
    """A file is saved as UTF-8."""
    message = say("This file is not saved as UTF-8; it looks like {guess}.", guess=guess)
    return Problem(source, "not-utf8", message, say("save it again with the encoding UTF-8"))


def unreadable(source: Source, reason: str | Sentence) -> Problem:
    """A file of a pack can be opened."""
    return Problem(source, "unreadable", say("This file cannot be read: {reason}.", reason=reason))


def link_in_pack(source: Source) -> Problem:
    """A pack holds its own files: links in the file system are not followed."""
    message = say("This is a link to another place, and links are not followed.")
    return Problem(source, "link-in-pack", message, say("copy the file into the pack"))


def too_large(source: Source, limit: str) -> Problem:
    """A pack and each of its files stay within the limits that keep reading them safe."""
    return Problem(source, "too-large", say("This is larger than {limit}.", limit=limit))


def bad_zip(source: Source, reason: Sentence) -> Problem:
    """A zipped pack holds plain files with plain names."""
    return Problem(source, "bad-zip", reason, say("unpack it, look at it, and use the folder"))


def yaml_syntax(source: Source, reason: str) -> Problem:
    """A question file and a front matter are valid YAML."""
    message = say("This is not valid YAML: {reason}.", reason=reason)
    hint = say("often it is a missing quote, a tab, or a text with ': ' that needs quotes")
    return Problem(source, "yaml-syntax", message, hint)


def too_deep(source: Source, limit: int) -> Problem:
    """Lists and maps are not nested deeper than a question needs."""
    return Problem(source, "too-deep", say("This is nested more than {limit} levels deep.", limit=limit))


def anchor(source: Source) -> Problem:
    """YAML anchors and aliases (`&a`, `*a`) are not used."""
    message = say("Anchors and aliases (& and *) are not allowed here.")
    return Problem(source, "anchor", message, say("write the text out, or put it in quotes"))


def tag(source: Source, found: str) -> Problem:
    """YAML tags (`!!python/…`) are not used."""
    message = say("The tag '{tag}' is not allowed here.", tag=found)
    return Problem(source, "tag", message, say("leave it out, or put the text in quotes"))


def duplicate_key(source: Source, key: str, first: Source) -> Problem:
    """A key stands once in its map."""
    message = say("The key '{key}' is written twice (first at {first}).", key=key, first=first)
    return Problem(source, "duplicate-key", message, say("keep one of them"))


def front_matter(source: Source, reason: Sentence) -> Problem:
    """A document starts with front matter: a line `---`, keys, a line `---`."""
    hint = say("start the file with: --- , then title, question_id and choice_id, then ---")
    return Problem(source, "front-matter", reason, hint)


def wrong_type(source: Source, key: str, expected: Sentence) -> Problem:
    """A value is of the kind that its key asks for."""
    text = say("The value of '{key}' is not what is expected here.", key=key)
    return Problem(source, "wrong-type", text, expected)


def missing_key(source: Source, owner: Sentence, key: str) -> Problem:
    """What must be said is said: every section, question, choice and document has its required keys."""
    message = say("{owner} has no '{key}'.", owner=owner, key=key)
    return Problem(source, "missing-key", message, say("add a line '{key}: …'", key=key))


def unknown_key(source: Source, owner: Sentence, key: str, known: Iterable[str]) -> Problem:
    """There are no keys but the documented ones."""
    message = say("{owner} has no use for '{key}'.", owner=owner, key=key)
    return Problem(source, "unknown-key", message, did_you_mean(key, known))


def missing_file(source: Source, name: str) -> Problem:
    """A pack has `questions/pack.yaml` and at least one file of questions."""
    message = say("This pack has no {name}.", name=name)
    return Problem(source, "missing-file", message, say("a pack is a folder with questions/ and feedback/"))
