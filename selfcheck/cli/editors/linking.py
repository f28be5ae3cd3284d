"""The command of editors that goes over the network: `content links`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from selfcheck import __version__
from selfcheck.cli import options
from selfcheck.cli.editors.reviewing import AsReport
from selfcheck.cli.editors.reviewing import ReportFormat
from selfcheck.cli.editors.reviewing import open_to_review
from selfcheck.cli.editors.reviewing import print_report
from selfcheck.problems import Exit

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.content.links import Visit
    from selfcheck.content.visitor import Manners
    from selfcheck.words import Words

Offline = Annotated[bool, typer.Option("--offline", help=options.words("Visit nothing; show the last results."))]
Fresh = Annotated[
    bool, typer.Option("--fresh", help=options.words("Visit good links again too; else after seven days."))
]
Strict = Annotated[bool, typer.Option("--strict", help=options.words("End with code 3 if a link leads nowhere."))]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help=options.words("Visit addresses of this computer and its network too."))
]
Contact = Annotated[
    str,
    typer.Option("--contact", metavar=options.words("ADDRESS"), help=options.words("Whom the servers may write to.")),
]
Timeout = Annotated[
    float,
    typer.Option(
        "--timeout",
        min=0.1,
        max=120,
        metavar=options.words("SECONDS"),
        help=options.words("How long to wait for an answer."),
    ),
]


def links(
    pack: options.PackArgument = None,
    offline: Offline = False,
    fresh: Fresh = False,
    strict: Strict = False,
    allow_private: AllowPrivate = False,
    contact: Contact = "",
    timeout: Timeout = 10.0,
    as_json: options.AsJson = False,
    format: AsReport = ReportFormat.TEXT,
    quiet: options.Quiet = False,
    lang: options.Language = None,
    debug: options.Debug = False,
) -> None:
    """Visit every link of a pack, unless it was good a few days ago, and report."""
    from selfcheck.cli.configuration import cache_place
    from selfcheck.cli.setting import now
    from selfcheck.content.characters import one_line
    from selfcheck.content.links import BROKEN
    from selfcheck.content.links import links_of_pack
    from selfcheck.content.links import read_visits
    from selfcheck.content.links import still_to_visit
    from selfcheck.terminal.editors.reports import links_report
    from selfcheck.terminal.printing import print_json

    opened, words = open_to_review(pack, lang)
    places = links_of_pack(opened)
    memory = cache_place("links.json")
    visits = read_visits(memory.read_bytes()) if memory.is_file() else {}
    if not offline:
        from selfcheck.content.visitor import Manners

        today = now().date()
        wanted = list(places) if fresh else still_to_visit(places, visits, today)
        safe_contact = one_line(contact).encode("ascii", "ignore").decode()
        program = f"selfcheck/{__version__}"
        manners = Manners(allow_private=allow_private, program=program, contact=safe_contact, timeout=timeout)
        _visit(wanted, visits, manners, today.isoformat(), memory, words, quiet=quiet)
    seen = {url: visits[url] for url in places if url in visits}
    if as_json:
        print_json(links=[_entry(url, places[url], seen.get(url)) for url in places])
    else:
        print_report(links_report(opened, places, seen, words), format, words)
    if strict and any(visit.verdict in BROKEN for visit in seen.values()):
        raise typer.Exit(int(Exit.INVALID))


def _visit(
    wanted: list[str], visits: dict[str, Visit], manners: Manners, day: str, memory: Path, words: Words, *, quiet: bool
) -> None:
    """Visit, say how far it is, and remember what came of it, also of what was done before a Ctrl-C."""
    from selfcheck.content.links import visits_as_bytes
    from selfcheck.content.visiting import visit_links
    from selfcheck.files import write_file
    from selfcheck.terminal.drawing import BAR
    from selfcheck.terminal.drawing import glyphs_for
    from selfcheck.terminal.printing import print_in_place
    from selfcheck.terminal.printing import print_talk

    glyphs = glyphs_for(getattr(sys.stderr, "encoding", None))

    def tell(done: int, total: int) -> None:
        if quiet:
            return
        said = words("Visited: {done} of {total}", done=done, total=total)
        drawn = print_in_place(f"{glyphs.bar(done / total, BAR)} {said}", last=done == total)
        if not drawn and (done % 10 == 0 or done == total):
            print_talk(said)

    try:
        visits.update(visit_links(wanted, manners, day, tell))
    finally:
        if wanted:
            write_file(memory, visits_as_bytes(visits))


def _entry(url: str, places: tuple[object, ...], visit: Visit | None) -> dict[str, object]:
    from msgspec import to_builtins

    return {"url": url, "places": [str(place) for place in places], "visit": to_builtins(visit) if visit else None}
