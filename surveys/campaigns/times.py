"""When the interviews were finished, and how long people took who answered by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from surveys.campaigns.firms import DrawnFirm
from surveys.interviews import Interview
from surveys.record.wording import BEIJING


def finished_by_day(firms: Iterable[DrawnFirm]) -> dict[str, int]:
    """How many interviews were confirmed on each day, in Beijing's time; days without are out."""
    days = Counter(
        _confirmed(each.interview).astimezone(BEIJING).date().isoformat()
        for each in firms
        if each.interview and each.interview.finished
    )
    return dict(sorted(days.items()))


def minutes(firms: Iterable[DrawnFirm]) -> list[int]:
    """Whole minutes from the first answer to the confirmation, begun ones counted, in order."""
    return sorted(
        int(-(-(_confirmed(interview) - interview.answers[0].at).total_seconds() // 60))
        for interview in (each.interview for each in firms)
        if interview
        and interview.finished
        and all(each.actor == "respondent" for each in interview.answers)
    )


def _confirmed(interview: Interview) -> datetime:
    return max(each.at for each in interview.events if each.what == "confirmed")
