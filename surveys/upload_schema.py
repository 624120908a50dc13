"""The table of files that were handed in by chat and wait to be read."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, String, Table, Text

from surveys.schema import metadata

upload = Table(
    "upload",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("contact_key", String(160), nullable=False),
    Column("sealed", Text, nullable=False),  # name and content: lists hold names and phones
    Column("at", Float, nullable=False),
    Index(None, "at"),
)
