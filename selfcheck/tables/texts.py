"""Translations put into the files of questions: each text at its place, in its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content import grammar
from selfcheck.tables.opened import id_of
from selfcheck.tables.opened import items_of
from selfcheck.tables.opened import open_yaml
from selfcheck.tables.opened import put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.content.folders import PackFile
    from selfcheck.content.grammar import Grammar
    from selfcheck.content.model import Pack
    from selfcheck.content.yaml_marks import Marked
    from selfcheck.content.yaml_writing import Value
    from selfcheck.tables.opened import Opened
    from selfcheck.tables.opened import Wanted


def translate_texts(texts: dict[str, str], pack: Pack, target: str, files: list[PackFile]) -> list[PackFile]:
    """The files that change when these translations, by the ids of their texts, are put into them."""
    if not texts:
        return []
    by_owner: dict[str, dict[tuple[str, ...], str]] = {}
    for name, text in texts.items():
        owner, path = _split(name)
        by_owner.setdefault(owner, {})[path] = text
    results = []
    for file in files:
        if file.path.startswith("questions/"):
            opened = open_yaml(file)
            _translate(opened, by_owner, pack, target)
            if opened.edits:
                results.append(opened.result()[0])
    return results


def _split(name: str) -> tuple[str, tuple[str, ...]]:
    """The id of a text as what it belongs to, and the keys that lead to it from there. No id has a dot in it."""
    parts = name.split(".")
    at = 1 if parts[0] == "pack" else 4 if parts[0] == "question" and parts[2] == "choice" else 2
    return ".".join(parts[:at]), tuple(parts[at:])


def _translate(opened: Opened, by_owner: dict[str, dict[tuple[str, ...], str]], pack: Pack, target: str) -> None:
    is_head = opened.file.path.endswith("/pack.yaml")
    for owner, node, keys in _head_maps(opened.node) if is_head else _section_maps(opened.node):
        wanted: Wanted = {}
        lists: dict[str, dict[int, str]] = {}
        for path, text in by_owner.get(owner, {}).items():
            if keys.keys[path[0]].kind == "lists":
                lists.setdefault(path[0], {})[int(path[1])] = text
            else:
                put(wanted, (*path, target), text)
        for key, new in lists.items():
            done = {"before": pack.before, "guidance": pack.guidance}[key].get(target, ())
            wanted[key] = {target: _lines(new, done)}
        if wanted:
            opened.change(node, wanted, pack.languages, keys.keys)


def _lines(new: dict[int, str], done: tuple[str, ...]) -> list[Value]:
    """A list with its translations: those that are there, and those that are new, by their numbers."""
    lines: list[Value] = [*done]
    for number, text in sorted(new.items()):
        lines[number - 1 : number] = [text]
    return lines


def _head_maps(node: Marked) -> Iterator[tuple[str, Marked, Grammar]]:
    yield "pack", node, grammar.PACK
    for level in items_of(node, "levels"):
        yield f"level.{id_of(level)}", level, grammar.LEVEL


def _section_maps(node: Marked) -> Iterator[tuple[str, Marked, Grammar]]:
    yield f"section.{id_of(node, 'section')}", node, grammar.SECTION
    for question in items_of(node, "questions"):
        name = f"question.{id_of(question)}"
        yield name, question, grammar.QUESTION
        for choice in items_of(question, "choices"):
            yield f"{name}.choice.{id_of(choice)}", choice, grammar.CHOICE
