"""A column whose words are sealed in the database and plain in the program.

The seal belongs to the database that was opened (`surveys.database.Database`): what it writes
is sealed with the present secret, what it reads may have been sealed with an older one. Rows
from before words were sealed read as they are; `huiqi admin rotate-keys` seals them too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from surveys.errors import Sealed
from surveys.sealing import Seal

MARK = "s1:"  # no JSON begins like this, and no sealed text without it
_SEAL = "huiqi_seal"


class SealedText(TypeDecorator):
    """Text that tells nothing without the secret; one who searches the table finds nothing."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        seal = getattr(dialect, _SEAL, None)
        return value if value is None or seal is None else seal_text(seal, value)

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        if value is None or not value.startswith(MARK):
            return value
        seal = getattr(dialect, _SEAL, None)
        if seal is None:
            raise Sealed("这些内容是封存的，打开数据库时没有给出密钥。")
        return open_text(seal, value)


def give_seal(dialect: Any, seal: Seal | None) -> None:
    """Let the columns of one database seal and open."""
    setattr(dialect, _SEAL, seal)


def seal_text(seal: Seal, text: str) -> str:
    return MARK + seal.closed_text(text)


def open_text(seal: Seal, kept: str) -> str:
    """The words again; raises Sealed where no secret fits."""
    return seal.opened_text(kept.removeprefix(MARK)) if kept.startswith(MARK) else kept
