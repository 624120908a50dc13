"""`huiqi run`: starts Rasa, the action server and the gateway, and keeps them running.

A process that dies is started again, soon at first and then more slowly; Ctrl-C stops all.
Nothing of Rasa is imported here, so that the supervisor stays small.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from actions.settings import Settings
from bot.errors import CannotStart

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 60.0
STOP_SECONDS = 8.0
PR_SET_PDEATHSIG = 1  # see prctl(2)
# Matrices here are small: more threads only wait for each other, on processors that the
# other parts need.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
OFF = "未设置，已关闭"
Say = Callable[[str, str], None]


@dataclass(frozen=True)
class Part:
    """One supervised process: its name in the log and the module it runs."""

    name: str
    module: str
    port: int


def parts(settings: Settings) -> tuple[Part, ...]:
    return (
        Part("rasa", "bot.rasa_server", settings.rasa_port),
        Part("actions", "bot.actions_server", settings.actions_port),
        Part("gateway", "bot.gateway", settings.port),
    )


def refuse_taken_ports(settings: Settings) -> None:
    """Raise CannotStart for the first port that another program holds."""
    for part in parts(settings):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", part.port))
            except OSError:
                variable = "PORT" if part.name == "gateway" else f"{part.name.upper()}_PORT"
                raise CannotStart(
                    f"端口 {part.port}（{part.name}）已被别的程序占用。"
                    f"请先停掉它，或设置 HUIQI_{variable} 换一个端口。"
                ) from None


async def supervise(settings: Settings, say: Say, console: str) -> None:
    """Run all parts until SIGINT or SIGTERM; `console` says how to get into the console."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    keepers = [asyncio.create_task(_keep(part, say)) for part in parts(settings)]
    greeter = asyncio.create_task(_greet(settings, say, console))
    await stopping.wait()
    say("huiqi", "正在停止……")
    for task in (greeter, *keepers):
        task.cancel()
    await asyncio.gather(greeter, *keepers, return_exceptions=True)
    say("huiqi", "已停止。")


async def _keep(part: Part, say: Say) -> None:
    """Start a part, and again whenever it ends."""
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        code = await _run_once(part, say)
        if time.monotonic() - started > STEADY_SECONDS:
            pause = FIRST_PAUSE
        say("huiqi", f"{part.name} 退出了（{code}），{pause:g} 秒后重新启动。")
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def _run_once(part: Part, say: Say) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        part.module,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **ONE_THREAD, "PYTHONUNBUFFERED": "1"},
        preexec_fn=_die_with_parent,
        limit=2**20,
    )
    try:
        await _relay(process, part.name, say)
        return await process.wait()
    finally:
        await _stop(process)


async def _relay(process: asyncio.subprocess.Process, name: str, say: Say) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        say(name, line.decode("utf-8", "replace").rstrip())


async def _stop(process: asyncio.subprocess.Process) -> None:
    """End a process: asked first, killed if it does not listen."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


def _die_with_parent() -> None:
    """Ctrl-C reaches the supervisor alone, and no process outlives it."""
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


async def _greet(settings: Settings, say: Say, console: str) -> None:
    """Say where the chat page and the console are, once every part is ready."""
    url = f"http://{settings.host}:{settings.port}"
    started = time.monotonic()
    while not await asyncio.to_thread(_is_ready, f"{url}/health"):
        await asyncio.sleep(0.3)
    say("huiqi", f"准备好了，用时 {time.monotonic() - started:.0f} 秒。")
    say("huiqi", f"聊天页面：{settings.public_url or url}/")
    say("huiqi", console)
    say("huiqi", _channels(settings))
    say("huiqi", "按 Ctrl-C 停止。")


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=3) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _channels(settings: Settings) -> str:
    wechat = "已开启，地址是公网网址加 /webhooks/wechat" if settings.wechat_appid else OFF
    return f"微信：{wechat}；Telegram：{_telegram(settings)}"


def _telegram(settings: Settings) -> str:
    """Whether Telegram is on, and what has still to be done for messages to arrive."""
    if not settings.telegram_token:
        return OFF
    if settings.telegram_mode == "polling":
        return "已开启，主动收取消息"
    return "已开启，等待推送；没登记过地址的请运行 huiqi admin telegram set-webhook"


def text_line(name: str, line: str) -> str:
    """A log line for people: the process in a column of its own."""
    return f"{name:<8}| {line}"


def json_line(name: str, line: str) -> str:
    """A log line for programs: a process's own JSON with its name added."""
    try:
        fields = json.loads(line)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        fields = {"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "text": line}
    return json.dumps({"process": name, **fields}, ensure_ascii=False)
