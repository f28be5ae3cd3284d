"""A cohort that is counted by a database. One text in plain SQL runs on every engine; `table` says of what table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.cohort.changes import Changes
from selfcheck.cohort.register import BUCKETS
from selfcheck.cohort.register import PRIME
from selfcheck.cohort.rows import RESPONSE
from selfcheck.cohort.rows import Row
from selfcheck.cohort.table import FIXED
from selfcheck.cohort.table import column_of
from selfcheck.cohort.table import profile_of
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
    from typing import Any

    from selfcheck.cohort.register import Salt
    from selfcheck.cohort.register import Sketch
    from selfcheck.cohort.tally import By
    from selfcheck.cohort.tally import Counts
    from selfcheck.cohort.tally import Where
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question

    #: Runs a query and gives its rows.
    Query = Callable[[str], list[tuple[Any, ...]]]

COUNT = """\
SELECT {group} AS part, kind, question, code, COUNT(*) AS n
FROM {answers}
WHERE {conditions}
GROUP BY {group}, kind, question, code"""

SKETCH = """\
SELECT part, MOD(MOD({a} * number + {b}, {prime}), {buckets}) AS bucket, SUM(MOD({c} * number + {d}, {prime}) + 1) AS n
FROM (
  SELECT {group} AS part, MOD(response, {prime}) AS number FROM {answers} WHERE kind = 'response' AND {conditions}
) AS responses
GROUP BY part, MOD(MOD({a} * number + {b}, {prime}), {buckets})"""

CHANGES = """\
SELECT later.kind AS kind, later.question AS question, earlier.code AS was, later.code AS became, COUNT(*) AS n
FROM ({scores}) AS later JOIN ({earlier_scores}) AS earlier
ON later.organisation = earlier.organisation AND later.kind = earlier.kind AND later.question = earlier.question
GROUP BY later.kind, later.question, earlier.code, later.code"""

SCORES = """\
SELECT organisation, kind, question, code FROM {answers} WHERE kind IN ('response', 'section') AND {conditions}"""

VERSIONS = """\
SELECT version, COUNT(*) AS n FROM {answers} WHERE kind = 'response' AND {conditions} GROUP BY version"""

CHOSE = """\
response IN (SELECT response FROM {answers} WHERE pack = {pack} AND kind = 'answer'
  AND question = {question} AND code IN ({codes}))"""

#: Beside each row, which of these choices its response made.
MADE = """\
{answers} LEFT JOIN (
  SELECT response AS by_whom, code AS made FROM {answers} WHERE pack = {pack} AND kind = 'answer'
  AND question = {question} AND code {codes}
) AS choices ON response = by_whom"""

SPELLINGS = "SELECT DISTINCT {column} FROM {answers} WHERE pack = {pack} AND {rows}"

ENTRIES = """\
SELECT COUNT(*), COUNT(DISTINCT id), COUNT(DISTINCT organisation) FROM {answers}
WHERE kind = 'response' AND pack = {pack}"""

#: The table as if each organisation had been put into it once: of each response the state with the most changes, of
#: each organisation the response that was finished, then the last. It is what `reading` does with files.
ONCE = """\
(SELECT DISTINCT {columns} FROM {answers} WHERE pack = {pack} AND response IN (
  SELECT response FROM (
    SELECT response, ROW_NUMBER() OVER (
      PARTITION BY organisation ORDER BY finished DESC, changed DESC, id DESC
    ) AS place FROM (
      SELECT response, organisation, id, finished, changed, ROW_NUMBER() OVER (
        PARTITION BY id ORDER BY revision DESC, edited, changed DESC, response DESC
      ) AS place FROM {answers} WHERE kind = 'response' AND pack = {pack}
    ) AS states WHERE place = 1
  ) AS responses WHERE place = 1
)) AS answers"""


class Table(Struct, frozen=True):
    """What is counted of a table, and in which groups: `answers` is what a query takes its rows from."""

    query: Query
    answers: str
    conditions: str
    pack: Pack
    by: By | None
    twins: int = 0

    @classmethod
    def open(
        cls, query: Query, name: str, pack: Pack, by: By | None, wheres: tuple[Where, ...], *, sound: bool
    ) -> Table:
        """The table of a name. `sound` means that each organisation is known to be in it once."""
        answers, twins = ".".join(as_name(part) for part in name.split(".")), 0
        if not sound:
            ((size, *distinct),) = query(ENTRIES.format(answers=answers, pack=as_text(pack.id)))
            if min(distinct) < size:
                answers = _once(answers, pack, by, wheres)
                ((left, *_),) = query(ENTRIES.format(answers=answers, pack=as_text(pack.id)))
                twins = size - left
        conditions = [f"pack = {as_text(pack.id)}"]
        conditions += [_condition(query, answers, pack, where) for where in wheres]
        return cls(query, answers, " AND ".join(conditions), pack, by, twins)

    def tally(self) -> Tally:
        """The tally of what is in the table."""
        groups = self._count(self.by)
        whole = self._count(None) if self.by is not None and self.by.overlap else groups
        return Tally(together(whole.values()), merged(groups, self.by) if self.by is not None else {})

    def _count(self, by: By | None) -> dict[str, Counts]:
        group, answers = self._group(by)
        groups: dict[str, Counts] = {}
        text = COUNT.format(group=group, answers=answers, conditions=self.conditions)
        for part, kind, question, code, n in self.query(text):
            counts, row = groups.setdefault(_named(by, part), {}), Row(kind, question, code)
            counts[row] = counts.get(row, 0) + int(n)
        return groups

    def sketches(self, salt: Salt) -> dict[str, Sketch]:
        """The sums for the register, by group."""
        a, b, c, d = salt
        group, answers = self._group(self.by)
        text = SKETCH.format(
            group=group,
            answers=answers,
            conditions=self.conditions,
            **{"a": a, "b": b, "c": c, "d": d},
            prime=PRIME,
            buckets=BUCKETS,
        )
        found: dict[str, Sketch] = {}
        for part, bucket, n in self.query(text):
            sums = found.setdefault(_named(self.by, part), {})
            sums[int(bucket)] = sums.get(int(bucket), 0) + int(n)
        return found

    def scores(self) -> dict[int, dict[str, int]]:
        """The scores of each organisation, by section."""
        found: dict[int, dict[str, int]] = {}
        for organisation, kind, section, score in self.query(self._scores()):
            scores = found.setdefault(int(organisation), {})
            if kind == "section":
                scores[section] = int(score)
        return found

    def _scores(self) -> str:
        return SCORES.format(answers=self.answers, conditions=self.conditions)

    def changes(self, earlier: Table) -> Changes:
        """What became of the organisations of another table of the same database."""
        text = CHANGES.format(scores=self._scores(), earlier_scores=earlier._scores())
        matched, scores = 0, dict[str, dict[tuple[int, int], int]]()
        for kind, section, was, became, n in self.query(text):
            if kind == RESPONSE.kind:
                matched += int(n)
            else:
                scores.setdefault(section, {})[int(was), int(became)] = int(n)
        return Changes(sum(earlier.versions().values()), sum(self.versions().values()), matched, scores)

    def versions(self) -> dict[str, int]:
        """How many answered each version of the questionnaire."""
        text = VERSIONS.format(answers=self.answers, conditions=self.conditions)
        return {version or "": int(n) for version, n in self.query(text)}

    def _group(self, by: By | None) -> tuple[str, str]:
        """What makes the groups, as SQL, and what the rows are taken from."""
        if by is None:
            return "CAST('' AS VARCHAR(1))", self.answers  # PostgreSQL groups by no bare text
        question = by.question
        if question in profile_of(self.pack) and not by.overlap:
            column = as_name(column_of(question))
            if question.type != "select_multiple":
                return column, self.answers  # what is no choice is told afterwards: a database takes twice as long
            has = f"POSITION({as_text(f'|{by.choice}|')} IN {column}) > 0"
            return f"CASE WHEN {has} THEN {as_text(WITH)} ELSE {as_text(WITHOUT)} END", self.answers
        made = MADE.format(
            answers=self.answers, pack=as_text(self.pack.id), question=as_text(question.id), codes=_codes(question, by)
        )
        group = f"CASE WHEN made IS NULL THEN {as_text(WITHOUT)} ELSE {as_text(WITH)} END" if by.choice else "made"
        return group, made


def _codes(question: Question, by: By) -> str:
    """The codes that make groups, as a condition."""
    if question.type == "text":
        raise _not_kept()
    if question.type == "integer":
        return "NOT LIKE '/%'"
    return f"IN ({_list([by.choice] if by.choice else (choice.id for choice in question.choices))})"


def _named(by: By | None, part: str | None) -> str:
    """The group that a value of the column makes."""
    if by is None or not by.question.choices or part in (WITH, WITHOUT):
        return part or ""
    if by.choice:
        return WITH if part == by.choice else WITHOUT
    return part if part and by.question.choice(part) else ""


def _once(answers: str, pack: Pack, by: By | None, wheres: tuple[Where, ...]) -> str:
    asked = {each.question.id for each in (by, *wheres) if each is not None}
    names = [*FIXED, *(column_of(question) for question in profile_of(pack) if question.id in asked)]
    return ONCE.format(answers=answers, pack=as_text(pack.id), columns=", ".join(as_name(name) for name in names))


def _condition(query: Query, answers: str, pack: Pack, where: Where) -> str:
    question = where.question
    if question.choices:
        return CHOSE.format(
            answers=answers, pack=as_text(pack.id), question=as_text(question.id), codes=_list(where.any_of)
        )
    if question.type != "text":
        rows = f"kind = 'answer' AND question = {as_text(question.id)}"
        codes = _spelled(query, answers, pack, where, "code", rows)
        return CHOSE.format(answers=answers, pack=as_text(pack.id), question=as_text(question.id), codes=codes)
    if question not in profile_of(pack):
        raise _not_kept()
    column = as_name(column_of(question))
    texts = _spelled(query, answers, pack, where, column, "kind = 'response'")
    return f"{column} IN ({texts})"


def _spelled(query: Query, answers: str, pack: Pack, where: Where, column: str, rows: str) -> str:
    """Every spelling of what was typed that is in the table."""
    wanted = {spelling(text) for text in where.any_of}
    found = query(SPELLINGS.format(column=column, answers=answers, pack=as_text(pack.id), rows=rows))
    return _list(text for (text,) in found if text is not None and spelling(text) in wanted)


def _not_kept() -> SelfcheckError:
    return SelfcheckError(
        say("Only what was typed about the organisation is kept in a packed file."),
        say("name another question, or the folders it was made from"),
        code=Exit.USAGE,
    )


def _list(values: Iterable[str]) -> str:
    return ", ".join(as_text(value) for value in values) or "NULL"


def as_text(value: str) -> str:
    """A text as SQL writes it; nothing but a doubled quote has a meaning in it."""
    quoted = value.replace("\0", "").replace("'", "''")
    return f"'{quoted}'"


def as_name(value: str) -> str:
    """A name as SQL writes it."""
    quoted = value.replace("\0", "").replace('"', '""')
    return f'"{quoted}"'
