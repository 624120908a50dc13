"""Buttons under a message: short titles two in a row, long ones alone; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

MOST_BUTTONS = 100
SHORT = 16  # columns: eight Chinese characters
Titled = tuple[str, str]


def markup(buttons: Sequence[Titled]) -> InlineKeyboardMarkup | None:
    """The keyboard of title and token; None where there is no button."""
    lines = [
        [InlineKeyboardButton(title, callback_data=token) for title, token in row]
        for row in rows(buttons)
    ]
    return InlineKeyboardMarkup(lines) if lines else None


def rows(buttons: Sequence[Titled]) -> list[list[Titled]]:
    """One or two in a row, in their order."""
    laid: list[list[Titled]] = []
    for button in buttons:
        short = _columns(button[0]) <= SHORT
        if short and laid and len(laid[-1]) == 1 and _columns(laid[-1][0][0]) <= SHORT:
            laid[-1].append(button)
        else:
            laid.append([button])
    return laid


def _columns(title: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in title)
