"""Binding codes: shown once, on the answer to the request that made them."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from bot.console.audit import record
from bot.console.page import Page, Visit
from bot.console.platforms import ONE, RECOMMENDERS
from bot.console.scope import record_of
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys.platforms import bindings
from surveys.platforms.bindings import CODE_SECONDS


def _for_platform(visit: Visit) -> Response:
    entry = record_of(visit).entry
    return _shown(visit, "platform", entry.key, entry.name)


def _for_recommender(visit: Visit) -> Response:
    return _shown(visit, "recommender", visit.staff.subject, visit.staff.subject)


def _shown(visit: Visit, role: bindings.Role, subject: str, name: str) -> Response:
    office = visit.desk.office
    code = bindings.issue(office.database, role, subject, secrets.choice, office.now())
    record(visit, "发绑定码", name)
    until = office.now() + CODE_SECONDS
    return visit.show(
        "binding_code.html", code=code, name=name, until=until, role=role, subject=subject
    )


PAGES = (
    Page("POST", f"{ONE}/codes", in_thread(_for_platform), RECOMMENDERS),
    Page(
        "POST", "/console/reminders/codes", in_thread(_for_recommender), frozenset({Role.APPROVER})
    ),
)
