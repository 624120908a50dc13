"""The addresses of the survey page: /s/<code> and what lies below it.

Every POST ends in a redirect, so that a reload repeats nothing. A GET changes nothing. The link
itself leads on on another device: there a press takes the interview over, and a person is told
to look at it, as when an invitation is opened twice in chat.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.requests import Refused, form_fields
from bot.sessions import COOKIE_SECONDS, Sessions, contact_key
from bot.survey_page import answers, views
from bot.survey_page.form_token import FormTokens
from bot.survey_page.guesses import guesses
from bot.survey_page.visitor import Fields, UnknownInvitation, Visitor, shut
from surveys.campaigns import visiting
from surveys.campaigns.office import Office

log = logging.getLogger("huiqi.survey_page")
TYPE_COOKIE, LARGE = "huiqi_type", "large"
Handler = Callable[[Office, Visitor, int], Response]


class SurveyPages:
    """Handlers of /s/<code>; the session is that of the chat page."""

    def __init__(self, office: Office, sessions: Sessions, key: str) -> None:
        self._office = office
        self._sessions = sessions
        self._tokens = FormTokens(key)
        self._guesses = guesses(office.now)

    def routes(self) -> list[Route]:
        below: Mapping[str, tuple[Handler | None, Handler | None]] = {
            "": (views.start, None),
            "/start": (None, answers.start),
            "/check": (views.check, answers.confirm),
            "/done": (views.done, None),
            "/help": (views.help_page, answers.command),
            "/other": (views.other, answers.other),
            "/note": (None, answers.note),
            "/{number:int}": (views.question, answers.answer),
        }
        return [
            *(
                Route(f"/s/{{code}}{path}", self._endpoint(get, post), methods=["GET", "POST"])
                for path, (get, post) in below.items()
            ),
            Route("/s/{rest:path}", _nowhere),
        ]

    def _endpoint(self, get: Handler | None, post: Handler | None) -> Callable[[Request], object]:
        async def endpoint(request: Request) -> Response:
            if chosen := request.query_params.get("type"):
                return _in_type(request, chosen)
            posted = request.method == "POST"
            handler = post if posted else get
            if handler is None:  # the other half of a form, reached by a reload or by hand
                return RedirectResponse(_base(request), HTTPStatus.SEE_OTHER)
            try:
                fields = await form_fields(request) if posted else {}
            except Refused as error:
                return shut("token", error.status, base=_base(request), large=_large(request))
            return await asyncio.to_thread(self._answered, request, handler, fields)

        return endpoint

    def _answered(self, request: Request, handler: Handler, fields: Fields) -> Response:
        known = self._session(request)
        session = known or self._sessions.new()
        try:
            response = self._response(request, handler, fields, session, known is not None)
        except Exception:
            log.exception("the survey page broke off")
            return shut("fault", HTTPStatus.INTERNAL_SERVER_ERROR, large=_large(request))
        if known is None and response.status_code != HTTPStatus.NOT_FOUND:
            self._sessions.attach(response, session)
        return response

    def _response(
        self, request: Request, handler: Handler, fields: Fields, session: str, known: bool
    ) -> Response:
        code, address = request.path_params["code"], request.client.host if request.client else ""
        contact, large = contact_key(session), _large(request)
        token, note = self._tokens.of(session), request.query_params.get("note", "")
        look = partial(visiting.visit, self._office, code, contact)
        visitor = Visitor(code, contact, token, large, note, fields, look)
        if self._guesses.too_many(address) and not (visitor.found and visitor.found.mine):
            return shut("busy", HTTPStatus.TOO_MANY_REQUESTS, large=large)
        forged = request.method == "POST" and not (
            known and self._tokens.fits(session, visitor.field("token"))
        )
        try:
            if forged and visitor.visit:
                return shut("token", HTTPStatus.FORBIDDEN, base=visitor.base, large=large)
            return handler(self._office, visitor, request.path_params.get("number", 0))
        except UnknownInvitation:
            self._guesses.count(address)
            return shut("unknown", HTTPStatus.NOT_FOUND, large=large)

    def _session(self, request: Request) -> str | None:
        try:
            return self._sessions.read(request)
        except Refused:
            return None


def _in_type(request: Request, chosen: str) -> Response:
    """Larger type from now on, or no longer."""
    response = RedirectResponse(request.url.path, HTTPStatus.SEE_OTHER)
    if chosen == LARGE:
        response.set_cookie(TYPE_COOKIE, LARGE, max_age=COOKIE_SECONDS, samesite="lax")
    else:
        response.delete_cookie(TYPE_COOKIE)
    return response


async def _nowhere(request: Request) -> Response:
    return shut("unknown", HTTPStatus.NOT_FOUND, large=_large(request))


def _large(request: Request) -> bool:
    return request.cookies.get(TYPE_COOKIE) == LARGE


def _base(request: Request) -> str:
    return "/".join(request.url.path.split("/")[:3])
