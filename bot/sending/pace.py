"""How fast a channel may be called: over all contacts, and to one of them."""

from __future__ import annotations

from dataclasses import dataclass, field

KEPT = 10_000  # contacts whose last call is remembered


@dataclass
class Pace:
    """Gives each call its moment; told the time in seconds."""

    per_second: float
    contact_seconds: float
    _next: float = 0.0
    _last: dict[str, float] = field(default_factory=dict)

    def wait(self, contact_key: str, now: float) -> float:
        """Seconds to wait before a call to this contact; the moment is taken."""
        earliest = self._last.get(contact_key, 0.0) + self.contact_seconds
        at = max(now, self._next, earliest)
        # The contact's own wait must not keep the others waiting.
        self._next = max(now, self._next) + 1 / self.per_second
        self._last.pop(contact_key, None)
        self._last[contact_key] = at
        while len(self._last) > KEPT:
            del self._last[next(iter(self._last))]
        return at - now
