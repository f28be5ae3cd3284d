"""Commands for when something is not as it should be: `doctor`."""

from __future__ import annotations

from selfcheck.cli import options


def doctor(
    as_json: options.AsJson = False,
    dir: options.Directory = None,
    lang: options.Language = None,
    accessible: options.Accessible = False,
    debug: options.Debug = False,
) -> None:
    """Say what this terminal can do, which interface it gets and why, and where files are kept."""
    import platform
    import sys
    from importlib.metadata import version
    from shutil import get_terminal_size

    from selfcheck import __version__
    from selfcheck.cli.configuration import cache_place
    from selfcheck.cli.configuration import configuration_place
    from selfcheck.cli.configuration import read_configuration
    from selfcheck.cli.setting import answers_folder
    from selfcheck.cli.setting import chosen_language
    from selfcheck.cli.setting import interface
    from selfcheck.content.loading import shipped_pack
    from selfcheck.terminal.printing import print_json
    from selfcheck.terminal.printing import print_result
    from selfcheck.words import Words

    language = chosen_language(lang)
    words = Words(language or "en")
    how, why = interface(accessible, configured=read_configuration().accessible)
    folder = answers_folder(dir)
    size = get_terminal_size()
    facts = {
        "selfcheck": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "language": language or "",
        "interface": f"{how} ({why})",
        "size": f"{size.columns} x {size.lines}",
        "encoding": str(getattr(sys.stdout, "encoding", "")),
        "folder": str(folder),
        "writable": _writable(folder),
        "settings": str(configuration_place()),
        "visits": str(cache_place("links.json")),
        "pack": str(shipped_pack()),
        **{
            name: version(name) for name in ("typer", "prompt_toolkit", "PyYAML", "Jinja2", "msgspec", "markdown-it-py")
        },
    }
    if as_json:
        print_json(doctor=facts)
        return
    titles = {
        "language": words("language"),
        "interface": words("interface"),
        "size": words("window"),
        "encoding": words("encoding"),
        "folder": words("answers and plans"),
        "writable": words("can be written to"),
        "settings": words("settings"),
        "visits": words("visits to links"),
        "pack": words("shipped pack"),
        "system": words("system"),
    }
    for key, value in facts.items():
        shown = {True: words("yes"), False: words("no")}.get(value, value) if isinstance(value, bool) else value
        print_result(f"{titles.get(key, key)}: {shown}")


def _writable(folder: object) -> bool:
    """Whether a file could be made there, judged by the nearest folder that exists."""
    import os
    from pathlib import Path

    place = Path(str(folder))
    while not place.exists():
        place = place.parent
    return place.is_dir() and os.access(place, os.W_OK)
