"""What every form of the page carries, so that only the page itself can send one.

The token is bound to the session cookie; the number is new for every form that is shown, so that
a form sent twice is known as such.
"""

from __future__ import annotations

import secrets

from itsdangerous import Signer


class FormTokens:
    """Makes and checks the token of a session."""

    def __init__(self, key: str) -> None:
        self._signer = Signer(key, salt="survey-form")

    def of(self, session: str) -> str:
        return self._signer.get_signature(session).decode()

    def fits(self, session: str, token: str) -> bool:
        return bool(self._signer.verify_signature(session.encode(), token))


def new_number() -> str:
    return f"page-{secrets.token_urlsafe(9)}"
