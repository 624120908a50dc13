"""How many were served, less what Article 28 takes off (AMB-20 and 24)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from knowledge.rules.eligibility.amounts import count
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.ranges import Range

ONLINE, OFFLINE = "政策线上服务中小企业数", "政策线下服务中小企业数"
CONSULTING = "咨询线下服务中小企业数"
TECHNICAL, TECHNICAL_SMALL = "技术线下服务企业数", "其中技术线下服务中小企业数"
TRAINING = "培训人次"
COUNTS = (ONLINE, OFFLINE, CONSULTING, TECHNICAL, TECHNICAL_SMALL, TRAINING)
BASIS = "数量口径说明"

# What a label speaks of, the most exact first.
_LABELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("政策.*线下|线下.*政策", (OFFLINE,)),
    ("政策.*线上|线上.*政策", (ONLINE,)),
    ("咨询", (CONSULTING,)),
    ("其中技术.*中小企业", (TECHNICAL_SMALL,)),
    ("技术", (TECHNICAL, TECHNICAL_SMALL)),
    ("培训|播放|录播|回放|观看", (TRAINING,)),
    ("线下", (OFFLINE, CONSULTING, TECHNICAL, TECHNICAL_SMALL)),
    ("线上|网站|网页|点击|浏览|访问|短信|电话|推送|群发|公众号|微信", (ONLINE,)),
    ("政策", (ONLINE, OFFLINE)),
)
_OFF = re.compile("点击|浏览|访问量|短信|电话|推送|群发|公众号|播放")
_TAKEN_OFF = re.compile("不含|未含|不包|不计|未计|剔除|扣除|除外|排除|去除")
_TAKEN_BEFORE = re.compile("已(?:经)?(?:全部|按.{0,8})?(?:剔除|扣除|去除|排除)|剔除后|扣除后")
_TIMES = re.compile("家次|次数|服务次|未去重|没有去重|未经去重|重复计")
_NOT_TIMES = re.compile("非家次|不是家次|不按家次|不计家次|无重复|不重复计|没有重复|未重复")
_LONGER = re.compile("累计|三年|3年|历年|多年")


def counted(facts: Facts, key: str) -> Range:
    """The bounds of a count by Article 28 and by households, not by times served."""
    told = facts.amount(key)
    if told == Range():
        return told
    sure, perhaps = _removed(facts, key)
    if facts.removed is None or sure > told.low:  # more than there is means something else
        return Range(Fraction(0), told.high, told.below)
    low = Fraction(0) if doubted(facts, key) else max(told.low - sure - perhaps, Fraction(0))
    return Range(low, None if told.high is None else told.high - sure, told.below)


def removed(facts: Facts, key: str) -> Fraction:
    """What is surely taken off a count."""
    return _removed(facts, key)[0]


def _removed(facts: Facts, key: str) -> tuple[Fraction, Fraction]:
    """What is surely taken off, and what perhaps is, since its label speaks of several."""
    sure = perhaps = Fraction(0)
    if _TAKEN_BEFORE.search(facts.texts.get(BASIS, "")):
        return sure, perhaps
    for label, number in _labelled(facts).items():
        meant = _meant(label)
        if meant[0] == key and set(meant) <= {key, TECHNICAL_SMALL}:
            sure += number
        elif key in meant:
            perhaps += number
    return sure, perhaps


def _labelled(facts: Facts) -> Mapping[str, Fraction]:
    """What is taken off by its label; where nothing is listed, what the note on counting says."""
    if facts.removed:
        return facts.removed
    clauses = [
        each for each in _clauses(facts) if _OFF.search(each) and not _TAKEN_OFF.search(each)
    ]
    numbers = [(each, re.findall(r"\d+(?:\.\d+)?万?", each)) for each in clauses]
    return {each: count(found[0]) or Fraction(0) for each, found in numbers if len(found) == 1}


def _clauses(facts: Facts) -> list[str]:
    return re.split("[,;。、]", facts.texts.get(BASIS, ""))


def _meant(label: str) -> tuple[str, ...]:
    if label in COUNTS:
        return (label,)
    return next((keys for pattern, keys in _LABELS if re.search(pattern, label)), COUNTS)


def doubted(facts: Facts, key: str) -> bool:
    """Whether the note on counting says that the number may hold what does not count."""
    return any(_casts_doubt(facts, each, key) for each in _clauses(facts) if key in _of(each))


def _of(clause: str) -> tuple[str, ...]:
    """Which counts a clause speaks of: all where it names none, whatever it speaks of else."""
    named = (keys for pattern, keys in _LABELS if re.search(pattern, clause))
    return (
        COUNTS if not re.search("政策|咨询|技术|培训|播放|录播|线[上下]", clause) else next(named)
    )


def _casts_doubt(facts: Facts, clause: str, key: str) -> bool:
    if key != TRAINING and _TIMES.search(clause) and not _NOT_TIMES.search(clause):
        return True
    if _LONGER.search(clause) and not re.search("非|不是|不含", clause):
        return True
    taken = _TAKEN_OFF.search(clause) or removed(facts, key) > 0
    return bool(_OFF.search(clause)) and not taken
