"""What the cell of a table means: whether it says what a file says, whether it can be used, and as which value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.conditions import asked_by
from selfcheck.content.fields import Fields
from selfcheck.content.nodes import Mapping
from selfcheck.content.nodes import Scalar
from selfcheck.content.yaml_lines import read_nodes
from selfcheck.content.yaml_writing import Bare
from selfcheck.content.yaml_writing import as_name
from selfcheck.content.yaml_writing import render_key
from selfcheck.problems import Sentence
from selfcheck.problems import say
from selfcheck.tables.sheets import fitted
from selfcheck.tables.sheets import shown

if TYPE_CHECKING:
    from selfcheck.content.model import Condition
    from selfcheck.content.nodes import Node
    from selfcheck.content.yaml_writing import Value
    from selfcheck.problems import Problem
    from selfcheck.tables.layout import Place

#: What people write for true and false, in the languages of the program.
_TRUE = frozenset(["true", "yes", "1", "x", "evet", "doğru", "da", "tačno"])
_FALSE = frozenset(["false", "no", "0", "hayır", "yanlış", "ne", "netačno"])

#: What a key means where it is left out.
_USUAL = {"flag": "false", "type": "select_one", "weight": "1"}


def means_the_same(column: Place, cell: str, now: str) -> bool:
    """Whether a cell says what the file says already, however the two are written."""
    if cell in (now, shown(now), fitted(now)):
        return True
    if column.kind in ("number", "whole", "flag") or column.key == "type":
        usual = _USUAL.get(column.kind) or _USUAL.get(column.key, "")
        return _normal(column, cell or usual) == _normal(column, now or usual)
    if column.kind == "condition" and cell and now:
        return asked_by(_condition(column, cell)[0]) == asked_by(_condition(column, now)[0]) != ()
    return False


def _normal(column: Place, text: str) -> str | float:
    if column.kind == "flag":
        return _flag(text)
    try:
        return float(text) if column.kind in ("number", "whole") else text
    except ValueError:
        return text


def _flag(text: str) -> str:
    word = text.casefold()
    return "true" if word in _TRUE else "false" if word in _FALSE else text


def refuse_cell(
    column: Place, text: str, languages: tuple[str, ...], was: str = ""
) -> tuple[Sentence, Sentence | None] | None:
    """Why a cell cannot be used, and what to do; None where it can. `was` is what the file says now."""
    if not text:
        if was and column.required:
            return say("The text is missing."), say("write it again; to take a language away, edit the file")
        return None
    if lost_letters(was, text):
        return say("Letters were lost here: '{text}'.", text=text), say(
            "save the table again, as XLSX or as CSV in UTF-8"
        )
    if column.kind == "condition":
        problems = _condition(column, text)[1]
    else:
        fields = _fields(column, Scalar(_flag(text) if column.kind == "flag" else text, 1, 1, plain=False), languages)
        _take(fields, column)
        problems = fields.problems
    return (problems[0].message, problems[0].hint) if problems else None


def lost_letters(old: str, new: str) -> bool:
    """Whether a text is another one with question marks for letters that some charset does not have."""
    return (
        old != new
        and len(old) == len(new)
        and all(ours == theirs or theirs in "?\ufffd" for ours, theirs in zip(old, new, strict=True))
        and not old.isascii()
    )


def _take(fields: Fields, column: Place) -> None:
    """Read the one value as the readers of packs do, who note what is wrong with it."""
    match column.kind:
        case "id":
            fields.id(column.key)
        case "number":
            fields.number(column.key)
        case "whole":
            fields.whole(column.key)
        case "flag":
            fields.flag(column.key)
        case "word":
            fields.one_of(column.key) if column.grammar.keys[column.key].allowed else fields.word(column.key)
        case _:
            pass


def _fields(column: Place, node: Node, languages: tuple[str, ...]) -> Fields:
    problems: list[Problem] = []
    entries = {column.key: (Scalar(column.key, 1, 1), node)}
    return Fields(Mapping(entries, 1, 1), "", say("The table"), column.grammar, languages, problems)


def _condition(column: Place, text: str) -> tuple[Condition, list[Problem]]:
    node, problems = read_nodes(text, "")
    if problems:
        return (), problems
    fields = _fields(column, node or Scalar(text, 1, 1, plain=False), ("en",))
    return fields.condition(), fields.problems


def cell_value(column: Place, text: str) -> Value | None:
    """The value that a cell which can be used puts into a file; None takes the key away."""
    if not text:
        return None
    if column.kind == "id":
        return as_name(text)
    if column.kind == "condition":
        return Bare(_condition_yaml(_condition(column, text)[0]))
    if column.kind == "flag":
        return Bare(_flag(text))
    if column.kind in ("number", "whole") or column.grammar.keys[column.key].allowed:
        return Bare(text)
    return text


def _condition_yaml(condition: Condition) -> str:
    parts = []
    for clause in condition:
        ids = ", ".join(render_key(choice) for choice in (*clause.any_of, *clause.none_of))
        wanted = f"{{not: [{ids}]}}" if clause.none_of else f"[{ids}]"
        parts.append(f"{render_key(clause.question)}: {wanted}")
    return "{" + ", ".join(parts) + "}"
