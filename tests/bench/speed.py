"""Milliseconds of one question in the process itself, with everything loaded."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from typing import Any

from tests.bench.console import say
from tests.bench.load import percentile
from tests.bench.rankers import Ranker


def measure(
    rankers: Mapping[str, Ranker], questions: Sequence[str], passes: int
) -> dict[str, dict[str, Any]]:
    """By ranker, over all questions `passes` times; the rankers take turns."""
    spent: dict[str, list[float]] = {name: [] for name in rankers}
    for number in range(passes + 1):
        for name, rank in rankers.items():
            milliseconds = _pass(rank, questions)
            if number:  # the first pass fills caches and is not counted
                spent[name] += milliseconds
    figures = {name: _summary(each) for name, each in spent.items()}
    say(f"search: {figures}")
    return figures


def _pass(rank: Ranker, questions: Sequence[str]) -> list[float]:
    spent = []
    for question in questions:
        began = time.perf_counter()
        rank(question)
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def _summary(spent: Sequence[float]) -> dict[str, Any]:
    return {
        "median_ms": statistics.median(spent),
        "p95_ms": percentile(sorted(spent), 0.95),
        "count": len(spent),
    }
