"""GET /health, /health/live and /metrics: is each part ready, and the figures.

The figures name nobody, but they tell how the house is doing: without HUIQI_METRICS_TOKEN they
are for this machine alone, and behind a public address not to be had at all.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import logging
import shutil
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actions.settings import Settings
from bot import inbox
from bot.assistant import Assistant
from bot.figures import Figures
from bot.requests import Refused
from bot.sending import deliveries
from surveys.database import Database
from surveys.schema import campaign
from surveys.schema import inbox as inbox_table

log = logging.getLogger("huiqi.health")

LEAST_DISK_BYTES = 100 * 2**20
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
SAYS = {
    "rasa": "对话服务（Rasa）没有应答，正在启动或已停下，请看日志里的 rasa。",
    "actions": "动作服务没有应答，正在启动或已停下，请看日志里的 actions。",
    "database": "数据库没有应答，请检查 HUIQI_DATABASE_URL 和磁盘。",
    "tables": "数据库不是本版本的，请运行 huiqi migrate，或用对应版本的程序。",
    "disk": "数据目录所在的磁盘快满了，请清理或扩容。",
    "worker": "答复消息的任务停了，请重新启动惠企。",
    "sender": "发送消息的任务停了，请重新启动惠企。",
    "reminders": "提醒任务停了，请重新启动惠企。",
    "housekeeping": "到期清理的任务停了，请重新启动惠企。",
}
Tasks = Mapping[str, asyncio.Task[None]]


class HealthPages:
    """Asks every part; the page is 200 when all are ready, else 503 with what is missing."""

    def __init__(
        self,
        database: Database,
        assistant: Assistant,
        settings: Settings,
        figures: Figures,
        tasks: Tasks,
    ) -> None:
        self._database = database
        self._assistant = assistant
        self._settings = settings
        self._figures = figures
        self._tasks = tasks
        self._head = database.head()

    def routes(self) -> list[Route]:
        return [
            Route("/health", self.health),
            Route("/health/live", self.live),
            Route("/metrics", self.metrics),
        ]

    async def live(self, _: Request) -> JSONResponse:
        """This process answers, whatever the others do."""
        return JSONResponse({"alive": True})

    async def health(self, _: Request) -> JSONResponse:
        parts, _rows = await self._parts()
        status = HTTPStatus.OK if all(parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE
        body: dict[str, Any] = {"ready": all(parts.values()), "parts": parts}
        if not body["ready"]:
            body["says"] = [SAYS.get(name, name) for name, ready in parts.items() if not ready]
        return JSONResponse(body, status_code=status)

    async def metrics(self, request: Request) -> Response:
        self._refuse_strangers(request)
        parts, rows = await self._parts()
        for part, ready in parts.items():
            self._figures.ready.labels(part).set(ready)
        self._figures.disk.set(self._free())
        if rows:
            self._show(rows)
        return Response(self._figures.text(), media_type=CONTENT_TYPE_LATEST)

    def _refuse_strangers(self, request: Request) -> None:
        token = self._settings.metrics_token
        if token:
            given = request.headers.get("authorization", "").removeprefix("Bearer ")
            if not hmac.compare_digest(given.encode(), token.encode()):
                raise Refused(HTTPStatus.UNAUTHORIZED, "指标要凭令牌读取。")
        elif self._settings.public_url or not _is_local(request):
            raise Refused(
                HTTPStatus.FORBIDDEN, "指标只能在本机读取；要从别处读，请设置 HUIQI_METRICS_TOKEN。"
            )

    async def _parts(self) -> tuple[dict[str, bool], dict[str, Any] | None]:
        rasa, actions, rows = await asyncio.gather(
            self._assistant.rasa_ready(),
            self._assistant.actions_ready(),
            asyncio.to_thread(self._rows),
        )
        parts = {
            "rasa": rasa,
            "actions": actions,
            "database": rows is not None,
            "tables": rows is not None and rows["revision"] == self._head,
            "disk": self._free() > LEAST_DISK_BYTES,
            **{name: _goes_on(task) for name, task in self._tasks.items()},
        }
        return parts, rows

    def _rows(self) -> dict[str, Any] | None:
        try:
            with self._database.read() as connection:
                return {
                    "revision": self._database.revision(connection),
                    "inbox": inbox.waiting(self._database),
                    "deliveries": deliveries.counts(connection),
                    "oldest": _oldest(connection),
                    "surveys": _surveys(connection),
                }
        except SQLAlchemyError:
            log.exception("the database does not answer")
            return None

    def _show(self, rows: dict[str, Any]) -> None:
        for name, gauge in (
            ("inbox", self._figures.inbox),
            ("deliveries", self._figures.deliveries),
            ("surveys", self._figures.surveys),
        ):
            for label, count in rows[name].items():
                gauge.labels(label).set(count)
        self._figures.waiting.set(max(0.0, time.time() - rows["oldest"]) if rows["oldest"] else 0)
        file = self._database.engine.url.database
        if self._database.engine.dialect.name == "sqlite" and file:
            self._figures.database.set(Path(file).stat().st_size)

    def _free(self) -> int:
        return shutil.disk_usage(self._settings.data_dir).free


def _goes_on(task: asyncio.Task[None]) -> bool:
    """A task that ended without an error had nothing to do."""
    return not task.done() or (not task.cancelled() and task.exception() is None)


def _oldest(connection: Connection) -> float | None:
    query = select(func.min(inbox_table.c.received_at)).where(inbox_table.c.state.in_(inbox.OPEN))
    found: float | None = connection.execute(query).scalar()
    return found


def _surveys(connection: Connection) -> dict[str, int]:
    query = select(campaign.c.step, func.count()).group_by(campaign.c.step)
    return {step: int(count) for step, count in connection.execute(query)}


def _is_local(request: Request) -> bool:
    """Asked by a program of this machine, not by a proxy for somebody else."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
