"""What a recommender is told in chat of all its platforms at once, as on the console."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from knowledge.normalise import as_simplified
from knowledge.rules.deadlines import Deadline
from surveys.platforms.attention import SOON, Attention

MOST_NAMED = 10
_WHICH = re.compile("哪些|哪几[家个]|哪家|哪[个一][平单中]|谁|几家|多少家|各家|各平台|所有平台")
_REPORTS = re.compile("月报|报表|填报|漏报|漏填|没报|未报|没交|没填|逾期")
_ELSE = re.compile("哪几?个?月|谁(?:来|去|负责|填|应|该)|(?:来|去|负责|应该|该)谁")


def asks_who_is_late(text: str) -> bool:
    """Whether somebody asks which platforms have not filed: 哪几家还没报月报."""
    said = as_simplified(text)
    return bool(_WHICH.search(said) and _REPORTS.search(said) and not _ELSE.search(said))


def asks_what_presses(text: str) -> bool:
    """The same, and which of them are about to end: 哪家快到期了."""
    said = as_simplified(text)
    return asks_who_is_late(text) or bool(_WHICH.search(said) and re.search("到期|过期", said))


def told(platforms: int, pressing: Sequence[Attention], today: date) -> str:
    """Of so many platforms those that somebody should look after, the most pressing first."""
    if not platforms:
        return "登记册里还没有您单位推荐的平台，请在控制台的“平台”里登记。"
    if not pressing:
        return (
            f"您单位推荐的{platforms}家平台（{today}）：都没有漏报、没有记录不全，"
            f"近{SOON.days}天也没有到期的事。"
        )
    lines = [f"您单位推荐的{platforms}家平台（{today}），{len(pressing)}家要留意："]
    lines += [f"{at}. {_line(each)}" for at, each in enumerate(pressing[:MOST_NAMED], 1)]
    if len(pressing) > MOST_NAMED:
        lines.append(f"……共{len(pressing)}家，全部请登录控制台查看。")
    lines.append("想看某一家，直接问“某某中心月报报了吗”。")
    return "\n".join(lines)


def _line(one: Attention) -> str:
    parts = []
    if one.seen.missed:
        parts.append(f"连续{one.seen.missed}个月未按规定填报")
    if one.seen.unrecorded:
        parts.append(f"{one.seen.unrecorded}个月没有记录")
    if one.late:
        parts.append("已过期：" + "、".join(map(_named, one.late)))
    if one.soon:
        parts.append(
            "快到期：" + "、".join(f"{_named(each)}（{each.span.known}）" for each in one.soon)
        )
    return f"{one.entry.name}：{'；'.join(parts)}"


def _named(duty: Deadline) -> str:
    return f"{duty.period or ''}{duty.obligation}"
