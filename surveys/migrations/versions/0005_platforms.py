"""Platforms, who speaks for them, and reminders"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _register()
    _bindings()
    _reminders()


def _register() -> None:
    op.create_table(
        "platform",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("recommender", sa.String(length=120), nullable=False),
        sa.Column("certified_on", sa.String(length=10), nullable=False),
        sa.Column("valid_until", sa.String(length=10), nullable=False),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.String(length=160), nullable=False),
        sa.Column("said_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform")),
    )
    op.create_index(op.f("ix_platform_key_id"), "platform", ["key", "id"])
    op.create_table(
        "filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=18), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("filed_on", sa.String(length=10), nullable=True),
        sa.Column("said_by", sa.String(length=160), nullable=False),
        sa.Column("said_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    op.create_index(op.f("ix_filing_platform_month"), "filing", ["platform", "month"])
    op.create_index(op.f("ix_filing_month"), "filing", ["month"])
    op.create_table(
        "platform_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=18), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("said_by", sa.String(length=160), nullable=False),
        sa.Column("said_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_event")),
        sa.ForeignKeyConstraint(
            ["replaces"], ["platform_event.id"], name=op.f("fk_platform_event_replaces")
        ),
    )
    op.create_index(op.f("ix_platform_event_platform"), "platform_event", ["platform"])


def _bindings() -> None:
    op.create_table(
        "binding_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("used_at", sa.Float(), nullable=True),
        sa.Column("contact_key", sa.String(length=160), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_binding_code_code_hash")),
    )
    op.create_table(
        "binding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("bound_at", sa.Float(), nullable=False),
        sa.Column("ended_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding")),
    )
    op.create_index(op.f("ix_binding_contact_key"), "binding", ["contact_key"])
    op.create_index(op.f("ix_binding_role_subject"), "binding", ["role", "subject"])
    op.create_table(
        "binding_miss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_miss")),
    )
    op.create_index(op.f("ix_binding_miss_contact_key_at"), "binding_miss", ["contact_key", "at"])


def _reminders() -> None:
    op.create_table(
        "subscription",
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("started_at", sa.Float(), nullable=False),
        sa.Column("stopped_at", sa.Float(), nullable=True),
        sa.Column("snoozed_until", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("contact_key", "role", "subject", name=op.f("pk_subscription")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("duty", sa.String(length=240), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("sent_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "contact_key",
            "duty",
            "due",
            "step",
            name=op.f("uq_reminder_contact_key_duty_due_step"),
        ),
    )
    op.create_index(op.f("ix_reminder_due"), "reminder", ["due"])
