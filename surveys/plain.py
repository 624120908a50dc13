"""Text as documents, spreadsheets and pictures can hold it, and without the numbers in it."""

from __future__ import annotations

import re

from surveys.phones import mask_phone

# XML has no place for these, and python-docx and openpyxl stop at them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Seven digits or more, also with blanks or dashes between them.
_NUMBER = re.compile(r"(?<!\d)\d(?:[\s-]?\d){6,}(?!\d)")


def printable(text: str) -> str:
    """The text without characters that no document can hold."""
    return _UNPRINTABLE.sub("", text)


def without_numbers(text: str) -> str:
    """What somebody said, with the numbers in it masked as telephone numbers are."""
    return _NUMBER.sub(lambda found: mask_phone(re.sub(r"[\s-]", "", found[0])), text)
