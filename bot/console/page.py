"""A page of the console: its address, who may open it, and what answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from jinja2 import Environment
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from actions.settings import Settings
from bot.console.staff import Role, Staff
from surveys.campaigns.office import Office


@dataclass(frozen=True)
class Desk:
    """What every page is handed by the composition root."""

    office: Office
    settings: Settings
    templates: Environment


@dataclass(frozen=True)
class Visit:
    """One request of a signed-in person whose role was checked; a POST's CSRF token too."""

    request: Request
    staff: Staff
    form: FormData  # empty for GET
    csrf: str
    desk: Desk

    def show(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A template with what every page shows: who is signed in, and the form token."""
        page = self.desk.templates.get_template(template)
        return HTMLResponse(
            page.render(staff=self.staff, csrf=self.csrf, path=self.request.url.path, **values),
            status_code=status,
        )


@dataclass(frozen=True)
class Page:
    """One row of the table of routes, which says who may do what."""

    method: Literal["GET", "POST"]
    path: str
    handler: Callable[[Visit], Awaitable[Response]]
    may: frozenset[Role]
