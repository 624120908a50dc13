"""Telegram: a bot's messages and buttons, from updates to the inbox and from replies to chats."""
