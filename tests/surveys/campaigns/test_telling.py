"""What the recommender is offered next, and what he is refused."""

from __future__ import annotations

from datetime import date

import pytest

from surveys.campaigns.progress import progress_of
from surveys.campaigns.steps import Step
from surveys.campaigns.telling import DRAWN_ONCE, IN_ORDER, next_step, refused, understood
from tests.surveys.surveys import launched, office_of

TODAY = date(2026, 6, 1)


@pytest.fixture
def running(database):
    office = office_of(database)
    number = launched(office)
    with database.read() as connection:
        return progress_of(connection, office, number)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("再抽一次，种子是 9 9 9", DRAWN_ONCE),
        ("重新抽取", DRAWN_ONCE),
        ("抽10家", DRAWN_ONCE),
        ("换一批企业", DRAWN_ONCE),
        ("换一家听话的企业", IN_ORDER),
        ("删掉不满意的那家", IN_ORDER),
        ("给抽中的企业发邀请", ""),
        ("截止访问", ""),
    ],
)
def test_a_drawn_survey_is_neither_drawn_again_nor_picked_over(running, said, why):
    assert refused(said, running).endswith(why)
    assert bool(refused(said, running)) == bool(why)


@pytest.mark.parametrize(
    ("said", "to"), [("截止访问", Step.CLOSED), ("我要发起满意度测评", ""), ("发邀请", "")]
)
def test_a_running_survey_is_closed_only_where_that_is_said(running, said, to):
    assert next_step(running, understood(said, running, TODAY)).to == to
