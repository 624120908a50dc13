"""Closing a survey, which is asked about first, and putting it on record."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.campaigns.stepping import asked_or, record, taken
from bot.console.campaigns.survey import as_it_stands, steps
from bot.console.campaigns.visits import here, number_of, own, show
from bot.console.page import Visit
from surveys.campaigns import closing
from surveys.campaigns.progress import progress_of
from surveys.campaigns.steps import Step


def close_page(visit: Visit) -> Response:
    """What closing does, before it is done."""
    office = visit.desk.office
    with office.database.read() as connection:
        survey = own(connection, visit)
        found = progress_of(connection, office, survey.id)
    if survey.step is not Step.RUNNING:
        return as_it_stands(visit, f"现在{survey.step.word}，没有要截止的访问。")
    today = office.moment()[:10]
    return show(visit, "close", survey=survey, steps=steps(survey), found=found, today=today)


def close(visit: Visit) -> Response:
    office, number = visit.desk.office, number_of(visit)
    return taken(visit, "截止访问", lambda: closing.close_survey(office, number))


def put_on_record(visit: Visit) -> Response:
    """The end: with two persons, asked for."""
    office, number = visit.desk.office, number_of(visit)

    def act() -> None:
        closing.put_on_record(office, number)

    after = "" if visit.desk.settings.two_persons == "on" else f"{here(visit)}/results"
    return taken(
        visit, asked_or(visit, "结束测评"), lambda: record(visit, Step.RECORDED, "", act), after
    )
