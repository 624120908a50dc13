"""From the list to the drawn firms, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.errors import IncompleteDetails, NoSuchCampaign, WrongStep
from surveys.campaigns.steps import Step
from surveys.frames import check_frame
from surveys.frames.errors import FrameTooSmall
from surveys.sampling import verify
from surveys.sampling.errors import WrongSize
from surveys.schema import campaign, drawn_firm
from tests.surveys.frame_files import credit_code, csv_bytes, firm, rows_of
from tests.surveys.surveys import DETAILS, SEED, list_of, office_of


@pytest.fixture
def office(database):
    return office_of(database)


def found(office, number):
    with office.database.read() as connection:
        return campaigns.find(connection, number)


def kinds(office, number):
    with office.database.read() as connection:
        assert chain.first_broken(connection) is None
        return [link["kind"] for link in chain.links(connection, number)]


def test_a_survey_goes_from_list_to_draw_and_leaves_three_links(office):
    number, check = freeze(office, DETAILS, list_of())
    made = promise(office, number, "福彩双色球2026001期")
    protocol = draw_firms(office, number, SEED)

    survey = found(office, number)
    assert (survey.step, survey.frame_size) == (Step.DRAWN, 120)
    assert survey.commitment == made
    with office.database.read() as connection:
        assert campaigns.protocol_of(connection, number) == protocol
    assert verify(protocol, check.frame) is None
    assert kinds(office, number) == ["frame", "commitment", "draw"]


def test_all_firms_of_the_list_are_kept_in_the_order_of_their_tickets(office):
    number, _ = freeze(office, DETAILS, list_of())
    promise(office, number, "公开数字")
    protocol = draw_firms(office, number, SEED)

    with office.database.read() as connection:
        rows = connection.execute(select(drawn_firm).order_by(drawn_firm.c.place)).all()
    assert [row.place for row in rows] == list(range(1, 121))
    assert [row.key for row in rows[:10]] == [each["key"] for each in protocol["sample"]]
    assert {row.drawn_as for row in rows[:10]} == {"sample"}
    assert {row.drawn_as for row in rows[10:]} == {"reserve"}


def test_phone_numbers_are_nowhere_to_be_read(office):
    number, _ = freeze(office, DETAILS, list_of())
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)

    with office.database.read() as connection:
        kept = [*connection.execute(select(campaign)), *connection.execute(select(drawn_firm))]
        kept += [*chain.links(connection, number)]
    assert "1390000" not in str(kept)


def test_no_step_is_taken_twice_or_out_of_turn(office):
    number, _ = freeze(office, DETAILS, list_of())

    with pytest.raises(WrongStep, match="先作出承诺"):
        draw_firms(office, number, SEED)
    promise(office, number, "公开数字")
    with pytest.raises(WrongStep, match="不能重来"):
        promise(office, number, "另一个数字")
    draw_firms(office, number, SEED)
    with pytest.raises(WrongStep, match="另建一次测评"):
        draw_firms(office, number, "换一个种子")
    assert kinds(office, number) == ["frame", "commitment", "draw"]


def test_a_new_survey_of_the_same_platform_names_the_earlier_one(office):
    first, _ = freeze(office, DETAILS, list_of())
    second, _ = freeze(office, DETAILS, list_of(110))

    assert found(office, second).earlier == (first,)


def test_a_list_or_a_sample_that_is_too_small_is_refused_and_nothing_kept(office):
    with pytest.raises(FrameTooSmall):
        freeze(office, DETAILS, list_of(9))
    with pytest.raises(WrongSize, match="不少于10家"):
        freeze(office, type(DETAILS)("甲", "乙", 9, "丙"), list_of())
    with office.database.read() as connection:
        assert campaigns.all_of(connection) == []


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"platform": " "}, "示范平台承担单位名称"),
        ({"recommender": ""}, "推荐单位名称"),
        ({"frame_source": ""}, "名单和电话从哪里来"),
        ({"platform_code": "123"}, "应为18位"),
    ],
)
def test_a_survey_says_whose_it_is(office, given, missing):
    with pytest.raises(IncompleteDetails, match=missing):
        freeze(office, replace(DETAILS, **given), list_of())


def test_the_platform_is_left_out_by_its_name_also_where_its_code_is_given(office):
    own = [firm(200, name=DETAILS.platform, credit_code=""), firm(201, credit_code=credit_code(7))]
    data = csv_bytes(rows_of([*map(firm, range(20, 40)), *own]))

    _, check = freeze(office, replace(DETAILS, platform_code=credit_code(7)), data)

    assert len(check.frame.firms) == 20


def test_an_unknown_number_is_named(office):
    with pytest.raises(NoSuchCampaign, match="abc"):
        promise(office, "abc", "公开数字")


def test_the_frozen_list_comes_back_as_it_was(office):
    number, check = freeze(office, DETAILS, list_of())

    with office.database.read() as connection:
        frame = campaigns.frame_of(connection, number, office.seal)
    assert frame == check.frame == check_frame(list_of(), DETAILS.plan.excluded).frame
