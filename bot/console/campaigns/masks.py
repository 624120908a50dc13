"""What is shown of people until somebody asks for it, which is put on record."""

from __future__ import annotations

from surveys.interviews.questionnaire import Question, Value
from surveys.interviews.record import Interview
from surveys.interviews.telling import shown
from surveys.masking import masked
from surveys.phones import mask_phone


def name(text: str) -> str:
    """The first character stays."""
    return text[:1] + "*" * (len(text) - 1)


def answer(interview: Interview, question: Question, value: Value, openly: bool) -> str:
    """An answer: who spoke is masked for everybody, words for those who only look."""
    said = shown(interview, question, value)
    if value is None:
        return said
    if question.kind == "name":
        return name(said)
    if question.kind == "phone":
        return mask_phone(said)
    return said if openly or question.kind in ("grade", "choice") else masked(said)
