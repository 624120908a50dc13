"""Codes by which one person goes on elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("used_by", sa.String(length=160), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_handover")),
    )
