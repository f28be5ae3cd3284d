"""What a well-formed pack can still get wrong.

A rule is a function, its docstring, and a line in `CHECKS` or `TEXT_CHECKS`.

The first sentence of a docstring is the rule as the README prints it; the function's name, with dashes, is the slug
that its problems carry. Lengths come from the drawn page: a question of 150 and choices of 140 characters fit 80 x 24.

What only documents need is imported where it is used: the questions are checked before they are asked, and whoever
waits for the first of them does not wait for the rules of Markdown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from selfcheck.content.characters import HIDDEN
from selfcheck.content.characters import name_of
from selfcheck.content.conditions import choice_ids
from selfcheck.content.findings import ROOM
from selfcheck.content.gaps import choices_without_advice
from selfcheck.content.grammar import SELECTS
from selfcheck.content.logic_checks import contradictory_condition
from selfcheck.content.logic_checks import falling_score
from selfcheck.content.logic_checks import level_without_advice
from selfcheck.content.logic_checks import unreachable_question
from selfcheck.content.mistakes import suggestions
from selfcheck.content.model import is_told
from selfcheck.content.texts import all_conditions
from selfcheck.content.texts import all_read
from selfcheck.content.texts import all_texts
from selfcheck.content.texts import line_of
from selfcheck.content.wording_checks import mixed_scripts
from selfcheck.content.wording_checks import names_another_question
from selfcheck.content.wording_checks import near_identical_choices
from selfcheck.content.wording_checks import shorter_language
from selfcheck.content.wording_checks import unwritten_text
from selfcheck.problems import Problem
from selfcheck.problems import Source
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    from selfcheck.content.findings import Finding
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.problems import Sentence
    from selfcheck.problems import Severity

QUESTION_LENGTH, QUESTION_LIMIT = 150, 300
CHOICE_LENGTH, CHOICE_LIMIT = 140, 240
SHORT_QUESTION, SHORT_CHOICE = 40, 20
HINT_LENGTH, HELP_LENGTH, ACTION_LENGTH = 250, 600, 240
MOST_CHOICES = 20


def check_pack(pack: Pack) -> list[Problem]:
    """Everything that is wrong with a pack that could be read."""
    from selfcheck.content.harmless import is_harmless
    from selfcheck.content.harmless import is_harmless_section

    doubtful = replace(
        pack,
        sections=tuple(section for section in pack.sections if not is_harmless_section(section)),
        feedback=tuple(document for document in pack.feedback if not is_harmless(document)),
    )
    problems: list[Problem] = []
    for check in CHECKS:
        problems += check(doubtful if check in ABOUT_DOUBTFUL else pack)
    if doubtful.feedback:
        from selfcheck.content.scanning import findings_in
    for document in doubtful.feedback:
        findings = findings_in(document.body)
        for check_text in TEXT_CHECKS:
            problems += check_text(document, findings)
    return problems


def check_questions(pack: Pack) -> list[Problem]:
    """Everything that is wrong with the questions of a pack whose advice was not read."""
    return [problem for check in CHECKS if check not in ABOUT_ADVICE for problem in check(pack)]


def duplicate_id(pack: Pack) -> Iterator[Problem]:
    """An id belongs to one section, question of the pack, choice of its question, level."""
    groups = [
        [(section.id, section.source) for section in pack.sections],
        [(question.id, question.source) for question in pack.questions],
        [(level.id, level.source) for level in pack.levels],
        *([(choice.id, choice.source) for choice in question.choices] for question in pack.questions),
    ]
    for group in groups:
        first: dict[str, Source] = {}
        for name, source in group:
            if name in first:
                message = say("The id '{id}' is used twice (first at {first}).", id=name, first=first[name])
                yield Problem(source, "duplicate-id", message, say("give one of them another id"))
            first.setdefault(name, source)


def empty_text(pack: Pack) -> Iterator[Problem]:
    """A text that is there says something."""
    for owner, _, texts in all_texts(pack):
        for language, text in texts.by_language.items():
            if not text:
                message = say("{owner} has an empty text.", owner=owner)
                yield Problem(texts.sources[language], "empty-text", message, say("write the text"))
    for document in pack.feedback:
        if not document.body or document.body.isspace():
            message = say("This document gives no advice.")
            source = Source(document.path, document.body_line)
            yield Problem(source, "empty-text", message, say("write it below the front matter"))


def missing_language(pack: Pack) -> Iterator[Problem]:
    """A text is there in every language of the pack."""
    for owner, _, texts in all_texts(pack):
        missing = [language for language in pack.languages if not is_told(language, texts.by_language)]
        if missing and texts.by_language:
            message = say("{owner} has no text in: {languages}.", owner=owner, languages=", ".join(missing))
            hint = say("until then the text in '{language}' is shown", language=next(iter(texts.by_language)))
            yield Problem(texts.source, "missing-language", message, hint, "warning")


def unknown_question(pack: Pack) -> Iterator[Problem]:
    """A condition and a document point to a question, section or level that exists."""
    suggest = suggestions(pack.by_id)
    for owner, condition, _ in all_conditions(pack) if all_read(pack, "questions/") else ():
        for clause in condition:
            if clause.question not in pack.by_id:
                message = say(
                    "{owner} depends on question '{id}', which does not exist.", owner=owner, id=clause.question
                )
                yield Problem(clause.source, "unknown-question", message, suggest(clause.question))


def later_question(pack: Pack) -> Iterator[Problem]:
    """A question depends only on questions that are asked before it."""
    place = {question.id: n for n, question in enumerate(pack.questions)}
    for owner, condition, asked in all_conditions(pack):
        for clause in condition:
            if asked is not None and place.get(clause.question, -1) >= place[asked]:
                message = say(
                    "{owner} depends on question '{id}', which is asked later.", owner=owner, id=clause.question
                )
                yield Problem(clause.source, "later-question", message, say("move it behind that question"))


def unknown_choice(pack: Pack) -> Iterator[Problem]:
    """A condition and a document name choices that their question offers."""
    offered = choice_ids(pack)
    for owner, condition, _ in all_conditions(pack):
        for clause in condition:
            question = pack.by_id.get(clause.question)
            for choice_id in (*clause.any_of, *clause.none_of) if question else ():
                if question and choice_id not in offered[question.id]:
                    message = say(
                        "{owner} depends on choice '{choice}', which question '{id}' does not offer.",
                        owner=owner, choice=choice_id, id=question.id,
                    )  # fmt: skip
                    yield Problem(clause.source, "unknown-choice", message, _known_choices(question))
    for document in pack.feedback:
        question = pack.by_id.get(document.question_id or "")
        for choice_id in document.choice_ids if question else ():
            if question and choice_id not in offered[question.id]:
                message = say("Question '{id}' has no choice '{choice}'.", id=question.id, choice=choice_id)
                source = document.keys.get("choice_id", document.source)
                yield Problem(source, "unknown-choice", message, _known_choices(question))


def _known_choices(question: Question) -> Sentence | None:
    if len(question.choices) > MOST_CHOICES:  # a mistake of its own
        return None
    return say("its choices are: {ids}.", ids=", ".join(choice.id for choice in question.choices))


def orphan_feedback(pack: Pack) -> Iterator[Problem]:
    """Every document belongs to a question that exists, or to a section and a level that do."""
    sections = {section.id for section in pack.sections}
    levels = {level.id for level in pack.levels}
    suggest = {
        key: suggestions(sorted(known))
        for key, known in (("question_id", pack.by_id.keys()), ("section_id", sections), ("level", levels))
    }
    for document in pack.feedback if all_read(pack, "questions/") else ():
        for key, found, known in (
            ("question_id", document.question_id, pack.by_id.keys()),
            ("section_id", document.section_id, sections),
            ("level", document.level, levels),
        ):
            if found is not None and found not in known:
                source = document.keys.get(key, document.source)
                message = say("There is no {thing} '{id}'.", thing=_THINGS[key], id=found)
                yield Problem(source, "orphan-feedback", message, suggest[key](found))


_THINGS = {"question_id": say("question"), "section_id": say("section"), "level": say("level")}


def missing_feedback(pack: Pack) -> Iterator[Problem]:
    """Every choice of a scored question earns advice, in every language of the pack."""
    gaps = list(choices_without_advice(pack)) if all_read(pack, "feedback/") else []
    if not gaps:
        return
    from selfcheck.content.styles import layout_of

    layout = layout_of(pack)
    for gap in gaps:
        message = say(
            "No advice for question '{id}', choice '{choice}' in: {languages}.",
            id=gap.question.id, choice=gap.choice.id, languages=", ".join(gap.languages),
        )  # fmt: skip
        section = pack.section_of[gap.question.id].id
        path = layout.format(language=gap.languages[0], question=gap.question.id, choice=gap.choice.id, section=section)
        yield Problem(gap.choice.source, "missing-feedback", message, say("write {path}", path=path), "warning")


def path_mismatch(pack: Pack) -> Iterator[Problem]:
    """A document belongs to the question, the choice and the language that its path names."""
    for document in pack.feedback:
        parts = document.path.removesuffix(".md").split("/")
        folder, name = parts[-2], parts[-1]
        source = document.keys.get("choice_id", document.source)
        question = pack.by_id.get(folder) if document.question_id in pack.by_id else None
        if document.question_id and question and (
            document.question_id != folder
            or (name not in document.choice_ids and question.choice(name) is not None)
        ):  # fmt: skip
            message = say(
                "The front matter says question '{id}', choice '{choice}'; the path says '{folder}', '{name}'.",
                id=document.question_id, choice=", ".join(document.choice_ids), folder=folder, name=name,
            )  # fmt: skip
            hint = say("the front matter counts; move the file, or mend the front matter")
            yield Problem(source, "path-mismatch", message, hint, "warning")
        languages = [part for part in parts[:-1] if part in pack.languages]
        if languages and languages[-1] != document.language:
            message = say(
                "The front matter says language '{language}'; the path says '{folder}'.",
                language=document.language, folder=languages[-1],
            )  # fmt: skip
            source = document.keys.get("language", document.source)
            yield Problem(source, "path-mismatch", message, None, "warning")


def choices_that_cannot_be_asked(pack: Pack) -> Iterator[Problem]:
    """A question to choose from offers choices, but not more than a person can take in; others offer none."""
    for question in pack.questions:
        number = len(question.choices)
        selects = question.type in SELECTS
        if selects and not 2 <= number <= MOST_CHOICES:
            message = say("Question '{id}' offers {n} choices.", id=question.id, n=number)
            hint = say("offer 2 to {most}; up to 8 are easy to read", most=MOST_CHOICES)
            yield Problem(question.source, "choices-that-cannot-be-asked", message, hint)
        if not selects and number:
            message = say(
                "Question '{id}' is of type '{type}' and cannot offer choices.", id=question.id, type=question.type
            )
            hint = say("leave out the choices, or make it select_one")
            yield Problem(question.source, "choices-that-cannot-be-asked", message, hint)
        scored = [choice.score is not None for choice in question.choices]
        if any(scored) and not all(scored):
            message = say("Some choices of question '{id}' have a score and some have none.", id=question.id)
            hint = say("give every choice a score, or none")
            yield Problem(question.source, "choices-that-cannot-be-asked", message, hint)


def role_question(pack: Pack) -> Iterator[Problem]:
    """At most one question asks for the respondent's role: a choice of one, in a profile section."""
    marked = [question for question in pack.questions if question.role]
    for question in marked[1:]:
        message = say("Question '{id}' asks for the role too (first '{first}').", id=question.id, first=marked[0].id)
        yield Problem(question.source, "role-question", message, say("leave 'role' at one of them"))
    for question in marked[:1]:
        if question.type != "select_one" or not pack.section_of[question.id].profile:
            message = say("Question '{id}' cannot ask for the role.", id=question.id)
            hint = say("use a select_one question in a section with 'profile: true'")
            yield Problem(question.source, "role-question", message, hint)


def bad_link(document: Feedback, findings: list[Finding]) -> Iterator[Problem]:
    """A link leads to a page of the web or to a mail address."""
    from selfcheck.content.markdown import SCHEMES
    from selfcheck.content.markdown import is_safe
    from selfcheck.content.markdown import scheme_of

    for finding in findings:
        if finding.kind == "link" and not is_safe(finding.detail):
            url, scheme = finding.detail, scheme_of(finding.detail)
            if not url.strip():
                message, hint = say("This link has no address."), say("write the address, or take the link away")
            elif scheme and scheme not in SCHEMES:
                message = say("The link '{url}' starts with '{scheme}:'.", url=url, scheme=scheme)
                hint = say("links start with https://, http:// or mailto:")
            else:
                message = say("The link '{url}' is a path on somebody's computer.", url=url)
                hint = say("write the whole address, starting with https://")
            yield Problem(line_of(document, finding.line), "bad-link", message, hint)


def raw_html(document: Feedback, findings: list[Finding]) -> Iterator[Problem]:
    """Advice is Markdown: no HTML but `<u>`."""
    for finding in findings:
        if finding.kind == "html":
            message = say("This is raw HTML: {tag}", tag=finding.detail)
            hint = say("write it in Markdown; the plan keeps the words and drops the tag")
            yield Problem(line_of(document, finding.line), "raw-html", message, hint)


def swallowing_text(document: Feedback, findings: list[Finding]) -> Iterator[Problem]:
    """A text ends where its file ends: an open fence or comment would swallow the rest of the plan."""
    for finding in findings:
        if finding.kind == "swallows":
            message = say("Something is opened here and never closed, and swallows all that follows.")
            hint = say("close the ``` or ~~~ fence, the <!-- comment or the HTML tag")
            yield Problem(line_of(document, finding.line), "swallowing-text", message, hint)


def swollen_text(document: Feedback, findings: list[Finding]) -> Iterator[Problem]:
    """The addresses of a text's links do not take far more room than the text: none is repeated a thousand times."""
    links = [finding for finding in findings if finding.kind == "link"]
    if sum(len(link.detail) for link in links) > len(document.body) + ROOM:
        longest = max(links, key=lambda link: len(link.detail))
        message = say("Links lead to a very long address again and again; in the plan they would lead nowhere.")
        hint = say("lead to it once, or use its short address")
        yield Problem(line_of(document, longest.line), "swollen-text", message, hint)


def deep_nesting(document: Feedback, findings: list[Finding]) -> Iterator[Problem]:
    """Lists and quotes are not nested deeper than a reader can follow."""
    for finding in findings:
        if finding.kind == "deep":
            message = say("Lists or quotes are nested too deep here.")
            yield Problem(line_of(document, finding.line), "deep-nesting", message)


def hidden_character(pack: Pack) -> Iterator[Problem]:
    """Texts hold no characters that hide or turn words round: bidi and zero-width signs, control codes."""
    for owner, _, texts in all_texts(pack):
        for language, text in texts.by_language.items():
            found = HIDDEN.search(text)
            if found:
                yield _hidden(texts.sources[language], owner, found[0])
    for document in pack.feedback:
        words = "\n".join((document.title, *document.actions, document.who))
        found = HIDDEN.search(words)
        if found:
            yield _hidden(document.source, say("The front matter"), found[0])
        for found in HIDDEN.finditer(document.body):
            start = found.start()
            line = document.body.count("\n", 0, start)
            column = start - document.body.rfind("\n", 0, start)
            source = Source(document.path, document.body_line + line, column)
            yield _hidden(source, say("This line"), found[0])


def _hidden(source: Source, owner: Sentence, character: str) -> Problem:
    message = say("{owner} holds a hidden character: {name}.", owner=owner, name=name_of(character))
    return Problem(source, "hidden-character", message, say("delete it, or type the text again"))


def long_text(pack: Pack) -> Iterator[Problem]:
    """A text is short enough to be read on one page of the terminal; beyond the hard limit it is an error."""
    for owner, kind, texts in all_texts(pack):
        fits, limit = _LENGTHS[kind]
        for language, text in texts.by_language.items():
            if len(text) > fits:
                severity: Severity = "error" if len(text) > limit else "warning"
                message = say(
                    "{owner} has {n} characters in '{language}'.", owner=owner, n=len(text), language=language
                )
                hint = say("{fits} fit; more than {limit} are refused", fits=fits, limit=limit)
                yield Problem(texts.sources[language], "long-text", message, hint, severity)
    for document in pack.feedback:
        for action in document.actions:
            if len(action) > ACTION_LENGTH:
                message = say("An action has {n} characters.", n=len(action))
                source = document.keys.get("actions", document.source)
                yield Problem(source, "long-text", message, say("one thing to do, in one sentence"), "warning")


def level_order(pack: Pack) -> Iterator[Problem]:
    """The levels cover every score: the lowest starts at 0, none starts where another does or above 100."""
    starts: set[float] = set()
    for level in pack.levels:
        if level.start > 100 or level.start in starts:
            message = say(
                "Level '{id}' starts at {n}, where it can hold no score of its own.", id=level.id, n=level.start
            )
            yield Problem(level.source, "level-order", message, say("use different numbers from 0 to 100"))
        starts.add(level.start)
    if pack.levels and pack.levels[0].start > 0:
        message = say("No level starts at 0, so the lowest scores belong to none.")
        yield Problem(pack.levels[0].source, "level-order", message, say("let the lowest level start at 0"))


_LENGTHS = {
    "question": (QUESTION_LENGTH, QUESTION_LIMIT),
    "choice": (CHOICE_LENGTH, CHOICE_LIMIT),
    "short question": (SHORT_QUESTION, SHORT_QUESTION),
    "short choice": (SHORT_CHOICE, SHORT_CHOICE),
    "hint": (HINT_LENGTH, 2 * HINT_LENGTH),
    "help": (HELP_LENGTH, 4 * HELP_LENGTH),
    "title": (60, 120),
}


CHECKS: tuple[Callable[[Pack], Iterator[Problem]], ...] = (
    duplicate_id,
    empty_text,
    missing_language,
    unknown_question,
    later_question,
    unknown_choice,
    orphan_feedback,
    missing_feedback,
    path_mismatch,
    choices_that_cannot_be_asked,
    level_order,
    role_question,
    long_text,
    hidden_character,
    unreachable_question,
    contradictory_condition,
    level_without_advice,
    falling_score,
    unwritten_text,
    near_identical_choices,
    shorter_language,
    names_another_question,
    mixed_scripts,
)

#: Those that would miss the advice where only the questions were read.
ABOUT_ADVICE = (missing_feedback, level_without_advice)
#: Those that have nothing to say of sections and documents that are harmless.
ABOUT_DOUBTFUL = (empty_text, hidden_character, unwritten_text, mixed_scripts)

#: The same for each advice text and what was found in it; they too have nothing to say of a harmless one.
TEXT_CHECKS: tuple[Callable[[Feedback, list[Finding]], Iterator[Problem]], ...] = (
    bad_link,
    raw_html,
    swallowing_text,
    swollen_text,
    deep_nesting,
)
