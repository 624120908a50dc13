"""Who works at the console, in which role, and what is kept of their account."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do: an auditor looks at everything masked and changes nothing."""

    OPERATOR = "operator"  # 经办：a recommender's staff
    APPROVER = "approver"  # 审核：as an operator, and the second person of two
    AUDITOR = "auditor"  # 审计
    PLATFORM = "platform"  # 平台：sees its own dates and reports only

    @property
    def word(self) -> str:
        return WORDS[self]


WORDS = {
    Role.OPERATOR: "经办",
    Role.APPROVER: "审核",
    Role.AUDITOR: "审计",
    Role.PLATFORM: "平台",
}


@dataclass(frozen=True)
class Staff:
    """A signed-in person. `subject` is a recommender's name, or a platform's key."""

    id: int
    name: str
    role: Role
    subject: str


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in, or might before the account was disabled."""

    staff: Staff
    has_password: bool
    has_totp: bool
    disabled: bool
