"""The demo: a whole survey that is clearly marked, and nothing of it left once it is removed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from surveys import chain, demo
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.holding import first_difference
from surveys.campaigns.progress import progress_of
from surveys.campaigns.steps import Step
from surveys.tables import metadata
from tests.surveys.surveys import office_of

RECOMMENDER = "样例省中小企业主管部门"


@pytest.fixture
def office(database):
    return office_of(database)


def rows(office) -> dict[str, int]:
    with office.database.read() as connection:
        counts = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def test_the_demo_is_a_finished_survey(office):
    number = demo.load_demo(office, RECOMMENDER)

    with office.database.read() as connection:
        found = progress_of(connection, office, number)
        assert chain.first_broken(connection) is None
        assert first_difference(connection, office) is None
    assert found.survey.step is Step.RECORDED
    assert found.finished == demo.DRAWN
    assert found.survey.details.platform.startswith(demo.MARK)
    assert found.survey.details.recommender == RECOMMENDER
    assert {"refused", "complete"} == {each.disposition.code for each in found.firms}


def test_nothing_of_it_is_left(office):
    demo.load_demo(office, RECOMMENDER)
    demo.load_demo(office, RECOMMENDER)
    assert demo.is_loaded(office)

    demo.remove_demo(office)

    assert rows(office) == {}
    with office.database.read() as connection:
        assert campaigns.all_of(connection) == []
