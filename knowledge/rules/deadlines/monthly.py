"""Monthly filing: one deadline for each month (Article 20, paragraph 2)."""

from __future__ import annotations

from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.model import Deadline, Reading, Span, Status, earliest, status_on
from knowledge.rules.deadlines.reports import Report, reports
from knowledge.rules.deadlines.sources import reading, said, unit, words

SECTION = "月报"
ROLLING = "AMB-32"


def monthly(facts: Facts) -> list[Deadline]:
    """Months that are owed, and listed months that are not, which are not_applicable.

    Months that were not listed because all of them were filed on time are left out.
    """
    return [_deadline(facts, each) for each in reports(facts) if not _untold(facts, each)]


def _untold(facts: Facts, report: Report) -> bool:
    return report.state == "on_time" and report.month not in facts.filings


def _deadline(facts: Facts, report: Report) -> Deadline:
    owed = report.state != "not_owed"
    readings = _readings(report) if owed else ()
    return Deadline(
        obligation="月报",
        who="平台",
        period=str(report.month),
        span=_span(report) if owed else Span(),
        status=_status(facts, report),
        said=said(SECTION, "none_stated", _advice(facts, report)),
        articles=(unit("monthly_filing"),),
        readings=readings,
    )


def _readings(report: Report) -> tuple[Reading, ...]:
    """Both readings where the 10th is a rest day; none where they agree or cannot be computed."""
    if report.rolled in (None, report.due):
        return ()
    return (
        reading(ROLLING, "R1", report.due),
        reading(ROLLING, "R2", report.rolled),
    )


def _span(report: Report) -> Span:
    """The 10th; no agreed date on a weekend of a year whose make-up days are not known."""
    if report.rolled is None:
        return Span(None if report.due.isoweekday() > 5 else report.due, report.due)
    return earliest([report.due, report.rolled])


def _status(facts: Facts, report: Report) -> Status:
    if report.state == "open":
        return status_on(facts.today, report.due)
    states: dict[str, Status] = {
        "on_time": "done",
        "late": "done",
        "missing": "overdue",
        "unknown": "unknown",
        "not_owed": "not_applicable",
    }
    return states[report.state]


def _advice(facts: Facts, report: Report) -> str:
    if report.state == "not_owed":
        return words(SECTION, "not_owed", month=report.month)
    parts = [words(SECTION, report.state, due=report.due, month=report.month)]
    parts += [words(SECTION, "early")] if report.early else []
    parts += [_rolling(report)] if report.state in ("open", "missing", "late") else []
    parts += [words(SECTION, "partial")] if not report.whole else []
    return "".join(parts)


def _rolling(report: Report) -> str:
    if report.rolled is None:
        return words(SECTION, "not_covered", year=report.due.year)
    if report.rolled == report.due:
        return ""
    return words(SECTION, "rolling", due=report.due, rolled=report.rolled)
