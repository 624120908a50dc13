"""The evidence: every event of every survey in one chain, each link holding the one before.

A link is SHA-256 over its place, time, survey, kind and content and the link before it, so
that nothing can be changed, taken out or put in without every later link showing it. Personal
data never enters a link: firms are named by the key of the draw, words by their hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from surveys.database import Database
from surveys.frames import canonical_json, sha256_of
from surveys.schema import chain_link as table

START = "0" * 64


@dataclass(frozen=True)
class Link:
    """One event; `at` is in seconds since 1970, UTC."""

    place: int
    at: float
    campaign: str
    kind: str
    content: Mapping[str, Any]
    before: str

    @property
    def sha256(self) -> str:
        return sha256_of(canonical_json(self.as_json).encode())

    @property
    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "at": f"{self.at:.3f}", "content": dict(self.content)}


@dataclass(frozen=True)
class Broken:
    """The first link that does not hold, and why."""

    place: int
    message: str


def add(
    database: Database, connection: Connection, campaign: str, event: Mapping[str, Any], now: float
) -> str:
    """Append an event (`kind` and its content) in the caller's transaction; its hash."""
    database.one_at_a_time(connection, "chain")
    last = connection.execute(
        select(table.c.place, table.c.sha256).order_by(table.c.place.desc()).limit(1)
    ).first()
    content = {name: value for name, value in event.items() if name != "kind"}
    before = last.sha256 if last else START
    link = Link(last.place + 1 if last else 1, now, campaign, str(event["kind"]), content, before)
    values = {name: value for name, value in vars(link).items() if name != "content"}
    stored = json.dumps(content, ensure_ascii=False)
    connection.execute(table.insert().values(**values, content=stored, sha256=link.sha256))
    return link.sha256


def head(connection: Connection) -> str:
    """The hash of the newest link."""
    newest = select(table.c.sha256).order_by(table.c.place.desc()).limit(1)
    return str(connection.execute(newest).scalar() or START)


def links(connection: Connection, campaign: str = "") -> Iterator[tuple[Link, str]]:
    """The links in order, each with the hash written down for it."""
    query = select(table).order_by(table.c.place)
    if campaign:
        query = query.where(table.c.campaign == campaign)
    for row in connection.execute(query):
        content = json.loads(row.content)
        yield (
            Link(row.place, row.at, row.campaign, row.kind, content, row.before),
            row.sha256,
        )


def first_broken(connection: Connection) -> Broken | None:
    """The first link that does not follow from the one before; None where all hold."""
    before = START
    for place, (link, written) in enumerate(links(connection), 1):
        if link.place != place:
            return Broken(place, f"第{place}环不见了，后面是第{link.place}环。")
        if link.before != before:
            return Broken(place, f"第{place}环没有接上前一环，前一环被改过或换过。")
        if link.sha256 != written:
            return Broken(place, f"第{place}环（{link.kind}）的内容和它的哈希不符，被改过。")
        before = written
    return None
