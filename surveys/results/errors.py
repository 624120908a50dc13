"""What can be wrong with the results of a survey.

    ResultsError
    ├── RowsContradictDraw    a drawn firm has no row, or a row does not agree with the draw
    └── NotASample            a bound is asked for numbers that no sample can have

Each message is one Chinese sentence that says what to do next.
"""

from __future__ import annotations

from surveys.errors import SurveyError


class ResultsError(SurveyError):
    """Root of all errors about results."""


class RowsContradictDraw(ResultsError):
    """The rows are not those of the firms that the protocol drew."""


class NotASample(ResultsError):
    """Not 0 ≤ satisfied ≤ size ≤ population with a size of at least one."""
