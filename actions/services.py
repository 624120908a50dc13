"""The composition root of the actions: settings read once, services built once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from actions.settings import Settings, read_settings
from knowledge.answerer import Answerer, load_answerer
from knowledge.reviewed import as_bank, read_reviewed
from surveys.database import Database


@dataclass(frozen=True)
class Services:
    """What an action may ask for."""

    answerer: Answerer
    database: Database
    now: Callable[[], float]

    def warm_up(self) -> None:
        """Answer once, so that the first person does not wait for what is loaded lazily."""
        self.answerer.answer("有效期几年")


def build_services(settings: Settings) -> Services:
    return Services(
        answerer=load_answerer(
            settings.embedding_model, as_bank(read_reviewed(settings.reviewed_file))
        ),
        database=Database(settings.database_url),
        now=time.time,
    )


@cache
def get_services() -> Services:
    """The one set of services of this process."""
    return build_services(read_settings(os.environ))
