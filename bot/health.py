"""GET /health and /metrics: is each part ready, and the figures, without personal data."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import inbox
from bot.assistant import Assistant
from surveys.database import Database

log = logging.getLogger("huiqi.health")


class HealthPages:
    """Asks every part; the page is 200 when all are ready, else 503 with what is missing."""

    def __init__(self, database: Database, assistant: Assistant) -> None:
        self._database = database
        self._assistant = assistant
        self._registry = CollectorRegistry()
        self._rows = Gauge(
            "huiqi_inbox_rows", "Inbox rows by state", ["state"], registry=self._registry
        )
        self._ready = Gauge(
            "huiqi_part_ready", "1 if a part is ready", ["part"], registry=self._registry
        )

    def routes(self) -> list[Route]:
        return [Route("/health", self.health), Route("/metrics", self.metrics)]

    async def health(self, _: Request) -> JSONResponse:
        parts = await self._parts()
        status = HTTPStatus.OK if all(parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"ready": all(parts.values()), "parts": parts}, status_code=status)

    async def metrics(self, _: Request) -> Response:
        for part, ready in (await self._parts()).items():
            self._ready.labels(part).set(ready)
        for state, count in (await self._waiting() or {}).items():
            self._rows.labels(state).set(count)
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)

    async def _parts(self) -> dict[str, bool]:
        rasa, actions, rows = await asyncio.gather(
            self._assistant.rasa_ready(), self._assistant.actions_ready(), self._waiting()
        )
        return {"rasa": rasa, "actions": actions, "database": rows is not None}

    async def _waiting(self) -> dict[str, int] | None:
        try:
            return await asyncio.to_thread(inbox.waiting, self._database)
        except SQLAlchemyError:
            log.exception("the database does not answer")
            return None
