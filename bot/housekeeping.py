"""Once a day, while the gateway runs: what is over its time is deleted."""

from __future__ import annotations

import asyncio
import logging

from surveys.campaigns.office import Office
from surveys.personal.keeping import Policy, sweep

log = logging.getLogger("huiqi.housekeeping")

FIRST_SECONDS = 300.0  # the start belongs to the people who wait for it
EVERY_SECONDS = 24 * 3600.0


async def keep_house(office: Office, policy: Policy, first: float = FIRST_SECONDS) -> None:
    """Sweep until cancelled; one that fails is tried again with the next."""
    await asyncio.sleep(first)
    while True:
        try:
            gone = await asyncio.to_thread(sweep, office, policy)
            if gone.surveys or gone.rows:
                rows = sum(gone.rows.values())
                log.info("over their time: %s surveys, %s rows of chats", len(gone.surveys), rows)
        except Exception:
            log.exception("what is over its time was not deleted; trying again tomorrow")
        await asyncio.sleep(EVERY_SECONDS)
