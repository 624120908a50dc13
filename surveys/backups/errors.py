"""What can go wrong with a backup; each message says what to do next.

SurveyError
└── BackupError
    ├── Damaged        the file is cut short, changed, or no backup at all
    ├── OtherVersion   it was made by a version that this one does not know
    ├── OtherKey       what it holds was sealed with another secret
    ├── NotEmpty       data would be replaced and nobody said that it may be
    └── InUse          the product still runs on the database
"""

from __future__ import annotations

from surveys.errors import SurveyError


class BackupError(SurveyError):
    """Root of what can go wrong with a backup."""


class Damaged(BackupError):
    """The file does not hold what its manifest says."""


class OtherVersion(BackupError):
    """The tables in the file are not known to this version."""


class OtherKey(BackupError):
    """The secret at hand is not the one that the file was made with."""


class NotEmpty(BackupError):
    """There is data already."""


class InUse(BackupError):
    """Somebody works on the database."""
