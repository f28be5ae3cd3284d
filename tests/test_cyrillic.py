"""Serbian in Cyrillic: word by word, what must stay, and every text that is shipped."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.assessment.response import choose
from selfcheck.assessment.response import new_response
from selfcheck.assessment.response import with_answer
from selfcheck.assessment.response_file import read_response
from selfcheck.content.checks import check_pack
from selfcheck.content.loading import load_pack
from selfcheck.content.markdown import links_in
from selfcheck.content.markdown import parse_blocks
from selfcheck.content.markdown import plain
from selfcheck.content.model import Feedback
from selfcheck.content.model import Pack
from selfcheck.content.model import Texts
from selfcheck.content.model import list_within
from selfcheck.cyrillic import LETTERS
from selfcheck.cyrillic import WORDS
from selfcheck.cyrillic import to_cyrillic
from selfcheck.plan.advice import Library
from selfcheck.plan.making import make_plan
from selfcheck.problems import say
from selfcheck.words import Words
from selfcheck.words import system_language
from tests.catalogues import catalogue
from tests.conftest import NOW
from tests.conftest import ROOT
from tests.conftest import make_pack
from tests.conftest import run_selfcheck

#: What stands on the left is printed as on the right: letters, digraphs, seams, capitals, names, addresses, sentences.
TABLE = r"""
azbuka | азбука
čaša | чаша
ćup | ћуп
đak | ђак
Đorđe | Ђорђе
žaba | жаба
šuma | шума
hleb | хлеб
cvet | цвет
fotelja | фотеља
jagnje | јагње
uje | ује
ključ | кључ
ljudi | људи
Ljubljana | Љубљана
LJUBAV | ЉУБАВ
polje | поље
volja | воља
konj | коњ
njiva | њива
Njegoš | Његош
NJEGOŠ | ЊЕГОШ
Niš | Ниш
sanjati | сањати
pitanje | питање
pitanja | питања
saradnja | сарадња
zagovaranje | заговарање
knjigovođa | књиговођа
džep | џеп
Džordž | Џорџ
DŽEM | ЏЕМ
budžet | буџет
budžetski | буџетски
menadžment | менаџмент
udžbenik | уџбеник
odžak | оџак
Odžaci | Оџаци
odžačar | оџачар
narudžbenica | наруџбеница
svedodžba | сведоџба
predodžba | предоџба
hadžija | хаџија
nadžak-baba | наџак-баба
patlidžan | патлиџан
Azerbejdžan | Азербејџан
ǌuška | њушка
ǋegov | Његов
ǉubav | љубав
ǆak | џак
injekcija | инјекција
Injekcije | Инјекције
INJEKCIJA | ИНЈЕКЦИЈА
mikroinjekcija | микроинјекција
injektirati | инјектирати
konjunktura | конјунктура
konjunktiv | конјунктив
konjunkcija | конјункција
konjugacija | конјугација
konjugovan | конјугован
konjektura | конјектура
konjušar | коњушар
konjica | коњица
vanjezički | ванјезички
izvanjezički | изванјезички
vanjski | вањски
Tanjug | Танјуг
Tanjuga | Танјуга
Tanjugov | Танјугов
tanjir | тањир
anjon | анјон
kanjon | кањон
panj | пањ
nadživeti | надживети
nadživela | надживела
NADŽIVETI | НАДЖИВЕТИ
nadžnjeti | наджњети
nadždrelni | надждрелни
odžaliti | оджалити
odžalila | оджалила
odživeti | одживети
neodživljen | неодживљен
odžvakati | оджвакати
podžanr | поджанр
podžanrovi | поджанрови
podžeći | поджећи
podžupan | поджупан
predživot | предживот
predžetveni | преджетвени
odjek | одјек
odjednom | одједном
nadjačati | надјачати
podjednako | подједнако
predjelo | предјело
adjektiv | адјектив
OCD | ОЦД
OCD-a | ОЦД-а
NVO | НВО
NVO-a | НВО-а
EU | ЕУ
BiH | БиХ
SAD | САД
APR-u | АПР-у
PDV | ПДВ
UNICEF | УНИЦЕФ
LGBTI | ЛГБТИ
GDPR-a | GDPR-а
SLAPP tužbe | SLAPP тужбе
PDF | PDF
PDF-a | PDF-а
HTML | HTML
USB memorija | USB меморија
Facebook | Facebook
Facebook-u | Facebook-у
Facebooka | Facebooka
na Zoomu | на Zoomu
Google Drive | Google Drive
Windows | Windows
Windowsu | Windowsu
YouTube kanal | YouTube канал
WhatsApp grupa | WhatsApp група
Excel | Excel
Erasmus+ | Erasmus+
Horizon 2020 | Horizon 2020
Trag fondacija | Траг фондација
Catalyst Balkans | Catalyst Balkans
Savet Evrope | Савет Европе
Açık Kapı | Açık Kapı
Istanbul | Истанбул
müdür | müdür
café | café
e-mail | e-mail
imejl | имејл
veb-sajt | веб-сајт
onlajn | онлајн
A4 | A4
mi2 | mi2
CO2 | CO2
XX vek | XX век
XIX | XIX
glava II | глава II
tom IV | том IV
VII konferencija | VII конференција
faza I | фаза I
I tako | И тако
PRAVA I OBAVEZE | ПРАВА И ОБАВЕЗЕ
DA LI STE VI TU | ДА ЛИ СТЕ ВИ ТУ
V. Petrović | В. Петровић
i/ili | и/или
Direktor/ka | Директор/ка
npr. | нпр.
d.o.o. | д.о.о.
a) prvo, b) drugo | а) прво, б) друго
radi od 9 do 17 | ради од 9 до 17
10 km | 10 км
20-ih | 20-их
četiri | четири
Šapat | Шапат
već ћирилица | већ ћирилица
Ово је већ ћирилица. | Ово је већ ћирилица.
Подсетник o volonterizmu | Подсетник о волонтеризму
ana.petrovic@udruzenje.rs | ana.petrovic@udruzenje.rs
pišite na info@trag.rs. | пишите на info@trag.rs.
www.gradjanske.org | www.gradjanske.org
(pravapomoc.rs) | (pravapomoc.rs)
na Donacije.rs | на Donacije.rs
https://example.org/putanja?a=b#c | https://example.org/putanja?a=b#c
Vidi <https://apr.gov.rs/>, ovde. | Види <https://apr.gov.rs/>, овде.
mailto:a@b.rs | mailto:a@b.rs
@organizacija | @organizacija
questions/pack.yaml | questions/pack.yaml
feedback/sr/9/3.md | feedback/sr/9/3.md
folder questions/ je prazan | фолдер questions/ је празан
fajl plan.md.j2 | фајл plan.md.j2
~/selfcheck/odgovori | ~/selfcheck/odgovori
C:\Users\Ana\plan | C:\Users\Ana\plan
question_id | question_id
NO_COLOR | NO_COLOR
`selfcheck start` | `selfcheck start`
Pokrenite selfcheck resume | Покрените selfcheck resume
Pokrenite selfcheck resume, pa pišite. | Покрените selfcheck resume, па пишите.
novi plan: selfcheck plan FILE -o plan.md | нови план: selfcheck plan FILE -o plan.md
selfcheck plan čuva odgovore | selfcheck план чува одговоре
direktor/ ka | директор/ ка
templates/ ili feedback/ | templates/ или feedback/
Horizont je širok | Хоризонт је широк
selfcheck start --lang tr  na turskom | selfcheck start --lang tr  на турском
navedite: --answers FILE | наведите: --answers FILE
bez --accessible. | без --accessible.
opcija -o i opcija -q | опција -o и опција -q
{done} od {total} | {done} од {total}
Oblast {n}: {title} | Област {n}: {title}
na primer {{tr: …, en: …}} | на пример {{tr: …, en: …}}
n: beleška; s: oblasti | n: белешка; s: области
Ili h za pomoć | Или h за помоћ
s kolegama | с колегама
k nama | к нама
Enter: dalje, Esc: nazad | Enter: даље, Esc: назад
jezik je tr ili en | језик је tr или en
Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu i pravima. | Сва људска бића рађају се слободна и једнака у достојанству и правима.
Fijuče vetar u šiblju, ledi pasaže i kuće iza njih i gunđa u odžacima. | Фијуче ветар у шибљу, леди пасаже и куће иза њих и гунђа у оџацима.
Ljubazni fenjerdžija čađavog lica hoće da mi pokaže štos. | Љубазни фењерџија чађавог лица хоће да ми покаже штос.
„Koliko novca?“ upitala je Džejn, pa dodala: „Nije nam ni do čega.“ | „Колико новца?“ упитала је Џејн, па додала: „Није нам ни до чега.“
Ko, šta, kada – i zašto: to je pitanje! | Ко, шта, када – и зашто: то је питање!
Za članice Asocijacije NKSS važi Statut (2012), član 7. | За чланице Асоцијације НКСС важи Статут (2012), члан 7.
U EU važi Opšta uredba (GDPR), a u Srbiji zakon. | У ЕУ важи Општа уредба (GDPR), а у Србији закон.
Na Kosovu radi KCSF, u BiH TechSoup BiH. | На Косову ради KCSF, у БиХ TechSoup БиХ.
"""
PAIRS = [tuple(line.split(" | ")) for line in TABLE.strip().split("\n")]

#: How Cyrillic is written in Latin letters, which leaves no choice but that between Nj and NJ.
BACK = {cyrillic: latin for latin, cyrillic in LETTERS.items() if latin.isascii() or latin in "čćžšđČĆŽŠĐdž"} | {
    "њ": "nj", "љ": "lj", "џ": "dž",
}  # fmt: skip

SMALL = "abvgdđežzijklmnoprstćufhcčš"
LARGE = "ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠ"

#: What may stand anywhere in a text and must come out byte for byte.
UNTOUCHED = (
    "https://apr.gov.rs/registri/udruzenja/uputstva.2217.html?a=b&c=d#e", "http://www.pravapomoc.rs/organizacije/",
    "mailto:info@primer.rs", "ana.petrovic@udruzenje.org.rs", "www.gradjanske.org", "pravapomoc.rs", "{path}", "{done}",
    "{{9: [1, 2]}}", "`selfcheck start --lang tr`", "--answers FILE", "--last-good", "questions/pack.yaml", "feedback/",
    "plan.md.j2", "select_one", "XIX", "VII", "Windows", "Açık", "Gönüllü", "A4", "PDF", "selfcheck", "Google Drive",
)  # fmt: skip


@pytest.mark.parametrize(("latin", "cyrillic"), PAIRS)
def test_word_for_word(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_cyrillic(cyrillic) == cyrillic


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    assert len(PAIRS) >= 150
    assert len(set(PAIRS)) == len(PAIRS)


@given(st.text(st.sampled_from([*SMALL, *LARGE, *"qwxyüğşİıåњЉђа .,:-/{}`@_01()\n"]), max_size=60))
def test_a_second_time_changes_nothing(text: str) -> None:
    once = to_cyrillic(text)
    assert to_cyrillic(once) == once


PIECES = st.one_of(st.sampled_from(UNTOUCHED), st.text(SMALL, min_size=3, max_size=9))


@given(st.lists(PIECES, max_size=12))
def test_what_must_stay_stays_byte_for_byte(pieces: list[str]) -> None:
    made = to_cyrillic("  ".join(pieces)).split("  ")
    assert [piece for piece in made if piece in UNTOUCHED] == [piece for piece in pieces if piece in UNTOUCHED]


@given(st.text(SMALL, min_size=3, max_size=14).filter(lambda word: word not in listed("latin")))
def test_a_serbian_word_keeps_no_latin_letter_and_leads_back_to_itself(word: str) -> None:
    made = to_cyrillic(word)
    assert re.search("[A-Za-zčćžšđ]", made) is None
    assert "".join(BACK[letter] for letter in made) == word


@cache
def groups(kind: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads(WORDS.read_text("utf-8"))[kind]
    return found


def listed(kind: str) -> list[str]:
    return [str(word).removesuffix("*") for group in groups(kind) for word in group["words"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["latin", "apart"])
def test_every_word_of_the_list_is_needed_and_every_group_says_why(kind: str) -> None:
    words = listed(kind)
    assert sorted(words) == sorted(set(words))
    assert all(len(str(group["reason"])) > 20 for group in groups(kind))
    for word in words:
        if kind == "latin":
            parts = re.findall(r"[^\W\d_]+", word)
            assert any(set(part) <= {*SMALL, *LARGE} for part in parts), f"{word} stays anyway"
        else:
            assert re.search("nj|lj|dž", word), word


@pytest.mark.parametrize("piece", ["a/", "a-", "a.", "{{", "/a.", "a.b@", "\\a", "I ", "`a"])
def test_no_text_takes_longer_than_its_length(piece: str) -> None:
    """A pattern that looks back over a text from every place in it would run into the time limit of a test here."""
    assert len(to_cyrillic(piece * 150_000)) == len(piece) * 150_000


def test_a_name_with_a_star_may_have_a_case_ending_and_another_may_not() -> None:
    assert to_cyrillic("Zoom, Zoomu, Zoomova, Zoomologija") == "Zoom, Zoomu, Zoomova, Зоомологија"
    assert to_cyrillic("Pact, pact, Pactu") == "Pact, пацт, Пацту"


# The languages, and who is given which


def test_words_speak_cyrillic_and_leave_their_values_alone() -> None:
    words = Words("sr-Cyrl")
    assert words("Question {n} of {total}", n=7, total=30) == "Питање 7 од 30"
    told = words.sentence(say("There is no room left on the disk for {path}.", path="/home/ana/odgovori"))
    assert told == "На диску нема више места за /home/ana/odgovori."
    inner = say("{owner} has no use for '{key}'.", owner=say("Level '{id}'", id="prvi"), key="nivo")
    assert words.sentence(inner) == "Ниво 'prvi': 'nivo' се овде не користи."
    assert words.percent(0.67) == "67 %"
    assert words.language == "sr-Cyrl"
    assert words("Folder:") == "Фолдер:"
    assert words("A sentence that nobody has translated") == "A sentence that nobody has translated"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("sr_RS", "sr-Cyrl"),
        ("sr_RS.UTF-8", "sr-Cyrl"),
        ("sr_RS@latin", "sr"),
        ("sr_RS.UTF-8@latin", "sr"),
        ("sr_Latn_RS", "sr"),
        ("sr-Latn-RS", "sr"),
        ("sr_Cyrl_RS", "sr-Cyrl"),
        ("sr_BA", "sr-Cyrl"),
        ("sr_ME.UTF-8", "sr"),
        ("sr_Cyrl_ME", "sr-Cyrl"),
        ("sr", "sr-Cyrl"),
    ],
)
def test_a_locale_tells_the_script(name: str, language: str) -> None:
    assert system_language({"LANG": name}) == language


@pytest.mark.parametrize(
    ("code", "language"), [("sr", "sr"), ("sr-Latn", "sr"), ("sr-Cyrl", "sr-Cyrl"), ("tr", "tr"), ("xx", None)]
)
def test_our_own_variable_names_a_language_of_ours(code: str, language: str | None) -> None:
    assert system_language({"SELFCHECK_LANG": code}) == language
    assert Words(code).language == (language or "en")


def texts(**by_language: str) -> Texts:
    return Texts({code.replace("_", "-"): text for code, text in by_language.items()}, {}, None)  # type: ignore[arg-type]


def test_a_text_is_given_in_cyrillic_where_there_is_a_serbian_one() -> None:
    assert texts(tr="Kurul", sr="Odbor").within("sr-Cyrl") == "Одбор"
    assert texts(sr="Odbor", sr_Cyrl="Управа").within("sr-Cyrl") == "Управа"
    assert texts(tr="Kurul", sr="").within("sr-Cyrl") == "Kurul"
    assert texts(tr="Kurul").within("sr-Cyrl") == "Kurul"
    assert texts(sr="Odbor").within("sr") == "Odbor"


def test_a_pack_that_adds_cyrillic_of_its_own_has_nothing_missing(tmp_path: Path) -> None:
    """What is not written in Cyrillic is made; only what is in neither script is missing."""
    files = {
        "questions/pack.yaml": "pack: p\nversion: 1.0.0\ntitle: {sr: Odbor, sr-Cyrl: Одбор}\nlanguages: [sr, sr-Cyrl]\n",
        "questions/010-board.yaml": QUESTIONS.replace("tr: ", "sr-Cyrl: ").replace(
            "{sr-Cyrl: Kurul, sr: Odbor}", "Odbor"
        ),
        "feedback/sr/1/1.md": DOCUMENT,
        "feedback/sr/1/2.md": DOCUMENT.replace("choice_id: 1", "choice_id: 2"),
    }
    loaded = make_pack(tmp_path, files)
    assert [problem.rule for problem in check_pack(loaded)] == []
    assert loaded.by_id["1"].text.within("sr-Cyrl") == "Var mı?"
    without = make_pack(
        tmp_path / "2", {**files, "questions/pack.yaml": files["questions/pack.yaml"].replace("[sr,", "[sr, tr,")}
    )
    assert {problem.rule for problem in check_pack(without)} == {"missing-language", "missing-feedback"}


@pytest.mark.parametrize(
    ("languages", "shown"),
    [("tr, en, sr", "sr-Cyrl"), ("sr", "sr-Cyrl"), ("sr-Cyrl", "sr-Cyrl"), ("tr, en", "tr"), ("en", "en")],
)
def test_a_pack_is_shown_in_cyrillic_where_it_speaks_serbian(tmp_path: Path, languages: str, shown: str) -> None:
    head = f"pack: p\nversion: 1.0.0\ntitle: Proba\nlanguages: [{languages}]\n"
    questions = "section: s\ntitle: Deo\nquestions:\n  - {id: 1, text: Da li?, type: text}\n"
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "pack.yaml").write_text(head, "utf-8")
    (tmp_path / "questions" / "010-s.yaml").write_text(questions, "utf-8")
    loaded, _ = load_pack(tmp_path)
    assert loaded.language("sr-Cyrl") == shown
    assert loaded.language("sr") == ("sr" if "sr" in languages.split(", ") else loaded.languages[0])


QUESTIONS = """\
section: board
title: {tr: Kurul, sr: Odbor}
questions:
  - id: 1
    text: {tr: Var mı?, sr: Da li postoji odbor?}
    short: {tr: Kurul, sr: Odbor}
    choices:
      - {id: 1, text: {tr: Yok, sr: Ne postoji}, score: 0}
      - {id: 2, text: {tr: Var, sr: Postoji}, score: 1}
"""

DOCUMENT = """\
---
title: Ne postoji
question_id: 1
choice_id: 1
actions: [Pozovite ljude na sastanak., Pišite na info@primer.rs.]
who: koordinatorka
---
# Prvi sastanak

Odbor *ne mora* biti **veliki**; `selfcheck plan` ga čeka. Vidi [vodič za odbore](https://primer.rs/vodic?nj=1),
[Guide to boards](https://example.org/boards), [The plan of a board](https://example.org/plan),
<https://primer.rs/njiva> i [primer.rs/lj](https://primer.rs/lj).

> Ljudi\\* pre pravila.

1. Njihova imena
2. Njihovi telefoni

```sh
selfcheck start --lang sr
```
"""

RESOURCES = """\
- {url: "https://example.org/boards", title: Guide to boards, language: en, type: guide, publisher: Board Source}
- {url: "https://primer.rs/vodic?nj=1", title: Vodič za odbore, language: sr, type: guide, publisher: Primer}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return make_pack(
        tmp_path_factory.mktemp("pack"),
        {
            "questions/pack.yaml": "pack: small\nversion: 1.0.0\ntitle: {tr: Küçük, sr: Mala}\nlanguages: [tr, sr]\n",
            "questions/010-board.yaml": QUESTIONS,
            "feedback/sr/1/1.md": DOCUMENT,
            "feedback/tr/1/1.md": DOCUMENT.replace("Ne postoji", "Yok"),
            "feedback/tr/1/2.md": DOCUMENT.replace("Ne postoji", "Var").replace("choice_id: 1", "choice_id: 2"),
            "feedback/sr/1/2.md": DOCUMENT.replace("Ne postoji", "Postoji").replace("choice_id: 1", "choice_id: 2"),
            "feedback/resources.yaml": RESOURCES,
        },
    )


def earned(pack: Pack, language: str) -> Feedback:
    question = pack.by_id["1"]
    made = new_response(pack, organisation="Njiva", language=language, response_id="x", now=NOW)
    made = with_answer(made, question, choose(question, "1"), NOW)
    (document,) = Library(pack).for_answer(question, made, frozenset(), language)
    return document


def test_a_document_is_changed_on_its_tree(small: Pack) -> None:
    document = earned(small, "sr-Cyrl")
    assert document.language == "sr-Cyrl"
    assert document.title == "Не постоји"
    assert document.actions == ("Позовите људе на састанак.", "Пишите на info@primer.rs.")
    assert document.who == "координаторка"
    assert document.body == (
        "# Први састанак\n\n"
        "Одбор *не мора* бити **велики**; `selfcheck plan` га чека. Види [водич за одборе](https://primer.rs/vodic?nj=1),\n"
        "[Guide to boards](https://example.org/boards), [The plan of a board](https://example.org/plan),\n"
        "<https://primer.rs/njiva> и [primer.rs/lj](https://primer.rs/lj).\n\n"
        "> Људи\\* пре правила.\n\n"
        "1. Њихова имена\n2. Њихови телефони\n\n"
        "```sh\nselfcheck start --lang sr\n```"
    )
    assert "Odbor *ne mora*" in earned(small, "sr").body


def test_resources_keep_the_titles_of_their_pages_and_serbian_ones_come_first(small: Pack) -> None:
    question = small.by_id["1"]
    response = new_response(small, organisation="Njiva", language="sr-Cyrl", response_id="x", now=NOW)
    response = with_answer(response, question, choose(question, "1"), NOW)
    plan = make_plan(small, response, Words("sr-Cyrl"), date(2026, 11, 24))
    assert plan.language == "sr-Cyrl"
    assert plan.organisation == "Njiva"
    assert [(group.kind, group.language) for group in plan.resources][:2] == [("Водичи", ""), ("Водичи", "енглески")]
    assert [each.title for group in plan.resources[:2] for each in group.resources] == [
        "Vodič za odbore",
        "Guide to boards",
    ]
    assert all(advice.language == "" for question in plan.questions for advice in question.advice)


# What is shipped


def shipped() -> Iterator[str]:
    """Every Serbian text of the shipped pack as a reader of Cyrillic gets it, and every word of the program."""
    loaded, _ = load_pack(ROOT)
    library = Library(loaded)
    yield from (loaded.title.within("sr-Cyrl"), *(level.title.within("sr-Cyrl") for level in loaded.levels))
    yield from (*list_within(loaded.before, "sr-Cyrl"), *list_within(loaded.guidance, "sr-Cyrl"))
    for section in loaded.sections:
        yield section.title.within("sr-Cyrl")
        for question in section.questions:
            help = question.help
            for text in (question.text, question.short, question.hint, help.why, help.look_for, help.example):
                yield text.within("sr-Cyrl") if text else ""
            for choice in question.choices:
                yield from (choice.text.within("sr-Cyrl"), choice.label("sr-Cyrl"))
    for document in loaded.feedback:
        if document.language == "sr":
            made = library._made(document, "sr-Cyrl")
            blocks = parse_blocks(made.body)
            assert [link.url for link in links_in(blocks)] == [
                link.url for link in links_in(parse_blocks(document.body))
            ]
            foreign = {plain(link.parts) for link in links_in(blocks) if library._is_foreign(link)}
            yield from (made.title, *made.actions, made.who, without(made.body, foreign))
    for message in catalogue("sr"):
        yield to_cyrillic(str(message.string)) if message.id else ""


def without(body: str, titles: set[str]) -> str:
    """A text without its addresses and the titles of foreign pages."""
    for title in sorted(titles, key=len, reverse=True):
        body = body.replace(f"[{title}]", "[]")
    return re.sub(r"\]\([^)\s]*\)|<https?://[^>]*>", " ", body)


def test_every_latin_word_that_is_left_has_been_read_and_approved(golden: Callable[[str, str], None]) -> None:
    """The golden file is read by a Serbian editor: what does not belong there goes into `cyrillic.toml`, or out of it."""
    told = (re.sub(r"\{[^{}]*\}", " ", text) for text in shipped())
    left = {word for text in told for word in re.findall(r"\S*[A-Za-zÀ-ɏ]\S*", text)}
    words = sorted({word.strip("()[]„“”\"',.:;!?*«»") for word in left})
    golden("\n".join(words) + "\n", "cyrillic-words-in-latin.txt")


def test_every_serbian_text_in_cyrillic_is_a_whole_one() -> None:
    """Nothing is half one script and half the other: no word mixes them but by a hyphen."""
    for text in shipped():
        for word in re.findall(r"[^\W\d_]+", text):
            scripts = {"Cyrillic" if "\u0400" <= letter <= "\u04ff" else "Latin" for letter in word}
            assert len(scripts) == 1, word


def test_nothing_of_it_is_loaded_where_latin_letters_are_spoken(tmp_path: Path) -> None:
    for language, expected in (("tr", "False"), ("sr", "False"), ("sr-Cyrl", "True")):
        code = (
            "import sys\nfrom selfcheck.cli import main\n"
            f"main(['demo', '--lang', {language!r}, '--dir', {str(tmp_path)!r}, '-o', '-'])\n"
            "print('selfcheck.cyrillic' in sys.modules, file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
        assert done.stderr.strip().split("\n")[-1] == expected, language


# From the outside


def test_the_whole_way_in_cyrillic(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    ran = run_selfcheck(
        "start", "--accessible", "--lang", "sr-Cyrl",
        env={"SELFCHECK_DIR": str(tmp_path)},
        input="Њива\n1, 2\nНиш\nб\n\nн\nпитај Љиљу\nh\n9\ns\n\n?\nљ\n1\n",
    )  # fmt: skip
    tidy = re.sub(r"\d{4}-\d\d-\d\d", "DATE", ran.out.replace(str(tmp_path), "FOLDER"))
    golden(tidy, "plain/session-sr-Cyrl.txt")
    response = read_response(next(tmp_path.rglob("*.response.json"))).response
    assert response.language == "sr-Cyrl"
    assert response.organisation == "Њива"
    assert response.answer("city_region").value == "Ниш"
    assert next(tmp_path.rglob("*.response.json")).parent.name == "njiva"
    again = run_selfcheck("plan", next(tmp_path.rglob("*.response.json")), "-o", "-")
    assert again.out.startswith("# Акциони план: Њива\n")


def test_a_code_that_is_none_names_the_four(tmp_path: Path) -> None:
    ran = run_selfcheck("saved", "--lang", "sr-cyrl", env={"SELFCHECK_DIR": str(tmp_path), "SELFCHECK_LANG": "sr-Cyrl"})
    assert ran.code == 2
    assert "en, tr, sr, sr-Cyrl" in ran.err
    assert run_selfcheck("saved", "--lang", "sr-Latn", env={"SELFCHECK_DIR": str(tmp_path)}).code == 0


def test_help_speaks_cyrillic_too() -> None:
    ran = run_selfcheck("start", "--help", env={"SELFCHECK_LANG": "sr-Cyrl"})
    assert "Језик: en, tr, sr или sr-Cyrl." in ran.out
    assert "--lang" in ran.out
