"""A cohort that is counted in memory, from the responses themselves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.cohort.register import sketch
from selfcheck.cohort.tally import count_entries
from selfcheck.cohort.tally import groups_of

if TYPE_CHECKING:
    from selfcheck.cohort.reading import Entry
    from selfcheck.cohort.register import Salt
    from selfcheck.cohort.register import Sketch
    from selfcheck.cohort.rows import Grid
    from selfcheck.cohort.tally import By
    from selfcheck.cohort.tally import Tally


class Entries(Struct, frozen=True):
    """The responses that are counted, and in which groups."""

    entries: tuple[Entry, ...]
    grid: Grid
    by: By | None

    def tally(self) -> Tally:
        """How often each row occurs."""
        return count_entries(self.entries, self.grid, self.by)

    def sketches(self, salt: Salt) -> dict[str, Sketch]:
        """The sums for the register, by group."""
        numbers: dict[str, list[int]] = {}
        for entry in self.entries:
            (name,) = ("",) if self.by is None else groups_of(self.by, entry, self.grid)
            numbers.setdefault(name, []).append(entry.number)
        return {name: sketch(found, salt) for name, found in numbers.items()}

    def scores(self) -> dict[int, dict[str, int]]:
        """The scores of each organisation, by section."""
        return {
            entry.name: {
                row.question: int(row.code) for cell in entry.cells for row in cell.rows if row.kind == "section"
            }
            for entry in self.entries
        }

    def versions(self) -> dict[str, int]:
        """How many answered each version of the questionnaire."""
        return dict(Counter(entry.version for entry in self.entries))
