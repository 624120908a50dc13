"""What can be wrong with a form that is handed in.

FormError
├── UnreadableForm    the file is no .docx or .xlsx, damaged, locked, or holds what it must not
└── FormTooLarge      the file is beyond the limits that protect the machine
"""

from __future__ import annotations

from surveys.errors import SurveyError


class FormError(SurveyError):
    """Root of all errors about a form as a file."""


class UnreadableForm(FormError):
    """The file cannot be read as a form."""


class FormTooLarge(FormError):
    """The file exceeds a limit."""
