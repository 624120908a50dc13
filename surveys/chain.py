"""The evidence of a survey: its events in one chain, each link holding the one before.

A link is a JSON object with `prev` and `sha256`; `sha256` is SHA-256 over the canonical JSON of
everything else in it, the first `prev` is empty, the last `sha256` is the chain's head. So
nothing can be changed, taken out or put in without every later link showing it. Personal data
never enters a link: firms are named by the key of the draw, words by their hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, distinct, select
from sqlalchemy.engine import Connection

from surveys.database import Database
from surveys.frames import canonical_json, sha256_of
from surveys.schema import chain_link as table

START = ""
# Made once: every answer adds a link, and making a statement costs more than running it.
_INSERT = table.insert()
_LAST = (
    select(table.c.place, table.c.sha256)
    .where(table.c.campaign == bindparam("survey"))
    .order_by(table.c.place.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Broken:
    """The first link of a survey that does not hold, and why."""

    campaign: str
    place: int
    message: str


def link(prev: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The next link of a chain whose head is `prev`."""
    content = {**entry, "prev": prev}
    return {**content, "sha256": sha256_of(canonical_json(content).encode())}


def to_lines(chain: Sequence[Mapping[str, Any]]) -> bytes:
    """One link a line, as the evidence of a survey is handed out."""
    return "".join(canonical_json(dict(each)) + "\n" for each in chain).encode()


def add(
    database: Database, connection: Connection, campaign: str, event: Mapping[str, Any], now: float
) -> str:
    """Append an event (`kind` and its content) in the caller's transaction; its hash.

    `now` is in seconds since 1970, UTC.
    """
    database.one_at_a_time(connection, f"chain {campaign}")
    last = _last(connection, campaign)
    place, prev = (last.place + 1, last.sha256) if last else (1, START)
    made = link(prev, {"campaign": campaign, "place": place, "at": f"{now:.3f}", **event})
    row = {"campaign": campaign, "place": place, "prev": prev, "sha256": made["sha256"]}
    stored = json.dumps(made, ensure_ascii=False)
    connection.execute(_INSERT, {**row, "link": stored})
    return str(made["sha256"])


def head(connection: Connection, campaign: str) -> str:
    """The hash of a survey's newest link."""
    last = _last(connection, campaign)
    return str(last.sha256) if last else START


def links(connection: Connection, campaign: str) -> Iterator[dict[str, Any]]:
    """A survey's links in order."""
    query = select(table.c.link).where(table.c.campaign == campaign).order_by(table.c.place)
    for stored in connection.execute(query).scalars():
        yield json.loads(stored)


def first_broken(connection: Connection) -> Broken | None:
    """The first link that does not follow from the one before; None where all chains hold."""
    campaigns = connection.execute(select(distinct(table.c.campaign))).scalars().all()
    found = (first_break(each, links(connection, each)) for each in sorted(campaigns))
    return next((each for each in found if each), None)


def first_break(campaign: str, chain: Iterable[Mapping[str, Any]]) -> Broken | None:
    """The first link of one chain that does not hold."""
    prev = START
    for place, each in enumerate(chain, 1):
        if each.get("place") != place:
            return Broken(campaign, place, f"第{place}环不见了，后面是第{each.get('place')}环。")
        if each.get("prev") != prev:
            return Broken(campaign, place, f"第{place}环没有接上前一环，前一环被改过或换过。")
        content = {name: value for name, value in each.items() if name not in ("prev", "sha256")}
        if link(prev, content)["sha256"] != each.get("sha256"):
            return Broken(campaign, place, f"第{place}环的内容和它的哈希不符，被改过。")
        prev = each["sha256"]
    return None


def _last(connection: Connection, campaign: str) -> Any:
    return connection.execute(_LAST, {"survey": campaign}).first()
