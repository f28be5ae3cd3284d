"""A plan as JSON for other programs, and the JSON Schema of it; both follow the types of `plan`, field by field.

An advice text is given as Markdown. What a plan gains as a field, both gain by themselves.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import UnionType
from typing import Any
from typing import Literal
from typing import TypeGuard
from typing import Union
from typing import get_args
from typing import get_origin
from typing import get_type_hints

from msgspec import Struct

from selfcheck.assessment.response import ActionState
from selfcheck.assessment.response import OwnText
from selfcheck.assessment.scores import Score
from selfcheck.content.model import Cost
from selfcheck.content.model import Effort
from selfcheck.documents.markdown import render_blocks
from selfcheck.plan import plan as values

FORMAT = "selfcheck-plan/1"


class Markdown:
    """Stands for a block of an advice text: many of them are written as one text."""


#: Where the names in the annotations of a plan's types lead to.
NAMES = {
    **vars(values),
    "ActionState": ActionState,
    "Any": Any,
    "Block": Markdown,
    "Cost": Cost,
    "Effort": Effort,
    "Mapping": Mapping,
    "OwnText": OwnText,
    "Score": Score,
}

SIMPLE = {str: "string", bool: "boolean", int: "integer", float: "number"}


def render_json(plan: values.Plan) -> str:
    """The whole plan as one JSON document."""
    return json.dumps({"format": FORMAT, **_plain(plan, values.Plan)}, ensure_ascii=False, indent=2) + "\n"


def plan_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `render_json` writes."""
    known: dict[str, Any] = {}
    _schema(values.Plan, known)
    whole = known.pop("Plan")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        **whole,
        "properties": {"format": {"const": FORMAT}, **whole["properties"]},
        "required": ["format", *whole["required"]],
        "$defs": dict(sorted(known.items())),
    }


def _plain(value: Any, hint: Any) -> Any:
    """A value as JSON knows it."""
    if _is_value(hint) and value is not None:
        hints = get_type_hints(hint, localns=NAMES)
        return {name: _plain(getattr(value, name), hints[name]) for name in hint.__struct_fields__}
    if get_origin(hint) is tuple:
        (inner, *_) = get_args(hint)
        return render_blocks(value) if inner is Markdown else [_plain(each, inner) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


def _is_value(hint: Any) -> TypeGuard[type[Struct]]:
    return isinstance(hint, type) and issubclass(hint, Struct)


def _schema(hint: Any, known: dict[str, Any]) -> dict[str, Any]:
    """What may stand where this type is asked for; the schemas of values are put into `known`."""
    if _is_value(hint):
        if hint.__name__ not in known:
            known[hint.__name__] = {}  # named before it is described, so that a type may hold itself
            known[hint.__name__] = _object(hint, known)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    match get_origin(hint):
        case origin if origin is tuple:
            return _array(get_args(hint)[0], known)
        case origin if origin is Literal:
            return {"enum": list(get_args(hint))}
        case origin if origin in (Union, UnionType):
            return {"anyOf": [_schema(each, known) for each in get_args(hint)]}
        case origin if origin is Mapping:
            return {"type": "object"}
    return {"type": "null" if hint is type(None) else SIMPLE[hint]}


def _array(inner: Any, known: dict[str, Any]) -> dict[str, Any]:
    if inner is Markdown:
        return {"type": "string", "contentMediaType": "text/markdown"}
    return {"type": "array", "items": _schema(inner, known)}


def _object(hint: type[Struct], known: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(hint, localns=NAMES)
    properties = {name: _schema(hints[name], known) for name in hint.__struct_fields__}
    return {
        "description": " ".join((hint.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
