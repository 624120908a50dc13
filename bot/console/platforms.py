"""The register at the console: the list, one platform with its year, entries and corrections."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from starlette.responses import RedirectResponse, Response

from bot.console.audit import record
from bot.console.errors import ConsoleError
from bot.console.forms import day, day_or_none, text
from bot.console.page import Page, Visit
from bot.console.scope import record_of, records_of, said_by, today
from bot.console.staff import Role
from bot.console.threads import in_thread
from surveys.errors import SurveyError
from surveys.platforms import records, register
from surveys.platforms.calendar import icalendar
from surveys.platforms.duties import ahead
from surveys.platforms.entries import KINDS, Draft, checked
from surveys.platforms.model import Entry, Record
from surveys.platforms.outlook import outlook
from surveys.platforms.year import months_to_file, year_of, years_of

PATH = "/console/platforms"
ONE = PATH + "/{key}"
MOST_MONTHS = 36  # to choose from where a report is recorded
MONTHS_AHEAD = 12  # of reports in a calendar file
DONE = {
    "filed": "填报已记下。",
    "same": "这个月早已这样记着，没有改动。",
    "entry": "登记已更正，原来的一行留在历史里。",
    "new": "平台已登记。",
    "event": "事件已记下。",
    "withdrawn": "这条事件已作废。",
}


def _list(visit: Visit) -> Response:
    day_ = today(visit)
    found = sorted(records_of(visit), key=lambda each: each.entry.name)
    seen = [(each.entry, outlook(each, day_)) for each in found]
    return visit.show("platforms.html", platforms=seen)


def _show(visit: Visit) -> Response:
    done = visit.request.query_params.get("done", "")
    return page_of(visit, record_of(visit), done=DONE.get(done, ""))


def page_of(visit: Visit, found: Record, status: int = HTTPStatus.OK, **more: Any) -> Response:
    """The page of one platform, perhaps with what was done or what was wrong."""
    day_, database = today(visit), visit.desk.office.database
    years = years_of(found, day_)
    asked = visit.request.query_params.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else years[-1]
    seen = outlook(found, day_)
    values = {
        "entry": found.entry,
        "events": found.events,
        "kinds": KINDS,
        "seen": seen,
        "run": next((each for each in seen.all if each.obligation == "连续未填报"), None),
        "today": day_,
        "year": year,
        "years": years,
        "months": year_of(found, day_, year),
        "choices": months_to_file(found, day_, MOST_MONTHS),
        "filings": records.filing_history(database, found.entry.key),
        "history": register.history(database, found.entry.key),
        **more,
    }
    return visit.show("platform.html", status=status, **values)


def _new(visit: Visit) -> Response:
    return visit.show("platform_entry.html", typed={})


def _add(visit: Visit) -> Response:
    try:
        kept = register.add(visit.desk.office.database, _typed(visit), said_by(visit))
    except (SurveyError, ConsoleError) as error:
        return _again(visit, error)
    record(visit, "登记平台", f"{kept.name}（{kept.key}）")
    return back(kept.key, "new")


def _entry(visit: Visit) -> Response:
    entry = record_of(visit).entry
    typed = {
        "name": entry.name,
        "short_name": entry.short_name,
        "credit_code": entry.credit_code,
        "certified_on": entry.certified_on,
        "valid_until": entry.valid_until if entry.announced else "",
    }
    return visit.show("platform_entry.html", typed=typed, entry=entry)


def _correct(visit: Visit) -> Response:
    entry = record_of(visit).entry
    try:
        register.correct(visit.desk.office.database, entry.key, _typed(visit), said_by(visit))
    except (SurveyError, ConsoleError) as error:
        return _again(visit, error, entry)
    record(visit, "更正登记", f"{entry.name}（{entry.key}）")
    return back(entry.key, "entry")


def _calendar(visit: Visit) -> Response:
    found = record_of(visit)
    duties = ahead(found, today(visit), MONTHS_AHEAD)
    body = icalendar(found.entry.name, duties, visit.desk.office.now())
    headers = {"Content-Disposition": f'attachment; filename="{found.entry.key}.ics"'}
    return Response(body, media_type="text/calendar", headers=headers)


def back(key: str, done: str) -> Response:
    """To the page of a platform, which says what was done."""
    return RedirectResponse(f"{PATH}/{key}?done={done}", HTTPStatus.SEE_OTHER)


def _typed(visit: Visit) -> Entry:
    """A recommender registers what it recommends itself."""
    form = visit.form
    return checked(
        Draft(
            name=text(form, "name"),
            credit_code=text(form, "credit_code"),
            recommender=visit.staff.subject,
            certified_on=_certified(visit),
            valid_until=day_or_none(form, "valid_until", "有效期截止日"),
            short_name=text(form, "short_name"),
        )
    )


def _certified(visit: Visit) -> date:
    return day(visit.form, "certified_on", "认定公布日")


def _again(visit: Visit, error: Exception, entry: Entry | None = None) -> Response:
    """The form with what was typed."""
    sentence = str(error).replace("，要更正请加 --correct", "")
    values = {"typed": visit.form, "entry": entry, "error": sentence}
    return visit.show("platform_entry.html", status=HTTPStatus.BAD_REQUEST, **values)


RECOMMENDERS = frozenset({Role.OPERATOR, Role.APPROVER})
READERS = RECOMMENDERS | {Role.AUDITOR}
PAGES = (
    Page("GET", PATH, in_thread(_list), READERS),
    Page("GET", f"{PATH}/new", in_thread(_new), RECOMMENDERS),
    Page("POST", f"{PATH}/new", in_thread(_add), RECOMMENDERS),
    Page("GET", ONE, in_thread(_show), frozenset(Role)),
    Page("GET", f"{ONE}/entry", in_thread(_entry), RECOMMENDERS),
    Page("POST", f"{ONE}/entry", in_thread(_correct), RECOMMENDERS),
    Page("GET", f"{ONE}/calendar.ics", in_thread(_calendar), frozenset(Role)),
)
