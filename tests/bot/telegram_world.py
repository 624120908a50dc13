"""Telegram as a bot sees it, invented: chats, updates, limits, and what the Bot API refuses."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.bot.telegram_person import Heard, Person

TOKEN = "424242:Invented-token_of-no-bot"
BOT_ID = TOKEN.partition(":")[0]
BOT_NAME = "huiqi_invented_bot"
MOST_UNITS, MOST_BUTTONS, MOST_ALERT = 4096, 100, 200
MOST_A_SECOND, MOST_COMMANDS = 30, 100
PORTS = (None, 443, 80, 88, 8443)
UNASKED = ("chat_member", "message_reaction", "message_reaction_count")  # only when asked for
METHODS = (
    "getMe",
    "sendMessage",
    "sendChatAction",
    "answerCallbackQuery",
    "setWebhook",
    "deleteWebhook",
    "getWebhookInfo",
    "setMyCommands",
    "getUpdates",
    "getFile",
)
LARGEST_FILE = 20 * 2**20
Params = dict[str, Any]


class Refusal(Exception):
    """The Bot API's error answer."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass(frozen=True)
class Fault:
    """What the next call of a method meets: a refusal, silence, a cut line or junk.

    `after` lets the call have its effect first, as when only the answer is lost.
    """

    status: int = 200
    description: str = ""
    parameters: Params = field(default_factory=dict)
    hang: float = 0.0
    cut: bool = False
    body: bytes | None = None
    after: bool = False


class World:
    """Everything that Telegram knows; safe to use from several threads."""

    def __init__(self, *, chat_seconds: float = 1.0) -> None:
        self.lock = threading.RLock()
        self.chat_seconds = chat_seconds
        self.people: dict[int, Person] = {}
        self.calls: list[tuple[str, Params]] = []
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.pending: list[Params] = []
        self.webhook: Params | None = None
        self.last_error = ""
        self.commands: list[Params] = []
        self.open_queries: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.alerts: dict[str, str] = {}
        self._allowed: list[str] = []
        self._numbers = {"update": 880_000_100, "message": 10, "person": 700_000_000, "query": 0}
        self._sent_at: deque[float] = deque()

    def person(self, name: str) -> Person:
        """Somebody who has not opened the bot yet."""
        with self.lock:
            person = Person(self, self.number("person"), name)
            self.people[person.id] = person
        return person

    def number(self, of: str) -> int:
        with self.lock:
            self._numbers[of] += 1
            return self._numbers[of]

    def happens(self, kind: str, what: Params) -> int:
        """A new update, unless the bot did not ask for its kind."""
        with self.lock:
            number = self.number("update")
            if (self._allowed and kind not in self._allowed) or kind in UNASKED:
                return number
            self.pending.append({"update_id": number, kind: what})
            return number

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method meet these, in order."""
        with self.lock:
            self.faults[method].extend(faults)

    def next_fault(self, method: str) -> Fault | None:
        with self.lock:
            waiting = self.faults[method]
            return waiting.popleft() if waiting else None

    def called(self, method: str) -> list[Params]:
        with self.lock:
            return [params for name, params in self.calls if name == method]

    def call(self, method: str, params: Params) -> Any:
        """Do what the Bot API does for a method; raises Refusal."""
        answer: Callable[[Params], Any] | None = (
            getattr(self, f"_{method}", None) if method in METHODS else None
        )
        if answer is None:
            raise Refusal(404, "Not Found")
        with self.lock:
            self.calls.append((method, params))
            return answer(params)

    # The methods of the Bot API

    def _getMe(self, _: Params) -> Params:
        return self.bot

    @property
    def bot(self) -> Params:
        return {"id": int(BOT_ID), "is_bot": True, "first_name": "惠企", "username": BOT_NAME}

    def _sendMessage(self, params: Params) -> Params:
        person = self._reached(params)
        text = str(params.get("text", "")).strip()
        if not text:
            raise Refusal(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > MOST_UNITS:
            raise Refusal(400, "Bad Request: message is too long")
        rows = _keyboard(params.get("reply_markup"))
        self._within_limits(person)
        heard = Heard(self.number("message"), text, rows, time.monotonic())
        person.heard.append(heard)
        return {
            "message_id": heard.message_id,
            "from": self.bot,
            "chat": person.chat,
            "date": int(time.time()),
            "text": text,
        }

    def _sendChatAction(self, params: Params) -> bool:
        self._reached(params)
        if params.get("action") != "typing":
            raise Refusal(400, "Bad Request: wrong parameter action in request")
        return True

    def _answerCallbackQuery(self, params: Params) -> bool:
        query = str(params.get("callback_query_id", ""))
        if query not in self.open_queries:
            raise Refusal(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        text = str(params.get("text", ""))
        if len(text) > MOST_ALERT:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        self.open_queries.remove(query)
        if text:
            self.alerts[query] = text
        return True

    def _setWebhook(self, params: Params) -> bool:
        url = urlsplit(str(params.get("url", "")))
        if not url.geturl():
            return self._deleteWebhook(params)
        if url.scheme != "https":
            raise Refusal(
                400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            )
        if url.port not in PORTS:
            raise Refusal(
                400,
                "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
            )
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", str(params.get("secret_token", ""))):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = {**params, "url": url.geturl()}
        self._allow(params)
        return True

    def _deleteWebhook(self, _: Params) -> bool:
        self.webhook = None
        return True

    def _getWebhookInfo(self, _: Params) -> Params:
        info: Params = {
            "url": self.webhook["url"] if self.webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if self.last_error:
            info |= {"last_error_date": int(time.time()), "last_error_message": self.last_error}
        return info

    def _setMyCommands(self, params: Params) -> bool:
        commands = _json(params.get("commands"))
        if not isinstance(commands, list) or len(commands) > MOST_COMMANDS:
            raise Refusal(400, "Bad Request: expected an Array of BotCommand")
        for each in commands:
            if not re.fullmatch("[a-z0-9_]{1,32}", each["command"]):
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(each["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands = commands
        return True

    def _getFile(self, params: Params) -> Params:
        file_id = str(params.get("file_id", ""))
        if file_id not in self.files:
            raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[file_id]) > LARGEST_FILE:
            raise Refusal(400, "Bad Request: file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": file_id[-8:],
            "file_size": len(self.files[file_id]),
            "file_path": f"documents/{file_id}.bin",
        }

    def _getUpdates(self, params: Params) -> list[Params]:
        """Those from the offset on; the ones before it are confirmed and forgotten."""
        if self.webhook:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._allow(params)
        offset = int(params.get("offset", 0))
        self.pending = [each for each in self.pending if each["update_id"] >= offset]
        return self.pending[: int(params.get("limit", 100))]

    # What the methods check

    def _allow(self, params: Params) -> None:
        if "allowed_updates" in params:
            self._allowed = _json(params["allowed_updates"])

    def _reached(self, params: Params) -> Person:
        chat = str(params.get("chat_id", ""))
        person = self.people.get(int(chat)) if re.fullmatch(r"-?\d+", chat) else None
        if person is None:
            raise Refusal(400, "Bad Request: chat not found")
        if person.deactivated:
            raise Refusal(403, "Forbidden: user is deactivated")
        if not person.started:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        if person.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return person

    def _within_limits(self, person: Person) -> None:
        now = time.monotonic()
        while self._sent_at and now - self._sent_at[0] >= 1.0:
            self._sent_at.popleft()
        too_soon = person.heard and now - person.heard[-1].at < self.chat_seconds
        if too_soon or len(self._sent_at) >= MOST_A_SECOND:
            raise Refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        self._sent_at.append(now)


def _json(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise Refusal(400, "Bad Request: can't parse JSON object") from None


def _keyboard(given: Any) -> tuple[tuple[tuple[str, str], ...], ...]:
    rows = _json(given)["inline_keyboard"] if given else []
    laid = tuple(tuple((each["text"], each["callback_data"]) for each in row) for row in rows)
    for title, data in (each for row in laid for each in row):
        if not title.strip():
            raise Refusal(400, "Bad Request: inline keyboard button text must be non-empty")
        if not 1 <= len(data.encode()) <= 64:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    if sum(map(len, laid)) > MOST_BUTTONS or any(len(row) > 8 for row in laid):
        raise Refusal(400, "Bad Request: reply markup is too long")
    return laid
