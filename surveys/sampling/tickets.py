"""Tickets: the order in which chance calls the firms, computed with SHA-256 alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from surveys.frames import Firm


@dataclass(frozen=True, order=True)
class Ticket:
    """A firm's place in the draw: lower tickets are called first."""

    ticket: str
    key: str
    name: str
    stratum: str = ""


def ticket_of(seed: str, key: str) -> str:
    """SHA-256 over the UTF-8 bytes of seed and key, one straight after the other."""
    return hashlib.sha256((seed + key).encode()).hexdigest()


def in_ticket_order(seed: str, firms: Iterable[Firm]) -> list[Ticket]:
    """Every firm's ticket, lowest first."""
    return sorted(Ticket(ticket_of(seed, firm.key), firm.key, firm.name) for firm in firms)
