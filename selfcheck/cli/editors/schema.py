"""Command of editors: `content schema`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from typing import Any

import typer

from selfcheck.cli import options
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

Kind = Annotated[
    str,
    typer.Argument(
        metavar=options.words("[KIND]"),
        help=options.words("questions, pack, feedback, resources, response or plan; else all of them."),
    ),
]
Target = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar=options.words("FOLDER"),
        help=options.words("Write the schemas into this folder, as KIND.json."),
    ),
]


def schema(kind: Kind = "", output: Target = None, debug: options.Debug = False) -> None:
    """Print a JSON Schema, or write all of them into a folder."""
    from selfcheck.files import write_file
    from selfcheck.terminal.printing import print_document
    from selfcheck.terminal.printing import print_result

    schemas = all_schemas()
    if kind and kind not in schemas:
        raise SelfcheckError(
            say("There is no schema '{kind}'.", kind=kind),
            say("use one of: {codes}", codes=", ".join(schemas)),
            code=Exit.USAGE,
        )
    wanted = {kind: schemas[kind]} if kind else schemas
    if output is not None:
        for name, found in wanted.items():
            path = output / f"{name}.json"
            write_file(path, render(found).encode())
            print_result(str(path))
    elif kind:
        print_document(render(schemas[kind]))
    else:
        for name, found in schemas.items():
            print_result(f"{name:<10} {found['title']}")


def all_schemas() -> dict[str, dict[str, Any]]:
    """Every schema that there is, by its name."""
    from selfcheck.assessment.response_schema import response_schema
    from selfcheck.content.schema import FILES
    from selfcheck.content.schema import make_schema
    from selfcheck.plan.exchange import plan_schema

    return {**{name: make_schema(name) for name in FILES}, "response": response_schema(), "plan": plan_schema()}


def render(found: dict[str, Any]) -> str:
    """A schema as it stands in a file."""
    import json

    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
