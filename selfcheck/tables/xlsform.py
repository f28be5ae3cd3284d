"""A pack as an XLSForm: the same questions, in all languages, on a phone or tablet with KoboToolbox or ODK.

Every label is words: `${…}` in a text, by which a form refers to an answer, is taken apart. A question that is hidden
has chosen nothing, in a form as in the program, so conditions carry over as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import field

from selfcheck.content.grammar import SELECTS
from selfcheck.problems import Sentence
from selfcheck.problems import say
from selfcheck.tables.sheets import Column
from selfcheck.tables.sheets import Sheet
from selfcheck.tables.sheets import shown
from selfcheck.words import LANGUAGES
from selfcheck.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

    from selfcheck.content.model import Clause
    from selfcheck.content.model import Pack
    from selfcheck.content.model import Question
    from selfcheck.content.model import Section

#: A row: what its columns say; a text in several languages is one entry per language.
Row = dict[str, str]

#: Names that a form needs for itself.
_RESERVED = ("meta", "data", "instanceid", "instancename", "start", "end", "formhub", "organisation")
_TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message")


class _Form(Struct):
    """A form while it is made: which names are taken, and what each question is called."""

    pack: Pack
    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    taken: set[str] = field(default_factory=lambda: set(_RESERVED))
    names: dict[str, str] = field(default_factory=dict)

    def name(self, wanted: str) -> str:
        """A name that no other row has, as near to the wanted one as XML allows."""
        name = re.sub(r"[^A-Za-z0-9_]", lambda found: f"_{ord(found[0]):x}", wanted)
        name = name if re.match(r"[A-Za-z_]", name) else f"q{name}"
        while name.casefold() in self.taken:
            name += "_"
        self.taken.add(name.casefold())
        return name

    def each(self, key: str, text: Callable[[str], str]) -> Row:
        """A text in each of the pack's languages, under the names of its columns."""
        return {f"{key}::{language_name(code)}": _words_only(text(code)) for code in self.pack.languages}

    def said(self, key: str, sentence: Sentence) -> Row:
        """A sentence of the program in each of the pack's languages."""
        return self.each(key, _spoken(sentence))


def _spoken(sentence: Sentence) -> Callable[[str], str]:
    return lambda code: Words(code).sentence(sentence)


def language_name(code: str) -> str:
    """A language as XLSForm names it: in its own words, with its code."""
    return f"{LANGUAGES.get(code, code)} ({code})"


def _words_only(text: str) -> str:
    return shown(text).replace("${", "$ {")


def xlsform_sheets(pack: Pack) -> tuple[Sheet, ...]:
    """The three sheets of the form."""
    form = _Form(pack)
    for question in pack.questions:
        form.names[question.id] = form.name(question.id)
    _opening(form)
    for section in pack.sections:
        _section(form, section)
    survey = ("type", "name", *_translated(pack, _TRANSLATED), "required", "relevant", "constraint", "appearance")
    settings = {
        "form_title": _words_only(pack.title.within(pack.languages[0])),
        "form_id": re.sub(r"[^A-Za-z0-9_-]", "_", pack.id),
        "version": f"{pack.version}-{pack.fingerprint[:8]}",
        "default_language": language_name(pack.languages[0]),
    }
    return (
        _sheet("survey", survey, form.survey),
        _sheet("choices", ("list_name", "name", *_translated(pack, ("label",))), form.choices),
        _sheet("settings", tuple(settings), [settings]),
    )


def _translated(pack: Pack, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{key}::{language_name(code)}" for key in keys for code in pack.languages)


def _sheet(name: str, columns: tuple[str, ...], rows: list[Row]) -> Sheet:
    wide = {"label": 50, "hint": 40, "guidance_hint": 40, "relevant": 40, "constraint": 40}
    return Sheet(
        name,
        tuple(Column(column, wide.get(column.split("::")[0], 18)) for column in columns),
        tuple(tuple(row.get(column, "") for column in columns) for row in rows),
    )


def _opening(form: _Form) -> None:
    """What comes before the questions: what to have at hand, how to choose, and who answers."""
    for key, title, lists in (
        ("before", say("It helps to have at hand:"), form.pack.before),
        ("guidance", say("How to choose"), form.pack.guidance),
    ):
        if lists:
            text = form.each("label", lambda code, title=title, lists=lists: _listed(title, lists, code))  # type: ignore[misc]
            form.survey.append({"type": "note", "name": form.name(f"{key}_note"), **text})
    label = form.said("label", say("Organisation, or a code name for it"))
    form.survey.append({"type": "text", "name": "organisation", **label, "required": "yes"})


def _listed(title: Sentence, lists: Mapping[str, tuple[str, ...]], code: str) -> str:
    lines = lists.get(code) or next(iter(lists.values()))
    return "\n".join((Words(code).sentence(title), *(f"- {line}" for line in lines)))


def _section(form: _Form, section: Section) -> None:
    group = form.name(f"section_{section.id}")
    form.survey.append({"type": "begin_group", "name": group, **form.each("label", section.title.within)})
    for question in section.questions:
        form.survey += _question(form, question, scored=not section.profile)
    form.survey.append({"type": "end_group", "name": group})


def _question(form: _Form, question: Question, *, scored: bool) -> list[Row]:
    name = form.names[question.id]
    relevant = _relevant(form, question)
    row = {"type": question.type, "name": name, **form.each("label", question.text.within), "relevant": relevant}
    if question.hint is not None:
        row |= form.each("hint", question.hint.within)
    if any((question.help.why, question.help.look_for, question.help.example)):
        row |= form.each("guidance_hint", lambda code: _help(question, code))
    if question.type in SELECTS:
        row |= {"type": f"{question.type} {name}_choices", "required": "yes"}
        states = _choices(form, question, f"{name}_choices")
        if question.type == "select_multiple":
            row |= _only(form, question, states)
    elif question.type == "integer":
        row |= _between(form, question)
    if not scored:
        return [row]
    label = form.said("label", say("Note or evidence"))
    note = {"type": "text", "name": form.name(f"{name}_note"), **label, "relevant": relevant, "appearance": "multiline"}
    return [row, note]


def _help(question: Question, code: str) -> str:
    words = Words(code)
    parts = (
        (words("Why we ask"), question.help.why),
        (words("What to look for"), question.help.look_for),
        (words("Example"), question.help.example),
    )
    return "\n".join(f"{title}: {texts.within(code)}" for title, texts in parts if texts is not None)


def _choices(form: _Form, question: Question, list_name: str) -> list[tuple[str, Callable[[str], str]]]:
    """Put the choices on their list, and what else may be said; gives that, each with its name and its words."""
    taken = {choice.id for choice in question.choices}
    states: list[tuple[str, Callable[[str], str]]] = [
        (_free("unknown", taken), _spoken(say("I do not know yet, ask me later")))
    ]
    if question.na:
        states.append((_free("not_applicable", taken), _spoken(say("This does not apply to us"))))
    offered = [(choice.id, choice.text.within) for choice in question.choices]
    for name, text in (*offered, *states):
        form.choices.append({"list_name": list_name, "name": name, **form.each("label", text)})
    return states


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _only(form: _Form, question: Question, states: list[tuple[str, Callable[[str], str]]]) -> Row:
    """What may not be ticked together, and how much at most."""
    alone = [(choice.id, choice.text.within) for choice in question.choices if choice.exclusive] + states
    parts = [f"not(selected(., '{name}') and count-selected(.) > 1)" for name, _ in alone]
    if question.maximum is not None:
        parts.append(f"count-selected(.) <= {question.maximum}")

    def message(code: str) -> str:
        words = Words(code)
        sentences = [words("This goes with no other answer: {answer}", answer=text(code)) for _, text in alone]
        if question.maximum is not None:
            sentences.append(words("Choose at most {n}.", n=question.maximum))
        return "\n".join(sentences)

    return {"constraint": " and ".join(parts), **form.each("constraint_message", message)}


def _between(form: _Form, question: Question) -> Row:
    """The limits of a number."""
    low = 0 if question.minimum is None else question.minimum
    high = question.maximum
    if high is None:
        text = form.said("constraint_message", say("A number from {low} up.", low=low))
        return {"constraint": f". >= {low}", **text}
    text = form.said("constraint_message", say("A number from {low} to {high}.", low=low, high=high))
    return {"constraint": f". >= {low} and . <= {high}", **text}


def _relevant(form: _Form, question: Question) -> str:
    return " and ".join(part for clause in question.relevant if (part := _clause(form, clause)))


def _clause(form: _Form, clause: Clause) -> str:
    """A clause as XPath. What was typed into an open question is no choice, so nothing holds of it but a `not`."""
    asked = form.pack.by_id[clause.question]
    chosen = clause.any_of or clause.none_of
    if asked.type not in SELECTS:
        return "" if clause.none_of else "false()"
    either = " or ".join(f"selected(${{{form.names[asked.id]}}}, '{choice}')" for choice in chosen)
    return f"not({either})" if clause.none_of else f"({either})"
