"""The console as people of each role use it: the real routes on a real database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from urllib.parse import parse_qs, urlsplit

from httpx import Response
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from actions.settings import Settings
from bot.console.page import Desk
from bot.console.pages import PAGES
from bot.console.routes import console_routes
from bot.console.staff import Role
from bot.console.templating import templates
from bot.gateway import SecurityHeaders
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.platforms import register
from surveys.sealing import Seal
from surveys.staff import accounts, sessions
from tests.surveys.platforms.invented import at, entry, said

NOW = at("2026-03-05 09:00")
PASSWORD = "一个足够长的旧口令！"
RECOMMENDER, OTHER = "江东省中小企业主管部门", "江西路主管部门"
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Clock:
    """A clock that a test moves."""

    now: float = NOW


@dataclass
class Console:
    """An installation with two recommenders' platforms, and clients of its console."""

    database: Database
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        chance = count(1)
        office = Office(
            self.database,
            Seal(["a secret for tests"]),
            lambda: self.clock.now,
            lambda: sha256(str(next(chance)).encode()).hexdigest(),
        )
        settings = replace(Settings(), secret_key="a secret for tests")
        self.desk = Desk(office, settings, templates())
        self.mine = register.add(self.database, entry(1), said()).key
        self.theirs = register.add(self.database, entry(2, recommender=OTHER), said()).key
        self.serve(settings)

    def serve(self, settings: Settings) -> None:
        """Answer under these settings from now on."""
        self.desk = replace(self.desk, settings=settings)
        self.app = Starlette(
            routes=console_routes(self.desk, PAGES), middleware=[Middleware(SecurityHeaders)]
        )

    @property
    def office(self) -> Office:
        return self.desk.office

    def client(self) -> TestClient:
        """A browser that nobody signed in with."""
        return TestClient(self.app, follow_redirects=False)

    def account(self, role: Role, name: str = "") -> int:
        """Somebody of that role, for the platform or the recommender that is `mine`."""
        subject = self.mine if role is Role.PLATFORM else RECOMMENDER
        with self.database.write() as connection:
            return accounts.add(connection, name or role.value, role, subject, self.clock.now).id

    def signed_in(self, role: Role, name: str = "") -> TestClient:
        """A browser with the session of somebody of that role."""
        client = self.client()
        number = self.account(role, name)
        with self.database.write() as connection:
            session = sessions.open_session(connection, number, self.office.salt(), self.clock.now)
        client.cookies.set("huiqi_staff", session)
        return client


def send(client: TestClient, path: str, page: str = "/console/account", **fields: str) -> Response:
    """A form as the browser sends it, with the token of the page that it stands on."""
    found = _CSRF.search(client.get(page).text)
    assert found, page
    return client.post(path, data={"csrf": found[1], **fields})


def leads_to(response: Response) -> tuple[str, dict[str, list[str]]]:
    """Where a redirect leads: the path and the query."""
    assert response.status_code == 303, response.text
    target = urlsplit(response.headers["location"])
    return target.path, parse_qs(target.query)
