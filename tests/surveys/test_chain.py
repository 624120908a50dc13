"""The chain of evidence: what was changed, taken out or put in is named."""

from __future__ import annotations

import threading

import pytest

from surveys import chain
from surveys.schema import chain_link


@pytest.fixture
def five(database):
    for number in range(1, 6):
        with database.write() as connection:
            event = {"kind": "answer", "firm": f"甲{number}"}
            chain.add(database, connection, "c1", event, 100.0 + number / 3)
    return database


def broken(database):
    with database.read() as connection:
        return chain.first_broken(connection)


def test_a_chain_that_nobody_touched_holds(five):
    assert broken(five) is None


@pytest.mark.parametrize(
    "values",
    [{"content": '{"firm": "乙"}'}, {"at": 1.0}, {"campaign": "c2"}, {"kind": "change"}],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_link_is_named(five, values):
    with five.write() as connection:
        connection.execute(chain_link.update().where(chain_link.c.place == 3).values(**values))

    found = broken(five)

    assert found is not None
    assert found.place == 3
    assert "被改过" in found.message


def test_a_link_changed_together_with_its_hash_breaks_the_next(five):
    with five.write() as connection:
        third = next(link for link, _ in chain.links(connection) if link.place == 3)
        forged = chain.Link(3, third.at, "c1", "answer", {"firm": "乙"}, third.before)
        connection.execute(
            chain_link.update()
            .where(chain_link.c.place == 3)
            .values(content='{"firm": "乙"}', sha256=forged.sha256)
        )

    found = broken(five)

    assert found is not None
    assert found.place == 4


def test_a_link_taken_out_is_missed(five):
    with five.write() as connection:
        connection.execute(chain_link.delete().where(chain_link.c.place == 2))

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
        assert len(list(chain.links(connection))) == 13
    assert broken(five) is None
