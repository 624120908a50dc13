"""Reads a file that was handed in: a form answers a check, a list is checked row by row."""

from __future__ import annotations

import json
from datetime import date

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction, entity
from actions.check_eligibility import number_of, say_turn
from knowledge.rules.forms import Reading, read_form
from knowledge.rules.forms.sources import say as of_form
from knowledge.rules.interview.check import Check
from knowledge.rules.interview.from_form import filled
from surveys import checks, uploads
from surveys.errors import SurveyError
from surveys.forms.errors import FormError
from surveys.forms.filled import read_filled
from surveys.frames import FrameCheck, check_frame
from surveys.frames.errors import HeaderNotFound
from surveys.frames.telling import told
from surveys.platforms import bindings, register
from surveys.platforms.model import beijing_day
from surveys.uploads import Upload

GONE = "这个文件已经不在了（只保留七天），请再发一次。"
STEP = "take_survey_step"
MOST_BUTTONS = 8


class ActionReadFile(ServiceAction):
    def name(self) -> str:
        return "action_read_file"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        number = str(entity(tracker, "file") or "")
        services = self.services
        file = uploads.get(services.database, services.seal, tracker.sender_id, number)
        if file is None:
            dispatcher.utter_message(text=GONE)
            return [THE_PERSONS_TURN]
        try:
            found = _read(file)
        except SurveyError as error:
            dispatcher.utter_message(text=str(error))
            return [THE_PERSONS_TURN]
        if isinstance(found, FrameCheck):
            self._list(dispatcher, tracker, number, found)
            return [THE_PERSONS_TURN]
        uploads.drop(services.database, number)
        return self._form(dispatcher, tracker, found)

    def _list(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, number: str, check: FrameCheck
    ) -> None:
        """A recommender may go on with its own platforms; everybody sees what to mend."""
        names = self._platforms(tracker.sender_id) if check.usable else []
        buttons = [
            {"title": f"为{name}新建测评"[:40], "payload": _new_survey(number, key)}
            for key, name in names[:MOST_BUTTONS]
        ]
        more = ""
        if buttons:
            more = "要用这份名单做测评，请点是哪个平台。名单一经采用就定稿。"
        elif check.usable:
            more = "名单可以用来抽取。测评由推荐单位发起：绑定推荐单位之后再上传，或在控制台新建。"
        dispatcher.utter_message(text=f"{told(check)}\n{more}".strip(), buttons=buttons)

    def _platforms(self, contact: str) -> list[tuple[str, str]]:
        own = bindings.recommender_of(self.services.database, contact)
        listed = register.entries(self.services.database) if own else []
        return [(each.key, each.name) for each in listed if each.recommender == own]

    def _form(self, dispatcher: CollectingDispatcher, tracker: Tracker, reading: Reading) -> Events:
        kept = checks.kept(self.services.database, tracker.sender_id, number_of(tracker))
        turn = filled(kept.check if kept else Check(), reading, self._today())
        return say_turn(self.services, dispatcher, tracker, turn)

    def _today(self) -> date:
        return beijing_day(self.services.now())


def _read(file: Upload) -> FrameCheck | Reading:
    """A list if a row names a column of firms, else a form; raises what is clearer to mend."""
    if file.data.startswith(b"PK") and not _is_sheet(file.name):
        return _form(file.data)
    try:
        return check_frame(file.data)
    except HeaderNotFound:
        if not file.data.startswith(b"PK"):
            raise
        return _form(file.data)


def _is_sheet(name: str) -> bool:
    return name.lower().endswith((".xlsx", ".xlsm", ".et"))


def _form(data: bytes) -> Reading:
    reading = read_form(read_filled(data))
    if not reading.found:
        raise FormError(of_form("nothing"))
    return reading


def _new_survey(number: str, key: str) -> str:
    said = {"survey": number, "step": "new", "value": key}
    return f"/{STEP}{json.dumps(said, ensure_ascii=False)}"
