"""A response file as JSON Schema, for the programs of others that read or write one."""

from __future__ import annotations

from typing import Any

import msgspec

from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import FORMAT


def response_schema() -> dict[str, Any]:
    """The schema of a response file, made from the types that it is read into.

    Keys that are not named here are kept when the file is read and saved again.
    """
    schema = msgspec.json.schema(Response)
    parts: dict[str, Any] = schema["$defs"]
    for part in parts.values():
        part["properties"].pop("extra", None)  # what a newer version wrote stands beside the keys, not under one
        for value in part["properties"].values():
            if isinstance(value.get("default"), dict):
                value["default"].pop("extra", None)
        part["description"] = " ".join(part["description"].split("\n\n")[0].split())
    top = parts.pop("Response")
    top["properties"] = {
        "format": {"const": FORMAT},
        **top["properties"],
        "checksum": {"type": "string", "description": "Tells a file that was changed outside selfcheck."},
    }
    top["required"] = ["format", *top["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **top,
        "title": "The answers of one organisation: a file that selfcheck writes",
        "$defs": parts,
    }
