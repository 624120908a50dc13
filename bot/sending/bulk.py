"""When a message that nobody asked for just now may be sent: by day, and not too many."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.sending import deliveries
from bot.sending.carrier import Later
from surveys.platforms.reminders import is_quiet, tomorrow

MOST_A_DAY = 3
DAY = 24 * 3600.0
QUIET_STEP = 600.0


def postponed(connection: Connection, contact_key: str, now: float) -> Later | None:
    """Why it has to wait, and until when; looked at when it is sent, not when it was written."""
    if is_quiet(now):
        return Later(QUIET_STEP, "免打扰时段", throttled=True)
    if deliveries.bulk_since(connection, contact_key, now - DAY) >= MOST_A_DAY:
        return Later(tomorrow(now) - now, f"一天内已发{MOST_A_DAY}条提醒", throttled=True)
    return None
