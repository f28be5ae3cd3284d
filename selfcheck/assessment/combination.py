"""Several responses of one organisation as one: how the answers are spread, how far apart, and which one stands.

Nobody's name is in it, unless it is made for `internal` use; and no answers of fewer than two people stand alone:
neither a role that one person holds, nor a question that only one person was asked. What this cannot change: whoever
knows the answers of all the others can take them from the whole, and has the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.assessment.differences import AGREE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.response import Response
    from selfcheck.assessment.roles import Group
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question


class Spread(Struct, frozen=True):
    """How the answers of some people are spread over one question.

    `asked` counts those that the question applied to; `choices` how many chose what, in the order of the choices, and
    `values` how many wrote what. `gone` are answers with a choice that is offered no longer.
    """

    asked: int
    choices: Mapping[str, int]
    values: Mapping[str, int]
    unknown: int
    not_applicable: int
    open: int
    gone: int


class Remark(Struct, frozen=True):
    """What somebody wrote beside an answer, and the place of their group; None where that is not told."""

    text: str
    group: int | None


class Shared(Struct, frozen=True, kw_only=True):
    """One question as several people see it.

    Where only one of them was asked, nothing is told: `spread` is None, and the answer open. `by_group` has a spread
    for every group, or nothing where it would show a person. `difference` is None where nothing can be compared;
    `answer` is what stands for the organisation. `outdated` counts answers to an earlier wording.
    """

    question: Question
    spread: Spread | None
    by_group: tuple[Spread, ...]
    difference: float | None
    answer: Answer
    notes: tuple[Remark, ...]
    outdated: int

    @property
    def agreed(self) -> bool:
        """Whether people see the same."""
        return self.difference is not None and self.difference <= AGREE and self.answer.state != "unknown"

    @property
    def nobody_knows(self) -> bool:
        """Whether everybody who said anything does not know."""
        spread = self.spread
        said = 0 if spread is None else spread.asked - spread.open - spread.gone
        return spread is not None and spread.unknown == said > 0


class Combination(Struct, frozen=True, kw_only=True):
    """What several people of one organisation answered, together.

    `pack` is what each of them was asked, `whole` what the organisation answers, and `response` what stands for it.
    `names` is empty unless the combination is `internal`.
    """

    pack: Pack
    whole: Pack
    response: Response
    people: int
    groups: tuple[Group, ...]
    names: tuple[str, ...]
    internal: bool
    questions: tuple[Shared, ...]

    @property
    def agreed(self) -> tuple[Shared, ...]:
        """Where people see the same, in the order of the questions."""
        return tuple(shared for shared in self.work if shared.agreed)

    @property
    def differing(self) -> tuple[Shared, ...]:
        """Where they do not: those that are furthest apart first."""
        apart = [shared for shared in self.work if shared.difference is not None and shared.difference > AGREE]
        return tuple(sorted(apart, key=lambda shared: -(shared.difference or 0.0)))

    @property
    def nobody_knows(self) -> tuple[Shared, ...]:
        """What all of them do not know."""
        return tuple(shared for shared in self.work if shared.nobody_knows)

    @property
    def facts(self) -> tuple[Shared, ...]:
        """Questions about the organisation itself that were answered differently: to look up, not to discuss."""
        return tuple(
            shared
            for shared in self.questions
            if self.pack.section_of[shared.question.id].profile and shared.difference is not None and shared.difference
        )

    @property
    def work(self) -> tuple[Shared, ...]:
        """The questions that are not about what the organisation is, but about how it works."""
        return tuple(shared for shared in self.questions if not self.pack.section_of[shared.question.id].profile)
