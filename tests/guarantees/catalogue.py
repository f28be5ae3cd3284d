"""Every id of what is promised, and which test holds it, read from the marks in the sources of the tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

#: What each id stands for, and when it is tested: P in every run, N in those with `-m nightly`, PN in both, the whole
#: number of cases at night. How long a save takes (G1.7) is measured by the benchmark, and never by a test.
CATALOGUE = {
    "G1.1": ("PN", "kill -9 at a random moment, on a real terminal: nothing that was confirmed is lost"),
    "G1.2": ("PN", "a failure or a kill at each call to the system while saving"),
    "G1.3": ("P", "a power cut: every state that a disk may keep is the old file or the new one"),
    "G1.4": ("P", "the screen says saved after the disk has said so"),
    "G1.5": ("P", "signals and closed windows, at every kind of question"),
    "G1.6": ("P", "the way in which G1.1 tests finds a writer that is not safe"),
    "G2.1": ("N", "a full disk leaves the file that was there"),
    "G2.2": ("P", "a limit on the size of files, at every size, for every output"),
    "G2.3": ("P", "folders, links, pipes, read-only files in the way of every output"),
    "G2.4": ("P", "a disk that takes less than it is given"),
    "G2.5": ("P", "a file that another program holds on Windows"),
    "G2.6": ("P", "what killed runs left is swept, what belongs to a living one stays"),
    "G2.7": ("P", "files and folders are for their owner only, and keep the rights they were given"),
    "G3.1": ("P", "no beginning of a file passes for the whole"),
    "G3.2": ("PN", "flipped bits, lost and swapped lines, empty blocks"),
    "G3.3": ("P", "the last good copy is offered, and the damaged one kept"),
    "G3.4": ("N", "a kill while a file is recovered"),
    "G3.5": ("P", "fifty bad files among a thousand are named, and the rest are counted"),
    "G3.6": ("P", "what mail programs do to line ends is no damage"),
    "G4.1": ("P", "two windows on one check: the second is told"),
    "G4.2": ("P", "a killed window holds nothing back"),
    "G4.3": ("N", "a file that is changed from outside while it is open"),
    "G4.4": ("P", "copies of a sync folder are not counted twice"),
    "G5.1": ("P", "Ctrl-C and Ctrl-D record no answer, at any kind of question"),
    "G5.2": ("P", "without a terminal it ends at once, and says what to do"),
    "G5.3": ("PN", "breaks change nothing in the plan"),
    "G5.4": ("P", "answers that are no longer offered are asked again"),
    "G5.5": ("P", "small, resized and simple terminals"),
    "G6.1": ("P", "texts come back letter by letter"),
    "G6.2": ("P", "no, 08, 12:30 and 1.10 stay what was written"),
    "G6.3": ("P", "a key that stands twice is refused, with both places"),
    "G6.4": ("P", "charsets and line ends: the same content, or an error that names the place"),
    "G6.5": ("P", "every answer and note stands in every export"),
    "G7.1": ("PN", "broken content of every kind: no traceback, no hang, always a place"),
    "G7.2": ("P", "files that were made to hurt are refused at once"),
    "G7.3": ("P", "twenty-five mistakes in a pack are named in one run"),
    "G7.4": ("P", "messages are short, and say what to do"),
    "G7.5": ("P", "whatever a reader fails at is kept, and tried in every run"),
    "G8.1": ("P", "what looks like a program stays text, in every field"),
    "G8.2": ("P", "a stranger's pack starts nothing, opens no connection and no other file"),
    "G8.3": ("P", "links in a pack are not followed"),
    "G8.4": ("P", "a zip is judged before anything of it is used"),
    "G8.5": ("P", "a pack's folder is no place to import from"),
    "G8.6": ("P", "a pack is a folder or a zip, never an address"),
    "G8.7": ("P", "a file that changes between the check and its use"),
    "G8.8": ("N", "a kill while a pack is written: each file is old or new"),
    "G9.1": ("P", "no text sends anything to the terminal that its harmless twin would not"),
    "G9.2": ("P", "hidden characters are shown, and nothing else is changed"),
    "G9.3": ("P", "every character of a text is shown"),
    "G9.4": ("P", "endless words and texts do not stop the screen"),
    "G9.5": ("P", "every charset of a terminal, and closed ones"),
    "G9.6": ("P", "only one place prints"),
    "G9.7": ("P", "hidden characters in a pack are mistakes"),
    "G10.1": ("P", "a text that would swallow what follows is refused"),
    "G10.2": ("PN", "the headings of a plan are those it was given"),
    "G10.3": ("P", "the links of one advice do not change those of another"),
    "G10.4": ("P", "every word of the advice is in the plan"),
    "G10.5": ("P", "names and labels change nothing in the structure"),
    "G10.6": ("P", "headings in advice stay below their section"),
    "G10.7": ("P", "a plan is not much longer than what it was made of"),
    "G11.1": ("P", "a page holds no scripts, and nothing of other places"),
    "G11.2": ("P", "a browser that opens a hostile plan asks for nothing"),
    "G11.3": ("P", "a PDF is made without looking anywhere else"),
    "G11.4": ("P", "no cell of a CSV is a formula"),
    "G11.5": ("P", "no cell of a workbook is a formula"),
    "G11.6": ("P", "every export comes out, whatever was written"),
    "G11.7": ("P", "two runs give the same bytes, and tell nothing about who made them"),
    "G11.8": ("P", "LibreOffice opens what was written, and repairs nothing"),
    "G12.1": ("P", "names that are no file names"),
    "G12.2": ("P", "any name is a safe file name, and none clashes"),
    "G12.3": ("P", "two names that differ are two organisations"),
    "G12.4": ("P", "a path that was asked for is written, and no other"),
    "G13.1": ("P", "the whole suite runs without a connection to anywhere"),
    "G13.2": ("P", "a name stands in the folder of answers and the chosen export, and nowhere else"),
    "G13.3": ("P", "what was deleted is nowhere"),
    "G13.4": ("P", "a bug tells nothing of what was answered, wherever it happens"),
    "G13.5": ("P", "where files are is said, every place of them"),
    "G14.1": ("P", "fewer than ten are not published"),
    "G14.2": ("PN", "nobody who adds and subtracts finds out a hidden number"),
    "G14.3": ("P", "two releases cannot be subtracted from one another"),
    "G14.4": ("P", "a published file holds no name, no path, no time, no order"),
    "G15.1": ("P", "a pack that has changed between two sittings"),
    "G15.2": ("P", "files of a newer version are left as they are, and unknown keys kept"),
    "G15.3": ("P", "clocks that are wrong, run backwards, or change their zone"),
    "G15.4": ("P", "the files of every release open, and give the same plan"),
    "G16.1": ("P", "limits: below them it works, above them a sentence names them"),
    "G16.2": ("N", "the largest pack and response that are accepted"),
    "G16.3": ("P", "texts made to take long, at the size limit"),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """An id at a test: in which file, and in which runs the test has cases."""

    id: str
    path: str
    always: bool
    nightly: bool


def read_marks(root: Path) -> tuple[Marked, ...]:
    """Every mark in the tests below a folder."""
    paths = sorted((root / "tests").rglob("test_*.py"))
    return tuple(
        mark for path in paths for mark in _of_file(path.read_text("utf-8"), path.relative_to(root).as_posix())
    )


def _of_file(text: str, path: str) -> Iterator[Marked]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            whole = any(_is_mark(each, "nightly") for each in node.decorator_list)
            some = any(_is_mark(each, "nightly") for top in node.decorator_list for each in ast.walk(top))
            for each in (each for top in node.decorator_list for each in ast.walk(top)):
                if isinstance(each, ast.Call) and _is_mark(each.func, "guarantee"):
                    for name in each.args:
                        yield Marked(str(ast.literal_eval(name)), path, always=not whole, nightly=some)


def _is_mark(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name and ast.unparse(node) == f"pytest.mark.{name}"


def number(id_: str) -> tuple[int, int]:
    """What an id is sorted by."""
    guarantee, _, place = id_.removeprefix("G").partition(".")
    return int(guarantee), int(place)


def listed(guarantee: int, marks: tuple[Marked, ...]) -> str:
    """The ids of a guarantee as links to the files that hold them."""
    held = {(mark.path, mark.id) for mark in marks if number(mark.id)[0] == guarantee}
    by_file = {
        path: sorted((id_ for _, id_ in found), key=number)
        for path, found in groupby(sorted(held), lambda each: each[0])
    }
    files = sorted(by_file, key=lambda path: (number(by_file[path][0]), path))
    return ", ".join(f"[{_ranges(by_file[path])}]({path})" for path in files)


def _ranges(ids: list[str]) -> str:
    """Ids in their order; three or more that follow one another as from–to."""
    runs: list[list[str]] = []
    for id_ in ids:
        follows = runs and number(runs[-1][-1])[1] + 1 == number(id_)[1]
        if follows:
            runs[-1].append(id_)
        else:
            runs.append([id_])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)
