"""The audit trail: who did what, and whether its chain and those of the surveys hold."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.page import Page, Visit
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys import chain
from surveys.campaigns.holding import first_difference
from surveys.staff import audit

PATH = "/console/audit"
MOST = 100  # acts on a page
LONGEST_PLACE = 9  # digits, which every database takes


def _show(visit: Visit) -> Response:
    query = visit.request.query_params
    asked = query.get("before", "")[:LONGEST_PLACE]
    before = int(asked) if asked.isdecimal() else None
    with visit.desk.office.database.read() as connection:
        acts = audit.newest(connection, MOST, before)
        newest = audit.newest(connection, 1)
        checked = "check" in query
        broken = (
            (
                audit.first_broken(connection)
                or chain.first_broken(connection)
                or first_difference(connection, visit.desk.office)
            )
            if checked
            else None
        )
    values = {
        "acts": acts,
        "head": newest[0] if newest else None,
        "older": acts[-1].place if acts and acts[-1].place > 1 else None,
        "checked": checked,
        "broken": broken,
        "before": before,
    }
    return visit.show("audit.html", 200, **values)


PAGES = (Page("GET", PATH, in_thread(_show), frozenset({Role.APPROVER, Role.AUDITOR})),)
