"""Numbers that stand in a cell together with their label, and the unit printed behind them."""

from __future__ import annotations

import re

_SHARE = re.compile("(.*?[名位]?)人?[,、;]?占比.*")


def money_in(rest: str) -> str:
    """850万元, 1.2亿元万元 (the printed unit left standing), or nothing but the unit."""
    rest = rest.strip(":").removesuffix("(万元)")
    bare = rest.removesuffix("万元")
    return bare if not bare or bare.endswith(("元", "亿", "万")) else rest


def people_in(rest: str) -> str:
    """25人, 22人,占比88%, 21名,占比84%."""
    rest = rest.strip(":")
    found = _SHARE.fullmatch(rest)
    number = found[1] if found else rest
    while number.endswith("人"):
        number = number.removesuffix("人")
    return number
