"""All tables of the house, for those who look at them together: migrations and their test."""

from __future__ import annotations

from surveys import (
    campaigns_schema,
    delivery_schema,
    erasure_schema,
    handover_schema,
    staff_schema,
    upload_schema,
    wechat_schema,
)
from surveys.schema import metadata

__all__ = [
    "campaigns_schema",
    "delivery_schema",
    "erasure_schema",
    "handover_schema",
    "metadata",
    "staff_schema",
    "upload_schema",
    "wechat_schema",
]
