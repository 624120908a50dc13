"""The tables of the console: who may sign in, who is signed in, and who did what."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from surveys.schema import metadata

# Who may sign in. Nobody is deleted: the audit trail names people by their number.
staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(30), nullable=False, unique=True),  # as it is typed to sign in
    Column("password_hash", Text),  # Argon2id; null until the first link was used
    Column("role", String(12), nullable=False),
    Column("subject", String(160), nullable=False),  # a recommender's name, a platform's key
    Column("totp", Text),  # the second factor's secret, sealed
    Column("totp_step", Integer),  # of the last code that was accepted, so that none counts twice
    Column("created_at", Float, nullable=False),
    Column("disabled_at", Float),
)

# One-time links with which somebody chooses a password; without staff: the very first account.
staff_link = Table(
    "staff_link",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),  # SHA-256; the code is not kept
    Column("staff", Integer, ForeignKey("staff.id")),
    Column("expires_at", Float, nullable=False),
    Column("used_at", Float),
)

# Who is signed in.
staff_session = Table(
    "staff_session",
    metadata,
    Column("id_hash", String(64), primary_key=True),  # SHA-256 of what the cookie holds
    Column("staff", Integer, ForeignKey("staff.id"), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False),
    Column("ended_at", Float),
    Index(None, "staff"),
)

# Sign-ins that did not succeed, to be counted by name and by address. Both are codes made with
# the secret: people type passwords into the wrong field.
staff_miss = Table(
    "staff_miss",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name_code", String(32), nullable=False),
    Column("address_code", String(32), nullable=False),
    Column("at", Float, nullable=False),
    Index(None, "name_code", "at"),
    Index(None, "address_code", "at"),
)

# Who did what, about which object, from where; each row holds the hash of the one before.
audit = Table(
    "audit",
    metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("staff", Integer),  # null: the command line, or nobody's name; evidence refers to no row
    Column("what", String(40), nullable=False),
    Column("about", String(200), nullable=False),
    Column("address", String(64), nullable=False),  # its last part masked
    Column("at", Float, nullable=False),
    Column("prev", String(64), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Index(None, "staff"),
)
