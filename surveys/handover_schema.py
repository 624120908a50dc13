"""The table of codes by which one person goes on under another contact."""

from __future__ import annotations

from sqlalchemy import Column, Float, String, Table

from surveys.schema import metadata

handover = Table(
    "handover",
    metadata,
    Column("code_hash", String(64), primary_key=True),  # SHA-256; the code is not kept
    Column("contact_key", String(160), nullable=False),  # who asked for it
    Column("expires_at", Float, nullable=False),
    Column("used_by", String(160)),
)
