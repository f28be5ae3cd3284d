"""The order of time among responses, whatever the clocks of their laptops said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfcheck.assessment.response import moment_of
from selfcheck.problems import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence

    from selfcheck.assessment.places import Saved
    from selfcheck.assessment.response import Response
    from selfcheck.problems import Sentence


def age(response: Response) -> tuple[int, str, str]:
    """What tells the newer of two copies of a response; two that differ in nothing but words have an order too."""
    return response.revision, response.changed, repr(response)


def latest_only(saved: Iterable[Saved]) -> tuple[tuple[Saved, ...], tuple[Sentence, ...]]:
    """Without the responses that another one was started from: the same people said them, earlier."""
    kept = {item.response.id: item for item in saved}
    news = []
    for item in tuple(kept.values()):
        earlier = kept.get(item.response.last_time.id) if item.response.last_time else None
        if earlier is not None and earlier is not item and item.response.id in kept:
            del kept[earlier.response.id]
            news.append(
                say("{path} was started from {other}, so only {path} counts.", path=item.path, other=earlier.path)
            )
    return tuple(kept.values()), tuple(news)


def in_time(saved: Sequence[Saved]) -> tuple[tuple[Saved, ...], tuple[Sentence, ...]]:
    """The responses, the earliest first, and what is odd about their times.

    The day on which a response was begun never changes, so it decides; but one that was started from another comes
    after it, whatever a clock said. Where a time cannot be read, the order in which they were named stays.
    """
    news: list[Sentence] = []
    begun = [moment_of(item.response.started) for item in saved]
    ordered = list(saved)
    if None in begun:
        news.append(
            say("Not every file says when it was begun, so they are taken in the order in which you named them.")
        )
    else:
        places = sorted(range(len(saved)), key=lambda n: (begun[n], n))
        ordered = [saved[n] for n in places]
    for item in saved:
        earlier = item.response.last_time.id if item.response.last_time else ""
        before = next((n for n, each in enumerate(ordered) if each.response.id == earlier), 0)
        if before > ordered.index(item):
            news.append(_backwards(item))
            ordered.insert(ordered.index(item), ordered.pop(before))
        elif _ended_before_it_began(item.response):
            news.append(_backwards(item))
    if ordered != list(saved) and None not in begun:
        news.append(say("Put in the order of time: {files}.", files=", ".join(item.path.name for item in ordered)))
    return tuple(ordered), tuple(news)


def _backwards(item: Saved) -> Sentence:
    return say("The clock ran backwards around {path}: look whether the order is right.", path=item.path)


def _ended_before_it_began(response: Response) -> bool:
    begun, finished = moment_of(response.started), moment_of(response.finished)
    return begun is not None and finished is not None and finished < begun


def days_between(saved: Sequence[Saved]) -> int | None:
    """How many days lie between the first response that was begun and the last; None where that is not known."""
    moments = [moment for item in saved if (moment := moment_of(item.response.started)) is not None]
    return (max(moments) - min(moments)).days if len(moments) == len(saved) > 0 else None
