"""Taking a step: commit, draw, launch. A step that is past is told, with the page as it is now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http import HTTPStatus

from starlette.responses import Response

from bot.console import audit
from bot.console.campaigns.survey import as_it_stands, may_confirm
from bot.console.campaigns.visits import go, here, number_of, own, person, typed, whole
from bot.console.page import Visit
from surveys.campaigns import approvals, closing, drawing, inviting
from surveys.campaigns.approvals import Approval
from surveys.campaigns.errors import ChangedMeanwhile, WrongStep
from surveys.campaigns.steps import Step
from surveys.errors import SurveyError

LONGEST_SEED = 200
NOT_SECOND = "要由另一位审核人员确认：提出的人自己不能确认，经办人员也不能。"


def commit(visit: Visit) -> Response:
    """Promise the draw before the seed can be known."""
    source = typed(visit, "seed_source", LONGEST_SEED)
    return taken(visit, "作出承诺", lambda: _commit(visit, source), seed_source=source)


def draw(visit: Visit) -> Response:
    """Draw with the seed that was published; once."""
    seed = typed(visit, "seed", LONGEST_SEED)
    after = f"{here(visit)}/draw"
    return taken(visit, "抽取", lambda: _draw(visit, seed), after, seed=seed)


def launch(visit: Visit) -> Response:
    """Invite the sample; with two persons, ask for it."""
    closes_on = typed(visit, "closes_on", 10)
    return taken(
        visit, asked_or(visit, "发出邀请"), lambda: _launch(visit, closes_on), closes_on=closes_on
    )


def confirm(visit: Visit) -> Response:
    """The second person's word: the step that was asked for is taken."""
    return taken(visit, "确认", lambda: _confirm(visit))


def refuse(visit: Visit) -> Response:
    """The second person, or who asked, lets the step be."""
    by = person(visit)
    number, id = number_of(visit), whole(visit, "request")
    return taken(visit, "不确认", lambda: approvals.refuse(visit.desk.office, number, id, by))


def taken(
    visit: Visit, what: str, act: Callable[[], object], after: str = "", **given: str
) -> Response:
    """Do it and show what came of it; where it cannot be done, say why beside what was typed."""
    with visit.desk.office.database.read() as connection:
        own(connection, visit)
    try:
        act()
    except (WrongStep, ChangedMeanwhile) as error:
        return as_it_stands(visit, str(error), HTTPStatus.CONFLICT, given=given)
    except SurveyError as error:
        return as_it_stands(visit, str(error), HTTPStatus.UNPROCESSABLE_ENTITY, given=given)
    audit.record(visit, what, number_of(visit))
    return go(after or here(visit))


def asked_or(visit: Visit, what: str) -> str:
    """How the act is called: with two persons it is but asked for."""
    return f"申请{what}" if visit.desk.settings.two_persons == "on" else what


def record(visit: Visit, to: Step, value: str, act: Callable[[], object]) -> None:
    """Take a step that may need a second person."""
    if visit.desk.settings.two_persons == "on":
        approvals.ask(visit.desk.office, number_of(visit), to, value, person(visit))
    else:
        act()


def _commit(visit: Visit, source: str) -> None:
    drawing.promise(visit.desk.office, number_of(visit), source)


def _draw(visit: Visit, seed: str) -> None:
    drawing.draw_firms(visit.desk.office, number_of(visit), seed)


def _launch(visit: Visit, closes_on: str) -> None:
    office, number = visit.desk.office, number_of(visit)
    day = inviting.closing_day(office, closes_on)
    record(visit, Step.RUNNING, day.isoformat(), lambda: inviting.launch(office, number, day))


def _confirm(visit: Visit) -> None:
    """Only what was seen is confirmed: another request in its place has another id."""
    office, number, id = visit.desk.office, number_of(visit), whole(visit, "request")
    if not may_confirm(visit, asked_by=0):
        raise SurveyError(NOT_SECOND)
    _take(visit, approvals.confirm(office, number, id, person(visit)))


def _take(visit: Visit, confirmed: Approval) -> None:
    office, number = visit.desk.office, confirmed.campaign
    if confirmed.step is Step.RUNNING:
        inviting.launch(office, number, date.fromisoformat(confirmed.value))
    else:
        closing.put_on_record(office, number)
