"""A cohort as it is told: who took part, where they stand, what they need. Ids and numbers; words come later."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

if TYPE_CHECKING:
    from selfcheck.cohort.figures import Spread
    from selfcheck.cohort.privacy import Mark
    from selfcheck.problems import Sentence

#: Kinds of support, in the order in which they are offered.
SupportKind = Literal["training", "coaching", "funding", "network", "reading"]


class Count(Struct, frozen=True):
    """How many organisations; None where that is hidden, and the mark says why."""

    number: int | None
    mark: Mark = "shown"


class AtLeast(Struct, frozen=True):
    """A sum of counts. `hidden` means that some of them are hidden, so that it may be more."""

    number: int
    hidden: bool = False


class Answered(Struct, frozen=True):
    """One possible answer of a question, a choice or a code of `rows`, and how many gave it."""

    code: str
    count: Count


class QuestionReport(Struct, frozen=True, kw_only=True):
    """A question and its answers.

    `low` are those that reach half of its highest score at most, `best` those that reach all of it, `focus` those to
    whom it matters now. `spread` and `apart` (the standard deviation) are None where there is no score, or where they
    would give a hidden count away.
    """

    id: str
    section: str
    answers: tuple[Answered, ...]
    low: AtLeast
    best: AtLeast
    focus: Count
    spread: Spread | None
    apart: float | None

    @property
    def shown(self) -> bool:
        """Whether any count of it is shown."""
        return any(answer.count.number is not None for answer in self.answers)


class SectionReport(Struct, frozen=True):
    """A section, "" is everything; no spread where there is no score, or where it would give something away."""

    id: str
    spread: Spread | None


class GroupReport(Struct, frozen=True):
    """A group: its name (the id of a choice, what was typed, or a code of `tally`), its size, and how it stands."""

    name: str
    size: int
    sections: tuple[SectionReport, ...]
    questions: tuple[QuestionReport, ...]


class SupportReport(Struct, frozen=True):
    """A kind of support, how many answers earned advice that points to it, and the questions that did so most."""

    kind: SupportKind
    answers: AtLeast
    questions: tuple[tuple[str, AtLeast], ...]


class ChangeReport(Struct, frozen=True):
    """A section in the organisations that were there before, too: where they stood, stand, and how many went where."""

    section: str
    before: Spread
    after: Spread
    up: Count
    same: Count
    down: Count


class NoteReport(Struct, frozen=True):
    """What somebody wrote beside an answer."""

    question: str
    organisation: str
    note: str


class CohortReport(Struct, frozen=True, kw_only=True):
    """The whole report. `public` means that small numbers are hidden; `only` says in words who is counted.

    `too_small` tells that groups were asked for and there are not two that are large enough.
    """

    pack_id: str
    pack_version: str
    date: str
    public: bool
    size: int
    only: tuple[tuple[str, tuple[str, ...]], ...]
    by: str
    questions: tuple[QuestionReport, ...]
    sections: tuple[SectionReport, ...]
    groups: tuple[GroupReport, ...]
    too_small: bool
    support: tuple[SupportReport, ...]
    matched: int
    changes: tuple[ChangeReport, ...]
    versions: tuple[tuple[str, int], ...]
    notes: tuple[NoteReport, ...]
    aside: tuple[tuple[str, Sentence], ...]
