"""A lock that is had in the order of asking."""

from __future__ import annotations

from collections import deque
from threading import Lock


class Turns:
    """One thread at a time; the others wait in line, and nobody overtakes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken = False
        self.line: deque[Lock] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = Lock()
            mine.acquire()
            self.line.append(mine)
        mine.acquire()  # until the one before hands on

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self.line:
                self.line.popleft().release()
            else:
                self._taken = False
