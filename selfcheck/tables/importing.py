"""A table of questions back into the files of a pack: only what differs is changed, and nothing is ever taken away.

What the table does not name stays as it is: a question, a choice, a column. A cell that was emptied takes an optional
text away; a question or a choice goes only by the hand of its editor.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec import field

from selfcheck.content.folders import PackFile
from selfcheck.content.grammar import SELECTS
from selfcheck.content.yaml_writing import render_item
from selfcheck.content.yaml_writing import render_map
from selfcheck.problems import say
from selfcheck.tables.cells import cell_value
from selfcheck.tables.cells import means_the_same
from selfcheck.tables.cells import refuse_cell
from selfcheck.tables.entries import Entry
from selfcheck.tables.entries import read_entries
from selfcheck.tables.layout import GRAMMARS
from selfcheck.tables.layout import places
from selfcheck.tables.opened import Opened
from selfcheck.tables.opened import id_of
from selfcheck.tables.opened import items_of
from selfcheck.tables.opened import no_place
from selfcheck.tables.opened import open_yaml
from selfcheck.tables.opened import put
from selfcheck.tables.outcome import Change
from selfcheck.tables.outcome import Import
from selfcheck.tables.outcome import in_order
from selfcheck.tables.questions import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfcheck.content.yaml_marks import Marked
    from selfcheck.content.yaml_writing import Value
    from selfcheck.tables.layout import Place
    from selfcheck.tables.opened import Wanted
    from selfcheck.tables.sheets import Grid
    from selfcheck.tables.sheets import Refusal


class _Work(Struct):
    """An import while it is made."""

    languages: tuple[str, ...]
    columns: tuple[Place, ...]
    files: list[Opened]
    refusals: list[Refusal]
    changes: list[Change] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    touched: list[tuple[Opened, Entry]] = field(default_factory=list)
    fresh: dict[str, tuple[Entry, list[Entry]]] = field(default_factory=dict)


def import_questions(grid: Grid, files: Iterable[PackFile], languages: tuple[str, ...]) -> Import:
    """What a table makes of a pack's question files. Nothing is written here."""
    opened = [open_yaml(file) for file in files if not file.path.endswith("/pack.yaml")]
    columns = places(languages)
    entries, refusals = read_entries(grid, columns)
    work = _Work(languages, tuple(column for column in columns if column.name in grid.columns), opened, refusals)
    homes = {id_of(question): (file, question) for file in opened for question in items_of(file.node, "questions")}
    sections = {id_of(file.node, "section"): file for file in opened}
    last: dict[str, Marked] = {}
    for section in entries:
        file = sections.get(section.id)
        if file is not None:
            _change(work, file, section, file.node)
        for question in section.inside:
            work.seen.add(question.id)
            if question.id in homes:
                _known_question(work, sections, section, question, homes[question.id])
                last[homes[question.id][0].file.path] = homes[question.id][1]
            elif file is not None:
                _new_question(work, file, question, last.get(file.file.path))
            else:
                work.fresh.setdefault(section.id, (section, []))[1].append(question)
    results = [_result(file, work) for file in opened if file.edits]
    results += _new_files(work)
    left = tuple(name for name in homes if name not in work.seen)
    return Import(tuple(results), tuple(work.changes), in_order(work.refusals), left)


def _known_question(
    work: _Work, sections: dict[str, Opened], section: Entry, question: Entry, home: tuple[Opened, Marked]
) -> None:
    file, node = home
    if section.id and sections.get(section.id) is not file:
        message = say(
            "Question '{id}' stands in section '{section}'.", id=question.id, section=id_of(file.node, "section")
        )
        work.refusals.append(
            question.refuse("section", message, say("move it in the files, or write that section here"))
        )
        return
    _change(work, file, question, node)
    choices = {id_of(choice): choice for choice in items_of(node, "choices")}
    position = -1
    for choice in question.inside:
        if choice.id in choices:
            position = list(choices).index(choice.id)
            _change(work, file, choice, choices[choice.id])
        elif (value := _new_value(work, choice)) is not None:
            _put_choice(work, file, node, choice, value, position)


def _put_choice(work: _Work, file: Opened, node: Marked, choice: Entry, value: Value, position: int) -> None:
    entry = node.entries.get("choices")
    if entry is None or not entry[1].items:
        message = say("The question offers no choices in its file, so there is no place for this one.")
        work.refusals.append(choice.refuse("choice", message, say("write its first choices in the file")))
        return
    at = position if position >= 0 else len(entry[1].items) - 1
    file.add(entry[1], at, value)
    work.changes.append(Change("new", choice.name))
    work.touched.append((file, choice))


def _new_question(work: _Work, file: Opened, question: Entry, after: Marked | None) -> None:
    value = _new_value(work, question)
    entry = file.node.entries.get("questions")
    if value is None:
        return
    if entry is None or not entry[1].items:
        message = say("The section has no questions in its file, so there is no place for this one.")
        work.refusals.append(question.refuse("question", message, say("write its first question in the file")))
        return
    items = entry[1].items
    at = next((n for n, item in enumerate(items) if item is after), len(items) - 1)
    file.add(entry[1], at, value, apart=None if len(items) > 1 else True)
    work.changes.append(Change("new", question.name))
    work.touched += [(file, entry) for entry in (question, *question.inside)]


def _change(work: _Work, file: Opened, entry: Entry, node: Marked) -> None:
    """The edits that make a section, question or choice say what the table says."""
    wanted: Wanted = {}
    for column in work.columns:
        if column.level != entry.level or column.is_id or column.name in entry.broken:
            continue
        found, now = entry[column.name], cell_text(column, node, work.languages)
        if means_the_same(column, found, now):
            continue
        refusal = refuse_cell(column, found, work.languages, was=now)
        if refusal is not None:
            work.refusals.append(entry.refuse(column.name, *refusal))
            continue
        put(wanted, column.path, cell_value(column, found))
        work.changes.append(Change(column.name, entry.name))
    if wanted:
        file.change(node, wanted, work.languages, GRAMMARS[entry.level][0].keys)
        work.touched.append((file, entry))


def _new_value(work: _Work, entry: Entry) -> Value | None:
    """A section, question or choice that is not in the files yet; None where one of its cells cannot be used."""
    value: dict[str, Value | None] = {}
    before = len(work.refusals) - len(entry.broken)
    for column in work.columns:
        if column.level != entry.level:
            continue
        found = entry.id if column.is_id else entry[column.name]
        refusal = refuse_cell(column, found, work.languages)
        if refusal is not None:
            work.refusals.append(entry.refuse(column.name, *refusal))
        elif found:
            put(value, column.path, cell_value(column, found))
    if not any(key in value for key in ("text", "title")):
        name = "section_title" if entry.level == "section" else "choice_text" if entry.level == "choice" else "text"
        column_name = f"{name}_{work.languages[0].casefold()}"
        message = say("The text is missing.")
        work.refusals.append(entry.refuse(column_name, message, say("write the text")))
    if entry.level == "question":
        choices = [_new_value(work, choice) for choice in entry.inside]
        if choices and None not in choices:
            value["choices"] = [choice for choice in choices if choice is not None]
        elif entry["type"] in ("", *SELECTS):
            message = say("The question offers no choices.")
            cure = say("write one row per choice, or give it the type text or integer")
            work.refusals.append(entry.refuse("choice", message, cure))
    return value if len(work.refusals) == before else None


_NUMBERED = re.compile(r"questions/(\d{1,6})")
#: The line by which editors' programs know a file: what the others have, a new one gets.
_SCHEMA = re.compile(r"# yaml-language-server: .*\n")


def _new_files(work: _Work) -> list[PackFile]:
    highest = max((int(found[1]) for file in work.files if (found := _NUMBERED.match(file.file.path))), default=0)
    schema = next((line for file in work.files if (line := _SCHEMA.match(file.text))), None)
    files = []
    for section, questions in work.fresh.values():
        head = _new_value(work, section)
        values = [(question, _new_value(work, question)) for question in questions]
        good = [(question, value) for question, value in values if value is not None]
        if isinstance(head, dict) and good:
            highest = (highest // 10 + 1) * 10
            text = (schema[0] if schema else "") + new_section_text(head, [value for _, value in good])
            files.append(PackFile(f"questions/{highest:03}-{section.id}.yaml", text.encode()))
            work.changes += [Change("new", entry.name) for entry in (section, *(question for question, _ in good))]
    return files


def new_section_text(head: dict[str, Value | None], questions: list[Value]) -> str:
    """A file of questions as the shipped ones are written: one key per line, an empty line between questions."""
    items = "\n\n".join(f"  {render_item(question, 2)}" for question in questions)
    return f"{render_map(head, 0)}\nquestions:\n{items}\n"


def _result(file: Opened, work: _Work) -> PackFile:
    """The file after its changes. Raises SelfcheckError unless it says what the table says."""
    result, node = file.result()
    if not _says_it(node, file, work):
        raise no_place(file.file.path)
    return result


def _says_it(section: Marked, file: Opened, work: _Work) -> bool:
    """Whether every cell of what was changed or is new reads back from the file as its row has it."""
    after = _entries(section)
    return all(
        entry.key in after and _says_its_row(entry, after[entry.key], work)
        for where, entry in work.touched
        if where is file
    )


def _entries(section: Marked) -> dict[tuple[str, ...], Marked]:
    found: dict[tuple[str, ...], Marked] = {("section", id_of(section, "section")): section}
    for question in items_of(section, "questions"):
        found["question", id_of(question)] = question
        for choice in items_of(question, "choices"):
            found["choice", id_of(question), id_of(choice)] = choice
    return found


def _says_its_row(entry: Entry, node: Marked, work: _Work) -> bool:
    return all(
        means_the_same(column, entry[column.name], cell_text(column, node, work.languages))
        or refuse_cell(column, entry[column.name], work.languages, was="x") is not None
        for column in work.columns
        if column.level == entry.level and not column.is_id and column.name not in entry.broken
    )
