"""Facts read from a JSON object.

A missing key, null or a word that is not recognised is unknown; what cannot be is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeVar

from knowledge.rules.eligibility import amounts, keys
from knowledge.rules.eligibility.agreements import read_agreements
from knowledge.rules.eligibility.bounds import read_bounds
from knowledge.rules.eligibility.contradictions import unquestioned
from knowledge.rules.eligibility.days import Days, NoSuchDay, read_day
from knowledge.rules.eligibility.errors import WrongFacts
from knowledge.rules.eligibility.events import read_events
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.flags import bare_flag, flag, is_unknown
from knowledge.rules.eligibility.lists import read_outcomes, read_removed, read_satisfaction
from knowledge.rules.eligibility.ranges import Range
from knowledge.rules.eligibility.sources import words
from knowledge.rules.eligibility.yearly import read_years

T = TypeVar("T")


class Reader:
    """One object being read; notes what was not understood and what cannot be."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.row = {keys.canonical(key): value for key, value in row.items()}
        self.unread: list[str] = []
        self.wrong: list[str] = []
        self.bounds = self._bounds()

    def _bounds(self) -> dict[str, Range]:
        """Numbers of which only the bounds are written; they are read nowhere else."""
        readers: dict[str, Callable[[Any], Fraction | None]] = {
            **dict.fromkeys(keys.of_kind("money"), amounts.money),
            **dict.fromkeys((*keys.of_kind("count"), *keys.of_kind("agreements")), amounts.count),
            "客户满意度百分比": amounts.percent,
        }
        found = {key: read_bounds(self.row.get(key), read) for key, read in readers.items()}
        return {key: bounds for key, bounds in found.items() if bounds is not None}

    def each(self, kind: str, read: Callable[[Any], T | None]) -> dict[str, T]:
        """The values of every key of one kind that are written and understood."""
        found = {key: self.one(key, read) for key in keys.of_kind(kind) if key not in self.bounds}
        return {key: value for key, value in found.items() if value is not None}

    def tells(self, key: str) -> bool:
        return not is_unknown(self.row.get(key))

    def one(self, key: str, read: Callable[[Any], T | None]) -> T | None:
        if not self.tells(key):
            return None
        value = self.row[key]
        try:
            found = read(value)
        except NoSuchDay as day:
            self.wrong.append(words("矛盾", "no_such_day", key=key, day=day))
            return None
        if found is None:
            self.unread.append(words("说明", "unread", key=key, value=value))
        return found


def read_facts(row: Any) -> Facts:
    """The facts in a JSON object; raises WrongFacts with a sentence that lists what is wrong."""
    if not isinstance(row, Mapping):
        raise WrongFacts(words("矛盾", "no_object"))
    reader = Reader(row)
    facts, clauses = unquestioned(_facts(reader))
    wrong = dict.fromkeys((*reader.wrong, *clauses))
    if wrong:
        question = words("矛盾", "all", wrong="；".join(wrong))
        raise WrongFacts(question, replace(facts, question=question))
    return facts


def unused_keys(row: Mapping[str, Any]) -> list[str]:
    """Keys that no condition reads, which may be misspelt; those of the years too."""
    own = [key for key in row if keys.canonical(key) not in keys.known()]
    years = {keys.canonical(key): value for key, value in row.items()}.get("年度数据")
    rows = years.values() if isinstance(years, Mapping) else ()
    allowed = {*keys.of_kind("year_money"), *keys.of_kind("year_count")}
    inner = [key for each in rows if isinstance(each, Mapping) for key in each]
    return own + [key for key in dict.fromkeys(inner) if keys.canonical(key) not in allowed]


def _facts(reader: Reader) -> Facts:
    agreements = reader.each("agreements", read_agreements)
    written = reader.each("words", _words)
    years = reader.one("年度数据", lambda value: read_years(value, reader.unread))
    return Facts(
        flags={
            **reader.each("flag", flag),
            **{key: value for key, value in written.items() if isinstance(value, bool)},
        },
        texts={key: value for key, value in written.items() if isinstance(value, str)},
        numbers={
            **reader.each("money", amounts.money),
            **reader.each("count", amounts.count),
            **{key: total for key, (total, _) in agreements.items()},
        },
        bounds=reader.bounds,
        days=reader.each("date", _day),
        years=years or {},
        lapsed={key: lapsed for key, (_, lapsed) in agreements.items()},
        removed=reader.one("应剔除数", read_removed) if reader.tells("应剔除数") else {},
        satisfaction={}
        if "客户满意度百分比" in reader.bounds
        else reader.one("客户满意度百分比", read_satisfaction) or {},
        outcomes=reader.one("相关成果", read_outcomes),
        events=reader.one("违法失信异常事件", read_events),
        unread=tuple(reader.unread),
    )


def _words(value: Any) -> bool | str | None:
    clear = bare_flag(value)
    if clear is not None:
        return clear
    return amounts.plain(value) if isinstance(value, str) else None


def _day(value: Any) -> Days | None:
    return read_day(value) if isinstance(value, str) else None
