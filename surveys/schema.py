"""Every table, in SQLAlchemy Core. Times are seconds since 1970 in UTC, given by the caller.

The migrations under `surveys/migrations` create the same tables; a test compares them.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from surveys.sealed_text import SealedText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What a channel delivered. UNIQUE makes a repeated delivery find the first row.
inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("contact_key", String(160), nullable=False),
    Column("shown", SealedText, nullable=False),  # the words as the person sees them
    Column("said", SealedText, nullable=False),  # what the dialogue gets: text, a button's payload
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("owner", String(64)),
    Column("lease_until", Float),
    Column("next_at", Float, nullable=False),
    Column("received_at", Float, nullable=False),
    Column("done_at", Float),
    UniqueConstraint("channel", "account", "external_id"),
    Index(None, "state", "next_at"),
    Index(None, "contact_key", "state"),
)

# What is to be delivered. One row answers one inbox row; the key makes it happen once.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("idem_key", String(128), nullable=False, unique=True),
    Column("contact_key", String(160), nullable=False),
    Column("inbox_id", Integer, ForeignKey("inbox.id")),
    Column("body", SealedText, nullable=False),  # JSON: text, buttons, units
    Column("created_at", Float, nullable=False),
    Index(None, "contact_key", "id"),
    Index(None, "inbox_id"),
)

# An opaque token stands for a payload that never leaves the house.
button = Table(
    "button",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("contact_key", String(160), nullable=False),
    Column("title", String(64), nullable=False),
    Column("payload", SealedText, nullable=False),
    Column("expires_at", Float, nullable=False),
)

# The dialogue of one contact as Rasa left it (see docs/decisions/0005).
dialogue = Table(
    "dialogue",
    metadata,
    Column("contact_key", String(160), primary_key=True),
    Column("events", SealedText, nullable=False),  # JSON list of Rasa events
    Column("updated_at", Float, nullable=False),
)

# Whether an answer helped: one verdict for each answered message.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("answer_key", String(64), nullable=False, unique=True),
    Column("question", SealedText, nullable=False),
    Column("units", Text, nullable=False),  # JSON list of unit ids
    Column("helpful", Integer, nullable=False),
    Column("given_at", Float, nullable=False),
)

# Questions that were not answered, or not to somebody's satisfaction, for a person to decide on.
review = Table(
    "review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("question", SealedText, nullable=False),  # numbers and addresses of people masked
    Column("status", String(24), nullable=False),  # of the answer that was given
    Column("units", Text, nullable=False),  # JSON list of the units nearest or shown
    Column("reason", String(12), nullable=False),  # unanswered or unhelpful
    Column("asked_at", Float, nullable=False),
    Column("decision", String(12)),  # unit, nothing or dismissed
    Column("decided_at", Float),
    Index(None, "decision"),
)

# One contact's eligibility check: what was answered so far and what is asked now.
eligibility_check = Table(
    "eligibility_check",
    metadata,
    Column("contact_key", String(160), primary_key=True),
    Column("facts", SealedText, nullable=False),  # JSON: every answer with the facts that it sets
    Column("asked", String(32), nullable=False),  # the open question, empty where none is
    Column("turn", String(64), nullable=False),  # the message that led here
    Column("before", SealedText),  # JSON as before that message, null where there was no check
    Column("updated_at", Float, nullable=False),
)

# One contact's list of application materials (Article 11).
materials = Table(
    "materials",
    metadata,
    Column("contact_key", String(160), primary_key=True),
    Column("ready", Text, nullable=False),  # JSON list of the numbers of the items
    Column("updated_at", Float, nullable=False),
)

# The evidence of all surveys, each link holding the one before (`surveys.chain`).
chain_link = Table(
    "chain_link",
    metadata,
    Column("campaign", String(16), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("prev", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("link", Text, nullable=False),  # JSON without personal data
    UniqueConstraint("campaign", "prev"),
)

# One satisfaction survey (Article 10). What a later step brings is null before it.
campaign = Table(
    "campaign",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("step", String(12), nullable=False),
    Column("platform", String(200), nullable=False),
    Column("recommender", String(200), nullable=False),
    Column("details", Text, nullable=False),  # JSON: size, strata, affiliates, source of the list
    Column("frame", Text, nullable=False),  # the frozen list, sealed
    Column("frame_sha256", String(64), nullable=False),
    Column("frame_size", Integer, nullable=False),
    Column("own_satisfaction", Text, nullable=False),  # JSON: key → what the platform wrote
    Column("earlier", Text, nullable=False),  # JSON list of earlier surveys of the platform
    Column("commitment", Text),
    Column("protocol", Text),
    Column("questionnaire", Text),  # as frozen at the launch
    Column("closes_on", String(10)),
    Column("created_at", Float, nullable=False),
    Column("launched_at", Float),
    Column("closed_at", Float),
    Index(None, "platform"),
    Index(None, "recommender"),
)

# Every firm of a drawn list, in the order of its ticket.
drawn_firm = Table(
    "drawn_firm",
    metadata,
    Column("campaign", String(16), ForeignKey("campaign.id"), primary_key=True),
    Column("key", String(220), primary_key=True),  # what the draw is made on
    Column("place", Integer, nullable=False),
    Column("drawn_as", String(8), nullable=False),  # sample or reserve
    Column("stratum", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("service", Text, nullable=False),
    Column("sealed", Text, nullable=False),  # contact and phone
    Column("asked_at", Float),  # null for a reserve that nobody needed
    Column("token_sha256", String(64), unique=True),  # of the personal invitation
    Column("contact_key", String(160)),  # who opened the invitation
    Column("found", String(16), nullable=False),  # what staff found out; empty where nothing
    Column("replaced_by", String(220)),
    Column("reason", String(16)),
    Column("interview", Text),  # sealed JSON of the one interview
    # The telephone in it as a code of the house's secret; empty where none was given, null where
    # the interview has to be looked into.
    Column("phone_code", String(24)),
    UniqueConstraint("campaign", "place"),
    Index(None, "campaign", "phone_code"),
    Index(None, "contact_key"),
)

# Every try to reach a drawn firm, whoever made it.
attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign", String(16), ForeignKey("campaign.id"), nullable=False),
    Column("firm", String(220), nullable=False),
    Column("mode", String(8), nullable=False),
    Column("by", String(64), nullable=False),
    Column("found", String(16), nullable=False),
    Column("at", Float, nullable=False),
    Index(None, "campaign", "firm"),
)

# What a person should look at: a second person of one firm, a note after the closing, and so on.
doubt = Table(
    "doubt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign", String(16), ForeignKey("campaign.id"), nullable=False),
    Column("firm", String(220), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("sealed", Text, nullable=False),  # what was said
    Column("at", Float, nullable=False),
    Column("decided_at", Float),
    Column("decision", SealedText),
    Index(None, "campaign", "decided_at"),
)

# One line of the register of 示范平台. A correction is a new row under the same key.
platform = Table(
    "platform",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(18), nullable=False),  # the code it was first registered under
    Column("name", String(120), nullable=False),
    Column("short_name", String(60), nullable=False),  # empty where there is none
    Column("credit_code", String(18), nullable=False),
    Column("recommender", String(120), nullable=False),
    Column("certified_on", String(10), nullable=False),  # ISO dates
    Column("valid_until", String(10), nullable=False),
    Column("announced", Integer, nullable=False),  # 1: the announcement states valid_until
    Column("said_by", String(160), nullable=False),
    Column("said_at", Float, nullable=False),
    Index(None, "key", "id"),
)

# One month's report (Article 20); the latest row of a month counts.
filing = Table(
    "filing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String(18), nullable=False),
    Column("month", String(7), nullable=False),
    Column("filed_on", String(10)),  # null: known not to have been filed
    Column("said_by", String(160), nullable=False),
    Column("said_at", Float, nullable=False),
    Index(None, "platform", "month"),
    Index(None, "month"),
)

# What happened to a platform: 更名, 测评不合格 and so on. A row that replaces another corrects it.
platform_event = Table(
    "platform_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String(18), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("day", String(10), nullable=False),
    Column("note", Text, nullable=False),
    Column("replaces", Integer, ForeignKey("platform_event.id")),
    Column("said_by", String(160), nullable=False),
    Column("said_at", Float, nullable=False),
    Index(None, "platform"),
)

# Codes that bind a chat contact to a platform or a recommender, each good for one binding.
binding_code = Table(
    "binding_code",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),  # SHA-256; the code is not kept
    Column("role", String(12), nullable=False),  # platform or recommender
    Column("subject", String(160), nullable=False),  # a platform's key, a recommender's name
    Column("expires_at", Float, nullable=False),
    Column("used_at", Float),
    Column("contact_key", String(160)),
)

binding = Table(
    "binding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("contact_key", String(160), nullable=False),
    Column("role", String(12), nullable=False),
    Column("subject", String(160), nullable=False),
    Column("bound_at", Float, nullable=False),
    Column("ended_at", Float),
    Index(None, "contact_key"),
    Index(None, "role", "subject"),
)

# Codes that did not fit, to be counted by contact.
binding_miss = Table(
    "binding_miss",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("contact_key", String(160), nullable=False),
    Column("at", Float, nullable=False),
    Index(None, "contact_key", "at"),
)

# Whether a bound contact wants reminders of one subject, and from when on.
subscription = Table(
    "subscription",
    metadata,
    Column("contact_key", String(160), primary_key=True),
    Column("role", String(12), primary_key=True),
    Column("subject", String(160), primary_key=True),
    Column("started_at", Float, nullable=False),
    Column("stopped_at", Float),
    Column("snoozed_until", Float),
)

# What was announced: UNIQUE keeps it from being announced again.
reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("contact_key", String(160), nullable=False),
    Column("duty", String(240), nullable=False),
    Column("due", String(10), nullable=False),
    Column("step", String(16), nullable=False),
    Column("sent_at", Float, nullable=False),
    UniqueConstraint("contact_key", "duty", "due", "step"),
    Index(None, "due"),
)
