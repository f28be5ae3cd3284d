"""Values as YAML, in the style in which packs are written: plain where that is safe, one key per line.

What is written here reads back as the same text in every YAML, also where a program takes an unquoted `no` for false.
"""

from __future__ import annotations

import re
from typing import TypeAlias

#: What a file can say: a text, a list, or a map. A key with None is not there, or is to be taken away.
Value: TypeAlias = "str | list[Value] | dict[str, Value | None]"


class Bare(str):
    """Something that is YAML already, in one line: a number, `true`, a list of ids, a condition."""

    __slots__ = ()


_PLAIN = re.compile(r"[^\W_][^\n\r\t\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]*\Z")
#: What a YAML takes for something other than a text: numbers, dates, times, and words for true, false and nothing.
_OTHER = re.compile(
    r"[-+]?[\d.,_:]+\Z|0[xob]\w+\Z|[-+.\d_]+e[-+\d]+\Z|\d{4}-\d\d?-\d\d?\b.*|"
    r"(true|false|yes|no|on|off|y|n|null|nan|inf)\Z",
    re.IGNORECASE,
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]')


def render_scalar(text: str, *, flow: bool = False, quote: str = "", indent: int = 0) -> str:
    """A text as a scalar. `quote` is how it was written before, which is kept where it can be."""
    if isinstance(text, Bare):
        return str(text)
    lines = text.split("\n")
    if len(lines) > 1 and not flow and _fits_a_block(lines):
        space = " " * (indent + 2)
        return "|-\n" + "\n".join(f"{space}{line}" if line else "" for line in lines)
    if quote == "'" and not _ESCAPED.search(text):
        return "'" + text.replace("'", "''") + "'"
    if quote != '"' and _is_plain(text, flow=flow):
        return text
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _fits_a_block(lines: list[str]) -> bool:
    rest = [line for line in lines if line]
    return (
        bool(lines[0].strip())
        and bool(lines[-1].strip())
        and not lines[0].startswith((" ", "\t"))
        and all(not _ESCAPED.search(line.replace('"', "").replace("\\", "")) and line == line.rstrip() for line in rest)
    )


def _is_plain(text: str, *, flow: bool) -> bool:
    return (
        _PLAIN.match(text) is not None
        and text == text.strip()
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and not _OTHER.match(text)
        and not (flow and any(sign in text for sign in ",[]{}"))
        and not (flow and ":" in text)
    )


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    number = ord(sign)
    return _ESCAPES.get(sign) or (f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}")


def render_flow(value: Value) -> str:
    """A value in one line."""
    if isinstance(value, str):
        return render_scalar(value, flow=True)
    if isinstance(value, dict):
        entries = (f"{render_key(key)}: {render_flow(item)}" for key, item in value.items() if item is not None)
        return "{" + ", ".join(entries) + "}"
    return "[" + ", ".join(render_flow(item) for item in value) + "]"


def render_key(key: str) -> str:
    """A key, or an id: written as it is, as its author would."""
    return key if re.fullmatch(r"[^\W_][\w-]*", key) else render_scalar(key, flow=True)


def render_entry(key: str, value: Value, indent: int) -> str:
    """A key with its value; the first line is not indented, because it stands where it is put."""
    return f"{render_key(key)}:{render_value(value, indent)}"


def render_value(value: Value, indent: int) -> str:
    """What stands behind the colon of a key at this indent: on the same line, or on lines of its own."""
    if isinstance(value, str):
        return " " + render_scalar(value, indent=indent)
    space = " " * (indent + 2)
    if isinstance(value, dict):
        return "".join(
            f"\n{space}{render_entry(key, item, indent + 2)}" for key, item in value.items() if item is not None
        )
    return "".join(f"\n{space}- {render_item(item, indent + 4)}" for item in value)


def render_item(value: Value, indent: int) -> str:
    """One item of a list, from behind its dash; its own lines begin at this indent."""
    if isinstance(value, dict):
        entries = (render_entry(key, item, indent) for key, item in value.items() if item is not None)
        return f"\n{' ' * indent}".join(entries)
    return render_scalar(value, indent=indent - 2) if isinstance(value, str) else render_flow(value)
