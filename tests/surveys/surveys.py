"""An invented survey: its office with a clock that is told the time, and its steps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from surveys.campaigns.campaign import Details
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.sealing import Seal
from tests.surveys.frame_files import csv_bytes, firm, rows_of

DETAILS = Details("样例服务平台有限公司", "样例省中小企业主管部门", 10, "平台提交的附件2第八栏")
SEED = "2026001 期 0 1 2 3 4"


class Clock:
    """Every look at it is a second later, unless it is set."""

    def __init__(self, now: float = 1_780_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        self.now += 1
        return self.now


def salts() -> Iterator[str]:
    return (f"{number:08x}" + "5a" * 28 for number in count(0xA0))


def office_of(database: Database, secret: str = "an invented secret") -> Office:
    numbers = salts()
    return Office(database, Seal((secret,)), Clock(), lambda: next(numbers))


def list_of(firms: int = 120) -> bytes:
    return csv_bytes(rows_of(firm(number) for number in range(1, firms + 1)))
