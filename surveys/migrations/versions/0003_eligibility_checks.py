"""Eligibility checks"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "eligibility_check",
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("asked", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.String(length=64), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("contact_key", name=op.f("pk_eligibility_check")),
    )
