"""Three years without applying again after revocation (Articles 20 and 22; not Article 21)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from knowledge.rules.deadlines.events import meaning
from knowledge.rules.deadlines.facts import Event, Facts
from knowledge.rules.deadlines.missed import count
from knowledge.rules.deadlines.model import Deadline, Reading, Span, Status, latest, status_on
from knowledge.rules.deadlines.months import years_later
from knowledge.rules.deadlines.reports import reports
from knowledge.rules.deadlines.sources import number, reading, said, unit, words

SECTION = "再次申报限制"
AMBIGUITY = "AMB-35"
ROUNDS = "第十四条"

Ground = Literal["filing", "rectification", "breach", "unknown"]

_GROUNDS: tuple[tuple[Ground, str], ...] = (
    ("rectification", "二十一条|21条|测评|整改"),
    ("breach", "二十二条|22条|弄虚作假|拒不配合|违法违规"),
    ("filing", "二十条|20条|填报|月报"),
)


def ban(facts: Facts) -> list[Deadline]:
    """From which day one may apply again: `due` is the first such day, not the last of the ban."""
    found = [_breach(event) for event in facts.events if meaning(event.kind) == "breach"]
    if facts.revoked is None and facts.ground is None:
        return found
    ground = ground_of(facts.ground)
    return [*found, _no_ban(facts) if ground == "rectification" else _ban(facts, ground)]


def ground_of(text: str | None) -> Ground:
    """The article a revocation rests on; unknown where none or more than one is named."""
    named = {ground for ground, words_ in _GROUNDS if re.search(words_, text or "")}
    return named.pop() if len(named) == 1 else "unknown"


def _ban(facts: Facts, ground: Ground) -> Deadline:
    readings = _readings(facts, ground)
    span = latest([each.due for each in readings if each.due])
    status = _status(facts, span, ground)
    key = "no_day" if facts.revoked is None else f"ban_{status}"
    advice = [words(SECTION, key, safe=span.safe)]
    advice += [words(SECTION, "no_ground")] if ground == "unknown" and facts.revoked else []
    return Deadline(
        obligation="再次申报限制",
        who="平台",
        period=_period(facts),
        span=span,
        status=status,
        said=said(SECTION, "ban3", *advice, words(SECTION, "always")),
        articles=_articles(ground),
        readings=readings,
    )


def _readings(facts: Facts, ground: Ground) -> tuple[Reading, ...]:
    """From the decision under both counts, and from the sixth missed month where it is known."""
    if facts.revoked is None:
        return ()
    third = _third_year(facts.revoked)
    found = [
        reading(AMBIGUITY, "R1", third + timedelta(days=1)),
        reading(AMBIGUITY, "R2", third),
    ]
    counted = count(reports(facts), facts)
    if ground == "filing" and counted.code == "revoke_ban3" and counted.due:
        met = counted.due + timedelta(days=1)
        found.append(reading(AMBIGUITY, "R3", _third_year(met) + timedelta(days=1)))
    return tuple(found)


def _third_year(start: date) -> date:
    return years_later(start, number("ban"))


def _status(facts: Facts, span: Span, ground: Ground) -> Status:
    if ground == "unknown" or span.safe is None:
        return "unknown"
    return "done" if facts.today > span.safe else status_on(facts.today, span.safe)


def _articles(ground: Ground) -> tuple[str, ...]:
    filing, breach = unit("ban"), unit("ban_for_breach")
    own = {"filing": (filing,), "breach": (breach,)}.get(ground, (filing, breach))
    return (*own, ROUNDS)


def _period(facts: Facts) -> str | None:
    return words(SECTION, "period", day=facts.revoked) if facts.revoked else None


def _no_ban(facts: Facts) -> Deadline:
    """Article 21 revokes without a ban, so none is told."""
    return Deadline(
        obligation="再次申报限制",
        who="平台",
        period=_period(facts),
        span=Span(),
        status="not_applicable",
        said=said("无再次申报限制", "revoke", words("无再次申报限制", "advice")),
        articles=(unit("rectification"),),
    )


def _breach(event: Event) -> Deadline:
    """Article 22 is recited; whether the event is a breach is not judged here (AMB-46)."""
    return Deadline(
        obligation="再次申报限制",
        who="平台",
        period=f"{event.kind} {event.day or '日期不明'}",
        span=Span(),
        status="unknown",
        said=said("第二十二条事件", "none_stated", words("第二十二条事件", "advice")),
        articles=(unit("ban_for_breach"),),
        readings=(reading("AMB-46", "R1", None), reading("AMB-46", "R2", None)),
    )
