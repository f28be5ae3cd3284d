"""What the parts of a report are called: choices, groups, hidden counts, kinds of support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.cohort.figures import FULL
from selfcheck.cohort.making import REST
from selfcheck.cohort.privacy import SMALL
from selfcheck.cohort.rows import NOT_APPLICABLE
from selfcheck.cohort.rows import NOT_ASKED
from selfcheck.cohort.rows import OPEN
from selfcheck.cohort.rows import SAID
from selfcheck.cohort.rows import UNKNOWN
from selfcheck.cohort.tally import OTHERS
from selfcheck.cohort.tally import WITH
from selfcheck.cohort.tally import WITHOUT
from selfcheck.problems import say

if TYPE_CHECKING:
    from selfcheck.cohort.report import AtLeast
    from selfcheck.cohort.report import CohortReport
    from selfcheck.cohort.report import Count
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.words import Words

CODES = {
    UNKNOWN: say("I do not know yet"),
    NOT_APPLICABLE: say("Does not apply"),
    OPEN: say("Not answered"),
    NOT_ASKED: say("Not asked"),
    SAID: say("Answered"),
    REST: say("No answer"),
    OTHERS: say("All others"),
    "": say("Not said"),
}

SUPPORT = {
    "training": say("Training (courses, videos)"),
    "coaching": say("Coaching and help desks"),
    "funding": say("Funding"),
    "network": say("Networks"),
    "reading": say("Guides, templates and tools"),
}


class Wording(Struct, frozen=True):
    """The words for one report, in one language."""

    report: CohortReport
    pack: Pack
    words: Words

    @property
    def language(self) -> str:
        """The language of the questions."""
        return self.pack.language(self.words.language)

    def question(self, question_id: str) -> str:
        """A question in few words."""
        return self.pack.by_id[question_id].label(self.language)

    def section(self, section_id: str) -> str:
        """A section's title; "" is everything."""
        titles = {section.id: section.title.within(self.language) for section in self.pack.sections}
        return titles.get(section_id) or self.words("Everything")

    def answer(self, question: Question, code: str) -> str:
        """A choice in few words, or what else was answered."""
        choice = question.choice(code)
        if choice is not None:
            return choice.label(self.language)
        return self.words.sentence(CODES[code]) if code in CODES else code

    def group(self, name: str) -> str:
        """What a group is called."""
        question_id, _, choice = self.report.by.partition("=")
        question = self.pack.by_id[question_id]
        if name == WITH:
            return self.answer(question, choice)
        if name == WITHOUT:
            return self.words("Not: {choice}", choice=self.answer(question, choice))
        return self.answer(question, name)

    def by(self) -> str:
        """What makes the groups."""
        return self.question(self.report.by.partition("=")[0])

    def count(self, count: Count) -> str:
        """A count, or the mark of a hidden one."""
        if count.number is not None:
            return str(count.number)
        return f"< {SMALL}" if count.mark == "small" else "*"

    def share(self, count: Count, of: int) -> str:
        """A count as a part of all."""
        return "" if count.number is None or not of else self.words.percent(count.number / of)

    def at_least(self, count: AtLeast) -> str:
        """A sum, of which some parts may be hidden."""
        return self.words("at least {n}", n=count.number) if count.hidden else str(count.number)

    def score(self, score: float | None) -> str:
        """A score out of 1000 as a percentage."""
        return "*" if score is None and self.report.public else "–" if score is None else self.percent(score)

    def percent(self, score: float) -> str:
        """A score out of 1000 as this language writes percentages."""
        return self.words.percent(score / FULL)
