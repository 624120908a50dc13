"""huiqi parse: the intent of each line of standard input."""

from __future__ import annotations

import asyncio
import os
import sys

import click

from bot.commands.common import say, settings
from bot.rasa_server import QUIET, newest_model
from bot.requests import harmless_slash

# The names that scripts know (the contract of this command); these intents are finer.
BROADER = {
    "platform_status": "ask_policy",
    "report_filed": "check_deadline",
    "set_reminder": "check_deadline",
}


@click.command("parse")
def command() -> None:
    """逐行读入文字，输出意图和把握。"""
    os.environ.update(QUIET)
    model = newest_model(settings().model_dir)
    from rasa.core.agent import Agent

    from bot.rasa_logs import quiet_rasa

    quiet_rasa()
    agent = Agent.load(model)

    async def parse_all() -> None:
        for line in sys.stdin:
            text = line.rstrip("\n")
            parsed = await agent.parse_message(harmless_slash(text.strip())) if text.strip() else {}
            intent = parsed.get("intent") or {"name": None, "confidence": 0.0}
            ranking = [
                each for each in parsed.get("intent_ranking", ()) if each["name"] != "nlu_fallback"
            ]
            best = intent if intent["name"] != "nlu_fallback" or not ranking else ranking[0]
            confidence = round(float(best["confidence"]), 4)
            name = BROADER.get(best["name"], best["name"])
            say({"text": text, "intent": name, "confidence": confidence})

    asyncio.run(parse_all())
