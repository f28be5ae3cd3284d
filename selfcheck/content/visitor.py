"""A visitor of links: the only place that opens a connection, and only when an editor asks for it.

A pack may come from a stranger, so an address inside the own network is not asked, whatever name or redirection leads
there: the connection goes to the very address that was looked at. Nobody is hurried: one request at a time per host.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.parse import urljoin
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec import field

from selfcheck.content.judging import Reply
from selfcheck.content.judging import judge
from selfcheck.content.links import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Redirections that are followed; what is read of a page, in bytes.
HOPS, PAGE = 10, 64 * 1024
PERMANENT, REDIRECT = (301, 308), (301, 302, 303, 307, 308)


class _PrivateError(Exception):
    """An address inside a network that a stranger's pack must not reach."""


class Manners(Struct, frozen=True, kw_only=True):
    """How links are visited. `waits` are the pauses before each further try, all times are in seconds."""

    allow_private: bool = False
    timeout: float = 10.0
    limit: float = 25.0
    pause: float = 0.5
    waits: tuple[float, ...] = (2.0, 6.0)
    longest_wait: float = 30.0
    program: str = "selfcheck"
    contact: str = ""

    @property
    def user_agent(self) -> str:
        """Who asks, and what for."""
        contact = f"; {self.contact}" if self.contact else ""
        return f"{self.program} (checks links in advice for civil society, one request at a time{contact})"


class Visitor(Struct):
    """Visits links, keeping to one request at a time per host."""

    manners: Manners
    stopped: threading.Event = field(default_factory=threading.Event)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    turns: dict[str, threading.Lock] = field(default_factory=dict)
    patience: dict[str, float] = field(default_factory=dict)

    def visit(self, url: str) -> Visit:
        """Visit a link, again after a pause where it may have been bad luck."""
        found = self.try_once(url)
        for wait in self.manners.waits:
            if found.verdict not in ("timeout", "failing", "unreachable") and found.status != 429:
                break
            if self.stopped.wait(max(wait, self.patience.get(urlsplit(url).hostname or "", 0.0))):
                break
            found = self.try_once(url)
        return found

    def try_once(self, url: str) -> Visit:
        """Visit a link, and name whatever went wrong."""
        try:
            return self.follow(url)
        except _PrivateError as error:
            return Visit(verdict="private", detail=str(error))
        except ssl.SSLCertVerificationError as error:
            return Visit(verdict="certificate", detail=error.verify_message)
        except TimeoutError:
            return Visit(verdict="timeout")
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            return Visit(verdict="unreachable", detail=getattr(error, "strerror", None) or type(error).__name__)

    def follow(self, url: str) -> Visit:
        """Go where a link leads, and judge what is there."""
        here, moved = url, ""
        permanent = True
        for _ in range(HOPS):
            reply = self.ask(here)
            if reply.status not in REDIRECT or not reply.location:
                return judge(url, here, moved, reply)
            here = urljoin(here, quote(reply.location, safe=f"{_SIGNS}#"))
            permanent = permanent and reply.status in PERMANENT
            moved = here if permanent else moved
        return Visit(verdict="unreachable", status=reply.status, detail="too many redirections")

    def ask(self, url: str) -> Reply:
        """Ask for the head of a page; for the page itself where that is refused, or where it may say 'not found'."""
        try:
            reply = self.request("HEAD", url)
        except (http.client.HTTPException, ConnectionError):
            return self.request("GET", url)
        if reply.status >= 400 or (reply.status == 200 and "html" in reply.kind):
            return self.request("GET", url)
        return reply

    def request(self, method: str, url: str) -> Reply:
        """One request, when it is the host's turn. Redirections are not followed here."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(url)
        host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
        port = parts.port or (443 if parts.scheme == "https" else 80)
        query = f"?{quote(parts.query, safe=_SIGNS)}" if parts.query else ""
        path = quote(parts.path or "/", safe=_SIGNS) + query
        with self.turns.setdefault(host, threading.Lock()):
            connection = self.connect(parts.scheme, host, port)
            try:
                return self.talk(connection, method, path)
            finally:
                self.stopped.wait(self.manners.pause)

    def talk(self, connection: http.client.HTTPConnection, method: str, path: str) -> Reply:
        """Say the request, and listen for as long as a visit may take."""
        headers = {"User-Agent": self.manners.user_agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        with _limited(connection, self.manners.limit):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            connection.request(method, path, headers=headers)
            response = connection.getresponse()
            asked = response.headers.get("Retry-After", "")
            self.patience[connection.host] = min(float(asked), self.manners.longest_wait) if asked.isdecimal() else 0.0
            return _read_reply(response, with_page=method == "GET")

    def connect(self, scheme: str, host: str, port: int) -> http.client.HTTPConnection:
        """A connection to an address of a host that may be asked."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not self.manners.allow_private:
            for address in addresses:
                if not _is_public(address):
                    raise _PrivateError(address)
        plain = _first_that_answers(addresses, port, self.manners.timeout)
        connection = http.client.HTTPConnection(host, port, timeout=self.manners.timeout)
        connection.default_port = 443 if scheme == "https" else 80
        connection.sock = plain
        if scheme == "https":  # the handshake waits until it is watched
            connection.sock = self.context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        return connection


#: What stays as it is written in an address.
_SIGNS = "%/:=&?~+!$,;'@()*[]"


def _first_that_answers(addresses: list[str], port: int, timeout: float) -> socket.socket:
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=timeout)
    return socket.create_connection((addresses[-1], port), timeout=timeout)


@contextmanager
def _limited(connection: http.client.HTTPConnection, limit: float) -> Iterator[None]:
    """A connection that is cut after a time, however slowly the other side trickles; closed at the end."""
    sock, late = connection.sock, threading.Event()

    def cut() -> None:
        late.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    watch = threading.Timer(limit, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
        if late.is_set():  # what was cut off looks like an end
            raise TimeoutError
    except (OSError, http.client.HTTPException) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        watch.cancel()
        connection.close()


def _read_reply(response: http.client.HTTPResponse, *, with_page: bool) -> Reply:
    kind = response.headers.get("Content-Type", "").casefold()
    data = b""
    if with_page and "html" in kind:
        try:
            data = response.read(PAGE)
        except http.client.IncompleteRead as error:
            data = error.partial
    return Reply(
        status=response.status,
        location=response.headers.get("Location", ""),
        kind=kind,
        page=data.decode(response.headers.get_content_charset("utf-8") or "utf-8", "replace"),
    )


def _is_public(address: str) -> bool:
    """Whether an address belongs to the internet at large, also where an IPv4 address is hidden in an IPv6 one."""
    found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is None and found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    return found.is_global and not found.is_multicast and not found.is_reserved
