"""What was published before: so that two reports cannot be subtracted from one another to show a few organisations.

A release is remembered by 1024 sums of salted numbers, one number for each response in it; where two releases differ
by so many responses, at most so many sums differ. No id, no name and no answer is kept, nor can any be read out of a
sum.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from selfcheck.cohort.privacy import SMALL
from selfcheck.problems import Exit
from selfcheck.problems import SelfcheckError
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = "selfcheck-register/1"
NAME = "published.register.json"

BUCKETS = 1024

#: A prime below 2^31, so that products of two numbers below it fit into what every database counts with.
PRIME = 2_147_483_647

#: Numbers of responses are below this: of ten million, no two share one. It is a multiple of the prime.
NUMBERS = PRIME << 32

#: Sums by bucket.
Sketch = dict[int, int]

#: The secret numbers that sums are made with.
Salt = tuple[int, int, int, int]


class Release(Struct, frozen=True):
    """A population that was published: which pack it answered, how many they were, and its sketch."""

    pack: str
    size: int
    sketch: Mapping[int, int]


class Register(Struct, frozen=True):
    """The releases so far, and the secret numbers that their sums are made with."""

    salt: Salt
    releases: tuple[Release, ...] = ()


def new_register() -> Register:
    """An empty register with a salt of its own."""
    return Register((_secret(), _secret(), _secret(), _secret()))


def _secret() -> int:
    return secrets.randbelow(PRIME - 1) + 1


def number_of(mark: str) -> int:
    """What stands for a text that is not to be kept: one state of one response, or a name."""
    return int.from_bytes(hashlib.sha256(mark.encode()).digest()[:8]) % NUMBERS


def sketch(numbers: Iterable[int], salt: Salt) -> Sketch:
    """The sums of some responses."""
    a, b, c, d = salt
    sums: Sketch = {}
    for number in numbers:
        bucket = (a * number + b) % PRIME % BUCKETS
        sums[bucket] = sums.get(bucket, 0) + (c * number + d) % PRIME + 1
    return sums


def refuse_too_close(register: Register, fresh: Iterable[Release]) -> None:
    """Raises SelfcheckError where a release differs from an earlier one, but by too few organisations."""
    for release in fresh:
        for earlier in register.releases:
            if earlier.pack == release.pack and 0 < difference(earlier.sketch, release.sketch, SMALL) < SMALL:
                raise SelfcheckError(
                    say(
                        "A report was published before on nearly the same organisations: "
                        "the difference would show what fewer than {n} of them answered.",
                        n=SMALL,
                    ),
                    say("wait until more responses have come in or changed, or look at it yourself with --internal"),
                )


def difference(one: Mapping[int, int], other: Mapping[int, int], most: int) -> int:
    """In how many sums two sketches differ: never more than there are responses in one and not in the other.

    So many are counted at `most`: nearly all releases are far from one another, which a few sums show.
    """
    if one == other:
        return 0
    differing = (bucket for bucket in one.keys() | other.keys() if one.get(bucket, 0) != other.get(bucket, 0))
    return sum(1 for _ in islice(differing, most))


def with_releases(register: Register, fresh: Iterable[Release]) -> Register:
    """The register with more releases; what is in it already is not written down twice."""
    releases = list(register.releases)
    releases += [release for release in fresh if release not in releases]
    return Register(register.salt, tuple(releases))


def read_register(path: Path) -> Register:
    """The register of a folder; a new one where there is none. Raises SelfcheckError where it cannot be read."""
    from selfcheck.files import read_file

    if not path.exists():
        return new_register()
    try:
        content = json.loads(read_file(path).decode())
        if content["format"] != FORMAT:
            raise ValueError
        a, b, c, d = (int(each) for each in content["salt"])
        releases = tuple(
            Release(
                str(each["pack"]),
                int(each["size"]),
                {int(bucket): int(total) for bucket, total in each["sums"].items()},
            )
            for each in content["releases"]
        )
        return Register((a, b, c, d), releases)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SelfcheckError(
            say("{path} is damaged, so nothing can be compared with what was published before.", path=path),
            say("put back a copy of it, or look at the report yourself with --internal"),
            code=Exit.INVALID,
        ) from error


def write_register(path: Path, register: Register) -> None:
    """Write the register down. Raises SelfcheckError where that cannot be done."""
    from selfcheck.files import write_file

    content = {
        "format": FORMAT,
        "salt": register.salt,
        "releases": [
            {
                "pack": each.pack,
                "size": each.size,
                "sums": {str(bucket): total for bucket, total in each.sketch.items()},
            }
            for each in register.releases
        ],
    }
    write_file(path, json.dumps(content).encode() + b"\n")
