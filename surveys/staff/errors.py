"""What can be wrong with an account.

    StaffError
    ├── NoSuchAccount    nobody has that name
    ├── NameTaken        somebody has that name already
    ├── WrongAccount     a name, subject or password cannot be used
    └── LinkRefused      a one-time link is unknown, used, out of date or not needed any more

Each message is one Chinese sentence that says what to do next.
"""

from __future__ import annotations

from surveys.errors import SurveyError


class StaffError(SurveyError):
    """Root of all errors about accounts."""


class NoSuchAccount(StaffError):
    """Nobody signs in by that name."""


class NameTaken(StaffError):
    """The name belongs to somebody, perhaps disabled."""


class WrongAccount(StaffError):
    """An account or a password cannot be as it was typed."""


class LinkRefused(StaffError):
    """A one-time link does not lead anywhere."""
