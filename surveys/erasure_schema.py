"""What was deleted of people, when and why: without saying who they were."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, String, Table, Text

from surveys.schema import metadata

erasure = Table(
    "erasure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),  # person, survey or chat
    # Of a person: a code of the contact or phone that only the house's secret can make again.
    Column("code", String(32), nullable=False),
    Column("campaign", String(16), nullable=False),  # empty where none is meant
    Column("counts", Text, nullable=False),  # JSON: rows by table
    Column("at", Float, nullable=False),
    Index(None, "campaign"),
)
