"""A stand-in for api.weixin.qq.com on loopback, which refuses what the real one refuses."""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.bot.wechat_platform import APPID, SECRET
from tests.stack import free_port

TOKEN_SECONDS = 7200
FORCED_APART = 30.0
MOST_TEXT = 2048
LIMITS = {"thing": 20, "phrase": 5}
ALLOWANCES = {"message": (5, 48 * 3600.0), "action": (3, 60.0)}
# Which kinds of account may call what.
RIGHTS = {
    "unverified": set(),
    "subscription": {"custom", "menu"},
    "service": {"custom", "menu", "template", "bizsend", "qrcode"},
}
Fault = int | str


@dataclass
class WeChatServer:
    """State of one account; `faults` are what the next calls of a path meet."""

    kind: str = "service"
    url: str = ""
    now: Any = time.time
    tokens: dict[str, float] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)  # calls of stable_token
    sent: list[dict[str, Any]] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)  # of time.monotonic()
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    calls: list[str] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)  # who do not follow the account
    windows: dict[str, dict[str, tuple[int, float]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    templates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    consents: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    own_ids: dict[str, float] = field(default_factory=dict)
    menu: dict[str, Any] | None = None
    slow_seconds: float = 30.0

    def renewed(self, kind: str = "service") -> WeChatServer:
        """The same server as if nothing had happened."""
        vars(self).update(vars(WeChatServer(kind, self.url)))
        return self

    def heard(self, openid: str, by: str) -> None:
        """The person did something that lets the account write to it."""
        if by:
            most, seconds = ALLOWANCES[by]
            self.windows[openid][by] = (most, self.now() + seconds)

    def texts(self) -> list[str]:
        return [each["text"]["content"] for each in self.sent if "text" in each]

    # --- what is asked

    async def stable_token(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        if fault := await self._fault("token"):
            return fault
        if body.get("grant_type") != "client_credential":
            return _no(40002, "invalid grant_type")
        if body.get("appid") != APPID:
            return _no(40013, "invalid appid")
        if body.get("secret") != SECRET:
            return _no(40125, "invalid appsecret")
        token = self._token(forced=bool(body.get("force_refresh")))
        seconds = int(self.tokens[token] - self.now())
        return JSONResponse({"access_token": token, "expires_in": seconds})

    def _token(self, *, forced: bool) -> str:
        """The valid one unless a new one is forced."""
        valid = [token for token, ends in self.tokens.items() if ends > self.now() + 300]
        if valid and not forced:
            return valid[-1]
        token = secrets.token_hex(64)
        self.tokens[token] = self.now() + TOKEN_SECONDS
        return token

    def disown(self) -> None:
        """All tokens are out of use, as after a change of the secret."""
        self.tokens.clear()

    async def custom(self, request: Request) -> Response:
        return await self._asked(request, "custom", self._custom)

    def _custom(self, body: dict[str, Any]) -> Response:
        openid, text = body["touser"], body["text"]["content"]
        if not text:
            return _no(44004, "empty content")
        if len(text.encode()) > MOST_TEXT:
            return _no(45002, "content size out of limit")
        if code := self._use(openid):
            return _no(code, "response out of limit")
        self._take(body)
        return _yes()

    def _take(self, body: dict[str, Any]) -> None:
        self.sent_at.append(time.monotonic())
        self.sent.append(body)

    def _use(self, openid: str) -> int:
        """Take one of the allowance that ends first; an errcode where there is none."""
        now = self.now()
        open_ = {by: left for by, (left, ends) in self.windows[openid].items() if ends > now}
        if not open_:
            return 45015
        for by in ("action", "message"):
            if open_.get(by, 0) > 0:
                left, ends = self.windows[openid][by]
                self.windows[openid][by] = (left - 1, ends)
                return 0
        return 45047

    async def template(self, request: Request) -> Response:
        return await self._asked(request, "template", self._template)

    def _template(self, body: dict[str, Any]) -> Response:
        if code := self._wrong_fields(body):
            return _no(code, "template argument invalid")
        own = f"{body['touser']}:{body.get('client_msg_id')}"
        if self.own_ids.get(own, 0.0) < self.now() - 600:
            self.own_ids[own] = self.now()
            self._take(body)
        return _yes(msgid=len(self.sent))

    async def bizsend(self, request: Request) -> Response:
        return await self._asked(request, "bizsend", self._bizsend)

    def _bizsend(self, body: dict[str, Any]) -> Response:
        if code := self._wrong_fields(body):
            return _no(code, "template argument invalid")
        if self.consents[body["touser"]] < 1:
            return _no(43101, "user refuse to accept the msg")
        self.consents[body["touser"]] -= 1
        self._take(body)
        return _yes()

    def _wrong_fields(self, body: dict[str, Any]) -> int:
        wanted = self.templates.get(body["template_id"])
        if wanted is None:
            return 40037
        given = {name: each["value"] for name, each in body["data"].items()}
        fits = all(
            0 < len(value) <= LIMITS[name.rstrip("0123456789")] for name, value in given.items()
        )
        return 0 if set(given) == set(wanted) and fits else 47003

    async def create_menu(self, request: Request) -> Response:
        return await self._asked(request, "menu", self._create_menu)

    def _create_menu(self, body: dict[str, Any]) -> Response:
        entries = body["button"]
        below = [each for entry in entries for each in entry.get("sub_button", [])]
        if not 1 <= len(entries) <= 3 or any(len(e.get("sub_button", [])) > 5 for e in entries):
            return _no(40016, "invalid button size")
        if any(len(e["name"].encode()) > 16 for e in entries):
            return _no(40018, "invalid button name size")
        if any(len(e["name"].encode()) > 60 for e in below):
            return _no(40018, "invalid button name size")
        self.menu = body
        return _yes()

    async def create_qr(self, request: Request) -> Response:
        return await self._asked(request, "qrcode", self._create_qr)

    def _create_qr(self, body: dict[str, Any]) -> Response:
        kind, seconds = body["action_name"], body.get("expire_seconds", 60)
        scene = body["action_info"]["scene"].get("scene_str", "")
        temporary = kind == "QR_STR_SCENE"
        if kind not in ("QR_STR_SCENE", "QR_LIMIT_STR_SCENE") or not 1 <= len(scene) <= 64:
            return _no(40053, "invalid action info")
        if temporary and not 0 < seconds <= 2_592_000:
            return _no(40053, "invalid action info")
        answer: dict[str, Any] = {
            "ticket": f"gQ=={scene}",
            "url": f"http://weixin.qq.com/q/{scene}",
        }
        return JSONResponse({**answer, "expire_seconds": seconds} if temporary else answer)

    async def list_templates(self, request: Request) -> Response:
        return await self._asked(request, "template", self._list_templates)

    def _list_templates(self, _: dict[str, Any]) -> Response:
        listed = [
            {
                "template_id": template_id,
                "title": "示例",
                "content": "\n".join(f"{{{{{name}.DATA}}}}" for name in names),
            }
            for template_id, names in self.templates.items()
        ]
        return JSONResponse({"template_list": listed})

    async def staff(self, request: Request) -> Response:
        return await self._asked(request, "custom", lambda _: JSONResponse({"kf_list": []}))

    # --- what is the same for all

    async def _asked(self, request: Request, right: str, answer: Any) -> Response:
        """Token, rights, encoding and addressee come first."""
        self.calls.append(request.url.path)
        if fault := await self._fault(right):
            return fault
        ends = self.tokens.get(request.query_params.get("access_token", ""))
        if ends is None:
            return _no(40001, "invalid credential, access_token is invalid or not latest")
        if ends <= self.now():
            return _no(42001, "access_token expired")
        if right not in RIGHTS[self.kind]:
            return _no(48001, "api unauthorized")
        body: dict[str, Any] = {}
        if request.method == "POST":
            content = await request.body()
            if re.search(rb"\\u[0-9a-fA-F]{4}", content):
                return _no(40033, "invalid charset. please check your request")
            try:
                body = json.loads(content)
            except ValueError:
                return _no(47001, "data format error")
        if body.get("touser") in self.strangers:
            return _no(43004, "require subscribe")
        given: Response = answer(body)
        return given

    async def _fault(self, right: str) -> Response | None:
        """The next thing that is to go wrong with this kind of call."""
        if not self.faults[right]:
            return None
        fault = self.faults[right].pop(0)
        if isinstance(fault, int):
            return _no(fault, "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist")
        if fault == "slow":
            time.sleep(self.slow_seconds)
            return _no(-1, "system error")
        if fault == "garbage":
            return PlainTextResponse("<html>busy</html>")
        return PlainTextResponse("bad gateway", status_code=int(fault))

    def app(self) -> Starlette:
        post = ["POST"]
        return Starlette(
            routes=[
                Route("/cgi-bin/stable_token", self.stable_token, methods=post),
                Route("/cgi-bin/message/custom/send", self.custom, methods=post),
                Route("/cgi-bin/message/template/send", self.template, methods=post),
                Route("/cgi-bin/message/subscribe/bizsend", self.bizsend, methods=post),
                Route("/cgi-bin/menu/create", self.create_menu, methods=post),
                Route("/cgi-bin/qrcode/create", self.create_qr, methods=post),
                Route("/cgi-bin/customservice/getkflist", self.staff),
                Route("/cgi-bin/template/get_all_private_template", self.list_templates),
            ]
        )


def _no(code: int, message: str) -> JSONResponse:
    return JSONResponse({"errcode": code, "errmsg": message})


def _yes(**more: Any) -> JSONResponse:
    return JSONResponse({"errcode": 0, "errmsg": "ok", **more})


@contextmanager
def running(kind: str = "service") -> Iterator[WeChatServer]:
    """The server in a thread of its own until the end of the block."""
    port = free_port()
    wechat = WeChatServer(kind, f"http://127.0.0.1:{port}")
    config = uvicorn.Config(
        wechat.app(), host="127.0.0.1", port=port, log_config=None, ws="none", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield wechat
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(10)
