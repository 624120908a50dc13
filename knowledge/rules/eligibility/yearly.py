"""Figures by year: how they are written, and which three years count (Annex 2, table 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from knowledge.rules.eligibility import keys
from knowledge.rules.eligibility.amounts import count, money, plain
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.flags import is_unknown
from knowledge.rules.eligibility.sources import words

_YEAR = re.compile(r"((?:19|20)\d{2})(?:年|年度)?")


def read_years(value: Any, unread: list[str]) -> Mapping[int, Mapping[str, Fraction]] | None:
    """Figures by year; what is not understood is named in `unread`."""
    if not isinstance(value, Mapping):
        return None
    found: dict[int, Mapping[str, Fraction]] = {}
    for key, row in value.items():
        year = _YEAR.fullmatch(plain(str(key)))
        if is_unknown(row):
            continue
        if year is None or not isinstance(row, Mapping):
            unread.append(words("说明", "unread", key=f"年度数据.{key}", value=row))
            continue
        found[int(year[1])] = _figures(int(year[1]), row, unread)
    return found


def _figures(year: int, row: Mapping[str, Any], unread: list[str]) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = {}
    for name, value in row.items():
        key = keys.canonical(name)
        read = money if key in keys.of_kind("year_money") else count
        if is_unknown(value) or key not in _names():
            continue
        number = read(value)
        if number is None:
            unread.append(words("说明", "unread", key=place(year, key), value=value))
        else:
            found[key] = number
    return found


def _names() -> frozenset[str]:
    return frozenset([*keys.of_kind("year_money"), *keys.of_kind("year_count")])


def last_years(facts: Facts, number: int) -> tuple[int, ...]:
    """The last whole years before the application; without a date, the last that are listed."""
    if facts.applied and facts.applied.first.year == facts.applied.last.year:
        last = facts.applied.first.year - 1
    else:
        last = max(facts.years, default=0)
    return tuple(range(last - number + 1, last + 1)) if last else ()


def place(year: int, key: str) -> str:
    """Where a figure stands in the input: 年度数据.2025.服务企业数家."""
    return f"年度数据.{year}.{key}"


def shown_places(places: Iterable[str]) -> str:
    """As people read them: 2025年服务企业数."""
    return "、".join(
        re.sub(r"^年度数据\.(\d+)\.(.+?)(?:家|万元)?$", r"\1年\2", each) for each in places
    )


def missing(facts: Facts, years: tuple[int, ...], *names: str) -> tuple[str, ...]:
    """Figures that are not known, by their place; the whole table where no year is."""
    if not years:
        return ("年度数据",)
    return tuple(
        place(year, name) for name in names for year in years if facts.in_year(year, name) is None
    )
