"""The self-check as a page: a filled form goes in, the report on Articles 5 to 7 comes back.

Nothing is kept, so there is nobody to ask for a name first.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import date
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.console.campaigns.files import attached
from bot.files import handed_in
from bot.requests import Refused
from knowledge.errors import KnowledgeError
from knowledge.rules.eligibility import assess, read_facts
from knowledge.rules.eligibility.report import TITLE, report
from knowledge.rules.forms import read_form
from knowledge.rules.forms.sources import say
from surveys.errors import SurveyError
from surveys.forms.filled import read_filled

PATH = "/check"
LONGEST_NAME = 40
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
Show = Callable[[str, int], Response]


class SelfCheck:
    """The page, and the report that its form is answered with."""

    def __init__(self, show: Show, today: Callable[[], date]) -> None:
        self._show, self._today = show, today

    def routes(self) -> list[Route]:
        return [Route(PATH, self.page), Route(PATH, self.checked, methods=["POST"])]

    async def page(self, _: Request) -> Response:
        return self._show("", HTTPStatus.OK)

    async def checked(self, request: Request) -> Response:
        try:
            _, file = await handed_in(request)
            name, data = await asyncio.to_thread(report_on, file.data, self._today())
        except Refused as error:
            return self._show(error.sentence, error.status)
        except (SurveyError, KnowledgeError) as error:
            return self._show(str(error), HTTPStatus.BAD_REQUEST)
        return attached(data, name)


def report_on(form: bytes, today: date) -> tuple[str, bytes]:
    """A sensible name, and the report on what the form says; raises what is wrong with it."""
    reading = read_form(read_filled(form))
    if not reading.found and not reading.unclear:
        raise Refused(HTTPStatus.BAD_REQUEST, say("nothing"))
    facts = read_facts(reading.row)
    whose = _UNFIT.sub("", str(reading.row.get("单位名称") or ""))[:LONGEST_NAME]
    name = f"{TITLE}-{whose}-{today}.docx" if whose else f"{TITLE}-{today}.docx"
    return name, report(assess(facts), facts, reading.row, today)
