"""Working days by the State Council's yearly arrangement of holidays.

The arrangement is published a year at a time, so a year that is not in the calendar
is refused: weekends alone would miss holidays and make-up working days.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar  # type: ignore[import-untyped]

from knowledge.errors import KnowledgeError

IsWorkday = Callable[[date], bool]
ONE_DAY = timedelta(days=1)


class YearNotCovered(KnowledgeError):
    """The calendar holds no arrangement of holidays for that year."""


@lru_cache(maxsize=4096)  # the calendar looks through all its years for each day
def is_workday(day: date) -> bool:
    """Whether people work on that day, make-up days included; raises YearNotCovered."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise YearNotCovered(
            f"日历里没有{day.year}年的国务院放假安排，算不出确定的日期，"
            "请以公告写明的日期为准，或等放假安排公布并更新日历后再算。"
        ) from None


def nth_workday(first: date, count: int, works: IsWorkday = is_workday) -> date:
    """The `count`th working day from `first` on, `first` itself included where it is one."""
    day = first
    while True:
        count -= works(day)
        if not count:
            return day
        day += ONE_DAY


def next_workday(day: date, works: IsWorkday = is_workday) -> date:
    """`day` itself where it is a working day, else the first after it."""
    return nth_workday(day, 1, works)
