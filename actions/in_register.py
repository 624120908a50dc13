"""Messages that the register answers, or keeps, whatever they were taken for."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from actions.services import Services
from surveys.campaigns import campaign as campaigns
from surveys.campaigns import choosing
from surveys.campaigns.choosing import asks_the_rule, speaks_of_survey
from surveys.platforms import bindings, lookup, register
from surveys.platforms.filing_words import mentions_report, names_month, said_filing
from surveys.platforms.model import beijing_day
from surveys.platforms.roundup import asks_what_presses

LOOK_UP, LEAD = "action_look_up_platform", "action_lead_survey"
FILE, REMIND = "action_record_filing", "action_set_reminder"
IN_VIEW = "survey_in_view"
_REMIND = re.compile("^(?:请|麻烦|帮忙)?(?:到时候?|每个?月|以后|记得)?提醒(?:我|咱)们?.{0,6}$")
_UNDO = re.compile("^撤回(?:刚才|刚刚|上一条|那条|这条|的|记录|吧|了)*$|(?:说|报|记|填)错.{0,8}$")
_SHORT = 10  # characters of a message that may call a platform by two of them


def of_the_register(services: Services, tracker: Tracker, text: str) -> str:
    """The action that knows the answer; empty where the regulation may have it."""
    if _REMIND.search(text):
        return REMIND
    bound = bindings.of_contact(services.database, tracker.sender_id)
    if office := bindings.recommender_in(bound):
        if asks_what_presses(text):
            return LOOK_UP
        if _names_survey(services, office, text):
            return LEAD
        if lookup.asks_filings(text) and _calls_own(services, office, text):
            return LOOK_UP
    if any(each.role == "platform" for each in bound):
        said = said_filing(text, beijing_day(services.now()))
        dated = said.filed_on and names_month(text) and mentions_report(text)
        if (said.meaning == "filed" and dated) or _UNDO.search(text):
            return FILE
        if lookup.asks_own_standing(text):
            return LOOK_UP
    return LOOK_UP if lookup.asks_filings(text) and names_platform(services, text) else ""


def of_the_register_after_all(services: Services, tracker: Tracker, text: str) -> str:
    """The same for what the regulation does not answer: a name that is barely a name will do."""
    if names_platform(services, text):
        return LOOK_UP
    if not _calls_one(services, tracker, text):
        return ""
    return LEAD if tracker.get_slot(IN_VIEW) else LOOK_UP


def _calls_own(services: Services, office: str, text: str) -> bool:
    """Whether a recommender calls a platform of its own by how the name begins: 江城的报了吗."""
    own = [each for each in register.entries(services.database) if each.recommender == office]
    return len(text) <= _SHORT and bool(lookup.called(text, own))


def speaks_of_one(services: Services, tracker: Tracker, text: str) -> bool:
    """Whether a message names a platform, or a recommender calls one of its own."""
    return names_platform(services, text) or _calls_one(services, tracker, text)


def _calls_one(services: Services, tracker: Tracker, text: str) -> bool:
    office = bindings.recommender_of(services.database, tracker.sender_id)
    return office is not None and _calls_own(services, office, text)


def names_platform(services: Services, text: str) -> bool:
    """Whether a message has the name of one that is registered."""
    return lookup.named(text, register.entries(services.database)).exact


def _names_survey(services: Services, office: str, text: str) -> bool:
    """Whether a recommender asks after one of its own surveys by name, not for the rule."""
    if asks_the_rule(text) or not speaks_of_survey(text):
        return False
    with services.database.read() as connection:
        return choosing.named(text, campaigns.all_of(connection, office)) is not None
