"""A pack as a questionnaire to print: circles and boxes to tick, lines to write on, and where to go on in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.content.conditions import asked_by
from selfcheck.content.grammar import SELECTS
from selfcheck.documents.document import Blank
from selfcheck.documents.document import Check
from selfcheck.documents.document import Checklist
from selfcheck.documents.document import Document
from selfcheck.documents.document import Passage
from selfcheck.documents.document import Point
from selfcheck.documents.document import Points
from selfcheck.documents.document import Title
from selfcheck.documents.document import Together

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from selfcheck.content.model import Clause
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.documents.document import Part
    from selfcheck.words import Words


def paper_document(pack: Pack, language: str, words: Words) -> Document:
    """The questionnaire in one of the pack's languages; `words` says the rest in the nearest one there is."""
    numbers = paper_numbers(pack)
    parts: list[Part] = list(_opening(pack, language, words))
    for section in pack.sections:
        parts.append(Title(2, section.title.within(language)))
        for question in section.questions:
            if _is_never_asked(pack, question):
                continue
            asked = _question(pack, question, numbers, language, words, scored=not section.profile)
            parts.append(Together(tuple(asked)))
    parts.append(Passage(words("That was the last question. Thank you."), style="strong"))
    return Document(
        title=pack.title.within(language),
        subtitle=words("Questionnaire to fill in by hand, version {version}", version=pack.version),
        language=language,
        parts=tuple(parts),
        contents=False,
    )


def paper_numbers(pack: Pack) -> Mapping[str, str]:
    """What each question is called on paper: its id where that is a number, else a letter and a number."""
    worded = [question.id for question in pack.questions if not question.id.isdigit()]
    named = {question_id: f"P{n}" for n, question_id in enumerate(worded, 1)}
    return {question.id: named.get(question.id, question.id) for question in pack.questions}


def _opening(pack: Pack, language: str, words: Words) -> Iterator[Part]:
    for label in (words("Organisation, or a code name for it"), words("Date"), words("Who answers")):
        yield Blank(1, label)
    for title, lists in ((words("It helps to have at hand:"), pack.before), (words("How to choose"), pack.guidance)):
        lines = lists.get(language) or next(iter(lists.values()), ())
        if lines:
            yield Title(2, title.rstrip(":"))
            yield Points(tuple(Point(line) for line in lines))
    yield Passage(words("Tick one answer to each question, unless it says that several may be ticked."))


def _question(
    pack: Pack, question: Question, numbers: Mapping[str, str], language: str, words: Words, *, scored: bool
) -> Iterator[Part]:
    number, text = numbers[question.id], question.text.within(language)
    yield Title(3, f"{number}. {text}")
    instruction = _instruction(pack, question, numbers, language, words)
    if instruction:
        yield Passage(instruction, style="strong")
    if question.hint is not None:
        yield Passage(question.hint.within(language), style="quiet")
    if question.type in SELECTS:
        yield from _limits(question, language, words)
        yield Checklist(_checks(question, language, words), single=question.type == "select_one")
    elif question.type == "integer":
        yield Blank(1, words("A number"))
    else:
        yield Blank(2)
    if scored:
        yield Blank(2, words("Note or evidence"))


def _checks(question: Question, language: str, words: Words) -> tuple[Check, ...]:
    offered = [Check(choice.text.within(language), label=f"{n}.") for n, choice in enumerate(question.choices, 1)]
    rest = [words("I do not know yet, ask me later")]
    if question.na:
        rest.append(words("This does not apply to us"))
    return (*offered, *(Check(text) for text in rest))


def _limits(question: Question, language: str, words: Words) -> Iterator[Part]:
    if question.type == "select_multiple":
        limit = words("Choose at most {n}.", n=question.maximum) if question.maximum is not None else ""
        yield Passage(limit or words("Several may be ticked."), style="quiet")
    for choice in question.choices:
        if question.type == "select_multiple" and choice.exclusive:
            answer = choice.text.within(language)
            yield Passage(words("This goes with no other answer: {answer}", answer=answer), style="quiet")


def _instruction(pack: Pack, question: Question, numbers: Mapping[str, str], language: str, words: Words) -> str:
    """For whom a question is, and where all others go on."""
    clauses = [clause for clause in question.relevant if pack.by_id[clause.question].type in SELECTS]
    conditions = [_condition(pack, clause, numbers, language, words) for clause in clauses]
    if not conditions:
        return ""
    return " ".join([*conditions, _elsewhere(pack, question, numbers, words)])


def _condition(pack: Pack, clause: Clause, numbers: Mapping[str, str], language: str, words: Words) -> str:
    asked = pack.by_id[clause.question]
    chosen = [choice for name in (*clause.any_of, *clause.none_of) if (choice := asked.choice(name)) is not None]
    answers = [words("“{answer}”", answer=choice.text.within(language)) for choice in chosen]
    listed = ", ".join(answers)
    number = numbers[asked.id]
    if clause.none_of:
        return words("Only if you chose none of these at question {n}: {answers}.", n=number, answers=listed)
    if len(answers) > 1:
        return words("Only if you chose one of these at question {n}: {answers}.", n=number, answers=listed)
    return words("Only if you chose this at question {n}: {answers}.", n=number, answers=listed)


def _elsewhere(pack: Pack, question: Question, numbers: Mapping[str, str], words: Words) -> str:
    """Where to go on if a question does not apply: the next one that is not for the same people only."""
    said = asked_by(question.relevant)
    after = pack.questions[pack.questions.index(question) + 1 :]
    following = next((each for each in after if asked_by(each.relevant) != said), None)
    if following is None:
        return words("If not, you have reached the end.")
    return words("If not, go on with question {n}.", n=numbers[following.id])


def _is_never_asked(pack: Pack, question: Question) -> bool:
    """Whether it waits for a choice of a question that offers none."""
    return any(clause.any_of and pack.by_id[clause.question].type not in SELECTS for clause in question.relevant)
