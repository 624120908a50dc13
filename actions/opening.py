"""The one place where the product opens its database: with the secrets that seal it."""

from __future__ import annotations

import secrets
import time

from actions.settings import Settings
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.sealing import Seal


def seal_of(settings: Settings) -> Seal:
    """Seals with the present secret, opens with the older ones too."""
    return Seal(settings.secrets)


def database_of(settings: Settings) -> Database:
    """The database of this installation; words of people are sealed in it."""
    return Database(settings.database_url, seal_of(settings))


def office_of(settings: Settings, database: Database) -> Office:
    """What acts on surveys need: tables, seal, the time and the chance."""
    return Office(database, seal_of(settings), time.time, lambda: secrets.token_hex(32))
