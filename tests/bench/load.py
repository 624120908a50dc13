"""Start-up, memory, answers a second and latency of each side, side by side.

The sides take turns, round by round, so that a change in the machine's speed falls on all.
Each starts once uncounted before: files are then in the page cache and databases made.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.bench.console import say
from tests.bench.memory import megabytes
from tests.bench.sides import Answering, Side

PATIENCE = 60.0


@dataclass(frozen=True)
class Plan:
    """How much is asked: conversations at once, questions of each, rounds counted."""

    sessions: int
    questions_each: int
    rounds: int


def measure(sides: Sequence[Side], questions: Sequence[str], plan: Plan) -> dict[str, Any]:
    """Each side's figures, the median of the rounds."""
    for side in sides:
        say(f"{side.name}: warming up")
        _round(side, questions[:1], Plan(1, 1, 1))
    rounds: dict[str, list[dict[str, Any]]] = {side.name: [] for side in sides}
    for number in range(plan.rounds):
        for side in sides:
            figures = _round(side, questions, plan)
            rounds[side.name].append(figures)
            say(f"{side.name}, round {number + 1} of {plan.rounds}: {_short(figures)}")
    return {name: _medians(figures) for name, figures in rounds.items()}


def _round(side: Side, questions: Sequence[str], plan: Plan) -> dict[str, Any]:
    """From start to stop."""
    began = time.monotonic()
    try:
        side.start()
        ready = time.monotonic() - began
        asyncio.run(_talk(side, questions[:1], Plan(1, 1, 1)))
        answered = time.monotonic() - began
        idle, kind = megabytes(side.pid)
        alone = asyncio.run(_talk(side, questions, Plan(1, 2 * plan.questions_each, 1)))
        crowd = asyncio.run(_talk(side, questions, plan))
        busy, kind = megabytes(side.pid)
    finally:
        side.stop()
    start = {"ready_s": ready, "first_answer_s": answered}
    memory = {"idle_mb": idle, "after_load_mb": busy, "kind": kind}
    return {**start, **memory, **_named("alone", alone), **_named("crowd", crowd)}


async def _talk(side: Side, questions: Sequence[str], plan: Plan) -> dict[str, float]:
    """All conversations at once, each asking its questions one after another."""
    async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
        open_ones = [await side.open(client) for _ in range(plan.sessions)]
        began = time.perf_counter()
        spent = await asyncio.gather(
            *(
                _converse(ask, _part(questions, at, plan.questions_each))
                for at, ask in enumerate(open_ones)
            )
        )
        seconds = time.perf_counter() - began
    answers = [each for conversation in spent for each in conversation]
    return _figures(answers, seconds)


def _part(questions: Sequence[str], at: int, size: int) -> list[str]:
    """The questions of conversation `at`; all are asked about equally often."""
    return [questions[(at * size + step) % len(questions)] for step in range(size)]


async def _converse(ask: Answering, questions: Sequence[str]) -> list[tuple[float, bool]]:
    """Milliseconds of each question, and whether there was a reply in words."""
    spent = []
    for question in questions:
        began = time.perf_counter()
        try:
            replied = bool(await ask(question))
        except httpx.HTTPError:
            replied = False
        spent.append(((time.perf_counter() - began) * 1000, replied))
    return spent


def _figures(answers: Sequence[tuple[float, bool]], seconds: float) -> dict[str, float]:
    spent = sorted(milliseconds for milliseconds, _ in answers)
    return {
        "per_second": sum(replied for _, replied in answers) / seconds,
        "p50_ms": percentile(spent, 0.50),
        "p95_ms": percentile(spent, 0.95),
        "wordless": sum(not replied for _, replied in answers) / len(answers),
    }


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value that `share` of the ordered values do not exceed."""
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def _named(prefix: str, figures: dict[str, float]) -> dict[str, float]:
    return {f"{prefix}_{name}": value for name, value in figures.items()}


def _medians(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure, with the rounds' own values beside it."""
    numbers = {
        name: statistics.median(figures[name] for figures in rounds)
        for name, value in rounds[0].items()
        if isinstance(value, float)
    }
    return {**numbers, "kind": rounds[0]["kind"], "rounds": list(rounds)}


def _short(figures: dict[str, Any]) -> str:
    return (
        f"first answer after {figures['first_answer_s']:.1f} s, "
        f"{figures['crowd_per_second']:.1f} answers/s, {figures['after_load_mb']:.0f} MB"
    )
