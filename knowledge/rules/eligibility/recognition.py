"""Recognition by a province or a national association (Article 6 (1), AMB-10)."""

from __future__ import annotations

import re
from typing import Literal

from knowledge.rules.eligibility.days import days_in
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.logic import any_of, under
from knowledge.rules.eligibility.model import Reading, Result, Status
from knowledge.rules.eligibility.sources import reading, words

PROVINCE, ASSOCIATION = "省级认定", "全国性协会认定"
Level = Literal["province", "plan_city", "lower", "none", "unread"]

# In this order: 自治区级 is no 区级, 副省级 is no 省级, 计划单列市 is no 市级.
_LEVELS: tuple[tuple[Level, str], ...] = (
    ("none", "^(?:无|没有|未获|未认定)|申请中|申报中|公示中|评审中|拟认定|待认定|已申报|待公布"),
    ("plan_city", "计划单列|兵团"),
    ("lower", "非省级|不是省级|副省级"),
    ("province", "省级|自治区级|自治区认定|直辖市"),
    ("lower", "(?<!自治)区级|县级|旗级|街道|园区"),
    ("plan_city", "大连|青岛|宁波|厦门|深圳"),
    ("province", "北京|天津|上海|重庆"),
    ("lower", "市级|地级|州级|盟级"),
    (
        "province",
        "省|自治区|^(?:有|是|已获得|已获|已认定|有效|已取得|曾)|^(?:已)?过期|^(?:已)?失效",
    ),
)
_OVER = re.compile(
    "过期|失效|到期|期满|届满|已满|撤销|取消|无效|曾|超期|不在有效期|超出有效期|非有效期"
)
_DOUBT = re.compile("不明|未知|不详|不清楚|待核|待确认|未注明|没有写")
_OUT = re.compile(
    "^(?:无|没有|未)|申请中|申报中|不在(?:当年)?.*名单|非名单|名单外|未列入|未在|未入|地方|省级|市级|区域性"
)
_IN = re.compile("名单内|在(?:当年|年度)?.*名单|列入.*名单|名单中")
_ASSOCIATION_DOUBT = re.compile("待|非会员|不是会员|未公布|不明|不属于|非本行业|非所属")


def recognised(facts: Facts) -> Result:
    """C6-1: one of the two is enough."""
    return any_of(_by_province(facts), _by_association(facts))


def _by_province(facts: Facts) -> Result:
    value = facts.words(PROVINCE)
    if value is None:
        return Result("unknown", (words("C6-1", "no_province"),), (PROVINCE,))
    if isinstance(value, bool):
        return _plain("met" if value else "unmet", "yes" if value else "none")
    found = _level(value)
    if found == "unread":
        text = words("C6-1", "unread", key=PROVINCE, text=value)
        return Result("unknown", (text,), (PROVINCE,))
    if found in ("lower", "none"):
        return _plain("unmet", found)
    valid = _validity(value, facts)
    result = under(_readings(found, valid), needs=(PROVINCE,))
    key = f"{found}_{valid}"
    return Result(result.status, (words("C6-1", key, text=value),), result.needs, result.readings)


def _level(text: str) -> Level:
    return next((level for level, pattern in _LEVELS if re.search(pattern, text)), "unread")


def _readings(level: Level, valid: Status) -> tuple[Reading, ...]:
    """Both kinds of level, and R3, which does not ask whether it is still valid."""
    if level == "province":
        strict = [("R1", valid), ("R2", valid)]
    else:
        strict = [("R1", valid), ("R2", "unmet")]
    ever = [] if valid == "met" else [reading("AMB-10", "R3", "met")]
    return (*(reading("AMB-10", id_, status) for id_, status in strict), *ever)


def _validity(text: str, facts: Facts) -> Status:
    """Whether it is valid on the day of application; one without a word on it counts as valid."""
    until = [days for days, start, _ in days_in(text) if re.search("至|到|止|有效期", text[:start])]
    if until:
        if facts.applied is None:
            return "unknown"
        return "met" if until[-1].last >= facts.applied.last else "unmet"
    dated = bool(days_in(text)) and not re.search(
        "有效期内|[(,;]有效|在期|过期|失效|期满|撤销", text
    )
    if _DOUBT.search(text) or dated:
        return "unknown"
    if _OVER.search(text) and not re.search("未过期|未到期|未失效|即将到期", text):
        return "unmet"
    return "met"


def _by_association(facts: Facts) -> Result:
    """The association must be on the list of the year's notice (Article 9)."""
    value = facts.words(ASSOCIATION)
    if value is None:
        return Result("unknown", (words("C6-1", "no_association"),), (ASSOCIATION,))
    if isinstance(value, bool):
        return _plain("met" if value else "unmet", f"association_{value}")
    if _OUT.search(value):
        return _plain("unmet", "association_out")
    if _IN.search(value) and not _ASSOCIATION_DOUBT.search(value) and not _OVER.search(value):
        return _plain("met", "association_True")
    text = words("C6-1", "association_unread", text=value)
    return Result("unknown", (text,), (ASSOCIATION,))


def _plain(status: Status, key: str) -> Result:
    return Result(status, (words("C6-1", key),))
