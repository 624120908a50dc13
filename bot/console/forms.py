"""Reading the forms of the console: bounded bodies, and fields as what they should be."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.console.errors import WrongForm
from bot.requests import Refused
from surveys.frames.limits import FILE_BYTES

MOST_TYPED = 64 * 1024
MOST_UPLOADED = FILE_BYTES + 2**20  # a list of firms, and what is typed beside it
MOST_FIELDS, MOST_FILES = 1000, 5
LONGEST_FIELD = 2000


@asynccontextmanager
async def sent_form(request: Request) -> AsyncIterator[FormData]:
    """What a POST holds; raises Refused for what is too large or no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    most = {"application/x-www-form-urlencoded": MOST_TYPED, "multipart/form-data": MOST_UPLOADED}
    if kind not in most:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "请在页面上填写后提交。")
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise Refused(HTTPStatus.LENGTH_REQUIRED, "请求没有写明长度，请用浏览器提交。")
    if int(length) > most[kind]:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "提交的内容太大，请减少后再试。")
    try:
        form = await request.form(
            max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_TYPED
        )
    except HTTPException:
        raise Refused(HTTPStatus.BAD_REQUEST, "提交的内容读不出来，请返回重试。") from None
    try:
        yield form
    finally:
        await form.close()


def text(form: FormData, name: str, most: int = LONGEST_FIELD) -> str:
    """A typed line without control characters and spaces around; empty if left out."""
    value = form.get(name, "")
    if not isinstance(value, str):
        raise WrongForm("这一栏应当是文字，请返回重填。")
    kept = "".join(each for each in value if unicodedata.category(each) not in ("Cc", "Cs"))
    kept = kept.strip()
    if len(kept) > most:
        raise WrongForm(f"“{kept[:10]}……”太长，最多{most}个字，请写短一些。")
    return kept


def secret(form: FormData, name: str) -> str:
    """A password as it was typed: spaces may belong to it."""
    value = form.get(name, "")
    return value[:LONGEST_FIELD] if isinstance(value, str) else ""


def day(form: FormData, name: str, what: str) -> date:
    """A date that has to be there."""
    found = day_or_none(form, name, what)
    if found is None:
        raise WrongForm(f"请填写{what}。")
    return found


def day_or_none(form: FormData, name: str, what: str) -> date | None:
    """A date, None if left empty."""
    typed = text(form, name, 20)
    if not typed:
        return None
    try:
        if len(typed) != len("2026-03-05"):
            raise ValueError(typed)
        return date.fromisoformat(typed)
    except ValueError:
        raise WrongForm(f"{what}“{typed}”不是日期，请写成年-月-日，例如 2026-03-05。") from None


def number(form: FormData, name: str, what: str) -> int:
    """A whole number that has to be there."""
    typed = text(form, name, 9)
    if not (typed.isascii() and typed.isdigit()):
        raise WrongForm(f"{what}应是数字，请返回核对。")
    return int(typed)
