"""What every act on a survey needs: the tables, the seal, the time and the chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from surveys.database import Database
from surveys.sealing import Seal


@dataclass(frozen=True)
class Office:
    """Handed in by the composition root; `salt` gives 64 new hexadecimal digits each time."""

    database: Database
    seal: Seal
    now: Callable[[], float]
    salt: Callable[[], str]

    def moment(self) -> str:
        """Now, as protocols write it: ISO 8601 with time zone."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="seconds")
