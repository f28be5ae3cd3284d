"""What a person has set once: read with every mistake named, remembered only when asked, overruled by what is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfcheck.cli import configuration
from selfcheck.cli.configuration import Configuration
from selfcheck.cli.configuration import read_configuration
from selfcheck.cli.configuration import remember
from selfcheck.cli.setting import answers_folder
from selfcheck.cli.setting import chosen_language
from selfcheck.cli.setting import interface
from selfcheck.problems import SelfcheckError
from tests.conftest import run_selfcheck


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "selfcheck" / "config.yaml"
    monkeypatch.setattr(configuration, "configuration_place", lambda: place)
    for name in ("SELFCHECK_LANG", "SELFCHECK_DIR", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")
    return place


def write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def test_without_a_file_nothing_is_set(place: Path) -> None:
    assert read_configuration() == Configuration()
    assert chosen_language(None) is None


def test_settings_are_read(place: Path) -> None:
    write(place, "lang: sr\ndir: '/tmp/My answers'\naccessible: yes\nprojector: false\n")
    assert read_configuration() == Configuration("sr", Path("/tmp/My answers"), accessible=True, projector=False)
    assert chosen_language(None) == "sr"
    assert answers_folder(None) == Path("/tmp/My answers")


def test_an_option_comes_first_then_the_environment_then_the_settings_then_the_system(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert chosen_language(None) == "en"
    write(place, "lang: sr\ndir: /tmp/settings\n")
    assert chosen_language(None) == "sr"
    monkeypatch.setenv("SELFCHECK_LANG", "tr")
    monkeypatch.setenv("SELFCHECK_DIR", "/tmp/environment")
    assert chosen_language(None) == "tr"
    assert answers_folder(None) == Path("/tmp/environment")
    assert chosen_language("en") == "en"
    assert answers_folder(Path("/tmp/option")) == Path("/tmp/option")


def test_the_environment_overrules_plain_questions_of_the_settings() -> None:
    assert interface(accessible=False, environment={"ACCESSIBLE": "0", "TERM": "xterm"}, configured=True)[0] != "plain"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "lnag: tr\n",
            "config.yaml:1:1: error: The file of settings has no use for 'lnag'. [unknown-key]\n  hint: did you mean 'lang'?",
        ),
        ("lang: tr\nlang: sr\n", "config.yaml:2:1: error:"),
        ("lang: xx\n", "config.yaml:1:7: error:"),
        ("accessible: maybe\n", "write true or false"),
        ("- lang\n", "write one line for each setting"),
        ("lang: [\n", "[yaml-syntax]"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_its_cure(
    place: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    write(place, text)
    with pytest.raises(SelfcheckError, match="cannot be used"):
        read_configuration()
    assert told in capsys.readouterr().err


def test_what_is_remembered_is_read_again_and_the_rest_stays(place: Path) -> None:
    write(place, "dir: /tmp/a\n")
    remember(lang="tr")
    remember(accessible=False)
    assert read_configuration() == Configuration("tr", Path("/tmp/a"), accessible=False)
    remember(dir=Path("D:/Ayşe's training"))
    assert read_configuration().dir == Path("D:/Ayşe's training")


def test_a_place_that_cannot_be_written_stops_nobody(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(place.parent.with_suffix(".x"), "")
    place.parent.parent.joinpath("selfcheck").write_text("a file, not a folder")
    remember(lang="tr")
    assert "cannot be written" in capsys.readouterr().err


def test_the_real_program_reads_them(tmp_path: Path) -> None:
    write(tmp_path / "selfcheck" / "config.yaml", f"lang: tr\ndir: {tmp_path / 'answers'}\n")
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert f"{tmp_path / 'answers'}" in run_selfcheck("doctor", env=env).out
    assert "kayıtlı değerlendirme yok" in run_selfcheck("saved", env=env).err
    write(tmp_path / "selfcheck" / "config.yaml", "lang: turkish\n")
    ran = run_selfcheck("saved", env=env)
    assert ran.code == 3
    assert "mend the file, or delete it" in ran.err
