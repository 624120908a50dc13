"""The pages that nobody has to sign in for: the sign-in itself, and one-time links."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.console import door
from bot.console.errors import ConsoleError
from bot.console.forms import secret, sent_form, text
from bot.console.page import Desk
from bot.requests import Refused
from surveys.errors import SurveyError
from surveys.staff import joining
from surveys.staff.addresses import masked_address
from surveys.staff.errors import LinkRefused, StaffError
from surveys.staff.misses import Wait
from surveys.staff.signing_in import Tried, sign_in

Endpoint = Callable[[Request], Awaitable[Response]]
WRONG = "登录名、密码或动态码不对，请核对后重试。"
AT_ONCE = 2  # hashes that are computed at the same time: each takes 64 MiB
FROM_ELSEWHERE = "这张表单不是从本页面提交的，请返回、刷新后重新提交。"


def routes(desk: Desk) -> list[Route]:
    """The public pages; what they raise is said on a page too."""
    pages = _Pages(desk)
    setup = "/console/setup/{code}"
    return [
        Route(door.SIGN_IN, _said(desk, pages.sign_in_form), methods=["GET"]),
        Route(door.SIGN_IN, _said(desk, pages.signed_in), methods=["POST"]),
        Route(setup, _said(desk, pages.link_form), methods=["GET"]),
        Route(setup, _said(desk, pages.link_used), methods=["POST"]),
    ]


def show(desk: Desk, template: str, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
    """A template for somebody who is not signed in."""
    page = desk.templates.get_template(template)
    return HTMLResponse(page.render(staff=None, **values), status_code=status)


def message(desk: Desk, status: HTTPStatus, sentence: str) -> HTMLResponse:
    """One sentence on a page."""
    return show(desk, "message.html", status, sentence=sentence)


class _Pages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hashing = asyncio.Semaphore(AT_ONCE)

    async def sign_in_form(self, request: Request) -> Response:
        back = door.way_back(request.query_params.get("next", ""))
        if await asyncio.to_thread(door.staff_of, self._desk, request):
            return RedirectResponse(back, HTTPStatus.SEE_OTHER)
        done = request.query_params.get("done", "")
        return show(self._desk, "sign_in.html", back=back, done=done)

    async def signed_in(self, request: Request) -> Response:
        async with self._form(request) as form:
            back = door.way_back(text(form, "next"))
            name = text(form, "name", 100)
            tried = Tried(
                name, secret(form, "password"), text(form, "code", 20), door.address_of(request)
            )
        async with self._hashing:
            found = await asyncio.to_thread(sign_in, self._desk.office, tried)
        if isinstance(found, str):
            await asyncio.to_thread(door.leave, self._desk, request)
            response = RedirectResponse(back, HTTPStatus.SEE_OTHER)
            door.admit(self._desk.settings, response, found)
            return response
        status, error = HTTPStatus.UNAUTHORIZED, WRONG
        if isinstance(found, Wait):
            status, error = HTTPStatus.TOO_MANY_REQUESTS, _later(found.seconds)
        return show(self._desk, "sign_in.html", status, back=back, name=name, error=error)

    async def link_form(self, request: Request) -> Response:
        person = await asyncio.to_thread(
            joining.whose_link, self._desk.office, request.path_params["code"]
        )
        return show(self._desk, "setup.html", person=person)

    async def link_used(self, request: Request) -> Response:
        code, office = request.path_params["code"], self._desk.office
        address = masked_address(door.address_of(request))
        async with self._form(request) as form:
            typed = (text(form, "name", 100), text(form, "subject", 200))
            password = (secret(form, "password"), secret(form, "again"))
        person = await asyncio.to_thread(joining.whose_link, office, code)
        try:
            async with self._hashing:
                if person:
                    await asyncio.to_thread(
                        joining.choose_password, office, code, password, address
                    )
                    return RedirectResponse(f"{door.SIGN_IN}?done=password", HTTPStatus.SEE_OTHER)
                session = await asyncio.to_thread(
                    joining.make_first, office, code, typed, password, address
                )
        except LinkRefused:
            raise
        except StaffError as error:
            values = {"person": person, "name": typed[0], "subject": typed[1], "error": str(error)}
            return show(self._desk, "setup.html", HTTPStatus.BAD_REQUEST, **values)
        response = RedirectResponse(door.HOME, HTTPStatus.SEE_OTHER)
        door.admit(self._desk.settings, response, session)
        return response

    def _form(self, request: Request) -> Any:
        if door.from_elsewhere(self._desk.settings, request):
            raise Refused(HTTPStatus.FORBIDDEN, FROM_ELSEWHERE)
        return sent_form(request)


def _said(desk: Desk, endpoint: Endpoint) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except LinkRefused as error:
            return message(desk, HTTPStatus.GONE, str(error))
        except (SurveyError, ConsoleError) as error:
            return message(desk, HTTPStatus.BAD_REQUEST, str(error))
        except Refused as refusal:
            return message(desk, refusal.status, refusal.sentence)

    return answer


def _later(seconds: int) -> str:
    if seconds < 60:
        return f"试得太频繁，请{seconds}秒后再试。"
    return f"试得太频繁，请{-(-seconds // 60)}分钟后再试。"
