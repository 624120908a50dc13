"""The chain of evidence: what was changed, taken out or put in is named."""

from __future__ import annotations

import json
import threading

import pytest
from sqlalchemy import select

from surveys import chain
from surveys.schema import chain_link


@pytest.fixture
def five(database):
    """Five links of one survey and one of another."""
    for number in range(1, 6):
        with database.write() as connection:
            event = {"kind": "answer", "firm": f"甲{number}"}
            chain.add(database, connection, "c1", event, 100.0 + number / 3)
    with database.write() as connection:
        chain.add(database, connection, "c2", {"kind": "frame"}, 300.0)
    return database


def broken(database):
    with database.read() as connection:
        return chain.first_broken(connection)


def forge(database, place, change):
    """Rewrite what a link of the first survey holds, and the columns beside it."""
    mine = (chain_link.c.campaign == "c1") & (chain_link.c.place == place)
    with database.write() as connection:
        link = json.loads(connection.execute(select(chain_link.c.link).where(mine)).scalar_one())
        forged = change(link)
        values = {"link": json.dumps(forged), "sha256": forged["sha256"]}
        connection.execute(chain_link.update().where(mine).values(**values))


def test_a_chain_that_nobody_touched_holds(five):
    assert broken(five) is None


@pytest.mark.parametrize("field", ["firm", "at", "campaign", "kind"])
def test_a_changed_link_is_named(five, field):
    forge(five, 3, lambda link: {**link, field: "乙"})

    found = broken(five)

    assert found is not None
    assert (found.campaign, found.place) == ("c1", 3)
    assert "被改过" in found.message


def test_a_link_changed_together_with_its_hash_breaks_the_next(five):
    def whole(link):
        plain = {name: value for name, value in link.items() if name not in ("prev", "sha256")}
        return chain.link(link["prev"], {**plain, "firm": "乙"})

    forge(five, 3, whole)

    found = broken(five)

    assert found is not None
    assert found.place == 4


def test_a_link_taken_out_is_missed(five):
    with five.write() as connection:
        second = (chain_link.c.campaign == "c1") & (chain_link.c.place == 2)
        connection.execute(chain_link.delete().where(second))

    found = broken(five)

    assert found is not None
    assert (found.place, found.message) == (2, "第2环不见了，后面是第3环。")


def test_two_who_write_at_once_get_two_links_in_one_chain(five):
    def write() -> None:
        with five.write() as connection:
            chain.add(five, connection, "c1", {"kind": "answer"}, 200.0)

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with five.read() as connection:
        assert len(list(chain.links(connection, "c1"))) == 13
    assert broken(five) is None
