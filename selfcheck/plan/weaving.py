"""What people added, put back where it stood among the lines that the program writes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from selfcheck.plan.lines import OWN
from selfcheck.plan.lines import TOP
from selfcheck.plan.lines import Line
from selfcheck.plan.lines import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

    from selfcheck.assessment.response import OwnText

FOOTER = "footer"
ACTION = "action/"


def weave(lines: Sequence[Line], own: Sequence[OwnText], heading: str) -> tuple[Line, ...]:
    """The lines with what people added: after the line it stood after, else at the end of its part of the plan.

    What stood in a part that this plan does not have comes under a heading of its own, before the last line.
    """
    if not own:
        return tuple(lines)
    cloth = _Cloth(lines)
    if any(text.place not in cloth.starts for text in own):
        cloth = _Cloth(_with_own_part(lines, cloth.starts.get(FOOTER, len(lines)), heading))
    threads: dict[int, list[tuple[OwnText, bool]]] = defaultdict(list)
    for text in sorted(own, key=lambda text: not text.place.startswith(ACTION)):
        at, found = cloth.place_for(text)
        threads[at].append((text, found and text.tight))
    woven: list[Line] = []
    for n, line in enumerate([*cloth.lines, None]):
        woven.extend(_inserted(threads.get(n, ()), woven, line))
        if line is not None:
            woven.append(line)
    return tuple(woven)


class _Cloth:
    """The program's lines, and where each part of the plan begins and ends in them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.marks = [n for n, line in enumerate(lines) if line.place]
        self.starts = {TOP: 0}
        for n in self.marks:
            self.starts.setdefault(lines[n].place, n)

    def place_for(self, text: OwnText) -> tuple[int, bool]:
        """The line before which a text belongs, and whether that is where it stood."""
        place = text.place if text.place in self.starts else OWN
        if place == TOP and not text.after:
            return 0, True
        start, end = self.starts[place], self._end(place)
        if place.startswith(ACTION):
            return end, True
        if start <= self.starts.get(ACTION + text.after, -1) < end:
            return self._end(ACTION + text.after), True
        for n in range(start, end):
            if text.after and not self.lines[n].filled and fingerprint(self.lines[n].text) == text.after:
                return n + 1, True
        return end, False

    def _end(self, place: str) -> int:
        """The line after the last one of a part that says something."""
        start = self.starts[place]
        marks = (n for n in self.marks if n > start or (n == start and self.lines[n].place != place))
        inside = place.startswith(ACTION) or place == TOP
        end = next((n for n in marks if inside or not self.lines[n].place.startswith(ACTION)), len(self.lines))
        while end > start and not self.lines[end - 1].text:
            end -= 1
        return end


def _with_own_part(lines: Sequence[Line], before: int, heading: str) -> list[Line]:
    part = [Line(f"## {heading}", OWN), Line("")]
    return [*lines[:before], *([] if not before or not lines[before - 1].text else [Line("")]), *part, *lines[before:]]


def _inserted(texts: Sequence[tuple[OwnText, bool]], before: list[Line], after: Line | None) -> Iterator[Line]:
    """Lines that people added, with an empty line on either side unless they stood closer."""
    at_the_top = not before
    previous = "" if at_the_top else before[-1].text
    tight = True
    for text, tight in texts:
        if not tight and previous:
            yield Line("")
        for line in text.text.split("\n"):
            yield Line(line, filled=True)
            previous = line
    if texts and after is not None and after.text and (not tight or at_the_top):
        yield Line("")
