"""The templates of the console, with the filters and words that they use."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from bot.console import words
from bot.console.scope import shown_source
from surveys.platforms.model import BEIJING

TEMPLATES = Path(__file__).with_name("templates")


def templates() -> Environment:
    """Every template escapes what it is given."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["moment"] = moment
    made.filters["day"] = day
    made.filters["short"] = short
    made.globals |= {
        "left": words.left,
        "month_marks": words.MONTHS,
        "standings": words.STANDINGS,
        "source": shown_source,
    }
    return made


def moment(seconds: float) -> str:
    """A time as people in Beijing read it: 2026-03-05 09:30."""
    return datetime.fromtimestamp(seconds, BEIJING).strftime("%Y-%m-%d %H:%M")


def day(value: date | str | float | None) -> str:
    """A day as 2026年3月5日, of a date, an ISO date or a time."""
    if value is None or value == "":
        return "—"
    if isinstance(value, float | int):
        value = datetime.fromtimestamp(value, BEIJING).date()
    elif isinstance(value, str):
        value = date.fromisoformat(value)
    return f"{value.year}年{value.month}月{value.day}日"


def short(value: date, year: int) -> str:
    """A day as 3月5日, with its year where it is another."""
    return f"{value.month}月{value.day}日" if value.year == year else day(value)
