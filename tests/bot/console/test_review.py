"""The queue of unanswered questions at the console."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.console.staff import Role
from surveys import review
from tests.bot.console.clients import Console, leads_to, send

PATH = "/console/review"
ASKED = ("那块铜匾挂几个年头就得摘", "铜匾挂几个年头得摘啊")


@pytest.fixture
def queue(console: Console, tmp_path) -> Console:
    """Two ways of one question, and one that is no question of ours."""
    console.serve(replace(console.desk.settings, data_dir=tmp_path))
    for question in ASKED:
        review.put(console.database, question, ("not_in_text", ["第十七条"]), "unanswered", 1.0)
    review.put(console.database, "哪家奶茶好喝", ("not_in_text", []), "unhelpful", 2.0)
    return console


def decided(console: Console) -> list[tuple[str, str | None]]:
    path = console.desk.settings.reviewed_file
    rows = path.read_text("utf-8").splitlines() if path.exists() else []
    return [(row["q"], row["unit"]) for row in map(json.loads, rows)]


def ids(console: Console, *places: int) -> str:
    """The numbers of the questions at those places of the queue, as the form holds them."""
    waiting = review.waiting(console.database)
    return ",".join(str(waiting[place].id) for place in places)


def test_similar_questions_are_decided_together(queue):
    client = queue.signed_in(Role.OPERATOR)
    shown = client.get(PATH).text
    assert shown.count("处理这一组") == 2
    assert "有效期为三年" in shown

    typed = {"ids": ids(queue, 0, 1), "what": "unit", "unit": "17条", "better": "/铜匾能挂几年"}
    assert leads_to(send(client, PATH, **typed))[1] == {"done": ["decided"]}

    assert decided(queue) == [(each, "第十七条") for each in (*ASKED, "／铜匾能挂几年")]
    again = send(client, PATH, **typed)
    assert (again.status_code, "已经有人处理过" in again.text) == (400, True)
    assert leads_to(send(client, PATH, ids=ids(queue, 0), what="dismissed"))[1] == {
        "done": ["dismissed"]
    }
    assert review.waiting(queue.database) == []
    assert "没有待处理的问题" in client.get(PATH).text


def test_that_the_text_does_not_answer_is_a_decision_too(queue):
    client = queue.signed_in(Role.APPROVER)

    send(client, PATH, ids=ids(queue, 2), what="nothing", unit="第十七条", better="x")

    assert decided(queue) == [("哪家奶茶好喝", None)]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"what": "unit", "unit": "第九十九条"}, "没有第九十九条"),
        ({"what": "unit", "unit": " "}, "请写条号"),
        ({"what": ""}, "请选一项"),
        ({"ids": ""}, "已经有人处理过"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_stays(queue, typed, says):
    client = queue.signed_in(Role.OPERATOR)

    right = {"ids": ids(queue, 2), "what": "unit", "unit": "第十七条"}
    refused = send(client, PATH, **{**right, **typed})

    assert (refused.status_code, says in refused.text) == (400, True)
    assert len(review.waiting(queue.database)) == 3
    assert decided(queue) == []


def test_an_auditor_reads_the_questions_and_decides_nothing(queue):
    shown = queue.signed_in(Role.AUDITOR).get(PATH).text

    assert ASKED[0] in shown
    assert "处理这一组" not in shown
