"""The gateway: everything that is reached over HTTP, with worker and reminders as its tasks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions.opening import database_of, office_of
from actions.settings import Settings, read_settings
from bot.channels import channels
from bot.check_pages import CheckPages
from bot.console.page import Desk
from bot.console.pages import PAGES as CONSOLE_PAGES
from bot.console.routes import console_routes
from bot.console.templating import templates
from bot.figures import CountedAssistant, CountedCarrier, CountedLog, CountedRequests, Figures
from bot.health import HealthPages
from bot.housekeeping import keep_house
from bot.limits import AddressLimits
from bot.logs import set_up_logging
from bot.regulation_pages import RegulationPages
from bot.reminding import keep_reminding
from bot.requests import Refused, refused
from bot.sending.sender import Sender
from bot.sessions import Sessions
from bot.survey_page import SurveyPages
from bot.units_api import UnitPages
from bot.web_channel import WebChannel
from bot.worker import Worker
from surveys.personal.keeping import Policy

# Longer than proxies and browsers keep theirs, so that it is they who close.
KEEP_ALIVE_SECONDS = 75
PAGES = Path(__file__).with_name("pages")
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}


class SecurityHeaders:
    """Puts the security headers on every response that does not set them itself."""

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self._app = app
        self._headers = SECURITY_HEADERS | (HTTPS_ONLY if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] += [
                    (name.lower().encode(), value.encode())
                    for name, value in self._headers.items()
                    if name.lower().encode() not in given
                ]
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


def create_app(settings: Settings) -> Starlette:
    """The composition root of the gateway."""
    database = database_of(settings)
    figures = Figures()
    assistant = CountedAssistant(
        settings.rasa_url, settings.actions_url, settings.secret_key, figures
    )
    office = office_of(settings, database)
    policy = Policy(settings.keep_months, settings.keep_chat_days)
    worker = Worker(database, assistant, time.time, written=lambda: sender.wake())
    platforms = channels(settings, database, office.seal, worker, lambda: sender.wake())
    carriers = [CountedCarrier(each.carrier, figures) for each in platforms]
    sender = Sender(database, carriers, time.time)
    regulations = RegulationPages(settings, database)
    https = settings.public_url.startswith("https://")
    sessions = Sessions(settings.secrets, secure=https)

    tasks: dict[str, asyncio.Task[None]] = {}

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        counted = CountedLog(figures)
        logging.getLogger().addHandler(counted)
        tasks["worker"] = asyncio.create_task(worker.run())
        tasks["sender"] = asyncio.create_task(sender.run())
        tasks["reminders"] = asyncio.create_task(keep_reminding(office))
        tasks["housekeeping"] = asyncio.create_task(keep_house(office, policy))
        for channel in platforms:
            for number, work in enumerate(channel.tasks()):
                tasks[f"{channel.carrier.prefix}{number}"] = asyncio.create_task(work)
        yield
        for task in tasks.values():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for each in platforms:
            await each.close()
        await assistant.close()
        database.close()
        logging.getLogger().removeHandler(counted)

    async def chat_page(request: Request) -> Response:
        response = FileResponse(PAGES / "chat.html")
        try:
            session = sessions.read(request)
        except Refused:
            session = None
        sessions.attach(response, session or sessions.new())
        return response

    return Starlette(
        routes=[
            Route("/", chat_page),
            Route("/chat/s/{invitation}", chat_page),  # which sends the invitation for the person
            *CheckPages(office).routes(),
            *SurveyPages(office, sessions, settings.secret_key).routes(),
            *WebChannel(database, worker, sessions, office.seal).routes(),
            *UnitPages(settings.regulations_dir).routes(),
            *regulations.routes(),
            *(route for each in platforms for route in each.routes()),
            *HealthPages(database, assistant, settings, figures, tasks).routes(),
            *console_routes(Desk(office, settings, templates()), CONSOLE_PAGES),
            Mount("/static", StaticFiles(directory=PAGES / "static")),
        ],
        middleware=[
            Middleware(CountedRequests, figures=figures),
            Middleware(SecurityHeaders, https=https),
            Middleware(AddressLimits, clock=time.monotonic),
        ],
        exception_handlers={
            Refused: refused,
            HTTPException: _http_error(regulations),
            Exception: _our_fault(regulations),
        },
        lifespan=lifespan,
    )


SENTENCES = {
    HTTPStatus.NOT_FOUND: "没有这个页面。",
    HTTPStatus.METHOD_NOT_ALLOWED: "这个地址不接受这种请求。",
}


def _http_error(pages: RegulationPages) -> Callable[[Request, Exception], Awaitable[Response]]:
    """A page for people who go astray, a sentence for programs."""

    async def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status = HTTPStatus(error.status_code)
        if status is HTTPStatus.NOT_FOUND and _is_for_people(request):
            return pages.not_found()
        sentence = SENTENCES.get(status, "请求没有被接受。")
        return JSONResponse({"error": sentence}, status_code=status)

    return answer


def _our_fault(pages: RegulationPages) -> Callable[[Request, Exception], Awaitable[Response]]:
    """A page for people, a sentence for programs; neither tells what went wrong."""

    async def answer(request: Request, _: Exception) -> Response:
        if _is_for_people(request):
            told = pages.our_fault()
        else:
            sentence = {"error": "服务出了点问题，请稍后再试。"}
            told = JSONResponse(sentence, status_code=HTTPStatus.INTERNAL_SERVER_ERROR)
        told.headers.update(SECURITY_HEADERS)  # Starlette answers this outside the middleware
        return told

    return answer


def _is_for_people(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def serve(settings: Settings) -> None:
    """Run until stopped."""
    options: dict[str, Any] = {
        "access_log": False,
        "log_config": None,
        "server_header": False,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "ws": "none",
    }
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, **options)


if __name__ == "__main__":
    chosen = read_settings(os.environ)
    set_up_logging(chosen.log_format)
    serve(chosen)
