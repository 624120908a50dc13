"""The composition root of the actions: settings read once, services built once."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from actions.opening import database_of, seal_of
from actions.settings import Settings, read_settings
from knowledge.answerer import Answerer, answerer_of, load_answerer
from knowledge.library import load_all
from knowledge.reviewed import as_bank, read_reviewed
from knowledge.shelf import Shelf
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.sealing import Seal


@dataclass(frozen=True)
class Services:
    """What an action may ask for."""

    answerer: Answerer | Shelf
    database: Database
    now: Callable[[], float]
    seal: Seal
    two_persons: bool = False
    base_url: str = ""  # of the gateway, where staff sign in

    @property
    def office(self) -> Office:
        """What acts on surveys need."""
        return Office(self.database, self.seal, self.now, lambda: secrets.token_hex(32))

    def warm_up(self) -> None:
        """Answer once, so that the first person does not wait for what is loaded lazily."""
        self.answerer.answer("有效期几年")


def shelf_of(settings: Settings) -> Shelf:
    """What answers: the shipped regulation, the added ones, and what was decided by people."""
    bank = as_bank(read_reviewed(settings.reviewed_file))
    return Shelf(
        load_answerer(settings.embedding_model, bank),
        load_all(settings.regulations_dir)[1:],
        partial(answerer_of, embedding_model=settings.embedding_model),
    )


def build_services(settings: Settings) -> Services:
    return Services(
        answerer=shelf_of(settings),
        database=database_of(settings),
        now=time.time,
        seal=seal_of(settings),
        two_persons=settings.two_persons == "on",
        base_url=settings.base_url,
    )


@cache
def get_services() -> Services:
    """The one set of services of this process."""
    return build_services(read_settings(os.environ))
