"""Many invented platforms in the register at once."""

from __future__ import annotations

from dataclasses import replace

from surveys.database import Database
from surveys.schema import binding, platform, subscription
from tests.surveys.platforms.invented import at, code, entry


def fill(database: Database, count: int) -> None:
    """Platforms with a contact each, bound since February 2026, written at once."""
    began = at("2026-02-20 10:00")
    first = replace(entry(1), key=code(1))
    names = [(f"web:{number}", f"{number:018}") for number in range(count)]
    with database.write() as connection:
        connection.execute(
            platform.insert(),
            [
                {
                    "key": key,
                    "name": f"第{key}号中心",
                    "short_name": "",
                    "credit_code": key,
                    "recommender": "江东省中小企业主管部门",
                    "certified_on": first.certified_on.isoformat(),
                    "valid_until": first.valid_until.isoformat(),
                    "announced": 0,
                    "said_by": "测试",
                    "said_at": 0.0,
                }
                for _, key in names
            ],
        )
        common = [{"contact_key": who, "role": "platform", "subject": key} for who, key in names]
        connection.execute(binding.insert(), [{**row, "bound_at": began} for row in common])
        started = [{**row, "started_at": began} for row in common]
        connection.execute(subscription.insert(), started)
