"""Fifty answers a second on the survey page, and its process killed meanwhile.

What counts is what is kept: every answer once, and evidence that is whole.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from actions.opening import database_of, office_of
from actions.settings import read_settings
from surveys import chain
from tests.bench.console import say
from tests.bench.pages import Load, all_answer, restored, running_survey, stands
from tests.stack import Stack

FIRMS, A_SECOND = 220, 100.0  # asked for; starts, ends and what was killed take from it
KILLS = (8.0, 16.0, 24.0)  # seconds after the first


def measure() -> dict[str, Any]:
    """How many answers were kept, how fast, and whether any is missing or there twice."""
    with TemporaryDirectory() as folder:
        stack = Stack(Path(folder))
        stack.start()
        try:
            return _measured(stack)
        finally:
            stack.stop()


def _measured(stack: Stack) -> dict[str, Any]:
    settings = read_settings(stack.environ)
    database = database_of(settings)
    office = office_of(settings, database)
    number, codes = running_survey(office, FIRMS)
    load = Load(stack, codes, thinking=FIRMS / A_SECOND, patient=True)
    started = time.monotonic()
    asyncio.run(_under_fire(load))
    seconds = time.monotonic() - started
    with database.read() as connection:
        complete, holds = stands(connection, office, number)
        kinds = [each["kind"] for each in chain.links(connection, number)]
    database.close()
    figures = {
        "firms": FIRMS,
        "complete": complete,
        "answers": kinds.count("answer"),
        "twice": kinds.count("correction"),
        "a_second": round(kinds.count("answer") / seconds, 1),
        "seconds": round(seconds),
        "kills": len(KILLS),
        "holds": holds,
        "backup_holds": restored(load, settings.secret_key, number),
    }
    say(f"soak: {figures}")
    return figures


async def _under_fire(load: Load) -> None:
    killing = asyncio.create_task(_killing(load.stack))
    await all_answer(load)
    await killing


async def _killing(stack: Stack) -> None:
    begun = time.monotonic()
    for at in KILLS:
        await asyncio.sleep(at - (time.monotonic() - begun))
        await asyncio.to_thread(stack.kill, "gateway")


if __name__ == "__main__":
    measure()
