"""What every campaign page does with a visit: whose survey it is, what is typed, what is shown."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy.engine import Connection
from starlette.responses import RedirectResponse, Response

from bot.console.page import Visit
from bot.console.staff import Role
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.approvals import Person
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.errors import NoSuchCampaign
from surveys.record.wording import BEIJING

LONGEST = 1000


def in_thread(handler: Callable[[Visit], Response]) -> Callable[[Visit], Awaitable[Response]]:
    """The handler as a page wants it: others are served while it waits for the database."""

    async def answer(visit: Visit) -> Response:
        return await asyncio.to_thread(_answered, handler, visit)

    return answer


def _answered(handler: Callable[[Visit], Response], visit: Visit) -> Response:
    try:
        return handler(visit)
    except NoSuchCampaign as error:
        return show(visit, "missing", HTTPStatus.NOT_FOUND, sentence=str(error))


def show(visit: Visit, template: str, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """A page with what they all use."""
    return visit.show(
        f"campaigns/{template}.html",
        status,
        acts=acts(visit),
        time=time,
        **values,
    )


def go(path: str) -> Response:
    """After something was done: a page that can be loaded again without doing it again."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def here(visit: Visit) -> str:
    """The address of the survey that is visited."""
    return f"/console/surveys/{number_of(visit)}"


def number_of(visit: Visit) -> str:
    return str(visit.request.path_params["number"])


def own(connection: Connection, visit: Visit) -> Campaign:
    """The survey that is visited; one of another recommender is told like one that is not there."""
    found = campaigns.find(connection, number_of(visit))
    if found.details.recommender != visit.staff.subject:
        raise NoSuchCampaign(f"没有编号为“{found.id}”的测评，请核对编号。")
    return found


def acts(visit: Visit) -> bool:
    """Whether this person changes things and sees what is personal."""
    return visit.staff.role in (Role.OPERATOR, Role.APPROVER)


def person(visit: Visit) -> Person:
    return Person(visit.staff.id, visit.staff.name)


def typed(visit: Visit, name: str, most: int = LONGEST) -> str:
    """A typed line without control characters and spaces around; empty if left out."""
    value = visit.form.get(name, "")
    if not isinstance(value, str):
        return ""
    kept = "".join(each for each in value if unicodedata.category(each) not in ("Cc", "Cs"))
    return kept.strip()[:most]


def lines(visit: Visit, name: str, most: int = LONGEST) -> tuple[str, ...]:
    """The lines of a larger field, empty ones left out."""
    value = visit.form.get(name, "")
    given = value.splitlines() if isinstance(value, str) else []
    return tuple(each.strip()[:most] for each in given if each.strip())


def whole(visit: Visit, name: str) -> int:
    """A whole number; -1 where there is none."""
    value = typed(visit, name, 9)
    return int(value) if value.isascii() and value.isdigit() else -1


def time(at: float | str | None) -> str:
    """A time, in seconds or as protocols write it, as people in Beijing read it."""
    if at is None:
        return ""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else datetime.fromtimestamp(at, UTC)
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
