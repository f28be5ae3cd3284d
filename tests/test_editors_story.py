"""A pack from nothing, by an editor who is no programmer: digital safety, six questions, two languages.

Everything is made with the commands; what an editor does by hand is to write a text in the place of each `…`, to tie
one question to another, and later to change a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from selfcheck.content.loading import load_pack
from tests.conftest import Ran
from tests.conftest import run_selfcheck

#: What the editor writes: per question its text and its two choices; per choice what to do, and why.
WORDS = {
    "1": {
        "en": ("Do we lock our phones and laptops?", "Some of us do.", "All of us do, and it is agreed."),
        "tr": ("Telefon ve bilgisayarlarımızı kilitliyor muyuz?", "Bazılarımız kilitliyor.", "Hepimiz kilitliyoruz; bu bizde kural."),
    },
    "2": {
        "en": ("Do we install updates?", "When somebody thinks of it.", "By themselves, on every device."),
        "tr": ("Güncellemeleri yüklüyor muyuz?", "Aklımıza geldikçe.", "Her cihazda kendiliğinden yükleniyor."),
    },
    "3": {
        "en": ("Do we keep copies of our files?", "Here and there.", "Every week, in two places."),
        "tr": ("Dosyalarımızı yedekliyor muyuz?", "Arada sırada.", "Her hafta, iki ayrı yerde."),
    },
    "4": {
        "en": ("How do we keep our passwords?", "On paper, or the same one everywhere.", "In a password manager."),
        "tr": ("Parolalarımızı nasıl saklıyoruz?", "Kâğıtta; ya da her yerde aynısı.", "Bir parola yöneticisinde."),
    },
    "5": {
        "en": ("Is there a second step when we log in?", "For the bank only.", "For mail, files and the bank."),
        "tr": ("Girişlerde ikinci bir adım var mı?", "Yalnızca bankada.", "E-posta, dosyalar ve bankada."),
    },
    "6": {
        "en": ("Who can open the password manager?", "One person.", "Two people, and the board knows who."),
        "tr": ("Parola yöneticisini kimler açabiliyor?", "Bir kişi.", "İki kişi; yönetim kurulu kim olduğunu biliyor."),
    },
}  # fmt: skip

ADVICE = {
    "en": ("Agree on it at the next meeting.", "A quarter of an hour is enough: show it on one device, and let each person do it on their own. Read [how others do it](https://securityinabox.org/en/)."),
    "tr": ("Bir sonraki toplantıda karara bağlayın.", "On beş dakika yeter: bir cihazda gösterin, sonra herkes kendi cihazında yapsın. [Başkaları nasıl yapıyor](https://securityinabox.org/tr/), bakın."),
}  # fmt: skip


class Editor:
    """Somebody with a folder, the commands and a text editor."""

    def __init__(self, folder: Path) -> None:
        self.pack = folder / "digital-safety"
        self.home = folder

    def run(self, *arguments: str | Path, input: str = "", here: bool = True) -> Ran:
        env = {"SELFCHECK_LANG": "en", "SELFCHECK_DIR": str(self.home / "answers")}
        return run_selfcheck(*arguments, env=env, input=input, cwd=self.pack if here else self.home)

    def new(self, *arguments: str, input: str = "") -> list[str]:
        """Make something new; gives the files that were made or grew, without their lines."""
        ran = self.run("content", "new", *arguments, input=input)
        assert ran.code == 0, ran.err
        return [line.partition(":")[0] for line in ran.out.split("\n") if line.startswith(("questions/", "feedback/"))]

    def write(self, path: str, *texts: str) -> None:
        """Write texts in the places of the stubs that are left in a file, from the top."""
        place = self.pack / path
        text = place.read_text("utf-8")
        for each in texts:
            quoted = json.dumps(each, ensure_ascii=False) if path.endswith(".yaml") else each
            text = re.sub('"…"|…', lambda _: quoted, text, count=1)  # noqa: B023
        place.write_text(text, "utf-8")

    def write_question(self, path: str, number: str) -> None:
        english, turkish = WORDS[number]["en"], WORDS[number]["tr"]
        stubs = (self.pack / path).read_text("utf-8").count("…")
        pairs = list(zip(english, turkish, strict=True))
        self.write(path, *[text for pair in pairs[3 - stubs // 2 :] for text in pair])

    def problems(self) -> dict[str, int]:
        """How many problems of each rule the check finds."""
        found = json.loads(self.run("content", "check", "--json").out)["problems"]
        rules = [problem["rule"] for problem in found]
        return {rule: rules.count(rule) for rule in rules}


def test_a_pack_from_nothing(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    editor = Editor(tmp_path)

    # a pack that can be asked before a word of it is written
    ran = editor.run(
        "content", "new", "pack", "digital-safety", "--languages", "en,tr", "--title", "en=Digital safety",
        "--title", "tr=Dijital güvenlik", "--section", "devices", "--choices", "2", "--no-input", here=False,
    )  # fmt: skip
    assert (ran.code, ran.out.split()) == (0, ["questions/pack.yaml", "questions/010-devices.yaml"])
    assert editor.problems() == {"unwritten-text": 4, "missing-feedback": 2}, "all that is left to do is to write"
    asked = editor.run("start", "--pack", ".", "--org", "A", "--accessible", input="\n1\nq\n")
    assert "Question 1 of 1" in asked.out
    assert "1. …" in asked.out

    # five more questions: with options, in a new section, and asked for in plain lines
    devices = "questions/010-devices.yaml"
    editor.write(devices, "Devices", "Cihazlar")
    editor.write_question(devices, "1")
    assert editor.new(
        "question", "--text", f"en={WORDS['2']['en'][0]}", "--text", f"tr={WORDS['2']['tr'][0]}", "--no-input"
    ) == [devices]
    editor.write_question(devices, "2")
    assert editor.new("question", "--no-input") == [devices]
    editor.write_question(devices, "3")
    accounts = "questions/020-accounts.yaml"
    assert editor.new(
        "section",
        "--id",
        "accounts",
        "--title",
        "en=Accounts",
        "--title",
        "tr=Hesaplar",
        "--choices",
        "2",
        "--no-input",
    ) == [accounts]
    editor.write_question(accounts, "4")
    assert editor.new(
        "question", "--accessible", input=f"2\n\n1\n\n{WORDS['5']['en'][0]}\n{WORDS['5']['tr'][0]}\n"
    ) == [accounts]
    editor.write_question(accounts, "5")
    assert editor.new("question", "--section", "accounts", "--no-input") == [accounts]
    editor.write_question(accounts, "6")
    text = (editor.pack / accounts).read_text("utf-8")
    (editor.pack / accounts).write_text(text.replace("  - id: 6\n", "  - id: 6\n    relevant: {4: [2]}\n"), "utf-8")
    golden((editor.pack / accounts).read_text("utf-8"), "story/020-accounts.yaml")
    assert editor.problems() == {"missing-feedback": 12}

    # their advice: of one choice by hand, the rest as stubs that are written
    own = editor.pack / "feedback/en/6/1.md"
    own.parent.mkdir(parents=True)
    own.write_text(
        f"---\ntitle: One person.\nquestion_id: 6\nchoice_id: 1\nactions:\n  - {ADVICE['en'][0]}\n---\n{ADVICE['en'][1]}\n",
        "utf-8",
    )
    made = editor.new("feedback", "6", "--choice", "1")
    made += editor.new("feedback")
    assert len(made) == 6 * 2 * 2 - 1
    assert editor.problems() == {"unwritten-text": 2 * len(made)}, "an action and the advice of each"
    for path in made:
        editor.write(path, *ADVICE[path.split("/")[1]])
    ran = editor.run("content", "check")
    assert (ran.code, ran.out, ran.err) == (0, "", "Files: 27, no problems.\n")
    golden((editor.pack / "feedback/tr/6/1.md").read_text("utf-8"), "story/6-1.md")

    # a look at it, from every side
    golden(editor.run("content", "preview", "6", "--choice", "1").out, "story/preview.txt")
    golden(editor.run("content", "status").out, "story/status.txt")
    golden(editor.run("content", "walk").out, "story/walk.txt")
    assert "Not visited yet (2)" in editor.run("content", "links", "--offline").out

    # somebody answers, and leaves with a plan
    (tmp_path / "answers.yaml").write_text("{1: 1, 2: 1, 3: 2, 4: 2, 5: 1, 6: 1}", "utf-8")
    plan = editor.run(
        "start", "--pack", ".", "--answers", tmp_path / "answers.yaml", "--org", "A", "--lang", "tr", "-o", "-"
    )
    assert plan.code == 0, plan.err
    assert "**6.1.1** Bir sonraki toplantıda karara bağlayın." in plan.out
    assert "3.1.1" not in plan.out

    # a sentence changes, and its translation is known to be old
    own.write_text(own.read_text("utf-8").replace("A quarter of an hour", "Half an hour"), "utf-8")
    status = json.loads(editor.run("content", "status", "--json").out)["status"]
    assert status["stale"] == [["feedback/tr/6/1.md", "feedback/en/6/1.md"]]

    pack, problems = load_pack(editor.pack)
    assert problems == ()
    assert {question.id: question.text.by_language for question in pack.questions} == {
        number: {code: texts[0] for code, texts in words.items()} for number, words in WORDS.items()
    }


@pytest.mark.parametrize("language", ["tr", "sr"])
def test_what_is_asked_is_asked_in_the_editor_s_language(
    tmp_path: Path, language: str, golden: Callable[[str, str], None]
) -> None:
    env = {"SELFCHECK_LANG": language}
    run_selfcheck("content", "new", "pack", "p", "--accessible", env=env, input="en tr\nTrust\nGüven\n", cwd=tmp_path)
    assert load_pack(tmp_path / "p")[0].title.by_language == {"en": "Trust", "tr": "Güven"}
    ran = run_selfcheck(
        "content", "new", "question", "--accessible", env=env, input="x y\n\n2\n1\n3\n\nNe?\n", cwd=tmp_path / "p"
    )
    assert ran.code == 0, ran.err
    golden(ran.out + re.sub(r"/\S*/", "", ran.err), f"story/asked-{language}.txt")
    question = load_pack(tmp_path / "p")[0].by_id["2"]
    assert (question.type, len(question.choices), question.text.by_language) == (
        "select_multiple",
        3,
        {"en": "…", "tr": "Ne?"},
    )
