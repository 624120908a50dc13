"""Rasa's log lines without what people wrote: its own carry whole messages."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

SAFE_FIELDS = ("event", "event_info", "exc_info")


def quiet_rasa() -> None:
    """Let through Rasa's warnings and errors, each with its event name only."""
    structlog.configure(
        processors=[_safe_only, structlog.stdlib.render_to_log_kwargs],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    logging.getLogger("rasa").setLevel(logging.WARNING)
    for name in ("sanic.root", "sanic.error", "apscheduler", "matplotlib", "tensorflow"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _safe_only(_: Any, __: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: fields[name] for name in SAFE_FIELDS if name in fields}
