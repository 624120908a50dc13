"""huiqi chat: talk in the terminal through the running gateway, as the chat page does."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import httpx

from bot.commands.common import EXISTING, settings
from bot.errors import CannotStart

WAIT_SECONDS = 40.0


@click.command("chat")
@click.option("--session", default="terminal", help="会话的名字；同名则接着上次聊。")
@click.option("--script", type=EXISTING, help="从文件逐行发送。")
@click.option("--record", type=click.Path(dir_okay=False, path_type=Path), help="把对话记成测试。")
def command(session: str, script: Path | None, record: Path | None) -> None:
    """在终端里聊天（需要 huiqi run 已在运行）。"""
    chosen = settings()
    cookies = chosen.data_dir / "sessions" / f"{session}.json"
    turns: list[dict[str, Any]] = []
    with httpx.Client(base_url=f"http://{chosen.host}:{chosen.port}", timeout=WAIT_SECONDS) as http:
        _resume(http, cookies)
        for text in _lines(script):
            reply = _turn(http, text)
            click.echo(reply["text"])
            _buttons(reply)
            turns.append({"user": text, "bot": reply["text"], "units": reply["units"]})
        cookies.parent.mkdir(parents=True, exist_ok=True)
        cookies.write_text(json.dumps(dict(http.cookies)), encoding="utf-8")
    if record is not None:
        record.write_text(json.dumps(turns, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _resume(http: httpx.Client, cookies: Path) -> None:
    if cookies.is_file():
        http.cookies.update(json.loads(cookies.read_text(encoding="utf-8")))


def _lines(script: Path | None) -> Iterator[str]:
    if script is not None:
        for line in script.read_text(encoding="utf-8").splitlines():
            if line.strip():
                click.echo(f"> {line}")
                yield line
        return
    while True:
        try:
            line = input("> ")
        except EOFError:
            return
        if line.strip():
            yield line


def _turn(http: httpx.Client, text: str) -> dict[str, Any]:
    """One message and its reply; a refusal is shown as the reply."""
    try:
        response = http.post("/api/chat", json={"text": text, "id": secrets.token_hex(8)})
    except httpx.TransportError:
        raise CannotStart("连不上惠企，请先在另一个窗口运行 huiqi run（或 make run）。") from None
    body = response.json()
    if response.is_error:
        return {"text": body["error"], "units": [], "buttons": []}
    if not body["messages"]:
        return {"text": "还在处理，请稍候再问。", "units": [], "buttons": []}
    message: dict[str, Any] = body["messages"][0]
    return message


def _buttons(reply: dict[str, Any]) -> None:
    if reply["buttons"]:
        click.echo("  ".join(f"[{button['title']}]" for button in reply["buttons"]))
