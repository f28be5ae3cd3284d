"""Loads all of the program, in the process that the others are forked from."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

import selfcheck

#: What is otherwise loaded where it is needed first.
LATE = (
    "docx", "filelock", "hypothesis.stateful", "jinja2", "markdown_it", "platformdirs", "prompt_toolkit.input.vt100",
    "pytest", "tests.test_response_file", "typst",
)  # fmt: skip

for name in (*LATE, *(each.name for each in walk_packages(selfcheck.__path__, "selfcheck."))):
    if not name.endswith("__main__"):
        import_module(name)
