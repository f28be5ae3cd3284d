"""What was written, as nodes that know their place: texts, lists and maps."""

from __future__ import annotations

from msgspec import Struct


class Scalar(Struct):
    """A text. `plain` tells an unquoted one, of which an empty one says nothing at all."""

    text: str
    line: int
    column: int
    plain: bool = True


class Sequence(Struct):
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


class Mapping(Struct):
    """Keys with their nodes, in the order they were written."""

    entries: dict[str, tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping
