"""The surveys of a recommender, by step, with what each needs next."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.campaigns.visits import show
from bot.console.campaigns.words import NEXT
from bot.console.page import Visit
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.progress import progress_of
from surveys.campaigns.steps import Step


def all_surveys(visit: Visit) -> Response:
    """What runs and waits first, what is done last."""
    office = visit.desk.office
    with office.database.read() as connection:
        found = [
            progress_of(connection, office, each.id)
            for each in campaigns.all_of(connection, visit.staff.subject)
        ]
    groups = [(step, [each for each in found if each.survey.step is step]) for step in Step]
    return show(visit, "list", groups=[each for each in groups if each[1]], next=NEXT)
