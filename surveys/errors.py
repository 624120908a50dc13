"""What can go wrong with what is recorded.

    SurveyError
    ├── DatabaseUnusable    the database cannot be opened
    └── Sealed              personal data was sealed with another secret

Each message is one Chinese sentence that says what to do next.
"""


class SurveyError(Exception):
    """Root of all errors of this package."""


class DatabaseUnusable(SurveyError):
    """The database named in HUIQI_DATABASE_URL cannot be used."""


class Sealed(SurveyError):
    """No secret at hand opens what was sealed."""
