"""Every word that a person can see exists in every language, with the same placeholders, and compiled."""

from __future__ import annotations

import ast
import string

import pytest

from selfcheck.words import LANGUAGES
from selfcheck.words import LOCALE
from selfcheck.words import Words
from selfcheck.words import system_language
from tests.catalogues import catalogue
from tests.catalogues import compiled
from tests.catalogues import said
from tests.catalogues import update

#: Serbian in Cyrillic is made from Serbian in Latin letters: tests/test_cyrillic.py.
TRANSLATED = [language for language in LANGUAGES if language not in ("en", "sr-Cyrl")]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_missing(language: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        update(language)
    texts = said()
    translations = catalogue(language)

    assert len(texts) > 200
    assert [text for text in texts if not (translations.get(text) and translations.get(text).string)] == []  # type: ignore[union-attr]
    assert [message.id for message in translations if message.id and message.id not in texts] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_stay(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            assert placeholders(str(message.string)) == placeholders(str(message.id)), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_is_fresh(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "selfcheck.mo"

    assert path.read_bytes() == compiled(catalogue(language))


@pytest.mark.parametrize("language", TRANSLATED)
def test_lines_that_are_laid_out_keep_their_commands(language: str) -> None:
    for message in catalogue(language):
        commands = [line.split("  ")[1] for line in str(message.id).split("\n") if line.startswith("  selfcheck")]
        assert all(command in str(message.string) for command in commands), message.id


def test_no_text_hides_where_the_extraction_cannot_see_it() -> None:
    """Before Python 3.12 an f-string is one token: a text said inside one would never reach a catalogue."""
    for path in (LOCALE.parent).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
                names = {ast.unparse(call.func).split(".")[-1] for call in calls if call.args}
                assert not names & {"words", "say"}, f"{path.name}:{node.lineno}"


def test_words_speak_and_fill_in() -> None:
    assert Words("en")("Question {n} of {total}", n=7, total=30) == "Question 7 of 30"
    assert Words("tr")("Question {n} of {total}", n=7, total=30) != "Question 7 of 30"
    assert Words("tr").percent(0.67) == "%67"
    assert Words("xx").language == "en"


def test_the_system_names_the_language() -> None:
    assert system_language({"LANG": "tr_TR.UTF-8"}) == "tr"
    assert system_language({"LANG": "tr_TR.UTF-8", "LC_ALL": "sr_RS@latin"}) == "sr"
    assert system_language({"SELFCHECK_LANG": "en", "LANG": "tr_TR.UTF-8"}) == "en"
    assert system_language({"LANG": "C"}) is None
