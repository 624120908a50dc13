"""The table of routes made real: for every page its session, its role and its form token."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.console import door, menu, public
from bot.console.errors import ConsoleError, PageNotFound
from bot.console.forms import sent_form
from bot.console.page import Desk, Page, Visit
from bot.console.staff import Staff
from bot.requests import Refused
from knowledge.errors import KnowledgeError
from surveys.errors import SurveyError

NOT_YOURS = "这个页面不是您的角色能打开的；需要时请联系本单位的审核人员。"
STALE = "这张表单不是从本页面提交的，或者放得太久。请返回、刷新后重新提交。"


def console_routes(desk: Desk, pages: Sequence[Page]) -> list[Route]:
    """The public pages, every page of the table behind its guard, and words for the rest."""
    desk.templates.globals["menu"] = menu.of(pages)
    guarded = [
        Route(each.path, _guarded(desk, each, pages), methods=[each.method]) for each in pages
    ]
    return [
        Route("/console", _home),
        *public.routes(desk),
        *guarded,
        Route("/console/{rest:path}", _nothing(desk), methods=["GET", "POST"]),
    ]


def _guarded(
    desk: Desk, page: Page, pages: Sequence[Page]
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        staff = await asyncio.to_thread(door.staff_of, desk, request)
        if staff is None:
            return _to_sign_in(request, page, pages)
        visit = _visit(desk, request, staff, FormData())
        if staff.role not in page.may:
            return _sentence(visit, HTTPStatus.FORBIDDEN, NOT_YOURS)
        try:
            if page.method == "GET":
                return await _answered(visit, page)
            return await _posted(visit, page)
        except Refused as refusal:
            return _sentence(visit, refusal.status, refusal.sentence)

    return answer


async def _posted(visit: Visit, page: Page) -> Response:
    if door.from_elsewhere(visit.desk.settings, visit.request):
        return _sentence(visit, HTTPStatus.FORBIDDEN, STALE)
    async with sent_form(visit.request) as form:
        session = door.session_of(visit.desk.settings, visit.request)
        if not door.is_csrf(visit.desk, session, form.get("csrf")):
            return _sentence(visit, HTTPStatus.FORBIDDEN, STALE)
        return await _answered(_visit(visit.desk, visit.request, visit.staff, form), page)


async def _answered(visit: Visit, page: Page) -> Response:
    """What the page answers; errors that carry a sentence become a page that says it."""
    try:
        return await page.handler(visit)
    except PageNotFound as error:
        return _sentence(visit, HTTPStatus.NOT_FOUND, str(error))
    except (ConsoleError, SurveyError, KnowledgeError) as error:
        return _sentence(visit, HTTPStatus.BAD_REQUEST, str(error))


def _visit(desk: Desk, request: Request, staff: Staff, form: FormData) -> Visit:
    session = door.session_of(desk.settings, request)
    return Visit(request, staff, form, door.csrf_of(desk, session), desk)


def _sentence(visit: Visit, status: HTTPStatus, sentence: str) -> Response:
    return visit.show("message.html", status=status, sentence=sentence)


def _to_sign_in(request: Request, page: Page, pages: Sequence[Page]) -> Response:
    """With the way back to where it can be gone back to: what was sent is lost."""
    seen = any(each.path == page.path and each.method == "GET" for each in pages)
    back = request.url.path if seen else door.HOME
    if page.method == "GET" and request.url.query:
        back += f"?{request.url.query}"
    return RedirectResponse(f"{door.SIGN_IN}?next={quote(back)}", HTTPStatus.SEE_OTHER)


async def _home(_: Request) -> Response:
    return RedirectResponse(door.HOME, HTTPStatus.SEE_OTHER)


def _nothing(desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        staff = await asyncio.to_thread(door.staff_of, desk, request)
        if staff is None:
            return public.message(desk, HTTPStatus.NOT_FOUND, "没有这个页面。")
        visit = _visit(desk, request, staff, FormData())
        return _sentence(visit, HTTPStatus.NOT_FOUND, str(PageNotFound()))

    return answer
