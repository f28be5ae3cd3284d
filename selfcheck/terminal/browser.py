"""The one door through which another program is started: the browser, when a person asks to see a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def open_in_browser(path: Path) -> bool:
    """Show a file of ours in the browser; tells whether there is one."""
    import webbrowser

    try:
        return webbrowser.open(path.resolve().as_uri())
    except (OSError, webbrowser.Error):
        return False
