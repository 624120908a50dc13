"""What can be wrong with an interview.

    InterviewError
    ├── WrongQuestionnaire       the definition contradicts itself
    ├── QuestionnaireChanged     a stored interview belongs to another definition
    ├── WrongTime                the time has no zone
    ├── WrongEntry               staff entered what cannot be entered
    └── TooFewAttempts           a firm may not be replaced yet

Each message is one Chinese sentence that says what to do next.
"""

from __future__ import annotations

from surveys.errors import SurveyError


class InterviewError(SurveyError):
    """Root of all errors about an interview."""


class WrongQuestionnaire(InterviewError):
    """Repeated ids, a condition on a later question, an outcome that does not exist."""


class QuestionnaireChanged(InterviewError):
    """The interview was begun with another questionnaire than the one at hand."""


class WrongTime(InterviewError):
    """A time without zone."""


class WrongEntry(InterviewError):
    """Unknown mode, no name of the interviewer, or an attempt below one."""


class TooFewAttempts(InterviewError):
    """The reason does not allow a replacement, or not yet."""
