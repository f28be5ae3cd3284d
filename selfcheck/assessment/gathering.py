"""Several response files at once: those that can be used together, and what is wrong with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.assessment.moments import age
from selfcheck.assessment.places import ENDING
from selfcheck.assessment.places import Saved
from selfcheck.assessment.response_file import read_response
from selfcheck.assessment.training import ENDING as TRAINING
from selfcheck.assessment.training import read_training
from selfcheck.assessment.training import response_paths
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence
    from pathlib import Path

    from selfcheck.problems import Sentence


#: The key that marks a response which stands for several people already.
COMBINED = "combined"


class Gathered(Struct, frozen=True):
    """The responses that were found, each once, and what there is to tell about the files."""

    saved: tuple[Saved, ...]
    news: tuple[Sentence, ...]
    faults: tuple[Sentence, ...]


def gather(places: Iterable[Path], pack_id: str, organisation: str = "") -> Gathered:
    """The responses in these files, and in the response files of these folders and the folders in them.

    Of a training's own file, which names many, those of the `organisation` count, if one is named.
    """
    found: list[Saved] = []
    news: list[Sentence] = []
    faults: list[Sentence] = []
    in_training: set[Path] = set()
    for path in _files(places, in_training, faults):
        try:
            loaded = read_response(path)
        except SelfcheckError as error:
            faults.append(error.message)
            continue
        response = loaded.response
        if path in in_training and organisation not in ("", response.organisation):
            continue
        if loaded.edited:
            news.append(say("{path} was changed outside selfcheck; the answers are taken as they are.", path=path))
        if response.pack.id != pack_id:
            faults.append(
                say("{path} answers the pack '{other}', not '{pack}'.", path=path, other=response.pack.id, pack=pack_id)
            )
        else:
            found.append(Saved(path, response))
    saved, twins = _each_once(found)
    return Gathered(saved, (*news, *twins), tuple(faults))


def _files(places: Iterable[Path], in_training: set[Path], faults: list[Sentence]) -> list[Path]:
    files: list[Path] = []
    for place in places:
        if place.name.endswith(TRAINING):
            listed = _listed(place, faults)
            in_training.update(listed)
            files += listed
            continue
        if not place.is_dir():
            files.append(place)
            continue
        inside = sorted(path for path in place.rglob(f"*{ENDING}") if not path.name.startswith("."))
        if not inside:
            faults.append(
                say("There is no response in {folder}: no file ends in {ending}.", folder=place, ending=ENDING)
            )
        files += inside
    return list(dict.fromkeys(files))


def _listed(place: Path, faults: list[Sentence]) -> tuple[Path, ...]:
    """The responses that a training lists."""
    try:
        return response_paths(place, read_training(place))
    except SelfcheckError as error:
        faults.append(error.message)
        return ()


def _each_once(found: Iterable[Saved]) -> tuple[tuple[Saved, ...], tuple[Sentence, ...]]:
    """Of two copies of a response the one with more changes, and a sentence about the other."""
    kept: dict[str, Saved] = {}
    news: list[Sentence] = []
    for item in found:
        other = kept.get(item.response.id)
        if other is None:
            kept[item.response.id] = item
            continue
        newer = max(other, item, key=lambda each: age(each.response))
        kept[item.response.id] = newer
        news.append(
            say("{path} and {other} are the same response; it counts once, as in {kept}.",
                path=other.path, other=item.path, kept=newer.path)
        )  # fmt: skip
    return tuple(kept.values()), tuple(news)


def people_only(saved: Iterable[Saved]) -> tuple[tuple[Saved, ...], tuple[Sentence, ...]]:
    """Without the responses that stand for several people: those people are not to be counted twice."""
    items = tuple(saved)
    news = [
        say("{path} stands for several people already, so it does not count.", path=item.path)
        for item in items
        if COMBINED in item.response.extra
    ]
    return tuple(item for item in items if COMBINED not in item.response.extra), tuple(news)


def one_organisation(saved: Sequence[Saved], named: str) -> str:
    """The organisation whose responses these are: the one that is named, or the only one. Raises SelfcheckError."""
    names = dict.fromkeys(item.response.organisation for item in saved)
    if named or len(names) == 1:
        return named or next(iter(names))
    raise SelfcheckError(
        say("These are responses of different organisations: {names}.", names=", ".join(f"“{name}”" for name in names)),
        say("if they are one organisation, name it: --org NAME"),
    )


def refuse_faults(gathered: Gathered) -> None:
    """Stop where a file cannot be used: a picture with somebody missing would be taken for the whole."""
    if gathered.faults:
        raise SelfcheckError(
            say("Some of the files cannot be used, so nothing was made: {n}", n=len(gathered.faults)),
            say("mend them, or leave them out"),
            code=Exit.INVALID,
        )
