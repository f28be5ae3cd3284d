"""Visiting many links: several hosts at a time, and one request at a time per host."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from selfcheck.content.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator

    from selfcheck.content.links import Visit
    from selfcheck.content.visitor import Manners

#: Hosts that are visited at the same time.
HOSTS = 8


def visit_links(
    urls: Iterable[str], manners: Manners, day: str, tell: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[tuple[str, Visit]]:
    """Visit links, several hosts at a time, and give each result as it comes. `tell` hears how far it is."""
    hosts: deque[list[str]] = deque(_by_host(urls))
    total, done = sum(map(len, hosts)), 0
    visitor = Visitor(manners)
    results: queue.SimpleQueue[tuple[str, Visit] | BaseException | None] = queue.SimpleQueue()
    workers = [threading.Thread(target=_work, args=(visitor, hosts, results), daemon=True) for _ in range(HOSTS)]
    for worker in workers:
        worker.start()
    busy = len(workers)
    try:
        while busy:
            found = _next_of(results)
            if found is None:
                busy -= 1
            elif isinstance(found, BaseException):
                raise found
            else:
                done += 1
                tell(done, total)
                yield found[0], replace(found[1], day=day)
    finally:
        visitor.stopped.set()


def _by_host(urls: Iterable[str]) -> Iterable[list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        found[urlsplit(url).netloc].append(url)
    return found.values()


def _work(visitor: Visitor, hosts: deque[list[str]], results: queue.SimpleQueue[Any]) -> None:
    """Visit one host after another until none is left, or until the visits are stopped."""
    try:
        while not visitor.stopped.is_set():
            for url in hosts.popleft():
                if not visitor.stopped.is_set():
                    results.put((url, visitor.visit(url)))
    except IndexError:
        pass
    except BaseException as error:  # a bug: it belongs to whoever waits for the results
        results.put(error)
    results.put(None)


def _next_of(results: queue.SimpleQueue[Any]) -> Any:
    """The next result, waiting in short turns so that Ctrl-C is heard on every system."""
    while True:
        with suppress(queue.Empty):
            return results.get(timeout=0.5)
