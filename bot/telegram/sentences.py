"""The sentences that Telegram's adapter says itself, without asking the assistant."""

from __future__ import annotations

EXPIRED = "这个按钮已经过期，请直接输入您的问题。"
TOO_FAST = "您发得太快了，请等前面的问题答完再发。"
EDITED = "改动已经发出的消息，我不会重新作答，原来那条照旧有效。请把改好的话再发一遍。"
NOT_FETCHED = "这个文件从 Telegram 取不下来，请再发一次；超过5MB的请删去图片和附件。"
PICTURE = "我看不了图片和视频，请把问题用文字发给我。"
VOICE = "我听不了语音，请把问题用文字发给我。"
STICKER = "表情我看不懂，请把问题用文字发给我。"
PLACE = "位置我用不上，也没有保存。请把问题用文字发给我。"
CARD = "名片我用不上，也没有保存。请把问题用文字发给我。"
OTHER = "这种消息我还看不了，请把问题用文字发给我。"

# Attribute of a message → what is said of it.
OF_KIND = {
    "animation": PICTURE,
    "live_photo": PICTURE,
    "photo": PICTURE,
    "video": PICTURE,
    "video_note": PICTURE,
    "story": PICTURE,
    "paid_media": PICTURE,
    "voice": VOICE,
    "audio": VOICE,
    "sticker": STICKER,
    "dice": STICKER,
    "venue": PLACE,
    "location": PLACE,
    "contact": CARD,
    "poll": OTHER,
    "game": OTHER,
    "checklist": OTHER,
}
