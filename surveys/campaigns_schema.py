"""Tables of what precedes a step: lists looked at before they are frozen, second persons' words."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from surveys.schema import metadata

# A list that was uploaded and not yet frozen. The file goes when it is frozen, or after a day.
uploaded_list = Table(
    "uploaded_list",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("recommender", String(200), nullable=False),
    Column("details", Text, nullable=False),  # JSON: what was said of the survey
    Column("file", Text, nullable=False),  # sealed; empty once it is not needed any more
    Column("file_sha256", String(64), nullable=False),
    Column("said_by", String(64), nullable=False),
    Column("at", Float, nullable=False),
    Column("campaign", String(16), ForeignKey("campaign.id")),  # null until it is frozen
    Index(None, "recommender", "at"),
)

# A step that one person asked for and another is to confirm.
approval = Table(
    "approval",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign", String(16), ForeignKey("campaign.id"), nullable=False),
    Column("step", String(12), nullable=False),  # the one that it leads to
    Column("value", String(80), nullable=False),  # what the step needs: the closing day
    Column("asked_by", Integer, nullable=False),
    Column("asked_name", String(64), nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("decision", String(12)),  # confirmed or refused; null while it is open
    Column("decided_by", Integer),
    Column("decided_name", String(64)),
    Column("decided_at", Float),
    Index(None, "campaign", "step"),
)
