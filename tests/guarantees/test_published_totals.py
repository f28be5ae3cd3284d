"""G14: what is published of many points at nobody: the attacks, with what they find where they are not prevented."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from selfcheck.assessment.response_file import decode_response
from selfcheck.cohort.asking import Asked
from selfcheck.cohort.asking import count
from selfcheck.cohort.asking import enter
from selfcheck.cohort.asking import make_cohort_report
from selfcheck.cohort.formats import COHORT_FORMATS
from selfcheck.cohort.privacy import MINIMUM
from selfcheck.cohort.privacy import SMALL
from selfcheck.cohort.register import NAME
from selfcheck.cohort.report import CohortReport
from selfcheck.content.model import Pack
from selfcheck.problems import SelfcheckError
from tests import test_cohort_privacy as attacks
from tests.cohorts import write_cohort
from tests.conftest import ROOT
from tests.conftest import run_selfcheck
from tests.test_cohort import shipped
from tests.test_cohort import text_of

small = attacks.small

SIZE = 20


@pytest.mark.guarantee("G14.1", "G14.2")
def test_the_figures_are_those_that_are_promised() -> None:
    """The attacks take them from the program; here they are what the README says."""
    said = (ROOT / "README.md").read_text("utf-8")
    assert "nothing of fewer than ten organisations, no number from 1 to 4" in said
    assert "differs from\nan earlier one by fewer than five organisations is refused" in said
    assert (MINIMUM, SMALL) == (10, 5)


@pytest.mark.guarantee("G14.2")
@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_a_thousand_cohorts_give_no_hidden_count_away() -> None:
    for seed in range(100, 1000):
        attacks.test_no_hidden_count_can_be_solved(seed)


@pytest.mark.guarantee("G14.2")
@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("first", range(25, 265, 40))
def test_many_cohorts_might_each_be_another_one(first: int, small: Pack) -> None:
    for seed in range(first, first + 40):
        attacks.test_another_cohort_gives_the_same_report(seed, small)
        attacks.test_another_cohort_gives_the_same_report_by_group(seed, small)


def report_on(paths: list[Path]) -> CohortReport:
    """What would be published of these files, if nobody looked at what was published before."""
    asked = Asked.of(shipped(), None, (), public=True)
    return make_cohort_report(
        asked, count([str(path) for path in paths], None, asked, lambda _: None), date(2026, 11, 25)
    )


def publish(register: Path, paths: list[Path]) -> CohortReport:
    """What is published of these files: what comes out, once it is in the register."""
    asked = Asked.of(shipped(), None, (), public=True)
    counted = count([str(path) for path in paths], None, asked, lambda _: None)
    enter(register, asked, counted)
    return make_cohort_report(asked, counted, date(2026, 11, 25))


def recovered(one: CohortReport, other: CohortReport) -> dict[str, str]:
    """By subtraction: the answers of one organisation more, where exactly one count is one higher."""
    found = {}
    for before, after in zip(one.questions, other.questions, strict=True):
        counts = {answer.code: answer.count.number for answer in before.answers}
        for answer in after.answers:
            number = counts.get(answer.code)
            if number is not None and answer.count.number == number + 1:
                found[after.id] = answer.code
    return found


@pytest.mark.guarantee("G14.3")
@pytest.mark.parametrize("seed", [50, 51])
def test_subtraction_recovers_nothing_because_nothing_comes_out(seed: int, tmp_path: Path) -> None:
    paths = write_cohort(tmp_path / "all", shipped(), SIZE + SMALL + 1, seed)
    newcomer = decode_response(paths[SIZE].read_bytes()).response
    by_force = recovered(report_on(paths[:SIZE]), report_on(paths[: SIZE + 1]))
    right = [id_ for id_, code in by_force.items() if code in newcomer.answer(id_).chosen]
    assert len(right) >= 10, "the attack works where nothing is in its way"

    register = tmp_path / NAME
    publish(register, paths[:SIZE])
    remembered = register.read_bytes()
    for close in (
        *(paths[: SIZE + more] for more in range(1, SMALL)),
        *(paths[: SIZE - fewer] for fewer in range(1, SMALL)),
        [*paths[2:SIZE], *paths[SIZE : SIZE + 2]],  # as many as before, but two of them are others
    ):
        with pytest.raises(SelfcheckError, match="published before"):
            publish(register, close)
    assert register.read_bytes() == remembered


@pytest.mark.guarantee("G14.3")
def test_a_refused_release_leaves_no_file_and_no_line(tmp_path: Path) -> None:
    paths = write_cohort(tmp_path / "all", shipped(), SIZE, seed=52)
    env = {"SELFCHECK_DIR": str(tmp_path), "SELFCHECK_LANG": "en"}
    assert run_selfcheck("cohort", tmp_path / "all", env=env).code == 0
    paths[0].unlink()
    for arguments in ((), ("--json",), ("-f", "md,html,docx,pdf,csv,xlsx"), ("--by", "legal_form", "-o", "x.html")):
        (tmp_path / "out").mkdir(exist_ok=True)
        ran = run_selfcheck("cohort", tmp_path / "all", *arguments, env=env, cwd=tmp_path / "out")
        assert (ran.code, ran.out) == (3, "")
        assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.guarantee("G14.4")
def test_published_files_tell_neither_who_nor_where_nor_at_what_time(tmp_path: Path) -> None:
    """Every format from the command line, with what is inside packed files, on a computer whose names can be told."""
    home = tmp_path / "Zeynep" / "gizli-dosyalar"
    write_cohort(home / "yanitlar", shipped(), SIZE, seed=53)
    everything = ",".join(each.name for each in COHORT_FORMATS)
    env = {
        "SELFCHECK_DIR": str(home),
        "USER": "zeynep",
        "LOGNAME": "zeynep",
        "HOSTNAME": "masaustu",
        "TZ": "Asia/Tokyo",
    }
    ran = run_selfcheck("cohort", "yanitlar", "-f", everything, "--lang", "tr", "--by", "legal_form", env=env, cwd=home)
    assert ran.code == 0, ran.err
    written = sorted(home.glob("cohort.*"))
    assert len(written) == len(COHORT_FORMATS)
    for path in written:
        data = path.read_bytes()
        parts = {path.name: data, "text": text_of(data, path.suffix[1:]).encode()}
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts |= {entry.filename: archive.read(entry) for entry in archive.infolist()}
                assert {entry.date_time[3:] for entry in archive.infolist()} == {(0, 0, 0)}
        for name, part in parts.items():
            for secret in (b"zeynep", b"gizli", b"yanitlar", b"secret", b"response.json", b"masaustu"):
                assert secret not in part.lower(), (name, secret)
            assert not re.search(rb"\d{4}-\d\d-\d\dT(?!00:00:00)", part), name
        if path.suffix == ".pdf":
            assert not re.search(rb"/CreationDate|D:\d{8}(?!000000)\d", data)


@pytest.mark.guarantee("G14.4")
def test_a_register_tells_neither_who_nor_when(tmp_path: Path) -> None:
    paths = write_cohort(tmp_path / "all", shipped(), SIZE, seed=54)
    publish(tmp_path / NAME, paths)
    text = (tmp_path / NAME).read_text("utf-8")
    assert not re.search(r"secret|Gizli|gizli|\d{4}-\d\d-\d\d|all/", text)
