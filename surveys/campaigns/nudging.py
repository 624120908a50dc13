"""Reminders to firms that opened their invitation and did not finish.

Twice at most: when two days have passed without a word, and on the day before the closing.
Who stopped is left alone, and so is a firm that was never reached: it stands on the call list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.engine import Connection

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.firms import DrawnFirm, firms_of, nudge_key
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step
from surveys.platforms.model import beijing_day

SILENT_SECONDS = 2 * 24 * 3600.0
_ASKS = {
    "silent": "您为{firm}开始答的满意度问卷还没有答完",
    "closing": "您为{firm}答的满意度问卷明天截止，还没有答完",
}


@dataclass(frozen=True)
class Nudge:
    """One reminder; the key makes it happen once."""

    key: str
    contact_key: str
    kind: str
    text: str
    firm: DrawnFirm


def due_nudges(connection: Connection, office: Office) -> Iterator[Nudge]:
    """Reminders that are due now, sent before or not."""
    today = beijing_day(office.now())
    for survey in campaigns.all_of(connection):
        if survey.step is Step.RUNNING and survey.closes_on >= today.isoformat():
            for firm in firms_of(connection, office, survey):
                if kind := _kind(firm, survey, office.now(), today):
                    yield _nudge(firm, survey, kind)


def note_nudge(connection: Connection, office: Office, nudge: Nudge) -> None:
    """Into the evidence: who was reminded of what."""
    event = {"kind": "reminded", "firm": nudge.firm.key, "what": nudge.kind}
    chain.add(office.database, connection, nudge.firm.campaign, event, office.now())


def _kind(firm: DrawnFirm, survey: Campaign, now: float, today: date) -> str:
    interview = firm.interview
    waits = firm.asked and firm.contact_key and not firm.replaced_by
    if not waits or interview is None or interview.result:
        return ""
    if survey.closes_on == (today + timedelta(days=1)).isoformat():
        return "closing"
    moments = [each.at for each in interview.answers] + [each.at for each in interview.events]
    last = max(moments).timestamp()
    return "silent" if now - last >= SILENT_SECONDS else ""


def _nudge(firm: DrawnFirm, survey: Campaign, kind: str) -> Nudge:
    asks = _ASKS[kind].format(firm=firm.name)
    text = (
        f"{asks}（{survey.details.recommender}对{survey.details.platform}的测评，"
        f"{survey.closes_on}截止）。回复“继续”接着答，答过的都在；不想答了，回复“停止”就不再提醒。"
    )
    return Nudge(nudge_key(firm) + kind, firm.contact_key, kind, text, firm)
