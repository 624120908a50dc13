"""How many wrong invitations an address has tried lately.

A code cannot be guessed (144 bits), so this only keeps a guesser from costing anything. Who
already holds an invitation is never stopped, because a whole office can share one address.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.often import Often

MOST = 20
SECONDS = 600.0


def guesses(clock: Callable[[], float]) -> Often:
    return Often(clock, MOST, SECONDS)
