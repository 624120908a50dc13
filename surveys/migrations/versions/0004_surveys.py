"""Surveys and their evidence"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("platform", sa.String(length=200), nullable=False),
        sa.Column("recommender", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("frame_sha256", sa.String(length=64), nullable=False),
        sa.Column("frame_size", sa.Integer(), nullable=False),
        sa.Column("own_satisfaction", sa.Text(), nullable=False),
        sa.Column("earlier", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=True),
        sa.Column("protocol", sa.Text(), nullable=True),
        sa.Column("questionnaire", sa.Text(), nullable=True),
        sa.Column("closes_on", sa.String(length=10), nullable=True),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("launched_at", sa.Float(), nullable=True),
        sa.Column("closed_at", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index(op.f("ix_campaign_platform"), "campaign", ["platform"], unique=False)
    op.create_index(op.f("ix_campaign_recommender"), "campaign", ["recommender"], unique=False)
    op.create_table(
        "chain_link",
        sa.Column("campaign", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "place", name=op.f("pk_chain_link")),
        sa.UniqueConstraint("campaign", "prev", name=op.f("uq_chain_link_campaign_prev")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.String(length=16), nullable=False),
        sa.Column("firm", sa.String(length=220), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("found", sa.String(length=16), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f("fk_attempt_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_campaign_firm"), "attempt", ["campaign", "firm"], unique=False)
    op.create_table(
        "doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.String(length=16), nullable=False),
        sa.Column("firm", sa.String(length=220), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("decided_at", sa.Float(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f("fk_doubt_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubt")),
    )
    op.create_index(
        op.f("ix_doubt_campaign_decided_at"), "doubt", ["campaign", "decided_at"], unique=False
    )
    op.create_table(
        "drawn_firm",
        sa.Column("campaign", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=220), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("drawn_as", sa.String(length=8), nullable=False),
        sa.Column("stratum", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Float(), nullable=True),
        sa.Column("token_sha256", sa.String(length=64), nullable=True),
        sa.Column("contact_key", sa.String(length=160), nullable=True),
        sa.Column("found", sa.String(length=16), nullable=False),
        sa.Column("replaced_by", sa.String(length=220), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("interview", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.id"], name=op.f("fk_drawn_firm_campaign")),
        sa.PrimaryKeyConstraint("campaign", "key", name=op.f("pk_drawn_firm")),
        sa.UniqueConstraint("campaign", "place", name=op.f("uq_drawn_firm_campaign_place")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_drawn_firm_token_sha256")),
    )
    op.create_index(op.f("ix_drawn_firm_contact_key"), "drawn_firm", ["contact_key"], unique=False)
