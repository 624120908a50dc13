"""A new survey: what is said of it, the list, and what became of each row of the list."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import Response

from bot.console import audit
from bot.console.campaigns.visits import go, lines, show, typed, whole
from bot.console.campaigns.words import VERDICTS
from bot.console.page import Visit
from surveys.campaigns.campaign import Details
from surveys.campaigns.drawing import fit, require_complete
from surveys.campaigns.errors import WrongStep
from surveys.campaigns.uploads import (
    Upload,
    freeze_upload,
    keep_upload,
    surveys_of_list,
    upload_of,
)
from surveys.credit_codes import clean_credit_code
from surveys.errors import SurveyError
from surveys.frames import FrameCheck, check_frame
from surveys.frames.errors import FrameTooLarge, UnreadableFrame
from surveys.frames.model import LEAST_FIRMS
from surveys.frames.package import holds_macros

FILE_BYTES = 5 * 2**20
MOST_SHOWN = 300  # rows of one table on the page
MOST_AFFILIATES, LONGEST_NAME = 50, 200
SOURCE = "平台提交的附件2第八栏"
NO_FILE = "请选择名单文件（.xlsx 或 .csv）。"
TOO_LARGE = f"文件超过{FILE_BYTES // 2**20}MB，请只保留企业名单，删去图片和其他表后再上传。"
MACROS = "表格里带有宏，不能接收；请另存为不带宏的 .xlsx 后再上传。"


def new(visit: Visit) -> Response:
    """The empty form; filled where a list is to be uploaded again."""
    again = visit.request.query_params.get("again", "")
    details = Details("", visit.staff.subject, LEAST_FIRMS, SOURCE)
    if again:
        details = _upload(visit, again).details
    return _form(visit, details)


def uploaded(visit: Visit) -> Response:
    """Look at what was sent; what can be read is kept until it is frozen, for a day."""
    details = _details(visit)
    try:
        _check(details)
        file = _file(visit)
        check_frame(file, details.plan.excluded)
    except SurveyError as error:
        return _form(visit, details, str(error))
    id, again = keep_upload(visit.desk.office, details, file, visit.staff.name)
    audit.record(visit, "上传名单", details.platform)
    return go(f"/console/surveys/lists/{id}" + ("?again=1" if again else ""))


def findings(visit: Visit) -> Response:
    """Row by row what was accepted and what was not."""
    upload = _upload(visit, str(visit.request.path_params["upload"]))
    if upload.campaign:
        return go(f"/console/surveys/{upload.campaign}")
    return _findings(visit, upload)


def frozen(visit: Visit) -> Response:
    """Freeze the list: from here on it cannot be changed."""
    upload = _upload(visit, str(visit.request.path_params["upload"]))
    if upload.campaign:
        return go(f"/console/surveys/{upload.campaign}")
    try:
        number = freeze_upload(visit.desk.office, upload)
    except WrongStep:  # a colleague was faster
        return findings(visit)
    except SurveyError as error:
        return _findings(visit, upload, str(error))
    audit.record(visit, "名单定稿", number)
    return go(f"/console/surveys/{number}")


def _form(visit: Visit, details: Details, problem: str = "") -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return show(
        visit,
        "new",
        status,
        details=details,
        problem=problem,
        least=LEAST_FIRMS,
        file_bytes=FILE_BYTES,
    )


def _details(visit: Visit) -> Details:
    """As typed: what is wrong in it is told beside it."""
    return Details(
        platform=typed(visit, "platform", LONGEST_NAME),
        recommender=visit.staff.subject,
        size=whole(visit, "size"),
        frame_source=typed(visit, "source", LONGEST_NAME),
        platform_code=clean_credit_code(typed(visit, "platform_code", 40)),
        by_service=bool(typed(visit, "by_service")),
        affiliates=lines(visit, "affiliates", LONGEST_NAME)[:MOST_AFFILIATES],
    )


def _check(details: Details) -> None:
    if details.size < LEAST_FIRMS:
        raise SurveyError(f"抽取家数应是不少于{LEAST_FIRMS}的整数（附件1），请改大。")
    require_complete(details)


def _file(visit: Visit) -> bytes:
    """The list that was sent: known by its content, never larger than allowed, without macros."""
    sent = visit.form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise UnreadableFrame(NO_FILE)
    data = sent.file.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise FrameTooLarge(TOO_LARGE)
    if holds_macros(data):
        raise UnreadableFrame(MACROS)
    return data


def _upload(visit: Visit, id: str) -> Upload:
    office = visit.desk.office
    with office.database.read() as connection:
        return upload_of(connection, office, id, visit.staff.subject)


def _findings(visit: Visit, upload: Upload, problem: str = "") -> Response:
    check = check_frame(upload.file, upload.details.plan.excluded)
    if not problem:
        problem = _problem(upload.details, check)
    with visit.desk.office.database.read() as connection:
        same = surveys_of_list(connection, upload.details.recommender, check.frame.sha256)
    return show(
        visit,
        "findings",
        HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        upload=upload,
        check=check,
        problem=problem,
        again="again" in visit.request.query_params,
        same=same,
        verdicts=VERDICTS,
        most=MOST_SHOWN,
        **_rows(check),
    )


def _problem(details: Details, check: FrameCheck) -> str:
    """Why this list cannot be frozen; empty where it can."""
    try:
        fit(details, check)
    except SurveyError as error:
        return str(error)
    return ""


def _rows(check: FrameCheck) -> dict[str, Any]:
    taken = {each.row for each in check.findings}
    return {"not_taken": check.findings, "taken": [r for r in check.verdicts if r.row not in taken]}
