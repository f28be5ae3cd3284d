"""The message catalogues: what the code says, and what each language makes of it.

`pytest --update-golden tests/test_locale.py` takes new texts into the `.po` files and compiles them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "selfcheck" / "locale"
KEYWORDS = {"say": None, "words": None, "_": None}


def said() -> dict[str, list[str]]:
    """Every text that the program can say, and the files it is said in."""
    found: dict[str, list[str]] = {}
    for path, method in _sources():
        with path.open("rb") as file:
            for _, text, _, _ in extract(method, file, KEYWORDS, options={"trimmed": "false"}):
                assert isinstance(text, str)
                found.setdefault(text, []).append(path.relative_to(ROOT).as_posix())
    return found


def _sources() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "selfcheck").rglob("*.py")):
        yield path, "python"
    for path in sorted((ROOT / "templates").glob("*.j2")):
        yield path, "jinja2.ext:babel_extract"


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as its translators left it."""
    path = LOCALE / language / "LC_MESSAGES" / "selfcheck.po"
    with path.open("rb") as file:
        return read_po(file, language)


def compiled(translations: Catalog) -> bytes:
    """A catalogue in the form that the program reads."""
    buffer = io.BytesIO()
    write_mo(buffer, translations)
    return buffer.getvalue()


def update(language: str) -> None:
    """Take new texts in, leave out those that are said no longer, and compile."""
    folder = LOCALE / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    old = catalogue(language) if (folder / "selfcheck.po").exists() else Catalog(language)
    fresh = Catalog(language, project="selfcheck", fuzzy=False, header_comment=f"# selfcheck in '{language}'.")
    fresh.mime_headers = [("Content-Type", "text/plain; charset=utf-8")]
    for text, files in said().items():
        known = old.get(text)
        fresh.add(text, known.string if known else "", [(name, 1) for name in dict.fromkeys(files)])
    with (folder / "selfcheck.po").open("wb") as file:
        write_po(file, fresh, width=110, include_lineno=False)
    (folder / "selfcheck.mo").write_bytes(compiled(catalogue(language)))
