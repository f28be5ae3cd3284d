"""How often each row occurs: in the whole cohort, and in each group of it."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING
from typing import TypeVar

from msgspec import Struct

from selfcheck.assessment.places import slug
from selfcheck.cohort.rows import RESPONSE
from selfcheck.cohort.rows import choices_of
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from selfcheck.cohort.reading import Entry
    from selfcheck.cohort.rows import Grid
    from selfcheck.cohort.rows import Row
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question

Counts = dict["Row", int]
Key = TypeVar("Key")

#: The two groups of a question with a choice named: those that chose it, and the others.
WITH, WITHOUT = "/with", "/without"

#: Groups that are too small to stand alone, put together.
OTHERS = "/others"


class By(Struct, frozen=True):
    """What makes the groups: a question, or whether one choice of it was made."""

    question: Question
    choice: str = ""

    @property
    def overlap(self) -> bool:
        """Whether an organisation may stand in several groups."""
        return self.question.type == "select_multiple" and not self.choice


class Where(Struct, frozen=True):
    """Who is counted: those that made one of these choices of a question, or typed one of these texts."""

    question: Question
    any_of: tuple[str, ...]


class Tally(Struct, frozen=True):
    """The counts. A group is called by the id of its choice, or by what was typed; "" are those that did not say."""

    whole: Counts
    groups: Mapping[str, Counts]

    @property
    def size(self) -> int:
        """How many organisations there are."""
        return self.whole.get(RESPONSE, 0)


def parse_by(text: str, pack: Pack) -> By:
    """What `--by` asks for: `legal_form`, or `field_of_work=migration`. Raises SelfcheckError."""
    name, _, choice = text.partition("=")
    question = _question(name.strip(), pack)
    if choice:
        _check_choices(question, (choice.strip(),))
    return By(question, choice.strip())


def parse_where(text: str, pack: Pack) -> Where:
    """What `--where` asks for: `legal_form=association,foundation`. Raises SelfcheckError."""
    name, _, choices = text.partition("=")
    question = _question(name.strip(), pack)
    wanted = tuple(choice.strip() for choice in choices.split(",") if choice.strip())
    if not wanted:
        raise SelfcheckError(
            say("'{text}' names no choice.", text=text), say("write it as question=choice"), code=Exit.USAGE
        )
    if question.choices:
        _check_choices(question, wanted)
    return Where(question, wanted)


def _question(name: str, pack: Pack) -> Question:
    if name in pack.by_id:
        return pack.by_id[name]
    known = [question.id for section in pack.sections if section.profile for question in section.questions]
    raise SelfcheckError(
        say("There is no question '{id}'.", id=name),
        say("those about the organisation are: {ids}", ids=", ".join(known or pack.by_id)),
        code=Exit.USAGE,
    )


def _check_choices(question: Question, wanted: tuple[str, ...]) -> None:
    for choice in wanted:
        if question.choice(choice) is None:
            raise SelfcheckError(
                say("Question '{id}' has no choice '{choice}'.", id=question.id, choice=choice),
                say("its choices are: {ids}", ids=", ".join(each.id for each in question.choices)),
                code=Exit.USAGE,
            )


def select(entries: Iterable[Entry], grid: Grid, wheres: tuple[Where, ...]) -> tuple[Entry, ...]:
    """The entries that every condition lets in."""
    return tuple(entry for entry in entries if all(_lets_in(where, entry, grid) for where in wheres))


def _lets_in(where: Where, entry: Entry, grid: Grid) -> bool:
    answer = entry.cells[grid.place[where.question.id]]
    if where.question.choices:
        return any(choice in where.any_of for choice in choices_of(where.question, answer))
    return spelling(answer.said) in {spelling(text) for text in where.any_of}


def count_entries(entries: Iterable[Entry], grid: Grid, by: By | None) -> Tally:
    """The tally of entries."""
    entries = tuple(entries)
    groups: dict[str, list[Entry]] = {}
    if by is not None:
        for entry in entries:
            for name in groups_of(by, entry, grid):
                groups.setdefault(name, []).append(entry)
    return Tally(_count(entries), merged({name: _count(members) for name, members in groups.items()}, by))


def _count(entries: Iterable[Entry]) -> Counts:
    """How often each row occurs: cells are counted first, since there are few of them."""
    counts: Counts = {}
    for cell, n in Counter(chain.from_iterable(entry.cells for entry in entries)).items():
        for row in cell.rows:
            counts[row] = counts.get(row, 0) + n
    return counts


def groups_of(by: By, entry: Entry, grid: Grid) -> tuple[str, ...]:
    """The groups that an entry stands in."""
    answer = entry.cells[grid.place[by.question.id]]
    if by.choice:
        return (WITH if by.choice in choices_of(by.question, answer) else WITHOUT,)
    if by.question.choices:
        return choices_of(by.question, answer) or ("",)
    return (answer.said,)


def merged(groups: dict[str, Counts], by: By | None) -> dict[str, Counts]:
    """Typed names that are spelled alike (`İzmir`, `izmir`) as one group, under the name that is used most."""
    if by is None or by.question.choices:
        return groups
    by_spelling: dict[str, list[str]] = {}
    for name in sorted(groups, key=lambda name: (-groups[name].get(RESPONSE, 0), name)):
        by_spelling.setdefault(spelling(name), []).append(name)
    return {names[0]: together(groups[name] for name in names) for names in by_spelling.values()}


def spelling(text: str) -> str:
    """What two spellings of a name have in common; a text in other letters is its own."""
    letters = slug(text)
    return text if letters == "organisation" else letters


def together(parts: Iterable[dict[Key, int]]) -> dict[Key, int]:
    """The sum of some counts."""
    total: Counter[Key] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)
