"""Who works at the console, and in which role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do: an auditor looks at everything masked and changes nothing."""

    OPERATOR = "operator"  # 经办：a recommender's staff
    APPROVER = "approver"  # 审核：as an operator, and the second person of two
    AUDITOR = "auditor"  # 审计
    PLATFORM = "platform"  # 平台：sees its own dates and reports only


@dataclass(frozen=True)
class Staff:
    """A signed-in person. `subject` is a recommender's name, or a platform's key."""

    id: int
    name: str
    role: Role
    subject: str
