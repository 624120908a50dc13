"""Lists of application materials"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "materials",
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("ready", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("contact_key", name=op.f("pk_materials")),
    )
