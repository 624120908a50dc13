"""Fuzzing: how many cases are tried, and what of ours broke meanwhile.

Each test tries a few every time; FUZZ_CASES=5000 makes it 50,000 over the ten tests of the
webhooks (tests/bot/test_wechat_fuzz.py and test_telegram_webhook.py).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, settings


def cases(usual: int) -> settings:
    return settings(
        max_examples=int(os.environ.get("FUZZ_CASES") or usual),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


class _Tracebacks(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or record.levelno >= logging.ERROR:
            self.found.append(record.getMessage())


@contextmanager
def tracebacks() -> Iterator[list[str]]:
    """What is logged as broken until the end of the block."""
    handler = _Tracebacks()
    logging.getLogger().addHandler(handler)
    try:
        yield handler.found
    finally:
        logging.getLogger().removeHandler(handler)
