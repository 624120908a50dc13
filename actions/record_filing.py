"""Records that the report of a month is filed, said by somebody bound to the platform."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction, hand_back, in_check
from actions.in_register import LOOK_UP, speaks_of_one
from surveys.platforms import bindings, lookup, records, telling
from surveys.platforms.errors import WrongEntry
from surveys.platforms.filing_words import (
    SaidFiling,
    corrects_day,
    is_long_ago,
    meaning_of,
    mentions_report,
    names_month,
    names_several_months,
    said_filing,
    sounds_certain,
)
from surveys.platforms.model import Entry, beijing_day
from surveys.platforms.records import Filed
from surveys.platforms.register import Said

_DONE = re.compile("已|了|完|filed")  # 江城中心的月报 says nothing of the kind


class ActionRecordFiling(ServiceAction):
    def name(self) -> str:
        return "action_record_filing"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = tracker.latest_message.get("text") or ""
        own = self._own(tracker.sender_id)
        if not _is_about_own_report(tracker, text, bound=bool(own)):
            return hand_back(tracker)
        says_done = sounds_certain(text) and _DONE.search(text)
        if not own and not says_done and speaks_of_one(self.services, tracker, text):
            return [FollowupAction(LOOK_UP)]
        named = lookup.named(text, own).found
        chosen = named if len(named) == 1 else tuple(own)
        if len(chosen) == 1:
            said = self._recorded(tracker.sender_id, chosen[0], text)
            dispatcher.utter_message(text=said)
        elif own:
            buttons = [{"title": each.name[:60], "payload": f"{each.name}{text}"} for each in own]
            dispatcher.utter_message(text=telling.which_platform(own), buttons=buttons)
        else:
            dispatcher.utter_message(text=telling.NOT_BOUND)
        return [THE_PERSONS_TURN]

    def _own(self, contact: str) -> list[Entry]:
        """The platforms that a contact speaks for."""
        bound = bindings.of_contact(self.services.database, contact)
        keys = [each.subject for each in bound if each.role == "platform"]
        return [each.entry for each in records.records(self.services.database, keys)]

    def _recorded(self, contact: str, entry: Entry, text: str) -> str:
        now = self.services.now()
        today = beijing_day(now)
        said = said_filing(text.replace(entry.name, ""), today)
        if said.meaning in ("filed", "undone") and names_several_months(text):
            return telling.ONE_AT_A_TIME
        if said.meaning == "undone":
            return self._undone(contact, entry, text, said)
        if said.meaning != "filed" or self._known(entry, said):
            record = records.record(self.services.database, entry.key)
            return telling.still_open(record, said.month, today)
        if is_long_ago(said, today):
            return telling.which_year(said.month)
        filed = Filed(said.month, said.filed_on or today)
        try:
            records.file(self.services.database, entry.key, filed, Said(contact, now))
        except WrongEntry as error:
            return str(error)
        record = records.record(self.services.database, entry.key)
        day_said = said.filed_on is not None
        return telling.recorded(record, said.month, today, fresh=True, day_said=day_said)

    def _undone(self, contact: str, entry: Entry, text: str, said: SaidFiling) -> str:
        """Take back what was said by mistake; a month that is not named is the last one said."""
        database, now = self.services.database, self.services.now()
        month = said.month
        if not names_month(text):
            month = records.last_filed_by(database, entry.key, contact) or month
        before = records.record(database, entry.key).filings.get(month)
        if before is not None and corrects_day(text, said):
            return self._corrected(contact, entry, Filed(month, said.filed_on))
        if before is not None:
            records.file(database, entry.key, Filed(month, None), Said(contact, now))
        record, today = records.record(database, entry.key), beijing_day(now)
        if before is None:
            return telling.still_open(record, month, today)
        return telling.undone(record, month, before, today)

    def _corrected(self, contact: str, entry: Entry, filed: Filed) -> str:
        """报错了，是9号: another day, not a report taken back."""
        database, now = self.services.database, self.services.now()
        try:
            records.file(database, entry.key, filed, Said(contact, now))
        except WrongEntry as error:
            return str(error)
        record, today = records.record(database, entry.key), beijing_day(now)
        return telling.recorded(record, filed.month, today, fresh=True, day_said=True)

    def _known(self, entry: Entry, said: SaidFiling) -> bool:
        """Saying it again without a day must not move the day that is recorded."""
        known = records.record(self.services.database, entry.key).filings.get(said.month)
        return known is not None and said.filed_on in (None, known)


def _is_about_own_report(tracker: Tracker, text: str, *, bound: bool) -> bool:
    """Whether this is about a report of one's own, and not a question or part of a check."""
    if in_check(tracker):
        return bound and sounds_certain(text)
    meaning = meaning_of(text)
    named = bound and mentions_report(text) and meaning != "how"
    return named or (bound and meaning == "undone") or sounds_certain(text)
