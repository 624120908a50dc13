"""Section 四: how many institutions and how many experts, and whose term is over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from knowledge.rules.eligibility.days import Days, NoSuchDay, days_in, read_day
from knowledge.rules.forms.lists import Row
from knowledge.rules.forms.model import Cell, Found, Unclear
from knowledge.rules.forms.sources import say

Kind = Literal["签约合作机构数", "外部专家数"]
_EXPERT = re.compile("专家|个人|教授|导师|顾问")
_INSTITUTION = re.compile("单位|机构|高校|院校|科研|院所|协会|商会|企业|公司")
_NAMED = re.compile(
    "公司|大学|学院|学校|研究[院所]|院$|所$|协会|商会|学会|中心|银行|集团|厂$|会$|联盟|基金|部$|局$|站$"
)
_PERSON = re.compile("[\u4e00-\u9fff·]{2,4}(?:教授|老师|博士|先生|女士|律师)?")
_OPEN = re.compile("至今|长期|无固定期限|今$")


_BETWEEN = re.compile(r"[~—–至到]+|-(?=\d{4})")
Term = Literal["有效", "已过期", "不清楚"]


def partners(rows: Sequence[Row], applied: str) -> Iterator[Found | Unclear]:
    """A count of each kind; the same name is counted once."""
    day = _day(applied)
    terms: dict[Kind, list[Term]] = {}
    first: dict[Kind, Cell] = {}
    for row in _named_once(rows):
        kind = _kind(row["种类"].bare if "种类" in row else "", row["单位"].bare)
        if kind is None:
            yield Unclear(row["单位"].place, say("partner", name=row["单位"].bare))
            continue
        term = _term(row["时间"].bare, day)
        if term == "不清楚" and day:
            yield Unclear(row["时间"].place, say("period", value=row["时间"].bare))
        terms.setdefault(kind, []).append(term)
        first.setdefault(kind, row["单位"])
    for counted, told in terms.items():
        yield Found(counted, _counted(told), first[counted].place)
    if terms and day is None:
        yield Unclear(next(iter(first.values())).place, say("no_day"))


def _named_once(rows: Sequence[Row]) -> Iterator[Row]:
    seen = {"", "无"}
    for row in rows:
        if row["单位"].bare not in seen:
            seen.add(row["单位"].bare)
            yield row


def _counted(terms: Sequence[Term]) -> str | Mapping[str, int]:
    """Those in force and those that have run out; bounds where a term is not clear."""
    valid, unclear = terms.count("有效"), terms.count("不清楚")
    if unclear:
        return f"{valid}至{valid + unclear}"
    return {"有效": valid, "已过期": terms.count("已过期")}


def _kind(said: str, name: str) -> Kind | None:
    for text, expert, institution in (
        (said, _EXPERT, _INSTITUTION),
        (name, re.compile("(?!)"), _NAMED),
    ):
        is_expert, is_institution = expert.search(text), institution.search(text)
        if bool(is_expert) != bool(is_institution):
            return "外部专家数" if is_expert else "签约合作机构数"
    return "外部专家数" if _PERSON.fullmatch(name) else None


def _term(text: str, day: Days | None) -> Term:
    """Whether the term is over on the day of application; without that day nobody knows."""
    if _OPEN.search(text):
        return "有效"
    try:
        ends = days_in(_BETWEEN.sub(" ", text))
    except NoSuchDay:
        ends = []
    if len(ends) < 2 or day is None:
        return "不清楚"
    return "已过期" if ends[-1][0].last < day.first else "有效"


def _day(text: str) -> Days | None:
    try:
        return read_day(text)
    except NoSuchDay:
        return None
