"""Whom to call next, what became of the firms, and a number that is shown when asked for."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from bot.console import audit
from bot.console.campaigns import firms
from bot.console.campaigns.files import attached
from bot.console.campaigns.firms import Contact, asked_firm, last_try, why_not_replaced
from bot.console.campaigns.survey import as_it_stands, steps
from bot.console.campaigns.visits import number_of, own, show, whole
from bot.console.page import Visit
from bot.ways import ways_of
from surveys.campaigns.errors import NoSuchCampaign
from surveys.campaigns.firms import DrawnFirm
from surveys.campaigns.letters import invitations, letters
from surveys.campaigns.progress import Progress, progress_of
from surveys.campaigns.steps import Step

NO_LETTERS = "现在没有要发的邀请信：邀请信只给还没答完的企业。"


def calls(visit: Visit) -> Response:
    return _calls(visit)


def shown(visit: Visit) -> Response:
    """The list once more, with one number in the clear; that somebody saw it is put on record."""
    place = whole(visit, "place")
    office = visit.desk.office
    with office.database.read() as connection:
        firm = asked_firm(connection, office, own(connection, visit), place)
    audit.record(visit, "查看电话", f"{firm.campaign}/{firm.key}")
    return _calls(visit, place)


def letters_file(visit: Visit) -> Response:
    """A letter for each firm that has not answered, with its link, QR code and code."""
    office = visit.desk.office
    with office.database.read() as connection:
        own(connection, visit)
        found = progress_of(connection, office, number_of(visit))
        running = found.survey.step is Step.RUNNING
        written = (
            invitations(connection, office, found, ways_of(visit.desk.settings)) if running else []
        )
    if not written:
        return as_it_stands(visit, NO_LETTERS, HTTPStatus.CONFLICT)
    audit.record(visit, "下载邀请信", found.survey.id)
    return attached(letters(found.survey, written), f"邀请信-{found.survey.id}.docx")


def _calls(visit: Visit, openly: int = 0) -> Response:
    office = visit.desk.office
    with office.database.read() as connection:
        survey = own(connection, visit)
        found = progress_of(connection, office, survey.id)
        if not found.firms:
            raise NoSuchCampaign("还没有发出邀请，没有要联系的企业。")
        contacts = {
            each.place: firms.contact(connection, office, each, each.place == openly)
            for each in found.firms
        }
    return show(
        visit,
        "calls",
        survey=survey,
        steps=steps(survey),
        found=found,
        groups=_groups(found, contacts, office.now()),
        public_url=visit.desk.settings.public_url,
    )


def _groups(
    found: Progress, contacts: dict[int, Contact], now: float
) -> list[tuple[str, str, list[Any]]]:
    """Under each heading its firms, those that need somebody first."""
    over = [each for each in found.firms if each.replaced_by]
    done = [each for each in found.standing if each.disposition.code == "complete"]
    headed = (
        (
            "可以或将要替换",
            "先联系够次数，再由备选企业按次序接替。",
            found.to_replace,
        ),
        ("接下来联系", "最久没有联系的在前。", found.to_call),
        ("已完成", "", done),
        ("已替换", "", over),
    )
    return [
        (word, hint, [_line(each, contacts[each.place], now) for each in group])
        for word, hint, group in headed
        if group
    ]


def _line(firm: DrawnFirm, contact: Contact, now: float) -> dict[str, Any]:
    return {
        "firm": firm,
        "contact": contact,
        "last": last_try(firm),
        "why_not": why_not_replaced(firm, now),
    }
