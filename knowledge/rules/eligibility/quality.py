"""Management, certificates and charges (Article 6 (5), AMB-16 and 17)."""

from __future__ import annotations

import re

from knowledge.rules.eligibility.checks import is_so, is_so_in_words
from knowledge.rules.eligibility.days import days_in
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.logic import under
from knowledge.rules.eligibility.model import Result, Status
from knowledge.rules.eligibility.sources import reading, words

CERTIFICATE, PUBLIC, DISCOUNT = "质量管理体系认证", "线上线下公开规定信息", "小微企业收费优惠规定"

_PENDING = re.compile("申请中|申报中|办理中|审核中|受理|拟申请|待发证|待取证|计划|咨询辅导|正在")
_QUALITY = re.compile("19001|ISO/?I?E?C?-?9001|ISO9001|9001", re.IGNORECASE)
_LABORATORY = re.compile("17025|CNAS", re.IGNORECASE)
_OTHER = re.compile(
    "27001|14001|45001|20000|22301|50001|22000|ITSS|CMMI|信息安全|环境管理|职业健康", re.IGNORECASE
)
_OVER = re.compile("过期|失效|到期|期满|届满|暂停|撤销|注销|无效")
_NOT_OVER = re.compile("未过期|未到期|未失效|即将到期")
_NONE = re.compile("^(?:无|没有|未)")
_ONE_SIDED = re.compile(
    "[仅只](?:在|有)?线[上下]|线[上下]未|未在线[上下]|线[上下]没有|线下无|线上无|未公开"
)
_FREE = re.compile("免费|不收费|无偿|零收费|公益")
_WRITTEN = re.compile(
    "(?<!无)(?<!没有)(?<!未)(?:有|已有|制定|已制定|出台|另有)成文|成文规定(?:已|齐)|有(?:书面|成文|正式)?(?:的)?(?:优惠)?规定"
)


def certificate(facts: Facts) -> Result:
    """C6-5b: a certificate of a quality system; a laboratory's accreditation is disputed."""
    value = facts.words(CERTIFICATE)
    if value is None or isinstance(value, bool):
        return is_so(facts, CERTIFICATE)
    if _NONE.search(value) or _PENDING.search(value):
        return _certificate("unmet", "none", value)
    if _QUALITY.search(value):
        return _valid(facts, value)
    if _LABORATORY.search(value):
        readings = (reading("AMB-16", "R1", "met"), reading("AMB-16", "R2", "unmet"))
        return under(readings, words("C6-5b", "laboratory", text=value))
    if _OTHER.search(value):
        return _certificate("unmet", "other", value)
    return Result("unknown", (words("C6-5b", "unread", text=value),), (CERTIFICATE,))


def _valid(facts: Facts, text: str) -> Result:
    """Whether one that has run out will do, the text does not say."""
    until = [days for days, start, _ in days_in(text) if re.search("至|到|止|有效期", text[:start])]
    if until and facts.applied is None:
        return Result("unknown", (words("C6-5b", "no_day", text=text),), ("拟申报日期",))
    if until and facts.applied:
        over = until[-1].last < facts.applied.last
    else:
        over = bool(_OVER.search(text)) and not _NOT_OVER.search(text)
    if not over:
        return _certificate("met", "met", text)
    readings = (reading("AMB-16", "有效", "unmet"), reading("AMB-16", "获得", "met"))
    return under(readings, words("C6-5b", "over", text=text))


def _certificate(status: Status, key: str, text: str) -> Result:
    return Result(status, (words("C6-5b", key, text=text),))


def public(facts: Facts) -> Result:
    """C6-5c: online and offline; one side only is not enough."""
    value = facts.words(PUBLIC)
    if isinstance(value, str) and _ONE_SIDED.search(value):
        return Result("unmet", (words("C6-5c", "one_sided", text=value),))
    return is_so_in_words(PUBLIC, value) if isinstance(value, str) else is_so(facts, PUBLIC)


def discount(facts: Facts) -> Result:
    """C6-5d: whether free service still needs a written rule is disputed (AMB-17)."""
    value = facts.words(DISCOUNT)
    if value is None or isinstance(value, bool):
        return is_so(facts, DISCOUNT)
    if _WRITTEN.search(value):
        return Result("met", (words("C6-5d", "met", text=value),))
    if _FREE.search(value):
        readings = (reading("AMB-17", "R1", "met"), reading("AMB-17", "R2", "unmet"))
        return under(readings, words("C6-5d", "free"))
    return is_so_in_words(DISCOUNT, value)
