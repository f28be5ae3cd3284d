"""A training as one file: which responses were given in one room, so that they can be compared and counted as a whole.

It holds paths, relative to its own folder, and nothing of what anyone answered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping  # noqa: TC003  # read at run time where the file is taken apart
from typing import TYPE_CHECKING
from typing import Any

from msgspec import Struct
from msgspec import field
from msgspec.structs import replace

from selfcheck.assessment.response import stamp
from selfcheck.files import delete_files
from selfcheck.files import read_file
from selfcheck.files import write_file
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

FORMAT = "selfcheck-training/1"
ENDING = ".training.json"


class Training(Struct, frozen=True, kw_only=True):
    """One training: when it began, and the responses of its organisations in the order in which they were begun.

    `responses` are paths relative to the folder of the training's file, with `/`.
    """

    started: str
    responses: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


def new_training(now: datetime) -> Training:
    """A training that begins now."""
    return Training(started=stamp(now))


def training_place(folder: Path, now: datetime) -> Path:
    """Where the training of a day is written down."""
    return folder / f"training-{now.date().isoformat()}{ENDING}"


def with_response(training: Training, path: str) -> Training:
    """The training with one response more; one that is in it already stays where it is."""
    return training if path in training.responses else replace(training, responses=(*training.responses, path))


def without_response(training: Training, path: str) -> Training:
    """The training without a response."""
    return replace(training, responses=tuple(each for each in training.responses if each != path))


def response_paths(place: Path, training: Training) -> tuple[Path, ...]:
    """The response files of a training whose own file is at `place`: those that are still there, and inside its folder.

    A training file may come from another laptop: it must not lead to any other file.
    """
    home = place.parent.resolve()
    paths = (place.parent / path for path in training.responses)
    return tuple(path for path in paths if path.is_file() and path.resolve().is_relative_to(home))


def encode_training(training: Training) -> bytes:
    """The file's bytes."""
    content = {
        "format": FORMAT,
        "started": training.started,
        "responses": list(training.responses),
        **training.extra,
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def read_training(place: Path) -> Training:
    """A training from its file. Raises SelfcheckError where it is none."""
    try:
        content = json.loads(read_file(place).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _damaged(place) from error
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise _damaged(place)
    started, responses = content.pop("started", ""), content.pop("responses", [])
    if not isinstance(started, str) or not isinstance(responses, list):
        raise _damaged(place)
    if not all(isinstance(path, str) for path in responses):
        raise _damaged(place)
    return Training(started=started, responses=tuple(dict.fromkeys(responses)), extra=content)


def _damaged(place: Path) -> SelfcheckError:
    return SelfcheckError(
        say("{path} is not a training that can be read.", path=place),
        say("move it away; the responses of the training are in their own files beside it"),
    )


def write_training(place: Path, training: Training) -> None:
    """Write a training down. Raises SelfcheckError where that cannot be done."""
    write_file(place, encode_training(training))


def forget_response(response: Path) -> None:
    """Take a response out of every training that lists it; a training that is left with none goes too."""
    for place in response.parent.parent.glob(f"*{ENDING}"):
        try:
            training = read_training(place)
        except SelfcheckError:
            continue
        path = response.relative_to(place.parent).as_posix()
        if path not in training.responses:
            continue
        rest = without_response(training, path)
        if rest.responses:
            write_training(place, rest)
        else:
            delete_files((place,))
