"""Words, marks and tones for states: the tone is a colour, so never alone."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from knowledge.rules.deadlines import Deadline
from surveys.platforms.outlook import Standing
from surveys.platforms.year import State


class Mark(NamedTuple):
    """How a state is shown."""

    tone: str  # good, warn, bad or rest
    sign: str
    word: str


MONTHS: dict[State, Mark] = {
    "on_time": Mark("good", "✓", "按时填报"),
    "late": Mark("warn", "△", "逾期填报"),
    "missing": Mark("bad", "✗", "没有填报"),
    "unknown": Mark("warn", "？", "没有记录"),
    "open": Mark("rest", "…", "填报期内"),
    "not_owed": Mark("rest", "—", "不用填报"),
    "not_yet": Mark("rest", "—", "还没到"),
}
STANDINGS: dict[Standing, Mark] = {
    "valid": Mark("good", "✓", "有效期内"),
    "last_day_unclear": Mark("warn", "？", "届满日有两种数法，请以公告为准"),
    "suspended": Mark("bad", "✗", "称号暂停中"),
    "revoked": Mark("bad", "✗", "称号已撤销"),
    "expired": Mark("bad", "✗", "有效期已过"),
    "not_yet": Mark("rest", "—", "尚未到认定公布日"),
}


def left(deadline: Deadline, today: date) -> Mark:
    """How long there is left, in words."""
    known = deadline.span.known
    if known is None:
        return Mark("warn", "？", "日期不明")
    days = (known - today).days
    if days < 0:
        return Mark("bad", "✗", f"已过{-days}天")
    if days == 0:
        return Mark("warn", "！", "今天是最后一天")
    return Mark("warn" if days <= 15 else "rest", "…", f"还剩{days}天")
