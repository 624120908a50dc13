"""An interview as JSON and back; its questionnaire is named by hash, not repeated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from surveys.interviews.errors import QuestionnaireChanged
from surveys.interviews.questionnaire import Questionnaire, Value, shipped
from surveys.interviews.record import Answer, By, Event, Interview, Subject

_PLAIN = ("invitation", "stage", "asked", "reason", "outcome", "confirmed")


def to_json(interview: Interview) -> dict[str, Any]:
    """Everything that is needed to go on, in types that JSON has."""
    sheet = interview.questionnaire
    return {
        **{name: getattr(interview, name) for name in _PLAIN},
        "questionnaire": {"id": sheet.id, "version": sheet.version, "sha256": sheet.sha256},
        "subject": dict(vars(interview.subject)),
        "by": dict(vars(interview.by)),
        "answers": [_row(each) for each in interview.answers],
        "events": [{**vars(each), "at": each.at.isoformat()} for each in interview.events],
        "seen": list(interview.seen),
    }


def from_json(data: Mapping[str, Any], questionnaire: Questionnaire | None = None) -> Interview:
    """The interview; refused with another questionnaire than the one it was begun with."""
    sheet = questionnaire or shipped()
    if data["questionnaire"]["sha256"] != sheet.sha256:
        version = data["questionnaire"]["version"]
        raise QuestionnaireChanged(
            f"这份访谈用的是问卷第{version}版，与现在给出的不同，请用当时冻结的那一份打开。"
        )
    plain = {name: data[name] for name in _PLAIN}
    return Interview(
        **plain,
        subject=Subject(**data["subject"]),
        questionnaire=sheet,
        by=By(**data["by"]),
        answers=tuple(_answer(each) for each in data["answers"]),
        events=tuple(
            Event(each["what"], _time(each["at"]), each["detail"]) for each in data["events"]
        ),
        seen=tuple(data["seen"]),
    )


def _row(answer: Answer) -> dict[str, Any]:
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return {**vars(answer), "value": value, "at": answer.at.isoformat()}


def _answer(row: Mapping[str, Any]) -> Answer:
    return Answer(**{**row, "value": _value(row["value"]), "at": _time(row["at"])})


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
