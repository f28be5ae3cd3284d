"""Counts to a report: the statistics, with what must be hidden left out before anything is derived from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.cohort import privacy
from selfcheck.cohort.figures import FULL
from selfcheck.cohort.figures import NOTHING
from selfcheck.cohort.figures import deviation
from selfcheck.cohort.figures import spread_of
from selfcheck.cohort.report import Answered
from selfcheck.cohort.report import AtLeast
from selfcheck.cohort.report import ChangeReport
from selfcheck.cohort.report import CohortReport
from selfcheck.cohort.report import Count
from selfcheck.cohort.report import GroupReport
from selfcheck.cohort.report import QuestionReport
from selfcheck.cohort.rows import NOT_APPLICABLE
from selfcheck.cohort.rows import NOT_ASKED
from selfcheck.cohort.rows import OPEN
from selfcheck.cohort.rows import RESPONSE
from selfcheck.cohort.rows import SAID
from selfcheck.cohort.rows import UNKNOWN
from selfcheck.cohort.rows import Row
from selfcheck.cohort.standing import choice_score
from selfcheck.cohort.standing import group_standings
from selfcheck.cohort.standing import standing
from selfcheck.cohort.support import make_support
from selfcheck.cohort.tally import OTHERS
from selfcheck.cohort.tally import together
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import date

    from selfcheck.cohort.changes import Changes
    from selfcheck.cohort.privacy import Marks
    from selfcheck.cohort.report import NoteReport
    from selfcheck.cohort.report import SectionReport
    from selfcheck.cohort.tally import By
    from selfcheck.cohort.tally import Counts
    from selfcheck.cohort.tally import Tally
    from selfcheck.cohort.tally import Where
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.problems import Sentence

#: Everything but a choice, as one column: what is published does not tell why somebody gave no answer.
REST = "/rest"

#: The codes of a column that is no choice, where all may be seen.
STATES = (UNKNOWN, NOT_APPLICABLE, OPEN, NOT_ASKED)


class Details(Struct, frozen=True):
    """What a report says beside the counts."""

    versions: tuple[tuple[str, int], ...] = ()
    notes: tuple[NoteReport, ...] = ()
    aside: tuple[tuple[str, Sentence], ...] = ()


def make_report(
    pack: Pack,
    tally: Tally,
    today: date,
    *,
    public: bool,
    by: By | None = None,
    wheres: tuple[Where, ...] = (),
    changes: Changes | None = None,
    details: Details | None = None,
) -> CohortReport:
    """The report on a tally. Raises SelfcheckError where there is nothing to report, or too little to publish."""
    _require_enough(tally.size, public=public)
    details = details or Details()
    groups = _in_order(published_groups(tally, by) if public else tally.groups, by)
    maker = _Maker(pack, tally.whole, groups, public=public)
    questions = maker.questions(None)
    return CohortReport(
        pack_id=pack.id,
        pack_version=pack.version,
        date=today.isoformat(),
        public=public,
        size=tally.size,
        only=tuple((where.question.id, where.any_of) for where in wheres),
        by="" if by is None else "=".join(filter(None, (by.question.id, by.choice))),
        questions=questions,
        sections=maker.sections(),
        groups=tuple(
            GroupReport(name, counts[RESPONSE], sections, maker.questions(n))
            for n, ((name, counts), sections) in enumerate(zip(groups.items(), maker.group_sections(), strict=True))
        ),
        too_small=by is not None and not groups,
        support=make_support(pack, questions),
        matched=0 if changes is None else changes.matched,
        changes=_changes(pack, changes, public=public),
        versions=() if public else details.versions,
        notes=() if public else details.notes,
        aside=() if public else details.aside,
    )


def _require_enough(size: int, *, public: bool) -> None:
    if size == 0:
        raise SelfcheckError(
            say("There is no response to count."),
            say("name a folder that holds responses to this questionnaire; look at what is set aside above"),
        )
    if public and size < privacy.MINIMUM:
        raise SelfcheckError(
            say(
                "{n} organisations are too few to publish anything of: at least {least} are needed.",
                n=size,
                least=privacy.MINIMUM,
            ),
            say("for your own eyes: add --internal; every page then says that it is not for publication"),
        )


def published_groups(tally: Tally, by: By | None) -> dict[str, Counts]:
    """The groups that are large enough, the others put together."""
    if by is None:
        return {}
    sizes = {name: counts.get(RESPONSE, 0) for name, counts in tally.groups.items()}
    parts = privacy.large_groups(sizes, _concealed(by, sizes))
    if parts is None:
        return {}
    alone, others = parts
    groups = {name: tally.groups[name] for name in alone}
    if others:
        groups[OTHERS] = together(tally.groups[name] for name in others)
    return groups


def _concealed(by: By, sizes: Mapping[str, int]) -> set[str]:
    """The groups whose size stays hidden where the question that makes them is reported."""
    names = [choice.id for choice in by.question.choices] if not by.choice else []
    if not names:
        return set()
    counts = [sizes.get(name, 0) for name in (*names, "")]
    marks = privacy.mask_row(counts, sensitive=by.question.best_score is not None)
    return {name for name, mark in zip((*names, ""), marks, strict=True) if mark != privacy.SHOWN}


def _in_order(groups: Mapping[str, Counts], by: By | None) -> dict[str, Counts]:
    """Groups in the order of the choices, else the largest first; the others and those that did not say at the end."""
    places = {choice.id: n for n, choice in enumerate(by.question.choices)} if by else {}
    last = len(places)

    def place(item: tuple[str, Counts]) -> tuple[bool, int, int, str]:
        name, counts = item
        return name in ("", OTHERS), places.get(name, last), -counts.get(RESPONSE, 0), name

    return dict(sorted(groups.items(), key=place))


class _Line(Struct, frozen=True):
    """A question's codes, and for each scope (the whole first) its counts and what may be shown of them."""

    codes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    marks: tuple[Marks, ...]


class _Maker:
    """Holds the counts of the whole and of every group while a report is made. Scope None is the whole."""

    def __init__(self, pack: Pack, whole: Counts, groups: Mapping[str, Counts], *, public: bool) -> None:
        self.pack = pack
        self.public = public
        self.scopes = [whole, *groups.values()]
        self.scored = {
            question.id: {choice.id: choice_score(question, choice.id) for choice in question.choices}
            for question in pack.questions
            if question.best_score is not None
        }
        self.lines: dict[str, list[_Line]] = {}
        for question in pack.questions:  # a condition points to earlier questions: they are decided first
            self.lines[question.id] = self._lines(question)

    def questions(self, group: int | None) -> tuple[QuestionReport, ...]:
        scope = 0 if group is None else group + 1
        return tuple(self._question(question, scope) for question in self.pack.questions)

    def sections(self) -> tuple[SectionReport, ...]:
        """How the whole stands."""
        return standing(self.pack, self.scopes[0], lambda question: self._hidden(question, 0), self.public)

    def group_sections(self) -> list[tuple[SectionReport, ...]]:
        """How each group stands."""
        groups = self.scopes[1:]
        if self.public:
            return group_standings(self.pack, groups, self._tables)
        return [standing(self.pack, group, lambda _: (), public=False) for group in groups]

    def _tables(self, question: Question) -> Iterator[tuple[tuple[str, ...], tuple[tuple[int, ...], ...], Marks]]:
        for line in self.lines[question.id]:
            if line.marks[1:]:
                yield line.codes, line.counts[1:], line.marks[1]

    def _hidden(self, question: Question, scope: int) -> Iterator[tuple[tuple[str, ...], list[tuple[int, int]]]]:
        """The codes of a question, and for each hidden count from where to where an organisation can go."""
        for line in self.lines[question.id]:
            for moves in privacy.moves(line.counts[scope], line.marks[scope]):
                yield line.codes, moves

    def _lines(self, question: Question) -> list[_Line]:
        """The tables of a question: one, or where several choices can be made one for each."""
        if not self.public:
            return [self._open_line(question)]
        if not question.choices or not self._may_show(question):
            return []
        sets = (
            [(choice.id,) for choice in question.choices]
            if question.type == "select_multiple"
            else [tuple(choice.id for choice in question.choices)]
        )
        return [self._masked_line(question, codes) for codes in sets]

    def _open_line(self, question: Question) -> _Line:
        codes = tuple(choice.id for choice in question.choices) or self._typed(question)
        codes += STATES
        counts = tuple(self._counts(scope, question, codes) for scope in self.scopes)
        return _Line(codes, counts, tuple((privacy.SHOWN,) * len(codes) for _ in counts))

    def _typed(self, question: Question) -> tuple[str, ...]:
        """The numbers that were given, or that something was said at all."""
        if question.type != "integer":
            return (SAID,)
        states = (*STATES, SAID)
        given = {row.code for row in self.scopes[0] if row.kind == "answer" and row.question == question.id}.difference(
            states
        )
        return tuple(sorted(given, key=lambda code: (len(code.lstrip("-")), code)))

    def _masked_line(self, question: Question, choices: tuple[str, ...]) -> _Line:
        counts = []
        for scope in self.scopes:
            row = self._counts(scope, question, choices)
            counts.append((*row, scope[RESPONSE] - sum(row)))
        masked = privacy.mask(privacy.Table(counts[0], tuple(counts[1:])), sensitive=question.id in self.scored)
        return _Line((*choices, REST), tuple(counts), (masked.whole, *masked.groups))

    def _may_show(self, question: Question) -> bool:
        """Whether how many were asked gives no hidden count of an earlier question away."""
        for clause in question.relevant:
            lines = self.lines.get(clause.question, [])
            if not lines or any(mark != "shown" for line in lines for marks in line.marks for mark in marks):
                return False
        return True

    @staticmethod
    def _counts(scope: Counts, question: Question, codes: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(scope.get(Row("answer", question.id, code), 0) for code in codes)

    def _question(self, question: Question, scope: int) -> QuestionReport:
        lines = self.lines[question.id]
        answers = []
        for line in lines:
            for code, count, mark in zip(line.codes, line.counts[scope], line.marks[scope], strict=True):
                if code != REST or len(lines) == 1:
                    answers.append(Answered(code, Count(count if mark == "shown" else None, mark)))
        scores = self._scores(question, lines, scope)
        spread = spread_of(scores) if scores else None
        return QuestionReport(
            id=question.id,
            section=self.pack.section_of[question.id].id,
            answers=tuple(answers),
            low=self._sum_where(question, answers, lambda score: score <= 0.5),
            best=self._sum_where(question, answers, lambda score: score == 1),
            focus=self._focus(question, scope),
            spread=spread if spread and spread.organisations else None,
            apart=deviation(scores) if spread and spread.organisations else None,
        )

    def _scores(self, question: Question, lines: Sequence[_Line], scope: int) -> Counter[int]:
        """How many reach each score; nothing where a count that would go into it is hidden."""
        scores: Counter[int] = Counter()
        if question.id not in self.scored:
            return scores
        if question.type == "select_multiple":
            if not self.public:
                for row, count in self.scopes[scope].items():
                    if row.kind == "score" and row.question == question.id:
                        scores[int(row.code)] += count
            return scores
        for line in lines:
            if any(mark != "shown" for mark in line.marks[scope]):
                return Counter()
            for code, count in zip(line.codes, line.counts[scope], strict=True):
                score = self.scored[question.id].get(code)
                if score is not None:
                    scores[round(score * FULL)] += count
        return scores

    def _sum_where(self, question: Question, answers: Sequence[Answered], holds: Callable[[float], bool]) -> AtLeast:
        """The organisations whose answer scores so, of the counts that are shown."""
        scores = self.scored.get(question.id, {})
        number, hidden = 0, False
        for answer in answers:
            score = scores.get(answer.code)
            if score is not None and holds(score):
                number += answer.count.number or 0
                hidden |= answer.count.number is None
        return AtLeast(number, hidden)

    def _focus(self, question: Question, scope: int) -> Count:
        """To how many it matters now; published for the whole only."""
        number = self.scopes[scope].get(Row("focus", question.id, ""), 0)
        if not self.public:
            return Count(number)
        mark = (
            privacy.HIDDEN
            if scope
            else privacy.mask_row((number, self.scopes[0][RESPONSE] - number), sensitive=False)[0]
        )
        return Count(number if mark == "shown" else None, mark)


def _changes(pack: Pack, changes: Changes | None, *, public: bool) -> tuple[ChangeReport, ...]:
    """What became of those that were there before; published only where they are many, and the others none or many."""
    if changes is None or (public and not _many(changes)):
        return ()
    ids = [*(section.id for section in pack.sections if not section.profile), ""]
    found = [_change(section, changes.scores[section], public=public) for section in ids if changes.scores.get(section)]
    return tuple(change for change in found if not public or change.before.mean or change.after.mean)


def _many(changes: Changes) -> bool:
    left = (changes.earlier - changes.matched, changes.later - changes.matched)
    return changes.matched >= privacy.MINIMUM and all(n == 0 or n >= privacy.SMALL for n in left)


def _change(section: str, scores: Mapping[tuple[int, int], int], *, public: bool) -> ChangeReport:
    before: Counter[int] = Counter()
    after: Counter[int] = Counter()
    moved = [0, 0, 0]
    for (old, new), count in scores.items():
        before[old] += count
        after[new] += count
        moved[0 if new > old else 1 if new == old else 2] += count
    if not public:
        return ChangeReport(section, spread_of(before), spread_of(after), *(Count(number) for number in moved))
    marks = privacy.mask_row(moved, sensitive=True)
    enough = sum(moved) >= privacy.MINIMUM
    return ChangeReport(
        section,
        privacy.publish_spread(before, [])[0] or NOTHING,
        privacy.publish_spread(after, [])[0] or NOTHING,
        *(
            Count(number if mark == "shown" and enough else None, mark if enough else privacy.HIDDEN)
            for number, mark in zip(moved, marks, strict=True)
        ),
    )
