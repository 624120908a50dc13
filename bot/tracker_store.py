"""Rasa's conversations in our database: one row a contact, kept short.

Rasa's own SQL store keeps every event for ever, reads them all for each message, and its
wrapper answers a database error with an empty conversation. Here a turn is one read and
one write, and an error ends the turn, which the worker then tries again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from functools import cache
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from sqlalchemy import select, update

from surveys.database import Database
from surveys.schema import dialogue

KEPT_EVENTS = 12

# Rasa walks through all kinds of events for each event it reads; the kinds do not change.
Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))


class DialogueStore(TrackerStore):
    """The last events of each contact, preceded by the slots and the form they left."""

    def __init__(self, database: Database) -> None:
        super().__init__(None)
        self._database = database

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        query = select(dialogue.c.events).where(dialogue.c.contact_key == sender_id)
        with self._database.read() as connection:
            events = connection.execute(query).scalar()
        if events is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, json.loads(events), self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        values = {
            "events": json.dumps(_kept(tracker), ensure_ascii=False),
            "updated_at": time.time(),
        }
        mine = dialogue.c.contact_key == tracker.sender_id
        with self._database.write() as connection:
            if not connection.execute(update(dialogue).where(mine).values(values)).rowcount:
                connection.execute(
                    dialogue.insert().values(contact_key=tracker.sender_id, **values)
                )

    async def keys(self) -> Iterable[str]:
        with self._database.read() as connection:
            return list(connection.execute(select(dialogue.c.contact_key)).scalars())


def _kept(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The conversation's last events; what was cut off is kept as slots and active form."""
    events = tracker.current_state(EventVerbosity.ALL)["events"]
    if len(events) <= KEPT_EVENTS:
        return list(events)
    recent = events[-KEPT_EVENTS:]
    turn_starts = (at for at, event in enumerate(recent) if event.get("name") == "action_listen")
    return [*_state(tracker), *recent[next(turn_starts, 0) :]]


def _state(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    slots = [
        SlotSet(name, slot.value)
        for name, slot in tracker.slots.items()
        if slot.value != slot.initial_value
    ]
    loops = [ActiveLoop(tracker.active_loop_name)] if tracker.active_loop else []
    return [event.as_dict() for event in (*slots, *loops)]
