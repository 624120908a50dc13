"""Rows held against the draw: nobody drawn is missing, nobody else is in, reserves in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from surveys.results.codes import DrawnAs
from surveys.results.errors import RowsContradictDraw

if TYPE_CHECKING:
    from surveys.results.model import Row


@dataclass(frozen=True)
class Place:
    """Where the draw put a firm."""

    key: str
    name: str
    order: int  # among all tickets, from 1
    drawn_as: DrawnAs
    stratum: str


def places(protocol: Mapping[str, Any]) -> dict[str, Place]:
    """Every firm of the draw by its key, in ticket order."""
    entries = [
        (each["ticket"], each, part)
        for name, part in (("sample", DrawnAs.SAMPLE), ("reserves", DrawnAs.RESERVE))
        for each in protocol[name]
    ]
    entries.sort(key=lambda entry: entry[0])
    return {
        each["key"]: Place(each["key"], each["name"], order, part, each.get("stratum", ""))
        for order, (_, each, part) in enumerate(entries, start=1)
    }


def check_rows(protocol: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """Refuse rows that contradict the draw, naming the first firm."""
    problem = next(_problems(places(protocol), rows), None)
    if problem:
        raise RowsContradictDraw(problem)


def _problems(drawn: Mapping[str, Place], rows: Sequence[Row]) -> Iterator[str]:
    yield from _strangers(drawn, rows)
    present = {row.key for row in rows}
    for place in drawn.values():
        if place.drawn_as is DrawnAs.SAMPLE and place.key not in present:
            yield f"抽中的“{place.name}”没有记录，请补上它的访谈结果，没有答的也要列明。"
    yield from _replacements(drawn, rows)
    yield from _skipped(drawn, present)
    for row in rows:
        if row.finished and row.answers.overall is None:
            yield f"“{row.name}”算作完成，却没有总体评价，请补问或改为部分完成。"


def _strangers(drawn: Mapping[str, Place], rows: Iterable[Row]) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        place = drawn.get(row.key)
        if place is None:
            yield f"“{row.name}”不在抽取名单里，请核对记录和抽取协议。"
        elif row.key in seen:
            yield f"“{row.name}”有两条记录，请只保留一条。"
        elif (row.name, row.order, row.drawn_as) != (place.name, place.order, place.drawn_as):
            yield f"“{row.name}”的名称、次序或身份与抽取协议不同，请按协议填写。"
        seen.add(row.key)


def _replacements(drawn: Mapping[str, Place], rows: Sequence[Row]) -> Iterator[str]:
    """Each used reserve stands in for exactly one firm of its stratum, for a coded reason."""
    replaced = [row for row in rows if row.replaced_by or row.reason]
    stands_in = Counter(row.replaced_by for row in replaced)
    used = {row.key for row in rows if row.drawn_as is DrawnAs.RESERVE}
    for row in replaced:
        if not (row.replaced_by and row.reason) or row.finished:
            yield f"“{row.name}”被替换的原因和替换它的企业要一起写明，完成访谈的不能替换。"
        elif row.replaced_by not in used:
            yield f"替换“{row.name}”的不是有记录的备选企业，请核对。"
        elif drawn[row.key].stratum != drawn[row.replaced_by].stratum:
            yield f"替换“{row.name}”的企业不在同一服务分层，请按协议的次序替换。"
    for key in used:
        if stands_in[key] != 1:
            yield f"备选企业“{drawn[key].name}”应当正好替换一家，请核对替换记录。"


def _skipped(drawn: Mapping[str, Place], present: set[str]) -> Iterator[str]:
    """Reserves are taken in the order of their tickets, within each stratum."""
    passed_over: dict[str, str] = {}
    for place in drawn.values():
        if place.drawn_as is not DrawnAs.RESERVE:
            continue
        if place.key not in present:
            passed_over.setdefault(place.stratum, place.name)
        elif place.stratum in passed_over:
            skipped = passed_over[place.stratum]
            yield f"备选企业“{skipped}”被跳过，请按抽取次序替换。"
