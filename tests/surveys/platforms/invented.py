"""Platforms that do not exist, with codes that check."""

from __future__ import annotations

from datetime import date, datetime

from surveys.credit_codes import check_character
from surveys.platforms.entries import Draft, checked
from surveys.platforms.model import BEIJING, Entry
from surveys.platforms.register import Said

OFFICE = Said("测试", 0.0)


def code(number: int) -> str:
    """The code of the invented platform of that number."""
    first = f"52990000MJ{number:07}"
    return first + check_character(first)


def entry(number: int = 1, **changed) -> Entry:
    """An invented platform, certified on 2025-03-20 unless told otherwise."""
    typed = {
        "name": f"江城市第{number}中小企业服务中心",
        "credit_code": code(number),
        "recommender": "江东省中小企业主管部门",
        "certified_on": date(2025, 3, 20),
        "short_name": f"江城{number}中心",
    }
    return checked(Draft(**{**typed, **changed}))


def at(text: str) -> float:
    """Seconds since 1970 of a time in Beijing, written as 2026-03-05 09:00."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING).timestamp()


def said(text: str = "2026-03-05 09:00") -> Said:
    return Said("测试", at(text))
