"""What a person has set once for this computer: one small YAML file. Nothing else is remembered anywhere.

lang: tr
dir: D:/training
accessible: true
projector: false
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from selfcheck.content import mistakes
from selfcheck.content.nodes import Mapping as MapNode
from selfcheck.content.nodes import Scalar
from selfcheck.content.yaml_lines import read_nodes
from selfcheck.files import read_file
from selfcheck.files import write_file
from selfcheck.problems import Problem
from selfcheck.problems import SelfcheckError
from selfcheck.problems import Source
from selfcheck.problems import in_order
from selfcheck.problems import say
from selfcheck.terminal.printing import print_talk
from selfcheck.terminal.printing import render_problem
from selfcheck.words import LANGUAGES
from selfcheck.words import Words

if TYPE_CHECKING:
    from selfcheck.content.nodes import Node

KEYS = ("lang", "dir", "accessible", "projector")
YES_NO = {"true": True, "yes": True, "false": False, "no": False}


class Configuration(Struct, frozen=True):
    """The settings of this computer. `accessible` is None where nobody has been asked yet."""

    lang: str = ""
    dir: Path | None = None
    accessible: bool | None = None
    projector: bool = False


def configuration_place() -> Path:
    """Where the settings are kept, as the system has it."""
    from platformdirs import user_config_path

    return user_config_path("selfcheck", appauthor=False, roaming=True) / "config.yaml"


def cache_place(name: str) -> Path:
    """Where something is kept that can be found out again, as the system has it."""
    from platformdirs import user_cache_path

    return user_cache_path("selfcheck", appauthor=False) / name


def read_configuration(place: Path | None = None) -> Configuration:
    """The settings, or none. Raises SelfcheckError, with every mistake said, where the file cannot be used."""
    place = place or configuration_place()
    if not place.exists():
        return Configuration()
    text = read_file(place).decode("utf-8-sig", "replace")
    node, problems = read_nodes(text, str(place))
    settings = _settings(node, str(place), problems) if not problems else {}
    if problems:
        for problem in in_order(problems):
            print_talk(render_problem(problem, Words(str(settings.get("lang", "")))))
        raise SelfcheckError(
            say("The settings in {path} cannot be used.", path=place), say("mend the file, or delete it")
        )
    return Configuration(**settings)


def _settings(node: Node | None, path: str, problems: list[Problem]) -> dict[str, Any]:
    if node is None:
        return {}
    if not isinstance(node, MapNode):
        problems.append(mistakes.wrong_type(Source(path, node.line), "config.yaml", _KEYS_AND_VALUES))
        return {}
    settings: dict[str, Any] = {}
    for key, (at, value) in node.entries.items():
        if key not in KEYS:
            owner = say("The file of settings")
            problems.append(mistakes.unknown_key(Source(path, at.line, at.column), owner, key, KEYS))
            continue
        found = _value(key, value.text.strip()) if isinstance(value, Scalar) else None
        if found is None:
            problems.append(mistakes.wrong_type(Source(path, value.line, value.column), key, _EXPECTED[key]))
        else:
            settings[key] = found
    return settings


_KEYS_AND_VALUES = say("write one line for each setting: its name, a colon, its value")
_EXPECTED = {
    "lang": say("write one of: {codes}", codes=", ".join(LANGUAGES)),
    "dir": say("write the path of a folder"),
    "accessible": say("write true or false"),
    "projector": say("write true or false"),
}


def _value(key: str, text: str) -> str | Path | bool | None:
    """What a setting says; None where that cannot be."""
    if key == "lang":
        return text if text in LANGUAGES else None
    if key == "dir":
        return Path(text).expanduser() if text else None
    return YES_NO.get(text)


def remember(**changes: Any) -> None:
    """Change settings for the next time. A folder that cannot be written to is no reason to stop anybody."""
    place = configuration_place()
    try:
        configuration = replace(read_configuration(place), **changes)
        write_file(place, _encode(configuration).encode())
    except SelfcheckError as error:
        print_talk(str(error))


def _encode(configuration: Configuration) -> str:
    lines = []
    if configuration.lang:
        lines.append(f"lang: {configuration.lang}")
    if configuration.dir is not None:
        lines.append(f"dir: '{str(configuration.dir).replace(chr(39), chr(39) * 2)}'")
    if configuration.accessible is not None:
        lines.append(f"accessible: {str(configuration.accessible).lower()}")
    if configuration.projector:
        lines.append("projector: true")
    return "\n".join(lines) + "\n"
