"""From what somebody asks for to counts, whatever the engine; and from counts to a report that may be handed out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.cohort.changes import count_changes
from selfcheck.cohort.engines import Engines
from selfcheck.cohort.engines import is_address
from selfcheck.cohort.engines import is_packed
from selfcheck.cohort.making import Details
from selfcheck.cohort.making import make_report
from selfcheck.cohort.making import published_groups
from selfcheck.cohort.memory import Entries
from selfcheck.cohort.reading import Gathered
from selfcheck.cohort.reading import gather
from selfcheck.cohort.register import Release
from selfcheck.cohort.register import read_register
from selfcheck.cohort.register import refuse_too_close
from selfcheck.cohort.register import with_releases
from selfcheck.cohort.register import write_register
from selfcheck.cohort.report import NoteReport
from selfcheck.cohort.rows import Grid
from selfcheck.cohort.sources import find_responses
from selfcheck.cohort.sql import Table
from selfcheck.cohort.tally import OTHERS
from selfcheck.cohort.tally import By
from selfcheck.cohort.tally import Tally
from selfcheck.cohort.tally import Where
from selfcheck.cohort.tally import parse_by
from selfcheck.cohort.tally import parse_where
from selfcheck.cohort.tally import select
from selfcheck.cohort.tally import spelling
from selfcheck.cohort.tally import together
from selfcheck.content.characters import one_line
from selfcheck.files import hold
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from collections.abc import Sequence
    from datetime import date

    from selfcheck.cohort.changes import Changes
    from selfcheck.cohort.reading import Entry
    from selfcheck.cohort.register import Salt
    from selfcheck.cohort.register import Sketch
    from selfcheck.cohort.report import CohortReport
    from selfcheck.cohort.sources import Found
    from selfcheck.content.model import Pack
    from selfcheck.problems import Sentence


class Asked(Struct, frozen=True):
    """What is asked for: which pack, who is counted, in which groups, and for whose eyes."""

    pack: Pack
    by: By | None
    wheres: tuple[Where, ...]
    public: bool

    @classmethod
    def of(cls, pack: Pack, by: str | None, wheres: tuple[str, ...], *, public: bool) -> Asked:
        """What was written on the command line. Raises SelfcheckError where it cannot be meant."""
        parsed = None if by is None else parse_by(by, pack)
        if public and parsed is not None and parsed.overlap:
            raise SelfcheckError(
                say("Groups that share organisations cannot be published: what they do not share could be told."),
                say("name one choice: --by {id}=CHOICE, or add --internal", id=parsed.question.id),
                code=Exit.USAGE,
            )
        return cls(pack, parsed, tuple(parse_where(where, pack) for where in wheres), public)


class Counted(Struct, frozen=True):
    """The tally, and what else was found on the way.

    `sketches` gives the sums of each group for the register; `twins` is how many responses of a table do not count,
    since their organisations have others in it that do.
    """

    tally: Tally
    sketches: Callable[[Salt], dict[str, Sketch]]
    gathered: tuple[Gathered, ...] = ()
    twins: int = 0
    changes: Changes | None = None
    details: Details | None = None


def count(places: list[str], since: str | None, asked: Asked, progress: Callable[[int], None]) -> Counted:
    """Count what is at some places. Raises SelfcheckError where they cannot be read."""
    engines = Engines()
    now = _open(places, "now", asked, engines, progress)
    earlier = None if since is None else _open([since], "earlier", asked, engines, progress)
    return Counted(
        tally=now.cohort.tally(),
        sketches=now.cohort.sketches,
        gathered=() if now.gathered is None else (now.gathered,),
        twins=now.cohort.twins if isinstance(now.cohort, Table) else 0,
        changes=None if earlier is None else _changes(earlier.cohort, now.cohort),
        details=None if asked.public else _details(now, asked),
    )


class _Opened(Struct, frozen=True):
    """A cohort, ready to be counted, and what was read for it."""

    cohort: Entries | Table
    gathered: Gathered | None = None


def _open(places: Sequence[str], name: str, asked: Asked, engines: Engines, progress: Callable[[int], None]) -> _Opened:
    """What is at some places: counted by a database where it is in one, or packed."""
    if any(map(is_address, places)):
        if len(places) > 1:
            raise SelfcheckError(
                say("A database is counted alone: nothing else can be named beside its address."),
                say("put everything into its table, or name files and folders only"),
                code=Exit.USAGE,
            )
        query, table = engines.open_address(places[0], name)
        return _Opened(Table.open(query, table, asked.pack, asked.by, asked.wheres, sound=False))
    packed = [place for place in places if is_packed(place)]
    others = [place for place in places if not is_packed(place)]
    grid = Grid(asked.pack)
    gathered = gather_all(others, grid, progress, notes=not asked.public) if others else None
    if not packed:
        assert gathered is not None
        return _Opened(Entries(select(gathered.entries, grid, asked.wheres), grid, asked.by), gathered)
    query = engines.open_files(name, packed, () if gathered is None else gathered.entries, asked.pack, grid)
    sound = len(places) == 1  # `cohort pack` has taken care of it
    return _Opened(Table.open(query, name, asked.pack, asked.by, asked.wheres, sound=sound), gathered)


def _changes(earlier: Entries | Table, now: Entries | Table) -> Changes:
    """What became of the organisations of an earlier cohort: by a database, if it has both."""
    if isinstance(earlier, Table) and isinstance(now, Table) and earlier.query == now.query:
        return now.changes(earlier)
    return count_changes(earlier.scores(), now.scores())


def _details(opened: _Opened, asked: Asked) -> Details:
    """What is known beside the counts. A database has no notes and no names."""
    cohort, gathered = opened.cohort, opened.gathered
    return Details(
        versions=tuple(sorted(cohort.versions().items())),
        notes=_notes(cohort.entries, asked.pack) if isinstance(cohort, Entries) else (),
        aside=() if gathered is None else _aside(gathered),
    )


def gather_all(places: list[str], grid: Grid, progress: Callable[[int], None], *, notes: bool = False) -> Gathered:
    """Every response at some places, each organisation once."""
    return gather(_found(places), grid, progress, notes=notes)


def _found(places: list[str]) -> Iterator[Found]:
    for place in places:
        yield from find_responses(Path(place))


def make_cohort_report(asked: Asked, counted: Counted, today: date) -> CohortReport:
    """The report. Raises SelfcheckError where there is too little to publish."""
    return make_report(
        asked.pack,
        counted.tally,
        today,
        public=asked.public,
        by=asked.by,
        wheres=asked.wheres,
        changes=counted.changes,
        details=counted.details,
    )


def enter(path: Path, asked: Asked, counted: Counted) -> None:
    """Put what is about to be published into the register. Raises SelfcheckError where it must not be published."""
    with hold(path):
        register = read_register(path)
        fresh = tuple(_releases(asked, counted, register.salt))
        refuse_too_close(register, fresh)
        write_register(path, with_releases(register, fresh))


def _releases(asked: Asked, counted: Counted, salt: Salt) -> Iterator[Release]:
    """The whole, and each group that is shown."""
    by_group = counted.sketches(salt)
    yield Release(asked.pack.id, counted.tally.size, together(by_group.values()))
    shown = published_groups(counted.tally, asked.by)
    key = spelling if asked.by is not None and not asked.by.question.choices else str
    by_key = {key(name): name for name in shown if name != OTHERS}
    parts: dict[str, list[Sketch]] = {}
    for name, sums in by_group.items():
        parts.setdefault(by_key.get(key(name), OTHERS), []).append(sums)
    for name, counts in shown.items():
        yield Release(
            asked.pack.id, sum(n for row, n in counts.items() if row.kind == "response"), together(parts[name])
        )


def _notes(entries: Iterable[Entry], pack: Pack) -> tuple[NoteReport, ...]:
    """What was written beside answers, question by question."""
    places = {question.id: n for n, question in enumerate(pack.questions)}
    found = [
        NoteReport(question, entry.organisation, one_line(note))
        for entry in entries
        for question, note in entry.notes
        if question in places
    ]
    return tuple(sorted(found, key=lambda note: (places[note.question], note.organisation)))


def _aside(gathered: Gathered) -> tuple[tuple[str, Sentence], ...]:
    return tuple((each.place, each.reason) for each in gathered.aside)
