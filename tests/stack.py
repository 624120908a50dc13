"""The product as it is started for people: `huiqi run`, on free ports, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from nlu.training import fingerprint

ROOT = Path(__file__).parents[1]
START_SECONDS = 180.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """Starts and stops the product; knows the process of each part."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "run.log"
        own = {name: value for name, value in os.environ.items() if not name.startswith("HUIQI_")}
        self.environ = {
            **own,
            "HUIQI_DATA_DIR": str(folder / "var"),
            "HUIQI_PORT": str(self.port),
            "HUIQI_RASA_PORT": str(free_port()),
            "HUIQI_ACTIONS_PORT": str(free_port()),
            **settings,
        }
        self.start_seconds = START_SECONDS
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._use_trained_model()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.cli", "run"],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
            )
        self.wait_until_ready()

    def _use_trained_model(self) -> None:
        """The model of `make train`, if it is there; else the start trains one."""
        name = f"huiqi-{fingerprint()}.tar.gz"
        trained, wanted = ROOT / "var" / "models" / name, self.folder / "var" / "models" / name
        if trained.exists() and not wanted.exists():
            wanted.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(trained, wanted)

    def wait_until_ready(self) -> None:
        ends = time.monotonic() + self.start_seconds
        while time.monotonic() < ends:
            try:
                if httpx.get(f"{self.url}/health", timeout=3.0).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.3)
        raise AssertionError(f"not ready after {self.start_seconds} s:\n{self.logged()[-3000:]}")

    def stop(self) -> int:
        """Ctrl-C; returns the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(30)

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8")

    @property
    def pid(self) -> int:
        """The process id of the supervisor."""
        assert self._process is not None
        return self._process.pid

    def process_of(self, part: str) -> int:
        """The process id of a part: rasa_server, actions_server or gateway."""
        assert self._process is not None
        found = subprocess.run(
            ["pgrep", "-P", str(self._process.pid), "-f", f"bot.{part}"],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(found.stdout.split()[0])

    def kill(self, part: str) -> None:
        """kill -9, as a crash or the kernel would."""
        os.kill(self.process_of(part), signal.SIGKILL)
