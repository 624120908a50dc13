"""Which of a recommender's surveys a message speaks of, and which others there are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.normalise import as_simplified
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.steps import Step
from surveys.platforms.model import folded

MOST_OFFERED = 5
SHORTEST = 2  # letters of a platform's name that may stand for it
SAYS_LITTLE = "国家中小企业公共服务示范平台中国全国企业测评服务中心推荐表单位"
_SURVEY = re.compile("测评|满意度|调查|访问|访谈|推荐表|证据包|进展|进度|没答|答完|答了|抽样|抽取")

# 要抽几家 asks what the text says, whatever wish it sounds like; 抽了几家 is about one survey.
_RULE = re.compile("(?:要|应|须|至少|最少|规定).*(?:几|多少)")
_ASKS = re.compile("谁|哪里|哪儿|哪个|哪些|什么(?!时候)|几|多少|要不要|是否|是不是")
_GOES = re.compile("进度|进展|到哪|回收|回复|回了|没|答|填了|导出")
_THIS_ONE = re.compile("了|已|完|这次|本次|现在|我们|咱")


def speaks_of_survey(text: str) -> bool:
    """Whether a message that names a platform is about its survey, not about its standing."""
    return bool(_SURVEY.search(as_simplified(text)))


def asks_the_rule(text: str) -> bool:
    """Whether a message that sounds like the wish for a survey asks what the text says of one."""
    plain = as_simplified(text)
    return bool(_RULE.search(plain)) and not _THIS_ONE.search(plain)


def asks_the_text(text: str) -> bool:
    """Whether a message asks something of surveys and forms in general: 推荐表谁盖章."""
    plain = as_simplified(text)
    return bool(_ASKS.search(plain)) and not (_THIS_ONE.search(plain) or _GOES.search(plain))


def meant(text: str, surveys: Sequence[Campaign], last: str = "") -> Campaign | None:
    """The one named by its number, its platform or its code; else the `last` one, else the newest.

    `surveys` come the newest first; of several of one platform the newest is meant.
    """
    kept = next((each for each in surveys if each.id == last), None)
    return named(text, surveys) or kept or next(iter(surveys), None)


def named(text: str, surveys: Sequence[Campaign]) -> Campaign | None:
    """The survey whose number, platform or code stands in a message."""
    said = folded(as_simplified(text))
    found = [each for each in surveys if any(name in said for name in _names(each))]
    # 江城中心 also stands in 江城中心分部, so the longest name that was said counts.
    whole = max(found, key=lambda each: len(folded(each.details.platform)), default=None)
    return whole or _called_shortly(said, surveys)


def _called_shortly(said: str, surveys: Sequence[Campaign]) -> Campaign | None:
    """The survey of the one platform whose name begins as the message says: 甲溪的测评."""
    begins: dict[str, int] = {}
    for each in surveys:
        begins.setdefault(each.details.platform, _said_of(folded(each.details.platform), said))
    most = max(begins.values(), default=0)
    platforms = [name for name, length in begins.items() if length == most]
    if most < SHORTEST or len(platforms) > 1:
        return None
    return next(each for each in surveys if each.details.platform == platforms[0])


def _said_of(name: str, said: str) -> int:
    """How many letters of the beginning of a name stand in a message, if they tell it apart."""
    lengths = range(len(name), SHORTEST - 1, -1)
    return next((n for n in lengths if name[:n] in said and name[:n] not in SAYS_LITTLE), 0)


def others(chosen: Campaign, surveys: Sequence[Campaign]) -> tuple[Campaign, ...]:
    """Of each other platform the newest survey that is not on record yet."""
    newest: dict[str, Campaign] = {}
    for each in surveys:
        newest.setdefault(each.details.platform, each)
    return tuple(
        each
        for platform, each in newest.items()
        if platform != chosen.details.platform and each.step is not Step.RECORDED
    )[:MOST_OFFERED]


def _names(survey: Campaign) -> list[str]:
    details = survey.details
    return [folded(each) for each in (survey.id, details.platform, details.platform_code) if each]
