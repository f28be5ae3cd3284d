"""Translations put into the documents of advice: into the one that is there, or into a new one like its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content import grammar
from selfcheck.content.folders import PackFile
from selfcheck.content.front_matter import HALVES
from selfcheck.content.front_matter import read_document
from selfcheck.content.hashes import advice_hash
from selfcheck.content.yaml_edits import Edit
from selfcheck.content.yaml_edits import apply_edits
from selfcheck.content.yaml_edits import change_map
from selfcheck.content.yaml_marks import read_marks
from selfcheck.content.yaml_meaning import said_by
from selfcheck.content.yaml_meaning import said_with
from selfcheck.content.yaml_meaning import says_the_same
from selfcheck.content.yaml_writing import Bare
from selfcheck.tables.opened import BOM
from selfcheck.tables.opened import no_place
from selfcheck.tables.opened import text_of
from selfcheck.tables.phrases import path_in

if TYPE_CHECKING:
    from selfcheck.content.model import Feedback
    from selfcheck.content.yaml_writing import Value


def translate_document(
    source: Feedback, theirs: Feedback | None, parts: dict[str, str], target: str, files: dict[str, PackFile]
) -> PackFile:
    """The file of a translation with new parts in it, and the fingerprint of what they were made from."""
    wanted: dict[str, Value | None] = {key: parts[key] for key in ("title", "who") if key in parts}
    actions = _actions(parts, theirs)
    if actions is not None:
        wanted["actions"] = [*actions]
    wanted["source_hash"] = Bare(advice_hash(source))
    if theirs is not None:
        return _changed(files[theirs.path], theirs.path, wanted, parts.get("body"))
    path = path_in(source, target)
    if path in files:
        raise no_place(path)  # it is there, and for something else
    wanted["reviewed_on"] = None  # nobody has looked at it in this language
    wanted.setdefault("actions", None)
    wanted.setdefault("who", None)
    if "language" in source.keys:
        wanted["language"] = Bare(target)
    return _changed(files[source.path], path, wanted, parts["body"])


def _actions(parts: dict[str, str], theirs: Feedback | None) -> list[str] | None:
    """The whole list of things to do; None where none of them changes."""
    new = {int(name.partition(".")[2]): text for name, text in parts.items() if name.startswith("action.")}
    if not new:
        return None
    actions = list(theirs.actions) if theirs else []
    for number, text in sorted(new.items()):
        actions[number - 1 : number] = [" ".join(text.split())]
    return actions


def _changed(file: PackFile, path: str, wanted: dict[str, Value | None], body: str | None) -> PackFile:
    text = text_of(file)
    halves = HALVES.match(text)
    node = read_marks(halves[1]) if halves else None
    if halves is None or node is None:
        raise no_place(path)
    shift = halves.start(1)
    edits = [
        Edit(edit.start + shift, edit.end + shift, edit.text)
        for edit in change_map(halves[1], node, wanted, grammar.FEEDBACK.keys)
    ]
    old = text[halves.end() :]
    if body is not None and not says_the_same(old.replace("\r\n", "\n"), body):
        start = halves.end() + len(old) - len(old.lstrip())
        end = max(start, halves.end() + len(old.rstrip()))
        edits.append(Edit(start, end, body if old.strip() else f"{body}\n"))
    fresh = apply_edits(text, edits)
    document, problems = read_document(fresh.replace("\r\n", "\n"), path)
    if document is None or problems or not _says_it(fresh, said_with(said_by(node), wanted)):
        raise no_place(path)
    if body is not None and not says_the_same(document.body, body):
        raise no_place(path)
    return PackFile(path, (BOM if file.data.startswith(BOM) else b"") + fresh.encode())


def _says_it(text: str, expected: object) -> bool:
    """Whether the keys of a document say what they should, and nothing else."""
    halves = HALVES.match(text)
    node = read_marks(halves[1]) if halves else None
    return node is not None and says_the_same(said_by(node), expected)
