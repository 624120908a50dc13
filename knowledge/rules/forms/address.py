"""The place of an applicant among the printed words of the address."""

from __future__ import annotations

import re

_HINTS = re.compile(r"\(自治区、直辖市\)|\(区、市、州、盟\)|\(区、市、旗\)|\(具体到街道、门牌号\)")
_PROVINCE = re.compile(r"(.*?)省\(自治区、直辖市\)")
_CITY_HINT, _DISTRICT_HINT = "地(区、市、州、盟)", "县(区、市、旗)"
_WHOLE = re.compile("(?:省|自治区|市|特别行政区)$")
_CITIES, _REGIONS = ("北京", "天津", "上海", "重庆"), ("内蒙古", "广西", "西藏", "宁夏", "新疆")


def place_in(text: str) -> str:
    """浙江省杭州市西湖区…; empty where nothing but the printed words is left."""
    found = _PROVINCE.match(text)
    if not found:
        return _HINTS.sub("", text)
    rest = text[found.end() :].replace(_CITY_HINT, "").replace(_DISTRICT_HINT, "")
    rest = _HINTS.sub("", rest)
    return _province(found[1]) + rest


def _province(name: str) -> str:
    if not name or _WHOLE.search(name) or name in _REGIONS:
        return name
    return name + ("市" if name in _CITIES else "省")
