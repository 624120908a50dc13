"""The satisfaction interview of a sampled firm (Article 10, 附件1), without database or channel."""

from surveys.interviews.dispositions import (
    Attempt,
    disposition,
    rates,
    replacement,
    require_silence,
)
from surveys.interviews.entry import Entered, enter
from surveys.interviews.filling import Filled, Form, fill
from surveys.interviews.interview import begin, close, reply
from surveys.interviews.questionnaire import Questionnaire, read_questionnaire, shipped
from surveys.interviews.record import METHODS, Answer, By, Interview, Subject, changes
from surveys.interviews.said import Button, Message, Press, Turn
from surveys.interviews.scale import Graded, grade
from surveys.interviews.storing import from_json, to_json

__all__ = [
    "METHODS",
    "Answer",
    "Attempt",
    "Button",
    "By",
    "Entered",
    "Filled",
    "Form",
    "Graded",
    "Interview",
    "Message",
    "Press",
    "Questionnaire",
    "Subject",
    "Turn",
    "begin",
    "changes",
    "close",
    "disposition",
    "enter",
    "fill",
    "from_json",
    "grade",
    "rates",
    "read_questionnaire",
    "replacement",
    "reply",
    "require_silence",
    "shipped",
    "to_json",
]
