"""Cases that a person has to look at: second persons, notes, requests; decided with a reason."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import Response

from bot.console import audit
from bot.console.campaigns.survey import steps
from bot.console.campaigns.visits import acts, go, here, number_of, own, show, typed
from bot.console.page import Visit
from surveys.campaigns import doubts
from surveys.campaigns.errors import NoSuchCampaign
from surveys.campaigns.firms import firms_of
from surveys.errors import SurveyError
from surveys.masking import masked

LONGEST = 300
NO_REASON = "请写明怎样处理、为什么，例如“同一企业的同事，以第一份为准”。"


def all_doubts(visit: Visit) -> Response:
    return _page(visit)


def decided(visit: Visit) -> Response:
    """What a person decided; a case that a colleague has decided meanwhile is told."""
    said = str(visit.request.path_params["doubt"])
    decision = typed(visit, "decision", LONGEST)
    with visit.desk.office.database.read() as connection:
        own(connection, visit)
    if not decision:
        return _page(visit, NO_REASON, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise NoSuchCampaign("没有这件待处理的情况。")
    try:
        doubts.decide(visit.desk.office, number_of(visit), int(said), decision)
    except SurveyError as error:
        return _page(visit, str(error), HTTPStatus.CONFLICT)
    audit.record(visit, "处理情况", f"{number_of(visit)}/{said}")
    return go(f"{here(visit)}/doubts")


def _page(visit: Visit, notice: str = "", status: int = HTTPStatus.OK) -> Response:
    office = visit.desk.office
    with office.database.read() as connection:
        survey = own(connection, visit)
        found = doubts.all_doubts(connection, office, survey.id)
        names = (
            {each.key: each for each in firms_of(connection, office, survey)}
            if survey.questionnaire
            else {}
        )
    return show(
        visit,
        "doubts",
        status,
        survey=survey,
        steps=steps(survey),
        open=[each for each in found if each.decided_at is None],
        decided=[each for each in found if each.decided_at is not None],
        firms=names,
        words=(lambda text: text) if acts(visit) else masked,
        notice=notice,
    )
