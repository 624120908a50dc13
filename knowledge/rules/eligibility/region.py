"""Whether Article 27 may relax a condition: the text names no list of places (AMB-25)."""

from __future__ import annotations

import re

from knowledge.rules.eligibility.facts import Facts

KEY = "是否西部大开发政策区域"
_WEST = re.compile("内蒙古|广西|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|兵团")
_REST = re.compile("北京|天津|河北|山西|辽宁|黑龙江|上海|江苏|浙江|安徽|福建|山东|河南|广东|海南")


def in_west(facts: Facts) -> bool | None:
    """As the applicant says, else by province; None where only part of a province belongs."""
    if KEY in facts.flags:
        return facts.flags[KEY]
    place = facts.texts.get("所在地", "")
    if _WEST.match(place):
        return True
    return False if _REST.match(place) else None


def contradicts_place(facts: Facts) -> bool:
    return facts.flags.get(KEY) is False and bool(_WEST.match(facts.texts.get("所在地", "")))
