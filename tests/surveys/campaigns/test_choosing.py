"""Which survey a recommender's message means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveys.campaigns import campaign as campaigns
from surveys.campaigns.choosing import meant, others, speaks_of_survey
from surveys.campaigns.drawing import freeze
from surveys.campaigns.steps import Step
from tests.surveys.surveys import DETAILS, list_of, office_of

NAMES = ("江城中小企业服务中心", "江城中小企业服务中心分部", "山城（高新）协会")


@pytest.fixture
def surveys(database):
    """One of each name, the last one the newest."""
    office = office_of(database)
    for name in NAMES:
        freeze(office, replace(DETAILS, platform=name, platform_code=""), list_of(100))
    with database.read() as connection:
        return campaigns.all_of(connection, DETAILS.recommender)


@pytest.mark.parametrize(
    ("said", "platform"),
    [
        ("进展怎么样", NAMES[2]),
        ("江城中小企业服务中心的进展怎么样", NAMES[0]),
        ("江城中小企业服务中心分部的进展怎么样", NAMES[1]),
        ("江城中小企業服務中心進展如何", NAMES[0]),
        ("山城(高新)协会还有哪几家没答", NAMES[2]),
        ("山城的测评", NAMES[2]),
        ("江城的测评", NAMES[2]),  # begins two names, so it tells none
        ("企业测评的进展", NAMES[2]),
    ],
)
def test_a_survey_is_meant_by_name_else_the_newest(surveys, said, platform):
    assert meant(said, surveys).details.platform == platform


def test_a_short_name_is_enough_where_it_tells_one_platform(surveys):
    by_name = {each.details.platform: each for each in surveys}
    center, hills = by_name[NAMES[0]], by_name[NAMES[2]]

    assert meant("江城的测评呢", [hills, center]) == center


def test_the_number_and_the_survey_in_view_count_too(surveys):
    oldest = surveys[-1]

    assert meant(f"测评{oldest.id.lower()}怎么样了", surveys) == oldest
    assert meant("哪几家没答", surveys, oldest.id) == oldest
    assert meant("哪几家没答", surveys, "没有这个编号") == surveys[0]
    assert meant("进展怎么样", []) is None


@pytest.mark.parametrize(
    ("said", "about"),
    [("江城中心的测评呢", True), ("江城中心進展如何", True), ("江城中心还有效吗", False)],
)
def test_a_named_platform_may_be_asked_after_for_its_survey(said, about):
    assert speaks_of_survey(said) == about


def test_the_others_are_those_of_other_platforms_that_go_on(surveys):
    newest, middle, oldest = surveys
    over = replace(middle, step=Step.RECORDED)

    assert others(newest, [newest, over, oldest]) == (oldest,)
    assert others(oldest, surveys) == (newest, middle)
