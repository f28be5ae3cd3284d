"""A response to a plan: everything that will be said, before it is said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from selfcheck.assessment.relevance import applicable
from selfcheck.assessment.relevance import hidden_questions
from selfcheck.assessment.response import is_outdated
from selfcheck.assessment.scores import Score
from selfcheck.assessment.scores import question_score
from selfcheck.assessment.scores import score_response
from selfcheck.content.markdown import links_in
from selfcheck.content.markdown import parse_blocks
from selfcheck.content.markdown import plain
from selfcheck.content.model import MADE_FROM
from selfcheck.plan.actions import Actions
from selfcheck.plan.actions import first_things
from selfcheck.plan.actions import in_order
from selfcheck.plan.advice import Library
from selfcheck.plan.asking import sheets_for
from selfcheck.plan.fitting import first_set
from selfcheck.plan.own import own_actions
from selfcheck.plan.plan import Advice
from selfcheck.plan.plan import AnsweredQuestion
from selfcheck.plan.plan import GoneAnswer
from selfcheck.plan.plan import Plan
from selfcheck.plan.plan import PlanResource
from selfcheck.plan.plan import PlanSection
from selfcheck.plan.plan import ResourceGroup
from selfcheck.plan.progress import progress_of
from selfcheck.plan.progress import together
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

    from selfcheck.assessment.response import Answer
    from selfcheck.assessment.response import Response
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Resource
    from selfcheck.content.model import Section
    from selfcheck.plan.plan import Action
    from selfcheck.plan.plan import Means
    from selfcheck.words import Words

#: Months until the organisation looks at itself again.
REVIEW_AFTER = 6

#: The kinds of resources, in the order in which a plan lists them, with their headings.
KINDS = {
    "help desk": say("Help desks and coaching"),
    "course": say("Courses"),
    "video": say("Videos"),
    "toolkit": say("Toolkits"),
    "template": say("Templates"),
    "guide": say("Guides"),
    "database": say("Databases"),
    "network": say("Networks"),
    "funding": say("Funding"),
    "law": say("Law"),
    "report": say("Reports"),
    "article": say("Articles"),
    "": say("Other links"),
}

#: What the languages of links are called.
LANGUAGE_NAMES = {
    "tr": say("Turkish"),
    "en": say("English"),
    "sr": say("Serbian"),
    "sr-Cyrl": say("Serbian"),
    "bs": say("Bosnian"),
    "hr": say("Croatian"),
    "cnr": say("Montenegrin"),
    "mk": say("Macedonian"),
    "sq": say("Albanian"),
    "ku": say("Kurdish"),
    "ar": say("Arabic"),
    "de": say("German"),
    "fr": say("French"),
}


def make_plan(pack: Pack, response: Response, words: Words, today: date, means: Means | None = None) -> Plan:
    """The plan that a response earns, in the language of `words`; with `means`, what fits into them is picked."""
    return _Maker(pack, response, words, today).plan(means)


class _Maker:
    """Holds what every part of one plan needs to be made."""

    def __init__(self, pack: Pack, response: Response, words: Words, today: date) -> None:
        self.pack = pack
        self.response = response
        self.words = words
        self.today = today
        self.language = pack.language(words.language)
        self.hidden = hidden_questions(pack, response)
        self.library = Library(pack)
        self.scores = score_response(pack, response)
        self.actions = Actions(response, words, today)
        self.shown: set[str] = set()
        self.number = 0

    def plan(self, means: Means | None) -> Plan:
        """Make the sections in their order, then what is drawn from all of them."""
        ranked = []
        sections = []
        for section in self.pack.sections:
            questions = []
            for question in section.questions:
                if question.id in self.hidden:
                    continue
                documents = self.library.for_answer(question, self.response, self.hidden, self.language)
                questions.append(self.question(question, documents))
                ranked += self.actions.ranked(section, question, documents)
            if questions:
                sections.append(self.section(section, tuple(questions)))
        actions = in_order(ranked)
        former = self.actions.former(self.pack, actions)
        own = own_actions(self.response.plan.own, self.pack, self.language, self.today)
        progress = progress_of(
            ((section.id, section.title.within(self.language)) for section in self.pack.sections),
            (*actions, *(action for action in former if action.state.done)),
            own,
            self.words("Other actions"),
        )
        answered = sum(question.state == "answered" for section in sections for question in section.questions)
        return Plan(
            response_id=self.response.id,
            number=self.response.plan.number,
            organisation=self.response.organisation,
            title=self.pack.title.within(self.language),
            pack_id=self.pack.id,
            pack_version=self.pack.version,
            answered_version=self.response.pack.version,
            language=self.language,
            date=self.today.isoformat(),
            next_review=months_later(self.today, REVIEW_AFTER).isoformat(),
            respondent=", ".join(filter(None, (self.response.respondent.name, self.response.respondent.role))),
            score=self.scores.whole,
            total=self.number,
            answered=answered,
            sections=tuple(sections),
            actions=actions,
            first=first_things(actions),
            first_set=first_set(actions, means) if means else None,
            former=former,
            new_since=self.new_since(actions),
            own_texts=self.response.plan.own,
            own_actions=own,
            progress=progress,
            progress_together=together(progress, self.words("Everything")),
            to_ask=sheets_for(applicable(self.pack, self.response), self.response, self.language),
            gone=self.gone(),
            resources=_resources(sections, self.pack.resources, self.language, self.words),
        )

    def new_since(self, actions: tuple[Action, ...]) -> str:
        """The day on which the newest actions came into the plan."""
        record = self.response.plan
        unseen = record.number > 0 and any(action.reference not in record.seen for action in actions)
        return self.today.isoformat() if unseen else record.new_since

    def gone(self) -> tuple[GoneAnswer, ...]:
        """The answers to questions that this pack no longer has."""
        return tuple(
            GoneAnswer(
                id=question_id,
                answer=self.gone_text(answer),
                note=answer.note,
                evidence=answer.evidence,
                answered_on=answer.answered_at[:10],
            )
            for question_id, answer in self.response.answers.items()
            if question_id not in self.pack.by_id
        )

    def gone_text(self, answer: Answer) -> str:
        """An answer whose question is gone, and with it the words of its choices."""
        return self.words("answer {id}", id=", ".join(answer.chosen)) if answer.chosen else self.state_text(answer)

    def section(self, section: Section, questions: tuple[AnsweredQuestion, ...]) -> PlanSection:
        score = self.scores.sections.get(section.id, Score(None, 0))
        level = None if score.value is None else self.pack.level_at(score.value)
        documents: tuple[Feedback, ...] = ()
        if level is not None:
            documents = self.library.for_section(section, level.id, self.response, self.hidden, self.language)
        return PlanSection(
            id=section.id,
            title=section.title.within(self.language),
            profile=section.profile,
            score=score,
            level=level.title.within(self.language) if level else "",
            advice=self.advice(documents),
            questions=questions,
        )

    def question(self, question: Question, documents: tuple[Feedback, ...]) -> AnsweredQuestion:
        answer = self.response.answer(question.id)
        self.number += 1
        return AnsweredQuestion(
            number=self.number,
            id=question.id,
            text=question.text.within(self.language),
            about=question.label(self.language),
            answer=self.answer_text(question, answer),
            chosen=", ".join(answer.chosen),
            state="open" if answer.is_open else answer.state or "answered",
            note=answer.note,
            evidence=answer.evidence,
            unsure=answer.unsure,
            focus=answer.focus,
            again=is_outdated(question, answer),
            strong=question_score(question, answer) == 1,
            advice=self.advice(documents),
        )

    def answer_text(self, question: Question, answer: Answer) -> str:
        """What was answered, in words."""
        if not answer.chosen:
            return self.state_text(answer)
        choices = [(choice_id, question.choice(choice_id)) for choice_id in answer.chosen]
        return "; ".join(
            choice.text.within(self.language)
            if choice
            else self.words("an answer that is no longer offered ({id})", id=choice_id)
            for choice_id, choice in choices
        )

    def state_text(self, answer: Answer) -> str:
        """An answer without choices, in words."""
        if answer.state == "unknown":
            return self.words("I do not know yet")
        if answer.state == "not_applicable":
            return self.words("Does not apply")
        if answer.value is not None:
            return str(answer.value)
        return self.words("Not answered")

    def advice(self, documents: tuple[Feedback, ...]) -> tuple[Advice, ...]:
        """The documents as advice, leaving out those that the plan has shown already."""
        fresh = [document for document in documents if document.path not in self.shown]
        self.shown.update(document.path for document in fresh)
        return tuple(
            Advice(
                title=document.title,
                blocks=parse_blocks(document.body),
                language="" if document.language == self.language else language_name(document.language, self.words),
                code=document.language,
                path=document.path,
                reviewed_on=document.reviewed_on,
                review_by=document.review_by,
                overdue=bool(document.review_by) and document.review_by < self.today.isoformat(),
            )
            for document in fresh
        )


def language_name(code: str, words: Words) -> str:
    """What a language is called; its code where we have no word for it."""
    return words.sentence(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else code


def _resources(
    sections: Iterable[PlanSection], known: Mapping[str, Resource], language: str, words: Words
) -> tuple[ResourceGroup, ...]:
    """Every link of the advice once: by kind, and within it the plan's own language first."""
    found: dict[str, PlanResource] = {}
    places: dict[str, tuple[int, bool, str]] = {}
    kinds = list(KINDS)
    for section in sections:
        for advice in (*section.advice, *(each for question in section.questions for each in question.advice)):
            for link in links_in(advice.blocks):
                if link.url in found or link.url.startswith("mailto:"):
                    continue
                described = known.get(link.url)
                code = described.language if described else ""
                kind = described.type if described and described.type in KINDS else ""
                found[link.url] = PlanResource(
                    url=link.url,
                    title=described.title if described else " ".join(plain(link.parts).split()),
                    publisher=described.publisher if described else "",
                    year=described.year if described and described.year != "null" else "",
                    language=language_name(code, words) if code else "",
                )
                own = (language, MADE_FROM.get(language))
                places[link.url] = (kinds.index(kind), code not in own, code)
    groups: dict[tuple[int, bool, str], list[PlanResource]] = {}
    for url in sorted(found, key=lambda url: places[url]):
        groups.setdefault(places[url], []).append(found[url])
    return tuple(
        ResourceGroup(
            kind=words.sentence(KINDS[kinds[place[0]]]),
            language=language_name(place[2], words) if place[1] and place[2] else "",
            resources=tuple(resources),
        )
        for place, resources in groups.items()
    )


def months_later(day: date, months: int) -> date:
    """The same day some months on, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError  # every month has a 28th
