"""How an interview can end; a finished one is `complete`."""

from __future__ import annotations

from typing import Literal, get_args

Outcome = Literal[
    "",  # still open
    "complete",
    "refused",  # no consent
    "break_off",  # stopped after consent
    "wrong_person",  # does not speak for the firm
    "number_changed",  # the number is not, or no longer, the firm's
    "not_served",  # denies having been served
    "withdrawn",  # took the answers back after confirming them
]
OUTCOMES: tuple[str, ...] = get_args(Outcome)
