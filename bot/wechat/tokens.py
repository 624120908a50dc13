"""The access token, one for all processes: kept sealed in the database, fetched by whoever
holds the lease. stable_token gives the same token while it is valid, so that an installation
does not put another's token out of use.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.wechat.line import Unanswered
from surveys.database import Database
from surveys.errors import Sealed
from surveys.sealing import Seal
from surveys.wechat_schema import wechat_token

MARGIN_SECONDS = 60.0
LEASE_SECONDS = 15.0
WAIT_SECONDS = 12.0
POLL_SECONDS = 0.1
FORCED_SECONDS = 1800.0  # least time between two forced ones: the platform gives 20 a day

Fetch = Callable[[bool], Awaitable[tuple[str, float]]]  # forced? → token and its seconds


@dataclass(frozen=True)
class _Lease:
    """We are to fetch it; whether a forced one is allowed."""

    may_force: bool


class Tokens:
    """Gives the token of one account."""

    def __init__(
        self, database: Database, seal: Seal, appid: str, fetch: Fetch, clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._seal = seal
        self._appid = appid
        self._fetch = fetch
        self._clock = clock

    async def token(self, refused: str = "") -> str:
        """A valid token, never the one that was just refused. Raises what the fetch raises."""
        ends = self._clock() + WAIT_SECONDS
        while self._clock() < ends:
            found = await asyncio.to_thread(self._kept, refused)
            if found:
                return found
            lease = await asyncio.to_thread(self._take_lease, refused)
            if lease:
                return await self._fetched(lease, refused)
            await asyncio.sleep(POLL_SECONDS)
        raise Unanswered("等另一个进程取access_token等了太久", sent=False)

    async def _fetched(self, lease: _Lease, refused: str) -> str:
        forced = False
        try:
            token, seconds = await self._fetch(False)
            if token == refused and lease.may_force:
                forced = True
                token, seconds = await self._fetch(True)
        except BaseException:
            await asyncio.to_thread(self._put, leased_until=0.0)
            raise
        now = self._clock()
        values: dict[str, Any] = {
            "sealed": self._seal.closed({"token": token}),
            "expires_at": now + seconds,
            "leased_until": 0.0,
        }
        await asyncio.to_thread(self._put, **values, **({"forced_at": now} if forced else {}))
        return token

    def _kept(self, refused: str) -> str:
        with self._database.read() as connection:
            row = self._row(connection)
        return self._usable(row, refused)

    def _usable(self, row: Any, refused: str) -> str:
        if row is None or row.expires_at - MARGIN_SECONDS <= self._clock():
            return ""
        try:
            token = self._seal.opened(row.sealed)["token"]
        except Sealed:  # the installation's secret was changed
            return ""
        return "" if token == refused else token

    def _take_lease(self, refused: str) -> _Lease | None:
        now = self._clock()
        with self._database.write() as connection:
            self._database.one_at_a_time(connection, f"wechat token {self._appid}")
            row = self._row(connection)
            if row and (row.leased_until > now or self._usable(row, refused)):
                return None
            self._write(connection, leased_until=now + LEASE_SECONDS)
        return _Lease(may_force=row is None or now - row.forced_at >= FORCED_SECONDS)

    def _row(self, connection: Connection) -> Any:
        query = select(wechat_token).where(wechat_token.c.appid == self._appid)
        return connection.execute(query).one_or_none()

    def _put(self, **values: Any) -> None:
        with self._database.write() as connection:
            self._write(connection, **values)

    def _write(self, connection: Connection, **values: Any) -> None:
        mine = wechat_token.c.appid == self._appid
        if not connection.execute(update(wechat_token).where(mine).values(**values)).rowcount:
            none = {"sealed": "", "expires_at": 0.0, "leased_until": 0.0, "forced_at": 0.0}
            connection.execute(
                wechat_token.insert().values(**{"appid": self._appid, **none, **values})
            )
