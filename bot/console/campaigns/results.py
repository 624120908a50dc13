"""What a survey found, with charts and exact words, and the files that are handed out."""

from __future__ import annotations

import json
import re
from http import HTTPStatus

from markupsafe import Markup
from starlette.responses import Response

from bot.console import audit
from bot.console.campaigns import masks, pdf
from bot.console.campaigns.files import attached
from bot.console.campaigns.survey import as_it_stands, steps
from bot.console.campaigns.visits import acts, number_of, own, show
from bot.console.page import Visit
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.closing import EVIDENCE, FORM, ROWS, exported, record_of
from surveys.campaigns.errors import NoSuchCampaign, WrongStep
from surveys.campaigns.progress import progress_of
from surveys.campaigns.steps import Step
from surveys.campaigns.times import finished_by_day, minutes
from surveys.errors import SurveyError
from surveys.masking import masked
from surveys.record.record_json import record_json
from surveys.results.charts import bar_chart, dispositions_chart, satisfaction_chart
from surveys.results.figures import tallies
from surveys.results.telling import beside, more, percent, response, sentence

FILES = {
    "form": ("推荐表", ".docx", FORM),
    "pdf": ("推荐表", ".pdf", FORM),
    "rows": ("抽样企业", ".xlsx", ROWS),
    "evidence": ("证据包", ".zip", EVIDENCE),
    "record": ("测评记录", ".json", ""),
}
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
LONGEST_NAME = 40


def results(visit: Visit) -> Response:
    """The result as it stands; while people are still asked it is a draft."""
    office = visit.desk.office
    with office.database.read() as connection:
        survey = own(connection, visit)
        if survey.questionnaire is None:
            raise NoSuchCampaign("还没有发出邀请，没有结果。")
        record = record_of(connection, office, survey.id)
        found = progress_of(connection, office, survey.id)
    days = finished_by_day(found.firms)
    return show(
        visit,
        "results",
        survey=survey,
        steps=steps(survey),
        record=record,
        found=found,
        draft=is_draft(survey, found.missing),
        sentence=sentence(record),
        beside=beside(record),
        more=more(record),
        response=response(record),
        tallies=tallies(record),
        percent=percent,
        charts=[
            Markup(each)
            for each in (
                satisfaction_chart(record),
                dispositions_chart(record),
                *([bar_chart("每天完成的访谈", days)] if days else []),
            )
        ],
        minutes=minutes(found.firms),
        mask=masks.name,
        words=(lambda text: text) if acts(visit) else masked,
        pdf=pdf.is_there(),
    )


def file(visit: Visit) -> Response:
    """One of the files; that it was handed out becomes a link of the evidence."""
    which = str(visit.request.path_params["which"])
    if which not in FILES or (which == "pdf" and not pdf.is_there()):
        raise NoSuchCampaign("没有这种文件。")
    with visit.desk.office.database.read() as connection:
        survey = own(connection, visit)
        missing = progress_of(connection, visit.desk.office, survey.id).missing
    try:
        data = _bytes(visit, which)
    except WrongStep as error:
        return as_it_stands(visit, str(error), HTTPStatus.CONFLICT)
    except SurveyError as error:
        return as_it_stands(visit, str(error), HTTPStatus.SERVICE_UNAVAILABLE)
    name = name_of(survey, which, is_draft(survey, missing))
    audit.record(visit, f"下载{FILES[which][0]}{FILES[which][1]}", survey.id)
    return attached(data, name)


def is_draft(survey: Campaign, missing: int) -> bool:
    return survey.step is not Step.RECORDED or missing > 0


def name_of(survey: Campaign, which: str, draft: bool) -> str:
    """推荐表-样例平台-00a1b2c3.docx; a draft says so."""
    what, ending, _ = FILES[which]
    platform = _UNFIT.sub("", survey.details.platform)[:LONGEST_NAME]
    return f"{what}{'（草稿）' if draft else ''}-{platform}-{survey.id}{ending}"


def _bytes(visit: Visit, which: str) -> bytes:
    office, number = visit.desk.office, number_of(visit)
    if which == "record":
        with office.database.read() as connection:
            value = record_json(record_of(connection, office, number))
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    made = exported(office, number)[FILES[which][2]]
    return pdf.converted(made) if which == "pdf" else made
