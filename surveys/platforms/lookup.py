"""Which platform a message names, and what the public may know of it (Articles 16 and 17)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.normalise import as_simplified
from knowledge.rules.deadlines import Deadline
from surveys.platforms.model import Entry, Record, folded
from surveys.platforms.outlook import Outlook, Standing, outlook

MOST_OFFERED = 3
_BEGINNING = 2  # characters of a name by which its recommender may call it
SHORTEST_PART = 4  # characters of a name that is not written in full
SOURCE = "这是本系统的登记，权威信息以工业和信息化部门户网站的示范平台信息数据库为准（第十六条）。"
PRIVATE = "月报情况只有平台自己和推荐单位绑定以后能看。"
WHICH = "您要查哪一家平台？请写全称或统一社会信用代码。"
_ASKED = re.compile(
    r"请问|帮我|帮忙|麻烦|查一下|查查|查询|查|看一下|看看|我想知道|想知道|想问|问一下|你好|您好"
    r"|还?(?:有没有|有无|是不是|是否|算不算|在不在)(?:有?效(?:期内?)?|过期|示范平台|登记|认定)?"
    r"|(?:现在|目前|今天|今年|如今|到底)|(?:有效期)?(?:到什么时候|到哪天|到几时|到何时)"
    r"|还?(?:有效|过期|失效|作数|能用|在有效期内?)|称号|状态|被撤销|撤销|到期|资格|暂停"
    r"|的?有效期|什么时候|是国家级|国家级|示范平台|吗|么|呢|吧|了|没有|没|是|还|在|的|这个|那个|这家|那家|一下"
)
_FILINGS = re.compile("月报|报表|填报|漏报|[填报]了|[填报]没[填报]|没[填报]")
_TO_DO = re.compile("(?:接下来|最近|近期|本月|这个?月).{0,4}(?:什么|哪些|啥).{0,3}(?:要办|要做|事)")
_UNTOLD = re.compile("[吗么没?？]|情况|怎么样|几个月|哪几|看看|查")
# What is left of a name when nothing in it says which one is meant.
_GENERIC = re.compile(
    "国家|省级|市级|中小企业|小微企业|企业|公共|综合|服务|平台|中心|机构|单位|示范|我们|我|你们|你|咱们|公司|协会"
)
_OWN = re.compile("我们|我們|我司|本平台|本单位|我单位|我的|咱")
# 平台 is not among them: 更名重组的平台 is nobody's name.
_ORGANISATION = re.compile(
    "(.{2,}?)(?:中心|公司|协会|商会|学会|促进会|联盟|研究院|研究所|学院|集团|基地|服务站|园区)"
)
_SENTENCES: dict[Standing, str] = {
    "valid": "在有效期内",
    "last_day_unclear": "的有效期届满日有两种数法，今天是否还有效，请以认定公告为准",
    "suspended": "的示范平台称号暂停中",
    "revoked": "的示范平台称号已撤销",
    "expired": "的有效期已过，现在不是有效的示范平台",
    "not_yet": "尚未到认定公布日",
}


@dataclass(frozen=True)
class Named:
    """What a message names: `exact` where the name, the short name or the code is in it."""

    found: tuple[Entry, ...]
    exact: bool


def named(text: str, entries: Sequence[Entry]) -> Named:
    """The platforms that a message names; where none is, those of which it has part of the name."""
    said = folded(as_simplified(text))
    exact = [each for each in entries if any(name in said for name in _names(each))]
    if exact:
        return Named(tuple(_longest(exact, said)), exact=True)
    part = subject(text)
    if len(part) < SHORTEST_PART or not _GENERIC.sub("", part):
        return Named((), exact=False)
    near = [each for each in entries if _runs_through(part, folded(each.name))]
    return Named(tuple(near), exact=False)


def called(text: str, own: Sequence[Entry]) -> tuple[Entry, ...]:
    """Of a recommender's own platforms those called by how their names alone begin: 江城那个."""
    said = folded(as_simplified(text))

    def begins(name: str) -> bool:
        return len(name) >= _BEGINNING and folded(name)[:_BEGINNING] in said

    return tuple(each for each in own if begins(each.name) or begins(each.short_name))


def means_own(text: str) -> bool:
    """Whether somebody asks about the platform they speak for."""
    return bool(_OWN.search(text))


def asks_own_standing(text: str) -> bool:
    """Whether who speaks for a platform asks how it stands: 我们有几个月没报, 接下来要办什么."""
    said = as_simplified(text)
    return bool(_TO_DO.search(said)) or (means_own(text) and asks_filings(text))


def asks_filings(text: str) -> bool:
    """Whether somebody asks how it stands with a platform's reports: 江城中心的月报填了没."""
    return bool(_FILINGS.search(as_simplified(text)) and _UNTOLD.search(as_simplified(text)))


def names_nothing(text: str) -> bool:
    """Whether a message asks about 我们平台 or 这家平台 and no more."""
    return not _GENERIC.sub("", subject(text))


def names_somebody(text: str) -> bool:
    """Whether a message names an organisation, registered or not: 山城生产力促进中心."""
    match = _ORGANISATION.search(subject(text))
    return bool(match and _GENERIC.sub("", match[1]))


def subject(text: str) -> str:
    """The part of a message that may be a name: without what asks."""
    return _ASKED.sub("", re.sub(r"[^\w（）()]", "", folded(as_simplified(text))))


def answer(record: Record, day: date, *, filings: bool) -> str:
    """What may be said of a platform on a day; its filings only where `filings` allows it."""
    seen, entry = outlook(record, day), record.entry
    parts = [
        f"{entry.name}{_SENTENCES[seen.standing]}（{day}）。",
        f"{entry.certified_on}认定公布，有效期至{entry.valid_until}，{_basis(entry)}。",
        f"推荐单位：{entry.recommender}。",
        SOURCE,
    ]
    if filings:
        parts.append("\n" + _filed(seen))
    return "".join(parts)


def not_found(part: str) -> str:
    """Said where nothing in the register fits."""
    what = f"“{part}”" if part else "您说的平台"
    return (
        f"登记册里没有找到{what}，不等于它不是示范平台。"
        f"请写全称或统一社会信用代码再查一次；{SOURCE}"
    )


def which(found: Sequence[Entry]) -> str:
    """Asked where several platforms fit."""
    names = "、".join(each.name for each in found[:MOST_OFFERED])
    more = f"等{len(found)}家" if len(found) > MOST_OFFERED else ""
    return f"登记册里有几家名称相近：{names}{more}。您要查哪一家？请写全称或统一社会信用代码。"


def _names(entry: Entry) -> list[str]:
    return [folded(name) for name in (entry.name, entry.short_name, entry.credit_code) if name]


def _longest(found: list[Entry], said: str) -> list[Entry]:
    """Without those of whom each name said is only part of another's: 江城中心 in 江城中心分部."""
    said_names = {each.key: [name for name in _names(each) if name in said] for each in found}
    every = {name for names in said_names.values() for name in names}

    def inside(name: str) -> bool:
        return any(name in other and name != other for other in every)

    return [each for each in found if not all(inside(name) for name in said_names[each.key])]


def _runs_through(part: str, name: str) -> bool:
    """Whether the characters of `part` stand in `name` in this order, perhaps with others."""
    left = iter(name)
    return all(each in left for each in part)


def _basis(entry: Entry) -> str:
    if entry.announced:
        return "以公告载明的为准"
    return "按第十七条三年计算，起算日条文没有写，公告另有载明的以公告为准"


def _filed(seen: Outlook) -> str:
    """For those who speak for the platform."""
    told = f"月报（仅您可见）：已知连续未按规定填报{seen.missed}个月"
    if seen.unrecorded:
        told += f"，另有{seen.unrecorded}个月没有记录"
    following = next((each for each in seen.due if _ahead(each)), None)
    if following is None:
        return f"{told}。"
    return f"{told}；下一份是{following.period}，{following.span.known}前填报（第二十条第二款）。"


def _ahead(deadline: Deadline) -> bool:
    return deadline.obligation == "月报" and deadline.status in ("upcoming", "due_today")
