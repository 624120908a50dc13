"""Recording of a platform: its reports and what happened to it, each correction a newer row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http import HTTPStatus

from starlette.responses import Response

from bot.console.audit import record
from bot.console.errors import ConsoleError, WrongForm
from bot.console.forms import day, number, text
from bot.console.page import Page, Visit
from bot.console.platforms import ONE, RECOMMENDERS, back, page_of
from bot.console.scope import record_of, said_by, today
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys.errors import SurveyError
from surveys.platforms import records
from surveys.platforms.entries import WITHDRAWN, month_of
from surveys.platforms.model import Entry, Happening
from surveys.platforms.records import Filed

Act = Callable[[Visit, Entry], str]


def _file(visit: Visit, entry: Entry) -> str:
    form = visit.form
    match text(form, "what", 10):
        case "filed":
            filed_on: date | None = day(form, "filed_on", "填报日期")
        case "not_filed":
            filed_on = None
        case _:
            raise WrongForm("请选“已填报”或“没有填报”。")
    filed = Filed(month_of(text(form, "month", 10)), filed_on)
    fresh = records.file(visit.desk.office.database, entry.key, filed, said_by(visit))
    if fresh:
        told = f"{filed_on} 填报" if filed_on else "没有填报"
        record(visit, "记月报", f"{entry.name} {filed.month} {told}")
    return "filed" if fresh else "same"


def _happen(visit: Visit, entry: Entry) -> str:
    form = visit.form
    kind, noted = text(form, "kind", 24), text(form, "note")
    if kind == WITHDRAWN:
        raise WrongForm("要作废一条事件，请按那一条旁边的“作废”。")
    event = Happening(0, kind, day(form, "day", "发生日期"), noted)
    made = records.happen(visit.desk.office.database, entry.key, event, said_by(visit))
    record(visit, "记事件", f"{entry.name} {kind}（编号{made}）")
    return "event"


def _withdraw(visit: Visit, entry: Entry) -> str:
    which = number(visit.form, "number", "事件编号")
    event = Happening(0, WITHDRAWN, today(visit))
    records.happen(visit.desk.office.database, entry.key, event, said_by(visit), which)
    record(visit, "作废事件", f"{entry.name} 编号{which}")
    return "withdrawn"


def _acting(act: Act) -> Callable[[Visit], Response]:
    """Do it for the platform of the address; what is wrong is said on the platform's page."""

    def answer(visit: Visit) -> Response:
        found = record_of(visit)
        try:
            done = act(visit, found.entry)
        except (SurveyError, ConsoleError) as error:
            return page_of(visit, found, HTTPStatus.BAD_REQUEST, error=str(error), typed=visit.form)
        return back(found.entry.key, done)

    return answer


PAGES = (
    Page("POST", f"{ONE}/filings", in_thread(_acting(_file)), RECOMMENDERS | {Role.PLATFORM}),
    Page("POST", f"{ONE}/events", in_thread(_acting(_happen)), RECOMMENDERS),
    Page("POST", f"{ONE}/events/withdraw", in_thread(_acting(_withdraw)), RECOMMENDERS),
)
