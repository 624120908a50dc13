"""Putting on record what somebody did at the console."""

from __future__ import annotations

import logging

from bot.console.page import Visit

log = logging.getLogger(__name__)


def record(visit: Visit, what: str, about: str) -> None:
    """Put an act on record: a word or two, and the object. Every look at unmasked data is one."""
    log.info("staff %s: %s, %s", visit.staff.id, what, about)
