"""The tally, counted by a database. One text in plain SQL runs on every engine.

The table `answers` has a row for every row of every response: `pack`, `response` (a number that stands for one state of
one response), `organisation` (a number that stands for its name), `kind`, `question`, `code`, and a column for each
question about the organisation, `by_<id>`: the choice, what was typed, or |all|choices|.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from selfcheck.cohort.register import BUCKETS
from selfcheck.cohort.register import PRIME
from selfcheck.cohort.register import number_of
from selfcheck.cohort.rows import RESPONSE
from selfcheck.cohort.rows import Row
from selfcheck.cohort.tally import WITH
from selfcheck.cohort.tally import WITHOUT
from selfcheck.cohort.tally import Tally
from selfcheck.cohort.tally import merged
from selfcheck.cohort.tally import spelling
from selfcheck.cohort.tally import together
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from typing import Any

    from selfcheck.cohort.reading import Entry
    from selfcheck.cohort.register import Sketch
    from selfcheck.cohort.rows import Cell
    from selfcheck.cohort.rows import Grid
    from selfcheck.cohort.tally import By
    from selfcheck.cohort.tally import Counts
    from selfcheck.cohort.tally import Where
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question

    #: Runs a query and gives its rows.
    Query = Callable[[str], list[tuple[Any, ...]]]

TABLE = "answers"
FIXED = ("pack", "response", "organisation", "kind", "question", "code")

COUNT = """\
SELECT {group} AS part, kind, question, code, COUNT(*) AS n
FROM answers
WHERE {conditions}
GROUP BY {group}, kind, question, code"""

SKETCH = """\
SELECT part, MOD(MOD({a} * number + {b}, {prime}), {buckets}) AS bucket, SUM(MOD({c} * number + {d}, {prime}) + 1) AS n
FROM (SELECT {group} AS part, response AS number FROM answers WHERE kind = 'response' AND {conditions}) AS responses
GROUP BY part, MOD(MOD({a} * number + {b}, {prime}), {buckets})"""

SPELLINGS = "SELECT DISTINCT {column} FROM answers WHERE kind = 'response'"


def columns(pack: Pack) -> tuple[str, ...]:
    """The names of all columns."""
    return (*FIXED, *(_column(question) for question in _profile(pack)))


def table_rows(entries: Iterable[Entry], pack: Pack, grid: Grid) -> Iterator[tuple[str | int, ...]]:
    """The rows of the table, response by response, after one for each that only says that it is there.

    The register needs no others, and finds them without looking through the whole table.
    """
    profile = [(question, grid.place[question.id]) for question in _profile(pack)]
    rest = []
    for entry in entries:
        head = (pack.id, number_of(entry.mark), _organisation(entry))
        tail = tuple(_profile_value(question, entry.cells[place]) for question, place in profile)
        yield (*head, *RESPONSE, *tail)
        rest.append((head, entry.cells, tail))
    for head, cells, tail in rest:
        for cell in cells:
            for row in cell.rows:
                if row is not RESPONSE:
                    yield (*head, *row, *tail)


def count_rows(query: Query, pack: Pack, by: By | None, wheres: tuple[Where, ...]) -> Tally:
    """The tally of what is in the table."""
    text = COUNT.format(group=_group(by, pack), conditions=_conditions(query, pack, wheres))
    groups: dict[str, Counts] = {}
    for part, kind, question, code, n in query(text):
        counts, row = groups.setdefault(_named(by, part), {}), Row(kind, question, code)
        counts[row] = counts.get(row, 0) + int(n)
    return Tally(together(groups.values()), merged(groups, by) if by is not None else {})


def sketch_rows(
    query: Query,
    pack: Pack,
    by: By | None,
    wheres: tuple[Where, ...],
    salt: tuple[int, int, int, int],
) -> dict[str, Sketch]:
    """The sums for the register, by group."""
    a, b, c, d = salt
    text = SKETCH.format(
        group=_group(by, pack),
        conditions=_conditions(query, pack, wheres),
        **{"a": a, "b": b, "c": c, "d": d},
        prime=PRIME,
        buckets=BUCKETS,
    )
    found: dict[str, Sketch] = {}
    for part, bucket, n in query(text):
        sums = found.setdefault(_named(by, part), {})
        sums[int(bucket)] = sums.get(int(bucket), 0) + int(n)
    return found


def _profile(pack: Pack) -> list[Question]:
    return [question for section in pack.sections if section.profile for question in section.questions]


def _column(question: Question) -> str:
    return f"by_{question.id}"


def _organisation(entry: Entry) -> int:
    """A number that stands for a name; of one without a name, for its response."""
    name = entry.organisation or entry.id
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) >> 1


def _profile_value(question: Question, answer: Cell) -> str:
    if not answer.chosen:
        return answer.said
    return f"|{'|'.join(answer.chosen)}|" if question.type == "select_multiple" else answer.chosen[0]


def _group(by: By | None, pack: Pack) -> str:
    """What makes the groups, as SQL."""
    if by is None:
        return "CAST('' AS VARCHAR(1))"  # PostgreSQL groups by no bare text
    if by.question not in _profile(pack) or by.overlap:
        raise SelfcheckError(
            say("In a packed file or a database, groups are made by one choice about the organisation."),
            say(
                "use one of: {ids}",
                ids=", ".join(
                    question.id + ("=CHOICE" if question.type == "select_multiple" else "")
                    for question in _profile(pack)
                ),
            ),
            code=Exit.USAGE,
        )
    column = _name(_column(by.question))
    if by.question.type == "select_multiple":
        return f"CASE WHEN {_has(by.question, by.choice)} THEN {_text(WITH)} ELSE {_text(WITHOUT)} END"
    return column  # what is no choice is told afterwards: a database takes twice as long for it


def _named(by: By | None, part: str) -> str:
    """The group that a value of the column makes."""
    if by is None or not by.question.choices or part in (WITH, WITHOUT):
        return part
    if by.choice:
        return WITH if part == by.choice else WITHOUT
    return part if by.question.choice(part) else ""


def _has(question: Question, choice: str) -> str:
    return f"POSITION({_text(f'|{choice}|')} IN {_name(_column(question))}) > 0"


def _conditions(query: Query, pack: Pack, wheres: tuple[Where, ...]) -> str:
    conditions = [f"pack = {_text(pack.id)}"]
    for where in wheres:
        if where.question.choices:
            codes = ", ".join(_text(choice) for choice in where.any_of)
            conditions.append(
                f"response IN (SELECT response FROM answers WHERE kind = 'answer'"
                f" AND question = {_text(where.question.id)} AND code IN ({codes}))"
            )
        else:
            conditions.append(_typed(query, pack, where))
    return " AND ".join(conditions)


def _typed(query: Query, pack: Pack, where: Where) -> str:
    """Every spelling of what was typed that is in the table."""
    if where.question not in _profile(pack):
        raise SelfcheckError(
            say("Only what was typed about the organisation is kept in a packed file."),
            say("use --where with another question"),
            code=Exit.USAGE,
        )
    wanted = {spelling(text) for text in where.any_of}
    column = _name(_column(where.question))
    found = [text for (text,) in query(SPELLINGS.format(column=column)) if spelling(text) in wanted]
    return f"{column} IN ({', '.join(_text(text) for text in found) or 'NULL'})"


def _text(value: str) -> str:
    """A text as SQL writes it; nothing but a doubled quote has a meaning in it."""
    quoted = value.replace("\0", "").replace("'", "''")
    return f"'{quoted}'"


def _name(value: str) -> str:
    quoted = value.replace("\0", "").replace('"', '""')
    return f'"{quoted}"'
