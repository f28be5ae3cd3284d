"""Visiting links: a server on this computer that misbehaves in every way a link can, and nothing beyond it."""

from __future__ import annotations

import io
import json
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec.structs import replace

from selfcheck.content import visitor
from selfcheck.content.judging import not_found_title
from selfcheck.content.links import Visit
from selfcheck.content.links import links_of_pack
from selfcheck.content.links import read_visits
from selfcheck.content.links import still_to_visit
from selfcheck.content.links import visits_as_bytes
from selfcheck.content.visiting import visit_links
from selfcheck.content.visitor import Manners
from selfcheck.problems import Source
from selfcheck.terminal.printing import print_in_place
from tests.conftest import NOW
from tests.conftest import ROOT
from tests.conftest import make_pack
from tests.conftest import run_selfcheck
from tests.conftest import write_tree
from tests.test_words_only import watched

QUICK = Manners(allow_private=True, timeout=0.4, limit=1.0, pause=0.0, waits=(0.02,))
PAGE = "<html><head><title>{title}</title></head><body>…</body></html>"


class Misbehaving(BaseHTTPRequestHandler):
    """Answers as its path says. What was asked, by whom, and how many at once, is noted on the server."""

    server: Server

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def answer(self, status: int, kind: str = "text/plain", text: str = "", **headers: str) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        with self.server.noted(self), suppress(OSError):
            getattr(self, f"at_{self.path.strip('/').split('?')[0].split('/')[0] or 'front'}")()

    def at_front(self) -> None:
        self.answer(200, "text/html; charset=utf-8", PAGE.format(title="Welcome"))

    at_page = at_front

    def at_file(self) -> None:
        self.answer(200, "application/pdf")

    def at_gone(self) -> None:
        self.answer(404)

    def at_closed(self) -> None:
        self.answer(410)

    def at_moved(self) -> None:
        self.answer(301, Location="/file?a=1&b=%C5%9F")

    def at_moved_then_elsewhere(self) -> None:
        self.answer(308, Location="/elsewhere")

    def at_elsewhere(self) -> None:
        self.answer(302, Location="/file")

    def at_moved_to_nothing(self) -> None:
        self.answer(301, Location="/gone")

    def at_to_the_front(self) -> None:
        self.answer(302, Location="/")

    def at_round(self) -> None:
        self.answer(302, Location="/round")

    def at_no_head(self) -> None:
        self.answer(405 if self.command == "HEAD" else 200)

    def at_drops_head(self) -> None:
        if self.command == "HEAD":
            self.close_connection = True
        else:
            self.answer(200)

    def at_forbidden(self) -> None:
        self.answer(403)

    def at_soft(self) -> None:
        self.answer(200, "text/html; charset=utf-8", PAGE.format(title="Sayfa bulunamadı | Dernek"))

    def at_slow(self) -> None:
        time.sleep(0.8)
        self.answer(200)

    def at_waits(self) -> None:
        time.sleep(0.15)
        self.answer(200)

    def at_trickles(self) -> None:
        self.send_response(200)
        for n in range(40):
            time.sleep(0.1)
            self.send_header(f"X-{n}", "a")
            self.flush_headers()

    def at_flaky(self) -> None:
        self.answer(200 if self.server.paths.count(self.path) > 2 else 503)

    def at_failing(self) -> None:
        self.answer(500)

    def at_busy(self) -> None:
        self.answer(429, Retry_After="1")

    def at_away(self) -> None:
        self.answer(302, Location=self.server.elsewhere)

    def at_metadata(self) -> None:
        self.answer(302, Location=f"http://127.0.0.2:{self.server.server_port}/file")


class Server(ThreadingHTTPServer):
    """A server that notes what it was asked."""

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), Misbehaving)
        self.paths: list[str] = []
        self.agents: set[str] = set()
        self.elsewhere = ""
        self.at_once = self.most_at_once = 0
        self.guard = threading.Lock()

    def handle_error(self, *arguments: object) -> None:
        """A client that hangs up is no news."""

    def noted(self, handler: Misbehaving) -> _Noted:
        return _Noted(self, handler)

    def url(self, path: str, scheme: str = "http") -> str:
        return f"{scheme}://{self.server_address[0]!s}:{self.server_port}/{path}"


class _Noted:
    def __init__(self, server: Server, handler: Misbehaving) -> None:
        self.server, self.handler = server, handler

    def __enter__(self) -> None:
        time.sleep(0.03)  # whoever has been answered already may not have been counted out yet
        with self.server.guard:
            self.server.paths.append(self.handler.path)
            self.server.agents.add(str(self.handler.headers["User-Agent"]))
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)

    def __exit__(self, *arguments: object) -> None:
        with self.server.guard:
            self.server.at_once -= 1


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


def visit(url: str, manners: Manners = QUICK) -> Visit:
    return dict(visit_links([url], manners, "2026-11-24"))[url]


@pytest.mark.parametrize(
    ("path", "verdict", "status"),
    [
        ("file", "ok", 200),
        ("page", "ok", 200),
        ("", "ok", 200),
        ("gone", "gone", 404),
        ("closed", "gone", 410),
        ("moved", "moved", 200),
        ("moved_then_elsewhere", "moved", 200),
        ("moved_to_nothing", "gone", 404),
        ("elsewhere", "ok", 200),
        ("to_the_front/of/all", "not_found_page", 200),
        ("round", "unreachable", 302),
        ("no_head", "ok", 200),
        ("drops_head", "ok", 200),
        ("forbidden", "refused", 403),
        ("soft", "not_found_page", 200),
        ("slow", "timeout", 0),
        ("trickles", "timeout", 0),
        ("flaky", "ok", 200),
        ("failing", "failing", 500),
        ("busy", "refused", 429),
        ("file/ş ğ?q=ı", "ok", 200),
    ],
)
def test_each_misbehaviour_is_told_apart(server: Server, path: str, verdict: str, status: int) -> None:
    found = visit(server.url(path))
    assert (found.verdict, found.status, found.day) == (verdict, status, "2026-11-24")
    assert all(agent.startswith("selfcheck ") and "checks links" in agent for agent in server.agents)


def test_a_page_that_moved_for_good_names_its_new_address(server: Server) -> None:
    assert visit(server.url("moved")).address == server.url("file?a=1&b=%C5%9F")
    assert visit(server.url("moved_then_elsewhere")).address == server.url("elsewhere"), "the rest may change again"


def test_a_certificate_that_nobody_signed_is_told_apart(server: Server) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ROOT / "tests" / "self-signed.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found = visit(server.url("file", "https"))
    assert found.verdict == "certificate"
    assert "self" in found.detail
    assert server.paths == []


def test_a_handshake_that_never_ends_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            with suppress(OSError), listening.accept()[0] as talking:
                talking.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")  # the head of a long greeting
                for _ in range(40):
                    talking.sendall(b"\x03")
                    time.sleep(0.1)

        threading.Thread(target=trickle, daemon=True).start()
        started = time.monotonic()
        found = visit(f"https://127.0.0.1:{listening.getsockname()[1]}/", replace(QUICK, waits=()))
        assert found.verdict == "timeout"
        assert time.monotonic() - started < 2.5


def test_nobody_there_and_no_such_name() -> None:
    assert visit("http://127.0.0.1:1/").verdict == "unreachable"
    assert visit("http://nobody.invalid/").verdict == "unreachable"


def test_a_failure_is_tried_again_and_a_busy_server_left_alone_as_long_as_it_asks(server: Server) -> None:
    started = time.monotonic()
    visit(server.url("busy"))
    assert time.monotonic() - started >= 1.0
    assert len(server.paths) == 4, "head and page, twice"


def test_a_host_is_given_time_between_two_requests(server: Server) -> None:
    slowly = Manners(allow_private=True, timeout=0.4, pause=0.15, waits=())
    started = time.monotonic()
    list(visit_links([server.url(f"file/{n}") for n in range(3)], slowly, "2026-11-24"))
    assert time.monotonic() - started >= 3 * 0.15


def test_two_names_that_lead_to_one_host_take_turns(server: Server) -> None:
    """A redirection brings a second visitor to a host that is being visited already."""
    other = Server("127.0.0.2")
    threading.Thread(target=other.serve_forever, args=(0.02,), daemon=True).start()
    other.elsewhere = server.url("waits/x")
    urls = [other.url("away"), *(server.url(f"waits/{n}") for n in range(3))]
    found = dict(visit_links(urls, QUICK, "2026-11-24"))
    other.shutdown()
    other.server_close()
    assert {each.verdict for each in found.values()} == {"ok"}
    assert server.paths.count("/waits/x") == 1
    assert server.most_at_once == 1


def test_one_request_at_a_time_per_host_and_several_hosts_at_once(server: Server) -> None:
    other = Server("127.0.0.2")
    threading.Thread(target=other.serve_forever, args=(0.02,), daemon=True).start()
    urls = [each.url(f"waits/{n}") for n in range(4) for each in (server, other)]
    started = time.monotonic()
    found = dict(visit_links(urls, QUICK, "2026-11-24"))
    took = time.monotonic() - started
    other.shutdown()
    other.server_close()
    assert {each.verdict for each in found.values()} == {"ok"}
    assert (server.most_at_once, other.most_at_once) == (1, 1)
    assert took < 8 * 0.15, "the two hosts were visited side by side"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "169.254.169.254",
        "10.0.0.1",
        "[::ffff:127.0.0.1]",
    ],
)
def test_a_private_address_is_not_asked(server: Server, host: str) -> None:
    strict = Manners(timeout=0.4, limit=1.0, pause=0.0, waits=())
    found = visit(f"http://{host}:{server.server_port}/file", strict)
    assert found.verdict in ("private", "unreachable"), "a name that this system cannot read is not reached either"
    assert server.paths == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("192.168.1.1", False), ("172.16.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("240.0.0.1", False), ("::1", False), ("fe80::1%eth0", False),
        ("fd00::1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
        ("ff02::1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert visitor._is_public(address) is public


def test_a_public_page_cannot_send_us_into_the_own_network(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "_is_public", lambda address: address == "127.0.0.1")
    found = visit(server.url("metadata"), Manners(timeout=0.4, pause=0.0, waits=()))
    assert (found.verdict, found.detail) == ("private", "127.0.0.2")


@pytest.mark.parametrize(
    ("title", "says_so"),
    [
        ("404 Not Found", True), ("Page not found - NGO", True), ("Sayfa bulunamadı", True),
        ("Stranica nije pronađena", True), ("Stranica ne postoji", True), ("Страница није пронађена", True),
        ("Error 404", True), ("This page no longer exists", True), ("Room 404: a guide", False), ("Lost and found", False),
        ("Kurul toplantısı", False), ("Founding an association", False),
    ],
)  # fmt: skip
def test_which_titles_say_not_found(title: str, says_so: bool) -> None:
    assert bool(not_found_title(f"<title>{title}</title><h1>Menu</h1>")) is says_so


def test_links_of_the_pack_with_all_their_places(tmp_path: Path) -> None:
    pack = make_pack(
        tmp_path,
        {
            "questions/010.yaml": "section: s\ntitle: S\nquestions:\n  - id: 1\n    text: Q\n    choices:\n      - {id: 1, text: A}\n      - {id: 2, text: B}\n",
            "feedback/1.md": "---\ntitle: A\nquestion_id: 1\nchoice_id: 1\n---\nSee [a](https://a.example/x) and\n[<u>a</u>](https://a.example/x), <https://b.example>, [m](mailto:a@b.example).\n",
            "feedback/resources.yaml": "- {url: 'https://a.example/x', title: A}\n",
        },
    )
    assert links_of_pack(pack) == {
        "https://a.example/x": (
            Source("feedback/1.md", 6),
            Source("feedback/1.md", 7),
            Source("feedback/resources.yaml", 1, 3),
        ),
        "https://b.example": (Source("feedback/1.md", 7),),
    }


def test_a_good_result_is_good_for_a_week_and_a_bad_one_not_at_all() -> None:
    known = {
        "old": Visit(verdict="ok", day="2026-11-16"),
        "new": Visit(verdict="ok", day="2026-11-17"),
        "bad": Visit(verdict="gone", day="2026-11-24"),
    }
    assert still_to_visit(["old", "new", "bad", "never"], known, NOW.date()) == ["old", "bad", "never"]


def test_what_is_remembered_is_read_back_and_what_is_not_understood_forgotten() -> None:
    visits = {"https://a.example": Visit(verdict="moved", status=200, address="https://b.example", day="2026-11-24")}
    assert read_visits(visits_as_bytes(visits)) == visits
    for damaged in (
        b"",
        b"[]",
        b"{",
        b'{"visits": 1}',
        b'{"visits": {"a": {"verdict": "x"}}}',
        b'{"visits": {"a": 1}}',
    ):
        assert read_visits(damaged) == {}


def small_pack(folder: Path, server: Server) -> Path:
    body = " ".join(f"[{path}]({server.url(path)})" for path in ("file", "gone", "moved"))
    question = "section: s\ntitle: S\nquestions:\n  - id: 1\n    text: Q\n    choices:\n      - {id: 1, text: A}\n      - {id: 2, text: B}\n"
    return write_tree(
        folder,
        {
            "questions/010.yaml": question,
            "feedback/1.md": f"---\ntitle: A\nquestion_id: 1\nchoice_id: 1\n---\n{body}\n",
        },
    )


def test_the_command_reports_remembers_and_works_offline(server: Server, tmp_path: Path) -> None:
    pack = small_pack(tmp_path / "pack", server)
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "SELFCHECK_LANG": "en"}
    nothing = run_selfcheck("content", "links", pack, "--offline", env=env)
    assert "Not visited yet (3)" in nothing.out
    assert server.paths == []

    ran = run_selfcheck("content", "links", pack, "--allow-private", "--strict", env=env)
    assert ran.code == 3
    assert "Visited: 3 of 3" in ran.err
    assert f"feedback/1.md:6:1: {server.url('gone')} [404]" in ran.out
    assert f"→ {server.url('file')}?a=1&b=%C5%9F" in ran.out
    asked = len(server.paths)

    offline = run_selfcheck("content", "links", pack, "--offline", "--format", "md", env=env)
    assert offline.out.startswith("## Tiny check 1.0.0: links\n")
    assert "### Gone: there is no such page any more (1)" in offline.out
    report = json.loads(run_selfcheck("content", "links", pack, "--offline", "--json", env=env).out)
    assert [entry["visit"]["verdict"] for entry in report["links"]] == ["ok", "gone", "moved"]
    assert len(server.paths) == asked


def test_a_stranger_s_pack_makes_no_call_into_the_own_network(server: Server, tmp_path: Path) -> None:
    pack = small_pack(tmp_path / "pack", server)
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "SELFCHECK_LANG": "en"}
    ran = run_selfcheck("content", "links", pack, env=env)
    assert ran.code == 0
    assert "Leads into a private network, so it was not visited (3)" in ran.out
    assert server.paths == []


@pytest.mark.guarantee("G13.1")
def test_no_other_command_opens_a_connection(server: Server, tmp_path: Path) -> None:
    pack = small_pack(tmp_path / "pack", server)
    commands = (
        ("content", "check", pack),
        ("content", "status", pack),
        ("content", "walk", pack),
        ("content", "preview", "1", "--choice", "1", "--pack", pack),
        ("content", "links", pack, "--offline"),
        ("content", "new", "feedback", "1", "--pack", pack),
    )
    for arguments in commands:
        ran = watched(tmp_path, *arguments)
        assert ran.returncode == 0, ran.stderr
        assert "WATCHED" not in ran.stderr, arguments
    assert server.paths == []
    assert "WATCHED socket.connect" in watched(tmp_path, "content", "links", pack, "--allow-private").stderr


class Screen(io.StringIO):
    """A stream that a terminal shows."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_a_bar_grows_in_its_place_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert print_in_place("██░░ Visited: 1 of 2\x1b[2J", last=False)
    assert print_in_place("████ Visited: 2 of 2", last=True)
    assert screen.getvalue() == "\r██░░ Visited: 1 of 2<U+001B>[2J\r████ Visited: 2 of 2\n"
    monkeypatch.setenv("TERM", "dumb")
    assert not print_in_place("x", last=True)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setenv("TERM", "xterm")
    assert not print_in_place("x", last=True)
