"""What was asked and answered on WeChat, what may be sent there, and the token"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "wechat_consent",
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("template_id", sa.String(length=64), nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("contact_key", "template_id", name=op.f("pk_wechat_consent")),
    )
    op.create_table(
        "wechat_nonce",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("moment", sa.String(length=160), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("seen_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("account", "moment", name=op.f("pk_wechat_nonce")),
    )
    op.create_table(
        "wechat_quota",
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("message_left", sa.Integer(), nullable=False),
        sa.Column("message_until", sa.Float(), nullable=False),
        sa.Column("action_left", sa.Integer(), nullable=False),
        sa.Column("action_until", sa.Float(), nullable=False),
        sa.Column("template_after", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("contact_key", name=op.f("pk_wechat_quota")),
    )
    op.create_table(
        "wechat_request",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("contact_key", sa.String(length=160), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("deliveries", sa.Integer(), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("invites", sa.Integer(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("account", "external_id", name=op.f("pk_wechat_request")),
    )
    op.create_index(op.f("ix_wechat_request_at"), "wechat_request", ["at"], unique=False)
    op.create_index(
        op.f("ix_wechat_request_contact_key_at"),
        "wechat_request",
        ["contact_key", "at"],
        unique=False,
    )
    op.create_table(
        "wechat_token",
        sa.Column("appid", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("leased_until", sa.Float(), nullable=False),
        sa.Column("forced_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("appid", name=op.f("pk_wechat_token")),
    )
