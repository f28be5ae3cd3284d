"""Cohorts as they might be: made up with a seed, with answers that hang together, regions, and what people leave out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from msgspec import UNSET
from msgspec.structs import replace

from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import encode_response
from selfcheck.cohort.contents import Given
from selfcheck.cohort.reading import Entry
from selfcheck.cohort.reading import gather
from selfcheck.cohort.rows import Grid
from selfcheck.cohort.rows import Row
from selfcheck.cohort.sources import Found
from selfcheck.content.model import Pack
from selfcheck.content.model import Question

REGIONS = ("İstanbul", "Ankara", "Diyarbakır", "İzmir", "Hatay", "Novi Sad", "Beograd", "Niš")


def make_response(pack: Pack, number: int, rng: Random) -> Response:
    """An organisation: the more people it has, the more it has in place, but each section has its own luck."""
    strength = rng.gauss(0, 0.7)
    answers: dict[str, Answer] = {}
    for section in pack.sections:
        luck = strength + rng.gauss(0, 0.5)
        for question in section.questions:
            answer = _profile(question, rng) if section.profile else _answer(question, luck, rng)
            if answer is not None:
                answers[question.id] = answer
    day = f"2026-{rng.randrange(1, 13):02}-{rng.randrange(1, 28):02}T10:{rng.randrange(60):02}:00+03:00"
    return Response(
        id=f"20260101{number:06}-secret-{number}",
        pack=PackReference(id=pack.id, version=pack.version, fingerprint=pack.fingerprint),
        language=rng.choice(pack.languages),
        organisation=f"Gizli Örgüt {number}",
        started=day,
        changed=day,
        finished=day if rng.random() < 0.9 else "",
        revision=rng.randrange(30, 90),
        answers=answers,
    )


def _profile(question: Question, rng: Random) -> Answer | None:
    if rng.random() < 0.03:
        return None
    if question.type == "text":
        return Answer(value=rng.choices(REGIONS, range(len(REGIONS), 0, -1))[0])
    choices = [choice.id for choice in question.choices]
    if question.type == "select_multiple":
        return Answer(choices=tuple(sorted(rng.sample(choices, min(len(choices), rng.randrange(1, 4))))))
    return Answer(choice=rng.choices(choices, [2.0**-n for n in range(len(choices))])[0])


def _answer(question: Question, luck: float, rng: Random) -> Answer | None:
    chance = rng.random()
    if chance < 0.03:
        return None
    if chance < 0.07:
        return Answer(state="unknown", unsure="Gizli Kişi")
    if question.na and chance < 0.12:
        return Answer(state="not_applicable")
    if question.type == "integer":
        return Answer(value=rng.randrange(-2, 12))
    if question.type == "text":
        return Answer(value=f"Gizli {rng.random()}")
    if question.type == "select_multiple":
        return Answer(choices=tuple(rng.sample([choice.id for choice in question.choices], rng.randrange(1, 3))))
    place = (rng.gauss(luck, 0.8) + 2) / 4 * len(question.choices)
    choice = question.choices[min(len(question.choices) - 1, max(0, int(place)))]
    note = "Gizli not" if rng.random() < 0.05 else ""
    return Answer(choice=choice.id, note=note, focus=rng.random() < 0.08, answered_at="2026-05-05T10:00:00+03:00")


def make_responses(pack: Pack, size: int, seed: int) -> Iterator[Response]:
    rng = Random(seed)
    return (make_response(pack, number, rng) for number in range(1, size + 1))


def make_entries(pack: Pack, size: int, seed: int) -> list[Entry]:
    """The same as they are read from files."""
    found = (Found(f"{each.id}.response.json", encode_response(each)) for each in make_responses(pack, size, seed))
    return list(gather(found, Grid(pack)).entries)


def with_answer(entry: Entry, pack: Pack, question: str, answer: Given) -> Entry:
    """The same entry with another answer to one question. What was no choice before is unknown now."""
    grid = Grid(pack)
    rows = {row for cell in entry.cells for row in cell.rows}
    answers = {
        name: Given(
            choice=entry.cells[place].chosen[0] if entry.cells[place].chosen else UNSET,
            state="unknown",
            focus=Row("focus", name, "") in rows,
        )
        for name, place in grid.place.items()
    }
    return replace(entry, cells=grid.cells({**answers, question: answer}))


def write_cohort(folder: Path, pack: Pack, size: int, seed: int) -> list[Path]:
    """A folder with a folder for each organisation, as the program leaves them."""
    paths = []
    for number, response in enumerate(make_responses(pack, size, seed), 1):
        path = folder / f"gizli-orgut-{number}" / "check-2026-01-01.response.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_response(response))
        paths.append(path)
    return paths
