"""The keys that editors may write: each with the kind of its value, whether it must be there, and what it is for.

The one source of all that: the readers take a key only as the kind that stands here, and `schema` says the same to
editors' programs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Literal

from msgspec import Struct

from selfcheck.content import model

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a value can be. `texts` and `lists` may be given per language; `maps` is a list of maps, `map` one of them.
Kind = Literal[
    "id", "ids", "word", "words", "number", "whole", "flag", "date", "codes", "texts", "lists", "condition", "map",
    "maps",
]  # fmt: skip

TYPES: tuple[model.QuestionType, ...] = ("select_one", "select_multiple", "text", "integer")
#: The types of questions that offer choices.
SELECTS: tuple[model.QuestionType, ...] = ("select_one", "select_multiple")


class Key(Struct, frozen=True):
    """One key of a map. `allowed` are the only words its value may be; `inside` are the keys of a map below it."""

    kind: Kind
    about: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    inside: Grammar | None = None


class Grammar(Struct, frozen=True):
    """The keys of one map, in the order in which they are usually written, and the value that it becomes."""

    of: type
    keys: Mapping[str, Key]


LEVEL = Grammar(
    model.Level,
    {
        "id": Key("id", "A number or a word; unique among the levels.", required=True),
        "from": Key("number", "The lowest score of the level, from 0 to 100; the lowest level starts at 0."),
        "title": Key("texts", "What the level is called.", required=True),
    },
)

PACK = Grammar(
    model.Pack,
    {
        "pack": Key("id", "The name of the pack: a word without spaces.", required=True),
        "version": Key("word", "The version of the pack, for example 1.0.0.", required=True),
        "title": Key("texts", "What the pack is called.", required=True),
        "languages": Key("codes", "The languages of the pack; a plain string is in the first one.", required=True),
        "minutes": Key("whole", "How long it takes; left out, it is estimated from the questions."),
        "before": Key("lists", "What to have at hand before starting."),
        "guidance": Key("lists", "How to choose an answer."),
        "levels": Key("maps", "The bands of a score, lowest first.", inside=LEVEL),
    },
)

HELP = Grammar(
    model.Help,
    {
        "why": Key("texts", "Why this is asked."),
        "look_for": Key("texts", "What to look for before answering."),
        "example": Key("texts", "An example."),
    },
)

CHOICE = Grammar(
    model.Choice,
    {
        "id": Key("id", "A number or a word; unique among the choices of its question.", required=True),
        "text": Key("texts", "The answer as it is offered.", required=True),
        "short": Key("texts", "The answer in at most 20 characters, for lists."),
        "score": Key("number", "What the answer is worth; left out in all choices, the question is not scored."),
        "exclusive": Key("flag", "In select_multiple: goes with no other choice ('none of these')."),
    },
)

QUESTION = Grammar(
    model.Question,
    {
        "id": Key("id", "A number or a word; unique in the pack.", required=True),
        "type": Key("word", "The kind of question; select_one where it is left out.", allowed=TYPES),
        "text": Key("texts", "What is asked.", required=True),
        "short": Key("texts", "The question in at most 40 characters, for lists."),
        "hint": Key("texts", "One sentence under the question."),
        "help": Key("map", "The help page of the question.", inside=HELP),
        "relevant": Key("condition", "Asked only if earlier questions have these choices, or have none of those."),
        "weight": Key("number", "How much the question counts in its section; 1 where it is left out."),
        "na": Key("flag", "Whether the respondent may say 'does not apply'."),
        "role": Key("flag", "Whether it asks for the respondent's role; at most one question of the pack."),
        "min": Key("whole", "The smallest number, in a question of type integer."),
        "max": Key("whole", "The largest number of type integer, or the most choices of select_multiple."),
        "choices": Key("maps", "The answers that are offered.", inside=CHOICE),
    },
)

SECTION = Grammar(
    model.Section,
    {
        "section": Key("id", "A number or a word; unique among the sections.", required=True),
        "title": Key("texts", "What the section is called.", required=True),
        "weight": Key("number", "How much the section counts in the whole; 1 where it is left out."),
        "profile": Key("flag", "Whether it describes the organisation and is not scored."),
        "questions": Key("maps", "The questions, in the order of asking.", required=True, inside=QUESTION),
    },
)

FEEDBACK = Grammar(
    model.Feedback,
    {
        "title": Key("word", "The answer that the advice is for, in the words of the organisation.", required=True),
        "question_id": Key("id", "The question that the advice belongs to."),
        "choice_id": Key("ids", "The choice, or choices, that it belongs to."),
        "section_id": Key("id", "Instead of question and choice: the section that the advice is for."),
        "level": Key("id", "With section_id: the level of the section's score."),
        "language": Key("word", "The language; else the nearest folder that is named for one tells it."),
        "chosen": Key("flag", "False for advice that is earned by not ticking the choice."),
        "actions": Key("words", "One to four things to do, each an imperative sentence."),
        "effort": Key("word", "How much time the actions take.", allowed=model.EFFORTS),
        "cost": Key("word", "What the actions cost.", allowed=model.COSTS),
        "who": Key("word", "Who in the organisation could do it."),
        "relevant": Key("condition", "Given only if questions have these choices, or have none of those."),
        "reviewed_on": Key("date", "The day on which the advice was last looked at."),
        "review_by": Key("date", "The day by which it must be looked at again."),
        "source_hash": Key("word", "The fingerprint of the text that it was translated from."),
    },
)

RESOURCE = Grammar(
    model.Resource,
    {
        "url": Key("word", "The address, as it stands in the advice.", required=True),
        "title": Key("word", "What the page or the document is called.", required=True),
        "publisher": Key("word", "Who publishes it."),
        "language": Key("word", "The language it is written in."),
        "year": Key("word", "The year it is from."),
        "type": Key("word", "What it is: a guide, a template, a video …"),
    },
)
