"""The first page after the sign-in: what is to be done next, by role."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.page import Page, Visit
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys.campaigns import campaign as campaigns


def _show(visit: Visit) -> Response:
    return visit.show("home.html", surveys=_surveys(visit))


def _surveys(visit: Visit) -> list[campaigns.Campaign]:
    """The recommender's surveys, newest first."""
    if visit.staff.role is Role.PLATFORM:
        return []
    with visit.desk.office.database.read() as connection:
        return campaigns.all_of(connection, visit.staff.subject)


PAGES = (Page("GET", "/console/", in_thread(_show), frozenset(Role)),)
