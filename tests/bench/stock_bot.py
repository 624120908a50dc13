"""The stock Rasa bot as a side: trained, started, talked to over its REST channel."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from tests.bench.console import say
from tests.bench.sides import Answering
from tests.stack import START_SECONDS, free_port

REPLY_SECONDS = 60.0
TELL_EVERY = 60.0
STOP_SECONDS = 30.0
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}


class StockBot:
    """`rasa run` in a project of its own; nothing else has to run, as it has no custom actions."""

    def __init__(self, name: str, project: Path) -> None:
        self.name = name
        self._project = project
        self._log = project / "bot.log"
        self._url = ""
        self._process: subprocess.Popen[bytes] | None = None

    def train(self) -> float:
        """Train, unless that is done; returns the seconds it took, 0 where it was done before."""
        if (self._project / "models" / "stock.tar.gz").exists():
            return 0.0
        say(f"training {self.name}; its log is {self._project.name}/bot.log")
        began = time.monotonic()
        process = self._rasa("train", "--fixed-model-name", "stock")
        try:
            while not _ended(process, TELL_EVERY):
                say(f"training {self.name}: {time.monotonic() - began:.0f} s")
        finally:
            process.kill()  # where the bench itself was broken off
        if process.returncode:
            raise RuntimeError(f"rasa train failed:\n{self._logged()}")
        return time.monotonic() - began

    def start(self) -> None:
        port = free_port()
        self._url = f"http://127.0.0.1:{port}"
        self._process = self._rasa(
            "run", "--enable-api", "--port", str(port), "--interface", "127.0.0.1"
        )
        ends = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"{self.name} did not start:\n{self._logged()}")
            time.sleep(0.3)

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self._url}/", timeout=3.0).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        if not _ended(self._process, STOP_SECONDS):
            self._process.kill()
            self._process.wait()

    async def open(self, client: httpx.AsyncClient) -> Answering:
        """A conversation of its own."""
        sender = secrets.token_hex(8)

        async def ask(question: str) -> str:
            body = {"sender": sender, "message": question}
            response = await client.post(f"{self._url}/webhooks/rest/webhook", json=body)
            response.raise_for_status()
            return "\n".join(message.get("text", "") for message in response.json())

        return ask

    def parsed(self, question: str) -> dict[str, Any]:
        """What the model makes of a question, with the ranking of its ResponseSelector."""
        response = httpx.post(
            f"{self._url}/model/parse", json={"text": question}, timeout=REPLY_SECONDS
        )
        response.raise_for_status()
        parsed: dict[str, Any] = response.json()
        return parsed

    def _rasa(self, *arguments: str) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "rasa", *arguments],
                cwd=self._project,
                env={**os.environ, **QUIET},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _logged(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-3000:]


def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether the process ends within that time."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True
