"""What the commands over several responses share: reading them all, telling what is odd, and where a document goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from pathlib import Path

    from selfcheck.assessment.places import Saved
    from selfcheck.content.model import Pack
    from selfcheck.problems import Sentence
    from selfcheck.words import Words


def read_gathered(
    files: list[Path], pack: Path | None, organisation: str, words: Words
) -> tuple[Pack, Path, tuple[Saved, ...]]:
    """The pack, where it is, and the responses in the files; every fault is told before it stops.

    Of a whole training, those of the `organisation` if it is named.
    """
    from selfcheck.assessment.gathering import gather
    from selfcheck.assessment.gathering import refuse_faults
    from selfcheck.cli.setting import open_questions
    from selfcheck.cli.setting import pack_place

    place = pack_place(pack)
    opened = open_questions(place, words)
    gathered = gather(files, opened.id, organisation)
    tell((*gathered.news, *gathered.faults), words)
    refuse_faults(gathered)
    return opened, place, gathered.saved


def tell(sentences: Iterable[Sentence], words: Words) -> None:
    """Say these, on stderr."""
    from selfcheck.terminal.printing import print_talk

    for sentence in sentences:
        print_talk(words.sentence(sentence))


def beside(path: Path, kind: str) -> Callable[[str], Path]:
    """Where a document goes if no file is named: beside `path`, with its kind and the ending of its format."""
    return lambda ending: path.with_name(f"{path.name}.{kind}.{ending}")
