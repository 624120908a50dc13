"""What happened a short while ago, so that it does not happen again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

MOST_KEPT = 10_000


class Recent:
    """Remembers keys for some seconds, the newest at the end."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: OrderedDict[Hashable, float] = OrderedDict()

    def is_first(self, key: Hashable, now: float) -> bool:
        """Whether the key is new within the time; it is known from now on."""
        known = self._seen.get(key)
        if known is not None and 0 <= now - known < self._seconds:
            return False
        self._seen[key] = now
        self._seen.move_to_end(key)
        while len(self._seen) > MOST_KEPT:
            self._seen.popitem(last=False)
        return True
