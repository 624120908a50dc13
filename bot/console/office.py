"""The office of an installation, without the pages: for commands and for the start."""

from __future__ import annotations

import secrets
import time

from actions.settings import Settings
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.sealing import Seal

SALT_BYTES = 32


def open_office(database: Database, settings: Settings) -> Office:
    """With the real clock and the real chance."""
    return Office(database, Seal([settings.secret_key]), time.time, _salt)


def _salt() -> str:
    return secrets.token_hex(SALT_BYTES)
