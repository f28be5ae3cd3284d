"""What the shell offers when somebody presses Tab: saved responses, newest first, and the languages."""

from __future__ import annotations

from selfcheck.words import LANGUAGES


def saved_files(incomplete: str) -> list[tuple[str, str]]:
    """The saved responses whose path begins like this, each with its organisation.

    Settings that are broken offer nothing: the command itself will say so.
    """
    from selfcheck.assessment.places import saved_responses
    from selfcheck.cli.setting import answers_folder
    from selfcheck.problems import SelfcheckError

    try:
        found = saved_responses(answers_folder(None))
    except SelfcheckError:
        return []
    return [(str(item.path), item.response.organisation) for item in found if str(item.path).startswith(incomplete)]


def languages(incomplete: str) -> list[tuple[str, str]]:
    """The languages whose code begins like this."""
    return [(code, name) for code, name in LANGUAGES.items() if code.startswith(incomplete)]
