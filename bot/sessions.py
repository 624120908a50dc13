"""Who is speaking on the web: a random session in a cookie that only this server can sign."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from http import HTTPStatus

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from bot.requests import Refused

COOKIE = "huiqi_session"
COOKIE_SECONDS = 400 * 24 * 3600  # as long as browsers keep one


class Sessions:
    """Reads and issues the session cookie."""

    def __init__(self, keys: Sequence[str], *, secure: bool) -> None:
        """Signs with the first key, reads what any of them signed."""
        self._signer = URLSafeSerializer(list(reversed(keys)), salt="web-session")
        self._secure = secure

    def read(self, request: Request) -> str | None:
        """The session of a request, None if it has no cookie; raises Refused if forged."""
        cookie = request.cookies.get(COOKIE)
        if cookie is None:
            return None
        try:
            return str(self._signer.loads(cookie))
        except BadSignature:
            raise Refused(HTTPStatus.UNAUTHORIZED, "会话无效，请刷新页面后再试。") from None

    def new(self) -> str:
        return secrets.token_urlsafe(16)

    def attach(self, response: Response, session: str) -> None:
        response.set_cookie(
            COOKIE,
            self._signer.dumps(session),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=self._secure,
        )

    def forget(self, response: Response) -> None:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=self._secure)


def contact_key(session: str) -> str:
    """The contact of a web session, as the inbox and the dialogue know it."""
    return f"web:{session}"
