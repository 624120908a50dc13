"""One survey at the step where it stands, its draw, and the questionnaire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from bot.console.campaigns.files import attached
from bot.console.campaigns.visits import number_of, own, person, show
from bot.console.campaigns.words import NEXT, SHORT
from bot.console.page import Visit
from bot.console.staff import Role
from surveys.campaigns.approvals import BEFORE, waiting
from surveys.campaigns.campaign import Campaign, protocol_of
from surveys.campaigns.errors import NoSuchCampaign
from surveys.campaigns.firms import sheet_of
from surveys.campaigns.letters import purpose
from surveys.campaigns.progress import Progress, progress_of
from surveys.campaigns.steps import Step
from surveys.campaigns.telling import MOST_DAYS
from surveys.interviews.questionnaire import Questionnaire, shipped
from surveys.results.charts import bar_chart
from surveys.results.telling import percent
from surveys.sampling import verify_draw

DAYS_TO_CLOSE = MOST_DAYS


def survey(visit: Visit) -> Response:
    return as_it_stands(visit)


def as_it_stands(
    visit: Visit, notice: str = "", status: int = HTTPStatus.OK, **values: Any
) -> Response:
    """The page of the step where the survey is now; `notice` says why another one was not taken."""
    office = visit.desk.office
    with office.database.read() as connection:
        own(connection, visit)
        found = progress_of(connection, office, number_of(visit))
        step = found.survey.step.next
        request = waiting(connection, found.survey.id, step) if step in BEFORE else None
        held = protocol_of(connection, found.survey.id)
    return show(
        visit,
        "survey",
        status,
        found=found,
        survey=found.survey,
        protocol=held,
        steps=steps(found.survey),
        next=NEXT,
        notice=notice,
        request=request,
        may_confirm=bool(request) and may_confirm(visit, request.by.id if request else 0),
        two_persons=visit.desk.settings.two_persons == "on",
        chart=_chart(found),
        percent=percent,
        public_url=visit.desk.settings.public_url,
        **_launching(visit, found),
        **values,
    )


def may_confirm(visit: Visit, asked_by: int) -> bool:
    return visit.staff.role is Role.APPROVER and person(visit).id != asked_by


def drawn(visit: Visit) -> Response:
    """Every ticket in its order, with what anybody needs to compute them again."""
    found, protocol = _drawn(visit)
    if protocol is None:
        raise NoSuchCampaign("还没有抽取，没有可以看的抽取结果。")
    tickets = sorted((*protocol["sample"], *protocol["reserves"]), key=lambda each: each["ticket"])
    sample = {each["key"] for each in protocol["sample"]}
    return show(
        visit,
        "draw",
        survey=found,
        steps=steps(found),
        protocol=protocol,
        places={each["key"]: place for place, each in enumerate(tickets, 1)},
        sample=[each for each in tickets if each["key"] in sample],
        reserves=[each for each in tickets if each["key"] not in sample],
    )


def protocol(visit: Visit) -> Response:
    """The protocol as a file; it holds no phone number and may be published."""
    found, held = _drawn(visit)
    if held is None:
        raise NoSuchCampaign("还没有抽取，没有抽取协议。")
    text = json.dumps(held, ensure_ascii=False, indent=1) + "\n"
    return attached(text.encode(), f"抽取协议-{found.id}.json")


def verifier(visit: Visit) -> Response:
    """The verifier that needs nothing but Python."""
    return attached(Path(verify_draw.__file__).read_bytes(), "verify_draw.py")


def questionnaire(visit: Visit) -> Response:
    """What people are asked: as frozen at the launch, before it as it would be."""
    found = _own(visit)
    return show(visit, "questionnaire", survey=found, steps=steps(found), sheet=sheet(found))


def sheet(found: Campaign) -> Questionnaire:
    return sheet_of(found) if found.questionnaire else shipped()


def steps(found: Campaign) -> list[tuple[str, str]]:
    """Each step's word, and whether it is done, current or ahead."""
    at = list(Step).index(found.step)
    state = {-1: "done", 0: "now", 1: "ahead"}
    return [(SHORT[each], state[(place > at) - (place < at)]) for place, each in enumerate(Step)]


def _chart(found: Progress) -> Markup:
    """How the firms ended up so far; empty before anybody is asked."""
    return Markup(bar_chart("被访企业的现状", found.counts)) if found.firms else Markup()


def _launching(visit: Visit, found: Progress) -> dict[str, Any]:
    """What a launch proposes: a closing day, and the words of the letter."""
    if found.survey.step is not Step.DRAWN:
        return {}
    today = date.fromisoformat(visit.desk.office.moment()[:10])
    proposed = (today + timedelta(days=DAYS_TO_CLOSE)).isoformat()
    return {"today": today, "proposed": proposed, "letter": purpose(found.survey, proposed)}


def _own(visit: Visit) -> Campaign:
    with visit.desk.office.database.read() as connection:
        return own(connection, visit)


def _drawn(visit: Visit) -> tuple[Campaign, Mapping[str, Any] | None]:
    """The survey that is visited and the protocol of its draw."""
    with visit.desk.office.database.read() as connection:
        found = own(connection, visit)
        return found, protocol_of(connection, found.id)
