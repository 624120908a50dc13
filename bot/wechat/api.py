"""Calls of WeChat's API with the account's token: a refused token is renewed once, no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.wechat.account import Account
from bot.wechat.errcodes import TOKEN_REFUSED, meaning
from bot.wechat.errors import WeChatRefused
from bot.wechat.line import Line, Unanswered
from bot.wechat.tokens import Tokens
from surveys.database import Database
from surveys.sealing import Seal

SHORTEST_SECONDS = 60.0


class Api:
    """What one account may ask of WeChat."""

    def __init__(self, line: Line, tokens: Tokens) -> None:
        self._line = line
        self._tokens = tokens

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of a call that was carried out; raises WeChatRefused or Unanswered."""
        return await self._ask(path, body)

    async def get(self, path: str) -> dict[str, Any]:
        return await self._ask(path, None)

    async def token(self) -> str:
        """A valid token; raises as calls do."""
        return await self._tokens.token()

    async def _ask(self, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        token = await self._tokens.token()
        answer = await self._once(path, body, token)
        if _code(answer) in TOKEN_REFUSED:
            token = await self._tokens.token(refused=token)
            answer = await self._once(path, body, token)
        return _accepted(answer)

    async def _once(self, path: str, body: Mapping[str, Any] | None, token: str) -> dict[str, Any]:
        query = {"access_token": token}
        if body is None:
            return await self._line.get(path, query)
        return await self._line.post(path, body, query)

    async def close(self) -> None:
        await self._line.close()


def open_api(
    account: Account, base: str, database: Database, seal: Seal, clock: Callable[[], float]
) -> Api:
    """An account's calls, with its token in the database."""
    line = Line(base)

    async def fetch(forced: bool) -> tuple[str, float]:
        body = {
            "grant_type": "client_credential",
            "appid": account.appid,
            "secret": account.secret,
            "force_refresh": forced,
        }
        answer = _accepted(await line.post("/cgi-bin/stable_token", body))
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not (isinstance(token, str) and token and isinstance(seconds, int)):
            raise Unanswered("微信的应答里没有access_token", sent=False)
        return token, max(float(seconds), SHORTEST_SECONDS)

    return Api(line, Tokens(database, seal, account.appid, fetch, clock))


def _code(answer: Mapping[str, Any]) -> int:
    code = answer.get("errcode", 0)
    return code if isinstance(code, int) else -1


def _accepted(answer: dict[str, Any]) -> dict[str, Any]:
    code = _code(answer)
    if code:
        raise WeChatRefused(code, meaning(code, str(answer.get("errmsg", ""))).says)
    return answer
