"""The items that a clause names, by number or by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.normalise import normalise
from knowledge.numerals import to_number
from knowledge.rules.materials.catalogue import beside, items, recommender

N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_UNIT = "[项个号样份条]"
_ONE = rf"第?{N}{_UNIT}?(?![题次年季届批名月轮章期栏])"
_RUN = re.compile(rf"{_ONE}(?:(?:(?:[、和与及跟\s到至~.-]|还有)+|(?=第)){_ONE})*")
_RANGE = re.compile(rf"({N}){_UNIT}?(?:到|至|-|~)第?({N})")
_FIRST = re.compile(rf"(前|后|最后)面?({N})[项个样]")
_FOLLOWS = re.compile("、?(?:$|[都也已全均还没未缺差有不ok]|准备|好|齐|备|弄|办|完|搞|打|勾|撤)")
_BEFORE = re.compile("(?:^|我们?|已经|备齐|备好|已备|还差|还缺|只差|就差|除了?)$")


@dataclass(frozen=True)
class Named:
    """What a clause names; `rest` is what is left of it."""

    items: frozenset[int] = frozenset()
    parts: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    recommender: bool = False
    unknown: str = ""  # a number beyond the seven
    rest: str = ""

    def __bool__(self) -> bool:
        return bool(self.items or self.parts or self.beside or self.recommender or self.unknown)


def named(clause: str) -> Named:
    """The longest names first, then numbers in what is left."""
    found: dict[str, list[str]] = {}

    def noted(match: re.Match[str]) -> str:
        found.setdefault(_kinds()[match[0]], []).append(match[0])
        return "、"

    rest = _names().sub(noted, clause)
    numbers, rest = _numbered(rest)
    known = {int(kind) for kind in found if kind.isdigit()} | (numbers & items().keys())
    beyond = sorted(numbers - items().keys())
    return Named(
        frozenset(known),
        tuple(found.get("part", ())),
        tuple(found.get("beside", ())),
        "recommender" in found,
        f"第{beyond[0]}项" if beyond else "",
        rest,
    )


def part_of(part: str) -> int:
    """The item that a part belongs to."""
    return next(
        number
        for number, item in items().items()
        if part in [normalise(each) for each in item.parts]
    )


@cache
def _kinds() -> dict[str, str]:
    """Each name with what it stands for: an item's number, part, beside or recommender."""
    kinds = dict.fromkeys(beside(), "beside")
    kinds |= dict.fromkeys(recommender().names, "recommender")
    for number, item in items().items():
        kinds |= dict.fromkeys(item.parts, "part") | dict.fromkeys(item.names, str(number))
    return {normalise(name): kind for name, kind in kinds.items()}


@cache
def _names() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_kinds(), key=len, reverse=True))))


def _numbered(clause: str) -> tuple[set[int], str]:
    if first := _FIRST.search(clause):
        return _counted(first[1], to_number(first[2])), clause.replace(first[0], "")
    for run in _RUN.finditer(clause):
        if _means_items(run, clause):
            return _numbers(run[0]), clause[: run.start()] + clause[run.end() :]
    return set(), clause


def _means_items(run: re.Match[str], clause: str) -> bool:
    """第3项 does; 3份 and 3项 count something; a bare 1、2 does where a state follows."""
    if "第" in run[0]:
        return "条" not in run[0] or "清单" in clause
    if re.fullmatch(rf"{N}{_UNIT}", run[0]):
        return run[0].endswith("号")
    before, after = clause[: run.start()], clause[run.end() :]
    return bool(_BEFORE.search(before) and _FOLLOWS.match(after))


def _numbers(run: str) -> set[int]:
    found: set[int] = set()
    for low, high in _RANGE.findall(run):
        found |= set(range(to_number(low), to_number(high) + 1))
    rest = _RANGE.sub("", run)
    digits = re.findall(r"\d{1,2}|十[一二三]?|[一二三四五六七八九]", rest)
    return found | {to_number(each) for each in digits}


def _counted(side: str, number: int) -> set[int]:
    every = list(items())
    return set(every[:number] if side == "前" else every[-number:])
