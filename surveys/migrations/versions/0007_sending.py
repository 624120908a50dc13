"""Messages on their way, and what channels tell of contacts"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("written_at", sa.Float(), nullable=True),
        sa.Column("held_until", sa.Float(), nullable=False),
        sa.Column("unreachable_at", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("contact_key", name=op.f("pk_contact")),
    )
    op.create_table(
        "delivery",
        sa.Column("outbox_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("bulk", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("parts_sent", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("broken_off", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_delivery_outbox_id")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_delivery")),
    )
    op.create_index(
        op.f("ix_delivery_contact_key_state"), "delivery", ["contact_key", "state"], unique=False
    )
    op.create_index(
        op.f("ix_delivery_state_next_at"), "delivery", ["state", "next_at"], unique=False
    )
