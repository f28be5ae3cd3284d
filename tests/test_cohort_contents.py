"""What a cohort reads of a response file at once is what it would find out part by part."""

from __future__ import annotations

import json
from random import Random

import pytest

from selfcheck.assessment.response import ActionState
from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import LastTime
from selfcheck.assessment.response import OwnText
from selfcheck.assessment.response import PackReference
from selfcheck.assessment.response import PlanRecord
from selfcheck.assessment.response import Respondent
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import checksum
from selfcheck.assessment.response_file import decode_content
from selfcheck.assessment.response_file import encode_response
from selfcheck.cohort import contents
from selfcheck.cohort.contents import read_content
from selfcheck.cohort.rows import Grid
from selfcheck.content.loading import load_pack
from selfcheck.content.loading import shipped_pack
from tests.cohorts import make_responses

ANSWER = Answer(
    choice="2",
    choices=("1", "3"),
    value="ş",
    state="unknown",
    note="n",
    evidence="e",
    unsure="u",
    focus=True,
    answered_at="2026-05-05T10:00:00+03:00",
    text_hash="h",
)

FULL = Response(
    id="20260101-full",
    pack=PackReference(id="cso-check", version="1.0.0", fingerprint="f"),
    language="tr",
    organisation="Örgüt",
    respondent=Respondent(role="board", name="Ayşe"),
    started="2026-05-05T10:00:00+03:00",
    changed="2026-05-05T10:00:00+03:00",
    finished="2026-05-05T10:00:00+03:00",
    position="3",
    revision=7,
    answers={"9": ANSWER, "10": Answer(value=12), "1": Answer(unsure="")},
    actions={"1/2/a": ActionState(done=True, who="w", by_when="b", text="t", mark="-", said="s")},
    last_time=LastTime(id="before", date="2025-05-05", answers={"9": ANSWER}),
    plan=PlanRecord(number=2, seen=("a",), own=(OwnText(place="p", text="t"),), places={"b": "1", "a": "2"}),
)


def test_what_this_program_writes_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that is new in the file, or stands in another order in the records, would make every cohort slow."""
    monkeypatch.setattr(contents, "_part_by_part", lambda _: pytest.fail("it was read part by part"))
    data = encode_response(FULL)
    content, fitting, edited = read_content(data)
    assert (content.id, content.organisation, content.revision) == (FULL.id, FULL.organisation, FULL.revision)
    assert (fitting, edited) == (json.loads(data)["checksum"], False)
    assert content.answers["9"].note == "n"
    assert read_content(data.replace(b"\n", b"\r\n"))[1:] == (fitting, False)


def outcome(read: object, data: bytes) -> tuple[object, ...]:
    """What reading a file comes to: what counts of it, or why it does not."""
    assert callable(read)
    try:
        content, fitting, edited = read(data)
    except ValueError as error:
        return (str(error),)
    cells = [(cell.rows, cell.score, cell.chosen, cell.said) for cell in GRID.cells(content.answers)]
    head = (content.id, content.organisation, content.pack.id, content.pack.version)
    notes = {name: answer.note for name, answer in content.answers.items() if answer.note}
    return *head, content.revision, content.changed, content.finished, fitting, edited, cells, notes


GRID = Grid(load_pack(shipped_pack())[0])


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_told_from_a_whole_one(seed: int) -> None:
    """Whatever byte is changed, left out or put in: it is never taken for what the program wrote."""
    rng = Random(seed)
    (response,) = make_responses(load_pack(shipped_pack())[0], 1, seed)
    good = encode_response(response)
    content = decode_content(good)[0]
    told = 0
    for _ in range(1500):
        data = bytearray(good)
        place = rng.randrange(len(data))
        kind = rng.randrange(4)
        if kind == 0:
            data[place] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del data[place : place + rng.randrange(1, 40)]
        elif kind == 2:
            data[place:place] = rng.choice((b"0", b" ", b'"', b",", b"\0", b'"choice": "1", ', b'"x": 1, '))
        else:
            data[place : place + 64] = b"\0" * 64
        found = outcome(read_content, bytes(data))
        assert found == outcome(contents._part_by_part, bytes(data)), bytes(data[max(0, place - 20) : place + 20])
        told += len(found) == 1 or bool(found[-3])
        assert len(found) == 1 or found[-3] or decode_content(bytes(data))[0] == content
    assert told > 1000


def test_other_keys_and_other_parts_are_read_part_by_part() -> None:
    """A newer program may write more; what it wrote is counted all the same."""
    for change in (
        {"new": 1},
        {"answers": {"1": {"choice": "2", "rating": 5}, "3": {"choices": ["4", None], "focus": 1}, "4": {}}},
        {"pack": {"id": "cso-check", "version": "1", "new": []}},
        {"actions": {"b": {"z": 1, "a": 2}, "a": 3}},
    ):
        content = {**json.loads(encode_response(FULL)), **change}
        content["checksum"] = checksum(content)
        data = json.dumps(content).encode()
        found = outcome(read_content, data)
        assert found == outcome(contents._part_by_part, data)
        assert found[8] is False
        assert len(found[9]) > 40  # type: ignore[arg-type]
