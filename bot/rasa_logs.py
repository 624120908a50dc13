"""Rasa's log lines without what people wrote: its own carry whole messages."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog
from rasa.shared.exceptions import RasaException

SAFE_FIELDS = ("event", "event_info", "exc_info")


def quiet_rasa() -> None:
    """Let through Rasa's warnings and errors, each with its event name only."""
    structlog.configure(
        processors=[_safe_only, structlog.stdlib.render_to_log_kwargs],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    logging.getLogger("rasa.core.processor").addFilter(_brief)


def _safe_only(_: Any, __: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: fields[name] for name in SAFE_FIELDS if name in fields}


def _brief(record: logging.LogRecord) -> bool:
    """While the action server is away one line a turn is enough; the worker tries again."""
    if record.exc_info and isinstance(record.exc_info[1], RasaException):
        record.exc_info = None
    return True
