"""What is known of one applicant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from knowledge.rules.eligibility.days import Days
from knowledge.rules.eligibility.ranges import Range, exactly

T = TypeVar("T")


@dataclass(frozen=True)
class Event:
    """One entry of 违法失信异常事件; `listed` where it is a state that lasts until `ended`."""

    text: str
    began: Days | None = None
    ended: Days | None = None
    listed: bool = False
    still: bool = False


@dataclass(frozen=True)
class Facts:
    """Values by their key; what is not known has no entry.

    `bounds` holds numbers of which only the bounds are told; `lapsed` counts agreements
    that have run out among those of `numbers`; `removed` is what Article 28 takes off,
    None where it was written but not understood; `unread` names every value that was not
    understood; `question` asks about what cannot be and was therefore left out.
    """

    flags: Mapping[str, bool] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    bounds: Mapping[str, Range] = field(default_factory=dict)
    days: Mapping[str, Days] = field(default_factory=dict)
    years: Mapping[int, Mapping[str, Fraction]] = field(default_factory=dict)
    lapsed: Mapping[str, Fraction] = field(default_factory=dict)
    removed: Mapping[str, Fraction] | None = field(default_factory=dict)
    satisfaction: Mapping[str, Fraction] = field(default_factory=dict)
    outcomes: tuple[str, ...] | None = None
    events: tuple[Event, ...] | None = None
    unread: tuple[str, ...] = ()
    question: str = ""

    @property
    def applied(self) -> Days | None:
        return self.days.get("拟申报日期")

    def amount(self, key: str) -> Range:
        """The number under a key or its bounds, none where nothing is known."""
        return exactly(self.numbers[key]) if key in self.numbers else self.bounds.get(key, Range())

    def in_year(self, year: int, key: str) -> Fraction | None:
        return self.years.get(year, {}).get(key)

    def words(self, key: str) -> bool | str | None:
        """A plain yes or no, else the words that were written."""
        return self.flags.get(key, self.texts.get(key))

    def without(self, keys: Collection[str]) -> Facts:
        """The same with some of them unknown; a key may be that of a year or of one figure."""
        years = {
            year: _kept(row, keys, f"年度数据.{year}.")
            for year, row in _kept_years(self.years, keys).items()
        }
        listed = any(key.startswith("应剔除数") for key in keys)
        return replace(
            self,
            flags=_kept(self.flags, keys),
            texts=_kept(self.texts, keys),
            numbers=_kept(self.numbers, keys),
            bounds=_kept(self.bounds, keys),
            days=_kept(self.days, keys),
            lapsed=_kept(self.lapsed, keys),
            years=years,
            removed=None if listed else self.removed,
            satisfaction={} if "客户满意度百分比" in keys else self.satisfaction,
            events=None if "违法失信异常事件" in keys else self.events,
        )


def _kept(values: Mapping[str, T], keys: Collection[str], before: str = "") -> dict[str, T]:
    return {key: value for key, value in values.items() if before + key not in keys}


def _kept_years(values: Mapping[int, T], keys: Collection[str]) -> dict[int, T]:
    return {year: row for year, row in values.items() if f"年度数据.{year}" not in keys}
