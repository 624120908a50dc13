"""A browser as a load needs it: one connection, its cookies, redirects; next to no work of its own.

The load shares the processors with what is measured, so what it spends is taken from that.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode, urlsplit

MOST_REDIRECTS = 5
AGAIN_SECONDS = 0.3


class Browser:
    """Opens addresses of one server; the connection stays open, as browsers keep it."""

    def __init__(self, url: str, patient: bool = False) -> None:
        """`patient`: a request whose answer is lost is sent once more, as a person would."""
        self._patient = patient
        where = urlsplit(url)
        self._host, self._port = where.hostname or "", where.port or 80
        self._cookies: dict[str, str] = {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> str:
        return await self._followed("GET", path, b"")

    async def post(self, path: str, fields: dict[str, str]) -> str:
        return await self._followed("POST", path, urlencode(fields).encode())

    async def close(self) -> None:
        if self._writer:
            self._writer.close()
            await self._writer.wait_closed()

    async def _followed(self, method: str, path: str, body: bytes) -> str:
        for _ in range(MOST_REDIRECTS):
            status, headers, text = await self._answered(method, path, body)
            if status == 200:
                return text
            assert status == 303, (status, text[:2000])
            method, path, body = "GET", headers["location"], b""
        raise AssertionError(f"redirected for ever: {path}")

    async def _answered(
        self, method: str, path: str, body: bytes
    ) -> tuple[int, dict[str, str], str]:
        while True:
            try:
                return await self._asked(method, path, body)
            except (OSError, asyncio.IncompleteReadError):
                if not self._patient:
                    raise
                self._reader = self._writer = None
                await asyncio.sleep(AGAIN_SECONDS)

    async def _asked(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, str], str]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self._host}:{self._port}",
            *([f"Cookie: {cookies}"] if cookies else []),
            *(["Content-Type: application/x-www-form-urlencoded"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self._writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        return await self._answer(self._reader)

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str], str]:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                cookie, _, kept = value.partition(";")[0].partition("=")
                self._cookies[cookie] = kept
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        return int(first.split()[1]), headers, body.decode()
