"""Accounts of colleagues and of platforms, as an approver keeps them.

Accounts of approvers, and all where steps need two persons, are made on the machine alone: who
could make the second person would be both.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import RedirectResponse, Response

from bot.console.audit import record
from bot.console.errors import ConsoleError, PageNotFound, WrongForm
from bot.console.forms import text
from bot.console.page import Page, Visit
from bot.console.scope import entries_of
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys.errors import SurveyError
from surveys.staff import accounts, links
from surveys.staff.model import WORDS, Account

PATH = "/console/people"
MAY_BE_MADE = (Role.OPERATOR, Role.AUDITOR, Role.PLATFORM)
ON_THE_MACHINE = "测评的步骤要两个人确认，所以账户请管理员在服务器上用 huiqi admin staff add 添加。"


def _show(visit: Visit) -> Response:
    return _page(visit)


def _page(visit: Visit, status: int = HTTPStatus.OK, **more: Any) -> Response:
    values = {
        "people": _people(visit),
        "platforms": {each.key: each.name for each in entries_of(visit)},
        "roles": [(each.value, WORDS[each]) for each in MAY_BE_MADE],
        "words": WORDS,
        "closed": ON_THE_MACHINE if _closed(visit) else "",
        "may_be_ended": MAY_BE_MADE,
    }
    return visit.show("people.html", status, **values, **more)


def _people(visit: Visit) -> list[Account]:
    """Those of the own recommender and of its platforms."""
    mine = {visit.staff.subject, *(each.key for each in entries_of(visit))}
    found = accounts.accounts(visit.desk.office.database)
    return [each for each in found if each.staff.subject in mine]


def _closed(visit: Visit) -> bool:
    return visit.desk.settings.two_persons == "on"


def _add(visit: Visit) -> Response:
    office = visit.desk.office
    try:
        name, role, subject = _typed(visit)
        with office.database.write() as connection:
            office.database.one_at_a_time(connection, accounts.LOCK)
            made = accounts.add(connection, name, role, subject, office.now())
            code = links.issue(office, connection, made.id)
    except (SurveyError, ConsoleError) as error:
        return _page(visit, HTTPStatus.BAD_REQUEST, error=str(error), typed=visit.form)
    record(visit, "添加账户", f"{made.name}（{made.role.word}）")
    base = (visit.desk.settings.public_url or str(visit.request.base_url)).rstrip("/")
    return _page(visit, made=made, link=f"{base}/console/setup/{code}")


def _typed(visit: Visit) -> tuple[str, Role, str]:
    """Name, role and whose account it is; a platform has to be one of the own."""
    if _closed(visit):
        raise WrongForm(ON_THE_MACHINE)
    form = visit.form
    role = next((each for each in MAY_BE_MADE if each.value == text(form, "role", 20)), None)
    if role is None:
        raise WrongForm("请选角色。")
    subject = visit.staff.subject
    if role is Role.PLATFORM:
        subject = text(form, "platform", 40)
        if subject not in {each.key for each in entries_of(visit)}:
            raise WrongForm("请选是哪家平台的账户。")
    return text(form, "name", 100), role, subject


def _end(visit: Visit) -> Response:
    """Nobody signs in to it any more; what it did stays on record."""
    office, number = visit.desk.office, visit.request.path_params["number"]
    found = next((each for each in _people(visit) if str(each.staff.id) == number), None)
    if found is None or found.staff.role not in MAY_BE_MADE:
        raise PageNotFound("没有这个账户，或者不能在这里停用。")
    with office.database.write() as connection:
        accounts.disable(connection, found.staff.id, office.now())
    record(visit, "停用账户", found.staff.name)
    return RedirectResponse(PATH, HTTPStatus.SEE_OTHER)


KEEPERS = frozenset({Role.APPROVER})
PAGES = (
    Page("GET", PATH, in_thread(_show), KEEPERS),
    Page("POST", PATH, in_thread(_add), KEEPERS),
    Page("POST", f"{PATH}/{{number}}/disable", in_thread(_end), KEEPERS),
)
