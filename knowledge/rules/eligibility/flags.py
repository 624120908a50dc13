"""Yes and no as people write them; a qualified yes is neither."""

from __future__ import annotations

import re
from typing import Any

from knowledge.rules.eligibility.amounts import plain

_YES = frozenset(
    "是 有 已有 具有 具备 齐全 完善 健全 良好 已建立 已建成 符合 满足 达到 参加 积极参加 "
    "true yes y √ ✓ 对 属于 承担 已获得 已取得 已认定".split()
)
_NO = frozenset(
    "否 无 没有 不是 不具备 不具有 未建立 未建成 不符合 不满足 未参加 不参加 不健全 不完善 "
    "尚无 暂无 不属于 不承担 未获得 未取得 未认定 false no n × x".split()
)
_UNKNOWN = frozenset(
    "未知 不详 不清楚 不知道 待确认 待核实 待定 不明 不明确 未填 未填写 暂不清楚 null none n/a - ?".split()
)
_ASIDE = re.compile(r"(.+?)[(,;](.*?)\)?[。.]?")
_DOUBT = re.compile("但|仅|只|未|无|缺|不|没|部分|除|尚|拟|计划|筹|过期|到期|待|中$|可能|约")


def is_unknown(value: Any) -> bool:
    """Whether the writer says that it is not known."""
    if isinstance(value, str):
        return plain(value).lower() in _UNKNOWN | {""}
    return value is None


def flag(value: Any) -> bool | None:
    """True or False where that is clear, with or without an aside: 有(已公示)."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    text = plain(value).lower().rstrip("。.")
    if text in _YES | _NO:
        return text in _YES
    found = _ASIDE.fullmatch(text)
    if not found or found[1] not in _YES | _NO or _DOUBT.search(found[2]):
        return None
    return found[1] in _YES
