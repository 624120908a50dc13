"""Proportional strata by service: each kind of service gets its share of the sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from surveys.frames import Firm
from surveys.sampling.tickets import Ticket, ticket_of

NO_SERVICE = "未填服务内容"


def with_strata(tickets: Iterable[Ticket], firms: Iterable[Firm]) -> list[Ticket]:
    """The tickets, each with the service of its firm as stratum."""
    service = {firm.key: firm.service or NO_SERVICE for firm in firms}
    return [replace(each, stratum=service[each.key]) for each in tickets]


def quotas(seed: str, size: int, counts: Mapping[str, int]) -> dict[str, int]:
    """How many of the sample each stratum gives, by largest remainder.

    Strata with equal remainders are ordered by the ticket of their name, so that no
    spelling is favoured.
    """
    total = sum(counts.values())
    whole = {name: size * count // total for name, count in counts.items()}
    by_remainder = sorted(
        counts, key=lambda name: (-(size * counts[name] % total), ticket_of(seed, name))
    )
    for name in by_remainder[: size - sum(whole.values())]:
        whole[name] += 1
    return whole


def sampled(seed: str, size: int, tickets: Sequence[Ticket]) -> set[str]:
    """The keys of the first firms of each stratum, as many as its quota."""
    left = quotas(seed, size, Counter(each.stratum for each in tickets))
    keys = set()
    for each in tickets:
        if left[each.stratum]:
            left[each.stratum] -= 1
            keys.add(each.key)
    return keys
