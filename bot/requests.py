"""Reading what people send: bounded bodies, JSON objects, one clear sentence for the rest."""

from __future__ import annotations

import json
import secrets
import unicodedata
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse

MOST_BYTES = 64 * 1024
MOST_CHARACTERS = 2000
MOST_FIELDS = 40


class Refused(Exception):
    """A request that gets a sentence instead of an answer."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


async def refused(_: Request, error: Exception) -> JSONResponse:
    """The sentence as JSON; never a traceback."""
    assert isinstance(error, Refused)
    return JSONResponse({"error": error.sentence}, status_code=error.status)


async def json_object(request: Request, most: int = MOST_BYTES) -> dict[str, Any]:
    """The body, of at most so many bytes, as a JSON object; raises Refused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/json":
        # Also keeps other sites' forms out: they cannot send this type unasked.
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "请用 application/json 发送。")
    try:
        body = json.loads(await _bounded(request, most))
    except (ValueError, RecursionError):
        raise Refused(HTTPStatus.BAD_REQUEST, "内容不是有效的 JSON，请检查后再发。") from None
    if not isinstance(body, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "内容应当是一个 JSON 对象。")
    return body


async def form_fields(request: Request) -> dict[str, list[str]]:
    """The fields of a form, without control characters; raises Refused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "请在页面上填好再提交。")
    try:
        text = (await _bounded(request, MOST_BYTES)).decode()
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Refused(
            HTTPStatus.BAD_REQUEST, "没有读懂提交的内容，请返回页面再提交一次。"
        ) from None
    return {name: [_clean(each) for each in values] for name, values in fields.items()}


def _clean(text: str) -> str:
    return "".join(map(_harmless, text.replace("\r\n", "\n")))


async def _bounded(request: Request, most: int) -> bytes:
    too_large = Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "内容太大，请缩短后再发。")
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > most:
        raise too_large
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise too_large
    return bytes(body)


def own_id(value: object) -> str:
    """The page's id of a message; one of ours where a client gives none."""
    if value is None:
        return secrets.token_urlsafe(12)
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise Refused(HTTPStatus.BAD_REQUEST, "id 应当是1到64个字符的文字。")
    return value


def typed_text(value: object) -> str:
    """What a person typed, without control characters; raises Refused.

    A leading slash would be a command to Rasa, so it becomes the full-width one.
    """
    if not isinstance(value, str):
        raise Refused(HTTPStatus.BAD_REQUEST, "text 应当是文字。")
    text = "".join(map(_harmless, value)).strip()
    if not text:
        raise Refused(HTTPStatus.BAD_REQUEST, "没有收到文字，请输入您的问题。")
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"这条消息有{len(text)}个字，最多{MOST_CHARACTERS}个字，请分几条发。",
        )
    return harmless_slash(text)


def harmless_slash(text: str) -> str:
    """The text with a leading slash made full-width, which Rasa does not read as a command."""
    return "／" + text[1:] if text.startswith("/") else text


def _harmless(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    # Cc: controls; Cs: lone surrogates, which no database can store.
    return "" if category in ("Cc", "Cs") else character
