"""Lists of application materials as they are kept, on both databases."""

from __future__ import annotations

from sqlalchemy import select

from knowledge.rules.materials import Checklist
from surveys.materials import keep, kept
from surveys.schema import materials


def test_a_list_is_there_again_and_belongs_to_one_contact(database):
    keep(database, "web:a", Checklist(frozenset({1, 3})), 100.0)
    keep(database, "web:a", Checklist(frozenset({1, 3, 7})), 200.0)

    assert kept(database, "web:a") == Checklist(frozenset({1, 3, 7}))
    assert kept(database, "web:b") == Checklist()
    with database.read() as connection:
        rows = connection.execute(select(materials.c.contact_key, materials.c.updated_at)).all()
    assert [tuple(row) for row in rows] == [("web:a", 200.0)]


def test_a_list_that_is_cleared_has_nothing_ready(database):
    keep(database, "web:a", Checklist(frozenset({2})), 100.0)
    keep(database, "web:a", Checklist(), 200.0)

    assert kept(database, "web:a") == Checklist()
