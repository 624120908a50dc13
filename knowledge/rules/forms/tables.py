"""Sections 二 and 三: figures by year, and what was served last year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.rules.eligibility import keys
from knowledge.rules.eligibility.amounts import money
from knowledge.rules.forms.lists import Listed, Row
from knowledge.rules.forms.model import Cell, Found, Unclear
from knowledge.rules.forms.sources import labels, say

_YEAR = re.compile("((?:19|20)[0-9]{2})(?:年|年度)?")
ASSETS = "上年末资产总额万元"


def yearly(listed: Listed) -> Iterator[Found | Unclear]:
    """The figures of every year; sums in 元 where the heading says so."""
    years: set[str] = set()
    for row in listed.rows:
        filled = {name: cell for name, cell in row.items() if name != "年度" and cell.bare}
        year = _YEAR.fullmatch(row["年度"].bare)
        if not filled:
            continue
        if year is None:
            yield Unclear(row["年度"].place, say("no_year", value=row["年度"].bare))
        elif year[1] in years:
            yield Unclear(row["年度"].place, say("year_twice", year=year[1]))
        else:
            years.add(year[1])
            for name, cell in filled.items():
                if name != "资产":
                    value = _in_unit(name, cell, listed)
                    yield Found(name, value, cell.place, year[1])


def _in_unit(name: str, cell: Cell, listed: Listed) -> str:
    in_yuan = "(元)" in listed.heading[name].bare and name in keys.of_kind("year_money")
    return f"{cell.bare}元" if in_yuan and cell.bare[-1:].isdigit() else cell.bare


def assets_differ(lists: Iterable[Listed], found: Sequence[Found]) -> Iterator[Unclear]:
    """Whether last year's assets are the same in sections 一 and 二."""
    told = next((money(each.value) for each in found if each.key == ASSETS), None)
    dated = [row for each in lists if each.name == "years" for row in each.rows if "资产" in row]
    rows = {year[1]: row for row in dated if (year := _YEAR.fullmatch(row["年度"].bare))}
    if told is None or not rows:
        return
    last = max(rows)
    cell = rows[last]["资产"]
    listed = money(cell.bare) if cell.bare else None
    if listed is not None and listed != told:
        other = next(str(each.value) for each in found if each.key == ASSETS)
        yield Unclear(cell.place, say("assets", year=last, one=cell.bare, other=other))


def services(rows: Sequence[Row]) -> Iterator[Found]:
    """The counts that Article 7 asks for, by the line of each service."""
    for asked in labels()["services"]:
        for row in rows:
            cell = row.get(asked["column"], Cell(""))
            if row["服务"].bare.startswith(asked["service"]) and cell.bare:
                yield Found(asked["key"], cell.bare, cell.place)
