"""How many wrong invitations an address has tried lately.

A code cannot be guessed (144 bits), so this only keeps a guesser from costing anything. It is
kept in memory: one gateway serves all requests, and a restart may forget it. Who already holds
an invitation is never stopped, because a whole office can share one address.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

MOST = 20
SECONDS = 600.0
ADDRESSES = 4096  # the oldest is forgotten first


class Guesses:
    """Counts misses by address over a moving window; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._misses: OrderedDict[str, list[float]] = OrderedDict()

    def missed(self, address: str) -> None:
        with self._lock:
            name = _network(address)
            self._misses[name] = [*self._recent(name), self._clock()][-MOST:]
            self._misses.move_to_end(name)
            while len(self._misses) > ADDRESSES:
                self._misses.popitem(last=False)

    def too_many(self, address: str) -> bool:
        with self._lock:
            return len(self._recent(_network(address))) >= MOST

    def _recent(self, name: str) -> list[float]:
        since = self._clock() - SECONDS
        return [each for each in self._misses.get(name, ()) if each > since]


def _network(address: str) -> str:
    """One customer's network: the address, of IPv6 its first 64 bits."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)
