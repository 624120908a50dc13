"""What an answer means: the facts that it sets, or one sentence that asks again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from knowledge.rules.eligibility.amounts import plain
from knowledge.rules.eligibility.days import Days, NoSuchDay, days_in
from knowledge.rules.eligibility.ranges import Range
from knowledge.rules.interview import dates, quantities
from knowledge.rules.interview.checklists import ticked
from knowledge.rules.interview.phrases import bare, is_question, not_known, yes_or_no
from knowledge.rules.interview.questions import Question
from knowledge.rules.interview.wording import says
from knowledge.rules.interview.yearly import yearly
from knowledge.rules.spoken import spoken

_SURELY_YUAN = 10**5  # a bare number from here on is hardly 万元
_MONEY = ("", "元", "块")
_TENTHS = re.compile(r"([一二三四五六七八九1-9])成(半|[一二三四五六七八九1-9])?")
_PROVINCE = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南"
    "|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|兵团|香港|澳门|台湾"
)
_NOT_ONE = re.compile("^[^0-9]*[一半1][个家名场人](?:都|也)?没")
_OUTCOME = re.compile("专利|商标|品牌|标准|软件|软著|著作权|版权|成果|证书|奖")
_HELD = re.compile("有|拿到|拿了|获得|取得|评上|认定了")
_LACKING = re.compile("没|无|未|不")
_CLEAN = re.compile(
    "(?:我们?|单位|公司|法定代表人|法人|和|都|均|近3年|近三年|从来|一直)*(?:没有?|无|未)"
    "(?:违.*|这.*|任何(?:违|失信|异常|处罚|情|问题|记录|不良).*"
    "|(?:被|受过?|受到过?)?(?:行政|任何)*(?:处罚|罚款|罚|列入(?:过)?(?:经营异常|异常|失信)[名录单]*)(?:过|了|的)*)?"
)
_YEARS_AGO = {"大前年": 3, "前年": 2, "去年": 1, "上年": 1, "今年": 0}
_AGO = re.compile("|".join(_YEARS_AGO))
_OTHER_SUM = re.compile("资本|注册资金|收入|营收|利润|产值|(?:固定|流动|净)资产")
_RECORD = re.compile("违|罚|列入|失信|异常|名录|名单|执行|黑名单|警告|起诉|纠纷|移出|整改")


@dataclass(frozen=True)
class Understood:
    """The facts that an answer sets, none where it is not known; `exact` unless vague."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    exact: bool = True


@dataclass(frozen=True)
class Unclear:
    """One sentence, with an example, that asks again."""

    sentence: str


Meaning = Understood | Unclear


@dataclass(frozen=True)
class Moment:
    """When it is said, and the three years that are asked about."""

    today: date
    years: tuple[int, ...]


def understand(question: Question, text: str, moment: Moment) -> Meaning:
    """What the text means as an answer to the question."""
    if not_known(text):
        return Understood()
    if is_question(text):
        return _years_unclear(question, moment) if question.yearly else unclear(question)
    try:
        return _BY_KIND[question.kind](question, text, moment)
    except NoSuchDay as day:
        return Unclear(says("unclear", "no_such_day", day=day, example=question.example))


def unclear(question: Question, key: str = "", **fields: object) -> Unclear:
    """The sentence for this kind of question."""
    yes, no = question.buttons[:2] if len(question.buttons) > 1 else ("有", "没有")
    example = question.example.partition("、")[0] if question.kind == "since" else question.example
    fields = {"yes": yes, "no": no, "example": example, **fields}
    return Unclear(says("unclear", key or question.kind, **fields))


def _flag(question: Question, text: str, _: Moment) -> Meaning:
    """有, and with the name of what is asked: 有独立法人资格, 属于西部大开发."""
    value = yes_or_no(text)
    if value is None:
        value = yes_or_no(_without_name(question, text))
    if value is None:
        return unclear(question)
    return Understood(dict.fromkeys(question.facts, value))


def _without_name(question: Question, text: str) -> str:
    names = sorted(question.names, key=len, reverse=True)
    return re.sub("|".join(names), "", plain(text))


def _choice(question: Question, text: str, _: Moment) -> Meaning:
    """A button's own words first, then the first option that they mean."""
    pressed = [each for each in question.options if each.button and each.button == text.strip()]
    clean = bare(text)
    meant = pressed or [each for each in question.options if each.meant_by(clean)]
    if meant:
        return Understood(dict(meant[0].sets))
    held = yes_or_no(text) or (_HELD.search(clean) and not _LACKING.search(clean))
    return Unclear(question.again) if question.again and held else unclear(question)


def _count(question: Question, text: str, _: Moment) -> Meaning:
    if quantities.is_share(text):
        return unclear(question, "share")
    found = quantities.quantity(text)
    if _NOT_ONE.search(bare(text)) or (found is None and yes_or_no(text) is False):
        return _counted(question, 0, none=True)
    if found is None or (found.unit and found.unit not in question.units):
        times = found is not None and found.unit == "家次" and "家" in question.units
        return unclear(question, "times" if times else "")
    amount = quantities.whole(found.range)
    value = quantities.written(amount)
    return _counted(question, value, none=amount.high == 0, exact=amount.exact)


def _counted(question: Question, value: int | str, *, none: bool, exact: bool = True) -> Understood:
    """A number sets the first fact; what some or none of them implies is written beside it."""
    also = (question.also or {}).get("none" if none else "some", {})
    return Understood({question.facts[0]: value, **also}, exact)


def _money(question: Question, text: str, _: Moment) -> Meaning:
    if _OTHER_SUM.search(text) and "资产总额" not in text:
        return unclear(question, "not_assets")
    found = quantities.quantity(text)
    if found is None:
        none = yes_or_no(text) is False
        return Understood({question.facts[0]: 0}) if none else unclear(question)
    if found.unit not in _MONEY:
        return unclear(question)
    if found.plain_number and found.range.low >= _SURELY_YUAN:
        return unclear(question, "money_unit", text=quantities.written(found.range))
    amount = found.range if found.plain_number else quantities.scaled(found.range, 10**4)
    return Understood({question.facts[0]: quantities.written(amount)}, amount.exact)


def _percent(question: Question, text: str, _: Moment) -> Meaning:
    """92%, 百分之九十二, 九成二; 0.92 and 92分 are not clearly a percentage."""
    clean = plain(text).replace("百分之", "").replace("%", "").replace("个点", "")
    found = quantities.quantity(_TENTHS.sub(_tenths, clean))
    share = found is not None and 0 < found.range.low <= 1 and "%" not in plain(text)
    if found is None or share or "分" in clean or found.unit:
        return unclear(question)
    amount = found.range
    if amount.high is not None and amount.low <= 100 < amount.high and not amount.exact:
        amount = Range(amount.low, Fraction(100))
    return Understood({question.facts[0]: quantities.written(amount)}, amount.exact)


def _tenths(found: re.Match[str]) -> str:
    ones = "5" if found[2] == "半" else found[2]
    tens = spoken(found[1]) or Fraction(0)
    return str(tens * 10 + (spoken(ones) or 0 if ones else 0))


def _since(question: Question, text: str, moment: Moment) -> Meaning:
    return _dated(question, dates.when(text, moment.today))


def _ahead(question: Question, text: str, moment: Moment) -> Meaning:
    days = dates.when(text, moment.today, ahead=True)
    if days is not None and days.last < moment.today:
        return unclear(question, "past", day=dates.written(days))
    return _dated(question, days)


def _dated(question: Question, days: Days | None) -> Meaning:
    if days is None:
        return unclear(question)
    return Understood({question.facts[0]: dates.written(days)}, days.first == days.last)


def _years_unclear(question: Question, moment: Moment, key: str = "years") -> Unclear:
    return unclear(question, key, years="、".join(str(year) for year in moment.years))


def _yearly(question: Question, text: str, moment: Moment) -> Meaning:
    said = _years_named(text, moment.today)
    found = yearly(said, moment.years, money=question.kind == "years_money")
    if found is None:
        return _years_unclear(question, moment)
    if not all(each is None or each.exact for each in found.values()):
        return _years_unclear(question, moment, "years_exact")
    return Understood(
        {
            f"年度数据.{year}.{question.facts[0]}": quantities.written(number)
            for year, number in found.items()
            if number is not None
        }
    )


def _years_named(text: str, today: date) -> str:
    """去年500，前年450: with the numbers of the years, whose order may be any."""
    return _AGO.sub(lambda found: f"{today.year - _YEARS_AGO[found[0]]}年", text)


def _checklist(question: Question, text: str, _: Moment) -> Meaning:
    found = ticked(question, text)
    return unclear(question) if found is None else Understood(found)


def _outcomes(question: Question, text: str, _: Moment) -> Meaning:
    held = yes_or_no(text)
    if held is False:
        return Understood({question.facts[0]: []})
    if held or not _OUTCOME.search(text):
        return Unclear(question.again) if held else unclear(question)
    return Understood({question.facts[0]: re.sub("^(?:我们)?有", "", plain(text))})


def _events(question: Question, text: str, moment: Moment) -> Meaning:
    """Nothing, or what happened with its day; a day such as 去年3月 is written out."""
    some = yes_or_no(text)
    if some is False or _CLEAN.fullmatch(bare(text)):
        return Understood({question.facts[0]: []})
    if some or not _RECORD.search(text):
        return Unclear(question.again) if some else unclear(question)
    clean = plain(text)
    if not days_in(clean):
        days = dates.when(text, moment.today)
        if days is None:
            return Unclear(question.again)
        clean = f"{dates.written(days).partition('至')[0]} {clean}"
    return Understood({question.facts[0]: [clean]})


def _place(question: Question, text: str, _: Moment) -> Meaning:
    found = _PROVINCE.search(plain(text))
    if found is None:
        return unclear(question)
    return Understood({question.facts[0]: plain(text)[found.start() :]})


_BY_KIND: Mapping[str, Callable[[Question, str, Moment], Meaning]] = {
    "flag": _flag,
    "choice": _choice,
    "count": _count,
    "money": _money,
    "percent": _percent,
    "since": _since,
    "ahead": _ahead,
    "years_count": _yearly,
    "years_money": _yearly,
    "checklist": _checklist,
    "outcomes": _outcomes,
    "events": _events,
    "place": _place,
}
