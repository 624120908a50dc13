"""Which reminders are to be sent now: at most one message a contact, nothing ever twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from knowledge.rules.deadlines.months import Month
from surveys.platforms.duties import LATE_DAYS, Duty, Step, of_platform, of_recommender
from surveys.platforms.model import BEIJING, Record, beijing_day

QUIET_FROM, QUIET_UNTIL = time(21), time(8)  # Beijing
HOW = "回复“本月报表已报”记下填报，“明天再提醒”过一天再说，“别提醒了”停止提醒。"
HOW_ELSE = "回复“明天再提醒”过一天再说，“别提醒了”停止提醒。"

Filings = Mapping[str, Mapping[Month, date | None]]


@dataclass(frozen=True)
class Watched:
    """A contact who wants to be reminded of one platform, or of a recommender's own duties.

    `record` is None for a recommender. Nothing is announced that was to be on `since` or before.
    """

    contact_key: str
    subject: str
    since: date
    record: Record | None = None
    snoozed_until: float | None = None


@dataclass(frozen=True)
class Sent:
    """One announcement that a contact got, or gets with a message."""

    contact_key: str
    duty: str
    due: date
    step: str


@dataclass(frozen=True)
class Message:
    """Everything a contact is reminded of at once."""

    contact_key: str
    text: str
    steps: tuple[Sent, ...]


@dataclass(frozen=True)
class _Line:
    """One duty of a message with the steps that it settles."""

    due: date
    text: str
    steps: tuple[Sent, ...]


def due_messages(
    platforms: Sequence[Watched], filings: Filings, sent: Collection[Sent], now: float
) -> list[Message]:
    """What is to be said now, and not before and not already; nothing in the quiet hours."""
    if is_quiet(now):
        return []
    today, known = beijing_day(now), frozenset(sent)
    lines: dict[str, list[_Line]] = {}
    for each in platforms:
        if each.snoozed_until is None or each.snoozed_until <= now:
            found = list(_lines(_with(each, filings), known, today))
            if found:
                lines.setdefault(each.contact_key, []).extend(found)
    return [_message(contact, found) for contact, found in lines.items()]


def is_quiet(now: float) -> bool:
    """From nine in the evening to eight in the morning nobody is reminded."""
    clock = datetime.fromtimestamp(now, BEIJING).time()
    return not QUIET_UNTIL <= clock < QUIET_FROM


def tomorrow(now: float) -> float:
    """Tomorrow when the quiet hours end, for those who ask to be reminded then."""
    day = beijing_day(now) + timedelta(days=1)
    return datetime.combine(day, QUIET_UNTIL, BEIJING).timestamp()


def _with(watched: Watched, filings: Filings) -> Watched:
    if watched.record is None:
        return watched
    filed = filings.get(watched.subject, {})
    return replace(watched, record=replace(watched.record, filings=filed))


def _lines(watched: Watched, sent: frozenset[Sent], today: date) -> Iterator[_Line]:
    for duty in _duties(watched, today):
        steps = [
            Sent(watched.contact_key, duty.key, duty.due, step.name)
            for step in _begun(watched, duty, today)
        ]
        new = tuple(each for each in steps if each not in sent)
        if new:
            yield _Line(duty.due, _said(watched, duty, today), new)


def _duties(watched: Watched, today: date) -> list[Duty]:
    if watched.record is None:
        return of_recommender(watched.subject, today)
    return of_platform(watched.record, today)


def _begun(watched: Watched, duty: Duty, today: date) -> list[Step]:
    """Steps whose day has come. What was missed while nothing ran is made good by one line."""
    steps = [each for each in duty.steps if watched.since < each.day <= today]
    if watched.snoozed_until is None:
        return steps
    again = beijing_day(watched.snoozed_until)
    fresh = again >= today - timedelta(days=LATE_DAYS)
    if fresh and duty.steps[0].day <= again <= today:
        steps.append(Step(f"again-{again}", again))
    return steps


def _said(watched: Watched, duty: Duty, today: date) -> str:
    name = watched.record.entry.name if watched.record else watched.subject
    return f"{name}：{duty.due}前（含当日）{duty.says}，{_left(duty, today)}"


def _left(duty: Duty, today: date) -> str:
    days = (duty.due - today).days
    if days == 0:
        return "今天是最后一天"
    if days > 0:
        return f"还剩{days}天"
    return f"已过{-days}天" + ("，没有完成的记录" if duty.is_task else "")


def _message(contact_key: str, lines: list[_Line]) -> Message:
    ordered = sorted(lines, key=lambda each: (each.due, each.text))
    if len(ordered) == 1:
        listed = [f"提醒：{ordered[0].text}。"]
    else:
        listed = ["提醒："]
        listed += [f"{number}. {each.text}。" for number, each in enumerate(ordered, 1)]
    reports = any(":月报:" in each.duty for line in ordered for each in line.steps)
    text = "\n".join([*listed, "（按征求意见稿）" + (HOW if reports else HOW_ELSE)])
    return Message(contact_key, text, tuple(each for line in ordered for each in line.steps))
