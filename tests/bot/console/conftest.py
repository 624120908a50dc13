"""The console on a database of each kind."""

from __future__ import annotations

import pytest

from surveys.database import Database
from tests.bot.console.clients import Console


@pytest.fixture
def console(database: Database) -> Console:
    return Console(database)
