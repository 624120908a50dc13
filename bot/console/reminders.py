"""Reminders: who gets them, what comes next, and how somebody gets them no more."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from bot.console.audit import record
from bot.console.errors import PageNotFound
from bot.console.page import Page, Visit
from bot.console.platforms import RECOMMENDERS
from bot.console.scope import records_of, today
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys.platforms import bindings
from surveys.platforms.watching import Coming, Subject, Watcher, coming, watchers

PATH = "/console/reminders"
DAYS_AHEAD = 31
STATES = {"running": "提醒中", "snoozed": "暂缓", "stopped": "对方已停止"}


def _show(visit: Visit) -> Response:
    found = records_of(visit)
    names = {each.entry.key: each.entry.name for each in found}
    watching = _watchers(visit, set(names))
    watched = {each.binding.subject for each in watching if each.state != "stopped"}
    values = {
        "names": names,
        "watchers": watching,
        "states": STATES,
        "coming": _together(coming(found, today(visit), DAYS_AHEAD)),
        "watched": watched,
        "done": visit.request.query_params.get("done", ""),
    }
    return visit.show("reminders.html", 200, **values)


def _together(found: list[Coming]) -> list[list[Coming]]:
    """Those of one day that say the same, of several platforms."""
    alike: dict[tuple[date, str, date], list[Coming]] = {}
    for each in found:
        alike.setdefault((each.day, each.says, each.due), []).append(each)
    return list(alike.values())


def _end(visit: Visit) -> Response:
    names = {each.entry.key: each.entry.name for each in records_of(visit)}
    number = visit.request.path_params["number"]
    found = [each for each in _watchers(visit, set(names)) if str(each.binding.id) == number]
    if not found:
        raise PageNotFound("没有这个绑定，可能已经解除。")
    office, bound = visit.desk.office, found[0].binding
    bindings.end(office.database, bound.id, office.now())
    record(visit, "解除绑定", f"{names.get(bound.subject, bound.subject)}（编号{bound.id}）")
    return RedirectResponse(f"{PATH}?done=ended", HTTPStatus.SEE_OTHER)


def _watchers(visit: Visit, keys: set[str]) -> list[Watcher]:
    """Of the platforms that somebody sees, and of the recommender itself."""
    subjects: set[Subject] = {("platform", key) for key in keys}
    if visit.staff.role is not Role.PLATFORM:
        subjects.add(("recommender", visit.staff.subject))
    office = visit.desk.office
    return watchers(office.database, subjects, office.now())


PAGES = (
    Page("GET", PATH, in_thread(_show), frozenset(Role)),
    Page("POST", f"{PATH}/{{number}}/end", in_thread(_end), RECOMMENDERS | {Role.PLATFORM}),
)
