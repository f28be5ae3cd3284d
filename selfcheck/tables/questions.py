"""The questions of a pack as a table: one row per choice, and one for a question that offers none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.fields import NUMBER
from selfcheck.content.yaml_marks import read_marks
from selfcheck.content.yaml_writing import as_name
from selfcheck.content.yaml_writing import render_flow
from selfcheck.content.yaml_writing import render_key
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.tables.layout import places
from selfcheck.tables.opened import items_of
from selfcheck.tables.opened import text_of
from selfcheck.tables.sheets import Column
from selfcheck.tables.sheets import Sheet
from selfcheck.tables.sheets import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

    from selfcheck.content.folders import PackFile
    from selfcheck.content.yaml_marks import Marked
    from selfcheck.content.yaml_writing import Value
    from selfcheck.tables.layout import Place
    from selfcheck.tables.sheets import Cell

SHEET = "questions"

#: A row that begins with this is a remark, or an example.
REMARK = "#"


def questions_sheet(files: Iterable[PackFile], languages: tuple[str, ...]) -> Sheet:
    """The table of a pack's question files."""
    columns = places(languages)
    rows: list[tuple[Cell, ...]] = []
    for file in files:
        if not file.path.endswith("/pack.yaml"):
            section = read_marks(text_of(file))
            if section is None:
                raise SelfcheckError(say("{path} has mistakes, so it cannot be a table.", path=file.path))
            rows += _section_rows(section, columns, languages)
    return _sheet(columns, tuple(rows))


def template_sheet(languages: tuple[str, ...]) -> Sheet:
    """An empty table with an example: a question with two choices, which an import leaves out."""
    columns = places(languages)
    rows = tuple(tuple(row.get(column.name, "") for column in columns) for row in _example(columns))
    return _sheet(columns, rows)


def _example(columns: tuple[Place, ...]) -> Iterator[dict[str, Cell]]:
    first: dict[str, Cell] = {
        "section": "#example",
        "section_title": "Meetings",
        "question": "33",
        "type": "select_one",
        "text": "How do we meet?",
        "short": "Meetings",
        "hint": "Think of the last three months.",
        "weight": 1,
        "choice": "1",
        "choice_text": "We never meet.",
        "choice_short": "Never",
        "choice_score": 0,
    }
    second: dict[str, Cell] = {
        "section": "#example",
        "question": "33",
        "choice": "2",
        "choice_text": "We meet regularly.",
        "choice_short": "Regularly",
        "choice_score": 1,
    }
    for row in (first, second):
        yield {
            column.name: row[name]
            for column in columns
            if (name := column.name.removesuffix(f"_{column.language.casefold()}")) in row
        }


def _sheet(columns: tuple[Place, ...], rows: tuple[tuple[Cell, ...], ...]) -> Sheet:
    return Sheet(SHEET, tuple(Column(column.name, column.width) for column in columns), rows)


def _section_rows(
    section: Marked, columns: tuple[Place, ...], languages: tuple[str, ...]
) -> Iterator[tuple[Cell, ...]]:
    said = {"section": section}
    for question in items_of(section, "questions"):
        choices: list[Marked | None] = [*items_of(question, "choices")] or [None]
        for n, choice in enumerate(choices):
            nodes = {"section": section, "question": question, "choice": choice}
            fresh = {"choice": choice, **({"question": question} if n == 0 else {}), **said}
            yield tuple(
                _cell(column, nodes[column.level] if column.is_id else fresh.get(column.level), languages)
                for column in columns
            )
            said = {}


def _cell(place: Place, node: Marked | None, languages: tuple[str, ...]) -> Cell:
    text = cell_text(place, node, languages)
    if place.kind in ("number", "whole") and NUMBER.match(text):
        return int(text) if text.isdigit() else float(text)
    return text


def cell_text(place: Place, node: Marked | None, languages: tuple[str, ...]) -> str:
    """What a column shows of a section, question or choice."""
    found = node
    for key in place.path[:-1] if place.language else place.path:
        entry = found.entries.get(key) if found is not None else None
        found = entry[1] if entry else None
    if found is None:
        return ""
    if place.kind == "condition":
        return condition_text(found)
    if place.language and found.is_map:
        entry = found.entries.get(place.language)
        found = entry[1] if entry else None
    elif place.language and place.language != languages[0]:
        return ""
    if found is None or found.text is None or (not found.quote and found.text in ("", "~", "null") and not place.is_id):
        return ""
    return plain(found.text)


def condition_text(node: Marked) -> str:
    """A condition with one question per line: `9: [1, 2]`."""
    return "\n".join(f"{render_key(key)}: {render_flow(_ids(value))}" for key, (_, value) in node.entries.items())


def _ids(node: Marked) -> Value:
    """Ids as their author wrote them, without quotes."""
    if node.items is not None:
        return [_ids(item) for item in node.items]
    if node.text is not None:
        return as_name(node.text)
    return {key: _ids(value) for key, (_, value) in node.entries.items()}
