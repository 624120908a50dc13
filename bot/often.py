"""How often something came from one network lately, over a moving window.

Kept in memory: one gateway serves all requests, and a restart may forget it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

ADDRESSES = 4096  # the one that was silent longest is forgotten first


class Often:
    """Counts by network; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float], most: int, seconds: float) -> None:
        self._clock, self._most, self._seconds = clock, most, seconds
        self._lock = threading.Lock()
        self._times: OrderedDict[str, list[float]] = OrderedDict()

    def count(self, address: str) -> None:
        with self._lock:
            name = network(address)
            self._times[name] = [*self._recent(name), self._clock()][-self._most :]
            self._times.move_to_end(name)
            while len(self._times) > ADDRESSES:
                self._times.popitem(last=False)

    def too_many(self, address: str) -> bool:
        with self._lock:
            return len(self._recent(network(address))) >= self._most

    def _recent(self, name: str) -> list[float]:
        since = self._clock() - self._seconds
        return [each for each in self._times.get(name, ()) if each > since]


def network(address: str) -> str:
    """One customer's network: the address, of IPv6 its first 64 bits."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else str(found)
