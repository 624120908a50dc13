"""The campaign pages with somebody signed in: no session, no form token, everything else real."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import bot
from actions.settings import Settings
from bot.console.campaigns import PAGES
from bot.console.page import Desk, Page, Visit
from bot.console.staff import Role, Staff
from bot.gateway import SecurityHeaders
from surveys.campaigns.office import Office

BOT = Path(bot.__file__).parent
RECOMMENDER = "样例省中小企业主管部门"
OPERATOR = Staff(1, "经办甲", Role.OPERATOR, RECOMMENDER)
APPROVER = Staff(2, "审核乙", Role.APPROVER, RECOMMENDER)
AUDITOR = Staff(3, "审计丙", Role.AUDITOR, RECOMMENDER)
PLATFORM = Staff(4, "平台丁", Role.PLATFORM, "91330100MA0000001X")
STRANGER = Staff(5, "外省戊", Role.APPROVER, "另一省中小企业主管部门")


def templates() -> Environment:
    found = FileSystemLoader(BOT / "console" / "templates")
    made = Environment(loader=found, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals["menu"] = lambda staff: [("/console/surveys", "测评")]
    return made


class Front:
    """A browser in front of the pages; `staff` is who sits there."""

    def __init__(self, office: Office, settings: Settings | None = None) -> None:
        self.office = office
        self.settings = settings or Settings()
        self.staff = OPERATOR

    def app(self) -> Starlette:
        desk = Desk(self.office, self.settings, templates())
        routes = [
            Route(each.path, self._guarded(each, desk), methods=[each.method]) for each in PAGES
        ]
        static = Mount("/static", StaticFiles(directory=BOT / "pages" / "static"))
        return Starlette(routes=[*routes, static], middleware=[Middleware(SecurityHeaders)])

    def _guarded(self, page: Page, desk: Desk):
        async def answer(request: Request) -> Response:
            if self.staff.role not in page.may:
                return PlainTextResponse("不是您的角色能打开的", 403)
            if page.method == "GET":
                return await page.handler(Visit(request, self.staff, FormData(), "token", desk))
            async with request.form() as form:
                return await page.handler(Visit(request, self.staff, form, "token", desk))

        return answer

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", f"/console/surveys{path}")

    def post(self, path: str, files=None, **form: str) -> httpx.Response:
        return self.ask("POST", f"/console/surveys{path}", data=form, files=files)

    def ask(self, method: str, path: str, **given) -> httpx.Response:
        """What is answered in the end, redirections followed."""

        async def answer() -> httpx.Response:
            carrier = httpx.ASGITransport(self.app())
            async with httpx.AsyncClient(
                transport=carrier, base_url="http://desk", follow_redirects=True
            ) as client:
                return await client.request(method, path, **given)

        return asyncio.run(answer())
