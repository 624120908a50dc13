"""Where two persons are set, neither chat nor the command line goes around the second one."""

from __future__ import annotations

import asyncio
import secrets
import threading

import pytest
from click.testing import CliRunner
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.lead_survey import STEP, ActionLeadSurvey
from actions.services import Services
from bot.cli import cli
from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.steps import Step
from surveys.platforms import bindings
from surveys.sealing import Seal
from tests.bot.campaign_desk import Front
from tests.surveys.surveys import DETAILS, SEED, list_of, office_of

NOW = 1_780_000_000.0


def drawn(office):
    number, _ = freeze(office, DETAILS, list_of())
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)
    return number


def step(database, number):
    with database.read() as connection:
        return campaigns.find(connection, number).step


@pytest.mark.parametrize(
    ("two_persons", "says", "after"),
    [(True, "由两个人在控制台做", Step.DRAWN), (False, "正在访问", Step.RUNNING)],
)
def test_a_launch_in_chat(database, two_persons, says, after):
    number = drawn(office_of(database))
    code = bindings.issue(database, "recommender", DETAILS.recommender, secrets.choice, NOW)
    bindings.bind(database, "web:a", code.replace("-", ""), NOW)
    seal = Seal(("invented",))
    services = Services(None, database, lambda: NOW, seal, two_persons=two_persons)
    pressed = {
        "intent": {"name": STEP},
        "entities": [
            {"entity": "survey", "value": number},
            {"entity": "step", "value": "running"},
            {"entity": "value", "value": "2026-07-01"},
        ],
    }
    tracker = Tracker("web:a", {}, pressed, [], False, None, {}, "")
    dispatcher = CollectingDispatcher()

    asyncio.run(ActionLeadSurvey(services).run(dispatcher, tracker, {}))

    assert says in dispatcher.messages[0]["text"]
    assert step(database, number) is after


@pytest.mark.parametrize(
    "words", [("launch", "--closes-on", "2099-07-01"), ("export", "--final", "--out", "out")]
)
def test_the_command_line_names_the_console(monkeypatch, tmp_path, words):
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HUIQI_TWO_PERSONS", "on")

    done = CliRunner().invoke(cli, ["survey", words[0], "00000000", *words[1:]])

    assert done.exit_code == 2
    assert "由两个人在控制台做" in done.output


def test_of_two_who_draw_at_once_one_is_shown_what_the_other_drew(database):
    office = office_of(database)
    number, _ = freeze(office, DETAILS, list_of())
    promise(office, number, "公开数字")
    front, answers = Front(office), []

    def draw(seed):
        answers.append(front.post(f"/{number}/draw", seed=seed))

    both = [threading.Thread(target=draw, args=(seed,)) for seed in ("1 2 3", "4 5 6")]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert sorted(each.status_code for each in answers) == [200, 409]
    late = max(answers, key=lambda each: each.status_code)
    assert "已抽取10家" in late.text
    with database.read() as connection:
        kinds = [each["kind"] for each in chain.links(connection, number)]
    assert kinds.count("draw") == 1
