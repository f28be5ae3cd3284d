"""The documents that are missing, as stubs where the pack keeps its documents and in the way it writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.content.front_matter import HALVES
from selfcheck.content.gaps import choices_without_advice
from selfcheck.content.hashes import advice_hash
from selfcheck.content.parsing import language_of
from selfcheck.content.staleness import source_among
from selfcheck.content.styles import layout_of
from selfcheck.content.styles import quote_of
from selfcheck.content.styles import section_layout_of
from selfcheck.content.texts import STUB
from selfcheck.content.texts import documents_by_place
from selfcheck.content.texts import is_written
from selfcheck.content.yaml_edits import column_of
from selfcheck.content.yaml_edits import newline_of
from selfcheck.content.yaml_marks import read_marks
from selfcheck.content.yaml_writing import as_name
from selfcheck.content.yaml_writing import render_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping

    from selfcheck.content.model import Choice
    from selfcheck.content.model import Feedback
    from selfcheck.content.model import Pack


#: The keys whose values are texts; those of the others are ids.
TEXTS = ("title", "who", "actions")


class Manner(Struct, frozen=True):
    """How a document is written: its keys in their order, which quotes they are in, its line ends."""

    keys: tuple[str, ...] = ("title", "question_id", "choice_id", "actions")
    quotes: tuple[tuple[str, str], ...] = ()
    indent: str = "  "
    newline: str = "\n"
    airy: bool = False

    def line(self, key: str, text: str) -> str:
        """A key with its value; an id is written as a name."""
        quote = dict(self.quotes).get(key, "")
        return f"{key}: {render_scalar(text if key in TEXTS else as_name(text, quote), quote=quote)}"


def documents_for_choices(
    pack: Pack, texts: Mapping[str, str], question_id: str | None = None, choice_id: str | None = None
) -> Iterator[tuple[str, str]]:
    """Path and text of each document that is missing, of one question or of all; `texts` are those that are there.

    Questions without scores need no advice; one that is named gets it all the same.
    """
    layout, taken = layout_of(pack), set(texts)
    versions, manners = documents_by_place(pack), _Manners(pack, texts)
    for gap in choices_without_advice(pack, unscored=question_id is not None):
        if question_id not in (None, gap.question.id) or choice_id not in (None, gap.choice.id):
            continue
        section = pack.section_of[gap.question.id]
        others = versions.get((gap.question.id, (gap.choice.id,), True, None, None, ()), {})
        for language in gap.languages:
            path = _free(
                layout.format(language=language, question=gap.question.id, choice=gap.choice.id, section=section.id),
                taken,
            )
            values = {
                "title": _title(gap.choice, language),
                "question_id": gap.question.id,
                "choice_id": gap.choice.id,
            }
            yield path, _document(pack, path, language, values, manners.near(gap.question.id, language), others)


def documents_for_levels(
    pack: Pack, texts: Mapping[str, str], section_id: str, level_id: str | None = None
) -> Iterator[tuple[str, str]]:
    """Path and text of each document that a section's levels lack."""
    layout, taken = section_layout_of(pack), set(texts)
    versions = documents_by_place(pack)
    served = {(each.section_id, each.level, each.language) for each in pack.feedback}
    keys = ("title", "section_id", "level", "actions")
    for level in pack.levels:
        others = versions.get((None, (), True, section_id, level.id, ()), {})
        for language in pack.languages if level_id in (None, level.id) else ():
            if (section_id, level.id, language) in served:
                continue
            path = _free(layout.format(language=language, section=section_id, level=level.id), taken)
            values = {"title": STUB, "section_id": section_id, "level": level.id}
            yield path, _document(pack, path, language, values, Manner(keys), others)


def _free(path: str, taken: set[str]) -> str:
    """The path, or the next one beside it that no file has yet."""
    names = [path, *(f"{path.removesuffix('.md')}-{n}.md" for n in range(2, 1000))]
    free = next(name for name in names if name not in taken)
    taken.add(free)
    return free


def _title(choice: Choice, language: str) -> str:
    text = choice.text.by_language.get(language, "")
    return text if is_written(text) else STUB


def _document(
    pack: Pack, path: str, language: str, values: Mapping[str, str], manner: Manner, others: Mapping[str, Feedback]
) -> str:
    lines = ["---"]
    for key in manner.keys:
        if key in values:
            lines.append(manner.line(key, values[key]))
        elif key == "actions":
            lines += [
                "actions:",
                f"{manner.indent}- {render_scalar(STUB, quote=dict(manner.quotes).get('actions', ''))}",
            ]
        elif key == "who":
            lines.append(manner.line(key, STUB))
    if language_of(path, pack.languages) != language:
        lines.append(f"language: {language}")
    source = source_among(others.values(), pack.languages) if others else None
    if source is not None and is_written(source.body.strip()):
        lines.append(f"source_hash: {advice_hash(source)}")
    return "\n".join([*lines, "---", *([""] if manner.airy else []), STUB, ""]).replace("\n", manner.newline)


class _Manners:
    """The manner of the nearest document: of the same question and language, of the same language, of any."""

    def __init__(self, pack: Pack, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.nearest: dict[tuple[str, ...], str] = {}
        for document in pack.feedback:
            if document.question_id is not None and document.path in texts:
                for place in ((document.question_id, document.language), (document.language,), ()):
                    self.nearest[place] = document.path

    def near(self, question_id: str, language: str) -> Manner:
        for place in ((question_id, language), (language,), ()):
            if place in self.nearest:
                return manner_of(self.texts[self.nearest[place]])
        return Manner()


def manner_of(text: str) -> Manner:
    """The manner of a document that is there."""
    halves = HALVES.match(text)
    keys = read_marks(halves[1]) if halves else None
    if halves is None or keys is None or not keys.is_map:
        return Manner()
    actions = keys.entries.get("actions")
    is_list = actions is not None and actions[1].items is not None and not actions[1].flow
    wanted = ("title", "question_id", "choice_id", "actions", "who")
    return Manner(
        keys=tuple(dict.fromkeys([*(key for key in keys.entries if key in wanted), *wanted[:3]])),
        quotes=tuple((key, quote_of(value)) for key, (_, value) in keys.entries.items()),
        indent=" " * (column_of(halves[1], actions[1].start) if actions is not None and is_list else 2),
        newline=newline_of(text),
        airy=text[halves.end() :].startswith(("\n", "\r")),
    )
