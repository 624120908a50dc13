"""A demo to look around in, offered where there is nothing yet, and removed by one press."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from bot.console.audit import record
from bot.console.errors import PageNotFound
from bot.console.page import Page, Visit
from bot.console.scope import entries_of
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys import demo

ACTING = frozenset({Role.OPERATOR, Role.APPROVER})


def _load(visit: Visit) -> Response:
    if demo.is_loaded(visit.desk.office):  # pressed twice, or another recommender's
        return RedirectResponse("/console/surveys", HTTPStatus.SEE_OTHER)
    number = demo.load_demo(visit.desk.office, visit.staff.subject)
    record(visit, "建立示例", number)
    return RedirectResponse(f"/console/surveys/{number}/results", HTTPStatus.SEE_OTHER)


def _remove(visit: Visit) -> Response:
    if not is_own(visit):
        raise PageNotFound("这里没有示例可以删除。")
    demo.remove_demo(visit.desk.office)
    record(visit, "删除示例", demo.NAME)
    return RedirectResponse("/console/", HTTPStatus.SEE_OTHER)


def is_own(visit: Visit) -> bool:
    """Whether there is a demo, and it was made for this recommender."""
    return any(each.key == demo.CODE for each in entries_of(visit))


PAGES = (
    Page("POST", "/console/demo", in_thread(_load), ACTING),
    Page("POST", "/console/demo/remove", in_thread(_remove), ACTING),
)
