"""The rules as code: one eligibility assessment, a year of deadlines and a sweep of reminders."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bot.reminding import sweep
from knowledge.rules.deadlines import deadlines
from knowledge.rules.deadlines import read_facts as read_deadline_facts
from knowledge.rules.eligibility import assess, read_facts
from surveys.database import Database
from tests.bench.console import say
from tests.stack import ROOT
from tests.surveys.platforms.invented import at
from tests.surveys.platforms.many import fill

CASES = ROOT / "tests" / "knowledge" / "rules" / "cases"
PLATFORMS = 10_000
TODAY = date(2026, 3, 5)


def measure() -> dict[str, Any]:
    """Milliseconds of one assessment with all conditions met; seconds of the two sweeps."""
    figures = {
        "platforms": PLATFORMS,
        "assessment_ms": statistics.median(_timed(_assessment()) for _ in range(200)) * 1000,
        "year_s": _timed(_a_year),
        **_reminders(),
    }
    say(f"rules: {figures}")
    return figures


def _assessment() -> Callable[[], object]:
    text = (CASES / "eligibility_base.yaml").read_text(encoding="utf-8")
    row = {name: _plain(value) for name, value in yaml.safe_load(text).items()}
    return lambda: assess(read_facts(row))


def _plain(value: Any) -> Any:
    """YAML reads 2026-01-31 as a date; the input holds it as text."""
    if isinstance(value, dict):
        return {str(_plain(name)): _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _a_year() -> None:
    """What is due, and was missed, in the twelve months of each platform."""
    filings = {f"2025-{month:02}": f"2025-{month + 1:02}-08" for month in range(1, 12)}
    row = {"today": TODAY.isoformat(), "认定公布日": "2024-09-01", "月报": filings}
    for _ in range(PLATFORMS):
        deadlines(read_deadline_facts(row))


def _reminders() -> dict[str, float]:
    with TemporaryDirectory(prefix="bench-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'sweep.db'}")
        database.migrate()
        fill(database, PLATFORMS)
        moment = at("2026-03-05 10:00")
        first, second = (_timed(lambda: sweep(database, moment)) for _ in range(2))
        database.close()
    return {"sweep_s": first, "sweep_again_s": second}


def _timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began
