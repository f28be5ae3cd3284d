"""Every engine counts the same: the core, duckdb, a PostgreSQL of our own, and Spark, here and on a small cluster."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.assessment.response import Answer
from selfcheck.assessment.response import Response
from selfcheck.assessment.response_file import encode_response
from selfcheck.cohort.asking import Asked
from selfcheck.cohort.asking import Counted
from selfcheck.cohort.asking import count
from selfcheck.cohort.asking import enter
from selfcheck.cohort.asking import make_cohort_report
from selfcheck.cohort.engines import _with_table
from selfcheck.cohort.register import NUMBERS
from selfcheck.cohort.register import number_of
from selfcheck.cohort.table import columns
from selfcheck.cohort.tally import OTHERS
from selfcheck.content.loading import load_pack
from selfcheck.content.model import Pack
from selfcheck.problems import SelfcheckError
from tests.cohorts import make_responses
from tests.conftest import make_pack
from tests.test_cohort import run

TODAY = date(2026, 11, 25)

#: A questionnaire with every kind of question, one of them asked of some only; and words that mean something in SQL.
QUESTIONS = """\
section: {name}
title: {name}
questions:
  - id: {name}1
    text: How?
    choices:
      - {{id: 1, text: Not at all., score: 0}}
      - {{id: 2, text: A little., score: 1}}
      - {{id: 3, text: Much., score: 2}}
  - id: {name}2
    text: What?
    type: select_multiple
    choices:
      - {{id: list, text: A list., score: 1}}
      - {{id: plan, text: A plan., score: 1}}
      - {{id: none, text: Nothing., score: 0, exclusive: true}}
  - id: {name}3
    text: How many?
    type: integer
  - id: {name}4
    text: Which?
    type: text
  - id: {name}5
    text: Who with?
    relevant: {{fields: [media, art]}}
    choices:
      - {{id: 1, text: With nobody., score: 0}}
      - {{id: 2, text: With some., score: 1}}
"""
PROFILE = """\
section: profile
title: You
profile: true
questions:
  - id: fields
    text: Fields?
    type: select_multiple
    choices: [{id: media, text: Media}, {id: art, text: Art}, {id: health, text: Health}, {id: art_media, text: Both}]
  - id: city
    text: Where?
    type: text
  - id: size
    text: How large?
    choices: [{id: small, text: Small}, {id: middle, text: Middle}, {id: large, text: Large}]
  - id: network
    text: Which network?
    relevant: {size: [small, middle]}
    choices: [{id: own, text: Our own}, {id: other, text: Another}]
"""
CITIES = ("İzmir", "izmir", "IZMIR ", "Niš", "O'Hara", 'a "b"', "back\\slash\\n", "${env:HOME}", "%s", "Ниш")


@dataclass(frozen=True, eq=False)
class Home:
    """A cohort and an earlier one, in folders and packed."""

    pack: Pack
    folder: Path
    now: Path
    then: Path
    parquet: Path
    parquet_then: Path


def responses(pack: Pack, size: int, seed: int) -> Iterator[Response]:
    """Responses of which some are open, one in seven is of another version, and the cities are told apart by spelling."""
    for n, each in enumerate(make_responses(pack, size, seed)):
        answers = {**each.answers, "city": Answer(value=CITIES[(n * n + seed) % len(CITIES)])}
        version = "0.9.0" if n % 7 == 0 else each.pack.version
        yield replace(each, answers=answers, pack=replace(each.pack, version=version))


def write(folder: Path, found: Iterable[Response]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for n, response in enumerate(found):
        (folder / f"{n}.response.json").write_bytes(encode_response(response))
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("engines")
    make_pack(
        folder / "pack",
        {
            "questions/010-profile.yaml": PROFILE,
            **{f"questions/0{n}0-{name}.yaml": QUESTIONS.format(name=name) for n, name in ((2, "a"), (3, "b"))},
        },
    )
    pack = load_pack(folder / "pack")[0]
    then = write(folder / "then", responses(pack, 130, seed=1))
    now = write(folder / "now", responses(pack, 160, seed=2))
    for name in ("then", "now"):
        ran = run("pack", folder / name, "-o", folder / f"{name}.parquet", "--pack", folder / "pack", home=folder)
        assert ran.code == 0, ran.err
    return Home(pack, folder, now, then, folder / "now.parquet", folder / "then.parquet")


@pytest.fixture(scope="module")
def postgres(home: Home) -> Iterator[str]:
    """The address of a PostgreSQL of our own that holds the packed answers, and ends with the tests."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("there is no PostgreSQL: apt-get install postgresql")
    psycopg = pytest.importorskip("psycopg", reason="pip install 'selfcheck[postgres]'")
    programs = found[-1].parent
    place = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    as_user: list[str] = []
    if os.geteuid() == 0:  # it refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
        as_user = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    port = free_port()

    def call(*command: str | Path) -> None:
        subprocess.run([*as_user, *map(str, command)], check=True, capture_output=True, cwd=place, timeout=50)

    call(programs / "initdb", "-D", place / "data", "-U", "tests", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1 -c fsync=off"
    call(programs / "pg_ctl", "-D", place / "data", "-o", options, "-l", place / "log", "-w", "start")
    address = f"postgresql://tests@127.0.0.1:{port}/postgres"
    try:
        with psycopg.connect(address) as connection:
            load(connection, home, "answers", home.parquet)
            load(connection, home, "last_year", home.parquet_then)
        yield address
    finally:
        call(programs / "pg_ctl", "-D", place / "data", "-m", "immediate", "stop")
        shutil.rmtree(place)


def load(connection: object, home: Home, table: str, *files: Path) -> None:
    """Put packed files into a table of a database, as the README says."""
    import duckdb
    import psycopg

    assert isinstance(connection, psycopg.Connection)
    kinds = ", ".join(f'"{name}" {kind}' for name, kind in columns(home.pack).items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} ({kinds})".encode())
        with cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
            for file in files:
                for row in duckdb.execute("SELECT * FROM read_parquet(?)", [str(file)]).fetchall():
                    copy.write_row(row)
        cursor.execute(f"ANALYZE {table}".encode())


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def places(request: pytest.FixtureRequest, home: Home) -> tuple[str, str]:
    """Where an engine finds the cohort, and the earlier one."""
    if request.param == "postgres":
        address = request.getfixturevalue("postgres")
        return address, f"{address}#last_year"
    if request.param == "spark":
        pytest.importorskip("pyspark", reason="pip install 'selfcheck[spark]'")
        return f"spark://local{home.parquet}", f"spark://local{home.parquet_then}"
    return str(home.parquet), str(home.parquet_then)


ENGINES = pytest.mark.parametrize(
    "places",
    ["duckdb", "postgres", pytest.param("spark", marks=(pytest.mark.spark, pytest.mark.timeout(300)))],
    indirect=True,
)

ASKED: list[tuple[str | None, tuple[str, ...], bool]] = [
    (None, (), True),
    ("size", (), True),
    ("fields=media", ("size=small,middle",), True),
    ("city", ("fields=art,media", "a1=2,3"), True),
    ("city", ("city=izmir,nis,o'hara",), False),
    ("city", ("city=BACK\\SLASH\\N,${env:HOME}",), False),
    ("size=middle", (), True),
    ("fields", (), False),
    ("network", ("network=own,other",), False),
    ("a1", ("b3=1,2,3",), True),
    ("a2", (), False),
    ("a2=plan", ("b2=list",), True),
    ("a5", (), True),
    ("a5=2", (), False),
    ("b3", (), False),
]


@cache
def mine(
    home: Home, by: str | None, wheres: tuple[str, ...], since: bool, public: bool
) -> tuple[Counted, object, dict[str, dict[int, int]]]:
    return counted(home, str(home.now), str(home.then) if since else None, by, wheres, public=public)


SALT = (12345, 678, 910_111, 2_147_483_000)


def counted(
    home: Home, place: str, since: str | None, by: str | None, wheres: tuple[str, ...], *, public: bool
) -> tuple[Counted, object, dict[str, dict[int, int]]]:
    """The counts, the report but for what only the files themselves have, and the sums for the register."""
    asked = Asked.of(home.pack, by, wheres, public=public)
    found = count([place], since, asked, lambda _: None)
    try:
        report: object = replace(make_cohort_report(asked, found, TODAY), notes=(), aside=())
    except SelfcheckError as error:
        report = str(error)
    return found, report, found.sketches(SALT) if public else {}


@ENGINES
@pytest.mark.parametrize("since", [False, True], ids=["", "since"])
@pytest.mark.parametrize(("by", "wheres", "public"), ASKED, ids=lambda value: str(value))
def test_every_engine_makes_the_same_report(
    by: str | None, wheres: tuple[str, ...], public: bool, since: bool, places: tuple[str, str], home: Home
) -> None:
    expected, report, sketches = mine(home, by, wheres, since, public)
    found, its, sums = counted(home, places[0], places[1] if since else None, by, wheres, public=public)
    assert expected.tally.size > 5
    assert by is None or len(expected.tally.groups) > 1
    assert found.tally == expected.tally
    assert found.changes == expected.changes
    assert (expected.changes is not None and expected.changes.matched > 5) is since
    assert its == report
    assert sums == sketches
    assert found.gathered == ()


@ENGINES
def test_a_question_that_an_engine_cannot_group_by_is_refused(places: tuple[str, str], home: Home) -> None:
    for by, wheres in (("a4", ()), (None, ("a4=x",))):
        with pytest.raises(SelfcheckError, match="Only what was typed about the organisation"):
            counted(home, places[0], None, by, wheres, public=False)


# several files, of which some hold the same organisations


def overlapping(home: Home, folder: Path) -> tuple[Path, Path]:
    """Two cohorts that share organisations: copies, older states, later and unfinished responses, one changed by hand."""
    first = list(responses(home.pack, 90, seed=3))
    second = []
    for n, each in enumerate(first[20:]):
        newer = replace(each, answers={**each.answers, "a1": Answer(choice="1")})
        if n % 5 == 1:
            second.append(replace(newer, revision=each.revision + 1))
        elif n % 5 == 2:
            second.append(replace(newer, revision=each.revision - 1))
        elif n % 5 == 3:  # the later one, though its clock is of another zone
            second.append(
                replace(newer, id=f"{each.id}-later", changed=f"{each.changed[:11]}09:59:00+01:00", finished="x")
            )
        elif n % 5 == 4:
            second.append(replace(newer, id=f"{each.id}-open", finished="", changed="2027-01-01T10:00:00+03:00"))
        else:
            second.append(each)
    second += list(responses(home.pack, 120, seed=4))[90:]
    one, two = write(folder / "one", first), write(folder / "two", second)
    by_hand = two / "0.response.json"
    content = json.loads(by_hand.read_bytes())
    content["answers"]["a1"] = {"choice": "3" if content["answers"].get("a1") == {"choice": "1"} else "1"}
    by_hand.write_text(json.dumps(content), "utf-8")
    return one, two


@pytest.fixture(scope="module")
def several(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("several")
    for place in overlapping(home, folder):
        ran = run("pack", place, "-o", f"{place}.parquet", "--pack", home.folder / "pack", home=folder)
        assert ran.code == 0, ran.err
    return folder


@pytest.mark.parametrize(("by", "wheres"), [(None, ()), ("size", ()), ("a1", ("fields=art",)), ("city", ("city=nis",))])
@pytest.mark.parametrize("first", ["one", "two"])
def test_an_organisation_in_several_packed_files_counts_once(
    by: str | None, wheres: tuple[str, ...], first: str, several: Path, home: Home
) -> None:
    asked = Asked.of(home.pack, by, wheres, public=False)
    second = "two" if first == "one" else "one"

    def tally(*places: str) -> Counted:
        return count([str(several / place) for place in places], None, asked, lambda _: None)

    expected = tally(first, second)
    assert {each.kind for each in expected.gathered[0].aside} == {"twin", "earlier"}
    ids = {entry.id for entry in expected.gathered[0].entries}
    assert sum(each.endswith("-later") for each in ids) == 14  # each of the later ones
    assert sum(each.endswith("-open") for each in ids) < 5  # an unfinished one where there is no finished one
    for places in (
        (f"{first}.parquet", f"{second}.parquet"),
        (first, f"{second}.parquet"),
        (f"{first}.parquet", second),
    ):
        found = tally(*places)
        assert found.tally == expected.tally, places
        assert found.sketches(SALT) == expected.sketches(SALT), places
        assert found.twins == len(expected.gathered[0].aside), places
        assert found.details is not None
        assert expected.details is not None
        assert found.details.versions == expected.details.versions


def test_an_organisation_that_is_in_a_database_twice_counts_once(several: Path, home: Home, postgres: str) -> None:
    import psycopg

    with psycopg.connect(postgres) as connection:
        load(connection, home, "twice", several / "one.parquet", several / "two.parquet", several / "one.parquet")
    asked = Asked.of(home.pack, "city", ("a1=1,2",), public=False)
    expected = count([str(several / "one"), str(several / "two")], None, asked, lambda _: None)
    found = count([f"{postgres}#public.twice"], None, asked, lambda _: None)
    assert found.tally == expected.tally
    assert found.sketches(SALT) == expected.sketches(SALT)
    assert found.twins == len(expected.gathered[0].aside) + 90


@pytest.mark.spark
@pytest.mark.timeout(300)
def test_an_organisation_in_several_files_counts_once_in_spark(several: Path, home: Home, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pip install 'selfcheck[spark]'")
    for name in ("one.parquet", "two.parquet"):
        shutil.copy(several / name, tmp_path)
    asked = Asked.of(home.pack, "city", ("a1=1,2",), public=False)
    expected = count([str(several / "one"), str(several / "two")], None, asked, lambda _: None)
    found = count([f"spark://local{tmp_path}"], None, asked, lambda _: None)
    assert found.tally == expected.tally
    assert found.twins == len(expected.gathered[0].aside)


def test_what_was_before_may_be_anywhere(home: Home, postgres: str) -> None:
    """A folder now and a packed file then, a database and a folder: the same changes, whoever counts them."""
    asked = Asked.of(home.pack, None, ("size=small,middle",), public=False)
    expected = count([str(home.now)], str(home.then), asked, lambda _: None).changes
    assert expected is not None
    assert expected.matched > 30
    assert expected.scores[""] != {}
    nows = (str(home.now), str(home.parquet), postgres)
    thens = (str(home.then), str(home.parquet_then), f"{postgres}#last_year")
    for now in nows:
        for then in thens:
            assert count([now], then, asked, lambda _: None).changes == expected, (now, then)


def test_organisations_without_a_name_are_those_of_the_same_response(home: Home, tmp_path: Path) -> None:
    """Who left the name out is in the cohort all the same: it must be known how many are not in both."""
    unnamed = [replace(each, organisation="") for each in responses(home.pack, 30, seed=5)]
    write(tmp_path / "then", unnamed[:20])
    write(tmp_path / "now", unnamed)
    for name in ("then", "now"):
        place = f"{tmp_path / name}.parquet"
        assert run("pack", tmp_path / name, "-o", place, "--pack", home.folder / "pack", home=tmp_path).code == 0
    for ending in ("", ".parquet"):
        asked = Asked.of(home.pack, None, (), public=True)
        changes = count([f"{tmp_path}/now{ending}"], f"{tmp_path}/then{ending}", asked, lambda _: None).changes
        assert changes is not None
        assert (changes.earlier, changes.later, changes.matched) == (20, 30, 20)


def test_what_the_register_needs_comes_first_in_a_packed_file(home: Home) -> None:
    """Then a database finds it without looking through all of it."""
    import duckdb

    kinds = [kind for (kind,) in duckdb.execute("SELECT kind FROM read_parquet(?)", [str(home.parquet)]).fetchall()]
    assert kinds[:160] == ["response"] * 160
    assert "response" not in kinds[160:]


def test_no_two_responses_share_a_number() -> None:
    """Rows of one would be taken for rows of the other; below 2^31, nine pairs of these would."""
    assert len({number_of(f"20260101-{n}/1/2026-01-01") for n in range(200_000)}) == 200_000
    assert number_of("x") < NUMBERS < 2**63


# what is published


@ENGINES
def test_no_engine_publishes_what_could_be_subtracted(places: tuple[str, str], home: Home, tmp_path: Path) -> None:
    """A report of the core and one of an engine on nearly the same organisations are not both published."""
    register = tmp_path / "register.json"
    folders = [str(path) for path in sorted(home.now.iterdir(), key=lambda path: int(path.name.split(".")[0]))]
    asked = Asked.of(home.pack, None, (), public=True)
    enter(register, asked, count(folders[:-3], None, asked, lambda _: None))
    with pytest.raises(SelfcheckError, match="published before"):
        enter(register, asked, count([places[0]], None, asked, lambda _: None))
    enter(tmp_path / "other.json", asked, count([places[0]], None, asked, lambda _: None))
    enter(tmp_path / "other.json", asked, count(folders, None, asked, lambda _: None))
    with pytest.raises(SelfcheckError, match="published before"):
        enter(tmp_path / "other.json", asked, count(folders[:-1], None, asked, lambda _: None))


@ENGINES
def test_no_engine_publishes_small_numbers(places: tuple[str, str], home: Home) -> None:
    small = Asked.of(home.pack, None, ("network=other", "fields=art_media", "a5=2", "size=middle"), public=True)
    with pytest.raises(SelfcheckError, match="too few"):
        make_cohort_report(small, count([places[0]], None, small, lambda _: None), TODAY)
    asked = Asked.of(home.pack, "b3", (), public=True)
    report = make_cohort_report(asked, count([places[0]], places[1], asked, lambda _: None), TODAY)
    assert all(group.size >= 10 for group in report.groups)
    assert report.groups[-1].name == OTHERS
    shown = [answer.count.number for each in report.questions for answer in each.answers]
    assert None in shown
    assert not {1, 2, 3, 4} & set(shown)
    with pytest.raises(SelfcheckError, match="share"):
        Asked.of(home.pack, "a2", (), public=True)


# what can go wrong


def test_a_database_reports_and_says_what_is_wrong(postgres: str, home: Home, tmp_path: Path) -> None:
    def report(*arguments: str | Path) -> tuple[int, str, str]:
        ran = run(*arguments, "--pack", home.folder / "pack", home=tmp_path)
        return ran.code, ran.out, ran.err

    code, out, err = report(postgres, "--by", "a1", "--since", f"{postgres}#last_year", "--internal", "--json")
    assert (code, json.loads(out)["size"], json.loads(out)["matched"], err) == (0, 160, 130, "")
    for address in (postgres.replace("/postgres", "/nothing"), f"{postgres}#nothing"):
        code, out, err = report(address)
        assert (code, out) == (5, "")
        assert "does not answer" in err
    assert report(postgres, home.parquet)[0] == 2
    assert report("mysql://here")[0] == 2
    assert report("spark://local")[0] == 2
    assert report("spark://local/no/such/file.parquet")[0] == 5


def test_a_password_may_hold_the_sign_that_names_a_table() -> None:
    assert _with_table("postgresql://me:a#b@here/data") == ("postgresql://me:a#b@here/data", "")
    assert _with_table("postgresql://me:a#b@here/data#part.last") == ("postgresql://me:a#b@here/data", "part.last")
    assert _with_table("postgresql://here/data") == ("postgresql://here/data", "")


def test_a_question_that_an_older_file_does_not_have_was_not_answered(home: Home, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(home.folder / "pack", old)
    (old / "questions/010-profile.yaml").write_text(PROFILE[: PROFILE.index("  - id: network")], "utf-8")
    ran = run("pack", home.then, "-o", tmp_path / "old.parquet", "--pack", old, home=tmp_path)
    assert ran.code == 0, ran.err
    asked = Asked.of(home.pack, "network", (), public=False)
    found = count([str(tmp_path / "old.parquet"), str(home.parquet)], None, asked, lambda _: None)
    fresh = count([str(home.parquet)], None, asked, lambda _: None)
    assert found.tally.size == fresh.tally.size == 160
    both = count([str(home.folder / "then.parquet"), str(home.parquet)], None, asked, lambda _: None)
    assert len(both.tally.groups) == len(found.tally.groups) == 3


def test_a_file_that_is_none_of_ours_is_named(home: Home, tmp_path: Path) -> None:
    import duckdb

    duckdb.execute(f"COPY (SELECT 1 AS response, 'x' AS code) TO '{tmp_path}/other.parquet' (FORMAT parquet)")
    (tmp_path / "torn.parquet").write_bytes(home.parquet.read_bytes()[:-50])
    for name, code in (("other", 3), ("torn", 3), ("missing", 5)):
        for others in ((), (home.parquet,), (home.now,)):
            ran = run(tmp_path / f"{name}.parquet", *others, "--pack", home.folder / "pack", home=tmp_path)
            assert (ran.code, ran.out) == (code, ""), ran.err
            assert f"{name}.parquet" in ran.err


@pytest.mark.spark
@pytest.mark.timeout(300)
def test_spark_reports_without_a_word_of_its_own(home: Home, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pip install 'selfcheck[spark]'")
    before = sorted(home.folder.iterdir())
    ran = spark(home, f"spark://local{home.parquet}", "--since", f"spark://local{home.parquet_then}", "--internal")
    assert (ran.returncode, ran.stderr) == (0, "")
    mine = run(home.parquet, "--since", home.parquet_then, "--internal", "--pack", home.folder / "pack", home=tmp_path)
    assert ran.stdout == mine.out
    assert sorted(home.folder.iterdir()) == before


def spark(home: Home, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the program beside the cohort's folder, as long as Java needs."""
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("SELFCHECK")},
        "SELFCHECK_DIR": str(home.folder),
        "SELFCHECK_LANG": "en",
        **env,
    }
    return subprocess.run(
        [sys.executable, "-P", "-m", "selfcheck", "cohort", *arguments, "-q", "--pack", str(home.folder / "pack")],
        capture_output=True,
        text=True,
        cwd=home.folder,
        env=environment,
        timeout=200,
        check=False,
    )


@pytest.mark.spark
@pytest.mark.timeout(300)
def test_spark_says_what_is_wrong(home: Home, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pip install 'selfcheck[spark]'")
    import duckdb

    duckdb.execute(f"COPY (SELECT 1 AS response) TO '{tmp_path}/other.parquet' (FORMAT parquet)")
    java = Path(tmp_path / "java")
    java.write_text("#!/bin/sh\necho too old >&2\nexit 1\n", "utf-8")
    java.chmod(0o755)
    bin_only = {"PATH": "/usr/bin:/bin"} if not shutil.which("java", path="/usr/bin:/bin") else {"PATH": str(tmp_path)}
    for address, env, code, said in (
        (f"spark://local{home.parquet}", {"PATH": "/nowhere", "JAVA_HOME": ""}, 2, "needs Java, version 17"),
        (f"spark://local{home.parquet}", {"JAVA_HOME": str(tmp_path), **bin_only}, 2, "needs Java, version 17"),
        (f"spark://127.0.0.1:{free_port()}/answers.parquet", {}, 5, "No Spark cluster answers at 127.0.0.1"),
        ("spark://local/no/such/answers.parquet", {}, 5, "There is no file /no/such/answers.parquet"),
        (f"spark://local{home.now}", {}, 5, "Spark finds no Parquet file"),
        (f"spark://local{tmp_path}/other.parquet", {}, 3, "is not a file that selfcheck can count"),
    ):
        ran = spark(home, address, **env)
        assert (ran.returncode, ran.stdout) == (code, ""), ran.stderr
        assert said in ran.stderr
        assert len(ran.stderr.strip().split("\n")) <= 2


@pytest.mark.spark
@pytest.mark.timeout(300)
def test_a_cluster_counts_the_same(home: Home, tmp_path: Path) -> None:
    """A real master and a real worker, as processes of their own."""
    pyspark = pytest.importorskip("pyspark", reason="pip install 'selfcheck[spark]'")
    start = Path(str(pyspark.__file__)).parent / "bin" / "spark-class"
    port = free_port()
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(tmp_path / "work")}

    @contextmanager
    def running(name: str, *arguments: str) -> Iterator[None]:
        command = [str(start), f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *arguments]
        with (tmp_path / name).open("w") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=tmp_path)
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)

    address = f"spark://127.0.0.1:{port}"
    with running("master.Master", "--port", str(port), "--webui-port", "0"):
        until(lambda: is_open(port))
        with running("worker.Worker", "--webui-port", "0", "--cores", "1", "--memory", "1g", address):
            ran = spark(home, f"{address}{home.parquet}", "--by", "a5", "--internal", SPARK_LOCAL_IP="127.0.0.1")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (
        ran.stdout == run(home.parquet, "--by", "a5", "--internal", "--pack", home.folder / "pack", home=tmp_path).out
    )


def is_open(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise TimeoutError
