"""The door of the console: who is signed in, and whether a form comes from our own pages."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from actions.settings import Settings
from bot.console.page import Desk
from bot.console.staff import Staff
from surveys.staff import sessions

HOME, SIGN_IN = "/console/", "/console/sign-in"


def staff_of(desk: Desk, request: Request) -> Staff | None:
    """Who is signed in with the request's cookie."""
    session = session_of(desk.settings, request)
    if not session:
        return None
    return sessions.whose(desk.office.database, session, desk.office.now())


def session_of(settings: Settings, request: Request) -> str:
    """What the cookie holds; empty without one."""
    return request.cookies.get(_cookie(settings), "")


def admit(settings: Settings, response: Response, session: str) -> None:
    """Give the cookie; it ends with the browser, and in the database before that."""
    response.set_cookie(
        _cookie(settings),
        session,
        httponly=True,
        samesite="strict",
        secure=_secure(settings),
    )


def dismiss(settings: Settings, response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(
        _cookie(settings), httponly=True, samesite="strict", secure=_secure(settings)
    )


def leave(desk: Desk, request: Request) -> None:
    """End the session of the cookie, if there is one."""
    if session := session_of(desk.settings, request):
        with desk.office.database.write() as connection:
            sessions.end(connection, session, desk.office.now())


def csrf_of(desk: Desk, session: str) -> str:
    """The token that each form of a session carries."""
    return desk.office.seal.code("csrf", session)


def is_csrf(desk: Desk, session: str, sent: object) -> bool:
    """Whether a form carries the token of its session."""
    expected = csrf_of(desk, session).encode()
    return isinstance(sent, str) and hmac.compare_digest(expected, sent.encode())


def from_elsewhere(settings: Settings, request: Request) -> bool:
    """Whether the browser says that another site sent this form."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    ours = {request.headers.get("host", ""), urlsplit(settings.public_url).netloc} - {""}
    return urlsplit(origin).netloc not in ours


def way_back(path: str) -> str:
    """Where to go after the sign-in: a page of the console and nowhere else."""
    inside = path.startswith(HOME) and not path.startswith(SIGN_IN)
    plain = all(" " < each <= "~" and each != "\\" for each in path)
    return path if inside and plain and "//" not in path and ".." not in path else HOME


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


def _cookie(settings: Settings) -> str:
    """Under HTTPS with the prefix that keeps other hosts and plain HTTP from setting it."""
    return "__Host-huiqi_staff" if _secure(settings) else "huiqi_staff"


def _secure(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")
