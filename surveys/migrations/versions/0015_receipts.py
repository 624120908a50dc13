"""By which number a channel knows what it took, so that a later receipt finds it"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("external_id", sa.String(length=64), nullable=True))
