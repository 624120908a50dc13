"""What can be wrong with the register of platforms and what is asked of it.

    PlatformError
    ├── PlatformNotFound    no platform goes by that name or code
    ├── PlatformAmbiguous   more than one does
    ├── PlatformExists      the code is in the register already
    ├── WrongEntry          a name, code, date or month cannot be recorded
    └── WrongSubject        a binding code is asked for somebody who is not in the register

Each message is one Chinese sentence that says what to do next.
"""

from __future__ import annotations

from surveys.errors import SurveyError


class PlatformError(SurveyError):
    """Root of all errors about platforms."""


class PlatformNotFound(PlatformError):
    """Nothing in the register goes by that name or code."""


class PlatformAmbiguous(PlatformError):
    """Several platforms go by that name."""


class PlatformExists(PlatformError):
    """The register has a platform with that code."""


class WrongEntry(PlatformError):
    """What is to be recorded is incomplete or contradicts itself."""


class WrongSubject(PlatformError):
    """Nobody in the register whom a code could bind to."""
