"""The menu: of the pages that exist, those that somebody's role may open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.console.page import Page
from bot.console.staff import Staff

ENTRIES = (
    ("/console/", "首页"),
    ("/console/surveys", "测评"),
    ("/console/platforms", "平台"),
    ("/console/reminders", "提醒"),
    ("/console/review", "待处理问题"),
    ("/console/audit", "操作记录"),
    ("/console/people", "人员"),
    ("/console/account", "我的账户"),
)


def of(pages: Sequence[Page]) -> Callable[[Staff], list[tuple[str, str]]]:
    """A function that gives somebody's menu."""
    may = {each.path: each.may for each in pages if each.method == "GET"}

    def menu(staff: Staff) -> list[tuple[str, str]]:
        return [(path, word) for path, word in ENTRIES if staff.role in may.get(path, ())]

    return menu
