"""What can be wrong with a draw.

    SamplingError
    ├── WrongSize             the sample is smaller than ten or larger than the frame
    ├── WrongSeed             the seed is missing or cannot be typed again
    ├── WrongTime             the time of the draw is not one
    ├── CommitmentBroken      the draw is not the one that was committed
    └── UnreadableProtocol    the file is not a protocol

Each message is one Chinese sentence that says what to do next.
"""

from __future__ import annotations

from surveys.errors import SurveyError


class SamplingError(SurveyError):
    """Root of all errors about a draw."""


class WrongSize(SamplingError):
    """Fewer than ten firms (附件1), or more than the frame holds."""


class WrongSeed(SamplingError):
    """The seed is empty or has invisible edges."""


class WrongTime(SamplingError):
    """The time of the draw has no time zone, or precedes the commitment."""


class CommitmentBroken(SamplingError):
    """Frame, size, rule or source of the seed differ from what was committed."""


class UnreadableProtocol(SamplingError):
    """The file is not the JSON of a protocol or of a commitment."""
