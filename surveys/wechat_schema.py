"""The tables of the WeChat channel: what was asked and answered, what may be sent, the token."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, String, Table, Text

from surveys.schema import metadata
from surveys.sealed_text import SealedText

# Each signed moment is good for one message only.
wechat_nonce = Table(
    "wechat_nonce",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("moment", String(160), primary_key=True),  # timestamp and nonce of the signature
    Column("external_id", String(128), nullable=False),
    Column("seen_at", Float, nullable=False),
)

# One message, however often it was delivered, and what its open request was answered.
wechat_request = Table(
    "wechat_request",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("external_id", String(128), primary_key=True),
    Column("contact_key", String(160), nullable=False),
    Column("purpose", String(8), nullable=False),
    Column("deliveries", Integer, nullable=False),
    Column("inbox_id", Integer),
    Column("text", SealedText),  # what went back; empty: nothing
    Column("invites", Integer, nullable=False),  # 1: asks the person to write to see more
    Column("at", Float, nullable=False),
    Index(None, "contact_key", "at"),
    Index(None, "at"),
)

# What the account may still send to a contact by customer service, and by template from when.
wechat_quota = Table(
    "wechat_quota",
    metadata,
    Column("contact_key", String(160), primary_key=True),
    Column("message_left", Integer, nullable=False),
    Column("message_until", Float, nullable=False),
    Column("action_left", Integer, nullable=False),
    Column("action_until", Float, nullable=False),
    Column("template_after", Float, nullable=False),
)

# How many subscribed notices a contact has agreed to and not yet got: no call tells it.
wechat_consent = Table(
    "wechat_consent",
    metadata,
    Column("contact_key", String(160), primary_key=True),
    Column("template_id", String(64), primary_key=True),
    Column("remaining", Integer, nullable=False),
)

# One access token for all processes; whoever holds the lease fetches the next one.
wechat_token = Table(
    "wechat_token",
    metadata,
    Column("appid", String(64), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("leased_until", Float, nullable=False),
    Column("forced_at", Float, nullable=False),
)
