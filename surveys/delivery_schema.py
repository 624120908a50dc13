"""The tables of sending: what is on its way by a channel that has to be called, and to whom.

The web page fetches its replies, so its contacts have no rows here.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from surveys.schema import metadata

# One outbox row on its way.
delivery = Table(
    "delivery",
    metadata,
    Column("outbox_id", Integer, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    Column("contact_key", String(160), nullable=False),
    Column("bulk", Integer, nullable=False),  # 1: the contact did not ask for it just now
    Column("state", String(8), nullable=False),
    Column("parts_sent", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("broken_off", Integer, nullable=False),  # times that it did not arrive, or that may be
    Column("owner", String(64)),
    Column("lease_until", Float),
    Column("next_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("external_id", String(64)),  # the channel's own number of what it took
    Column("reason", Text),  # why it waits, is tried again or was given up; no personal data
    Index(None, "state", "next_at"),
    Index(None, "contact_key", "state"),
)

# What the channels told of a contact.
contact = Table(
    "contact",
    metadata,
    Column("contact_key", String(160), primary_key=True),
    Column("written_at", Float),  # when it last wrote
    Column("held_until", Float, nullable=False),  # till then a reply goes by the open request
    Column("unreachable_at", Float),
    Column("reason", Text),
)
