"""From what somebody asks for to counts, whatever the engine; and from counts to a report that may be handed out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.cohort.changes import count_changes
from selfcheck.cohort.engines import connect
from selfcheck.cohort.engines import is_engine
from selfcheck.cohort.making import Details
from selfcheck.cohort.making import make_report
from selfcheck.cohort.making import published_groups
from selfcheck.cohort.reading import Gathered
from selfcheck.cohort.reading import gather
from selfcheck.cohort.register import Release
from selfcheck.cohort.register import number_of
from selfcheck.cohort.register import read_register
from selfcheck.cohort.register import refuse_too_close
from selfcheck.cohort.register import sketch
from selfcheck.cohort.register import with_releases
from selfcheck.cohort.register import write_register
from selfcheck.cohort.report import NoteReport
from selfcheck.cohort.rows import Grid
from selfcheck.cohort.sources import find_responses
from selfcheck.cohort.sql import count_rows
from selfcheck.cohort.sql import sketch_rows
from selfcheck.cohort.tally import OTHERS
from selfcheck.cohort.tally import By
from selfcheck.cohort.tally import Tally
from selfcheck.cohort.tally import Where
from selfcheck.cohort.tally import count_entries
from selfcheck.cohort.tally import groups_of
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
    from datetime import date

    from selfcheck.cohort.changes import Changes
    from selfcheck.cohort.reading import Entry
    from selfcheck.cohort.register import Sketch
    from selfcheck.cohort.report import CohortReport
    from selfcheck.cohort.sources import Found
    from selfcheck.content.model import Pack
    from selfcheck.problems import Sentence

Salt = tuple[int, int, int, int]


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
    """The tally, and what else was found on the way. `sketches` gives the sums of each group for the register."""

    tally: Tally
    sketches: Callable[[Salt], dict[str, Sketch]]
    gathered: tuple[Gathered, ...] = ()
    changes: Changes | None = None
    details: Details | None = None


def count(places: list[str], since: str | None, asked: Asked, progress: Callable[[int], None]) -> Counted:
    """Count what is at some places. Raises SelfcheckError where they cannot be read."""
    if any(is_engine(place) for place in places):
        return _count_with_engine(places, since, asked)
    grid = Grid(asked.pack)
    gathered = gather_all(places, grid, progress, notes=not asked.public)
    entries = select(gathered.entries, grid, asked.wheres)
    earlier = None if since is None else gather_all([since], grid, progress)
    return Counted(
        tally=count_entries(entries, grid, asked.by),
        sketches=lambda salt: _sketches(entries, grid, asked.by, salt),
        gathered=(gathered,),
        changes=None if earlier is None else count_changes(select(earlier.entries, grid, asked.wheres), entries),
        details=None if asked.public else Details(_versions(entries), _notes(entries, asked.pack), _aside(gathered)),
    )


def _count_with_engine(places: list[str], since: str | None, asked: Asked) -> Counted:
    """Count in a database: one file or one address, that was made by `cohort pack`."""
    if len(places) > 1 or since is not None:
        raise SelfcheckError(
            say("A packed file or a database is reported on alone."),
            say("name it alone, without --since, or name the folders it was made from"),
            code=Exit.USAGE,
        )
    query = connect(places[0])
    tally = count_rows(query, asked.pack, asked.by, asked.wheres)
    return Counted(tally, lambda salt: sketch_rows(query, asked.pack, asked.by, asked.wheres, salt))


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


def _sketches(entries: Iterable[Entry], grid: Grid, by: By | None, salt: Salt) -> dict[str, Sketch]:
    numbers: dict[str, list[int]] = {}
    for entry in entries:
        (name,) = ("",) if by is None else groups_of(by, entry, grid)
        numbers.setdefault(name, []).append(number_of(entry.mark))
    return {name: sketch(found, salt) for name, found in numbers.items()}


def _versions(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(entry.version for entry in entries).items()))


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
