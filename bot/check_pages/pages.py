"""Handlers of /check/<token>: the report of a check that was made in chat, as it stands now.

The token is the sealed contact: it tells nothing, and leads to nothing once the check is deleted.
"""

from __future__ import annotations

import asyncio
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.regulation_pages.addresses import HOME, address
from bot.regulation_pages.pages import TEMPLATES as SHARED
from bot.regulation_pages.pages import WORD
from knowledge.library import load_shipped
from knowledge.rules.eligibility import read_facts
from knowledge.rules.eligibility.outcome import TOLD, outcome, text
from knowledge.rules.eligibility.report import report
from knowledge.rules.interview.check import Check, assessed, row
from knowledge.rules.interview.telling import said
from surveys import checks
from surveys.campaigns.office import Office
from surveys.platforms.model import beijing_day
from surveys.report_link import PREFIX, contact_of

TEMPLATES = Path(__file__).with_name("templates")
NAME = "%E7%94%B3%E6%8A%A5%E6%9D%A1%E4%BB%B6%E8%87%AA%E6%9F%A5%E6%8A%A5%E5%91%8A.docx"
UNLISTED = {"X-Robots-Tag": "noindex"}
GONE = "没有这份核对结果：链接不完整，或者核对的记录已经删除。"


class CheckPages:
    """The report of one check; who has the link may read it."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._templates = Environment(
            loader=FileSystemLoader((TEMPLATES, SHARED)),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {"address": address, "home": HOME, "words": text}

    def routes(self) -> list[Route]:
        return [
            Route(f"{PREFIX}{{token}}/report.docx", self.document),
            Route(f"{PREFIX}{{token}}", self.page),
        ]

    async def page(self, request: Request) -> Response:
        kept = await self._kept(request)
        if kept is None:
            return self._show("missing.html", HTTPStatus.NOT_FOUND, sentence=GONE)
        check, day = kept
        told = outcome(assessed(check), read_facts(row(check)))
        here = f"{PREFIX}{request.path_params['token']}"
        return self._show(
            "report.html", told=told, told_of=TOLD, day=day, answers=said(check), here=here
        )

    async def document(self, request: Request) -> Response:
        kept = await self._kept(request)
        if kept is None:
            return self._show("missing.html", HTTPStatus.NOT_FOUND, sentence=GONE)
        data = await asyncio.to_thread(_document, *kept)
        shown = {"Content-Disposition": f"attachment; filename*=UTF-8''{NAME}"}
        return Response(data, media_type=WORD, headers=UNLISTED | shown)

    async def _kept(self, request: Request) -> tuple[Check, date] | None:
        """The check and the day of its last answer."""
        contact = contact_of(self._office.seal, request.path_params["token"])
        if contact is None:
            return None
        kept = await asyncio.to_thread(checks.kept, self._office.database, contact, "")
        return None if kept is None else (kept.check, beijing_day(kept.updated_at))

    def _show(self, template: str, status: int = HTTPStatus.OK, **values: Any) -> HTMLResponse:
        page = self._templates.get_template(template)
        return HTMLResponse(page.render(shipped=load_shipped(), **values), status, UNLISTED)


def _document(check: Check, day: date) -> bytes:
    facts = row(check)
    return report(assessed(check), read_facts(facts), facts, day)
