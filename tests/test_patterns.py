"""No pattern of ours tries ever more ways on a long row of the same thing, as people do type."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator

import pytest

PACKAGES = ("knowledge", "surveys", "actions", "bot")
ROWS = (
    *"1一十万没不的年月、， 第（服-/@",
    *(
        "12,",
        "1.",
        "百万",
        "没有",
        "1月",
        "我们",
        "第一",
        "什么",
        "1-",
        "二三",
        "第1条",
        "、1",
        "满意",
    ),
)
LONG = 60  # times the same; what tries every way of cutting it does not end
HEAVY = ("rasa", "training", "tracker_store")  # they import what takes seconds, and read no text
PATIENCE = 20  # seconds for one pattern over all rows, which take it milliseconds


def modules() -> Iterator[str]:
    for package in PACKAGES:
        path = importlib.import_module(package).__path__
        names = (each.name for each in pkgutil.walk_packages(path, f"{package}."))
        yield from (name for name in names if not any(word in name for word in HEAVY))


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Each pattern that stands in a module, once, with its name."""
    found: dict[str, tuple[str, re.Pattern[str]]] = {}
    for module in modules():
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found.setdefault(value.pattern, (f"{module}.{name}", value))
    return list(found.values())


@pytest.mark.parametrize(("name", "pattern"), patterns(), ids=lambda each: str(each)[:60])
def test_a_long_row_of_the_same_comes_to_an_end(name, pattern):
    def too_long(*_: object) -> None:
        raise AssertionError(f"{name} tries every way of cutting {row[:6]}…")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(PATIENCE)
    try:
        for row in (each * LONG for each in ROWS):
            for text in (row, f"{row}！x", f"第{row}。", f"资产{row}x"):
                pattern.search(text)
                pattern.fullmatch(text)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
