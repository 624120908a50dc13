"""What can be wrong with what is handed in.

    RecordError
    └── ChainBroken    the log of the survey does not end where the record says

Each message is one Chinese sentence that says what to do next.
"""

from __future__ import annotations

from surveys.errors import SurveyError


class RecordError(SurveyError):
    """Root of all errors about what is handed in."""


class ChainBroken(RecordError):
    """The log given is not the one whose last hash the record holds."""
