"""The two commonest questions: is it so, and is it enough."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.flags import flag
from knowledge.rules.eligibility.model import Result
from knowledge.rules.eligibility.ranges import Range, reaches, shown
from knowledge.rules.eligibility.sources import limit, measure, words


@dataclass(frozen=True)
class Measure:
    """What is measured, against which number of provisions.yaml, and the keys that tell it."""

    name: str
    provision: str
    keys: tuple[str, ...]

    @property
    def limit(self) -> int:
        return limit(self.provision)

    @property
    def unit(self) -> str:
        unit = measure(self.provision)
        return "%" if unit == "percent" else unit


def is_so(facts: Facts, key: str) -> Result:
    """Met where the form says yes, unmet where it says no."""
    value = facts.flags.get(key)
    if value is None:
        return Result("unknown", (words("是否", "unknown", key=key),), (key,))
    return Result("met" if value else "unmet", (words("是否", str(value), key=key),))


def is_so_in_words(key: str, text: str) -> Result:
    """The same where more is written than yes or no; a qualified yes is unknown."""
    value = flag(text)
    if value is None:
        return Result("unknown", (words("是否", "unread", key=key, text=text),), (key,))
    return Result("met" if value else "unmet", (words("是否", str(value), key=key),))


def enough(facts: Facts, key: str, provision: str) -> Result:
    """Whether the number under one key reaches one number of the regulation."""
    return reached(Measure(key, provision, (key,)), facts.amount(key))


def reached(measure_: Measure, amount: Range) -> Result:
    """The same for an amount of which perhaps only the bounds are known."""
    status = reaches(amount, measure_.limit)
    on_line = amount.exact and amount.low == measure_.limit
    key = "on_line" if on_line else _sentence(status, amount)
    unit = measure_.unit
    fields = {"name": _without_unit(measure_.name), "limit": measure_.limit, "unit": unit}
    told = words("数量", key, **fields, amount=_told(amount, unit))
    return Result(status, (told,), measure_.keys if status == "unknown" else ())


def _without_unit(name: str) -> str:
    """A key of the form as it is said beside a number that carries its unit."""
    return name.removesuffix("万元").removesuffix("百分比")


def _sentence(status: str, amount: Range) -> str:
    if status != "unknown":
        return status
    return "unknown" if amount == Range() else "between"


def _told(amount: Range, unit: str) -> str:
    low = shown(amount.low)
    if amount.exact:
        return f"{low}{unit}"
    if amount.below and amount.low == 0:
        return words("数量", "less", high=amount.high, unit=unit)
    key = "at_least" if amount.high is None else "range"
    return words("数量", key, low=low, high=amount.high, unit=unit)


def on_line(part: Fraction, whole: Fraction, percent: int) -> bool:
    """Whether the part is exactly that share of the whole, so that it needs good evidence."""
    return part * 100 == whole * percent


def share(part: Range, whole: Fraction, percent: int) -> Range:
    """`part` less what `percent` of `whole` demands, so that zero is the line; cross-multiplied."""
    line = whole * percent
    high = None if part.high is None else part.high * 100 - line
    return Range(part.low * 100 - line, high)
