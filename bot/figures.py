"""What is counted while the gateway runs, for Prometheus: numbers and kinds, never words or names.

Labels come from the program alone, so there are only so many of them.
"""

from __future__ import annotations

import logging
import time
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.assistant import Assistant
from bot.errors import TurnFailed, TurnUnavailable
from bot.messages import Claimed, Delivered, Reply
from bot.sending.carrier import Carrier, Outcome, Part

TURN_BUCKETS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 4.5, 8.0, 15.0, 60.0)
REQUEST_BUCKETS = (0.01, 0.05, 0.2, 1.0, 4.5, 30.0)


class Figures:
    """The figures of one gateway process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.info = self._gauge("huiqi_info", "Always 1; the version that runs", "version")
        self.info.labels(version("huiqi")).set(1)
        self.ready = self._gauge("huiqi_part_ready", "1 if a part is ready", "part")
        self.inbox = self._gauge("huiqi_inbox_rows", "Inbox rows by state", "state")
        self.deliveries = self._gauge(
            "huiqi_delivery_rows", "Messages not yet sent, by state", "state"
        )
        self.waiting = self._gauge(
            "huiqi_inbox_oldest_seconds", "How long the oldest unanswered message waits"
        )
        self.surveys = self._gauge("huiqi_surveys", "Surveys by step", "step")
        self.disk = self._gauge("huiqi_disk_free_bytes", "Free space of the data folder")
        self.database = self._gauge("huiqi_database_bytes", "Size of the SQLite file")
        self.turns = self._counter("huiqi_turns", "Turns by outcome", "outcome")
        self.turn_seconds = self._histogram("huiqi_turn_seconds", "A turn in Rasa", TURN_BUCKETS)
        self.requests = self._counter(
            "huiqi_requests", "HTTP requests by handler and status", "handler", "status"
        )
        self.request_seconds = self._histogram(
            "huiqi_request_seconds", "HTTP requests; chat waits for its reply", REQUEST_BUCKETS
        )
        self.sends = self._counter(
            "huiqi_sends", "Calls to channels by outcome", "channel", "outcome"
        )
        self.errors = self._counter(
            "huiqi_log_records", "Warnings and errors in the log", "logger", "level", "error"
        )

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(name, says, labels, registry=self.registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(name, says, labels, registry=self.registry)

    def _histogram(self, name: str, says: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, says, buckets=buckets, registry=self.registry)

    def text(self) -> bytes:
        return generate_latest(self.registry)


class CountedAssistant(Assistant):
    """Counts turns and how long they take."""

    def __init__(self, rasa_url: str, actions_url: str, key: str, figures: Figures) -> None:
        super().__init__(rasa_url, actions_url, key)
        self._figures = figures

    async def turn(self, claimed: Claimed) -> Reply:
        started = time.perf_counter()
        outcome = "broken"
        try:
            reply = await super().turn(claimed)
            outcome = "answered"
            return reply
        except TurnUnavailable:
            outcome = "unavailable"
            raise
        except TurnFailed:
            outcome = "failed"
            raise
        finally:
            self._figures.turns.labels(outcome).inc()
            self._figures.turn_seconds.observe(time.perf_counter() - started)


class CountedCarrier:
    """A carrier whose calls are counted by what came of them."""

    def __init__(self, carrier: Carrier, figures: Figures) -> None:
        self._carrier = carrier
        self._figures = figures
        self.prefix = carrier.prefix
        self.per_second = carrier.per_second
        self.contact_seconds = carrier.contact_seconds

    def parts(self, said: Delivered) -> tuple[Part, ...]:
        return self._carrier.parts(said)

    async def send(self, contact_key: str, part: Part, *, bulk: bool) -> Outcome:
        channel = self.prefix.partition(":")[0]
        try:
            outcome = await self._carrier.send(contact_key, part, bulk=bulk)
        except Exception:
            self._figures.sends.labels(channel, "broken").inc()
            raise
        self._figures.sends.labels(channel, type(outcome).__name__.lower()).inc()
        return outcome


class CountedLog(logging.Handler):
    """Counts warnings and errors by where they come from; a library's by its first name."""

    def __init__(self, figures: Figures) -> None:
        super().__init__(logging.WARNING)
        self._figures = figures

    def emit(self, record: logging.LogRecord) -> None:
        own = record.name.startswith("huiqi")
        logger = record.name if own else record.name.partition(".")[0]
        error = type(record.exc_info[1]).__name__ if record.exc_info else ""
        self._figures.errors.labels(logger, record.levelname.lower(), error).inc()


class CountedRequests:
    """Counts requests by the handler that the routes found, never by address."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            self._figures.requests.labels(_handler(scope), str(status)).inc()
            self._figures.request_seconds.observe(time.perf_counter() - started)


def _handler(scope: Scope) -> str:
    endpoint = scope.get("endpoint")
    if endpoint is None:
        return "none"
    name = getattr(endpoint, "__qualname__", type(endpoint).__name__)
    return str(name).replace("create_app.<locals>.", "")
