"""The link to the report of a check: the sealed contact, which tells nothing to who reads it."""

from __future__ import annotations

from surveys.errors import Sealed
from surveys.sealing import Seal

PREFIX = "/check/"
_KIND = "check "  # so that nothing else that is sealed opens a report


def report_link(seal: Seal, contact: str) -> str:
    """The path of the report of this contact's check."""
    return PREFIX + seal.closed_text(_KIND + contact).rstrip("=")


def contact_of(seal: Seal, token: str) -> str | None:
    """Whose check a link leads to; None where it is none of ours."""
    try:
        opened = seal.opened_text(token + "=" * (-len(token) % 4))
    except (Sealed, UnicodeError):
        return None
    return opened.removeprefix(_KIND) if opened.startswith(_KIND) else None
