"""Bytes to entries: what a cohort takes from a response, and each organisation counted once.

Twins, copies that a sync folder made, other packs and damaged files are set aside, each with its reason. The whole
content of every file is held against its checksum: damage inside a text changes no shape, and would be counted unseen.
"""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

from selfcheck.cohort.contents import read_content
from selfcheck.cohort.register import number_of
from selfcheck.content.characters import one_line
from selfcheck.content.loading import no_collector
from selfcheck.problems import Sentence
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable

    from selfcheck.cohort.contents import Content
    from selfcheck.cohort.rows import Cell
    from selfcheck.cohort.rows import Grid
    from selfcheck.cohort.sources import Found

Aside = Literal["damaged", "other pack", "twin", "earlier", "empty"]


class Entry(Struct):
    """What a cohort needs of one response: the cells of its answers, and where it was asked for, the notes beside them.

    `edited` means that the checksum in the file does not fit; `checksum` is the one that does.
    """

    place: str
    id: str
    organisation: str
    version: str
    revision: int
    changed: str
    finished: str
    edited: bool
    checksum: str
    cells: tuple[Cell, ...]
    notes: tuple[tuple[str, str], ...]

    @property
    def mark(self) -> str:
        """What tells this state of this response from every other one.

        A program counts every change; of what somebody changed by hand only the content tells.
        """
        by_hand = f"/{self.checksum}" if self.edited else ""
        return f"{self.id}/{self.revision}/{self.changed}{by_hand}"

    @property
    def number(self) -> int:
        """What stands for this state of this response."""
        return number_of(self.mark)

    @property
    def name(self) -> int:
        """What stands for the organisation; for one without a name, its response does."""
        return number_of(self.organisation or self.id)

    @property
    def moment(self) -> int:
        """When it was last changed, in seconds, whatever the clock it was written by; 0 where nothing says so."""
        try:
            moment = datetime.fromisoformat(self.changed)
        except ValueError:
            return 0
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


class SetAside(Struct, frozen=True):
    """A file that is not counted: where it is, of which kind the reason is, and the reason."""

    place: str
    kind: Aside
    reason: Sentence


class Gathered(Struct, frozen=True):
    """The entries that count, one for each organisation, in the order of their ids; and what was set aside."""

    entries: tuple[Entry, ...]
    aside: tuple[SetAside, ...]

    @property
    def damaged(self) -> bool:
        """Whether any file could not be read."""
        return any(each.kind == "damaged" for each in self.aside)

    @property
    def edited(self) -> tuple[Entry, ...]:
        """Those that were changed outside selfcheck."""
        return tuple(entry for entry in self.entries if entry.edited)


def gather(
    found: Iterable[Found], grid: Grid, progress: Callable[[int], None] = lambda _: None, *, notes: bool = False
) -> Gathered:
    """Read everything that was found, its notes only if asked for. `progress` is called with how many there were."""
    entries: list[Entry] = []
    aside: list[SetAside] = []
    with no_collector():
        for n, each in enumerate(found, 1):
            if n % 1000 == 0:
                progress(n)
            read = _refused(each) if each.refused else _read(each, grid, notes)
            if isinstance(read, Entry):
                entries.append(read)
            else:
                aside.append(read)
    entries = _once(entries, lambda entry: entry.id, _newest_state, _twin, aside)
    entries = _once(entries, lambda entry: entry.organisation or entry.id, _newest_response, _earlier, aside)
    entries.sort(key=lambda entry: entry.id)
    return Gathered(tuple(entries), tuple(sorted(aside, key=lambda each: each.place)))


def _refused(found: Found) -> SetAside:
    assert found.refused is not None
    return SetAside(found.place, "damaged", found.refused)


def _read(found: Found, grid: Grid, notes: bool) -> Entry | SetAside:
    try:
        content, fitting, edited = read_content(found.data)
    except ValueError as error:
        return SetAside(found.place, "damaged", _damaged(str(error)))
    if content.pack.id != grid.pack_id:
        reason = say("it answers another questionnaire: {pack}", pack=content.pack.id)
        return SetAside(found.place, "other pack", reason)
    if not content.answers:
        return SetAside(found.place, "empty", say("nothing has been answered in it"))
    return Entry(
        found.place,
        content.id,
        one_line(content.organisation),
        content.pack.version,
        content.revision,
        content.changed,
        content.finished,
        edited,
        fitting,
        grid.cells(content.answers),
        _notes(content) if notes else (),
    )


def _notes(content: Content) -> tuple[tuple[str, str], ...]:
    return tuple((question, answer.note) for question, answer in content.answers.items() if answer.note)


def _damaged(reason: str) -> Sentence:
    if reason == "it is not a selfcheck response":
        return say("it is not a selfcheck response")
    if reason == "it was written by a newer version of selfcheck":
        return say("it was written by a newer version of selfcheck")
    return say("it is damaged: {reason}", reason=reason or say("its parts are not what they should be"))


def _once(
    entries: list[Entry],
    name: Callable[[Entry], str],
    rank: Callable[[Entry], tuple[object, ...]],
    reason: Callable[[Entry, Entry], SetAside],
    aside: list[SetAside],
) -> list[Entry]:
    """The best of those that share a name; the others are set aside."""
    best: dict[str, Entry] = {}
    for entry in entries:
        key = name(entry)
        other = best.get(key)
        if other is None:
            best[key] = entry
            continue
        better, worse = (entry, other) if rank(entry) > rank(other) else (other, entry)
        best[key] = better
        aside.append(reason(worse, better))
    return list(best.values())


def _newest_state(entry: Entry) -> tuple[object, ...]:
    """Which state of one response counts: that with the most changes, and the same one on every machine."""
    return entry.revision, not entry.edited, entry.moment, entry.number, entry.checksum


def _newest_response(entry: Entry) -> tuple[object, ...]:
    """Which response of one organisation counts: a finished one, then the last."""
    return bool(entry.finished), entry.moment, number_of(entry.id)


def _twin(worse: Entry, better: Entry) -> SetAside:
    if worse.checksum == better.checksum:
        reason = say("it is a copy of {path}", path=better.place)
    else:
        reason = say("it is another state of {path}, which counts: it has more changes", path=better.place)
    return SetAside(worse.place, "twin", reason)


def _earlier(worse: Entry, better: Entry) -> SetAside:
    reason = say("the same organisation has another response, which counts: {path}", path=better.place)
    return SetAside(worse.place, "earlier", reason)
