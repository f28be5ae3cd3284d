"""A translator's sheet back into the files: what was changed in it, cell by cell, and nothing else.

A cell that the translator left as it was says nothing, even where the pack has moved on since.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import field

from selfcheck.content.hashes import source_hash
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say
from selfcheck.tables.cells import lost_letters
from selfcheck.tables.documents import translate_document
from selfcheck.tables.outcome import Change
from selfcheck.tables.outcome import Import
from selfcheck.tables.outcome import in_order
from selfcheck.tables.phrases import advice_phrases
from selfcheck.tables.phrases import paired
from selfcheck.tables.phrases import question_phrases
from selfcheck.tables.sheets import shown
from selfcheck.tables.texts import translate_texts
from selfcheck.tables.translating import TOO_LONG

if TYPE_CHECKING:
    from selfcheck.content.folders import PackFile
    from selfcheck.content.model import Pack
    from selfcheck.problems import Sentence
    from selfcheck.tables.phrases import Phrase
    from selfcheck.tables.sheets import Grid
    from selfcheck.tables.sheets import Refusal
    from selfcheck.tables.sheets import Row

_PLACEHOLDER = re.compile(r"\{[A-Za-z_]\w*\}")
_LINK = re.compile(r"https?://[^\s<>()\[\]\"']+(?:\([^\s<>()\[\]\"']*\)[^\s<>()\[\]\"']*)*")


class _Taken(Struct):
    """What was taken from the sheets: translations by the id of their text, and the documents that are still right."""

    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[Grid, Row]] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)


def import_translation(grids: tuple[Grid, ...], pack: Pack, files: list[PackFile]) -> Import:
    """What a translator's sheets make of a pack's files. Nothing is written here."""
    source, target = languages_of(grids, pack)
    phrases = {phrase.id: phrase for phrase in question_phrases(pack, source, target)}
    phrases |= {phrase.id: phrase for phrase in advice_phrases(pack, source, target)}
    taken = _Taken()
    column = f"target_{target.casefold()}"
    for grid in grids:
        if {"id", column} <= set(grid.columns):
            for row in grid.rows:
                _take(taken, grid, row, column, phrases)
    _refuse_halves(taken, phrases, column)
    texts = {name: text for name, text in taken.texts.items() if "#" not in name}
    results = translate_texts(texts, pack, target, files)
    by_path = {file.path: file for file in files}
    advice: dict[str, dict[str, str]] = {}
    for name, text in taken.texts.items():
        path, hash_sign, part = name.partition("#")
        if hash_sign:
            advice.setdefault(path, {})[part] = text
    for document, theirs in paired(pack, source, target):
        parts = advice.get(document.path, {})
        if parts or document.path in taken.confirmed:
            results.append(translate_document(document, theirs, parts, target, by_path))
    changes = [Change(column, name) for name in taken.texts]
    changes += [Change("state", name) for name in sorted(taken.confirmed)]
    return Import(tuple(results), tuple(changes), in_order(taken.refusals))


def languages_of(grids: tuple[Grid, ...], pack: Pack) -> tuple[str, str]:
    """The languages that a sheet is from and into, by the names of its columns."""
    known = {language.casefold(): language for language in pack.languages}
    for grid in grids:
        found = [name.partition("_")[2] for name in grid.columns if name.startswith(("source_", "target_"))]
        found = [name for name in found if name != "hash"]
        if len(found) == 2:
            missing = [name for name in found if name not in known]
            if missing:
                raise SelfcheckError(
                    say("The pack has no language '{code}'.", code=missing[0]),
                    say("add it to 'languages' in questions/pack.yaml"),
                )
            return known[found[0]], known[found[1]]
    raise SelfcheckError(
        say("This is no sheet of translations: it has no columns 'source_…' and 'target_…'."),
        say("make one with: selfcheck content translate export"),
    )


def _take(taken: _Taken, grid: Grid, row: Row, column: str, phrases: dict[str, Phrase]) -> None:
    """Take a row in: a translation that is new, a word that an old one is still right, or a refusal."""
    name, text = row["id"], row[column]
    phrase = phrases.get(name)
    untouched = source_hash(text) == row["target_hash"] and column not in row.dated
    if untouched and phrase is not None and phrase.state == "stale" and row["state"].casefold() == "done":
        _confirm(taken, grid, row, phrase)
    if untouched or (phrase is not None and text in (phrase.target, shown(phrase.target))):
        return
    refusal = _refusal(phrase, row, text, column, name)
    if refusal is not None:
        taken.refusals.append(grid.refuse(row.number, *refusal))
    elif phrase is not None:
        taken.texts[name] = text
        taken.places[name] = (grid, row)


def _confirm(taken: _Taken, grid: Grid, row: Row, phrase: Phrase) -> None:
    if row["source_hash"] == phrase.hash:
        taken.confirmed.add(phrase.group)
    else:
        taken.refusals.append(grid.refuse(row.number, "state", _OLDER, _EXPORT))


_OLDER = say("The source has changed since this sheet was made.")
_EXPORT = say("export the sheet again, and translate this row from the new source")


def _refusal(
    phrase: Phrase | None, row: Row, text: str, column: str, name: str
) -> tuple[str, Sentence, Sentence | None] | None:
    """Why a changed row cannot be used: the column that is to blame, what is wrong, what to do."""
    if phrase is None:
        return (
            "id",
            say("There is no text '{id}' in the pack.", id=name),
            say("leave the column 'id' as it was exported"),
        )
    if column in row.dated:
        return (
            column,
            say("The spreadsheet made a date of what was typed here."),
            say("format the cell as text, and type it again"),
        )
    if row["source_hash"] == TOO_LONG:
        return column, say("This text is too long for a cell."), say("translate it in its file")
    if row["source_hash"] != phrase.hash:
        return column, _OLDER, _EXPORT
    if row["target_hash"] != source_hash(shown(phrase.target)):
        cure = say("export the sheet again, and look which of the two is better")
        return column, say("This translation was changed in the pack since the sheet was made."), cure
    if not text:
        return column, say("This cell was emptied."), say("write the translation; to take one away, edit the file")
    if lost_letters(phrase.target, text):
        cure = say("save the table again, as XLSX or as CSV in UTF-8")
        return column, say("Letters were lost here: '{text}'.", text=text), cure
    return _lost(phrase, text, column)


def _lost(phrase: Phrase, text: str, column: str) -> tuple[str, Sentence, Sentence | None] | None:
    """What a translation must keep of its source: names in braces, and its links or as many others."""
    gone = sorted(set(_PLACEHOLDER.findall(phrase.source)) - set(_PLACEHOLDER.findall(text)))
    if gone:
        return column, say("{names} is lost.", names=", ".join(gone)), say("keep what stands in braces as it is")
    ours, theirs = (dict.fromkeys(_LINK.findall(each)) for each in (phrase.source, text))
    if len(theirs) < len(ours):
        lost = [link for link in ours if link not in theirs]
        cure = say("keep each link, or put one in its place that leads to a page in the other language")
        return column, say("A link is lost: {url}", url=lost[0]), cure
    return None


def _refuse_halves(taken: _Taken, phrases: dict[str, Phrase], column: str) -> None:
    """A list or a document of which one part is translated needs its other parts, too: give up the group if not."""
    groups: dict[str, list[Phrase]] = {}
    for phrase in phrases.values():
        groups.setdefault(phrase.group, []).append(phrase)
    for name in list(taken.texts):
        if name in taken.texts:  # its group may have been given up with another part
            parts = groups[phrases[name].group]
            hole = next((part for part in parts if _is_hole(part, parts, taken)), None)
            if hole is not None:
                taken.refusals.append(_refuse_hole(hole, *taken.places[name], column))
                for part in parts:
                    taken.texts.pop(part.id, None)


def _is_hole(part: Phrase, parts: list[Phrase], taken: _Taken) -> bool:
    """Whether a part is empty that must not be: the title, the body, a line of a list before one that is there."""
    if part.target or part.id in taken.texts:
        return False
    if "#action" not in part.id:
        return part.required
    later = parts[parts.index(part) + 1 :]
    return any("#action" in each.id and (each.target or each.id in taken.texts) for each in later)


def _refuse_hole(hole: Phrase, grid: Grid, row: Row, column: str) -> Refusal:
    place = next((each.number for each in grid.rows if each["id"] == hole.id), row.number)
    message = say("'{id}' is empty, and the rest of it is translated.", id=hole.id)
    cure = say("translate this too, or leave all of it empty")
    return grid.refuse(place, column, message, cure)
