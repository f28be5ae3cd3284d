"""Where responses are kept, and what their files are called, whatever an organisation is called."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.assessment.response import by_time
from selfcheck.assessment.response_file import DamagedError
from selfcheck.assessment.response_file import decode_response
from selfcheck.assessment.response_file import last_good
from selfcheck.assessment.response_file import read_response
from selfcheck.files import delete_files
from selfcheck.files import read_file
from selfcheck.files import remove_if_empty
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from datetime import date
    from datetime import datetime

    from selfcheck.assessment.response import Response

ENDING = ".response.json"
#: What stands in the names of documents that were made of several responses.
SEVERAL = (".together.", ".compared.")
LONGEST = 40

_LETTERS = str.maketrans(
    {
        **dict(zip("ıİğĞşŞçÇöÖüÜâÂîÎûÛ", "iIgGsScCoOuUaAiIuU", strict=True)),
        **dict(zip("čČćĆžŽšŠ", "cCcCzZsS", strict=True)),
        **dict(zip("абвгдезијклмнопрстћуфхцчш", "abvgdezijklmnoprstcufhccs", strict=True)),
        **dict(zip("АБВГДЕЗИЈКЛМНОПРСТЋУФХЦЧШ", "ABVGDEZIJKLMNOPRSTCUFHCCS", strict=True)),
        **{"đ": "dj", "Đ": "Dj", "ђ": "dj", "Ђ": "Dj", "ж": "z", "Ж": "Z", "љ": "lj", "Љ": "Lj"},
        **{"њ": "nj", "Њ": "Nj", "џ": "dz", "Џ": "Dz", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l"},
    }
)
_SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\Z")


class Saved(Struct, frozen=True):
    """A response file that was found, and what is in it."""

    path: Path
    response: Response


def slug(name: str) -> str:
    """A name as part of a file name on any system: small ASCII letters, digits and dashes, at most 40."""
    ascii_letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).translate(_LETTERS))
    kept = ascii_letters.encode("ascii", "ignore").decode().translate(_SMALL)
    joined = re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:LONGEST].strip("-")
    if not joined:
        return "organisation"
    return f"{joined}-org" if _RESERVED.match(joined) else joined


def response_folder(option: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds a folder for each organisation: the one named, or `selfcheck` in the user's home."""
    named = option or environment.get("SELFCHECK_DIR")
    return Path(named).expanduser() if named else Path.home() / "selfcheck"


def new_place(folder: Path, organisation: str, pack_id: str, today: date) -> Path:
    """A path for a new response: in the organisation's own folder, under a name that is still free."""
    home = next(place for place in _numbered(folder / slug(organisation)) if _belongs(place, organisation))
    start = home / f"{slug(pack_id)}-{today.isoformat()}"
    return next(
        path
        for place in _numbered(start)
        if not (path := place.with_name(place.name + ENDING)).exists() and not plan_place(path).exists()
    )


def new_id(path: Path, now: datetime) -> str:
    """An id for a new response: when it was begun, in whose folder, and a draw.

    Several people of one organisation may begin in the same second, each on a laptop of their own.
    """
    return f"{now:%Y%m%d%H%M%S}-{path.parent.name}-{os.urandom(3).hex()}"


def plan_place(response_path: Path, ending: str = "md") -> Path:
    """Where the plan of a response is written: beside it, under the same name."""
    return response_path.with_name(response_path.name.removesuffix(ENDING).removesuffix(".json") + f".plan.{ending}")


def belongings(response_path: Path) -> tuple[Path, ...]:
    """Every file of a response: itself, its older copies, its plans, the sheets to ask, and what a killed run left."""
    name, plan = response_path.name, plan_place(response_path, "").name
    starts = (f"{name}.", plan, plan.removesuffix("plan.") + "ask-")
    return tuple(
        path
        for path in sorted(response_path.parent.glob("*"))
        if path.is_file() and (path.name == name or path.name.removeprefix(".").startswith(starts))
    )


def traces(response_path: Path) -> tuple[Path, ...]:
    """Every file that goes when a response is deleted.

    What belongs to it; its copies under other names, as sync programs make them, with what belongs to those; what moved
    up to it; and, if it is the only response in its folder, every document that was made of several.
    """
    own_id = _id_of(response_path)
    beside = [saved for path in response_path.parent.glob("*.json") if (saved := _peek(path)) is not None]
    copies = [saved.path for saved in beside if saved.response.id == own_id and saved.path != response_path]
    found = {*belongings(response_path), *(path for copy in copies for path in belongings(copy))}
    others = [saved for saved in beside if saved.path not in found]
    stem = plan_place(response_path, "").name.removesuffix("plan.")
    several = documents_of_several(response_path.parent)
    found |= {path for path in several if not others or path.name.startswith(f"{stem}compared.")}
    return tuple(sorted(found))


def documents_of_several(folder: Path) -> tuple[Path, ...]:
    """The documents in a folder that were made of several responses."""
    return tuple(
        path for path in sorted(folder.glob("*")) if path.is_file() and any(part in path.name for part in SEVERAL)
    )


def forget(response_path: Path) -> None:
    """Delete a response with all its traces, and its organisation's folder if that is empty then.

    Raises SelfcheckError where a file cannot be deleted.
    """
    delete_files(traces(response_path))
    remove_if_empty(response_path.parent)


class Kept(Struct, frozen=True):
    """The responses that can be read, the last changed first; of the others what is wrong, the last written first."""

    saved: list[Saved]
    damaged: list[DamagedError]


def kept_responses(folder: Path) -> Kept:
    """What is kept below a folder. A file that is gone or out of reach by now is passed over."""
    saved: list[Saved] = []
    damaged: list[DamagedError] = []
    for path in sorted(folder.glob(f"*/*{ENDING}")):
        if path.is_file() and not path.name.startswith("."):
            try:
                saved.append(Saved(path, read_response(path).response))
            except DamagedError as error:
                damaged.append(error)
            except SelfcheckError:
                continue
    saved.sort(key=lambda each: by_time(each.response.changed), reverse=True)
    damaged.sort(key=lambda error: error.path.stat().st_mtime, reverse=True)
    return Kept(saved, damaged)


def saved_responses(folder: Path) -> list[Saved]:
    """Every response below a folder that can be read, the last changed first."""
    return kept_responses(folder).saved


def last_changed(folder: Path) -> Saved:
    """The response that was changed last. Raises SelfcheckError where there is none, or where it is damaged."""
    kept = kept_responses(folder)
    saved = kept.saved
    for damaged in kept.damaged[:1]:
        if not saved or damaged.path.stat().st_mtime > saved[0].path.stat().st_mtime:
            raise damaged
    if not saved:
        raise SelfcheckError(
            say("There is no saved check in {folder}.", folder=folder),
            say("begin one: selfcheck start"),
            code=Exit.FILES,
        )
    return saved[0]


def _id_of(response_path: Path) -> str | None:
    """The id of a response, from an older copy where it cannot be read itself; None where neither can."""
    good = last_good(response_path)
    found = _peek(response_path) or (Saved(good, decode_response(read_file(good)).response) if good else None)
    return None if found is None else found.response.id


def _peek(path: Path) -> Saved | None:
    if path.name.startswith(".") or not path.is_file():
        return None
    try:
        return Saved(path, decode_response(read_file(path)).response)
    except (SelfcheckError, ValueError):
        return None


def _belongs(place: Path, organisation: str) -> bool:
    """Whether a folder is free, or already this organisation's own."""
    if not place.exists():
        return True
    names = {saved.response.organisation for path in place.glob(f"*{ENDING}") if (saved := _peek(path))}
    return place.is_dir() and (not names or names == {organisation})


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    for n in range(2, 10_000):
        yield path.with_name(f"{path.name}-{n}")
