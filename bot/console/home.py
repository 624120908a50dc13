"""The first page after the sign-in: what is to be done next, by role."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from bot.console.page import Page, Visit
from bot.console.scope import records_of, today
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys import demo, review
from surveys.campaigns import campaign as campaigns
from surveys.platforms.attention import needing
from surveys.platforms.duties import of_recommender
from surveys.platforms.outlook import outlook

MOST = 10  # platforms that are listed here; the page of platforms has them all


def _show(visit: Visit) -> Response:
    return _platform(visit) if visit.staff.role is Role.PLATFORM else _recommender(visit)


def _recommender(visit: Visit) -> Response:
    database, day = visit.desk.office.database, today(visit)
    found = records_of(visit)
    with database.read() as connection:
        surveys = campaigns.all_of(connection, visit.staff.subject)
    pressing = needing(found, day)
    values: dict[str, Any] = {
        "surveys": surveys,
        "platforms": len(found),
        "pressing": pressing[:MOST],
        "more": len(pressing[MOST:]),
        "duties": of_recommender(visit.staff.subject, day),
        "questions": len(review.waiting(database)),
        "today": day,
        "demo": any(each.entry.key == demo.CODE for each in found),
        "offered": not found and not surveys and not demo.is_loaded(visit.desk.office),
    }
    return visit.show("home.html", **values)


def _platform(visit: Visit) -> Response:
    day = today(visit)
    found = next(iter(records_of(visit)), None)
    seen = outlook(found, day) if found else None
    entry = found.entry if found else None
    return visit.show("home_platform.html", entry=entry, seen=seen, today=day)


PAGES = (Page("GET", "/console/", in_thread(_show), frozenset(Role)),)
