"""The daily task: it sweeps, and a failure does not end it."""

from __future__ import annotations

import asyncio
import json

from click.testing import CliRunner
from sqlalchemy import select

from bot import housekeeping
from bot.cli import cli
from bot.housekeeping import keep_house
from surveys.personal.keeping import Policy
from surveys.schema import materials
from tests.surveys.surveys import office_of


async def test_it_sweeps_and_goes_on_after_a_failure(database, monkeypatch):
    monkeypatch.setattr(housekeeping, "EVERY_SECONDS", 0.01)
    office = office_of(database)
    with database.write() as connection:
        row = {"contact_key": "web:a", "ready": "[]", "updated_at": 0.0}
        connection.execute(materials.insert(), row)
    with database.write() as connection:  # the first sweep fails
        connection.exec_driver_sql("alter table review rename to review_away")
    task = asyncio.create_task(keep_house(office, Policy(36, 180), first=0.0))
    await asyncio.sleep(0.3)
    assert not task.done()
    with database.write() as connection:
        connection.exec_driver_sql("alter table review_away rename to review")

    for _ in range(200):
        await asyncio.sleep(0.05)
        with database.read() as connection:
            if not connection.execute(select(materials.c.ready)).first():
                break
    task.cancel()

    with database.read() as connection:
        assert connection.execute(select(materials.c.ready)).first() is None


def test_the_command_says_what_it_would_do(tmp_path):
    def huiqi(*words, **settings):
        environ = {"HUIQI_DATA_DIR": str(tmp_path), **settings}
        return CliRunner(env=environ).invoke(cli, ["admin", *words], standalone_mode=False)

    told = json.loads(huiqi("retention", "--dry-run").stdout)

    assert told == {"dry_run": True, "surveys": [], "rows": {}}
    assert "HUIQI_KEEP_MONTHS" in str(huiqi("retention", HUIQI_KEEP_MONTHS="0").exception)
