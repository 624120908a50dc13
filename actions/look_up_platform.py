"""Says whether a platform is registered and valid; its reports only to those who may see them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction, context, remember, say_answer
from actions.in_register import IN_VIEW
from surveys.campaigns.choosing import speaks_of_survey
from surveys.platforms import attention, bindings, lookup, records, register, roundup
from surveys.platforms.bindings import may_see_filings
from surveys.platforms.lookup import MOST_OFFERED
from surveys.platforms.model import Entry, beijing_day

_THAT_ONE = re.compile("^(?:那|换)?.{2,6}那[个家次](?:呢|吧|的)?$")  # of the surveys in view


class ActionLookUpPlatform(ServiceAction):
    def name(self) -> str:
        return "action_look_up_platform"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = tracker.latest_message.get("text") or ""
        listed = register.entries(self.services.database)
        bound = bindings.of_contact(self.services.database, tracker.sender_id)
        office = bindings.recommender_in(bound)
        if office and roundup.asks_what_presses(text):
            dispatcher.utter_message(text=self._round_up(office, listed))
            return [THE_PERSONS_TURN]
        in_view = tracker.get_slot(IN_VIEW) and _THAT_ONE.search(text)
        if office and (speaks_of_survey(text) or in_view):
            return [FollowupAction("action_lead_survey")]
        named = lookup.named(text, listed)
        found = named.found
        if not found and office:
            found = lookup.called(text, [each for each in listed if each.recommender == office])
        if not found and (lookup.means_own(text) or lookup.asks_own_standing(text)):
            own = {each.subject for each in bound if each.role == "platform"}
            found = tuple(each for each in listed if each.key in own)
        if not found:
            return self._not_found(dispatcher, tracker, text)
        if len(found) > 1 and not named.exact:
            buttons = [_button(each) for each in found[:MOST_OFFERED]]
            dispatcher.utter_message(text=lookup.which(found), buttons=buttons)
            return [THE_PERSONS_TURN]
        day = beijing_day(self.services.now())
        for record in records.records(self.services.database, [each.key for each in found]):
            seen = may_see_filings(bound, record.entry)
            told = lookup.answer(record, day, filings=seen)
            private = lookup.asks_filings(text) and not seen
            dispatcher.utter_message(text=told + (lookup.PRIVATE if private else ""))
        return [THE_PERSONS_TURN]

    def _round_up(self, office: str, listed: Sequence[Entry]) -> str:
        own = [each.key for each in listed if each.recommender == office]
        day = beijing_day(self.services.now())
        found = attention.needing(records.records(self.services.database, own), day)
        return roundup.told(len(own), found, day)

    def _not_found(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
        """A question about the text may sound like one about a platform."""
        if lookup.names_nothing(text):
            dispatcher.utter_message(text=lookup.WHICH)
            return [THE_PERSONS_TURN]
        if not lookup.names_somebody(text):
            answer = self.services.answerer.answer(text, context(tracker))
            if answer.status == "answered":
                say_answer(dispatcher, tracker, answer)
                return [*remember(text, answer), THE_PERSONS_TURN]
        dispatcher.utter_message(text=lookup.not_found(lookup.subject(text)))
        return [THE_PERSONS_TURN]


def _button(entry: Entry) -> dict[str, str]:
    return {"title": entry.name[:60], "payload": f"{entry.name}还有效吗"}
