"""HTTP between our own processes: connections are kept open from one turn to the next."""

from __future__ import annotations

import aiohttp

# Sanic, which Rasa and rasa-sdk serve with, closes a connection after five idle seconds.
KEPT_SECONDS = 3.0


def connect(seconds: float, headers: dict[str, str] | None = None) -> aiohttp.ClientSession:
    """A session whose requests end after `seconds`; to be made inside a running loop."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=KEPT_SECONDS),
        timeout=aiohttp.ClientTimeout(total=seconds),
        headers=headers,
    )
