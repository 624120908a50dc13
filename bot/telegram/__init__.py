"""Telegram: a bot's messages and buttons, from updates to the inbox and from replies to chats."""

import os

# Without it python-telegram-bot 22 warns whenever it reads a waiting time, also within itself.
os.environ.setdefault("PTB_TIMEDELTA", "true")
