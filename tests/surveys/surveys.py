"""An invented survey: its office with a clock that is told the time, and its steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Details
from surveys.campaigns.doubts import open_doubts
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import DrawnFirm, firms_of
from surveys.campaigns.inviting import launch
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


def launched(office: Office, closes_on: date = date(2026, 7, 1)) -> str:
    """The number of a survey whose firms are invited."""
    number, _ = freeze(office, DETAILS, list_of())
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)
    launch(office, number, closes_on)
    return number


def asked_firms(office: Office, number: str) -> list[DrawnFirm]:
    with office.database.read() as connection:
        survey = campaigns.find(connection, number)
        return [each for each in firms_of(connection, office, survey) if each.asked]


def doubts_of(office: Office, number: str) -> list[tuple[str, str]]:
    """Kind and words of what a person is to look at."""
    with office.database.read() as connection:
        return [(each.kind, each.words) for each in open_doubts(connection, office, number)]
