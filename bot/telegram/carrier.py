"""Sends replies to Telegram chats: plain text, with the buttons under its last part."""

from __future__ import annotations

from telegram import LinkPreviewOptions

from bot.messages import Delivered
from bot.sending.carrier import Failed, Outcome, Part, Sent
from bot.telegram import faults
from bot.telegram.api import Api
from bot.telegram.contacts import chat_of, prefix
from bot.telegram.cutting import cut
from bot.telegram.keyboard import MOST_BUTTONS, markup

MOST_UNITS = 4096
CHOOSE, MORE = "请选择：", "更多选项："
# No mode of markup is given, so nothing in a text needs to be escaped; and no page that is
# only cited is shown as a picture.
_PLAIN = LinkPreviewOptions(is_disabled=True)


class TelegramCarrier:
    """One bot, within Telegram's limits: 30 messages a second in all, one a second to a chat."""

    per_second = 25.0
    contact_seconds = 1.05

    def __init__(self, api: Api) -> None:
        self._api = api
        self.prefix = prefix(api.id)

    def parts(self, said: Delivered) -> tuple[Part, ...]:
        texts = cut(said.text, MOST_UNITS)
        buttons = [
            (each["title"].strip(), each["token"]) for each in said.buttons if each["title"].strip()
        ]
        if not buttons:
            return tuple(map(Part, texts))
        *before, last = texts or (CHOOSE,)
        shown = [
            tuple(buttons[at : at + MOST_BUTTONS]) for at in range(0, len(buttons), MOST_BUTTONS)
        ]
        more = (Part(MORE, each) for each in shown[1:])
        return (*map(Part, before), Part(last, shown[0]), *more)

    async def send(self, contact_key: str, part: Part, *, bulk: bool) -> Outcome:
        try:
            chat = chat_of(contact_key, self._api.id)
        except ValueError:
            return Failed("这个联系人不是这个机器人的。")
        try:
            sent = await self._api.bot.send_message(
                chat,
                part.text,
                reply_markup=markup(part.buttons),
                link_preview_options=_PLAIN,
            )
        except Exception as error:  # the other side's answer, whatever it is
            return faults.outcome(error, bulk=bulk)
        return Sent(str(sent.message_id))
