"""The year of all platforms of a recommender, as a page and as the report on it (Article 21)."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from starlette.responses import Response

from bot.console.audit import record
from bot.console.campaigns import pdf
from bot.console.campaigns.files import attached
from bot.console.errors import PageNotFound
from bot.console.forms import number
from bot.console.page import Page, Visit
from bot.console.platforms import READERS, RECOMMENDERS
from bot.console.scope import records_of, today
from bot.console.threads import in_thread
from surveys.errors import SurveyError
from surveys.inspection import inspection_report, inspections, reported_year
from surveys.platforms.model import Record

PATH = "/console/inspection"
ENDINGS = {"word": ".docx", "pdf": ".pdf"}


def _show(visit: Visit) -> Response:
    found = records_of(visit)
    asked = visit.request.query_params.get("year", "")
    years = _years(visit, found)
    known = asked.isdecimal() and int(asked) in years
    return _page(visit, found, int(asked) if known else reported_year(found, today(visit)))


def _page(
    visit: Visit, found: Sequence[Record], year: int, error: str = "", status: int = HTTPStatus.OK
) -> Response:
    values = {
        "year": year,
        "years": _years(visit, found),
        "found": inspections(visit.desk.office, visit.staff.subject, found, year),
        "going": today(visit).year <= year,
        "pdf": pdf.is_there(),
        "error": error,
    }
    return visit.show("inspection.html", status=status, **values)


def _years(visit: Visit, found: Sequence[Record]) -> list[int]:
    this = today(visit).year
    return list(
        range(min((each.entry.certified_on.year for each in found), default=this), this + 1)
    )


def _file(visit: Visit) -> Response:
    """The report as Word or PDF; that it was taken is put on record."""
    which, year = visit.request.path_params["which"], number(visit.form, "year", "年份")
    found = records_of(visit)
    if which not in ENDINGS or (which == "pdf" and not pdf.is_there()):
        raise PageNotFound("没有这种文件。")
    if year not in _years(visit, found):
        raise PageNotFound("没有这一年的记录。")
    name, day = visit.staff.subject, today(visit)
    made = inspection_report(name, year, inspections(visit.desk.office, name, found, year), day)
    try:
        data = pdf.converted(made) if which == "pdf" else made
    except SurveyError as error:
        return _page(visit, found, year, str(error), HTTPStatus.SERVICE_UNAVAILABLE)
    record(visit, f"下载检查情况{ENDINGS[which]}", f"{year}年度")
    draft = "（草稿）" if day.year <= year else ""
    return attached(data, f"示范平台检查情况{draft}-{year}年度-{name}{ENDINGS[which]}")


PAGES = (
    Page("GET", PATH, in_thread(_show), READERS),
    Page("POST", f"{PATH}/files/{{which}}", in_thread(_file), RECOMMENDERS),
)
