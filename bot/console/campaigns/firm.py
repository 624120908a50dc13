"""The page of one firm: a try, an interview held by staff, its link, the reserve in its place."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, cast

from starlette.responses import Response

from bot.console import audit
from bot.console.campaigns import entry_form, firms
from bot.console.campaigns.survey import steps
from bot.console.campaigns.visits import acts, go, here, number_of, own, show, typed, whole
from bot.console.page import Visit
from bot.ways import ways_of
from surveys.campaigns.calling import FOUND, entered, looked_over, replace_firm, tried
from surveys.campaigns.errors import ChangedMeanwhile, NoSuchFirm, WrongStep
from surveys.campaigns.firms import DrawnFirm, sheet_of
from surveys.campaigns.letters import invitation, qr
from surveys.campaigns.steps import Step
from surveys.errors import SurveyError
from surveys.interviews.dispositions import dispositions
from surveys.interviews.entry import CONFIRM, STAFF_MODES
from surveys.interviews.record import Mode
from surveys.results import codes

NO_MODE = "请选择怎样联系的：电话、上门、书面或其他。"
NO_LINK = "这家企业现在不用再答，没有邀请链接。"
NOTHING_TYPED = "一题也没有填，没有记录。"


def firm(visit: Visit) -> Response:
    return _page(visit)


def shown(visit: Visit) -> Response:
    """Contact and number in the clear."""
    found = _firm(visit)
    audit.record(visit, "查看电话", f"{found.campaign}/{found.key}")
    return _page(visit, openly=True)


def link(visit: Visit) -> Response:
    """The firm's own link, on this answer and nowhere else."""
    office = visit.desk.office
    with office.database.read() as connection:
        survey = own(connection, visit)
        found = firms.asked_firm(connection, office, survey, _place(visit))
    if survey.step is not Step.RUNNING or found.replaced_by or found.disposition.code == "complete":
        return _page(visit, NO_LINK, HTTPStatus.CONFLICT)
    ways, local = ways_of(visit.desk.settings), False
    if not ways.address:  # to try it out: where this page itself is reached
        ways, local = replace(ways, address=str(visit.request.base_url)), True
    made = invitation(office, found, {"contact": ""}, ways)
    picture = base64.b64encode(qr(made.link).read()).decode() if made.link else ""
    audit.record(visit, "查看邀请链接", f"{found.campaign}/{found.key}")
    return _page(visit, invitation=made, picture=picture, local=local)


def attempt(visit: Visit) -> Response:
    """A try without an interview, and what it found out."""
    mode, found = typed(visit, "mode"), typed(visit, "found")
    call = (cast(Mode, mode), visit.staff.name, found)
    given = {"mode": mode, "found": found}

    def act(number: str, key: str) -> object:
        if mode not in STAFF_MODES:
            raise SurveyError(NO_MODE)
        return tried(visit.desk.office, number, key, call, whole(visit, "seen"))

    return _done(visit, "记录联系", act, try_given=given)


def entry(visit: Visit) -> Response:
    """An interview held by phone, on a visit or on paper; nothing is kept of one with problems."""
    office = visit.desk.office
    with office.database.read() as connection:
        survey = own(connection, visit)
        found = firms.asked_firm(connection, office, survey, _place(visit))
        answers = entry_form.answers(visit, sheet_of(survey))
        by = (cast(Mode, typed(visit, "mode")), visit.staff.name)
        values: dict[str, Any] = {"entered": entry_form.as_typed(visit)}
        try:
            if not answers:
                raise SurveyError(NOTHING_TYPED)
            if by[0] not in STAFF_MODES:
                raise SurveyError(NO_MODE)
            looked = looked_over(connection, office, found, answers, by)
        except SurveyError as error:
            return _page(visit, str(error), _status(error), **values)
    if looked.problems:
        problems = {each.question: each.sentence for each in looked.problems}
        if len(problems) > 1:  # that it could not be confirmed follows from the others
            problems.pop(CONFIRM, None)
        notice = f"有{len(problems)}处要改，还没有记录；改好后再提交。"
        return _page(visit, notice, problems=problems, **values)

    def act(number: str, key: str) -> object:
        return entered(office, number, key, answers, by, whole(visit, "seen"))

    return _done(visit, "录入访谈", act, **values)


def replaced(visit: Visit) -> Response:
    """The next reserve takes its place; nobody chooses which."""

    def act(number: str, key: str) -> object:
        return replace_firm(visit.desk.office, number, key)

    return _done(visit, "替换企业", act, after=f"{here(visit)}/calls")


def _done(
    visit: Visit, what: str, act: Callable[[str, str], object], after: str = "", **values: Any
) -> Response:
    found = _firm(visit)
    try:
        act(found.campaign, found.key)
    except SurveyError as error:
        return _page(visit, str(error), _status(error), **values)
    audit.record(visit, what, f"{found.campaign}/{found.key}")
    return go(after or f"{here(visit)}/firms/{found.place}?done=1")


def _status(error: SurveyError) -> int:
    stale = isinstance(error, WrongStep | ChangedMeanwhile | NoSuchFirm)
    return HTTPStatus.CONFLICT if stale else HTTPStatus.UNPROCESSABLE_ENTITY


def _place(visit: Visit) -> int:
    said = str(visit.request.path_params["place"])
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


def _firm(visit: Visit) -> DrawnFirm:
    office = visit.desk.office
    with office.database.read() as connection:
        return firms.asked_firm(connection, office, own(connection, visit), _place(visit))


def _page(
    visit: Visit,
    notice: str = "",
    status: int | None = None,
    openly: bool = False,
    problems: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    office = visit.desk.office
    with office.database.read() as connection:
        survey = own(connection, visit)
        found = firms.asked_firm(connection, office, survey, _place(visit))
        contact = firms.contact(connection, office, found, openly)
    answered = set(found.interview.values) if found.interview else set()
    return show(
        visit,
        "firm",
        status or (HTTPStatus.UNPROCESSABLE_ENTITY if notice else HTTPStatus.OK),
        survey=survey,
        number=number_of(visit),
        steps=steps(survey),
        firm=found,
        contact=contact,
        tries=firms.tries(found),
        given=firms.given(found, acts(visit)),
        confirmed=bool(found.interview and found.interview.confirmed),
        left=[each for each in sheet_of(survey).questions if each.id not in answered],
        why_not=firms.why_not_replaced(found, office.now()),
        open=acts(visit) and survey.step is Step.RUNNING and not found.replaced_by,
        sheet=sheet_of(survey),
        modes=[(each, codes.Mode(each).word) for each in STAFF_MODES],
        results=[(code, dispositions()[code].label) for code in FOUND],
        notice=notice,
        done="done" in visit.request.query_params,
        problems=problems or {},
        **values,
    )
