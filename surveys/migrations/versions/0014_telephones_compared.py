"""Telephones of those who answer, as codes: to find the same one at two firms"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("drawn_firm", sa.Column("phone_code", sa.String(length=24), nullable=True))
    op.create_index(
        op.f("ix_drawn_firm_campaign_phone_code"), "drawn_firm", ["campaign", "phone_code"]
    )
