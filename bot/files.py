"""Files that are handed in over HTTP: one at a time, bounded, with a name that is safe to show."""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from http import HTTPStatus

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.requests import Refused, own_id
from surveys.uploads import MOST_BYTES, Upload

LONGEST_NAME = 60
FORM_BYTES = 16 * 1024  # what stands around the file
TOO_LARGE = f"文件超过{MOST_BYTES // 2**20}MB，请删去图片和附件后再发。"


async def handed_in(request: Request) -> tuple[str, Upload]:
    """The page's id of the message and its file; raises Refused."""
    declared = request.headers.get("content-length", "")
    if not declared.isdigit() or int(declared) > MOST_BYTES + FORM_BYTES:
        # Without a declared length the body could not be bounded before it is read.
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
    try:
        form = await request.form(max_files=1, max_fields=4)
    except HTTPException:
        raise Refused(HTTPStatus.BAD_REQUEST, "没有收到文件，请重新选择后再发。") from None
    try:
        return own_id(form.get("id")), await _file(form)
    finally:
        await form.close()  # it may lie in a file of its own


async def _file(form: FormData) -> Upload:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Refused(HTTPStatus.BAD_REQUEST, "没有收到文件，请重新选择后再发。")
    data = await file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
    if not data:
        raise Refused(HTTPStatus.BAD_REQUEST, "文件是空的，请重新保存后再发。")
    return Upload(shown_name(file.filename), data)


def shown_name(name: str) -> str:
    """The last part of a path, without what cannot be seen; of a long one the end."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(each for each in last if unicodedata.category(each)[0] != "C").strip()
    return (plain or "文件")[-LONGEST_NAME:]


def file_number(contact: str, external_id: str) -> str:
    """The same for the same message, so that a repeat finds its file."""
    return sha256(f"{contact}\n{external_id}".encode()).hexdigest()[:32]
