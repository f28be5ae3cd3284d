"""The files of a pack as JSON Schema, for the auto-completion of editors' programs and for other checkers.

Made from the grammar that the readers use. It says what one file can say about itself; what files must say about each
other (an id that exists, a language of the pack) is for `checks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

from selfcheck.content import grammar

if TYPE_CHECKING:
    from selfcheck.content.grammar import Grammar
    from selfcheck.content.grammar import Key

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

#: A scalar as its author wrote it: YAML may take an unquoted one for a number or for true, the readers never do.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_ID: Schema = {
    "anyOf": [
        {"type": "string", "pattern": "^[^\\s/\\\\:.\\[\\]{}|`<>\"'*]{1,64}$"},
        {"type": "integer", "minimum": -999_999, "maximum": 999_999_999},
        {"type": "boolean"},
    ]
}
_LANGUAGE = "^[a-z]{2,3}(-[A-Za-z]{2,8})?$"
_CODE: Schema = {"type": "string", "pattern": _LANGUAGE}
_LIST: Schema = {"type": "array", "items": _TEXT}
_CHOICES: Schema = {"anyOf": [_TEXT, {**_LIST, "minItems": 1}]}

_KINDS: dict[str, Schema] = {
    "id": _ID,
    "ids": {"anyOf": [_ID, {"type": "array", "items": _ID, "minItems": 1}]},
    "word": _TEXT,
    "words": {"anyOf": [_TEXT, _LIST]},
    "number": {
        "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 999_999.999_999},
            {"type": "string", "pattern": "^[0-9]{1,6}(\\.[0-9]{1,6})?$"},
        ]
    },
    "whole": {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": 999_999},
            {"type": "string", "pattern": "^[0-9]{1,6}$"},
        ]
    },
    "flag": {"enum": [True, False, "true", "false"]},
    "date": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
    "codes": {"anyOf": [_CODE, {"type": "array", "items": _CODE}]},
    "texts": {"anyOf": [_TEXT, {"type": "object", "patternProperties": {_LANGUAGE: _TEXT}}]},
    "lists": {"anyOf": [_LIST, {"type": "object", "patternProperties": {_LANGUAGE: _LIST}}]},
    "condition": {
        "type": "object",
        "additionalProperties": {
            "anyOf": [
                *_CHOICES["anyOf"],
                {"type": "object", "properties": {"not": _CHOICES}, "required": ["not"], "additionalProperties": False},
            ]
        },
    },
}
for _kind in ("texts", "lists"):
    _KINDS[_kind]["anyOf"][1] |= {"minProperties": 1, "additionalProperties": False}

#: What the keys of one map say about each other.
_TOGETHER: dict[str, Schema] = {
    "Question": {
        "if": {"properties": {"type": {"enum": ["text", "integer"]}}, "required": ["type"]},
        "else": {"required": ["choices"]},
    },
    "Feedback": {
        "if": {"required": ["section_id"]},
        "then": {"required": ["level"]},
        "else": {"required": ["question_id", "choice_id"]},
    },
}

#: Each kind of file: its keys, and what it is.
FILES: dict[str, tuple[Grammar, str]] = {
    "questions": (grammar.SECTION, "A file of questions: questions/NNN-section.yaml"),
    "pack": (grammar.PACK, "The description of a pack: questions/pack.yaml"),
    "feedback": (grammar.FEEDBACK, "The front matter of an advice document: feedback/**/*.md"),
    "resources": (grammar.RESOURCE, "The descriptions of links: feedback/resources.yaml"),
}


def make_schema(name: str) -> Schema:
    """The schema of one kind of file, by its name in `FILES`."""
    keys, title = FILES[name]
    content = _map(keys)
    if name == "resources":
        content = {"description": title, "type": "array", "items": content}
    return {"$schema": DIALECT, "title": title, **content}


def _map(keys: Grammar) -> Schema:
    doc = (keys.of.__doc__ or "").split("\n\n")[0]
    return {
        "description": " ".join(doc.split()),
        "type": "object",
        "properties": {name: _value(key) for name, key in keys.keys.items()},
        "required": [name for name, key in keys.keys.items() if key.required],
        "additionalProperties": False,
        **_TOGETHER.get(keys.of.__name__, {}),
    }


def _value(key: Key) -> Schema:
    """What may stand behind a key. Behind one that may be left out, nothing at all may stand as well."""
    if key.inside is not None:
        inside = _map(key.inside)
        found: Schema = {"type": "array", "items": inside} if key.kind == "maps" else inside
    else:
        found = {"enum": list(key.allowed)} if key.allowed else _KINDS[key.kind]
    if key.required:
        return (
            {"description": key.about, **found} if "description" not in found else {**found, "description": key.about}
        )
    return {"description": key.about, "anyOf": [found, {"type": "null"}]}
